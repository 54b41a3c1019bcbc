package org.causal4j.benchmarks.effect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;
import org.causal4j.core.learn.Features;

/**
 * Time, heap and accuracy of a causal forest by number of rows: {@code ForestScale TREES THREADS
 * ROWS…}. Twenty uniform features; propensity and outcome are confounded and the effect is smooth
 * (design A of Nie and Wager with fourteen features that do nothing). Sample fraction .5, honesty
 * .5, leaves of at least 5, no depth limit, expectations by regression forests. Run with {@code
 * -Xmx4g}.
 */
public final class ForestScale {
  private static final int FEATURES = 20;
  private static final double SECOND = 1e9;

  private ForestScale() {}

  /** Prints a line for each number of rows. */
  public static void main(String[] arguments) {
    int trees = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    System.out.println(
        "rows trees threads seconds leaves treeMiB peakMiB rmse ate(error) latencyMicros");
    for (int k = 2; k < arguments.length; k++) {
      run(Integer.parseInt(arguments[k]), trees, threads);
    }
  }

  private static void run(int n, int trees, int threads) {
    double[] truth = new double[n];
    CateData data = draw(n, truth);
    CausalForestOptions options =
        CausalForestOptions.defaults().withTrees(trees).withThreads(threads);
    long start = System.nanoTime();
    long[] peak = {0};
    ProgressListener watch =
        (stage, done, total) -> {
          if (done % 50 == 0) {
            synchronized (peak) {
              Runtime run = Runtime.getRuntime();
              peak[0] = Math.max(peak[0], run.totalMemory() - run.freeMemory());
              System.err.printf(
                  Locale.ROOT,
                  "%s %d/%d after %.1f s%n",
                  stage,
                  done,
                  total,
                  (System.nanoTime() - start) / SECOND);
            }
          }
        };
    CausalForest forest = CausalForest.fit(data, options, Seed.of(7), watch);
    double seconds = (System.nanoTime() - start) / SECOND;
    double[] effects = forest.outOfBagEffects();
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += (effects[i] - truth[i]) * (effects[i] - truth[i]) / n;
    }
    EffectEstimate ate = forest.averageEffect();
    System.out.printf(
        Locale.ROOT,
        "%d %d %d %.1f %d %d %d %.4f %.4f(%.4f) %.1f%n",
        n,
        trees,
        threads,
        seconds,
        forest.leaves(),
        forest.treeBytes() >> 20,
        peak[0] >> 20,
        Math.sqrt(squares),
        ate.estimate() - Arrays.stream(truth).average().orElseThrow(),
        ate.standardError(),
        latency(forest, data.x()));
  }

  /** Mean of single rows in random order, so that no row finds its leaves in the cache. */
  private static double latency(CausalForest forest, Features x) {
    SplittableRandom random = Seed.of(9).random();
    double sum = 0;
    int asked = 20_000;
    long start = 0;
    for (int i = -asked; i < asked; i++) {
      start = i == 0 ? System.nanoTime() : start;
      sum += forest.estimate(x, random.nextInt(x.rows())).standardError();
    }
    double micros = (System.nanoTime() - start) / 1e3 / asked;
    return sum >= 0 ? micros : Double.NaN;
  }

  private static CateData draw(int n, double[] truth) {
    SplittableRandom random = Seed.of(n).random();
    double[][] x = new double[n][FEATURES];
    int[] treatment = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double[] row = x[i];
      Arrays.setAll(row, c -> random.nextDouble());
      double wave = Math.sin(Math.PI * row[0] * row[1]);
      truth[i] = (row[0] + row[1]) / 2;
      treatment[i] = random.nextDouble() < Math.max(0.1, Math.min(wave, 0.9)) ? 1 : 0;
      y[i] =
          wave
              + 2 * (row[2] - 0.5) * (row[2] - 0.5)
              + row[3]
              + 0.5 * row[4]
              + (treatment[i] - 0.5) * truth[i]
              + random.nextGaussian();
    }
    List<String> names = IntStream.rangeClosed(1, FEATURES).mapToObj(c -> "x" + c).toList();
    return CateData.of(Features.ofRows(names, x), treatment, y);
  }
}
