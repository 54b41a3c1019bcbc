package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Measure;
import org.causal4j.core.refute.Refuter;
import org.jspecify.annotations.Nullable;

/** Which options of {@code estimate} go together. */
final class EstimateChecks {
  private EstimateChecks() {}

  /** Columns that an estimator needs, and those it takes none of. */
  static void columns(
      EstimatorChoice choice,
      List<String> mediator,
      @Nullable String unit,
      @Nullable String time,
      List<String> adjust) {
    Preconditions.checkArgument(
        !choice.mediates() || !mediator.isEmpty(),
        "--mediator: is missing; %s needs one",
        choice.word());
    Preconditions.checkArgument(
        choice.mediates() || mediator.isEmpty(),
        "--mediator: %s takes none; use --estimator front-door, mediation or mediation-models",
        choice.word());
    boolean panel = choice == EstimatorChoice.DID;
    Preconditions.checkArgument(
        !panel || (unit != null && time != null), "--unit, --time: did needs both");
    Preconditions.checkArgument(
        panel || (unit == null && time == null),
        "--unit, --time: %s takes none; use --estimator did",
        choice.word());
    Preconditions.checkArgument(
        choice != EstimatorChoice.FRONT_DOOR || adjust.isEmpty(),
        "--adjust: the front-door formula takes no covariates");
  }

  /** What all arms, curves and mediation can't do. */
  static void severalEffects(
      boolean several,
      List<Refuter> refuters,
      Optional<Estimand> average,
      @Nullable String weights,
      EstimatorChoice choice,
      Measure measure,
      @Nullable String treated,
      boolean dose) {
    if (!several) {
      return;
    }
    Preconditions.checkArgument(
        refuters.isEmpty(), "--refute: refuters take one effect; ask for one contrast");
    Preconditions.checkArgument(
        weights == null, "--weights: all arms, curves and mediation take none");
    Preconditions.checkArgument(
        average.isEmpty() || average.get() == Estimand.ATE,
        "--estimand: all arms, curves and mediation are of the ATE");
    Preconditions.checkArgument(
        measure == Measure.DIFFERENCE || (!dose && !choice.dividesTheEffect()),
        "--measure: curves and mediation are given as they are, not as a ratio");
    Preconditions.checkArgument(
        !dose || choice == EstimatorChoice.AIPW,
        "--dose: the curve is doubly robust; leave out --estimator %s",
        choice.word());
    Preconditions.checkArgument(
        !dose || treated == null, "--dose: takes no --treated; it asks about all doses");
    Preconditions.checkArgument(
        !choice.dividesTheEffect() || !"all".equals(treated),
        "--treated: mediation compares two states");
  }
}
