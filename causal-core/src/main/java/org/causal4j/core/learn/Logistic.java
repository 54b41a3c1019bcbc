package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression by Newton's method with step halving; the intercept is not penalized. Where
 * rows are many, the iteration starts from the solution of a part of them. Cost n p² an iteration,
 * usually 5 to 8 of them, and 3 or 4 where rows are many.
 */
final class Logistic implements Learner {
  private static final int MAX_ITERATIONS = 100;
  private static final int MAX_HALVINGS = 30;
  static final double TOLERANCE = 1e-8;
  private static final double STILL = 0.01;
  private static final int STEPS_TO_STAND_STILL = 5;
  private static final int PART = 8_000;
  private static final int LEAST_STEP = 4;

  private final double penalty;

  Logistic(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return "logistic (penalty " + penalty + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    return fitted(x, y, null, rows);
  }

  /** The log likelihood of a row counts as often as its weight, scaled to a mean of 1, says. */
  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    return fitted(x, y, Weighting.ofMeanOne(weights, rows), rows);
  }

  @Override
  public Optional<List<Predictor>> fitTogether(Features x, double[] y, List<int[]> rows) {
    RowGroups groups = penalty > 0 ? RowGroups.of(x.rows(), rows) : null;
    return groups == null
        ? Optional.empty()
        : new LogisticFolds(x, y, groups, this, penalty).fit(rows);
  }

  /** Multinomial regression with this penalty; of two classes, or without a penalty, itself. */
  @Override
  public ClassLearner ofClasses() {
    ClassLearner two = new OneVsRest(this);
    return penalty == 0 ? two : new MoreThanTwo(two, new Multinomial(penalty));
  }

  private Predictor fitted(Features x, double[] y, double @Nullable [] share, int[] rows) {
    Scaling.checkRows(x, y, rows);
    double positives = 0;
    double weighted = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      Preconditions.checkArgument(
          y[row] == 0 || y[row] == 1, "y: row %s is %s, neither 0 nor 1", (Object) row, y[row]);
      positives += y[row];
      weighted += share == null ? y[row] : share[i] * y[row];
    }
    Preconditions.checkArgument(
        positives > 0 && positives < rows.length,
        "y: all %s rows are %s",
        rows.length,
        positives > 0 ? 1 : 0);
    Preconditions.checkArgument(
        weighted > 0 && weighted < rows.length, "weights: leave one kind of y without any");
    Scaling scaling = new Scaling(x, rows);
    double[] even = new double[x.columns() + 1];
    even[0] = Math.log(weighted / (rows.length - weighted));
    double[] weights =
        new Newton(x, y, share, rows, scaling, penalty)
            .run(even, start(x, y, share, rows, scaling, even));
    double[] slopes = new double[x.columns()];
    System.arraycopy(weights, 1, slopes, 0, slopes.length);
    Scaling.Linear model = scaling.unscale(weights[0], slopes);
    return (features, row) -> sigmoid(model.value(features, row));
  }

  /** The solution of every so many of the rows, where they are many and it is to be had. */
  private double[] start(
      Features x,
      double[] y,
      double @Nullable [] share,
      int[] rows,
      Scaling scaling,
      double[] otherwise) {
    int[] part = part(rows);
    if (part.length == rows.length) {
      return otherwise;
    }
    int step = rows.length / PART;
    double[] shares = share == null ? null : new double[part.length];
    for (int i = 0; share != null && shares != null && i < part.length; i++) {
      shares[i] = share[i * step];
    }
    return ofPart(x, y, shares, part, scaling, otherwise, penalty, step);
  }

  /** Every so many of the rows where they are many, else all of them. */
  static int[] part(int[] rows) {
    int step = rows.length / PART;
    if (step < LEAST_STEP) {
      return rows;
    }
    int[] part = new int[rows.length / step];
    Arrays.setAll(part, i -> rows[i * step]);
    return part;
  }

  static double[] ofPart(
      Features x,
      double[] y,
      double @Nullable [] shares,
      int[] part,
      Scaling scaling,
      double[] otherwise,
      double penalty,
      int step) {
    double[] own = new double[part.length];
    int[] each = new int[part.length];
    for (int i = 0; i < part.length; i++) {
      own[i] = y[part[i]];
      each[i] = i;
    }
    try {
      return new Newton(x.rows(part), own, shares, each, scaling, Math.max(penalty, 1) / step)
          .run(otherwise, otherwise);
    } catch (NotConvergedException e) {
      // The part may be separable where the whole is not.
      return otherwise;
    }
  }

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  /** One learner of two classes, where a multinomial one is the same, and another of more. */
  private record MoreThanTwo(ClassLearner two, ClassLearner more) implements ClassLearner {
    @Override
    public String name() {
      return more.name();
    }

    @Override
    public ClassPredictor fit(Features x, int[] classes, int count, int[] rows, Seed seed) {
      return (count == 2 ? two : more).fit(x, classes, count, rows, seed);
    }
  }

  /** The iteration; weight 0 is the intercept. */
  private static final class Newton {
    private final ScaledRows scaled;
    private final RowBlock block;
    private final int rows;
    private final double[] target;
    private final double @Nullable [] share;
    private final double penalty;
    private final boolean[] varies;
    private final int size;

    Newton(
        Features x,
        double[] y,
        double @Nullable [] share,
        int[] rows,
        Scaling scaling,
        double penalty) {
      this.share = share;
      int p = x.columns();
      this.size = p + 1;
      this.penalty = penalty;
      this.scaled = new ScaledRows(x, rows, scaling);
      this.block = scaled.block();
      this.rows = rows.length;
      this.target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
      this.varies = new boolean[size];
      varies[0] = true;
      for (int c = 0; c < p; c++) {
        varies[c + 1] = scaling.inverseDeviation[c] > 0;
      }
    }

    /**
     * The solution.
     *
     * @param even weights that predict the share of 1 for all
     * @param start where to begin, unless those have the lower loss
     */
    double[] run(double[] even, double[] start) {
      Point at = new Point(start);
      if (at.loss > lossOf(even[0])) {
        at = new Point(even);
      }
      int flat = 0;
      double decrement = Double.POSITIVE_INFINITY;
      for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
        double[] step = at.step();
        decrement = dot(at.gradient, step);
        if (decrement <= TOLERANCE) {
          if (largestMove(step) <= STILL) {
            return at.weights;
          }
          if (++flat > STEPS_TO_STAND_STILL) {
            throw failure(iteration, decrement);
          }
        }
        double scale = 1;
        Point next = new Point(moved(at.weights, step, scale));
        for (int h = 0; h < MAX_HALVINGS && !(next.loss < at.loss); h++) {
          scale /= 2;
          next = new Point(moved(at.weights, step, scale));
        }
        if (!(next.loss < at.loss)) {
          // No step lowers the loss: the end, if the gradient agrees.
          if (decrement <= 1e-4 && largestMove(step) <= STILL) {
            return at.weights;
          }
          throw failure(iteration, decrement);
        }
        at = next;
      }
      throw failure(MAX_ITERATIONS, decrement);
    }

    private double weight(int i) {
      double[] known = share;
      return known == null ? 1 : known[i];
    }

    private double lossOf(double logit) {
      double ones = 0;
      for (int i = 0; i < rows; i++) {
        ones += weight(i) * target[i];
      }
      return rows * Math.log(1 + Math.exp(logit)) - ones * logit + 1e-9 * rows;
    }

    /**
     * How far a step moves a logit. Where the features tell the groups apart, the likelihood has no
     * maximum: its slope vanishes, but every step goes on moving logits by about 1. With a penalty
     * there is a maximum, and nothing to look for.
     */
    private double largestMove(double[] step) {
      double largest = 0;
      if (penalty == 0) {
        double[] moves = new double[RowBlock.ROWS];
        for (int from = 0; from < rows; from += RowBlock.ROWS) {
          int count = scaled.load(from);
          block.linear(step[0], step, 1, moves);
          for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(moves[i]));
          }
        }
      }
      return largest;
    }

    private static NotConvergedException failure(int iterations, double decrement) {
      return new NotConvergedException(
          "logistic regression",
          iterations,
          decrement,
          "the features may tell the two groups apart perfectly: use a penalty above 0");
    }

    private static double[] moved(double[] weights, double[] step, double scale) {
      double[] next = weights.clone();
      for (int k = 0; k < next.length; k++) {
        next[k] -= scale * step[k];
      }
      return next;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int k = 0; k < a.length; k++) {
        sum += a[k] * b[k];
      }
      return sum;
    }

    /** Loss, gradient and second derivatives at some weights. */
    private final class Point {
      private final double[] weights;
      private final double[] gradient = new double[size];
      private final double[] bySlope = new double[size];
      private final double[] slopes;
      private double loss;

      Point(double[] weights) {
        this.weights = weights;
        this.slopes = new double[block.gramSize() * block.gramSize()];
        double[] logit = new double[RowBlock.ROWS];
        double[] error = new double[RowBlock.ROWS];
        double[] weight = new double[RowBlock.ROWS];
        for (int from = 0; from < rows; from += RowBlock.ROWS) {
          int count = scaled.load(from);
          block.linear(weights[0], weights, 1, logit);
          Arrays.fill(error, 0);
          Arrays.fill(weight, 0);
          // Σ log(1 + e^−|logit|): of a product that is at most 2^128
          double product = 1;
          for (int i = 0; i < count; i++) {
            double small = Math.exp(-Math.abs(logit[i]));
            double p = logit[i] >= 0 ? 1 / (1 + small) : small / (1 + small);
            double t = target[from + i];
            double w = weight(from + i);
            if (share == null) {
              product *= 1 + small;
            } else {
              loss += w * Math.log1p(small);
            }
            loss += w * (Math.max(logit[i], 0) - t * logit[i]);
            error[i] = w * (p - t);
            weight[i] = w * Math.max(p * (1 - p), 1e-12);
            gradient[0] += error[i];
            bySlope[0] += weight[i];
          }
          loss += Math.log(product);
          block.addMoments(error, gradient, 1);
          block.addMoments(weight, bySlope, 1);
          block.addGram(weight, slopes);
        }
        for (int k = 1; k < size; k++) {
          loss += penalty / 2 * weights[k] * weights[k];
          gradient[k] += penalty * weights[k];
        }
      }

      /** H⁻¹ times the gradient. */
      double[] step() {
        DMatrixRMaj hessian = new DMatrixRMaj(size, size);
        for (int a = 0; a < size; a++) {
          for (int b = 0; b <= a; b++) {
            double h = b == 0 ? bySlope[a] : slopes[(a - 1) * block.gramSize() + b - 1];
            hessian.data[a * size + b] = h;
            hessian.data[b * size + a] = h;
          }
          if (a > 0) {
            hessian.data[a * size + a] += penalty + (varies[a] ? 0 : 1);
          }
        }
        DMatrixRMaj solution = new DMatrixRMaj(size, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
        if (!solver.setA(hessian.copy())) {
          solver = LinearSolverFactory_DDRM.pseudoInverse(true);
          if (!solver.setA(hessian)) {
            throw failure(0, Double.NaN);
          }
        }
        solver.solve(DMatrixRMaj.wrap(size, 1, gradient.clone()), solution);
        return solution.data;
      }
    }
  }
}
