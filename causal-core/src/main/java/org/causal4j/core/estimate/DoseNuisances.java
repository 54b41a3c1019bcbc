package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/** The models behind a dose-response curve, and the pseudo-outcome they make. */
final class DoseNuisances {
  private static final int GRID = 100;
  private static final int DENSITY_GRID = 400;
  private static final double LEAST_VARIANCE = 0.05;

  final double[] pseudo;
  final ImmutableList<NuisanceScore> scores;
  int clipped;

  private final double[] grid = new double[GRID];
  private final double[] mean = new double[GRID];
  private final double[] marginal = new double[GRID];
  private final double[][] outcome = new double[GRID][];
  private final double[] units;

  DoseNuisances(
      DoseResponse settings, Features x, double[] dose, double[] y, int[] clusters, Seed seed) {
    int n = y.length;
    units = dose;
    int[] fold = Folds.assign(new int[n], clusters, settings.folds(), seed.derive("folds"));
    double low = Arrays.stream(dose).min().orElseThrow();
    double high = Arrays.stream(dose).max().orElseThrow();
    Arrays.setAll(grid, g -> low + (high - low) * g / (GRID - 1));
    double[] expected =
        CrossFit.predict(
            settings.treatment(), x, dose, fold, settings.folds(), i -> true, "dose", seed);
    double[] deviation = deviation(settings, x, dose, expected, fold, seed);
    Density density = new Density(dose, expected, deviation);
    double[] observed = outcomes(settings, x, dose, y, fold, seed);
    for (int g = 0; g < GRID; g++) {
      for (int i = 0; i < n; i++) {
        mean[g] += outcome[g][i] / n;
        marginal[g] += density.at((grid[g] - expected[i]) / deviation[i]) / deviation[i] / n;
      }
    }
    pseudo = new double[n];
    for (int i = 0; i < n; i++) {
      double own = density.at((dose[i] - expected[i]) / deviation[i]) / deviation[i];
      double all = between(marginal, dose[i]);
      boolean cut = all > settings.largest() * own;
      clipped += cut ? 1 : 0;
      double weight = cut ? settings.largest() : all / own;
      pseudo[i] = (y[i] - observed[i]) * weight + between(mean, dose[i]);
    }
    int[] rows = IntStream.range(0, n).toArray();
    scores =
        ImmutableList.of(
            NuisanceScore.rSquared("dose", settings.treatment().name(), dose, expected, rows, true),
            NuisanceScore.rSquared("outcome", settings.outcome().name(), y, observed, rows, true));
  }

  private static double[] deviation(
      DoseResponse settings, Features x, double[] dose, double[] expected, int[] fold, Seed seed) {
    int n = dose.length;
    double[] squares = new double[n];
    double average = 0;
    double total = 0;
    double center = Arrays.stream(dose).average().orElseThrow();
    for (int i = 0; i < n; i++) {
      squares[i] = (dose[i] - expected[i]) * (dose[i] - expected[i]);
      average += squares[i] / n;
      total += (dose[i] - center) * (dose[i] - center) / n;
    }
    Preconditions.checkArgument(
        average > 1e-6 * total, "treatment: the covariates determine it, so no effect can be told");
    double[] variance =
        CrossFit.predict(
            settings.treatment(),
            x,
            squares,
            fold,
            settings.folds(),
            i -> true,
            "variance of the dose",
            seed);
    double least = LEAST_VARIANCE * average;
    return Arrays.stream(variance).map(v -> Math.sqrt(Math.max(least, v))).toArray();
  }

  /** Fills the outcomes at the grid, and returns those at the units' own doses. */
  private double[] outcomes(
      DoseResponse settings, Features x, double[] dose, double[] y, int[] fold, Seed seed) {
    int n = y.length;
    String name = "dose";
    while (x.names().contains(name)) {
      name = name + "'";
    }
    Features own = x.plus(name, dose);
    Predictor[] models = new Predictor[settings.folds()];
    double[] observed = new double[n];
    for (int f = 0; f < models.length; f++) {
      int[] learn = CrossFit.outside(fold, f, models.length, i -> true);
      models[f] = settings.outcome().fit(own, y, learn, seed.derive(f).derive("outcome"));
    }
    for (int i = 0; i < n; i++) {
      observed[i] = CrossFit.finite(models[fold[i]].predict(own, i), settings.outcome(), i);
    }
    for (int g = 0; g < GRID; g++) {
      double[] same = new double[n];
      Arrays.fill(same, grid[g]);
      Features at = x.plus(name, same);
      outcome[g] = new double[n];
      for (int i = 0; i < n; i++) {
        outcome[g][i] = CrossFit.finite(models[fold[i]].predict(at, i), settings.outcome(), i);
      }
    }
    return observed;
  }

  private double between(double[] values, double dose) {
    double at = (dose - grid[0]) / (grid[GRID - 1] - grid[0]) * (GRID - 1);
    int below = Math.max(0, Math.min(GRID - 2, (int) Math.floor(at)));
    return values[below] + (at - below) * (values[below + 1] - values[below]);
  }

  /** n times what each unit adds to the error of a fit; their mean is taken out. */
  double[] influence(LocalLinear.Fit fit) {
    int n = pseudo.length;
    double[] influence = new double[n];
    double step = (grid[GRID - 1] - grid[0]) / (GRID - 1);
    for (int i = 0; i < n; i++) {
      influence[i] = fit.weight(units[i]) * (pseudo[i] - fit.line(units[i]));
    }
    for (int g = 0; g < GRID; g++) {
      double w = fit.weight(grid[g]) * marginal[g] * step;
      if (w != 0) {
        for (int i = 0; i < n; i++) {
          influence[i] += w * (outcome[g][i] - mean[g]);
        }
      }
    }
    double average = Arrays.stream(influence).average().orElseThrow();
    for (int i = 0; i < n; i++) {
      influence[i] -= average;
    }
    return influence;
  }

  /** The density of standardized residuals by a normal kernel, at a fine grid and between it. */
  private static final class Density {
    private final double low;
    private final double step;
    private final double[] values = new double[DENSITY_GRID];

    Density(double[] dose, double[] expected, double[] deviation) {
      int n = dose.length;
      double[] e = new double[n];
      Arrays.setAll(e, i -> (dose[i] - expected[i]) / deviation[i]);
      double center = Arrays.stream(e).average().orElseThrow();
      double sd = Math.sqrt(Arrays.stream(e).map(v -> (v - center) * (v - center)).sum() / n);
      // Silverman, Density Estimation for Statistics and Data Analysis, 1986, (3.28).
      double h = Math.max(1e-6, 1.06 * sd * Math.pow(n, -0.2));
      low = Arrays.stream(e).min().orElseThrow() - 3 * h;
      step = (Arrays.stream(e).max().orElseThrow() + 3 * h - low) / (DENSITY_GRID - 1);
      for (double v : e) {
        int from = Math.max(0, (int) ((v - 5 * h - low) / step));
        int to = Math.min(DENSITY_GRID - 1, (int) ((v + 5 * h - low) / step) + 1);
        for (int g = from; g <= to; g++) {
          double u = (low + g * step - v) / h;
          values[g] += Math.exp(-u * u / 2) / (Math.sqrt(2 * Math.PI) * h * n);
        }
      }
    }

    double at(double e) {
      double place = (e - low) / step;
      if (place < 0 || place > DENSITY_GRID - 1) {
        return 0;
      }
      int below = Math.min(DENSITY_GRID - 2, (int) place);
      return values[below] + (place - below) * (values[below + 1] - values[below]);
    }
  }
}
