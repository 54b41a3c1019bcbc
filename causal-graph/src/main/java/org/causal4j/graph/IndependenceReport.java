package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/**
 * Claims of a graph with their tests on a table.
 *
 * @param rows a row for each claim, in their order
 * @param combinedPValue the p-value of all claims together by Fisher's C; meant for a basis set,
 *     where they are independent of each other
 * @param options how they were tested
 */
public record IndependenceReport(List<Row> rows, double combinedPValue, Options options) {

  /** Takes a copy. */
  public IndependenceReport {
    rows = ImmutableList.copyOf(rows);
  }

  /** What discrete variables are tested by. */
  public enum Statistic {
    /** The likelihood ratio. */
    G_SQUARED,
    /** Pearson's statistic. */
    CHI_SQUARED
  }

  /** How p-values are adjusted for the number of claims. */
  public enum Correction {
    /** Not at all. */
    NONE,
    /** Times their number: bounds the chance of any false rejection. */
    BONFERRONI,
    /** Step-down (Holm 1979): the same bound, never weaker. */
    HOLM,
    /** Step-up (Benjamini and Hochberg 1995): bounds the share of false rejections. */
    BENJAMINI_HOCHBERG
  }

  /**
   * How claims are tested.
   *
   * @param alpha a claim is rejected where its adjusted p-value is at most this; in (0, 1)
   * @param statistic for discrete variables
   * @param correction for the number of claims
   */
  public record Options(double alpha, Statistic statistic, Correction correction) {

    /** Checks the level. */
    public Options {
      Preconditions.checkArgument(
          alpha > 0 && alpha < 1, "alpha: %s is not between 0 and 1", (Object) alpha);
    }

    /** Level 0.05, G², Holm. */
    public static Options defaults() {
      return new Options(0.05, Statistic.G_SQUARED, Correction.HOLM);
    }

    /** The same with another level. */
    public Options withAlpha(double value) {
      return new Options(value, statistic, correction);
    }

    /** The same with another statistic. */
    public Options withStatistic(Statistic value) {
      return new Options(alpha, value, correction);
    }

    /** The same with another correction. */
    public Options withCorrection(Correction value) {
      return new Options(alpha, statistic, value);
    }
  }

  /**
   * A claim and its test.
   *
   * @param claim the claim
   * @param statistic G² or χ² for discrete variables, Fisher's z for continuous ones
   * @param degreesOfFreedom of the χ² distribution; 0 for Fisher's z, and where no stratum holds
   *     two states of both variables: then nothing can be told, and the p-value is 1
   * @param used the number of rows that have all variables of the claim
   * @param pValue two-sided
   * @param adjustedPValue the same for the number of claims
   * @param rejected whether the adjusted p-value is at most alpha
   */
  public record Row(
      Independence claim,
      double statistic,
      long degreesOfFreedom,
      int used,
      double pValue,
      double adjustedPValue,
      boolean rejected) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: p = %.3g, adjusted %.3g%s",
          claim,
          pValue,
          adjustedPValue,
          rejected ? ", rejected" : "");
    }
  }

  /** The claims that the table speaks against. */
  public List<Row> rejected() {
    return rows.stream().filter(Row::rejected).collect(ImmutableList.toImmutableList());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(rejected().size()).append(" of ").append(rows.size()).append(" claims rejected");
    out.append(String.format(Locale.ROOT, "; together p = %.3g", combinedPValue));
    rows.forEach(row -> out.append('\n').append(row));
    return out.toString();
  }
}
