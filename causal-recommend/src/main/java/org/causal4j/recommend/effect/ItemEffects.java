package org.causal4j.recommend.effect;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.DifferenceInMeans;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.estimate.MultipleTesting;
import org.causal4j.core.matrix.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * "Did buying A lead to buying B?", from a log, for many pairs.
 *
 * <p>Every visit of a user who had neither item before is a small trial: was A taken, and was B
 * taken at a later visit within the horizon? Those who take A differ from those who don't, so the
 * plain difference is an association. The effect on those who took A is estimated by cross-fitted
 * AIPW ({@link Aipw}, ATT), adjusted for the user's history and for taste as the texts of
 * everything else taken so far tell it, with standard errors robust to repeated visits of a user.
 * Beside it runs a placebo: the same with time running backwards.
 *
 * <p>It is an effect under three assumptions that the log can't check: what makes users take A and
 * later B is captured by what is adjusted for; A does not change what else is taken at the same
 * visit; one user's visit does not change another's. B taken at the same visit as A is not counted,
 * since the log has no order within a visit.
 *
 * <pre>{@code
 * ItemEffects effects = ItemEffects.of(log, itemText, ItemEffects.Options.defaults());
 * PairEffects found = effects.estimate(effects.candidates(40), Seed.of(7));
 * }</pre>
 *
 * <p>Immutable and safe to share between threads. A pair costs about a hundred regressions of the
 * trials.
 */
public final class ItemEffects {
  /** No control trial weighs more than (1 − trim)/trim treated ones. */
  private static final double TRIM = 0.1;

  /**
   * Treated trials are few, so that one draw of the folds leaves a fifth of the error to chance.
   */
  private static final int REPEATS = 5;

  private final EventLog log;
  private final Options options;
  private final Visits visits;
  private final Visits reversed;
  private final VisitProfiles profiles;
  private final VisitProfiles reversedProfiles;
  private final boolean hasText;

  private ItemEffects(EventLog log, @Nullable FloatMatrix text, Options options) {
    this.log = log;
    this.options = options;
    this.hasText = text != null;
    this.visits = Visits.of(log, options.causeAction(), options.effectAction());
    this.reversed = visits.reversed();
    this.profiles = new VisitProfiles(visits, text, options.textComponents());
    this.reversedProfiles = profiles.of(reversed);
  }

  /**
   * How effects are asked for and estimated.
   *
   * @param causeAction the action of the cause, as "view"; empty for any
   * @param effectAction the action of the effect, as "buy"; empty for any
   * @param horizon how long after a visit the effect counts
   * @param minTreated least number of treated trials of a candidate pair
   * @param minOutcomes least number of trials of a candidate pair that the effect follows, in both
   *     arms together
   * @param pairsPerItem most candidate pairs in which an item is the cause, and most in which it is
   *     the effect
   * @param textComponents principal components of the text profile to adjust for
   * @param folds of cross-fitting
   * @param level of the intervals
   */
  public record Options(
      String causeAction,
      String effectAction,
      Duration horizon,
      int minTreated,
      int minOutcomes,
      int pairsPerItem,
      int textComponents,
      int folds,
      double level) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(
          !horizon.isNegative() && !horizon.isZero(), "horizon: %s is not above 0", horizon);
      Preconditions.checkArgument(minTreated >= 10, "minTreated: %s is below 10", minTreated);
      Preconditions.checkArgument(minOutcomes >= 1, "minOutcomes: %s is below 1", minOutcomes);
      Preconditions.checkArgument(pairsPerItem >= 1, "pairsPerItem: %s is below 1", pairsPerItem);
      Preconditions.checkArgument(
          textComponents >= 0, "textComponents: %s is below 0", textComponents);
      Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
      Preconditions.checkArgument(
          level > 0 && level < 1, "level: %s is not between 0 and 1", level);
    }

    /** Any action, 28 days, at least 60 treated trials and 20 outcomes, 12 components, 5 folds. */
    public static Options defaults() {
      return new Options("", "", Duration.ofDays(28), 60, 20, 3, 12, 5, 0.95);
    }

    /** With other actions. */
    public Options withActions(String cause, String effect) {
      return new Options(
          cause,
          effect,
          horizon,
          minTreated,
          minOutcomes,
          pairsPerItem,
          textComponents,
          folds,
          level);
    }

    /** With another horizon. */
    public Options withHorizon(Duration newHorizon) {
      return new Options(
          causeAction,
          effectAction,
          newHorizon,
          minTreated,
          minOutcomes,
          pairsPerItem,
          textComponents,
          folds,
          level);
    }

    /** With other limits on the support of candidate pairs. */
    public Options withSupport(int treated, int outcomes) {
      return new Options(
          causeAction,
          effectAction,
          horizon,
          treated,
          outcomes,
          pairsPerItem,
          textComponents,
          folds,
          level);
    }

    /** With another number of text components. */
    public Options withTextComponents(int components) {
      return new Options(
          causeAction,
          effectAction,
          horizon,
          minTreated,
          minOutcomes,
          pairsPerItem,
          components,
          folds,
          level);
    }
  }

  /** Effects in a log whose items have no text: taste is not adjusted for beyond the counts. */
  public static ItemEffects of(EventLog log, Options options) {
    checkLog(log);
    return new ItemEffects(log, null, options);
  }

  /**
   * Effects in a log whose items have texts.
   *
   * @param text a vector for each item number of the log, by row
   */
  public static ItemEffects of(EventLog log, FloatMatrix text, Options options) {
    checkLog(log);
    Preconditions.checkArgument(
        text.rows() == log.itemCount(),
        "text: has %s rows for %s items",
        text.rows(),
        log.itemCount());
    Preconditions.checkArgument(text.isFinite(), "text: holds a value that is not finite");
    return new ItemEffects(log, text, options);
  }

  private static void checkLog(EventLog log) {
    Preconditions.checkArgument(log.size() > 0, "log: is empty");
    Preconditions.checkArgument(
        log.userCount() > 1, "log: has one user only; effects are compared between users");
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** What effects are adjusted for, in words. */
  public ImmutableList<String> adjustedFor() {
    return PairTrials.adjustedFor(hasText);
  }

  /**
   * Pairs worth asking about: often taken at one visit, and with enough support. Neither looks at
   * whether B followed A, so that choosing does not bias the estimates.
   *
   * @param count most pairs
   * @return the pairs by how often they are taken together (cosine), highest first; empty where no
   *     pair has the support
   */
  public ImmutableList<ItemPair> candidates(int count) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    ImmutableList.Builder<ItemPair> pairs = ImmutableList.builder();
    CandidatePairs.choose(visits, options, log.itemCount(), count)
        .forEach(pair -> pairs.add(new ItemPair(log.itemId(pair[0]), log.itemId(pair[1]))));
    return pairs.build();
  }

  /** The effects of pairs. */
  public PairEffects estimate(List<ItemPair> pairs, Seed seed) {
    return estimate(pairs, seed, ProgressListener.NONE);
  }

  /**
   * The effects of pairs, with q-values over all of them.
   *
   * @throws IllegalArgumentException if an item is not in the log, or a pair has no treated or no
   *     control trials
   */
  public PairEffects estimate(List<ItemPair> pairs, Seed seed, ProgressListener progress) {
    Preconditions.checkArgument(
        new HashSet<>(pairs).size() == pairs.size(), "pairs: one is asked about twice");
    pairs.forEach(
        pair -> {
          number(pair.cause());
          number(pair.effect());
        });
    AtomicInteger done = new AtomicInteger();
    progress.step("estimate effects", 0, pairs.size());
    List<PairEffect> raw =
        IntStream.range(0, pairs.size())
            .parallel()
            .mapToObj(
                i -> {
                  PairEffect effect = estimateOne(pairs.get(i), seed);
                  progress.step("estimate effects", done.incrementAndGet(), pairs.size());
                  return effect;
                })
            .toList();
    double[] q =
        MultipleTesting.benjaminiHochberg(
            raw.stream().mapToDouble(effect -> effect.adjusted().pValue()).toArray());
    List<PairEffect> corrected = new ArrayList<>();
    for (int i = 0; i < q.length; i++) {
      PairEffect effect = raw.get(i);
      corrected.add(
          new PairEffect(
              effect.pair(),
              effect.trials(),
              effect.treatedOutcomes(),
              effect.controlOutcomes(),
              effect.naive(),
              effect.adjusted(),
              effect.placebo(),
              q[i]));
    }
    return new PairEffects(
        ImmutableList.copyOf(corrected),
        adjustedFor(),
        Provenance.of(
            "item effects",
            ImmutableMap.of(
                "options",
                options.toString(),
                "pairs",
                Integer.toString(pairs.size()),
                "seed",
                Long.toString(seed.value())),
            log.provenance()));
  }

  private PairEffect estimateOne(ItemPair pair, Seed seed) {
    int cause = number(pair.cause());
    int effect = number(pair.effect());
    Seed pairSeed = seed.derive(pair.cause()).derive(pair.effect());
    PairTrials trials =
        PairTrials.of(visits, profiles, cause, effect, options.horizon().toMillis());
    PairTrials mirrored =
        PairTrials.of(reversed, reversedProfiles, cause, effect, options.horizon().toMillis());
    checkArms(pair, trials, "");
    checkArms(pair, mirrored, " with time reversed");
    DifferenceInMeans plain = Estimators.differenceInMeans();
    return new PairEffect(
        pair,
        trials.count(),
        trials.outcomes(1),
        trials.outcomes(0),
        plain.association(trials.treatment(), trials.outcome(), trials.clusters()),
        adjusted(trials, pairSeed.derive("effect")),
        adjusted(mirrored, pairSeed.derive("placebo")),
        1);
  }

  private void checkArms(ItemPair pair, PairTrials trials, String how) {
    int treated = trials.treated();
    Preconditions.checkArgument(
        treated >= 2 * options.folds() && trials.count() - treated >= 2 * options.folds(),
        "pair %s: has %s treated of %s trials%s, too few for %s folds",
        pair,
        treated,
        trials.count(),
        how,
        options.folds());
  }

  private EffectEstimate adjusted(PairTrials trials, Seed seed) {
    return Estimators.aipw()
        .withEstimand(Estimand.ATT)
        .withFolds(options.folds())
        .withRepeats(REPEATS)
        .withLevel(options.level())
        .withTrim(TRIM)
        .estimate(
            trials.covariates(), trials.treatment(), trials.outcome(), trials.clusters(), seed);
  }

  private int number(String id) {
    int number = log.itemNumber(id);
    Preconditions.checkArgument(number >= 0, "item '%s': is not in the log", id);
    return number;
  }

  /** The trials of a pair as a table with the graph over it, for a Bayesian network. */
  public VisitTable table(ItemPair pair) {
    PairTrials trials =
        PairTrials.of(
            visits,
            profiles,
            number(pair.cause()),
            number(pair.effect()),
            options.horizon().toMillis());
    checkArms(pair, trials, "");
    return VisitTable.of(pair, trials);
  }

  @Override
  public String toString() {
    return "ItemEffects over " + visits.count() + " visits, " + options;
  }
}
