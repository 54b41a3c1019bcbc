package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** The regression of a variable on others, from moments. */
final class LeastSquares {
  /** Share of a parent's variation that the others leave, below which it can't be told apart. */
  private static final double COLLINEAR = 1e-10;

  private final ImmutableList<String> scope;
  private final String variable;
  private final int k;
  private final Map<String, String> given;
  private final Moments moments;

  /**
   * @param scope the parents, then the variable
   * @param given the states under which the moments were gathered
   */
  LeastSquares(ImmutableList<String> scope, Map<String, String> given, Moments moments) {
    this.scope = scope;
    this.k = scope.size() - 1;
    this.variable = scope.get(k);
    this.given = given;
    this.moments = moments;
  }

  /** Of least squares: s² (XᵀX)⁻¹, where the deviations' products are scaled to correlations. */
  RegressionPosterior posterior() {
    Cpd.LinearGaussian estimate = estimate();
    double residualSquares = estimate.variance() * moments.n;
    double degreesOfFreedom = moments.n - k - 1;
    double s2 = residualSquares / degreesOfFreedom;
    ImmutableMap.Builder<String, Double> errors = ImmutableMap.builder();
    double interceptVariance = 1 / moments.n;
    if (k > 0) {
      double[] scale = scale();
      DMatrixRMaj inverse = new DMatrixRMaj(k, k);
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(k);
      solver.setA(correlations(scale));
      solver.invert(inverse);
      for (int i = 0; i < k; i++) {
        errors.put(scope.get(i), Math.sqrt(s2 * inverse.get(i, i)) / scale[i]);
        for (int j = 0; j < k; j++) {
          interceptVariance +=
              moments.mean[i] / scale[i] * inverse.get(i, j) * moments.mean[j] / scale[j];
        }
      }
    }
    return new RegressionPosterior(
        estimate,
        errors.buildOrThrow(),
        Math.sqrt(s2 * interceptVariance),
        residualSquares,
        degreesOfFreedom);
  }

  /** Least squares on deviations that are scaled to unit length. */
  Cpd.LinearGaussian estimate() {
    if (moments.n == 0) {
      throw new UnseenParentStateException(
          variable, given, "a regression needs rows there: merge states or remove a parent");
    }
    Preconditions.checkArgument(
        moments.n >= k + 2,
        "table: %s given %s has %s rows, and needs %s or more",
        variable,
        given,
        (Object) (long) moments.n,
        k + 2);
    double[] b = coefficients();
    double intercept = moments.mean[k];
    double residual = moments.product(k, k);
    for (int i = 0; i < k; i++) {
      intercept -= b[i] * moments.mean[i];
      residual -= b[i] * moments.product(i, k);
    }
    ImmutableMap.Builder<String, Double> byParent = ImmutableMap.builder();
    for (int i = 0; i < k; i++) {
      byParent.put(scope.get(i), b[i]);
    }
    return new Cpd.LinearGaussian(
        variable, intercept, byParent.buildOrThrow(), Math.max(0, residual) / moments.n);
  }

  private double[] coefficients() {
    if (k == 0) {
      return new double[0];
    }
    double[] scale = scale();
    DMatrixRMaj a = correlations(scale);
    DMatrixRMaj y = new DMatrixRMaj(k, 1);
    for (int i = 0; i < k; i++) {
      y.set(i, 0, moments.product(i, k) / scale[i]);
    }
    boolean constant = Arrays.stream(scale).anyMatch(length -> length == 0);
    Preconditions.checkArgument(
        !constant && leastVariationLeft(a) > COLLINEAR,
        "table: the parents %s of %s are constant or collinear given %s; remove one",
        scope.subList(0, k),
        variable,
        given);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(k);
    solver.setA(a.copy());
    DMatrixRMaj b = new DMatrixRMaj(k, 1);
    solver.solve(y, b);
    return IntStream.range(0, k).mapToDouble(i -> b.get(i, 0) / scale[i]).toArray();
  }

  /** The lengths of the parents' deviations. */
  private double[] scale() {
    return IntStream.range(0, k).mapToDouble(i -> Math.sqrt(moments.product(i, i))).toArray();
  }

  private DMatrixRMaj correlations(double[] scale) {
    DMatrixRMaj correlations = new DMatrixRMaj(scale.length, scale.length);
    for (int i = 0; i < scale.length; i++) {
      for (int j = 0; j < scale.length; j++) {
        correlations.set(i, j, moments.product(i, j) / scale[i] / scale[j]);
      }
    }
    return correlations;
  }

  /** The least 1 − R² of a parent on those before it: the squared pivots of Cholesky. */
  private static double leastVariationLeft(DMatrixRMaj correlations) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(correlations.numRows, true);
    if (!cholesky.decompose(correlations.copy())) {
      return 0;
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double least = 1;
    for (int i = 0; i < lower.numRows; i++) {
      least = Math.min(least, lower.get(i, i) * lower.get(i, i));
    }
    return least;
  }
}
