package org.causal4j.core.uplift;

/**
 * The definitions of the package page written down once more, slowly and in another way: over all
 * pairs of units, without blocks, ranks or sorting.
 */
final class BruteForce {
  private BruteForce() {}

  /** ψ from sums over the arms, one unit at a time. */
  static double psi(double[] y, int[] t, double[] e, double[] w, int i) {
    double all = 0;
    double[] mass = new double[2];
    double[] sum = new double[2];
    for (int j = 0; j < y.length; j++) {
      double p = t[j] == 1 ? e[j] : 1 - e[j];
      all += w[j];
      mass[t[j]] += w[j] / p;
      sum[t[j]] += w[j] / p * y[j];
    }
    double p = t[i] == 1 ? e[i] : 1 - e[i];
    double rest = (y[i] - sum[t[i]] / mass[t[i]]) / p * all / mass[t[i]];
    return sum[1] / mass[1] - sum[0] / mass[0] + (t[i] == 1 ? rest : -rest);
  }

  /** Gain at q: of units that tie at the cut the same part counts of each. */
  static double gain(double[] s, double[] y, int[] t, double[] e, double[] w, double q) {
    double all = sum(w);
    double gain = 0;
    for (int i = 0; i < s.length; i++) {
      double above = 0;
      double same = 0;
      for (int j = 0; j < s.length; j++) {
        above += s[j] > s[i] ? w[j] : 0;
        same += s[j] == s[i] ? w[j] : 0;
      }
      double chance = Math.max(0, Math.min(1, (q * all - above) / same));
      gain += chance * w[i] * psi(y, t, e, w, i) / all;
    }
    return gain;
  }

  /** ∫ G: a pair counts where the other one has the lower score, half where they tie. */
  static double auuc(double[] s, double[] y, int[] t, double[] e, double[] w) {
    double all = sum(w);
    double area = 0;
    for (int i = 0; i < s.length; i++) {
      double psi = psi(y, t, e, w, i);
      for (int j = 0; j < s.length; j++) {
        double part = s[j] < s[i] ? 1 : s[j] == s[i] ? 0.5 : 0;
        area += part * w[i] * w[j] * psi / (all * all);
      }
    }
    return area;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
