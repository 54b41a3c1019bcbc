package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * Nearest-neighbor matching with replacement in Mahalanobis distance, corrected for what is left of
 * the differences by a linear regression in the matched units of an arm (Abadie and Imbens, Journal
 * of Business and Economic Statistics 29(1), 2011), with the standard error of Abadie and Imbens
 * (Econometrica 74(1), 2006, Theorem 7), whose conditional variances come from the nearest unit of
 * the same arm. Ties are all taken. The bootstrap is not valid for matching (Econometrica 76(6),
 * 2008).
 *
 * <p>Serves randomized and back-door designs. The search for the nearest is by a k-d tree. Cost: n
 * log n where covariates are few, at most the sizes of the arms multiplied, times the covariates;
 * clusters are refused.
 *
 * @param neighbors matches of a unit
 * @param corrected whether the bias is corrected
 * @param estimand ATE, ATT or ATC
 * @param level of the interval
 */
public record Matching(int neighbors, boolean corrected, Estimand estimand, double level)
    implements Estimator {
  private static final double TIE = 1e-9;

  /** Checks the ranges. */
  public Matching {
    Preconditions.checkArgument(neighbors >= 1, "neighbors: %s is below 1", neighbors);
    ConfidenceInterval.checkLevel(level);
    Estimands.check(estimand, "matching", Estimand.ATE, Estimand.ATT, Estimand.ATC);
  }

  static Matching defaults() {
    return new Matching(1, true, Estimand.ATE, 0.95);
  }

  /** With this many matches of a unit (default 1). */
  public Matching withNeighbors(int newNeighbors) {
    return new Matching(newNeighbors, corrected, estimand, level);
  }

  /** With or without the correction of the bias (default with). */
  public Matching withCorrection(boolean newCorrected) {
    return new Matching(neighbors, newCorrected, estimand, level);
  }

  /** With another estimand (default ATE). */
  public Matching withEstimand(Estimand newEstimand) {
    return new Matching(neighbors, corrected, newEstimand, level);
  }

  /** With intervals of a level (default .95). */
  public Matching withLevel(double newLevel) {
    return new Matching(neighbors, corrected, estimand, newLevel);
  }

  @Override
  public String name() {
    return "matching, "
        + neighbors
        + (neighbors == 1 ? " neighbor" : " neighbors")
        + (corrected ? ", bias corrected" : "");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "matching compares units with alike covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    int smaller = Math.min(study.arms.treated(), study.arms.control());
    Preconditions.checkArgument(
        smaller > neighbors,
        "neighbors: %s matches ask for more than %s units in an arm",
        neighbors,
        smaller);
    Preconditions.checkArgument(
        study.x.columns() > 0, "adjustment: is empty, and there is nothing to match by");
    Matches matches = new Matches(study, neighbors, estimand);
    return new Findings(new Recipe(this, design, contrast, seed), level)
        .note(study.x.notes())
        .note(LeastSquares.note(matches.space.dropped, study.x.names()))
        .overlap(matches.overlap())
        .estimate(
            estimand,
            matches.effect(corrected),
            matches.standardError(),
            study.n(),
            study.arms.treated(),
            study.arms.control());
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }

  /** Covariates turned so that squared Euclidean distance is Mahalanobis distance. */
  private static final class Space {
    private final double[][] z;
    private final List<Integer> dropped = new ArrayList<>();

    Space(Features x) {
      int p = x.columns();
      int n = x.rows();
      double[] mean = new double[p];
      double[] row = new double[p];
      for (int i = 0; i < n; i++) {
        x.copyRow(i, row);
        for (int c = 0; c < p; c++) {
          mean[c] += row[c];
        }
      }
      for (int c = 0; c < p; c++) {
        mean[c] /= n;
      }
      z = new double[n][p];
      double[][] covariance = new double[p][p];
      for (int i = 0; i < n; i++) {
        double[] off = z[i];
        x.copyRow(i, off);
        for (int c = 0; c < p; c++) {
          off[c] -= mean[c];
        }
        for (int a = 0; a < p; a++) {
          double[] sums = covariance[a];
          double by = off[a];
          for (int b = 0; b <= a; b++) {
            sums[b] += by * off[b];
          }
        }
      }
      for (int a = 0; a < p; a++) {
        for (int b = 0; b <= a; b++) {
          covariance[a][b] /= n;
        }
      }
      Gram gram = new Gram(covariance, 1e-10);
      for (int c = 0; c < p; c++) {
        if (gram.isDropped(c)) {
          dropped.add(c);
        }
      }
      for (double[] off : z) {
        gram.whiten(off);
      }
    }
  }

  /** Matches of every unit in the other arm, and what follows from them. */
  private static final class Matches {
    private final Study study;
    private final Space space;

    private final Estimand estimand;

    /** How much each unit serves as a match, and the sum of the squares of that. */
    private final double[][] uses;

    private final int[][] across;
    private final double[] variance;
    private double[] residual = new double[0];
    private double estimate;

    Matches(Study study, int neighbors, Estimand estimand) {
      this.study = study;
      this.estimand = estimand;
      this.space = new Space(study.x);
      int n = study.n();
      NearestUnits[] arms = {
        new NearestUnits(space.z, arm(0), TIE), new NearestUnits(space.z, arm(1), TIE)
      };
      this.across = new int[n][];
      this.uses = new double[2][n];
      for (int i = 0; i < n; i++) {
        if (counts(i)) {
          across[i] = arms[1 - study.arm[i]].nearest(space.z[i], i, neighbors);
          double share = 1.0 / across[i].length;
          for (int j : across[i]) {
            uses[0][j] += share;
            uses[1][j] += share * share;
          }
        }
      }
      this.variance = new double[n];
      for (int i = 0; i < n; i++) {
        if (uses[0][i] > 0) {
          int[] alike = arms[study.arm[i]].nearest(space.z[i], i, neighbors);
          double mean = Arrays.stream(alike).mapToDouble(j -> study.y[j]).average().orElseThrow();
          double size = alike.length;
          variance[i] = size / (size + 1) * (study.y[i] - mean) * (study.y[i] - mean);
        }
      }
    }

    private int[] arm(int a) {
      return IntStream.range(0, study.n()).filter(i -> study.arm[i] == a).toArray();
    }

    private boolean counts(int i) {
      return estimand == Estimand.ATE || (study.arm[i] == 1) == (estimand == Estimand.ATT);
    }

    double effect(boolean corrected) {
      int n = study.n();
      double[] used = uses[0];
      LeastSquares[] models = new LeastSquares[2];
      for (int a = 0; a < 2 && corrected; a++) {
        int matched = a;
        int[] rows =
            IntStream.range(0, n).filter(i -> study.arm[i] == matched && used[i] > 0).toArray();
        if (rows.length > 0) {
          models[a] =
              new LeastSquares(
                  rows.length,
                  study.x.columns(),
                  (i, row) -> fill(rows[i], row),
                  Arrays.stream(rows).mapToDouble(i -> study.y[i]).toArray(),
                  Arrays.stream(rows).mapToDouble(i -> used[i]).toArray());
        }
      }
      residual = new double[n];
      double sum = 0;
      int count = 0;
      double[] row = new double[study.x.columns()];
      for (int i = 0; i < n; i++) {
        if (!counts(i)) {
          continue;
        }
        double other = 0;
        LeastSquares model = models[1 - study.arm[i]];
        for (int j : across[i]) {
          other += study.y[j] / across[i].length;
          if (model != null) {
            fill(i, row);
            double here = model.at(row);
            fill(j, row);
            other += (here - model.at(row)) / across[i].length;
          }
        }
        residual[i] = study.arm[i] == 1 ? study.y[i] - other : other - study.y[i];
        sum += residual[i];
        count++;
      }
      estimate = sum / count;
      return estimate;
    }

    private void fill(int i, double[] row) {
      for (int c = 0; c < row.length; c++) {
        row[c] = study.x.get(i, c);
      }
    }

    /** After {@link #effect}. */
    double standardError() {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < study.n(); i++) {
        double k = uses[0][i];
        if (counts(i)) {
          sum += (residual[i] - estimate) * (residual[i] - estimate);
          count++;
        }
        double factor = k * k - uses[1][i];
        if (estimand == Estimand.ATE) {
          factor += 2 * k;
        }
        sum += factor * variance[i];
      }
      return Math.sqrt(Math.max(0, sum)) / count;
    }

    /** Effective sizes and balance under the matches; the propensity only shows what overlaps. */
    Overlap overlap() {
      double[] w = uses[0].clone();
      for (int i = 0; i < w.length; i++) {
        w[i] += counts(i) ? 1 : 0;
      }
      return Overlap.of(study.x, Overlap.propensity(study.x, study.arm), study.arm, w, 0);
    }
  }
}
