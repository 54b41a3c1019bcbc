package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ClusterVariance;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.Overlap;

/**
 * What data say of estimated effects without knowing the true ones: calibration, average effects of
 * groups, R-loss. The estimates come from models that have not seen the unit's fold; standard
 * errors are robust to dependence within clusters and take the estimates and folds as given.
 * Immutable and safe to share between threads.
 */
public final class CateEvaluation {
  private static final int DRAWS = 20_000;
  private static final double FLAT = 1e-9;

  private final CateNuisances nuisances;
  private final double[] effects;
  private final double[] scores;
  private final int[] clusters;

  private CateEvaluation(CateNuisances nuisances, double[] effects) {
    Preconditions.checkArgument(
        effects.length == nuisances.data().n(),
        "effects: has %s values for %s units",
        effects.length,
        nuisances.data().n());
    for (int i = 0; i < effects.length; i++) {
      Preconditions.checkArgument(
          Double.isFinite(effects[i]), "effects: row %s is %s", (Object) i, effects[i]);
    }
    this.nuisances = nuisances;
    this.effects = effects;
    this.scores = nuisances.scores();
    this.clusters = nuisances.data().clusters();
  }

  /** Of a learner, fitted once a fold. */
  public static CateEvaluation of(CateLearner learner, CateNuisances nuisances, Seed seed) {
    return new CateEvaluation(nuisances, OutOfFold.effects(learner, nuisances, seed));
  }

  /**
   * Of effects that are there already.
   *
   * @param effects one a unit, each from a model that has not seen the unit's fold
   */
  public static CateEvaluation of(double[] effects, CateNuisances nuisances) {
    return new CateEvaluation(nuisances, effects.clone());
  }

  /** √ of the mean squared error where the effects are known (Hill, JCGS 20(1), 2011). */
  public static double rootPehe(double[] estimates, double[] truth) {
    Preconditions.checkArgument(
        estimates.length == truth.length && truth.length > 0,
        "estimates: has %s values for %s effects",
        estimates.length,
        truth.length);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += (estimates[i] - truth[i]) * (estimates[i] - truth[i]);
    }
    return Math.sqrt(sum / truth.length);
  }

  /** The out-of-fold effects. */
  public double[] effects() {
    return effects.clone();
  }

  /** The R-loss of the out-of-fold effects. */
  public double rLoss() {
    return nuisances.rLoss(effects);
  }

  /** The average effect, by doubly robust scores; it does not depend on the estimated effects. */
  public CateEstimate average(double level) {
    double mean = Arrays.stream(scores).average().orElseThrow();
    return CateEstimate.normal(
        mean,
        ClusterVariance.standardError(Arrays.stream(scores).map(s -> s - mean).toArray(), clusters),
        level);
  }

  /** Whether treated and control units can be compared, under weights 1/e and 1/(1 − e). */
  public Overlap overlap() {
    CateData data = nuisances.data();
    double[] raw = new double[data.n()];
    double[] weights = new double[data.n()];
    int clipped = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = nuisances.rawPropensity(i);
      double e = nuisances.propensity(i);
      clipped += e == raw[i] ? 0 : 1;
      weights[i] = data.treatment(i) == 1 ? 1 / e : 1 / (1 - e);
    }
    return Overlap.of(data.x(), raw, data.treatments(), weights, clipped);
  }

  /** The best linear predictor; empty where the estimates do not vary. */
  public Optional<Calibration> calibration(double level) {
    double mean = Arrays.stream(effects).average().orElseThrow();
    double spread = Arrays.stream(effects).map(e -> Math.abs(e - mean)).max().orElseThrow();
    double size = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
    if (spread <= FLAT * size) {
      return Optional.empty();
    }
    double[] ones = new double[effects.length];
    Arrays.fill(ones, 1);
    SandwichFit fit =
        SandwichFit.of(
            Arrays.stream(effects)
                .mapToObj(e -> new double[] {1, e - mean})
                .toArray(double[][]::new),
            scores,
            ones,
            clusters);
    double[] atMean = {1, 0};
    double[] slope = {0, 1};
    return Optional.of(
        new Calibration(
            fit.value(atMean),
            ConfidenceInterval.normal(fit.value(atMean), fit.standardError(atMean), level),
            fit.value(slope),
            fit.standardError(slope),
            ConfidenceInterval.normal(fit.value(slope), fit.standardError(slope), level)));
  }

  /**
   * Average effects of groups by rank of the estimated effect within the fold (GATES of
   * Chernozhukov et al., Econometrica 93(4), 2025, §2.3). The band is that of the largest |t|, its
   * quantile simulated with 20,000 draws.
   *
   * @param count of groups, at least 1 and at most the units of the smallest fold
   */
  public ImmutableList<EffectGroup> groups(int count, double level, Seed seed) {
    int[] group = ranked(count);
    double[][] influence = new double[count][effects.length];
    double[] means = new double[count];
    double[] predicted = new double[count];
    int[] units = new int[count];
    for (int i = 0; i < group.length; i++) {
      units[group[i]]++;
      means[group[i]] += scores[i];
      predicted[group[i]] += effects[i];
    }
    for (int g = 0; g < count; g++) {
      means[g] /= units[g];
    }
    for (int i = 0; i < group.length; i++) {
      int g = group[i];
      influence[g][i] = (scores[i] - means[g]) * group.length / units[g];
    }
    double[][] covariance = ClusterVariance.covariance(influence, clusters);
    double critical = critical(covariance, level, seed.random());
    ImmutableList.Builder<EffectGroup> groups = ImmutableList.builder();
    for (int g = 0; g < count; g++) {
      double error = Math.sqrt(Math.max(0, covariance[g][g]));
      groups.add(
          new EffectGroup(
              g + 1,
              units[g],
              predicted[g] / units[g],
              means[g],
              error,
              ConfidenceInterval.normal(means[g], error, level),
              new ConfidenceInterval(
                  means[g] - critical * error, means[g] + critical * error, level)));
    }
    return groups.build();
  }

  /** The group of each unit, equal shares of each fold by rank; equal ranks by order of rows. */
  private int[] ranked(int count) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    int[] group = new int[effects.length];
    for (int f = 0; f < nuisances.folds(); f++) {
      int fold = f;
      int[] order =
          IntStream.range(0, effects.length)
              .filter(i -> nuisances.fold(i) == fold)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> effects[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      Preconditions.checkArgument(
          order.length >= count,
          "count: %s is more than the %s units of a fold",
          count,
          order.length);
      for (int k = 0; k < order.length; k++) {
        group[order[k]] = (int) ((long) k * count / order.length);
      }
    }
    return group;
  }

  /** The quantile of the largest |z| of normal z with the correlations of a covariance. */
  private static double critical(double[][] covariance, double level, SplittableRandom random) {
    int k = covariance.length;
    double[][] lower = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        double scale = Math.sqrt(covariance[a][a] * covariance[b][b]);
        double sum = a == b ? 1 : scale > 0 ? covariance[a][b] / scale : 0;
        for (int c = 0; c < b; c++) {
          sum -= lower[a][c] * lower[b][c];
        }
        if (a == b) {
          lower[a][a] = Math.sqrt(Math.max(0, sum));
        } else {
          lower[a][b] = lower[b][b] > FLAT ? sum / lower[b][b] : 0;
        }
      }
    }
    double[] largest = new double[DRAWS];
    double[] z = new double[k];
    for (int d = 0; d < DRAWS; d++) {
      for (int a = 0; a < k; a++) {
        z[a] = random.nextGaussian();
        double value = 0;
        for (int b = 0; b <= a; b++) {
          value += lower[a][b] * z[b];
        }
        largest[d] = Math.max(largest[d], Math.abs(value));
      }
    }
    Arrays.sort(largest);
    return largest[Math.min(DRAWS - 1, (int) Math.ceil(level * DRAWS) - 1)];
  }
}
