package org.causal4j.core.uplift;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.kernel.spi.Workers;

/**
 * A band that holds the whole gain curve with the level's probability: gain ± c standard errors,
 * with c the quantile of the largest |G* − G|/SE over the points, G* being the curve of a sample of
 * clusters drawn with replacement (van der Vaart and Wellner, <i>Weak Convergence and Empirical
 * Processes</i>, 1996, §3.6).
 */
final class CurveBand {
  private static final double MOST_FAILED = 0.1;

  private final UpliftData data;
  private final ScoreBlocks blocks;
  private final UpliftOptions options;
  private final Seed seed;

  CurveBand(UpliftData data, ScoreBlocks blocks, UpliftOptions options, Seed seed) {
    this.data = data;
    this.blocks = blocks;
    this.options = options;
    this.seed = seed.derive("uplift band");
  }

  /** The points with their band; without one where samples too often lack an arm. */
  ImmutableList<UpliftPoint> around(List<UpliftPoint> points) {
    double[] largest = new double[options.replicates()];
    new Workers(options.threads())
        .run(largest.length, r -> largest[r] = largestDeviation(points, seed.derive(r)));
    double[] valid = Arrays.stream(largest).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (valid.length < (1 - MOST_FAILED) * largest.length) {
      return ImmutableList.copyOf(points);
    }
    int at = (int) Math.ceil(options.level() * (valid.length + 1)) - 1;
    double critical = valid[Math.min(valid.length - 1, at)];
    return points.stream()
        .map(point -> withBand(point, critical))
        .collect(ImmutableList.toImmutableList());
  }

  private UpliftPoint withBand(UpliftPoint point, double critical) {
    double half = critical * point.gain().standardError();
    double gain = point.gain().estimate();
    return new UpliftPoint(
        point.fraction(),
        point.n(),
        point.gain(),
        point.qini(),
        Optional.of(new ConfidenceInterval(gain - half, gain + half, options.level())));
  }

  /** NaN where the sample lacks an arm. */
  private double largestDeviation(List<UpliftPoint> points, Seed sample) {
    SplittableRandom random = sample.random();
    int[] copies = new int[data.clusters()];
    for (int draw = 0; draw < copies.length; draw++) {
      copies[random.nextInt(copies.length)]++;
    }
    double[] weight = new double[data.rows()];
    Arrays.setAll(weight, i -> copies[data.cluster(i)] * data.weight(i));
    EffectScores scores = new EffectScores(data, weight);
    if (!scores.isDefined()) {
      return Double.NaN;
    }
    GainCurve curve = new GainCurve(scores, blocks);
    double largest = 0;
    for (UpliftPoint point : points) {
      double error = point.gain().standardError();
      if (error > 0) {
        double off = Math.abs(curve.at(point.fraction()) - point.gain().estimate());
        largest = Math.max(largest, off / error);
      }
    }
    return largest;
  }
}
