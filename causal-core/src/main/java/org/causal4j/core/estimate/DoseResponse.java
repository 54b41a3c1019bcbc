package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * The dose-response curve E[Y(a)] of a treatment of many numbers, doubly robust: a local regression
 * on the dose, with weights w, of the pseudo-outcome ξ:
 *
 * <pre>
 *   ξ = Y − μ(X, A) + m(A),   w = ϖ(A)/π(A | X),   m(a) = mean of μ(X, a), ϖ(a) = mean of π(a | X)
 * </pre>
 *
 * <p>(after Kennedy, Ma, McHugh and Small, "Non-parametric methods for doubly robust estimation of
 * continuous treatment effects", JRSS B 79(4), 2017, §3; their pseudo-outcome is (Y − μ) w + m.
 * Here w weighs the regression instead, whose mean given A is the same as that of w is 1. Then
 * weights are scaled to their sum, errors of ϖ cancel, and where μ is wrong the curve has no error
 * of the size of μ's.) μ and the mean and variance of A given X are cross-fitted by learners; π is
 * the density of the standardized residuals, whose logarithm is a penalized spline. The regression
 * is quadratic at the bandwidth of a local line (rule of thumb), so that its bias does not keep
 * intervals from covering. Standard errors come from the influence values of the paper's Theorem 3,
 * which count the averages over X too, with residuals as if each unit had been left out.
 *
 * <p>Doses are asked about where there are units: at evenly spaced ones from the 5 % to the 95 %
 * quantile. A dose that some units hardly ever get can't be learned by weighting, however many
 * units there are at it: the mean then rests on the outcome model alone, and what the units never
 * seen there would add is in no standard error. It is marked, by the mean square of the weights it
 * takes to make its units look like all, and has no finite interval ({@link DoseCurve.Point}).
 *
 * <p>Beside the curve stands the average derivative E[∂μ(X, A)/∂a], by the orthogonal score ∂μ/∂a −
 * (∂ log π(A | X)/∂a) (Y − μ) with the same models (Powell, Stock and Stoker, Econometrica 57(6),
 * 1989; Chernozhukov, Newey and Singh, "Automatic debiased machine learning of causal and
 * structural effects", Econometrica 90(3), 2022). It compares each unit with units of its own
 * covariates at a dose nearby, so that it needs no dose to be likely among all. It supposes that π
 * goes to 0 at the ends of the doses.
 *
 * <p>Where the outcome model is wrong, intervals count the error of the weights' models only as far
 * as it is small beside 1/√(n h). Serves randomized and back-door designs. Cost that of the
 * learners and 100 predictions a unit; 800 bytes a unit while it runs. Immutable and safe to share
 * between threads.
 *
 * @param folds of the cross-fitting
 * @param outcome learner of Y given X and A
 * @param treatment learner of A, and of its squared residual, given X
 * @param doses number of doses
 * @param largest weight ϖ/π; larger ones are set to it, and counted
 * @param level of intervals and bands
 * @param clusters column whose equal cells mark dependent rows
 */
public record DoseResponse(
    int folds,
    Learner outcome,
    Learner treatment,
    int doses,
    double largest,
    double level,
    Optional<String> clusters) {
  private static final int FEWEST_DOSES = 10;
  private static final double GOOD_SHARE = 0.5;
  private static final double WEAK_SHARE = 0.25;
  private static final double GOOD_SIZE = 50;
  private static final double WEAK_SIZE = 10;

  /** Checks the ranges. */
  public DoseResponse {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(doses >= 2 && doses <= 200, "doses: %s is not 2 to 200", doses);
    Preconditions.checkArgument(largest > 1, "largest: %s is not above 1", largest);
    ConfidenceInterval.checkLevel(level);
  }

  static DoseResponse defaults() {
    return new DoseResponse(
        5, Learners.boosting(), Learners.splines(), 25, 50, 0.95, Optional.empty());
  }

  /** With this many folds (default 5). */
  public DoseResponse withFolds(int newFolds) {
    return new DoseResponse(newFolds, outcome, treatment, doses, largest, level, clusters);
  }

  /** With a learner of the outcome given covariates and dose (default boosting). */
  public DoseResponse withOutcome(Learner learner) {
    return new DoseResponse(folds, learner, treatment, doses, largest, level, clusters);
  }

  /** With a learner of the dose given covariates, and of its squared residual (default splines). */
  public DoseResponse withTreatment(Learner learner) {
    return new DoseResponse(folds, outcome, learner, doses, largest, level, clusters);
  }

  /** At this many doses (default 25). */
  public DoseResponse withDoses(int newDoses) {
    return new DoseResponse(folds, outcome, treatment, newDoses, largest, level, clusters);
  }

  /** With a column whose equal cells mark dependent rows. */
  public DoseResponse withClusters(String column) {
    return new DoseResponse(folds, outcome, treatment, doses, largest, level, Optional.of(column));
  }

  /** What it is and with which settings. */
  public String name() {
    return "doubly robust dose-response, "
        + folds
        + " folds, outcome "
        + outcome.name()
        + ", dose "
        + treatment.name();
  }

  /**
   * The curve under a randomized or back-door design.
   *
   * @throws IllegalArgumentException if the design is another one, the treatment is no number or
   *     has fewer than ten values, or the covariates determine it
   */
  public DoseCurve estimate(Design design, Table table, Seed seed) {
    Refusal.unlessAdjustment(design, "a dose-response curve adjusts for covariates")
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("design: " + reason);
            });
    double[] dose = table.continuous(design.treatment()).values();
    for (int i = 0; i < dose.length; i++) {
      Preconditions.checkArgument(
          Double.isFinite(dose[i]), "treatment '%s': row %s is %s", design.treatment(), i, dose[i]);
    }
    long values = Arrays.stream(dose).distinct().count();
    Preconditions.checkArgument(
        values >= FEWEST_DOSES,
        "treatment '%s': has %s values, fewer than %s; compare them as arms",
        design.treatment(),
        values,
        FEWEST_DOSES);
    double[] y = BinaryTable.outcome(table, design.outcome());
    for (int i = 0; i < y.length; i++) {
      Preconditions.checkArgument(Double.isFinite(y[i]), "outcome: row %s is %s", (Object) i, y[i]);
    }
    int[] unit = BinaryTable.clusters(table, clusters);
    CrossFit.checkFolds(ClusterVariance.count(unit), folds);
    Features x = Study.covariates(design, table);
    DoseNuisances nuisances = new DoseNuisances(this, x, dose, y, unit, seed);
    LocalQuadratic smooth = new LocalQuadratic(dose, nuisances.pseudo, nuisances.weight);
    double bandwidth = smooth.bandwidth(nuisances.marginalOfUnits);
    double[] sorted = dose.clone();
    Arrays.sort(sorted);
    double low = sorted[(int) (0.05 * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil(0.95 * (sorted.length - 1))];
    Asked[] asked = new Asked[doses];
    List<double[]> influence = new ArrayList<>();
    for (int d = 0; d < doses; d++) {
      double at = low + (high - low) * d / (doses - 1);
      LocalQuadratic.Fit fit = smooth.at(at, bandwidth);
      asked[d] = new Asked(at, fit.value(), nuisances.share(at), smooth.effective(at, bandwidth));
      if (asked[d].overlap() != Overlap.Verdict.NONE) {
        influence.add(nuisances.influence(fit));
      }
    }
    double[][] covariance = ClusterVariance.covariance(influence.toArray(new double[0][]), unit);
    double critical =
        influence.isEmpty()
            ? Double.POSITIVE_INFINITY
            : new MaxT(covariance, seed.derive("bands")).critical(level);
    ImmutableList.Builder<DoseCurve.Point> points = ImmutableList.builder();
    int next = 0;
    for (Asked dosed : asked) {
      boolean quotable = dosed.overlap() != Overlap.Verdict.NONE;
      double error = quotable ? Math.sqrt(covariance[next][next]) : Double.POSITIVE_INFINITY;
      next += quotable ? 1 : 0;
      points.add(dosed.point(error, critical, level));
    }
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    notes.addAll(x.notes());
    if (next < doses) {
      notes.add(
          (doses - next)
              + " of "
              + doses
              + " doses are hardly ever found among some units, and have no quotable mean");
    }
    if (nuisances.clipped > 0.02 * y.length) {
      notes.add(
          nuisances.clipped
              + " of "
              + y.length
              + " weights were cut: some doses are hardly found among some units");
    }
    return new DoseCurve(
        name(),
        points.build(),
        derivative(nuisances.derivatives(), unit),
        bandwidth,
        critical,
        nuisances.clipped,
        y.length,
        nuisances.scores,
        notes.build());
  }

  private DoseCurve.AverageDerivative derivative(double[] values, int[] unit) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double error =
        ClusterVariance.standardError(Arrays.stream(values).map(v -> v - mean).toArray(), unit);
    return new DoseCurve.AverageDerivative(
        mean, error, ConfidenceInterval.normal(mean, error, level));
  }

  /** What is known of a dose before its standard error. */
  private record Asked(double dose, double mean, double share, double effective) {
    Overlap.Verdict overlap() {
      return share >= GOOD_SHARE && effective >= GOOD_SIZE
          ? Overlap.Verdict.GOOD
          : share >= WEAK_SHARE && effective >= WEAK_SIZE
              ? Overlap.Verdict.WEAK
              : Overlap.Verdict.NONE;
    }

    DoseCurve.Point point(double error, double critical, double level) {
      ConfidenceInterval interval =
          Double.isFinite(error)
              ? ConfidenceInterval.normal(mean, error, level)
              : new ConfidenceInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
      double half = Double.isFinite(error) ? critical * error : Double.POSITIVE_INFINITY;
      return new DoseCurve.Point(
          dose,
          mean,
          error,
          interval,
          new ConfidenceInterval(mean - half, mean + half, level),
          share,
          effective,
          overlap());
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
