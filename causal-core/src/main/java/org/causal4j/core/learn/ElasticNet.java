package org.causal4j.core.learn;

import java.util.Arrays;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;

/**
 * Least squares with the penalty λ(m|β| + (1 − m)β²/2) on standardized features by coordinate
 * descent along a path of 50 penalties, the one with the smallest error in five-fold
 * cross-validation being used (Friedman, Hastie and Tibshirani, Journal of Statistical Software
 * 33(1), 2010). Everything after one pass over the rows works on sums of products.
 *
 * <p>Cost n p², and p² a sweep.
 */
final class ElasticNet implements Learner {
  private static final int FOLDS = 5;
  private static final int PATH = 50;
  private static final double SHORTEST = 1e-3;
  private static final int MAX_SWEEPS = 10_000;
  private static final double TOLERANCE = 1e-7;

  private final double mix;

  ElasticNet(double mix) {
    this.mix = mix;
  }

  @Override
  public String name() {
    return (mix == 1 ? "lasso" : "elastic net (mix " + mix + ")")
        + " (penalty by cross-validation)";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    Scaling scaling = new Scaling(x, rows);
    int p = x.columns();
    int folds = Math.min(FOLDS, rows.length);
    int[] fold = CvFolds.assign(rows.length, folds, seed);
    Sums all = new Sums(p);
    Sums[] parts = new Sums[folds];
    Arrays.setAll(parts, f -> new Sums(p));
    double[] z = new double[p];
    for (int i = 0; i < rows.length; i++) {
      scaling.scale(x, rows[i], z);
      parts[fold[i]].add(z, y[rows[i]]);
    }
    for (Sums part : parts) {
      all.add(part, 1);
    }
    double[] path = path(all.centered());
    double[] error = new double[path.length];
    for (int f = 0; f < folds && rows.length > FOLDS; f++) {
      Sums learn = new Sums(p);
      learn.add(all, 1);
      learn.add(parts[f], -1);
      Centered centered = learn.centered();
      double[] beta = new double[p];
      for (int k = 0; k < path.length; k++) {
        descend(centered, path[k], beta);
        error[k] += parts[f].squaredError(centered.intercept(beta), beta);
      }
    }
    int best = 0;
    for (int k = 1; k < path.length; k++) {
      best = error[k] < error[best] ? k : best;
    }
    Centered centered = all.centered();
    double[] beta = new double[p];
    for (int k = 0; k <= best; k++) {
      descend(centered, path[k], beta);
    }
    Scaling.Linear model = scaling.unscale(centered.intercept(beta), beta);
    return model::value;
  }

  private double[] path(Centered sums) {
    double largest = 0;
    for (double m : sums.moment) {
      largest = Math.max(largest, Math.abs(m) / Math.max(mix, 0.01));
    }
    double[] path = new double[PATH];
    double top = Math.max(largest, 1e-300);
    Arrays.setAll(path, k -> top * Math.pow(SHORTEST, k / (PATH - 1.0)));
    return path;
  }

  private void descend(Centered sums, double lambda, double[] beta) {
    int p = beta.length;
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double moved = 0;
      for (int j = 0; j < p; j++) {
        double diagonal = sums.gram[j][j];
        if (diagonal <= 1e-12) {
          continue;
        }
        double along = sums.moment[j];
        for (int k = 0; k < p; k++) {
          along -= k == j ? 0 : sums.gram[j][k] * beta[k];
        }
        double next =
            Math.signum(along)
                * Math.max(0, Math.abs(along) - lambda * mix)
                / (diagonal + lambda * (1 - mix));
        moved = Math.max(moved, diagonal * (next - beta[j]) * (next - beta[j]));
        beta[j] = next;
      }
      if (moved <= TOLERANCE * TOLERANCE * Math.max(1e-300, sums.variance)) {
        return;
      }
    }
    throw new NotConvergedException(
        "coordinate descent", MAX_SWEEPS, TOLERANCE, "leave out features that others determine");
  }

  /** Sums of products over some rows. */
  private static final class Sums {
    private double count;
    private double sumY;
    private double squareY;
    private final double[] sum;
    private final double[] withY;
    private final double[][] products;

    Sums(int p) {
      sum = new double[p];
      withY = new double[p];
      products = new double[p][p];
    }

    void add(double[] z, double y) {
      count++;
      sumY += y;
      squareY += y * y;
      for (int a = 0; a < z.length; a++) {
        sum[a] += z[a];
        withY[a] += z[a] * y;
        for (int b = 0; b <= a; b++) {
          products[a][b] += z[a] * z[b];
        }
      }
    }

    void add(Sums other, double sign) {
      count += sign * other.count;
      sumY += sign * other.sumY;
      squareY += sign * other.squareY;
      for (int a = 0; a < sum.length; a++) {
        sum[a] += sign * other.sum[a];
        withY[a] += sign * other.withY[a];
        for (int b = 0; b <= a; b++) {
          products[a][b] += sign * other.products[a][b];
        }
      }
    }

    Centered centered() {
      int p = sum.length;
      double[][] gram = new double[p][p];
      double[] moment = new double[p];
      double[] mean = new double[p];
      double meanY = sumY / count;
      for (int a = 0; a < p; a++) {
        mean[a] = sum[a] / count;
        moment[a] = withY[a] / count - mean[a] * meanY;
        for (int b = 0; b <= a; b++) {
          gram[a][b] = products[a][b] / count - mean[a] * mean[b];
          gram[b][a] = gram[a][b];
        }
      }
      return new Centered(gram, moment, mean, meanY, Math.max(0, squareY / count - meanY * meanY));
    }

    double squaredError(double intercept, double[] beta) {
      double error = squareY - 2 * intercept * sumY + count * intercept * intercept;
      for (int a = 0; a < beta.length; a++) {
        error += 2 * beta[a] * (intercept * sum[a] - withY[a]) + beta[a] * beta[a] * products[a][a];
        for (int b = 0; b < a; b++) {
          error += 2 * beta[a] * beta[b] * products[a][b];
        }
      }
      return error;
    }
  }

  private static final class Centered {
    private final double[][] gram;
    private final double[] moment;
    private final double[] mean;
    private final double meanY;
    private final double variance;

    Centered(double[][] gram, double[] moment, double[] mean, double meanY, double variance) {
      this.gram = gram;
      this.moment = moment;
      this.mean = mean;
      this.meanY = meanY;
      this.variance = variance;
    }

    double intercept(double[] beta) {
      double intercept = meanY;
      for (int a = 0; a < beta.length; a++) {
        intercept -= beta[a] * mean[a];
      }
      return intercept;
    }
  }
}
