package org.causal4j.core.estimate;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Means of nested potential outcomes E[Y(a, M(a'))] from a model of the mediators and one of the
 * outcome, standardized over the covariates (Imai, Keele and Tingley, Psychological Methods 15(4),
 * 2010, whose simulation of the mediator is an exact sum or integral here).
 */
final class MediationModels {
  /** Nodes and weights of Gauss–Hermite quadrature for the mean of f(Z), Z standard normal. */
  private static final double[][] HERMITE = hermite(24);

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final double[][] x;
  private final int[] arm;
  private final double[][] m;
  private final double[] y;
  private final MediationAnalysis settings;
  private final boolean binaryMediator;
  private final MediationAnalysis.OutcomeModel model;

  MediationModels(
      double[][] x,
      int[] arm,
      double[][] m,
      double[] y,
      boolean binaryMediator,
      MediationAnalysis.OutcomeModel model,
      MediationAnalysis settings) {
    this.x = x;
    this.arm = arm;
    this.m = m;
    this.y = y;
    this.binaryMediator = binaryMediator;
    this.model = model;
    this.settings = settings;
  }

  /** E[Y(a, M(a'))] at [a][a'], from the rows chosen, each as often as it is there. */
  double[][] means(int[] rows) {
    int n = rows.length;
    int p = rows.length == 0 ? 0 : x[rows[0]].length;
    int k = m.length;
    int width = 1 + k + (settings.interaction() ? k : 0) + p;
    double[][][] mediator = new double[2][k][n];
    double[] spread = new double[k];
    for (int j = 0; j < k; j++) {
      mediators(rows, j, mediator, spread);
    }
    double[] target = Arrays.stream(rows).mapToDouble(i -> y[i]).toArray();
    LeastSquares.Rows own = (i, row) -> outcomeRow(rows[i], arm[rows[i]], observed(rows[i]), row);
    if (model == MediationAnalysis.OutcomeModel.LINEAR) {
      LeastSquares fit = new LeastSquares(n, width, own, target, null);
      return average(
          rows,
          (i, a, from) -> fit.at(outcomeRow(rows[i], a, at(mediator, from, i), new double[width])));
    }
    BinaryRegression fit =
        new BinaryRegression(n, width, own, target, model == MediationAnalysis.OutcomeModel.PROBIT);
    return average(
        rows,
        (i, a, from) -> {
          double mean = mediator[from][0][i];
          double[] row = new double[width];
          if (binaryMediator) {
            double one = fit.probability(fit.index(outcomeRow(rows[i], a, new double[] {1}, row)));
            double zero = fit.probability(fit.index(outcomeRow(rows[i], a, new double[] {0}, row)));
            return mean * one + (1 - mean) * zero;
          }
          double center = fit.index(outcomeRow(rows[i], a, new double[] {mean}, row));
          double slope =
              fit.coefficient(1) + (settings.interaction() && a == 1 ? fit.coefficient(2) : 0);
          return mixed(fit, center, slope * spread[0]);
        });
  }

  /** The mean of the probability at center + spread Z, Z standard normal. */
  private double mixed(BinaryRegression fit, double center, double spread) {
    if (model == MediationAnalysis.OutcomeModel.PROBIT) {
      return NORMAL.cumulativeProbability(center / Math.sqrt(1 + spread * spread));
    }
    double sum = 0;
    for (int q = 0; q < HERMITE[0].length; q++) {
      sum += HERMITE[1][q] * fit.probability(center + spread * HERMITE[0][q]);
    }
    return sum;
  }

  /** A function of a row, the treatment and the treatment that the mediator comes from. */
  private interface Nested {
    double of(int i, int a, int from);
  }

  private static double[][] average(int[] rows, Nested value) {
    double[][] means = new double[2][2];
    for (int a = 0; a < 2; a++) {
      for (int from = 0; from < 2; from++) {
        for (int i = 0; i < rows.length; i++) {
          means[a][from] += value.of(i, a, from) / rows.length;
        }
      }
    }
    return means;
  }

  /** The expected mediator j of each row under both treatments, and its residual deviation. */
  private void mediators(int[] rows, int j, double[][][] mediator, double[] spread) {
    int n = rows.length;
    int p = n == 0 ? 0 : x[rows[0]].length;
    double[] target = Arrays.stream(rows).mapToDouble(i -> m[j][i]).toArray();
    LeastSquares.Rows own = (i, row) -> mediatorRow(rows[i], arm[rows[i]], row);
    if (binaryMediator) {
      BinaryRegression fit =
          new BinaryRegression(
              n, p + 1, own, target, model == MediationAnalysis.OutcomeModel.PROBIT);
      for (int a = 0; a < 2; a++) {
        for (int i = 0; i < n; i++) {
          mediator[a][j][i] =
              fit.probability(fit.index(mediatorRow(rows[i], a, new double[p + 1])));
        }
      }
      return;
    }
    LeastSquares fit = new LeastSquares(n, p + 1, own, target, null);
    for (int a = 0; a < 2; a++) {
      for (int i = 0; i < n; i++) {
        mediator[a][j][i] = fit.at(mediatorRow(rows[i], a, new double[p + 1]));
      }
    }
    double squares = 0;
    for (double r : fit.residuals()) {
      squares += r * r;
    }
    spread[j] = Math.sqrt(squares / Math.max(1, fit.degreesOfFreedom()));
  }

  private double[] mediatorRow(int i, int a, double[] row) {
    row[0] = a;
    System.arraycopy(x[i], 0, row, 1, x[i].length);
    return row;
  }

  private double[] outcomeRow(int i, int a, double[] mediators, double[] row) {
    int k = mediators.length;
    row[0] = a;
    int at = 1;
    for (double value : mediators) {
      row[at++] = value;
    }
    if (settings.interaction()) {
      for (int j = 0; j < k; j++) {
        row[at++] = a * mediators[j];
      }
    }
    System.arraycopy(x[i], 0, row, at, x[i].length);
    return row;
  }

  private double[] observed(int i) {
    double[] values = new double[m.length];
    Arrays.setAll(values, j -> m[j][i]);
    return values;
  }

  private static double[] at(double[][][] mediator, int from, int i) {
    double[] values = new double[mediator[from].length];
    Arrays.setAll(values, j -> mediator[from][j][i]);
    return values;
  }

  /** Roots of Hermite's polynomial by Newton's method on its orthonormal recurrence. */
  private static double[][] hermite(int count) {
    double[][] rule = new double[2][count];
    double root = 0;
    for (int q = 0; q < (count + 1) / 2; q++) {
      // Starting values of Stroud and Secrest, Gaussian Quadrature Formulas, 1966.
      if (q == 0) {
        root = Math.sqrt(2.0 * count + 1) - 1.85575 * Math.pow(2.0 * count + 1, -0.16667);
      } else if (q == 1) {
        root -= 1.14 * Math.pow(count, 0.426) / root;
      } else if (q == 2) {
        root = 1.86 * root - 0.86 * rule[0][0] / Math.sqrt(2);
      } else if (q == 3) {
        root = 1.91 * root - 0.91 * rule[0][1] / Math.sqrt(2);
      } else {
        root = 2 * root - rule[0][q - 2] / Math.sqrt(2);
      }
      double slope = 1;
      for (int step = 0; step < 100; step++) {
        double value = Math.pow(Math.PI, -0.25);
        double before = 0;
        for (int j = 1; j <= count; j++) {
          double older = before;
          before = value;
          value = root * Math.sqrt(2.0 / j) * before - Math.sqrt((j - 1.0) / j) * older;
        }
        slope = Math.sqrt(2.0 * count) * before;
        double move = value / slope;
        root -= move;
        if (Math.abs(move) < 1e-14) {
          break;
        }
      }
      rule[0][q] = root * Math.sqrt(2);
      rule[0][count - 1 - q] = -root * Math.sqrt(2);
      rule[1][q] = 2 / (slope * slope) / Math.sqrt(Math.PI);
      rule[1][count - 1 - q] = rule[1][q];
    }
    return rule;
  }
}
