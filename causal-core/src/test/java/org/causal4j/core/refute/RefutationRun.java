package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.Learners;

/** Estimates and attempts to refute them on data sets in which there is no effect. */
public final class RefutationRun {
  /** Rows of a data set. */
  public static final int ROWS = 500;

  /** The estimators. */
  public static final List<String> ESTIMATORS =
      List.of("difference", "regression", "ipw", "matching", "aipw", "aipw-splines", "tmle", "dml");

  private RefutationRun() {}

  /**
   * What became of a data set.
   *
   * @param estimate of an effect that is 0
   * @param control the negative control; empty where the interval holds 0 or the arms don't
   *     overlap, since nothing is claimed then
   * @param attempts to refute it otherwise, in their order, up to the first that does not let it
   *     stand; empty where nothing is claimed or the control has decided
   */
  public record Trial(
      EffectEstimate estimate,
      Optional<Refutation> control,
      Optional<ImmutableList<Refutation>> attempts) {

    /** All attempts that were made. */
    public ImmutableList<Refutation> withControl() {
      return ImmutableList.<Refutation>builder()
          .addAll(control.stream().toList())
          .addAll(attempts.orElse(ImmutableList.of()))
          .build();
    }
  }

  /** The seed of a data set. */
  private static Seed seed(NullWorld world, long baseSeed, int replication) {
    return Seed.of(baseSeed).derive(world.name()).derive(replication);
  }

  /** The estimate of a data set. */
  private static EffectEstimate estimate(NullWorld world, String name, Table table, Seed seed) {
    Design design = name.equals("difference") ? Design.randomized("t", "y") : world.design();
    return estimator(name).estimate(design, table, Contrast.binary("t"), seed.derive("analysis"));
  }

  /**
   * An estimate, and where its interval excludes 0 attempts to refute it.
   *
   * @param replicates refits of a refuter
   * @param thorough whether the other refuters are asked even where the control speaks against it
   */
  public static Trial run(
      NullWorld world,
      String estimator,
      int replicates,
      boolean thorough,
      long baseSeed,
      int replication) {
    Seed seed = seed(world, baseSeed, replication);
    Table table = world.draw(ROWS, seed.derive("data"));
    EffectEstimate estimate = estimate(world, estimator, table, seed);
    if (estimate.interval().covers(0) || !estimate.isQuotable()) {
      return new Trial(estimate, Optional.empty(), Optional.empty());
    }
    RefuteOptions options = RefuteOptions.defaults().withReplicates(replicates);
    Refutation control =
        one(estimate, table, seed, Refuters.negativeControlOutcome("before"), options);
    if (!thorough && control.verdict() != Refutation.Verdict.STANDS) {
      return new Trial(estimate, Optional.of(control), Optional.empty());
    }
    List<Refutation> attempts = new ArrayList<>();
    for (Refuter refuter : refuters(estimator)) {
      attempts.add(one(estimate, table, seed, refuter, options));
      if (attempts.get(attempts.size() - 1).verdict() != Refutation.Verdict.STANDS) {
        break;
      }
    }
    return new Trial(estimate, Optional.of(control), Optional.of(ImmutableList.copyOf(attempts)));
  }

  /** All attempts that fit and the negative control, whether or not something is claimed. */
  public static ImmutableList<Refutation> everyAttempt(
      NullWorld world, String estimator, int replicates, long baseSeed, int replication) {
    Seed seed = seed(world, baseSeed, replication);
    Table table = world.draw(ROWS, seed.derive("data"));
    List<Refuter> refuters = new ArrayList<>(refuters(estimator));
    refuters.add(Refuters.negativeControlOutcome("before"));
    return Refuters.refute(
        estimate(world, estimator, table, seed),
        table,
        seed.derive("refute"),
        refuters,
        RefuteOptions.defaults().withReplicates(replicates),
        ProgressListener.NONE);
  }

  private static Refutation one(
      EffectEstimate estimate, Table table, Seed seed, Refuter refuter, RefuteOptions options) {
    return Refuters.refute(
            estimate,
            table,
            seed.derive("refute"),
            List.of(refuter),
            options,
            ProgressListener.NONE)
        .get(0);
  }

  /** Those of {@link Refuters#all()} that fit, the cheap ones first. */
  private static List<Refuter> refuters(String estimator) {
    List<Refuter> fitting = new ArrayList<>();
    if (!estimator.equals("difference")) {
      fitting.add(Refuters.unobservedConfounder(0.1, 0.1));
    }
    fitting.add(Refuters.placeboOutcome());
    fitting.add(Refuters.placeboTreatment());
    fitting.add(Refuters.dummyOutcome());
    if (!estimator.equals("difference")) {
      fitting.add(Refuters.randomCommonCause());
    }
    fitting.add(Refuters.dataSubset());
    fitting.add(Refuters.bootstrap());
    return fitting;
  }

  private static Estimator estimator(String name) {
    switch (name) {
      case "difference":
        return Estimators.differenceInMeans();
      case "regression":
        return Estimators.regression();
      case "ipw":
        return Estimators.ipw();
      case "matching":
        return Estimators.matching();
      case "aipw":
        return Estimators.aipw();
      case "aipw-splines":
        return Estimators.aipw()
            .withOutcome(Learners.splines())
            .withPropensity(Learners.logisticSplines());
      case "tmle":
        return Estimators.tmle();
      case "dml":
        return Estimators.dmlInteractive().withSplits(3);
      default:
        throw new IllegalArgumentException("estimator: '" + name + "' is none of " + ESTIMATORS);
    }
  }
}
