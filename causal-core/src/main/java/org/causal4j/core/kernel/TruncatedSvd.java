package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The largest singular values of a sparse matrix with their vectors, A ≈ U Σ Vᵀ, by randomized
 * subspace iteration (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review
 * 53(2), 2011, algorithms 4.4 and 5.1).
 *
 * <p>A random block of rank + oversampling columns is multiplied by A and Aᵀ in turn, and made
 * orthonormal after each product. With W the eigenvectors of the small ZᵀZ, Z = AᵀQ: U = QW, V =
 * ZWΣ⁻¹. The error of the k-th vector falls by (σ_(rank + oversampling + 1) / σ_k)² an iteration;
 * {@link #residual} says what is left.
 *
 * <p>Differs from the source: a block Y becomes orthonormal as Y E Λ^(−1/2) with E, Λ the
 * eigenvectors and eigenvalues of YᵀY instead of by QR (the last Q twice); so all but a small
 * problem is the product of dense matrices. Products are in single precision, the sums of YᵀY over
 * blocks of rows in double. Singular values below 10⁻⁵ of the largest can't be told from 0, and are
 * left out: {@link #rank} is then less than was asked for.
 *
 * <p>Costs 2 · entries · l + 2 · (rows + columns) · l² multiply-adds an iteration with l = rank +
 * oversampling, and 8 · (rows + columns) · l bytes. The same seed gives the same bits for any
 * number of threads of one provider. Immutable and safe to share between threads.
 */
public final class TruncatedSvd {
  /** Rows of a block whose products are summed in single precision. */
  private static final int BLOCK = 1024;

  /** Eigenvalues of YᵀY below this share of the largest are rounding errors. */
  private static final double NOTHING = 1e-10;

  private final double[] values;
  private final FloatMatrix left;
  private final FloatMatrix right;
  private final double residual;

  private TruncatedSvd(double[] values, FloatMatrix left, FloatMatrix right, double residual) {
    this.values = values;
    this.left = left;
    this.right = right;
    this.residual = residual;
  }

  /**
   * How much work is done.
   *
   * @param rank number of singular values, at least 1
   * @param oversampling columns of the block beyond the rank
   * @param iterations products with A and Aᵀ, at least 1
   */
  public record Options(int rank, int oversampling, int iterations) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(rank >= 1, "rank: %s is below 1", rank);
      Preconditions.checkArgument(oversampling >= 0, "oversampling: %s is below 0", oversampling);
      Preconditions.checkArgument(iterations >= 1, "iterations: %s is below 1", iterations);
    }

    /** This rank, with a quarter of it but at least 16 as oversampling, and 10 iterations. */
    public static Options of(int rank) {
      return new Options(rank, Math.max(16, rank / 4), 10);
    }

    /** With another oversampling. */
    public Options withOversampling(int columns) {
      return new Options(rank, columns, iterations);
    }

    /** With another number of iterations. */
    public Options withIterations(int count) {
      return new Options(rank, oversampling, count);
    }
  }

  /**
   * Decomposes a matrix.
   *
   * @throws IllegalArgumentException if the rank is above the number of rows or columns, or the
   *     blocks don't fit into the memory that the JVM may take
   * @throws CausalException if the matrix holds a value that is not finite, or only zeros
   */
  public static TruncatedSvd of(CsrMatrix a, Options options, Seed seed, Kernels kernels) {
    int least = Math.min(a.rows(), a.columns());
    Preconditions.checkArgument(
        options.rank() <= least,
        "rank: %s is above the smaller side of a matrix of %s x %s",
        options.rank(),
        a.rows(),
        a.columns());
    int width = (int) Math.min(least, (long) options.rank() + options.oversampling());
    long bytes = 8L * ((long) a.rows() + a.columns()) * width + 16L * a.entries();
    long limit = Runtime.getRuntime().maxMemory();
    Preconditions.checkArgument(
        bytes <= limit && (long) Math.max(a.rows(), a.columns()) * width <= Integer.MAX_VALUE - 8,
        "rank: %s of a matrix of %s x %s needs %s MB; the JVM may take %s MB",
        options.rank(),
        a.rows(),
        a.columns(),
        bytes >> 20,
        limit >> 20);
    return new Iteration(a, width, kernels).run(options, seed);
  }

  /** Number of singular values that were found. */
  public int rank() {
    return values.length;
  }

  /** The singular values, largest first; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** U, rows x rank, with orthonormal columns. */
  public FloatMatrix left() {
    return left;
  }

  /** V, columns x rank, with orthonormal columns. */
  public FloatMatrix right() {
    return right;
  }

  /** The largest ‖A v − σ u‖ over σ₁: what further iterations would still change. */
  public double residual() {
    return residual;
  }

  @Override
  public String toString() {
    return "TruncatedSvd of rank "
        + rank()
        + ", values "
        + (float) values[0]
        + " to "
        + (float) values[rank() - 1]
        + ", residual "
        + (float) residual;
  }

  /** The two blocks while they are worked on. */
  private static final class Iteration {
    private final CsrMatrix a;
    private final SparseOperator forward;
    private final SparseOperator backward;
    private final int width;
    private final Kernels kernels;

    Iteration(CsrMatrix a, int width, Kernels kernels) {
      this.a = a;
      this.forward = kernels.sparse(a);
      this.backward = kernels.sparse(a.transpose());
      this.width = width;
      this.kernels = kernels;
    }

    TruncatedSvd run(Options options, Seed seed) {
      float[] q = new float[a.rows() * width];
      float[] z = new float[a.columns() * width];
      SplittableRandom random = seed.random();
      for (int i = 0; i < z.length; i++) {
        z[i] = (float) random.nextGaussian();
      }
      for (int i = 1; i < options.iterations(); i++) {
        forward.multiply(z, width, q);
        orthonormal(q, a.rows(), 1);
        backward.multiply(q, width, z);
        orthonormal(z, a.columns(), 1);
      }
      forward.multiply(z, width, q);
      orthonormal(q, a.rows(), 2);
      backward.multiply(q, width, z);
      Eigen eigen = Eigen.of(gram(z, a.columns()), width);
      int found = Math.min(options.rank(), eigen.above(NOTHING));
      double[] values = new double[found];
      float[] turn = new float[width * found];
      float[] turnScaled = new float[width * found];
      for (int k = 0; k < found; k++) {
        values[k] = Math.sqrt(eigen.value(k));
        for (int i = 0; i < width; i++) {
          turn[i * found + k] = (float) eigen.entry(i, k);
          turnScaled[i * found + k] = (float) (eigen.entry(i, k) / values[k]);
        }
      }
      float[] left = product(q, a.rows(), turn, found);
      float[] right = product(z, a.columns(), turnScaled, found);
      float[] image = new float[left.length];
      forward.multiply(right, found, image);
      return new TruncatedSvd(
          values,
          FloatMatrix.copyOf(a.rows(), found, left),
          FloatMatrix.copyOf(a.columns(), found, right),
          residual(image, left, values));
    }

    private double residual(float[] image, float[] left, double[] values) {
      double worst = 0;
      for (int k = 0; k < values.length; k++) {
        double squares = 0;
        for (int i = k; i < image.length; i += values.length) {
          double difference = image[i] - values[k] * left[i];
          squares += difference * difference;
        }
        worst = Math.max(worst, squares);
      }
      return Math.sqrt(worst) / values[0];
    }

    private float[] product(float[] block, int rows, float[] by, int columns) {
      float[] result = new float[rows * columns];
      kernels.gemm(Transpose.NONE, rows, columns, width, 1, block, by, 0, result);
      return result;
    }

    /** A pass leaves an error that grows with the condition of the block. */
    private void orthonormal(float[] block, int rows, int passes) {
      for (int pass = 0; pass < passes; pass++) {
        Eigen eigen = Eigen.of(gram(block, rows), width);
        int found = eigen.above(NOTHING);
        float[] scaled = new float[width * width];
        for (int k = 0; k < found; k++) {
          double scale = 1 / Math.sqrt(eigen.value(k));
          for (int i = 0; i < width; i++) {
            scaled[i * width + k] = (float) (scale * eigen.entry(i, k));
          }
        }
        // Directions of length zero stay zero.
        System.arraycopy(product(block, rows, scaled, width), 0, block, 0, block.length);
      }
    }

    /** YᵀY. */
    private double[] gram(float[] block, int rows) {
      double[] sum = new double[width * width];
      float[] part = new float[width * width];
      for (int from = 0; from < rows; from += BLOCK) {
        int size = Math.min(BLOCK, rows - from);
        int at = from * width;
        kernels.gemm(Transpose.LEFT, width, width, size, 1, block, at, block, at, 0, part, 0);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += part[i];
        }
      }
      return sum;
    }
  }

  /** Eigenvectors of a symmetric matrix, largest eigenvalue first. */
  private static final class Eigen {
    private final int[] order;
    private final double[] values;
    private final DMatrixRMaj[] vectors;

    private Eigen(int[] order, double[] values, DMatrixRMaj[] vectors) {
      this.order = order;
      this.values = values;
      this.vectors = vectors;
    }

    static Eigen of(double[] symmetric, int size) {
      DMatrixRMaj matrix = new DMatrixRMaj(size, size);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          matrix.data[i * size + j] = (symmetric[i * size + j] + symmetric[j * size + i]) / 2;
        }
      }
      boolean finite = Arrays.stream(matrix.data).allMatch(Double::isFinite);
      EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(size, true, true);
      if (!finite || !solver.decompose(matrix)) {
        throw new CausalException("truncated SVD: the matrix or its products are not finite");
      }
      double[] values = new double[size];
      DMatrixRMaj[] vectors = new DMatrixRMaj[size];
      for (int k = 0; k < size; k++) {
        values[k] = solver.getEigenvalue(k).getReal();
        vectors[k] = solver.getEigenVector(k);
      }
      int[] order =
          IntStream.range(0, size)
              .boxed()
              .sorted((i, j) -> Double.compare(values[j], values[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      if (!(values[order[0]] > 0)) {
        throw new CausalException("truncated SVD: the matrix holds only zeros");
      }
      return new Eigen(order, values, vectors);
    }

    double value(int k) {
      return values[order[k]];
    }

    double entry(int row, int k) {
      return vectors[order[k]].data[row];
    }

    int above(double share) {
      int count = 0;
      while (count < order.length && value(count) > share * value(0)) {
        count++;
      }
      return count;
    }
  }
}
