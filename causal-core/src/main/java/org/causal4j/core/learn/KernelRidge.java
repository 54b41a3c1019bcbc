package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * Kernel ridge regression: the mean of a Gaussian process with kernel exp(−|z − z'|²/(2h²)) on
 * standardized features z, beside a linear part (Rasmussen and Williams, <i>Gaussian Processes for
 * Machine Learning</i>, 2006, §2.2 and §2.7). The length h, out of ½, 1, 2 and 4 times √p, and the
 * penalty minimize generalized cross-validation.
 *
 * <p>With more rows than landmarks the kernel is replaced by its Nyström approximation on landmarks
 * that are drawn from the rows (Williams and Seeger, NIPS 13, 2001): features K(z, L) · K(L,
 * L)^(−1/2). For m landmarks the cost is four times n m² + m³.
 */
final class KernelRidge implements Learner {
  private static final double[] LENGTHS = {0.5, 1, 2, 4};
  private static final double RANK_TOLERANCE = 1e-10;

  private final int landmarks;

  KernelRidge(int landmarks) {
    this.landmarks = landmarks;
  }

  @Override
  public String name() {
    return "kernel ridge (at most " + landmarks + " landmarks, length and penalty by GCV)";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return fit(x, y, null, rows, seed);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return fit(x, y, Weighting.ofMeanOne(weights, rows), rows, seed);
  }

  private Predictor fit(
      Features x, double[] y, double @Nullable [] weights, int[] rows, Seed seed) {
    int p = x.columns();
    if (p == 0) {
      double[] all = new double[y.length];
      Arrays.fill(all, 1);
      for (int i = 0; weights != null && i < rows.length; i++) {
        all[rows[i]] = weights[i];
      }
      return new MeanLearner().fitWeighted(x, y, all, rows, seed);
    }
    Scaling scaling = new Scaling(x, rows);
    double[][] z = new double[rows.length][p];
    for (int i = 0; i < z.length; i++) {
      scaling.scale(x, rows[i], z[i]);
    }
    double[][] centers = draw(z, seed.derive("landmarks").random());
    Model best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (double length : LENGTHS) {
      Basis basis = new Basis(scaling, centers, length * Math.sqrt(p));
      PenalizedGram gram = new PenalizedGram(basis.size());
      double[] features = new double[basis.size()];
      for (int i = 0; i < z.length; i++) {
        basis.fill(z[i], features);
        gram.add(features, y[rows[i]], weights == null ? 1 : weights[i]);
      }
      PenalizedGram.Fit fit = gram.solve(Double.NaN);
      if (best == null || fit.score() < lowest) {
        lowest = fit.score();
        best = new Model(basis, fit);
      }
    }
    return Preconditions.checkNotNull(best);
  }

  private double[][] draw(double[][] z, SplittableRandom random) {
    int[] order = IntStream.range(0, z.length).toArray();
    if (z.length > landmarks) {
      CvFolds.shuffle(order, random);
    }
    return IntStream.of(order).limit(landmarks).mapToObj(i -> z[i]).toArray(double[][]::new);
  }

  private record Model(Basis basis, PenalizedGram.Fit fit) implements Predictor {
    @Override
    public double predict(Features x, int row) {
      int p = basis.scaling.mean.length;
      Preconditions.checkArgument(
          x.columns() == p, "x: has %s columns, the model %s", x.columns(), p);
      double[] z = new double[p];
      basis.scaling.scale(x, row, z);
      double[] features = new double[basis.size()];
      basis.fill(z, features);
      return fit.value(features);
    }
  }

  /** The linear part, scaled to a length of 1 on average, and the kernel's features. */
  private static final class Basis {
    private final Scaling scaling;
    private final double[][] centers;
    private final double inverse;
    private final double[][] whitening;

    Basis(Scaling scaling, double[][] centers, double length) {
      this.scaling = scaling;
      this.centers = centers;
      this.inverse = 1 / (2 * length * length);
      this.whitening = whitening();
    }

    /** K(L, L)^(−1/2) on the directions in which the kernel varies: a row a direction. */
    private double[][] whitening() {
      int m = centers.length;
      DMatrixRMaj kernel = new DMatrixRMaj(m, m);
      for (int a = 0; a < m; a++) {
        for (int b = 0; b <= a; b++) {
          double k = kernel(centers[a], centers[b]);
          kernel.data[a * m + b] = k;
          kernel.data[b * m + a] = k;
        }
      }
      EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true, true);
      if (!eigen.decompose(kernel)) {
        throw new NotConvergedException(
            "eigenvalues of the kernel", 0, Double.NaN, "check the features for huge values");
      }
      double largest = 0;
      for (int k = 0; k < m; k++) {
        largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
      }
      double floor = RANK_TOLERANCE * largest;
      return IntStream.range(0, m)
          .filter(k -> eigen.getEigenvalue(k).getReal() > floor)
          .mapToObj(
              k -> {
                double scale = 1 / Math.sqrt(eigen.getEigenvalue(k).getReal());
                return Arrays.stream(eigen.getEigenVector(k).data).map(v -> v * scale).toArray();
              })
          .toArray(double[][]::new);
    }

    private double kernel(double[] a, double[] b) {
      double distance = 0;
      for (int c = 0; c < a.length; c++) {
        distance += (a[c] - b[c]) * (a[c] - b[c]);
      }
      return Math.exp(-distance * inverse);
    }

    int size() {
      return scaling.mean.length + whitening.length;
    }

    void fill(double[] z, double[] target) {
      int p = z.length;
      double scale = 1 / Math.sqrt(p);
      for (int c = 0; c < p; c++) {
        target[c] = z[c] * scale;
      }
      double[] near = new double[centers.length];
      for (int m = 0; m < near.length; m++) {
        near[m] = kernel(z, centers[m]);
      }
      for (int k = 0; k < whitening.length; k++) {
        double sum = 0;
        double[] direction = whitening[k];
        for (int m = 0; m < near.length; m++) {
          sum += direction[m] * near[m];
        }
        target[p + k] = sum;
      }
    }
  }
}
