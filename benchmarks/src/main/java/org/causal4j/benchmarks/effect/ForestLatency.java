package org.causal4j.benchmarks.effect;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
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

/**
 * One row's effect with its interval, rows in random order, from a forest of 500 trees on twenty
 * features.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class ForestLatency {
  /** A fitted forest. */
  @State(Scope.Benchmark)
  public static class Fitted {
    /** Training rows. */
    @Param({"10000", "100000"})
    public int rows;

    private CausalForest forest;
    private Features x;
    private SplittableRandom random;

    /** Draws data and grows the forest. */
    @Setup
    public void grow() {
      CateData data = ForestFit.draw(rows);
      x = data.x();
      random = Seed.of(9).random();
      forest =
          CausalForest.fit(
              data, CausalForestOptions.defaults().withTrees(500).withThreads(2), Seed.of(7));
    }
  }

  /** Effect, standard error and interval. */
  @Benchmark
  public CateEstimate estimate(Fitted fitted) {
    return fitted.forest.estimate(fitted.x, fitted.random.nextInt(fitted.rows));
  }
}
