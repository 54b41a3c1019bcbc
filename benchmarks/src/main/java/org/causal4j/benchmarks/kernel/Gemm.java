package org.causal4j.benchmarks.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Square dense products on one thread; the counter {@code gigaflops} is the number of 10⁹ floating
 * point operations a second. Size 128 is the tile of EASE.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "--add-modules", "jdk.incubator.vector"})
public class Gemm {
  /** The operands. */
  @State(Scope.Thread)
  public static class Operands {
    /** Name of the provider; {@code -p kernel=} takes others, see docs/kernels.md. */
    @Param({"scalar", "vector"})
    public String kernel;

    /** Which operand is transposed. */
    @Param({"NONE", "LEFT", "RIGHT"})
    public Transpose transpose;

    /** Rows and columns of each matrix. */
    @Param({"128", "512", "1024"})
    public int size;

    private Kernels kernels;
    private float[] a;
    private float[] b;
    private float[] c;

    /** Draws the values. */
    @Setup
    public void draw() {
      SplittableRandom random = Seed.of(1).random();
      kernels = Kernels.named(kernel).withThreads(1);
      a = new float[size * size];
      b = new float[size * size];
      c = new float[size * size];
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) random.nextDouble();
        b[i] = (float) random.nextDouble();
      }
    }
  }

  /** Operations done. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    /** In 10⁹. */
    public double gigaflops;
  }

  /** C = op(A) op(B). */
  @Benchmark
  public float[] gemm(Operands in, Work work) {
    in.kernels.gemm(in.transpose, in.size, in.size, in.size, 1, in.a, in.b, 0, in.c);
    work.gigaflops += 2e-9 * in.size * in.size * in.size;
    return in.c;
  }
}
