package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Measure;
import org.causal4j.core.estimate.Recipe;

/**
 * The built-in refuters, and {@code refute}, which runs them.
 *
 * <pre>{@code
 * Refuters.refute(ate, table, Seed.of(43), Refuters.placeboTreatment(), Refuters.unobservedConfounder(0.1, 0.3));
 * }</pre>
 *
 * <p>Each refuter refits the whole estimate, every nuisance with it, and states its null
 * hypothesis, its rule and its error rate. Refuters look for different faults: placebos and the
 * dummy outcome for an analysis that finds what isn't there or misses what is, whatever hides in
 * unmeasured columns; only a negative control can see unmeasured confounding, and only {@link
 * #unobservedConfounder} says how much of it the estimate would bear. An estimate that stands is
 * not thereby proven. With k refuters the chance that one of them speaks against a faultless
 * estimate is at most k times the error rate.
 */
public final class Refuters {
  private Refuters() {}

  /**
   * Draws a treatment that does nothing: for each unit from the propensity fitted to its
   * covariates, so that confounding by them stays as it is; where design or estimator need it,
   * whole clusters or the paths of whole units. A sound analysis then finds 0, and its intervals
   * miss 0 no more often than they say. (Shuffling the treatment, the usual placebo, removes
   * confounding together with the effect, so that even a raw difference of means passes.)
   */
  public static Refuter placeboTreatment() {
    return new PlaceboTreatment();
  }

  /**
   * Draws an outcome that the treatment does nothing to: a fit of the outcome to the covariates
   * alone, plus residuals with random signs (whole clusters at once); of a binary outcome, draws
   * from the fitted probability. A sound analysis then finds 0.
   */
  public static Refuter placeboOutcome() {
    return new PlantedOutcome(false);
  }

  /**
   * Like {@link #placeboOutcome()} with an effect planted that is as large as the estimate: a sound
   * analysis then finds it, neither less nor more.
   */
  public static Refuter dummyOutcome() {
    return new PlantedOutcome(true);
  }

  /** Adds a covariate that is noise, which must move the estimate by little. */
  public static Refuter randomCommonCause() {
    return new RandomCommonCause();
  }

  /**
   * Estimates on random parts of the units (whole clusters), which must scatter as the standard
   * error says.
   *
   * @param share of the units in a part, from .5 to .9
   */
  public static Refuter dataSubset(double share) {
    return new DataSubset(share);
  }

  /** {@link #dataSubset(double)} with halves. */
  public static Refuter dataSubset() {
    return dataSubset(0.5);
  }

  /**
   * Estimates on samples drawn with replacement (whole clusters; copies of a unit stay in one
   * fold), which must scatter as the standard error says.
   */
  public static Refuter bootstrap() {
    return new Bootstrap();
  }

  /**
   * Asks what the estimate would be, had a confounder of a given strength been measured: draws it
   * as it would have to be given treatment and outcome, adjusts for it, and refits everything.
   *
   * @param effectOnTreatment change of the treatment (of its probability, where it is binary) for
   *     one standard deviation of the confounder
   * @param effectOnOutcome change of the outcome, in its standard deviations, for one standard
   *     deviation of the confounder
   */
  public static Refuter unobservedConfounder(double effectOnTreatment, double effectOnOutcome) {
    return new UnobservedConfounder(effectOnTreatment, effectOnOutcome);
  }

  /**
   * Estimates the effect on an outcome that the treatment can't have moved, but what confounds it
   * could. An effect found there is confounding (Lipsitch, Tchetgen Tchetgen and Cohen,
   * Epidemiology 21(3), 2010).
   *
   * @param outcome a column, as what happened before treatment
   */
  public static Refuter negativeControlOutcome(String outcome) {
    return NegativeControl.ofOutcome(outcome);
  }

  /**
   * Estimates the effect of a treatment that can't move the outcome, but shares what confounds it.
   *
   * @param treatment two states of a column, all rows in one of them
   */
  public static Refuter negativeControlTreatment(Contrast treatment) {
    return NegativeControl.ofTreatment(treatment);
  }

  /**
   * Those that ask for nothing the data don't hold: placebo treatment and outcome, dummy outcome,
   * random common cause, subset, bootstrap, and an unobserved confounder of strengths .1 and .1.
   */
  public static ImmutableList<Refuter> all() {
    return ImmutableList.of(
        placeboTreatment(),
        placeboOutcome(),
        dummyOutcome(),
        randomCommonCause(),
        dataSubset(),
        bootstrap(),
        unobservedConfounder(0.1, 0.1));
  }

  /** Runs refuters with {@link RefuteOptions#defaults()}. */
  public static ImmutableList<Refutation> refute(
      EffectEstimate estimate, Table table, Seed seed, Refuter... refuters) {
    return refute(
        estimate,
        table,
        seed,
        Arrays.asList(refuters),
        RefuteOptions.defaults(),
        ProgressListener.NONE);
  }

  /**
   * Runs refuters one after the other, the refits of each in parallel.
   *
   * @param effect made from this table by an {@link org.causal4j.core.estimate.Estimator}; a ratio
   *     is refuted as the difference of its means, which is 0 where the ratio is 1
   * @param table the table it was made from
   * @param seed each refuter derives its own from it and its name
   * @return one a refuter, in their order
   * @throws IllegalArgumentException if the estimate was made from arrays, or the table does not
   *     give it again
   */
  public static ImmutableList<Refutation> refute(
      EffectEstimate effect,
      Table table,
      Seed seed,
      List<Refuter> refuters,
      RefuteOptions options,
      ProgressListener listener) {
    EffectEstimate estimate = effect.as(Measure.DIFFERENCE);
    Preconditions.checkArgument(!refuters.isEmpty(), "refuters: there are none");
    Preconditions.checkArgument(
        estimate.recipe().isPresent(),
        "estimate: was made from arrays; make it from a design and a table, so that it can be"
            + " refitted");
    Recipe recipe = estimate.recipe().get();
    double again = recipe.estimate(table).estimate();
    Preconditions.checkArgument(
        again == estimate.estimate(),
        "table: gives the estimate %s, not %s; it is not the one that the estimate was made from",
        again,
        estimate.estimate());
    Refits refits = new Refits(estimate, recipe, table, options, listener);
    ImmutableList.Builder<Refutation> found = ImmutableList.builder();
    Set<String> names = new HashSet<>();
    for (Refuter refuter : refuters) {
      Preconditions.checkArgument(
          names.add(refuter.name()), "refuters: %s is named twice", refuter.name());
      found.add(refuter.refute(refits, seed.derive(refuter.name())));
    }
    return found.build();
  }
}
