package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.causal4j.core.NotConvergedException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Weighted least squares with the covariance G⁻¹ (Σ_g s_g s_gᵀ) G⁻¹ · g/(g − 1), s_g the sum of the
 * scores of a cluster (Liang and Zeger, Biometrika 73(1), 1986). Columns are scaled first; a
 * direction that the others determine gets no coefficient (the Moore-Penrose inverse).
 */
final class SandwichFit {
  private static final double RANK_TOLERANCE = 1e-10;

  private final double[] beta;
  private final double[][] covariance;

  private SandwichFit(double[] beta, double[][] covariance) {
    this.beta = beta;
    this.covariance = covariance;
  }

  /**
   * @param z columns of each row, a constant among them where one is wanted
   * @param y target
   * @param w weights, 0 or above
   * @param clusters rows of one number depend on each other
   */
  static SandwichFit of(double[][] z, double[] y, double[] w, int[] clusters) {
    int p = z[0].length;
    long groups = Arrays.stream(clusters).distinct().count();
    Preconditions.checkArgument(
        groups > p, "features: %s clusters can't carry %s coefficients", groups, p);
    double[] scale = new double[p];
    for (double[] row : z) {
      for (int a = 0; a < p; a++) {
        scale[a] = Math.max(scale[a], Math.abs(row[a]));
      }
    }
    for (int a = 0; a < p; a++) {
      scale[a] = scale[a] > 0 ? 1 / scale[a] : 0;
    }
    double[][] gram = new double[p][p];
    double[] moment = new double[p];
    for (int i = 0; i < z.length; i++) {
      for (int a = 0; a < p; a++) {
        double along = w[i] * z[i][a] * scale[a];
        moment[a] += along * y[i];
        for (int b = 0; b < p; b++) {
          gram[a][b] += along * z[i][b] * scale[b];
        }
      }
    }
    double[][] inverse = inverse(gram);
    double[] beta = times(inverse, moment);
    double[][] meat = new double[p][p];
    for (double[] score : scores(z, y, w, clusters, beta, scale).values()) {
      for (int a = 0; a < p; a++) {
        for (int b = 0; b < p; b++) {
          meat[a][b] += score[a] * score[b] * groups / (groups - 1);
        }
      }
    }
    double[][] covariance = new double[p][];
    for (int a = 0; a < p; a++) {
      covariance[a] = times(inverse, times(meat, inverse[a]));
    }
    for (int a = 0; a < p; a++) {
      beta[a] *= scale[a];
      for (int b = 0; b < p; b++) {
        covariance[a][b] *= scale[a] * scale[b];
      }
    }
    return new SandwichFit(beta, covariance);
  }

  private static Map<Integer, double[]> scores(
      double[][] z, double[] y, double[] w, int[] clusters, double[] beta, double[] scale) {
    int p = beta.length;
    Map<Integer, double[]> scores = new TreeMap<>();
    for (int i = 0; i < z.length; i++) {
      double residual = y[i];
      for (int a = 0; a < p; a++) {
        residual -= beta[a] * scale[a] * z[i][a];
      }
      double[] score = scores.computeIfAbsent(clusters[i], key -> new double[p]);
      for (int a = 0; a < p; a++) {
        score[a] += w[i] * residual * z[i][a] * scale[a];
      }
    }
    return scores;
  }

  private static double[] times(double[][] symmetric, double[] v) {
    double[] product = new double[v.length];
    for (int a = 0; a < v.length; a++) {
      for (int b = 0; b < v.length; b++) {
        product[a] += symmetric[a][b] * v[b];
      }
    }
    return product;
  }

  private static double[][] inverse(double[][] gram) {
    int p = gram.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, true, true);
    if (!eigen.decompose(new DMatrixRMaj(gram))) {
      throw new NotConvergedException(
          "eigenvalues of the Gram matrix", 0, Double.NaN, "check the features for huge values");
    }
    double largest = 0;
    for (int k = 0; k < p; k++) {
      largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
    }
    double[][] inverse = new double[p][p];
    for (int k = 0; k < p; k++) {
      double value = eigen.getEigenvalue(k).getReal();
      if (value > RANK_TOLERANCE * largest) {
        double[] vector = eigen.getEigenVector(k).data;
        for (int a = 0; a < p; a++) {
          for (int b = 0; b < p; b++) {
            inverse[a][b] += vector[a] * vector[b] / value;
          }
        }
      }
    }
    return inverse;
  }

  double value(double[] z) {
    double sum = 0;
    for (int a = 0; a < beta.length; a++) {
      sum += beta[a] * z[a];
    }
    return sum;
  }

  double standardError(double[] z) {
    double variance = 0;
    for (int a = 0; a < z.length; a++) {
      for (int b = 0; b < z.length; b++) {
        variance += z[a] * covariance[a][b] * z[b];
      }
    }
    return Math.sqrt(Math.max(0, variance));
  }
}
