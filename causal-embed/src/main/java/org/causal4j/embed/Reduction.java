package org.causal4j.embed;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.Comparator;
import org.causal4j.core.CausalException;
import org.causal4j.core.matrix.FloatMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal components: the few directions in which vectors differ most, as the eigenvectors of
 * their covariance matrix (Jolliffe, <i>Principal Component Analysis</i>, 2nd ed., §3.5). The sign
 * of each is fixed so that its largest loading is positive.
 *
 * <p>Immutable and safe to share between threads. Fitting costs rows · columns² + columns³.
 */
public final class Reduction {
  private final int components;

  private Reduction(int components) {
    this.components = components;
  }

  /**
   * A reduction to this many principal components.
   *
   * @param components at least 1
   */
  public static Reduction pca(int components) {
    Preconditions.checkArgument(components >= 1, "components: %s is below 1", components);
    return new Reduction(components);
  }

  /**
   * Learns mean and components from the rows of a matrix.
   *
   * @throws IllegalArgumentException if the rows do not span as many components
   */
  public PcaReduction fit(FloatMatrix rows) {
    int limit = Math.min(rows.rows() - 1, rows.columns());
    Preconditions.checkArgument(
        components <= limit,
        "components: %s are more than the %s that %s rows of %s columns span",
        components,
        limit,
        rows.rows(),
        rows.columns());
    Preconditions.checkArgument(rows.isFinite(), "rows: hold a value that is not finite");
    double[] mean = mean(rows);
    DMatrixRMaj covariance = covariance(rows, mean);
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(rows.columns(), true, true);
    if (!eigen.decompose(covariance)) {
      throw new CausalException("principal components: the covariance has no eigenvectors");
    }
    Integer[] order = new Integer[rows.columns()];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingDouble(k -> -eigen.getEigenvalue(k).getReal()));
    FloatMatrix.Builder loadings = FloatMatrix.builder(components, rows.columns());
    ImmutableDoubleArray.Builder variances = ImmutableDoubleArray.builder(components);
    double total = 0;
    for (int k = 0; k < order.length; k++) {
      double variance = Math.max(0, eigen.getEigenvalue(order[k]).getReal());
      total += variance;
      if (k < components) {
        variances.add(variance);
        loadings.setRow(k, signed(eigen.getEigenVector(order[k]).data));
      }
    }
    return new PcaReduction(
        ImmutableDoubleArray.copyOf(mean), loadings.build(), variances.build(), total);
  }

  private static double[] mean(FloatMatrix rows) {
    double[] mean = new double[rows.columns()];
    for (int r = 0; r < rows.rows(); r++) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += rows.get(r, c) / (double) rows.rows();
      }
    }
    return mean;
  }

  private static DMatrixRMaj covariance(FloatMatrix rows, double[] mean) {
    int p = mean.length;
    DMatrixRMaj covariance = new DMatrixRMaj(p, p);
    double[] centered = new double[p];
    for (int r = 0; r < rows.rows(); r++) {
      float[] row = rows.row(r);
      for (int c = 0; c < p; c++) {
        centered[c] = row[c] - mean[c];
      }
      for (int i = 0; i < p; i++) {
        for (int j = 0; j <= i; j++) {
          covariance.data[i * p + j] += centered[i] * centered[j];
        }
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        double value = covariance.data[i * p + j] / (rows.rows() - 1);
        covariance.data[i * p + j] = value;
        covariance.data[j * p + i] = value;
      }
    }
    return covariance;
  }

  private static float[] signed(double[] vector) {
    int largest = 0;
    for (int i = 1; i < vector.length; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
        largest = i;
      }
    }
    double sign = vector[largest] < 0 ? -1 : 1;
    float[] loadings = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      loadings[i] = (float) (sign * vector[i]);
    }
    return loadings;
  }

  @Override
  public String toString() {
    return "PCA to " + components + " components";
  }
}
