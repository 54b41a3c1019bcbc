package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;

/**
 * The mean outcome if all units got a dose, E[Y(a)], at several doses.
 *
 * @param estimator what estimated it, with its settings
 * @param points by ascending dose
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
   * @param standardError of the mean
   * @param interval for this dose alone
   * @param band part of a band that covers at all doses of the curve at once
   */
  public record Point(
      double dose,
      double mean,
      double standardError,
      ConfidenceInterval interval,
      ConfidenceInterval band) {}

  @Override
  public String toString() {
    return "dose-response at " + points.size() + " doses (" + estimator + ", " + n + " units)";
  }
}
