package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;

/**
 * Whether treated and control units can be compared at all: are there units of either arm among
 * those that look alike?
 *
 * @param treatedQuantiles propensity of the treated at 0, 25, 50, 75 and 100 %
 * @param controlQuantiles propensity of the controls at the same shares
 * @param treatedHistogram treated units in twenty equal classes of propensity from 0 to 1
 * @param controlHistogram control units in the same classes
 * @param effectiveTreated effective sample size of the treated under the weights, (Σw)²/Σw²
 * @param effectiveControl the same of the controls
 * @param clipped units whose propensity was set to the trimming bound
 * @param worstBalanceBefore largest standardized mean difference of a covariate, unweighted
 * @param worstBalanceAfter the same under the weights
 * @param verdict what follows
 * @param balance every covariate, before and after weighting; empty where there is none or the
 *     estimator does not weight
 */
public record Overlap(
    ImmutableDoubleArray treatedQuantiles,
    ImmutableDoubleArray controlQuantiles,
    ImmutableIntArray treatedHistogram,
    ImmutableIntArray controlHistogram,
    double effectiveTreated,
    double effectiveControl,
    int clipped,
    double worstBalanceBefore,
    double worstBalanceAfter,
    Verdict verdict,
    ImmutableList<CovariateBalance> balance) {
  /** Classes of the histograms. */
  public static final int CLASSES = 20;

  private static final double GOOD_SIZE = 50;
  private static final double WEAK_SIZE = 10;
  private static final double GOOD_SHARE = 0.02;
  private static final double WEAK_SHARE = 0.1;
  private static final double APART = 0.999;

  /** What overlap allows. */
  public enum Verdict {
    /** At least 50 effective units in either arm, at most 2 % clipped. */
    GOOD,
    /** At least 10 effective units in either arm, at most 10 % clipped: read with care. */
    WEAK,
    /**
     * Less than that, or arms that the propensity tells apart in more than 99.9 % of pairs of a
     * treated and a control unit (whatever a penalty makes of its size): the estimate is not one
     * that could be quoted.
     */
    NONE
  }

  /**
   * Overlap under weights, with the balance of covariates.
   *
   * @param x covariates
   * @param propensity within [0, 1], one a unit
   * @param treatment 0 or 1, both of them
   * @param weights 0 or above
   * @param clipped units whose propensity was set to a trimming bound
   */
  public static Overlap of(
      Features x, double[] propensity, int[] treatment, double[] weights, int clipped) {
    return of(propensity, treatment, weights, clipped, Balance.of(x, treatment, weights));
  }

  /**
   * A logistic regression's propensities of the very rows it was fitted to: no model to weight by,
   * but enough to see whether covariates tell the arms apart.
   */
  static double[] propensity(Features x, int[] treatment) {
    int n = treatment.length;
    double[] arms = Arrays.stream(treatment).asDoubleStream().toArray();
    Predictor model = Learners.logistic().fit(x, arms, IntStream.range(0, n).toArray(), Seed.of(0));
    return IntStream.range(0, n).mapToDouble(i -> model.predict(x, i)).toArray();
  }

  /**
   * For estimators that need no propensity: the overlap where covariates tell the arms apart in
   * more than 99.9 % of pairs, so that the estimate extrapolates; empty else.
   */
  static Optional<Overlap> ofSeparated(Features x, int[] treatment) {
    int treated = Arrays.stream(treatment).sum();
    if (x.columns() == 0 || treated == 0 || treated == treatment.length) {
      return Optional.empty();
    }
    double[] ones = new double[treatment.length];
    Arrays.fill(ones, 1);
    double[] propensity = propensity(x, treatment);
    double told = toldApart(sorted(propensity, treatment, 1), sorted(propensity, treatment, 0));
    return Math.max(told, 1 - told) > APART
        ? Optional.of(of(x, propensity, treatment, ones, 0))
        : Optional.empty();
  }

  /** Overlap with the balance of some covariates, empty for none. */
  static Overlap of(
      double[] propensity,
      int[] treatment,
      double[] weights,
      int clipped,
      ImmutableList<CovariateBalance> balance) {
    return of(
        propensity,
        treatment,
        weights,
        clipped,
        Balance.worstBefore(balance),
        Balance.worstAfter(balance),
        balance);
  }

  private static Overlap of(
      double[] propensity,
      int[] treatment,
      double[] weights,
      int clipped,
      double balanceBefore,
      double balanceAfter,
      ImmutableList<CovariateBalance> balance) {
    double treated = effective(treatment, weights, 1);
    double control = effective(treatment, weights, 0);
    double share = (double) clipped / treatment.length;
    double size = Math.min(treated, control);
    double[] ofTreated = sorted(propensity, treatment, 1);
    double[] ofControl = sorted(propensity, treatment, 0);
    double told = toldApart(ofTreated, ofControl);
    boolean apart = Math.max(told, 1 - told) > APART;
    Verdict verdict =
        apart
            ? Verdict.NONE
            : size >= GOOD_SIZE && share <= GOOD_SHARE
                ? Verdict.GOOD
                : size >= WEAK_SIZE && share <= WEAK_SHARE ? Verdict.WEAK : Verdict.NONE;
    return new Overlap(
        quantiles(ofTreated),
        quantiles(ofControl),
        histogram(ofTreated),
        histogram(ofControl),
        treated,
        control,
        clipped,
        balanceBefore,
        balanceAfter,
        verdict,
        balance);
  }

  /** Share of pairs in which the treated unit has the higher propensity; ties count half. */
  private static double toldApart(double[] treated, double[] control) {
    double pairs = 0;
    int below = 0;
    int notAbove = 0;
    for (double p : treated) {
      while (below < control.length && control[below] < p) {
        below++;
      }
      while (notAbove < control.length && control[notAbove] <= p) {
        notAbove++;
      }
      pairs += (below + notAbove) / 2.0;
    }
    return pairs / ((double) treated.length * control.length);
  }

  private static double effective(int[] treatment, double[] weights, int arm) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      if (treatment[i] == arm) {
        sum += weights[i];
        squares += weights[i] * weights[i];
      }
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }

  private static ImmutableDoubleArray quantiles(double[] sorted) {
    ImmutableDoubleArray.Builder quantiles = ImmutableDoubleArray.builder(5);
    for (int q = 0; q <= 4; q++) {
      double at = q / 4.0 * (sorted.length - 1);
      int below = (int) Math.floor(at);
      int above = Math.min(sorted.length - 1, below + 1);
      quantiles.add(sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }
    return quantiles.build();
  }

  private static ImmutableIntArray histogram(double[] propensity) {
    int[] counts = new int[CLASSES];
    for (double p : propensity) {
      counts[Math.min(CLASSES - 1, (int) (p * CLASSES))]++;
    }
    return ImmutableIntArray.copyOf(counts);
  }

  /** The propensities of an arm. */
  private static double[] sorted(double[] propensity, int[] treatment, int arm) {
    double[] chosen = new double[propensity.length];
    int count = 0;
    for (int i = 0; i < propensity.length; i++) {
      if (treatment[i] == arm) {
        chosen[count++] = propensity[i];
      }
    }
    double[] sorted = Arrays.copyOf(chosen, count);
    sort(sorted);
    return sorted;
  }

  /** Sorts numbers in [0, 1]: into classes first, of which most hold few. */
  private static void sort(double[] values) {
    int n = values.length;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    int classes = n;
    double factor = classes / (high - low);
    if (n < 256 || !(high > low) || !Double.isFinite(factor)) {
      Arrays.sort(values);
      return;
    }
    int[] end = new int[classes];
    for (double value : values) {
      end[Math.min(classes - 1, (int) ((value - low) * factor))]++;
    }
    for (int k = 1; k < classes; k++) {
      end[k] += end[k - 1];
    }
    double[] placed = new double[n];
    for (double value : values) {
      placed[--end[Math.min(classes - 1, (int) ((value - low) * factor))]] = value;
    }
    // Now each class begins at its end; those that crowd are sorted by themselves.
    for (int k = 0; k < classes; k++) {
      int from = end[k];
      int to = k + 1 < classes ? end[k + 1] : n;
      if (to - from > 1) {
        Arrays.sort(placed, from, to);
      }
    }
    System.arraycopy(placed, 0, values, 0, n);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "overlap %s: effective %.0f treated and %.0f control, %d clipped, worst balance %.2f"
            + " before and %.2f after weighting",
        verdict,
        effectiveTreated,
        effectiveControl,
        clipped,
        worstBalanceBefore,
        worstBalanceAfter);
  }
}
