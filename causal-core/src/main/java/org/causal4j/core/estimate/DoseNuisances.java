package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/** The models behind a dose-response curve, and the pseudo-outcomes and weights they make. */
final class DoseNuisances {
  private static final int GRID = 100;
  private static final double LEAST_VARIANCE = 0.05;
  private static final double STEP = 0.1;
  private static final double MOST_RATIO = 5;
  private static final double LEAST_LEFT = 1e-4;

  final double[] pseudo;
  final double[] weight;
  final double[] marginalOfUnits;
  final ImmutableList<NuisanceScore> scores;
  int clipped;

  private final DoseResponse settings;
  private final Features x;
  private final double[] dose;
  private final double[] y;
  private final int[] fold;
  private final String doseName;
  private final Predictor[] models;
  private final double[] observed;
  private final double[] expected;
  private final double[] deviation;
  private final ResidualDensity density;
  private final double[] grid = new double[GRID];
  private final double[] mean = new double[GRID];
  private final double[] marginal = new double[GRID];
  private final double[][] outcome = new double[GRID][];

  DoseNuisances(
      DoseResponse settings, Features x, double[] dose, double[] y, int[] clusters, Seed seed) {
    int n = y.length;
    this.settings = settings;
    this.x = x;
    this.dose = dose;
    this.y = y;
    fold = Folds.assign(new int[n], clusters, settings.folds(), seed.derive("folds"));
    double low = Arrays.stream(dose).min().orElseThrow();
    double high = Arrays.stream(dose).max().orElseThrow();
    Arrays.setAll(grid, g -> low + (high - low) * g / (GRID - 1));
    expected =
        CrossFit.predict(
            settings.treatment(), x, dose, fold, settings.folds(), i -> true, "dose", seed);
    deviation = deviation(seed);
    double[] residuals = new double[n];
    Arrays.setAll(residuals, i -> (dose[i] - expected[i]) / deviation[i]);
    density = new ResidualDensity(residuals);
    String name = "dose";
    while (x.names().contains(name)) {
      name = name + "'";
    }
    doseName = name;
    models = new Predictor[settings.folds()];
    Features own = x.plus(doseName, dose);
    for (int f = 0; f < models.length; f++) {
      int[] learn = CrossFit.outside(fold, f, models.length, i -> true);
      models[f] = settings.outcome().fit(own, y, learn, seed.derive(f).derive("outcome"));
    }
    observed = outcomes(dose);
    for (int g = 0; g < GRID; g++) {
      double[] same = new double[n];
      Arrays.fill(same, grid[g]);
      outcome[g] = outcomes(same);
      mean[g] = Arrays.stream(outcome[g]).average().orElseThrow();
      marginal[g] = marginal(grid[g]);
    }
    double least = 0.01 * Arrays.stream(marginal).max().orElseThrow();
    pseudo = new double[n];
    weight = new double[n];
    marginalOfUnits = new double[n];
    for (int i = 0; i < n; i++) {
      double all = between(marginal, dose[i]);
      double given = given(dose[i], i);
      boolean cut = all > settings.largest() * given;
      clipped += cut ? 1 : 0;
      weight[i] = cut ? settings.largest() : all / given;
      pseudo[i] = y[i] - observed[i] + between(mean, dose[i]);
      marginalOfUnits[i] = Math.max(least, all);
    }
    int[] rows = IntStream.range(0, n).toArray();
    scores =
        ImmutableList.of(
            NuisanceScore.rSquared("dose", settings.treatment().name(), dose, expected, rows, true),
            NuisanceScore.rSquared("outcome", settings.outcome().name(), y, observed, rows, true));
  }

  private double[] deviation(Seed seed) {
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
    // The median: a learner that does not extrapolate misses a few units at the ends.
    Preconditions.checkArgument(
        Arrays.stream(squares).sorted().skip(n / 2).findFirst().orElseThrow() > LEAST_LEFT * total,
        "treatment: the covariates determine it, so no effect can be told");
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

  /** The outcome that models of other folds expect of each unit at a dose of its own. */
  private double[] outcomes(double[] doses) {
    Features at = x.plus(doseName, doses);
    double[] outcomes = new double[doses.length];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = CrossFit.finite(models[fold[i]].predict(at, i), settings.outcome(), i);
    }
    return outcomes;
  }

  /** π(a | x) of a unit. */
  private double given(double a, int unit) {
    return density.at((a - expected[unit]) / deviation[unit]) / deviation[unit];
  }

  /** ϖ(a), the mean of π(a | X). */
  private double marginal(double a) {
    double sum = 0;
    for (int i = 0; i < dose.length; i++) {
      sum += given(a, i);
    }
    return sum / dose.length;
  }

  private double between(double[] values, double at) {
    double place = (at - grid[0]) / (grid[GRID - 1] - grid[0]) * (GRID - 1);
    int below = Math.max(0, Math.min(GRID - 2, (int) Math.floor(place)));
    return values[below] + (place - below) * (values[below + 1] - values[below]);
  }

  /**
   * 1/E[ϖ(a)/π(a | X)], the inverse of the mean square of weights at a dose: the share of units at
   * the dose that count, 1 where all units are as likely to get it, 0 where some never do. It is
   * taken over all units, so that it sees those that are never found at the dose and have no weight
   * there. A ratio counts up to 5 √n: units so few that leaving them out moves the mean by little
   * beside its standard error are no reason to refuse a dose.
   */
  double share(double a) {
    double all = marginal(a);
    double largest = MOST_RATIO * Math.sqrt(dose.length);
    double sum = 0;
    for (int i = 0; i < dose.length; i++) {
      sum += Math.min(largest, all / given(a, i));
    }
    return all > 0 ? dose.length / sum : 0;
  }

  /**
   * n times what each unit adds to the error of a fit; their mean is taken out. A unit's own
   * residual counts as if the unit had been left out (MacKinnon and White's HC3, Journal of
   * Econometrics 29(3), 1985), since a large weight pulls the curve to its outcome.
   */
  double[] influence(LocalQuadratic.Fit fit) {
    int n = pseudo.length;
    double[] influence = new double[n];
    double step = (grid[GRID - 1] - grid[0]) / (GRID - 1);
    for (int i = 0; i < n; i++) {
      double pull = fit.weight(dose[i]) * weight[i];
      if (pull != 0) {
        double left = 1 - Math.min(0.99, fit.leverage(dose[i], weight[i]));
        influence[i] = pull * (pseudo[i] - fit.curve(dose[i])) / left;
      }
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

  /**
   * Each unit's ∂μ(X, A)/∂a − (∂ log π(A | X)/∂a) (Y − μ(X, A)). The derivative of μ is a
   * difference over a fifth of the residual's deviation: a mean over a smooth density, it is
   * defined for trees too.
   */
  double[] derivatives() {
    int n = dose.length;
    double[] below = new double[n];
    double[] above = new double[n];
    for (int i = 0; i < n; i++) {
      below[i] = dose[i] - STEP * deviation[i];
      above[i] = dose[i] + STEP * deviation[i];
    }
    double[] low = outcomes(below);
    double[] high = outcomes(above);
    double[] derivative = new double[n];
    for (int i = 0; i < n; i++) {
      double score = -density.slope((dose[i] - expected[i]) / deviation[i]) / deviation[i];
      derivative[i] = (high[i] - low[i]) / (above[i] - below[i]) + score * (y[i] - observed[i]);
    }
    return derivative;
  }
}
