package org.causal4j.benchmarks.effect;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;
import org.causal4j.core.kernel.spi.Workers;

/**
 * How often the forest's 95 % intervals cover on {@link ForestWorlds}: {@code ForestCoverage FIRST
 * LAST [TREES [THREADS]]} runs the data sets of these numbers, of 2,000 units each, and prints a
 * line a design, flushed as soon as it is done. Data set k has the seed {@code
 * Seed.of(20261124).derive(k)}: nothing is drawn again and no design left out. Effects are asked at
 * 200 units that are not in the data.
 */
public final class ForestCoverage {
  private static final int UNITS = 2000;
  private static final int ASKED = 200;
  private static final long BASE = 20261124;
  private static final double LEVEL = 0.95;

  private ForestCoverage() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    int first = Integer.parseInt(arguments[0]);
    int last = Integer.parseInt(arguments[1]);
    int trees = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
    int threads = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    System.out.printf(
        Locale.ROOT,
        "data sets %d to %d, %d trees%n%-14s %7s %8s %7s %7s %7s | %7s %7s %7s%n",
        first,
        last,
        trees,
        "design",
        "ate",
        "bias",
        "sd",
        "se",
        "cover",
        "cover",
        "rmse",
        "width");
    Workers workers = new Workers(threads);
    for (ForestWorlds world : ForestWorlds.all()) {
      double truth = world.averageEffect();
      Result[] results = new Result[last - first + 1];
      workers.run(
          results.length,
          k -> results[k] = run(world, trees, Seed.of(BASE).derive(first + k), truth));
      System.out.println(line(world, truth, results));
    }
  }

  private record Result(
      double ate, double error, boolean covers, int covered, double squares, double width) {}

  private static Result run(ForestWorlds world, int trees, Seed seed, double truth) {
    ForestWorlds.Draw data = world.draw(UNITS, seed.derive("data"));
    ForestWorlds.Draw asked = world.draw(ASKED, seed.derive("asked"));
    CausalForest forest =
        CausalForest.fit(
            data.data(), CausalForestOptions.defaults().withTrees(trees), seed.derive("forest"));
    EffectEstimate ate = forest.averageEffect(LEVEL);
    ImmutableList<CateEstimate> estimates = forest.estimates(asked.data().x(), LEVEL);
    int covered = 0;
    double squares = 0;
    double width = 0;
    for (int i = 0; i < ASKED; i++) {
      CateEstimate estimate = estimates.get(i);
      double off = estimate.effect() - asked.truth()[i];
      covered += estimate.interval().covers(asked.truth()[i]) ? 1 : 0;
      squares += off * off;
      width += estimate.interval().width();
    }
    return new Result(
        ate.estimate(), ate.standardError(), ate.interval().covers(truth), covered, squares, width);
  }

  private static String line(ForestWorlds world, double truth, Result[] results) {
    double n = results.length;
    double bias = 0;
    double error = 0;
    double covers = 0;
    double covered = 0;
    double squares = 0;
    double width = 0;
    for (Result result : results) {
      bias += (result.ate - truth) / n;
      error += result.error / n;
      covers += (result.covers ? 1 : 0) / n;
      covered += result.covered / n / ASKED;
      squares += result.squares / n / ASKED;
      width += result.width / n / ASKED;
    }
    double spread = 0;
    for (Result result : results) {
      spread += Math.pow(result.ate - truth - bias, 2) / (n - 1);
    }
    return String.format(
        Locale.ROOT,
        "%-14s %7.4f %+8.4f %7.4f %7.4f %7.3f | %7.3f %7.4f %7.4f",
        world.name(),
        truth,
        bias,
        Math.sqrt(spread),
        error,
        covers,
        covered,
        Math.sqrt(squares),
        width);
  }
}
