package org.causal4j.benchmarks.effect;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;
import org.causal4j.core.learn.Features;
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

/** Growing a forest of 500 trees on twenty features, expectations by forests included. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class ForestFit {
  private static final int FEATURES = 20;

  /** The training data. */
  @State(Scope.Benchmark)
  public static class Rows {
    /** Training rows. */
    @Param({"100000"})
    public int rows;

    /** Threads. */
    @Param({"1", "2"})
    public int threads;

    private CateData data;

    /** Draws the data. */
    @Setup
    public void draw() {
      data = ForestFit.draw(rows);
    }
  }

  /** The whole fit. */
  @Benchmark
  public CausalForest fit(Rows rows) {
    return CausalForest.fit(
        rows.data,
        CausalForestOptions.defaults().withTrees(500).withThreads(rows.threads),
        Seed.of(7));
  }

  /** Confounded by the first feature; the effect is linear in the second. */
  static CateData draw(int n) {
    SplittableRandom random = Seed.of(n).random();
    double[][] x = new double[n][FEATURES];
    int[] treatment = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      Arrays.setAll(x[i], c -> random.nextDouble());
      treatment[i] = random.nextDouble() < 0.25 + 0.5 * x[i][0] ? 1 : 0;
      y[i] = x[i][0] + treatment[i] * x[i][1] + random.nextGaussian();
    }
    return CateData.of(
        Features.ofRows(IntStream.rangeClosed(1, FEATURES).mapToObj(c -> "x" + c).toList(), x),
        treatment,
        y);
  }
}
