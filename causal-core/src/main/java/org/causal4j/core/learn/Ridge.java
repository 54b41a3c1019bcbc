package org.causal4j.core.learn;

import java.util.Arrays;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Ridge regression through the eigenvectors of the Gram matrix, which give every penalty at once.
 * The penalty minimizes generalized cross-validation, RSS/n / (1 − df/n)² (Golub, Heath and Wahba,
 * "Generalized cross-validation as a method for choosing a good ridge parameter", Technometrics
 * 21(2), 1979), over {@code n · 10^(k/2)} for k from −8 to 6.
 *
 * <p>Cost n p² + p³.
 */
final class Ridge implements Learner {
  private static final int GRID_FROM = -8;
  private static final int GRID_TO = 6;
  private static final double RANK_TOLERANCE = 1e-12;

  private final double penalty;

  /** With a penalty, or NaN to choose one. */
  Ridge(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return Double.isNaN(penalty) ? "ridge (penalty by GCV)" : "ridge (penalty " + penalty + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    int p = x.columns();
    double mean = 0;
    for (int row : rows) {
      mean += y[row] / rows.length;
    }
    Scaling scaling = new Scaling(x, rows);
    ScaledRows block = new ScaledRows(x, rows, scaling);
    int size = block.gramSize();
    double[] sums = new double[size * size];
    double[] moment = new double[p];
    double total = 0;
    double[] residual = new double[ScaledRows.ROWS];
    for (int from = 0; from < rows.length; from += ScaledRows.ROWS) {
      int count = block.load(from);
      Arrays.fill(residual, 0);
      for (int i = 0; i < count; i++) {
        residual[i] = y[rows[from + i]] - mean;
        total += residual[i] * residual[i];
      }
      block.addMoments(residual, moment, 0);
      block.addGram(sums);
    }
    DMatrixRMaj gram = new DMatrixRMaj(p, p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        gram.data[i * p + j] = sums[i * size + j];
        gram.data[j * p + i] = sums[i * size + j];
      }
    }
    Scaling.Linear model = scaling.unscale(mean, solve(gram, moment, total, rows.length));
    return model::value;
  }

  private double[] solve(DMatrixRMaj gram, double[] moment, double total, int n) {
    int p = moment.length;
    if (p == 0) {
      return new double[0];
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
    double chosen = Double.isNaN(penalty) ? bestPenalty(values, rotated, total, n) : penalty;
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
    return weights;
  }

  private static double bestPenalty(double[] values, double[] rotated, double total, int n) {
    double best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = GRID_FROM; k <= GRID_TO; k++) {
      double candidate = n * Math.pow(10, k / 2.0);
      double fit = 0;
      double freedom = 1;
      for (int i = 0; i < values.length; i++) {
        double shrunk = values[i] + candidate;
        fit += rotated[i] * rotated[i] * (values[i] + 2 * candidate) / (shrunk * shrunk);
        freedom += values[i] / shrunk;
      }
      double left = 1 - freedom / n;
      if (left <= 0) {
        continue;
      }
      double score = Math.max(0, total - fit) / (left * left);
      if (score < lowest) {
        lowest = score;
        best = candidate;
      }
    }
    return lowest == Double.POSITIVE_INFINITY ? n * Math.pow(10, GRID_TO / 2.0) : best;
  }
}
