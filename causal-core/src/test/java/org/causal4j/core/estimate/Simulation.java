package org.causal4j.core.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * Laws from which data with a known effect are drawn: nonlinear and confounded. Each draws a table,
 * and knows the design with which it is to be analyzed and the truth.
 *
 * <p>Nie and Wager, "Quasi-oracle estimation of heterogeneous treatment effects", Biometrika
 * 108(2), 2021, §6: setups A to D with six covariates and σ = 1, {@code Y = b(X) + (T − ½) τ(X) +
 * σε}. Kang and Schafer, "Demystifying double robustness", Statistical Science 22(4), 2007, §1.4:
 * the outcome depends on Z, the analyst sees X; both arms have the same outcome, so that the effect
 * is 0. The panels are this project's own.
 */
public enum Simulation {
  /** X uniform; b = sin(πX₁X₂) + 2(X₃ − ½)² + X₄ + X₅/2, e = sin(πX₁X₂) within [.1, .9]. */
  NIE_WAGER_A,
  /** Randomized; b = max(X₁ + X₂, X₃, 0) + max(X₄ + X₅, 0), τ = X₁ + log(1 + exp X₂). */
  NIE_WAGER_B,
  /** b = 2 log(1 + exp(X₁ + X₂ + X₃)), e = 1/(1 + exp(X₂ + X₃)), τ = 1. */
  NIE_WAGER_C,
  /**
   * e = 1/(1 + exp(−X₁) + exp(−X₂)), τ = max(X₁ + X₂ + X₃, 0) − max(X₄ + X₅, 0), b half the sum.
   */
  NIE_WAGER_D,
  /**
   * Z normal; Y = 210 + 27.4 Z₁ + 13.7 (Z₂ + Z₃ + Z₄) + ε, logit e = −Z₁ + Z₂/2 − Z₃/4 − Z₄/10.
   * Seen are exp(Z₁/2), Z₂/(1 + exp Z₁) + 10, (Z₁Z₃/25 + .6)³ and (Z₂ + Z₄ + 20)².
   */
  KANG_SCHAFER,
  /**
   * 250 units at 8 times. A trait of the unit moves, nonlinearly, its level, its chance of
   * treatment from the fifth time on, and its effect; the common trend is bent; errors are
   * autoregressive (.7) with heavy tails.
   */
  PANEL_UNITS,
  /**
   * 50 regions of 5 units at 8 times; whole regions are treated, and share autoregressive shocks.
   * The analyst names the region as the cluster.
   */
  PANEL_REGIONS,
  /**
   * 250 units at 8 times, parallel only given a covariate that itself moves with treatment's group
   * over time.
   */
  PANEL_COVARIATE;

  private static final int COVARIATES = 6;
  private static final int TIMES = 8;
  private static final int FROM = 4;

  /** Whether it is a panel. */
  public boolean isPanel() {
    return name().startsWith("PANEL");
  }

  /** The design with which the data are to be analyzed. */
  public Design design() {
    switch (this) {
      case KANG_SCHAFER:
        return Design.backdoor("t", "y", "x1", "x2", "x3", "x4");
      case PANEL_UNITS:
      case PANEL_REGIONS:
        return Design.panel("t", "y", "unit", "time");
      case PANEL_COVARIATE:
        return Design.panel("t", "y", "unit", "time", "w");
      default:
        return Design.backdoor("t", "y", "x1", "x2", "x3", "x4", "x5", "x6");
    }
  }

  /** The two states compared. */
  public Contrast contrast() {
    return Contrast.binary("t");
  }

  /**
   * The true value of an estimand over the law that data are drawn from.
   *
   * @param estimand ATE, or COEFFICIENT: E[e(1 − e)τ]/E[e(1 − e)]; of a panel ATT
   */
  public double truth(Estimand estimand) {
    boolean weighted = estimand == Estimand.COEFFICIENT;
    switch (this) {
      case NIE_WAGER_A:
        return weighted ? weightedA() : 0.5;
      case NIE_WAGER_B:
        return normalMean(v -> Math.log1p(Math.exp(v)));
      case NIE_WAGER_C:
        return 1;
      case NIE_WAGER_D:
        return weighted ? weightedD() : (Math.sqrt(3) - Math.sqrt(2)) / Math.sqrt(2 * Math.PI);
      case KANG_SCHAFER:
        return 0;
      case PANEL_UNITS:
      case PANEL_COVARIATE:
        return normalMean(z -> chance(z) * unitEffect(z)) / normalMean(Simulation::chance);
      default:
        return 1;
    }
  }

  /** A table of {@code rows} rows (panels: as many whole units as that makes). */
  public Table draw(int rows, Seed seed) {
    SplittableRandom random = seed.random();
    switch (this) {
      case KANG_SCHAFER:
        return kangSchafer(rows, random);
      case PANEL_UNITS:
      case PANEL_REGIONS:
      case PANEL_COVARIATE:
        return panel(rows / TIMES, random);
      default:
        return nieWager(rows, random);
    }
  }

  private Table nieWager(int n, SplittableRandom random) {
    double[][] x = new double[COVARIATES][n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] row = new double[COVARIATES];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < COVARIATES; c++) {
        row[c] = this == NIE_WAGER_A ? random.nextDouble() : random.nextGaussian();
        x[c][i] = row[c];
      }
      t[i] = random.nextDouble() < propensity(row) ? 1 : 0;
      y[i] = baseline(row) + (t[i] - 0.5) * effect(row) + random.nextGaussian();
    }
    return table(x, t, y);
  }

  private static Table kangSchafer(int n, SplittableRandom random) {
    double[][] x = new double[4][n];
    double[] t = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double z1 = random.nextGaussian();
      double z2 = random.nextGaussian();
      double z3 = random.nextGaussian();
      double z4 = random.nextGaussian();
      t[i] = random.nextDouble() < sigmoid(-z1 + 0.5 * z2 - 0.25 * z3 - 0.1 * z4) ? 1 : 0;
      y[i] = 210 + 27.4 * z1 + 13.7 * (z2 + z3 + z4) + random.nextGaussian();
      x[0][i] = Math.exp(z1 / 2);
      x[1][i] = z2 / (1 + Math.exp(z1)) + 10;
      x[2][i] = Math.pow(z1 * z3 / 25 + 0.6, 3);
      x[3][i] = Math.pow(z2 + z4 + 20, 2);
    }
    return table(x, t, y);
  }

  private static Table table(double[][] x, double[] t, double[] y) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < x.length; c++) {
      columns.add(Column.Continuous.of("x" + (c + 1), x[c]));
    }
    columns.add(Column.Continuous.of("t", t));
    columns.add(Column.Continuous.of("y", y));
    return Table.of(columns);
  }

  /** P(T = 1 | X) of the setups of Nie and Wager. */
  double propensity(double[] x) {
    switch (this) {
      case NIE_WAGER_A:
        return propensityA(x[0], x[1]);
      case NIE_WAGER_B:
        return 0.5;
      case NIE_WAGER_C:
        return sigmoid(-x[1] - x[2]);
      default:
        return propensityD(x[0], x[1]);
    }
  }

  /** τ of the setups of Nie and Wager. */
  double effect(double[] x) {
    switch (this) {
      case NIE_WAGER_A:
        return (x[0] + x[1]) / 2;
      case NIE_WAGER_B:
        return x[0] + Math.log1p(Math.exp(x[1]));
      case NIE_WAGER_C:
        return 1;
      default:
        return Math.max(x[0] + x[1] + x[2], 0) - Math.max(x[3] + x[4], 0);
    }
  }

  /** b of the setups of Nie and Wager. */
  double baseline(double[] x) {
    switch (this) {
      case NIE_WAGER_A:
        return Math.sin(Math.PI * x[0] * x[1])
            + 2 * (x[2] - 0.5) * (x[2] - 0.5)
            + x[3]
            + 0.5 * x[4];
      case NIE_WAGER_B:
        return Math.max(Math.max(x[0] + x[1], x[2]), 0) + Math.max(x[3] + x[4], 0);
      case NIE_WAGER_C:
        return 2 * Math.log1p(Math.exp(x[0] + x[1] + x[2]));
      default:
        return (Math.max(x[0] + x[1] + x[2], 0) + Math.max(x[3] + x[4], 0)) / 2;
    }
  }

  private static double propensityA(double x1, double x2) {
    return Math.min(0.9, Math.max(0.1, Math.sin(Math.PI * x1 * x2)));
  }

  private static double propensityD(double x1, double x2) {
    return 1 / (1 + Math.exp(-x1) + Math.exp(-x2));
  }

  private static double weightedA() {
    double above = 0;
    double below = 0;
    int steps = 2000;
    for (int i = 0; i < steps; i++) {
      for (int j = 0; j < steps; j++) {
        double x1 = (i + 0.5) / steps;
        double x2 = (j + 0.5) / steps;
        double e = propensityA(x1, x2);
        above += e * (1 - e) * (x1 + x2) / 2;
        below += e * (1 - e);
      }
    }
    return above / below;
  }

  /** E[max(s + X₃, 0)] = sΦ(s) + φ(s) leaves an integral over X₁ and X₂. */
  private static double weightedD() {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double other = Math.sqrt(2) / Math.sqrt(2 * Math.PI);
    double[] parts = new double[2];
    double step = 0.02;
    for (double x1 = -8; x1 <= 8; x1 += step) {
      for (double x2 = -8; x2 <= 8; x2 += step) {
        double e = propensityD(x1, x2);
        double w = normal.density(x1) * normal.density(x2) * e * (1 - e);
        double s = x1 + x2;
        parts[0] += w * (s * normal.cumulativeProbability(s) + normal.density(s) - other);
        parts[1] += w;
      }
    }
    return parts[0] / parts[1];
  }

  /** Mean of a function of a standard normal number, by the trapezoidal rule. */
  private static double normalMean(DoubleUnaryOperator f) {
    double step = 0.001;
    double sum = 0;
    for (int k = -9000; k <= 9000; k++) {
      double v = k * step;
      sum += f.applyAsDouble(v) * Math.exp(-v * v / 2) * step;
    }
    return sum / Math.sqrt(2 * Math.PI);
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double chance(double trait) {
    return sigmoid(trait * trait - 1 + trait);
  }

  private static double unitEffect(double trait) {
    return 1 + 0.5 * Math.sin(2 * trait);
  }

  private static double trend(int time) {
    return 0.5 * time + Math.sin(time) + 0.05 * time * time;
  }

  private Table panel(int units, SplittableRandom random) {
    boolean regions = this == PANEL_REGIONS;
    int size = regions ? 5 : 1;
    int groups = units / size;
    int n = groups * size * TIMES;
    int[] unit = new int[n];
    int[] time = new int[n];
    int[] region = new int[n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] w = new double[n];
    int row = 0;
    for (int g = 0; g < groups; g++) {
      double trait = random.nextGaussian();
      boolean treated = random.nextDouble() < chance(trait);
      double[] shared = shocks(random);
      for (int m = 0; m < size; m++) {
        double level = Math.exp(trait / 2) + trait * trait + (regions ? random.nextGaussian() : 0);
        double[] own = shocks(random);
        double[] covariate = shocks(random);
        for (int at = 0; at < TIMES; at++, row++) {
          unit[row] = g * size + m;
          time[row] = at;
          region[row] = g;
          t[row] = treated && at >= FROM ? 1 : 0;
          w[row] = covariate[at] + (treated ? 0.3 * at : 0) + 0.5 * trait;
          double effect = regions ? 1 : unitEffect(trait);
          y[row] =
              level
                  + trend(at)
                  + effect * t[row]
                  + own[at]
                  + (regions ? shared[at] : 0)
                  + (this == PANEL_COVARIATE ? 0.8 * w[row] : 0);
        }
      }
    }
    return Table.of(
        labels("unit", unit),
        labels("time", time),
        labels("region", region),
        Column.Continuous.of("w", w),
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y));
  }

  /** Autoregressive (.7) with variance 1 from the start; innovations are t with 6 degrees. */
  private static double[] shocks(SplittableRandom random) {
    double[] path = new double[TIMES];
    double last = random.nextGaussian();
    for (int at = 0; at < TIMES; at++) {
      double squares = 0;
      for (int k = 0; k < 6; k++) {
        double v = random.nextGaussian();
        squares += v * v;
      }
      double heavy = random.nextGaussian() / Math.sqrt(squares / 6) / Math.sqrt(1.5);
      last = 0.7 * last + Math.sqrt(1 - 0.49) * heavy;
      path[at] = last;
    }
    return path;
  }

  private static Column labels(String name, int[] codes) {
    int most = Arrays.stream(codes).max().orElse(0);
    return Column.Discrete.ofCodes(
        name, IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList(), codes);
  }
}
