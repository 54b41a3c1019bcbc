package org.causal4j.benchmarks.effect;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.learn.Features;

/**
 * Published designs whose effects are known: A to D of Nie and Wager ("Quasi-oracle estimation of
 * heterogeneous treatment effects", Biometrika 108(2), 2021, §6: six features, noise of deviation
 * 1) and the three of Wager and Athey (JASA 113(523), 2018, §5.1, equations 27 to 29: their first,
 * with confounding and no effect, and the two with a smooth and a sharp effect, ten features).
 *
 * @param name short name
 * @param features how many
 * @param normal whether features are normal instead of uniform on [0, 1]
 * @param propensity P(T = 1 | x)
 * @param base E[Y(0) + Y(1) | x] / 2
 * @param effect E[Y(1) − Y(0) | x]
 */
record ForestWorlds(
    String name,
    int features,
    boolean normal,
    ToDoubleFunction<double[]> propensity,
    ToDoubleFunction<double[]> base,
    ToDoubleFunction<double[]> effect) {

  /** A draw: data, and the true effects of its rows. */
  record Draw(CateData data, double[] truth) {}

  static List<ForestWorlds> all() {
    return List.of(
        new ForestWorlds(
            "Nie-Wager A",
            6,
            false,
            x -> trim(0.1, Math.sin(Math.PI * x[0] * x[1])),
            x ->
                Math.sin(Math.PI * x[0] * x[1])
                    + 2 * (x[2] - 0.5) * (x[2] - 0.5)
                    + x[3]
                    + 0.5 * x[4],
            x -> (x[0] + x[1]) / 2),
        new ForestWorlds(
            "Nie-Wager B",
            6,
            true,
            x -> 0.5,
            x -> Math.max(0, Math.max(x[0] + x[1], x[2])) + Math.max(0, x[3] + x[4]),
            x -> x[0] + Math.log1p(Math.exp(x[1]))),
        new ForestWorlds(
            "Nie-Wager C",
            6,
            true,
            x -> 1 / (1 + Math.exp(x[1] + x[2])),
            x -> 2 * Math.log1p(Math.exp(x[0] + x[1] + x[2])),
            x -> 1),
        new ForestWorlds(
            "Nie-Wager D",
            6,
            true,
            x -> 1 / (1 + Math.exp(-x[0]) + Math.exp(-x[1])),
            x -> (Math.max(0, x[0] + x[1] + x[2]) + Math.max(0, x[3] + x[4])) / 2,
            x -> Math.max(0, x[0] + x[1] + x[2]) - Math.max(0, x[3] + x[4])),
        new ForestWorlds(
            "Wager-Athey 1", 10, false, x -> (1 + beta24(x[0])) / 4, x -> 2 * x[0] - 1, x -> 0),
        new ForestWorlds(
            "Wager-Athey 2", 10, false, x -> 0.5, x -> 0, x -> soft(20, x[0]) * soft(20, x[1])),
        new ForestWorlds(
            "Wager-Athey 3", 10, false, x -> 0.5, x -> 0, x -> sharp(x[0]) * sharp(x[1])));
  }

  private static double trim(double at, double value) {
    return Math.max(at, Math.min(value, 1 - at));
  }

  /** Density of the beta distribution with shapes 2 and 4. */
  private static double beta24(double x) {
    return 20 * x * Math.pow(1 - x, 3);
  }

  private static double soft(double slope, double x) {
    return 1 + 1 / (1 + Math.exp(-slope * (x - 1.0 / 3)));
  }

  private static double sharp(double x) {
    return 2 / (1 + Math.exp(-12 * (x - 0.5)));
  }

  Draw draw(int n, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] x = new double[n][features];
    int[] treatment = new int[n];
    double[] y = new double[n];
    double[] truth = new double[n];
    for (int i = 0; i < n; i++) {
      Arrays.setAll(x[i], c -> normal ? random.nextGaussian() : random.nextDouble());
      treatment[i] = random.nextDouble() < propensity.applyAsDouble(x[i]) ? 1 : 0;
      truth[i] = effect.applyAsDouble(x[i]);
      y[i] = base.applyAsDouble(x[i]) + (treatment[i] - 0.5) * truth[i] + random.nextGaussian();
    }
    return new Draw(CateData.of(Features.ofRows(names(), x), treatment, y), truth);
  }

  /** The mean effect over the population, from 1,000,000 draws of the features. */
  double averageEffect() {
    SplittableRandom random = Seed.of(20261124).derive(name).random();
    double[] x = new double[features];
    double sum = 0;
    int draws = 1_000_000;
    for (int i = 0; i < draws; i++) {
      Arrays.setAll(x, c -> normal ? random.nextGaussian() : random.nextDouble());
      sum += effect.applyAsDouble(x);
    }
    return sum / draws;
  }

  private List<String> names() {
    return IntStream.rangeClosed(1, features).mapToObj(c -> "x" + c).toList();
  }
}
