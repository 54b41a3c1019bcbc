package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * The dose-response curve E[Y(a)] of a treatment of many numbers, doubly robust: a local linear
 * regression on the dose of the pseudo-outcome
 *
 * <pre>  ξ = (Y − μ(X, A)) ϖ(A)/π(A | X) + m(A),   m(a) = mean of μ(X, a), ϖ(a) = mean of π(a | X)
 * </pre>
 *
 * <p>(Kennedy, Ma, McHugh and Small, "Non-parametric methods for doubly robust estimation of
 * continuous treatment effects", JRSS B 79(4), 2017, §3). μ and the mean and variance of A given X
 * are cross-fitted by learners; the density π is that of the standardized residuals, by a normal
 * kernel. The bandwidth minimizes the leave-one-out error, times n^(−1/20): the paper's choice is
 * one for the curve, and its bias would keep intervals from covering. Standard errors come from the
 * influence values of the paper's Theorem 3, which count the averages over X too.
 *
 * <p>Doses are compared where there are units: at evenly spaced doses from the 5 % to the 95 %
 * quantile. Serves randomized and back-door designs. Cost that of the learners, and about 1,000 n
 * for the bandwidth; 800 bytes a unit while it runs. Immutable and safe to share between threads.
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

  /** Checks the ranges. */
  public DoseResponse {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(doses >= 2 && doses <= 200, "doses: %s is not 2 to 200", doses);
    Preconditions.checkArgument(largest > 1, "largest: %s is not above 1", largest);
    ConfidenceInterval.checkLevel(level);
  }

  static DoseResponse defaults() {
    return new DoseResponse(
        5, Learners.boosting(), Learners.ridge(), 25, 50, 0.95, Optional.empty());
  }

  /** With this many folds (default 5). */
  public DoseResponse withFolds(int newFolds) {
    return new DoseResponse(newFolds, outcome, treatment, doses, largest, level, clusters);
  }

  /** With a learner of the outcome given covariates and dose (default boosting). */
  public DoseResponse withOutcome(Learner learner) {
    return new DoseResponse(folds, learner, treatment, doses, largest, level, clusters);
  }

  /** With a learner of the dose given covariates (default ridge). */
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
    LocalLinear smooth = new LocalLinear(dose, nuisances.pseudo);
    double bandwidth = smooth.bandwidth() * Math.pow(y.length, -0.05);
    double[] sorted = dose.clone();
    Arrays.sort(sorted);
    double low = sorted[(int) (0.05 * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil(0.95 * (sorted.length - 1))];
    double[] at = new double[doses];
    double[] mean = new double[doses];
    double[][] influence = new double[doses][];
    for (int d = 0; d < doses; d++) {
      at[d] = low + (high - low) * d / (doses - 1);
      LocalLinear.Fit fit = smooth.at(at[d], bandwidth);
      mean[d] = fit.value();
      influence[d] = nuisances.influence(fit);
    }
    double[][] covariance = ClusterVariance.covariance(influence, unit);
    double critical = new MaxT(covariance, seed.derive("bands")).critical(level);
    ImmutableList.Builder<DoseCurve.Point> points = ImmutableList.builder();
    for (int d = 0; d < doses; d++) {
      double error = Math.sqrt(covariance[d][d]);
      points.add(
          new DoseCurve.Point(
              at[d],
              mean[d],
              error,
              ConfidenceInterval.normal(mean[d], error, level),
              new ConfidenceInterval(
                  mean[d] - critical * error, mean[d] + critical * error, level)));
    }
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    notes.addAll(x.notes());
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
        bandwidth,
        critical,
        nuisances.clipped,
        y.length,
        nuisances.scores,
        notes.build());
  }

  @Override
  public String toString() {
    return name();
  }
}
