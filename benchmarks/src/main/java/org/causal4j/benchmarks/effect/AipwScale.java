package org.causal4j.benchmarks.effect;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
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
 * The average effect by AIPW with five folds on many rows of 50 covariates, on two threads: ridge
 * and logistic regression, or 100 boosted trees for both. {@link #main} runs each size once, cold
 * as it comes, and prints wall and processor seconds, and how the cost grows from size to size.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx8g"})
public class AipwScale {
  private static final int COLUMNS = 50;
  private static final int THREADS = 2;
  private static final double EFFECT = 1;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** A study drawn from a known world, confounded and not linear. */
  @State(Scope.Benchmark)
  public static class Study {
    /** How many units. */
    @Param({"125000", "250000", "500000", "1000000"})
    public int rows;

    private Features x;
    private int[] arm;
    private double[] y;
    private int[] clusters;

    /** Draws the units. */
    @Setup
    public void draw() {
      SplittableRandom random = Seed.of(5).random();
      List<String> names = IntStream.range(0, COLUMNS).mapToObj(c -> "x" + c).toList();
      double[][] cells = new double[rows][COLUMNS];
      arm = new int[rows];
      y = new double[rows];
      for (int i = 0; i < rows; i++) {
        double[] u = cells[i];
        Arrays.setAll(u, c -> random.nextGaussian());
        double logit = .5 * u[0] - .4 * u[1] + .3 * Math.sin(2 * u[2]) + .2 * u[3] * u[4];
        arm[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
        y[i] =
            EFFECT * arm[i]
                + u[0]
                + .5 * u[1]
                + Math.sin(2 * u[2])
                + .5 * u[5] * u[5]
                + random.nextGaussian();
      }
      clusters = IntStream.range(0, rows).toArray();
      x = Features.ofRows(names, cells);
    }
  }

  private static EffectEstimate linear(Study study) {
    return run(Estimators.aipw(), study);
  }

  private static EffectEstimate boosting(Study study) {
    BoostingOptions options = BoostingOptions.defaults();
    return run(
        Estimators.aipw()
            .withOutcome(Learners.boosting(options))
            .withPropensity(Learners.logisticBoosting(options)),
        study);
  }

  private static EffectEstimate run(Aipw aipw, Study study) {
    return aipw.withFolds(5)
        .withThreads(THREADS)
        .estimate(study.x, study.arm, study.y, study.clusters, Seed.of(7));
  }

  /** Ridge for the outcome, logistic regression for the propensity. */
  @Benchmark
  public double linearNuisances(Study study) {
    return linear(study).estimate();
  }

  /** 100 trees of depth 4 for each. */
  @Benchmark
  public double boostedNuisances(Study study) {
    return boosting(study).estimate();
  }

  /**
   * Prints one line a learner and size.
   *
   * @param args {@code linear} or {@code boosting} or both as {@code all}, then sizes
   */
  public static void main(String[] args) {
    String which = args.length > 0 ? args[0] : "all";
    int[] sizes =
        args.length > 1
            ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
            : new int[] {125_000, 250_000, 500_000, 1_000_000};
    System.out.println("learner,rows,wall s,cpu s,cpu ns / (n log2 n),estimate,standard error");
    for (String learner : which.equals("all") ? List.of("linear", "boosting") : List.of(which)) {
      for (int rows : sizes) {
        Study study = new Study();
        study.rows = rows;
        study.draw();
        System.gc();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        EffectEstimate effect = learner.equals("linear") ? linear(study) : boosting(study);
        double wall = (System.nanoTime() - start) / 1e9;
        double used = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%s,%d,%.2f,%.2f,%.1f,%.8f,%.6f%n",
            learner,
            rows,
            wall,
            used,
            used * 1e9 / (rows * Math.log(rows) / Math.log(2)),
            effect.estimate(),
            effect.standardError());
      }
    }
  }
}
