package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a score that claims to be an effect is one: are units with a predicted effect of 3 moved
 * by 3?
 *
 * <p>The slope and intercept are those of the best linear predictor of the effect by the score,
 * found by regressing effect scores ψ on it (Chernozhukov, Demirer, Duflo and Fernández-Val,
 * "Generic machine learning inference on heterogeneous treatment effects", 2018, §2.2): 1 and 0 for
 * a calibrated score. The error Σ_b share_b (observed_b − predicted_b)² is of bins of equal shares
 * of the population; what noise alone adds to it, Σ_b share_b SE_b², is taken off (Xu and
 * Yadlowsky, "Calibration error for heterogeneous treatment effects", AISTATS 2022, §3, do so by
 * splitting; here the standard errors are used), so that it may come out below 0.
 *
 * <p>Units of equal score are never parted: a block of them belongs to the bin of its middle. Cost
 * n for each bin. Immutable.
 *
 * @param bins from the lowest score to the highest
 * @param slope of effect on score; empty where all scores are equal
 * @param intercept effect where the score is 0; empty where all scores are equal
 * @param meanError mean of score less effect over all units: above 0 where the score promises too
 *     much
 * @param squaredError calibration error, squared, less what noise adds; empty where the effect of a
 *     bin could not be told
 */
public record UpliftCalibration(
    ImmutableList<CalibrationBin> bins,
    Optional<UpliftValue> slope,
    Optional<UpliftValue> intercept,
    UpliftValue meanError,
    Optional<UpliftValue> squaredError) {
  private static final int FEWEST = 2;

  /**
   * The calibration of the score of a curve.
   *
   * @param bins 2 to 100; fewer come out where units share scores
   */
  public static UpliftCalibration of(UpliftCurve curve, int bins) {
    Preconditions.checkArgument(bins >= 2 && bins <= 100, "bins: %s is not within 2 to 100", bins);
    UpliftData data = curve.data();
    EffectScores scores = curve.effectScores();
    double level = curve.options().level();
    Spread spread = curve.spread();
    int n = data.rows();
    double[] score = data.scores();
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += scores.weight(i) * score[i] / scores.total();
    }
    double[] predicted = new double[n];
    double center = mean;
    Arrays.setAll(predicted, i -> score[i] - center);
    double[] ate = curve.ateInfluence();
    UpliftValue meanError =
        spread.value(
            mean - curve.ate().estimate(), UpliftCurve.combined(predicted, 1, ate, -1), level);
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += scores.weight(i) * predicted[i] * predicted[i] / scores.total();
    }
    Binned binned = Binned.of(curve, bins);
    if (Arrays.stream(score).allMatch(s -> s == score[0])) {
      return new UpliftCalibration(
          binned.bins, Optional.empty(), Optional.empty(), meanError, binned.error(curve));
    }
    double slope = scores.mean(predicted) / variance;
    // of the covariance: that of the mean of ψ f with f centered at a mean that is estimated
    double[] slopes = scores.influence(predicted);
    for (int i = 0; i < n; i++) {
      slopes[i] =
          (slopes[i]
                  - curve.ate().estimate() * predicted[i]
                  - slope * (predicted[i] * predicted[i] - variance))
              / variance;
    }
    double[] intercepts = new double[n];
    for (int i = 0; i < n; i++) {
      intercepts[i] = ate[i] - slope * predicted[i] - mean * slopes[i];
    }
    return new UpliftCalibration(
        binned.bins,
        Optional.of(spread.value(slope, slopes, level)),
        Optional.of(spread.value(curve.ate().estimate() - slope * mean, intercepts, level)),
        meanError,
        binned.error(curve));
  }

  /** The bins with the influence values of their effects. */
  private record Binned(ImmutableList<CalibrationBin> bins, ImmutableList<double[]> influences) {
    static Binned of(UpliftCurve curve, int count) {
      UpliftData data = curve.data();
      ScoreBlocks blocks = new ScoreBlocks(data);
      double[] ranks = new GainCurve(curve.effectScores(), blocks).centeredRanks();
      int[] binOf = new int[data.rows()];
      Arrays.setAll(binOf, i -> Math.min(count - 1, (int) ((ranks[i] + 0.5) * count)));
      ImmutableList.Builder<CalibrationBin> bins = ImmutableList.builder();
      ImmutableList.Builder<double[]> influences = ImmutableList.builder();
      for (int b = 0; b < count; b++) {
        int bin = b;
        if (Arrays.stream(binOf).anyMatch(k -> k == bin)) {
          double[] influence = new double[binOf.length];
          bins.add(bin(curve, binOf, bin, influence));
          influences.add(influence);
        }
      }
      return new Binned(bins.build(), influences.build());
    }

    private static CalibrationBin bin(UpliftCurve curve, int[] binOf, int bin, double[] influence) {
      UpliftData data = curve.data();
      double[] weight = new double[binOf.length];
      int[] arms = new int[2];
      double sum = 0;
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < binOf.length; i++) {
        if (binOf[i] == bin) {
          weight[i] = data.weight(i);
          arms[data.isTreated(i) ? 1 : 0]++;
          sum += weight[i] * data.score(i);
          low = Math.min(low, data.score(i));
          high = Math.max(high, data.score(i));
        }
      }
      double inBin = Arrays.stream(weight).sum();
      double share = inBin / curve.effectScores().total();
      Optional<UpliftValue> observed = Optional.empty();
      if (Math.min(arms[0], arms[1]) >= FEWEST) {
        EffectScores scores = new EffectScores(data, weight);
        double[] ones = new double[binOf.length];
        Arrays.fill(ones, 1);
        double[] inside = scores.influence(ones);
        for (int i = 0; i < inside.length; i++) {
          influence[i] = binOf[i] == bin ? inside[i] / share : 0;
        }
        observed =
            Optional.of(
                curve.spread().value(scores.mean(ones), influence, curve.options().level()));
      }
      return new CalibrationBin(arms[0] + arms[1], share, low, high, sum / inBin, observed);
    }

    private Optional<UpliftValue> error(UpliftCurve curve) {
      double error = 0;
      double noise = 0;
      double[] influence = new double[curve.data().rows()];
      for (int b = 0; b < bins.size(); b++) {
        CalibrationBin bin = bins.get(b);
        if (bin.observed().isEmpty()) {
          return Optional.empty();
        }
        UpliftValue observed = bin.observed().get();
        double off = observed.estimate() - bin.predicted();
        double variance = observed.standardError() * observed.standardError();
        error += bin.share() * (off * off - variance);
        noise += 2 * bin.share() * bin.share() * variance * variance;
        for (int i = 0; i < influence.length; i++) {
          influence[i] += 2 * bin.share() * off * influences.get(b)[i];
        }
      }
      double linear = curve.spread().standardError(influence);
      return Optional.of(
          UpliftValue.of(error, Math.sqrt(linear * linear + noise), curve.options().level()));
    }
  }

  /** The root of the squared error, 0 where noise explains all of it. */
  public Optional<Double> error() {
    return squaredError.map(value -> Math.sqrt(Math.max(0, value.estimate())));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "UpliftCalibration[%d bins, slope %s, mean error %s]",
        bins.size(),
        slope.map(UpliftValue::toString).orElse("none"),
        meanError);
  }
}
