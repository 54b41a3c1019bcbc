package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How strong hidden confounding would have to be to change a conclusion, from published numbers
 * alone. (The E-value of a claim is in causal-graph, beside the claim.)
 */
public final class Sensitivity {
  private Sensitivity() {}

  /**
   * Robustness of a regression coefficient to a confounder left out (Cinelli and Hazlett, "Making
   * sense of sensitivity", JRSS B 82(1), 2020, §4).
   *
   * @param estimate the coefficient
   * @param standardError of it, above 0, under equal variances
   * @param degreesOfFreedom of the residuals, at least 2
   */
  public static OmittedVariable omittedVariable(
      double estimate, double standardError, int degreesOfFreedom) {
    return new OmittedVariable(estimate, standardError, degreesOfFreedom);
  }

  /**
   * Bounds of the ATE without any assumption but that outcomes lie in [low, high] (Manski, American
   * Economic Review 80(2), 1990): the outcome of each unit in the arm it was not in is set to
   * either end. Their width is high − low, so 0 is never excluded.
   *
   * @param treatment 0 or 1
   * @param outcome within the range
   * @return the bounds; sampling error is not in them
   */
  public static Bounds manski(int[] treatment, double[] outcome, double low, double high) {
    Preconditions.checkArgument(low < high, "low: %s is not below high, %s", low, high);
    Preconditions.checkArgument(
        treatment.length == outcome.length && treatment.length > 0,
        "lengths differ or are 0: %s treatments, %s outcomes",
        treatment.length,
        outcome.length);
    double[] sum = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < outcome.length; i++) {
      Preconditions.checkArgument(
          treatment[i] == 0 || treatment[i] == 1,
          "treatment: row %s is %s, neither 0 nor 1",
          i,
          treatment[i]);
      Preconditions.checkArgument(
          outcome[i] >= low && outcome[i] <= high,
          "outcome: row %s is %s, outside of the range",
          (Object) i,
          outcome[i]);
      sum[treatment[i]] += outcome[i];
      count[treatment[i]]++;
    }
    double n = outcome.length;
    double treatedLow = (sum[1] + count[0] * low) / n;
    double treatedHigh = (sum[1] + count[0] * high) / n;
    double controlLow = (sum[0] + count[1] * low) / n;
    double controlHigh = (sum[0] + count[1] * high) / n;
    return new Bounds(treatedLow - controlHigh, treatedHigh - controlLow);
  }

  /**
   * Rosenbaum's bound for matched pairs with a binary outcome (Rosenbaum, <i>Observational
   * Studies</i>, 2002, §4.3.2): the largest one-sided p-value of McNemar's test where hidden
   * confounding may make the odds of treatment in a pair differ by up to a factor gamma. Exact.
   *
   * @param treatedOnly discordant pairs in which only the treated unit has the outcome
   * @param discordant all discordant pairs
   * @param gamma 1 or above; 1 means no hidden confounding
   */
  public static double rosenbaumPairs(int treatedOnly, int discordant, double gamma) {
    Preconditions.checkArgument(
        treatedOnly >= 0 && treatedOnly <= discordant && discordant > 0,
        "treatedOnly: %s is not from 0 to %s pairs",
        treatedOnly,
        discordant);
    checkGamma(gamma);
    if (treatedOnly == 0) {
      return 1;
    }
    return BinomialDistribution.of(discordant, gamma / (1 + gamma))
        .survivalProbability(treatedOnly - 1);
  }

  /**
   * Rosenbaum's bound for the signed-rank test of pair differences (<i>Observational Studies</i>,
   * 2002, §4.3.3), by the normal distribution: the largest one-sided p-value of no effect against a
   * positive one. Differences of 0 are left out, ties get mean ranks.
   *
   * @param differences treated less control, a number a pair
   * @param gamma 1 or above
   */
  public static double rosenbaumSignedRank(double[] differences, double gamma) {
    checkGamma(gamma);
    SignedRanks ranks = SignedRanks.of(differences);
    double share = gamma / (1 + gamma);
    double mean = share * ranks.sum();
    double variance = share * (1 - share) * ranks.squares();
    Preconditions.checkArgument(variance > 0, "differences: all are 0");
    return NormalDistribution.of(0, 1)
        .survivalProbability((ranks.positive() - mean) / Math.sqrt(variance));
  }

  /**
   * The hidden confounding at which the signed-rank test no longer rejects: the gamma where {@link
   * #rosenbaumSignedRank} reaches a level; 1 where it does not reject even without any.
   *
   * @param level as .05
   */
  public static double rosenbaumGamma(double[] differences, double level) {
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not in (0, 1)", level);
    if (rosenbaumSignedRank(differences, 1) > level) {
      return 1;
    }
    double low = 1;
    double high = 2;
    while (rosenbaumSignedRank(differences, high) <= level && high < 1e6) {
      low = high;
      high *= 2;
    }
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (rosenbaumSignedRank(differences, middle) <= level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void checkGamma(double gamma) {
    Preconditions.checkArgument(
        gamma >= 1 && Double.isFinite(gamma), "gamma: %s is not 1 or above", gamma);
  }
}
