package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * The mean outcome if all units got a dose, E[Y(a)], at several doses, and the effect of a little
 * more of it.
 *
 * @param estimator what estimated it, with its settings
 * @param points by ascending dose; those without overlap say so
 * @param derivative the mean effect of a little more than each unit's own dose
 * @param bandwidth of the smoothing, in units of the dose
 * @param critical the bands are the mean ± this many standard errors
 * @param clipped units whose weight was cut
 * @param n number of units
 * @param nuisances how well the models of outcome and dose predict
 * @param notes what a reader must know
 */
public record DoseCurve(
    String estimator,
    ImmutableList<Point> points,
    AverageDerivative derivative,
    double bandwidth,
    double critical,
    int clipped,
    int n,
    ImmutableList<NuisanceScore> nuisances,
    ImmutableList<String> notes) {

  /**
   * The curve at one dose.
   *
   * @param dose the treatment, as it stands in the table
   * @param mean estimate of E[Y(dose)]
   * @param standardError of the mean; infinite where there is no overlap
   * @param interval for this dose alone; everything where there is no overlap
   * @param band part of a band that covers at all doses with overlap at once; everything where
   *     there is none
   * @param share of the units at the dose that count, 1/E[ϖ(dose)/π(dose | X)]: 1 where all are as
   *     likely to get the dose, 0 where some never do
   * @param effective number of units that the mean rests on, (Σw)²/Σw² of their weights
   * @param overlap GOOD with a share of at least .5 and 50 effective units; WEAK, to be read with
   *     care, with .25 and 10; NONE below
   */
  public record Point(
      double dose,
      double mean,
      double standardError,
      ConfidenceInterval interval,
      ConfidenceInterval band,
      double share,
      double effective,
      Overlap.Verdict overlap) {

    /** Whether overlap allows to quote the number. */
    public boolean isQuotable() {
      return overlap != Overlap.Verdict.NONE;
    }
  }

  /**
   * E[∂μ(X, A)/∂a], μ being the mean outcome given covariates and dose: without hidden confounding,
   * by how much the mean outcome rises, per unit of the dose, if every unit gets a little more than
   * its own.
   *
   * @param value the estimate
   * @param standardError of it
   * @param interval normal
   */
  public record AverageDerivative(double value, double standardError, ConfidenceInterval interval) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.4g %s per unit of the dose", value, interval);
    }
  }

  @Override
  public String toString() {
    long without = points.stream().filter(point -> !point.isQuotable()).count();
    return "dose-response at "
        + points.size()
        + " doses"
        + (without > 0 ? ", " + without + " of them without overlap" : "")
        + " ("
        + estimator
        + ", "
        + n
        + " units)";
  }
}
