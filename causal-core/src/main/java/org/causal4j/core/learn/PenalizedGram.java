package org.causal4j.core.learn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * Least squares with the sum of squared coefficients penalized and a constant that is not, through
 * the eigenvectors of the Gram matrix, which give every penalty at once. The penalty minimizes
 * generalized cross-validation, RSS/n / (1 − df/n)² (Golub, Heath and Wahba, "Generalized
 * cross-validation as a method for choosing a good ridge parameter", Technometrics 21(2), 1979),
 * over {@code n · 10^(k/2)} for k from −8 to 6. With weights of mean 1 the sums are weighted ones.
 *
 * <p>Cost p² a row and p³ to solve.
 */
final class PenalizedGram {
  private static final int GRID_FROM = -8;
  private static final int GRID_TO = 6;
  private static final double RANK_TOLERANCE = 1e-12;

  private final int p;
  private final int stride;
  private final double[] lower;
  private final double[] moment;
  private final double[] sum;
  private double sumY;
  private double squareY;
  private double total;
  private int n;

  PenalizedGram(int p) {
    this(p, p);
  }

  /**
   * @param stride from row to row of the sums, at least p: that of the blocks to be added
   */
  PenalizedGram(int p, int stride) {
    this.p = p;
    this.stride = stride;
    this.lower = new double[stride * stride];
    this.moment = new double[p];
    this.sum = new double[p];
  }

  /** Coefficients, the constant, and the score of generalized cross-validation. */
  static final class Fit {
    private final double intercept;
    private final double[] weights;
    private final double score;

    private Fit(double intercept, double[] weights, double score) {
      this.intercept = intercept;
      this.weights = weights;
      this.score = score;
    }

    double intercept() {
      return intercept;
    }

    double[] weights() {
      return weights;
    }

    double score() {
      return score;
    }

    /** The fitted value at columns. */
    double value(double[] z) {
      double sum = intercept;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * z[k];
      }
      return sum;
    }
  }

  void add(double[] z, double y, double weight) {
    n++;
    total += weight;
    sumY += weight * y;
    squareY += weight * y * y;
    for (int i = 0; i < p; i++) {
      double wz = weight * z[i];
      sum[i] += wz;
      if (wz == 0) {
        continue;
      }
      moment[i] += wz * y;
      int at = i * stride;
      for (int j = 0; j <= i; j++) {
        lower[at + j] += wz * z[j];
      }
    }
  }

  /**
   * Adds the rows that a block holds, {@code count} from a position on.
   *
   * @param shift taken off each y, so that a large mean costs no digits
   */
  void add(
      RowBlock block,
      int count,
      double[] y,
      int[] rows,
      int from,
      double @Nullable [] weights,
      double shift) {
    double[] weight = new double[RowBlock.ROWS];
    double[] weighted = new double[RowBlock.ROWS];
    for (int i = 0; i < count; i++) {
      weight[i] = weights == null ? 1 : weights[from + i];
      double value = y[rows[from + i]] - shift;
      weighted[i] = weight[i] * value;
      total += weight[i];
      sumY += weighted[i];
      squareY += weighted[i] * value;
    }
    n += count;
    block.addMoments(weighted, moment, 0);
    block.addMoments(weight, sum, 0);
    if (weights == null) {
      block.addGram(lower);
    } else {
      block.addGram(weight, lower);
    }
  }

  /** Adds the sums of other rows, of the same size and shift. */
  void add(PenalizedGram other) {
    n += other.n;
    total += other.total;
    sumY += other.sumY;
    squareY += other.squareY;
    for (int i = 0; i < p; i++) {
      moment[i] += other.moment[i];
      sum[i] += other.sum[i];
      for (int j = 0; j <= i; j++) {
        lower[i * stride + j] += other.lower[i * stride + j];
      }
    }
  }

  /** The variance of a column, which is about 1 where columns were scaled by these rows. */
  double variance(int column) {
    double mean = sum[column] / total;
    return lower[column * stride + column] / total - mean * mean;
  }

  /**
   * @param penalty 0 or above, or NaN to choose one
   */
  Fit solve(double penalty) {
    double[] ones = new double[p];
    Arrays.fill(ones, 1);
    return solve(penalty, ones);
  }

  /**
   * With columns multiplied by factors first; a column with a factor of 0 is left out.
   *
   * @param penalty 0 or above, or NaN to choose one
   */
  Fit solve(double penalty, double[] factors) {
    double meanY = sumY / total;
    int[] used = IntStream.range(0, p).filter(i -> factors[i] != 0).toArray();
    int k = used.length;
    double[] centered = new double[k];
    DMatrixRMaj gram = new DMatrixRMaj(k, k);
    for (int a = 0; a < k; a++) {
      int i = used[a];
      centered[a] = factors[i] * (moment[i] - sum[i] * meanY);
      for (int b = 0; b <= a; b++) {
        int j = used[b];
        double g = factors[i] * factors[j] * (lower[i * stride + j] - sum[i] * sum[j] / total);
        gram.data[a * k + b] = g;
        gram.data[b * k + a] = g;
      }
    }
    Fit solved = solve(gram, centered, Math.max(0, squareY - sumY * meanY), n, penalty);
    double[] weights = new double[p];
    double intercept = meanY;
    for (int a = 0; a < k; a++) {
      weights[used[a]] = factors[used[a]] * solved.weights[a];
      intercept -= weights[used[a]] * sum[used[a]] / total;
    }
    return new Fit(intercept, weights, solved.score);
  }

  private static Fit solve(DMatrixRMaj gram, double[] moment, double total, int n, double penalty) {
    int p = moment.length;
    if (p == 0) {
      return new Fit(0, new double[0], total / ((1 - 1.0 / n) * (1 - 1.0 / n)));
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, true, true);
    if (!eigen.decompose(gram)) {
      throw new NotConvergedException(
          "eigenvalues of the Gram matrix", 0, Double.NaN, "check the features for huge values");
    }
    double[] values = new double[p];
    double[] rotated = new double[p];
    double largest = 0;
    for (int k = 0; k < p; k++) {
      values[k] = Math.max(0, eigen.getEigenvalue(k).getReal());
      largest = Math.max(largest, values[k]);
      double[] vector = eigen.getEigenVector(k).data;
      for (int i = 0; i < p; i++) {
        rotated[k] += vector[i] * moment[i];
      }
    }
    double chosen = penalty;
    double lowest = Double.isNaN(penalty) ? Double.POSITIVE_INFINITY : Double.NaN;
    if (Double.isNaN(penalty)) {
      chosen = n * Math.pow(10, GRID_TO / 2.0);
      for (int k = GRID_FROM; k <= GRID_TO; k++) {
        double candidate = n * Math.pow(10, k / 2.0);
        double score = score(values, rotated, total, n, candidate);
        if (score < lowest) {
          lowest = score;
          chosen = candidate;
        }
      }
    }
    double[] weights = new double[p];
    for (int k = 0; k < p; k++) {
      // Without a penalty a direction in which the features do not vary gets no weight.
      if (values[k] > RANK_TOLERANCE * largest) {
        double along = rotated[k] / (values[k] + chosen);
        double[] vector = eigen.getEigenVector(k).data;
        for (int i = 0; i < p; i++) {
          weights[i] += vector[i] * along;
        }
      }
    }
    return new Fit(0, weights, lowest);
  }

  /** n times the score; infinite where there are as many degrees of freedom as rows. */
  private static double score(
      double[] values, double[] rotated, double total, int n, double candidate) {
    double fit = 0;
    double freedom = 1;
    for (int i = 0; i < values.length; i++) {
      double shrunk = values[i] + candidate;
      fit += rotated[i] * rotated[i] * (values[i] + 2 * candidate) / (shrunk * shrunk);
      freedom += values[i] / shrunk;
    }
    double left = 1 - freedom / n;
    return left <= 0 ? Double.POSITIVE_INFINITY : Math.max(0, total - fit) / (left * left);
  }
}
