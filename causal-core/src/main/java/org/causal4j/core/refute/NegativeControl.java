package org.causal4j.core.refute;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.Seed;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * See {@link Refuters#negativeControlOutcome} and {@link Refuters#negativeControlTreatment}.
 * Effects on different outcomes are compared in standard deviations of the outcome.
 */
final class NegativeControl implements Refuter {
  private final @Nullable String outcome;
  private final @Nullable Contrast treatment;

  private NegativeControl(@Nullable String outcome, @Nullable Contrast treatment) {
    this.outcome = outcome;
    this.treatment = treatment;
  }

  static NegativeControl ofOutcome(String outcome) {
    return new NegativeControl(outcome, null);
  }

  static NegativeControl ofTreatment(Contrast treatment) {
    return new NegativeControl(null, treatment);
  }

  @Override
  public String name() {
    return treatment == null
        ? "negative control outcome " + outcome
        : "negative control treatment " + treatment;
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Recipe recipe = refits.recipe();
    String controlOutcome = outcome == null ? recipe.design().outcome() : outcome;
    Contrast controlTreatment = treatment == null ? recipe.contrast() : treatment;
    Finding finding =
        new Finding(
            name(),
            refits,
            "nothing unmeasured confounds: the effect of "
                + controlTreatment
                + " on "
                + controlOutcome
                + ", which can be no effect, is found to be 0",
            "normal test of the estimate on the control. p above the error rate: STANDS, or"
                + " INCONCLUSIVE where the estimate does not exceed what is found on the control"
                + " significantly, by the standard errors of both (all in standard deviations of"
                + " their outcomes). Else REFUTED where the bias found is half the estimate or"
                + " more, WEAKENED where it is less. Without an effect, and with a control that is"
                + " confounded as strongly as the outcome, STANDS has at most half the chance that"
                + " the estimate's interval allows for a miss.");
    Design design = Roles.of(recipe.design(), controlTreatment.treatment(), controlOutcome);
    Refits.Outcome fit =
        refits.run(
            name(),
            1,
            i -> recipe.withDesign(design).withContrast(controlTreatment).estimate(refits.table()));
    if (fit.isTooFew()) {
      return finding
          .notes(fit.notes())
          .verdict(Refutation.Verdict.INCONCLUSIVE, "the control could not be estimated");
    }
    EffectEstimate control = fit.estimates().get(0);
    finding.estimates(fit.points()).pValue(control.pValue()).interval(control.interval());
    double unit = deviation(refits, controlOutcome);
    double ofOutcome = deviation(refits, recipe.design().outcome());
    double found = unit == 0 ? 0 : Math.abs(control.estimate()) / unit;
    double level = refits.original().interval().level();
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
    double width =
        unit == 0
            ? 0
            : z
                * Math.hypot(
                    control.standardError() / unit, refits.original().standardError() / ofOutcome);
    double claimed = Math.abs(refits.original().estimate()) / ofOutcome;
    String words =
        "on the control %.3g standard deviations are found, the estimate is %.3g; their difference is"
            + " known to ± %.3g";
    Object[] numbers = {found, claimed, width};
    if (control.pValue() > refits.options().errorRate()) {
      return finding.verdict(
          found + width > claimed ? Refutation.Verdict.INCONCLUSIVE : Refutation.Verdict.STANDS,
          words,
          numbers);
    }
    return finding.verdict(
        found >= claimed / 2 ? Refutation.Verdict.REFUTED : Refutation.Verdict.WEAKENED,
        words,
        numbers);
  }

  private static double deviation(Refits refits, String column) {
    return Finding.deviation(
        Optional.of(refits.table().column(column)).map(Roles::numbers).orElseThrow());
  }
}
