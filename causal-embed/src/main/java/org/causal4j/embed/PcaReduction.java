package org.causal4j.embed;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Locale;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * Fitted principal components. Immutable and safe to share between threads.
 *
 * @param mean of each column of the rows it was fitted to
 * @param components one a row, of unit length, by variance
 * @param variances along each component
 * @param totalVariance along all directions
 */
public record PcaReduction(
    ImmutableDoubleArray mean,
    FloatMatrix components,
    ImmutableDoubleArray variances,
    double totalVariance) {

  /** Share of the variance that the components keep. */
  public double explained() {
    return totalVariance == 0 ? 0 : variances.stream().sum() / totalVariance;
  }

  /** The rows in terms of the components: (row − mean) · componentsᵀ. */
  public FloatMatrix apply(FloatMatrix rows) {
    Preconditions.checkArgument(
        rows.columns() == mean.length(),
        "rows: have %s columns, not %s",
        rows.columns(),
        mean.length());
    FloatMatrix.Builder reduced = FloatMatrix.builder(rows.rows(), components.rows());
    for (int r = 0; r < rows.rows(); r++) {
      float[] row = rows.row(r);
      for (int k = 0; k < components.rows(); k++) {
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
          sum += (row[c] - mean.get(c)) * components.get(k, c);
        }
        reduced.set(r, k, (float) sum);
      }
    }
    return reduced.build();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "PCA of %d columns to %d components, %.0f %% of the variance",
        mean.length(),
        components.rows(),
        100 * explained());
  }
}
