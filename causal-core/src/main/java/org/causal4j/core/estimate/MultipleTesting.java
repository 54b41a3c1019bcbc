package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Comparator;

/** Corrections for asking many questions at once. */
public final class MultipleTesting {
  private MultipleTesting() {}

  /**
   * Benjamini–Hochberg q-values: rejecting where q ≤ α keeps the expected share of false rejections
   * at α or below, for independent or positively dependent tests (Benjamini and Hochberg, JRSS B
   * 57(1), 1995). q of the k-th smallest p is min over j ≥ k of p₍ⱼ₎ m/j.
   *
   * @param p values from 0 to 1; NaN is refused
   * @return one a test, in the order given
   */
  public static double[] benjaminiHochberg(double[] p) {
    return stepUp(p, 1);
  }

  /**
   * Benjamini–Yekutieli q-values, valid under any dependence: the former times Σ 1/i (Annals of
   * Statistics 29(4), 2001).
   */
  public static double[] benjaminiYekutieli(double[] p) {
    double harmonic = 0;
    for (int i = 1; i <= p.length; i++) {
      harmonic += 1.0 / i;
    }
    return stepUp(p, harmonic);
  }

  /**
   * Holm's adjusted p-values: rejecting where they are at most α keeps the chance of any false
   * rejection at α or below, under any dependence (Holm, Scandinavian Journal of Statistics 6(2),
   * 1979). That of the k-th smallest p is max over j ≤ k of p₍ⱼ₎ (m − j + 1), at most 1.
   *
   * @param p values from 0 to 1; NaN is refused
   * @return one a test, in the order given
   */
  public static double[] holm(double[] p) {
    Integer[] order = order(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int rank = 1; rank <= p.length; rank++) {
      int test = order[rank - 1];
      largest = Math.max(largest, Math.min(1, p[test] * (p.length - rank + 1)));
      adjusted[test] = largest;
    }
    return adjusted;
  }

  /** The tests in ascending order of p. */
  private static Integer[] order(double[] p) {
    Integer[] order = new Integer[p.length];
    for (int i = 0; i < p.length; i++) {
      Preconditions.checkArgument(
          p[i] >= 0 && p[i] <= 1, "p: value %s is %s, not from 0 to 1", (Object) i, p[i]);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    return order;
  }

  private static double[] stepUp(double[] p, double factor) {
    Integer[] order = order(p);
    double[] q = new double[p.length];
    double smallest = 1;
    for (int rank = p.length; rank >= 1; rank--) {
      int test = order[rank - 1];
      smallest = Math.min(smallest, p[test] * p.length * factor / rank);
      q[test] = smallest;
    }
    return q;
  }
}
