package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a confounder left out of a regression could do to a coefficient (Cinelli and Hazlett, JRSS B
 * 82(1), 2020). Its strength is told by two partial R²: the share of the rest of the treatment, and
 * of the rest of the outcome, that it explains beside the covariates.
 *
 * @param estimate the coefficient
 * @param standardError of it, under equal variances
 * @param degreesOfFreedom of the residuals
 */
public record OmittedVariable(double estimate, double standardError, int degreesOfFreedom) {
  /** Checks the ranges. */
  public OmittedVariable {
    Preconditions.checkArgument(Double.isFinite(estimate), "estimate: %s is not finite", estimate);
    Preconditions.checkArgument(
        standardError > 0 && Double.isFinite(standardError),
        "standardError: %s is not above 0",
        standardError);
    Preconditions.checkArgument(
        degreesOfFreedom >= 2, "degreesOfFreedom: %s is below 2", degreesOfFreedom);
  }

  /** The coefficient in standard errors. */
  public double t() {
    return estimate / standardError;
  }

  /** Partial R² of the treatment with the outcome, t²/(t² + df): the coefficient's own strength. */
  public double partialR2() {
    double t = t();
    return t * t / (t * t + degreesOfFreedom);
  }

  /**
   * Robustness value for the whole coefficient, §4.2: a confounder that explains this share of both
   * treatment and outcome takes it to 0; a weaker one can't.
   */
  public double robustnessValue() {
    return robustness(Math.abs(t()) / Math.sqrt(degreesOfFreedom));
  }

  /**
   * Robustness value for a part of the coefficient.
   *
   * @param share of the estimate that is to be taken away, above 0 and at most 1
   */
  public double robustnessValue(double share) {
    Preconditions.checkArgument(
        share > 0 && share <= 1, "share: %s is not above 0, at most 1", share);
    return robustness(share * Math.abs(t()) / Math.sqrt(degreesOfFreedom));
  }

  /**
   * Robustness value for significance: a confounder that explains this share of both makes 0 lie
   * within the interval of a level; 0 where it does already.
   *
   * @param level of the test, as .05
   */
  public double robustnessOfSignificance(double level) {
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not in (0, 1)", level);
    double f = Math.abs(t()) / Math.sqrt(degreesOfFreedom);
    double critical =
        TDistribution.of(degreesOfFreedom - 1).inverseSurvivalProbability(level / 2)
            / Math.sqrt(degreesOfFreedom - 1);
    double left = f - critical;
    if (left <= 0) {
      return 0;
    }
    double plain = robustness(left);
    // Where f is above 1/critical the confounder's own use of a degree of freedom decides.
    return f > 1 / critical ? (f * f - critical * critical) / (1 + f * f) : plain;
  }

  private static double robustness(double f) {
    double squared = f * f;
    return (Math.sqrt(squared * squared + 4 * squared) - squared) / 2;
  }

  /**
   * The largest bias of a confounder, §3.1: SE √(R²(Y~U|T,X) R²(T~U|X)/(1 − R²(T~U|X)) · df).
   *
   * @param withTreatment partial R² with the treatment, 0 or above and below 1
   * @param withOutcome partial R² with the outcome, from 0 to 1
   */
  public double bias(double withTreatment, double withOutcome) {
    check(withTreatment, withOutcome);
    return standardError
        * Math.sqrt(withOutcome * withTreatment / (1 - withTreatment) * degreesOfFreedom);
  }

  /** The coefficient with a confounder of these strengths taken out, moved towards 0. */
  public double adjusted(double withTreatment, double withOutcome) {
    return Math.signum(estimate) * (Math.abs(estimate) - bias(withTreatment, withOutcome));
  }

  /** The standard error with such a confounder in the regression, §3.1. */
  public double adjustedStandardError(double withTreatment, double withOutcome) {
    check(withTreatment, withOutcome);
    return standardError
        * Math.sqrt((1 - withOutcome) / (1 - withTreatment))
        * Math.sqrt(degreesOfFreedom / (degreesOfFreedom - 1.0));
  }

  /**
   * The strength of a confounder that is so many times as strong as a covariate in explaining
   * treatment and outcome, §4.4.
   *
   * @param withTreatment partial R² of the covariate with the treatment, below 1
   * @param withOutcome its partial R² with the outcome, given the treatment, below 1
   * @param times above 0
   * @return the largest strength with the outcome is cut at 1, as no share is above
   * @throws IllegalArgumentException if a confounder can't be so strong: it would explain all of
   *     the treatment
   */
  public static ConfounderStrength asStrongAs(
      double withTreatment, double withOutcome, double times) {
    check(withTreatment, withOutcome);
    Preconditions.checkArgument(withOutcome < 1, "withOutcome: %s is not below 1", withOutcome);
    Preconditions.checkArgument(
        times > 0 && Double.isFinite(times), "times: %s is not above 0", times);
    double treatment = times * withTreatment / (1 - withTreatment);
    Preconditions.checkArgument(
        treatment < 1 && times * withTreatment < 1,
        "times: %s times a partial R² of %s with the treatment explains all of it",
        times,
        withTreatment);
    double shared =
        times * withTreatment * withTreatment / ((1 - times * withTreatment) * (1 - withTreatment));
    double factor = (Math.sqrt(times) + Math.sqrt(shared)) / Math.sqrt(1 - shared);
    double outcome = factor * factor * withOutcome / (1 - withOutcome);
    return new ConfounderStrength(treatment, Math.min(1, outcome));
  }

  private static void check(double withTreatment, double withOutcome) {
    Preconditions.checkArgument(
        withTreatment >= 0 && withTreatment < 1,
        "withTreatment: %s is not 0 or above and below 1",
        withTreatment);
    Preconditions.checkArgument(
        withOutcome >= 0 && withOutcome <= 1, "withOutcome: %s is not from 0 to 1", withOutcome);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "robustness value %.1f %%, of significance at 5 %% %.1f %% (t %.2f, %d degrees of freedom,"
            + " partial R² %.1f %%)",
        100 * robustnessValue(),
        100 * robustnessOfSignificance(0.05),
        t(),
        degreesOfFreedom,
        100 * partialR2());
  }
}
