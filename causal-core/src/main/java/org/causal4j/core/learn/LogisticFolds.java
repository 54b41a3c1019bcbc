package org.causal4j.core.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * Penalized logistic regressions of several sets of rows that have most rows in common. The slope
 * and the second derivatives near the solution of all rows are summed by group of rows, and so are
 * known of every set after one pass. From there each set goes on with its own slope and those
 * second derivatives (chords in the place of tangents), until the decrement is below that at which
 * a fit by itself ends. A set that does not get there soon is fitted by itself.
 */
final class LogisticFolds {
  private static final int MOST_STEPS = 8;
  private static final int CHORDS_OF_ALL = 2;
  private static final double LEAST_PROGRESS = 0.25;

  private final Features x;
  private final double[] y;
  private final RowGroups groups;
  private final Logistic single;
  private final double penalty;
  private final Scaling scaling;
  private final int size;

  /**
   * @param penalty above 0
   */
  LogisticFolds(Features x, double[] y, RowGroups groups, Logistic single, double penalty) {
    this.x = x;
    this.y = y;
    this.groups = groups;
    this.single = single;
    this.penalty = penalty;
    this.scaling = new Scaling(x, groups.all());
    this.size = x.columns() + 1;
  }

  /** A model a set; empty where a set is to be refused, or a column hardly varies in one. */
  Optional<List<Predictor>> fit(List<int[]> sets) {
    if (!bothIn(sets)) {
      return Optional.empty();
    }
    double[] near = near();
    List<Sums> ofGroup = new ArrayList<>();
    for (int g = 0; g < groups.count(); g++) {
      ofGroup.add(new Sums(groups.rows(g), near, true));
    }
    List<Predictor> models = new ArrayList<>();
    for (int s = 0; s < sets.size(); s++) {
      Sums sums = new Sums(new int[0], near, true);
      for (int g : groups.of(s)) {
        sums.add(ofGroup.get(g));
      }
      double[] penalties = new double[size];
      for (int c = 0; c + 1 < size; c++) {
        double variance = sums.variance(c);
        if (scaling.inverseDeviation[c] > 0 && !(variance > RowGroups.LEAST_VARIANCE)) {
          return Optional.empty();
        }
        // The penalty is on coefficients of columns that are scaled by the rows of the set.
        penalties[c + 1] = penalty * variance;
      }
      double[] weights = solve(sums, near, sets.get(s), penalties);
      models.add(weights == null ? single.fit(x, y, sets.get(s), Seed.of(0)) : model(weights));
    }
    return Optional.of(models);
  }

  private Predictor model(double[] weights) {
    Scaling.Linear line = scaling.unscale(weights[0], Arrays.copyOfRange(weights, 1, size));
    return (features, row) -> Logistic.sigmoid(line.value(features, row));
  }

  private boolean bothIn(List<int[]> sets) {
    for (int[] rows : sets) {
      int ones = 0;
      for (int row : rows) {
        if (y[row] != 0 && y[row] != 1) {
          return false;
        }
        ones += y[row] == 1 ? 1 : 0;
      }
      if (ones == 0 || ones == rows.length) {
        return false;
      }
    }
    return true;
  }

  /** Near the solution of all rows. */
  private double[] near() {
    int[] all = groups.all();
    double ones = 0;
    for (int row : all) {
      ones += y[row];
    }
    double[] even = new double[size];
    even[0] = Math.log(ones / (all.length - ones));
    int[] part = Logistic.part(all);
    double share = (double) part.length / all.length;
    double[] penalties = new double[size];
    Arrays.fill(penalties, 1, size, penalty);
    double[] weights =
        Logistic.ofPart(
            x, y, null, part, scaling, even, penalty, Math.max(1, all.length / part.length));
    if (part.length == all.length) {
      return weights;
    }
    double[] ofPart = new double[size];
    Arrays.fill(ofPart, 1, size, penalty * share);
    LinearSolverDense<DMatrixRMaj> hessian = new Sums(part, weights, true).factor(ofPart);
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < CHORDS_OF_ALL && hessian != null; k++) {
      double[] slope = new Sums(all, weights, false).slope(weights, penalties);
      double[] step = step(hessian, slope);
      double decrement = dot(slope, step);
      if (!(decrement < last)) {
        break;
      }
      for (int j = 0; j < size; j++) {
        weights[j] -= share * step[j];
      }
      last = decrement;
    }
    return weights;
  }

  private double @Nullable [] solve(Sums sums, double[] near, int[] rows, double[] penalties) {
    LinearSolverDense<DMatrixRMaj> hessian = sums.factor(penalties);
    if (hessian == null) {
      return null;
    }
    double[] weights = near.clone();
    double[] slope = sums.slope(weights, penalties);
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < MOST_STEPS; k++) {
      double[] step = step(hessian, slope);
      double decrement = dot(slope, step);
      if (!(decrement <= LEAST_PROGRESS * last)) {
        return null;
      }
      for (int j = 0; j < size; j++) {
        weights[j] -= step[j];
      }
      if (decrement <= Logistic.TOLERANCE) {
        return weights;
      }
      last = decrement;
      slope = new Sums(rows, weights, false).slope(weights, penalties);
    }
    return null;
  }

  private static double[] step(LinearSolverDense<DMatrixRMaj> hessian, double[] slope) {
    DMatrixRMaj step = new DMatrixRMaj(slope.length, 1);
    hessian.solve(DMatrixRMaj.wrap(slope.length, 1, slope.clone()), step);
    return step.data;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Derivatives of the loss of some rows without the penalty, and moments of their columns. */
  private final class Sums {
    private final double[] gradient = new double[size];
    private final double[] bySlope = new double[size];
    private final double[] sum = new double[size];
    private final double[] squares = new double[size];
    private final double[] slopes;
    private final int stride;
    private double rows;

    /**
     * @param whole with the second derivatives and the moments
     */
    Sums(int[] chosen, double[] weights, boolean whole) {
      ScaledRows scaled = new ScaledRows(x, chosen, scaling);
      RowBlock block = scaled.block();
      this.stride = block.gramSize();
      this.slopes = new double[whole ? stride * stride : 0];
      this.rows = chosen.length;
      double[] zero = new double[size];
      double[] logit = new double[RowBlock.ROWS];
      double[] error = new double[RowBlock.ROWS];
      double[] weight = new double[RowBlock.ROWS];
      double[] one = new double[RowBlock.ROWS];
      Arrays.fill(one, 1);
      for (int from = 0; from < chosen.length; from += RowBlock.ROWS) {
        int count = scaled.load(from);
        block.linear(weights[0], weights, 1, logit);
        double all = 0;
        for (int i = 0; i < count; i++) {
          double small = Math.exp(-Math.abs(logit[i]));
          double p = (logit[i] >= 0 ? 1 : small) / (1 + small);
          error[i] = p - y[chosen[from + i]];
          weight[i] = Math.max(p * (1 - p), 1e-12);
          all += error[i];
        }
        gradient[0] += all;
        Arrays.fill(error, count, RowBlock.ROWS, 0);
        block.addMoments(error, gradient, 1);
        if (whole) {
          Arrays.fill(weight, count, RowBlock.ROWS, 0);
          Arrays.fill(one, count, RowBlock.ROWS, 0);
          for (int i = 0; i < count; i++) {
            bySlope[0] += weight[i];
          }
          block.addMoments(weight, bySlope, 1);
          block.addGram(weight, slopes);
          block.addMoments(one, sum, 0);
          block.addSquares(one, zero, squares);
        }
      }
    }

    void add(Sums other) {
      rows += other.rows;
      for (int k = 0; k < size; k++) {
        gradient[k] += other.gradient[k];
        bySlope[k] += other.bySlope[k];
        sum[k] += other.sum[k];
        squares[k] += other.squares[k];
      }
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] += other.slopes[k];
      }
    }

    double variance(int column) {
      double mean = sum[column] / rows;
      return squares[column] / rows - mean * mean;
    }

    double[] slope(double[] weights, double[] penalties) {
      double[] slope = gradient.clone();
      for (int k = 0; k < size; k++) {
        slope[k] += penalties[k] * weights[k];
      }
      return slope;
    }

    /** The second derivatives, factored; null where they are singular. */
    @Nullable LinearSolverDense<DMatrixRMaj> factor(double[] penalties) {
      DMatrixRMaj hessian = new DMatrixRMaj(size, size);
      for (int a = 0; a < size; a++) {
        for (int b = 0; b <= a; b++) {
          double h = b == 0 ? bySlope[a] : slopes[(a - 1) * stride + b - 1];
          hessian.data[a * size + b] = h;
          hessian.data[b * size + a] = h;
        }
        boolean varies = a == 0 || scaling.inverseDeviation[a - 1] > 0;
        hessian.data[a * size + a] += penalties[a] + (varies ? 0 : 1);
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
      return solver.setA(hessian) ? solver : null;
    }
  }
}
