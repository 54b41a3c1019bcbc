package org.causal4j.benchmarks.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
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
 * The ten best of 100,000 items for one user, on one thread: 64 multiply-adds an item, then the
 * selection. Sampled, so that the 99th percentile shows.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "--add-modules", "jdk.incubator.vector"})
public class TopK {
  private static final int ITEMS = 100_000;
  private static final int WIDTH = 64;

  /** A user and the items. */
  @State(Scope.Thread)
  public static class Vectors {
    /** Name of the provider. */
    @Param({"scalar", "vector"})
    public String kernel;

    private final float[] user = new float[WIDTH];
    private final float[] items = new float[ITEMS * WIDTH];
    private final float[] scores = new float[ITEMS];
    private Kernels kernels;

    /** Draws the values. */
    @Setup
    public void draw() {
      kernels = Kernels.named(kernel).withThreads(1);
      SplittableRandom random = Seed.of(1).random();
      for (int i = 0; i < items.length; i++) {
        items[i] = (float) (random.nextDouble() - 0.5);
      }
      for (int i = 0; i < WIDTH; i++) {
        user[i] = (float) (random.nextDouble() - 0.5);
      }
    }
  }

  /** Scores and the selection. */
  @Benchmark
  public int[] topTen(Vectors v) {
    v.kernels.gemm(Transpose.RIGHT, 1, ITEMS, WIDTH, 1, v.user, v.items, 0, v.scores);
    return v.kernels.topK(v.scores, 10);
  }
}
