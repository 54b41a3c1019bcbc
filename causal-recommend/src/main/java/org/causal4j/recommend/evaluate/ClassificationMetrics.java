package org.causal4j.recommend.evaluate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How well probabilities tell a yes from a no. A number that the data do not define is empty, never
 * NaN. Accuracy misleads where yes is rare: with 1 % of yes, "no" to all is right in 99 %.
 *
 * @param truePositives yes, told as yes: probability at or above the threshold
 * @param falsePositives no, told as yes
 * @param trueNegatives no, told as no
 * @param falseNegatives yes, told as no
 * @param threshold from which on a probability tells yes
 * @param auc chance that a yes has a higher probability than a no, ties counted half
 *     (Mann–Whitney); empty unless there are both
 * @param logLoss mean of −ln of the probability of what happened; infinite if that was 0
 * @param brier mean squared distance of the probability from 1 for yes and 0 for no (Brier, Monthly
 *     Weather Review 78(1), 1950, for two classes, counted once)
 */
public record ClassificationMetrics(
    int truePositives,
    int falsePositives,
    int trueNegatives,
    int falseNegatives,
    double threshold,
    OptionalDouble auc,
    double logLoss,
    double brier) {

  /** With a threshold of one half. */
  public static ClassificationMetrics of(double[] probabilities, boolean[] outcomes) {
    return of(probabilities, outcomes, 0.5);
  }

  /**
   * The metrics of some cases; n log n.
   *
   * @param probabilities of yes, each in [0, 1]
   * @param outcomes what happened, as many
   * @throws IllegalArgumentException if there is no case, lengths differ, or a probability is none
   */
  public static ClassificationMetrics of(
      double[] probabilities, boolean[] outcomes, double threshold) {
    int n = probabilities.length;
    Preconditions.checkArgument(n > 0, "probabilities: are empty");
    Preconditions.checkArgument(
        outcomes.length == n, "outcomes: %s for %s probabilities", outcomes.length, n);
    Preconditions.checkArgument(!Double.isNaN(threshold), "threshold: is NaN");
    int[] cells = new int[4];
    double logLoss = 0;
    double brier = 0;
    for (int i = 0; i < n; i++) {
      double p = probabilities[i];
      Preconditions.checkArgument(p >= 0 && p <= 1, "probabilities: %s is not in [0, 1]", p);
      cells[(p >= threshold ? 0 : 2) + (outcomes[i] ? 0 : 1)]++;
      logLoss -= outcomes[i] ? Math.log(p) : Math.log1p(-p);
      double miss = outcomes[i] ? 1 - p : p;
      brier += miss * miss;
    }
    return new ClassificationMetrics(
        cells[0],
        cells[1],
        cells[3],
        cells[2],
        threshold,
        auc(probabilities, outcomes),
        logLoss / n,
        brier / n);
  }

  private static OptionalDouble auc(double[] probabilities, boolean[] outcomes) {
    int n = probabilities.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
    double rankSum = 0;
    long positives = 0;
    int from = 0;
    while (from < n) {
      int to = from;
      int yes = 0;
      while (to < n && probabilities[order[to]] == probabilities[order[from]]) {
        yes += outcomes[order[to++]] ? 1 : 0;
      }
      // ranks from + 1 .. to; those that tie share their mean
      rankSum += yes * ((from + 1.0 + to) / 2);
      positives += yes;
      from = to;
    }
    long negatives = n - positives;
    if (positives == 0 || negatives == 0) {
      return OptionalDouble.empty();
    }
    double wins = rankSum - positives * (positives + 1.0) / 2;
    return OptionalDouble.of(wins / ((double) positives * negatives));
  }

  /** Number of cases. */
  public int cases() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  /** Share of yes among the cases. */
  public double baseRate() {
    return (double) (truePositives + falseNegatives) / cases();
  }

  /** Share of cases that were told right. */
  public double accuracy() {
    return (double) (truePositives + trueNegatives) / cases();
  }

  /** Share of yes among those told as yes; empty if there are none. */
  public OptionalDouble precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  /** Share of the yes that were told as yes; empty if there are none. */
  public OptionalDouble recall() {
    return ratio(truePositives, truePositives + falseNegatives);
  }

  /** Harmonic mean of precision and recall, 2TP / (2TP + FP + FN); empty if that is 0/0. */
  public OptionalDouble f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  private static OptionalDouble ratio(int part, int whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d cases, %.1f %% yes: accuracy %.4f, precision %s, recall %s, F1 %s, AUC %s,"
            + " log-loss %.4f, Brier %.4f",
        cases(),
        100 * baseRate(),
        accuracy(),
        text(precision()),
        text(recall()),
        text(f1()),
        text(auc),
        logLoss,
        brier);
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "none";
  }
}
