package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.causal4j.core.Seed;

/**
 * Gain, Qini and AUUC of a score, as the package page defines them, with intervals.
 *
 * <pre>{@code
 * UpliftCurve curve = UpliftCurve.of(UpliftData.of(score, treatment, outcome), Seed.of(7));
 * curve.qini();          // 0.0031 [0.0012, 0.0050]
 * curve.target(0.3);     // what treating the best 30 % gains
 * }</pre>
 *
 * <p>The gain is estimated by the mean of effect scores ψ over the targeted units: augmented
 * inverse propensity scores around the arms' weighted means, so that G(1) is the difference of arm
 * means, a constant added to all outcomes changes nothing, and the reversed score has the Qini of
 * the other sign. Then AUUC = Σ ψ F / n with F the share of units of lower score, ties counted
 * half: a V-statistic. Its influence values are exact (those of ψ, of the arms' means and shares,
 * and of the ranks), as are those of the Qini; standard errors sum them in clusters. Yadlowsky et
 * al. (JASA 2025, §3) prove that such means are asymptotically normal, and use a bootstrap instead.
 * The interval of the gain at a cut counts the estimation of the cut, with the effect at the cut
 * smoothed over n^(−1/5)/2 of the units. The band around the whole curve, if asked for, is of the
 * bootstrap: of the largest deviation in standard errors over all points.
 *
 * <p>Cost n log n, and n for each point and bootstrap sample. Immutable and safe to share between
 * threads.
 */
public final class UpliftCurve {
  private static final int FEW_CLUSTERS = 30;
  private static final double TELLS_ARMS = 0.001;

  private final UpliftData data;
  private final UpliftOptions options;
  private final EffectScores scores;
  private final GainCurve curve;
  private final Spread spread;
  private final double[] ateInfluence;
  private final double[] qiniInfluence;
  private final UpliftValue ate;
  private final UpliftValue qini;
  private final UpliftValue auuc;
  private final Optional<PerfectModel> perfect;
  private final ImmutableList<UpliftPoint> points;
  private final ImmutableList<String> notes;

  private UpliftCurve(UpliftData data, UpliftOptions options, Seed seed) {
    this.data = data;
    this.options = options;
    ScoreBlocks blocks = new ScoreBlocks(data);
    scores = new EffectScores(data, EffectScores.weights(data));
    curve = new GainCurve(scores, blocks);
    spread = new Spread(data);
    double[] all = new double[data.rows()];
    Arrays.fill(all, 1);
    ateInfluence = scores.influence(all);
    ate = value(curve.total(), ateInfluence);
    double[] ranks = curve.centeredRanks();
    double area = scores.mean(ranks);
    double auucValue = area + curve.total() / 2;
    qiniInfluence = scores.influence(ranks);
    double[] middle = curve.middleGains();
    for (int i = 0; i < qiniInfluence.length; i++) {
      qiniInfluence[i] += middle[i] - auucValue;
    }
    qini = value(area, qiniInfluence);
    auuc = value(auucValue, combined(qiniInfluence, 1, ateInfluence, 0.5));
    perfect = perfectModel();
    points = points(blocks, seed);
    notes = notes(ranks);
  }

  /** The curve of a score, with default options. The seed is not used, as no band is drawn. */
  public static UpliftCurve of(UpliftData data, Seed seed) {
    return of(data, UpliftOptions.defaults(), seed);
  }

  /**
   * The curve of a score.
   *
   * @param seed of the bootstrap, if the options ask for one
   */
  public static UpliftCurve of(UpliftData data, UpliftOptions options, Seed seed) {
    return new UpliftCurve(data, options, seed);
  }

  private UpliftValue value(double estimate, double[] influence) {
    return spread.value(estimate, influence, options.level());
  }

  static double[] combined(double[] a, double timesA, double[] b, double timesB) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> timesA * a[i] + timesB * b[i]);
    return sum;
  }

  private ImmutableList<UpliftPoint> points(ScoreBlocks blocks, Seed seed) {
    double[] fractions;
    if (curve.corners() <= options.points()) {
      fractions = new double[curve.corners()];
      Arrays.setAll(fractions, curve::fraction);
    } else {
      fractions = new double[options.points() + 1];
      Arrays.setAll(fractions, k -> (double) k / options.points());
    }
    List<UpliftPoint> plain = new ArrayList<>();
    for (double q : fractions) {
      plain.add(point(q));
    }
    if (options.replicates() == 0) {
      return ImmutableList.copyOf(plain);
    }
    return new CurveBand(data, blocks, options, seed).around(plain);
  }

  private UpliftPoint point(double q) {
    double[] influence = gainInfluence(q);
    double gain = curve.at(q);
    return new UpliftPoint(
        q,
        count(curve.targeted(q)),
        value(gain, influence),
        value(gain - q * curve.total(), combined(influence, 1, ateInfluence, -q)),
        Optional.empty());
  }

  private static double count(double[] chances) {
    return Arrays.stream(chances).sum();
  }

  /** Influence values of the gain at a fraction; those of the cut are −slope · (targeted − q). */
  double[] gainInfluence(double q) {
    double[] chance = curve.targeted(q);
    double[] influence = scores.influence(chance);
    double slope = curve.slope(q);
    for (int i = 0; i < influence.length; i++) {
      influence[i] -= slope * (chance[i] - q);
    }
    return influence;
  }

  private Optional<PerfectModel> perfectModel() {
    double p1 = scores.armMean(data, 1);
    double p0 = scores.armMean(data, 0);
    if (!data.isBinary() || p1 < 0 || p1 > 1 || p0 < 0 || p0 > 1) {
      return Optional.empty();
    }
    return Optional.of(
        new PerfectModel(
            Math.min(p1, 1 - p0),
            Math.min(p0, 1 - p1),
            value((p1 * (1 - p1) + p0 * (1 - p0)) / 2, perfectInfluence())));
  }

  private double[] perfectInfluence() {
    return combined(
        scores.armInfluence(data, 1),
        (1 - 2 * scores.armMean(data, 1)) / 2,
        scores.armInfluence(data, 0),
        (1 - 2 * scores.armMean(data, 0)) / 2);
  }

  private ImmutableList<String> notes(double[] ranks) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    if (data.clusters() < FEW_CLUSTERS) {
      notes.add("only " + data.clusters() + " clusters: intervals may be too short");
    }
    double smaller = Math.min(effective(1), effective(0));
    if (smaller < 100) {
      notes.add(
          String.format(
              Locale.ROOT, "the smaller arm counts as %.0f units: intervals are rough", smaller));
    }
    if (curve.corners() == 2) {
      notes.add("all units have the same score: it targets at random");
    }
    UpliftValue apart = armsApart(ranks);
    if (apart.pValue() < TELLS_ARMS) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the score is higher in one arm (AUC %.3f for being treated, p %.2g), which random"
                  + " assignment would not do: without the right propensities these are no effects",
              0.5 + apart.estimate(),
              apart.pValue()));
    }
    return notes.build();
  }

  private double effective(int arm) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < data.rows(); i++) {
      double w = scores.weight(i) * scores.inArm(i, arm);
      sum += w;
      squares += w * w;
    }
    return sum * sum / squares;
  }

  /** Chance that a treated unit has a higher score than a control unit, ties half, less a half. */
  private UpliftValue armsApart(double[] ranks) {
    int n = data.rows();
    double treated = 0;
    double control = 0;
    for (int i = 0; i < n; i++) {
      treated += scores.weight(i) * scores.inArm(i, 1) * ranks[i] / scores.total();
      control += scores.weight(i) * scores.inArm(i, 0) * ranks[i] / scores.total();
    }
    double[] influence = new double[n];
    for (int i = 0; i < n; i++) {
      influence[i] =
          scores.inArm(i, 1) * (ranks[i] - treated) - scores.inArm(i, 0) * (ranks[i] - control);
    }
    return value(treated - control, influence);
  }

  /** The average effect, G(1): the difference of the arms' weighted mean outcomes. */
  public UpliftValue ate() {
    return ate;
  }

  /**
   * Qini coefficient: area between the gain curve and random targeting, in units of the outcome.
   */
  public UpliftValue qini() {
    return qini;
  }

  /** Area under the gain curve, Qini + ATE/2; half the average effect for random targeting. */
  public UpliftValue auuc() {
    return auuc;
  }

  /**
   * Qini divided by the absolute average effect; the sign is that of the Qini. Empty where the
   * interval of the average effect includes 0, as the ratio then means nothing. Error by the delta
   * method.
   */
  public Optional<UpliftValue> qiniByEffect() {
    return ratio(qini, qiniInfluence, ate, ateInfluence);
  }

  /**
   * AUUC divided by the absolute average effect: 0.5 for random targeting where the effect is
   * positive and −0.5 where it is negative. Empty where the interval of the average effect includes
   * 0.
   */
  public Optional<UpliftValue> auucByEffect() {
    return ratio(auuc, combined(qiniInfluence, 1, ateInfluence, 0.5), ate, ateInfluence);
  }

  /**
   * Qini divided by that of the {@link #perfect()} score, at most 1. Empty where the outcome is not
   * 0 or 1, or where the interval of the divisor includes 0.
   */
  public Optional<UpliftValue> qiniByPerfect() {
    if (perfect.isEmpty()) {
      return Optional.empty();
    }
    return ratio(qini, qiniInfluence, perfect.get().qini(), perfectInfluence());
  }

  private Optional<UpliftValue> ratio(
      UpliftValue above, double[] aboveInfluence, UpliftValue below, double[] belowInfluence) {
    if (below.interval().covers(0)) {
      return Optional.empty();
    }
    double size = Math.abs(below.estimate());
    double ratio = above.estimate() / size;
    double sign = Math.signum(below.estimate());
    return Optional.of(
        value(ratio, combined(aboveInfluence, 1 / size, belowInfluence, -ratio * sign / size)));
  }

  /** The best that any score could do; empty where the outcome is not 0 or 1. */
  public Optional<PerfectModel> perfect() {
    return perfect;
  }

  /** The curve, from fraction 0 to 1. */
  public ImmutableList<UpliftPoint> points() {
    return points;
  }

  /** What a reader must know. */
  public ImmutableList<String> notes() {
    return notes;
  }

  /** What was judged. */
  public UpliftData data() {
    return data;
  }

  /** How. */
  public UpliftOptions options() {
    return options;
  }

  /** Gain, with its interval, where any fraction is targeted. */
  public UpliftValue gain(double fraction) {
    checkFraction(fraction);
    return value(curve.at(fraction), gainInfluence(fraction));
  }

  /**
   * What treating the best fraction is worth; of units that share the score at the cut some are
   * drawn at random.
   *
   * @param fraction from 0 to 1
   */
  public TargetingValue target(double fraction) {
    checkFraction(fraction);
    return targeting(
        fraction,
        curve.targeted(fraction),
        curve.at(fraction),
        gainInfluence(fraction),
        new double[data.rows()]);
  }

  /** What treating all whose score is above a threshold is worth, as those predicted to gain. */
  public TargetingValue targetAbove(double threshold) {
    Preconditions.checkArgument(!Double.isNaN(threshold), "threshold: is NaN");
    double[] chosen = new double[data.rows()];
    Arrays.setAll(chosen, i -> data.score(i) > threshold ? 1 : 0);
    double fraction = 0;
    for (int i = 0; i < chosen.length; i++) {
      fraction += scores.weight(i) * chosen[i] / scores.total();
    }
    double[] share = new double[chosen.length];
    double estimated = fraction;
    Arrays.setAll(share, i -> chosen[i] - estimated);
    return targeting(
        Math.min(1, fraction), chosen, scores.mean(chosen), scores.influence(chosen), share);
  }

  /**
   * @param influence of the gain
   * @param share influence of the fraction, where it is not chosen but estimated
   */
  private TargetingValue targeting(
      double fraction, double[] chosen, double gain, double[] influence, double[] share) {
    double effect = curve.total();
    double rest = 1 - fraction;
    double[] left = combined(ateInfluence, 1, influence, -1);
    double[] random = combined(ateInfluence, fraction, share, effect);
    return new TargetingValue(
        fraction,
        count(chosen),
        value(
            scores.armMean(data, 0) + gain,
            combined(scores.armInfluence(data, 0), 1, influence, 1)),
        value(gain, influence),
        value(gain - fraction * effect, combined(influence, 1, random, -1)),
        value(gain - effect, combined(influence, 1, ateInfluence, -1)),
        fraction > 0
            ? Optional.of(
                value(
                    gain / fraction,
                    combined(influence, 1 / fraction, share, -gain / (fraction * fraction))))
            : Optional.empty(),
        rest > 0
            ? Optional.of(
                value(
                    (effect - gain) / rest,
                    combined(left, 1 / rest, share, (effect - gain) / (rest * rest))))
            : Optional.empty());
  }

  private static void checkFraction(double fraction) {
    Preconditions.checkArgument(
        fraction >= 0 && fraction <= 1, "fraction: %s is not within 0 to 1", fraction);
  }

  double[] qiniInfluence() {
    return qiniInfluence;
  }

  double[] ateInfluence() {
    return ateInfluence;
  }

  EffectScores effectScores() {
    return scores;
  }

  Spread spread() {
    return spread;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "UpliftCurve[Qini %s, AUUC %s, average effect %s, %d units, %d treated]",
        qini,
        auuc,
        ate,
        data.rows(),
        data.treated());
  }
}
