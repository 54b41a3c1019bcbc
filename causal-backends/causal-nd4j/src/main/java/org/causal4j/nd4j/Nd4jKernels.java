package org.causal4j.nd4j;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.causal4j.core.kernel.spi.GemmBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dense products by {@code gemm} of the BLAS behind ND4J, which stores by columns: what is
 * row-major here is its own transpose there, so Cᵀ = op(B)ᵀ op(A)ᵀ is asked for.
 */
final class Nd4jKernels extends GemmBackend<INDArray> {
  /** Enough for the threads of a large machine; a device takes one call. */
  private static final int CPU_BLOCKS = 64;

  private final boolean cpu;

  private Nd4jKernels(long least, int reuse, boolean cpu) {
    super(least, reuse, cpu ? CPU_BLOCKS : 1);
    this.cpu = cpu;
  }

  static Nd4jKernels open() {
    return open(LARGEST_LEAST, LARGEST_REUSE);
  }

  /** Without the bounds (0, 0), tests see the library in all of them. */
  static Nd4jKernels open(long least, int reuse) {
    boolean cpu = Nd4j.getEnvironment().isCPU();
    if (cpu) {
      Nd4j.factory().blas().setMaxThreads(1);
    }
    return new Nd4jKernels(least, reuse, cpu);
  }

  @Override
  protected INDArray load(FloatBuffer values, int rows, int columns) {
    if (cpu) {
      INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', columns, rows);
      array.data().asNioFloat().put(values);
      return array;
    }
    float[] copy = new float[rows * columns];
    values.get(copy);
    return Nd4j.create(copy, new long[] {columns, rows}, 'f');
  }

  @Override
  protected void multiply(
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      int m,
      int n,
      Consumer<FloatBuffer> result) {
    INDArray product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', n, m);
    try {
      Nd4j.gemm(b, a, product, transposeB, transposeA, 1, 0);
      result.accept(product.data().asNioFloat());
    } finally {
      product.close();
    }
  }

  @Override
  protected void release(INDArray matrix) {
    matrix.close();
  }

  @Override
  public String toString() {
    return "Nd4jKernels";
  }
}
