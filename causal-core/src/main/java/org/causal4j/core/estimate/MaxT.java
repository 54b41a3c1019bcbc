package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/**
 * The law of the largest |t| of several estimates at once, from draws of a normal vector with their
 * correlation. This is the multiplier bootstrap with normal multipliers ξ a cluster: given the data
 * Σ ξ_g S_g is normal with covariance Σ S_g S_gᵀ, so that it can be drawn at once at a cost that
 * does not grow with the units (Chernozhukov, Chetverikov and Kato, Annals of Statistics 41(6),
 * 2013).
 */
final class MaxT {
  static final int DRAWS = 10_000;
  private static final double FLAT = 1e-12;

  private final double[] sorted;

  /**
   * @param covariance of the estimates, lower triangle
   */
  MaxT(double[][] covariance, Seed seed) {
    int k = covariance.length;
    double[][] lower = factor(covariance);
    SplittableRandom random = seed.derive("max t").random();
    sorted = new double[DRAWS];
    double[] z = new double[k];
    for (int d = 0; d < DRAWS; d++) {
      Arrays.setAll(z, a -> random.nextGaussian());
      double largest = 0;
      for (int a = 0; a < k; a++) {
        double sum = 0;
        for (int b = 0; b <= a; b++) {
          sum += lower[a][b] * z[b];
        }
        largest = Math.max(largest, Math.abs(sum));
      }
      sorted[d] = largest;
    }
    Arrays.sort(sorted);
  }

  /** Cholesky's factor of the correlation; a direction without variance is left out. */
  private static double[][] factor(double[][] covariance) {
    int k = covariance.length;
    double[] deviation = new double[k];
    Arrays.setAll(deviation, a -> Math.sqrt(covariance[a][a]));
    double[][] lower = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        double scale = deviation[a] * deviation[b];
        double sum = scale > 0 ? covariance[a][b] / scale : 0;
        for (int c = 0; c < b; c++) {
          sum -= lower[a][c] * lower[b][c];
        }
        if (a == b) {
          lower[a][a] = sum > FLAT ? Math.sqrt(sum) : 0;
        } else {
          lower[a][b] = lower[b][b] > 0 ? sum / lower[b][b] : 0;
        }
      }
    }
    return lower;
  }

  /** What the largest |t| stays below with this probability. */
  double critical(double level) {
    ConfidenceInterval.checkLevel(level);
    int rank = (int) Math.ceil(level * (DRAWS + 1.0));
    Preconditions.checkArgument(
        rank <= DRAWS, "level: %s is too near to 1 for %s draws", (Object) level, DRAWS);
    return sorted[rank - 1];
  }

  /** The probability of a largest |t| of at least this, never 0. */
  double pValue(double t) {
    int below = 0;
    int above = DRAWS;
    while (below < above) {
      int middle = (below + above) / 2;
      if (sorted[middle] < Math.abs(t)) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    return (1.0 + DRAWS - below) / (1.0 + DRAWS);
  }
}
