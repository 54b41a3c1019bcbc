package org.causal4j.core.learn;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Multinomial logistic regression on standardized features: minimizes −log likelihood + penalty/2 ·
 * Σβ² over the slopes of all classes; intercepts are not penalized. Class 0 is the reference, so
 * that slopes are differences B from its own, and the penalty is the least over what they are
 * differences of: penalty/2 · (Σ B² − (Σ B)²/K).
 *
 * <p>L-BFGS (Nocedal and Wright, <i>Numerical Optimization</i>, 2006, algorithm 7.4) that starts
 * from the bound of Böhning ("Multinomial logistic regression algorithm", Annals of the Institute
 * of Statistical Mathematics 44(1), 1992) on the second derivatives, ½ (I − 11ᵀ/K) ⊗ XᵀX, whose
 * inverse is (I + 11ᵀ) ⊗ 2 (XᵀX)⁻¹. Cost n p² once and n K p an iteration, usually 15 to 40 of
 * them; 2 · 10 · K p numbers beside the data.
 */
final class Multinomial implements ClassLearner {
  private static final int MAX_ITERATIONS = 500;
  private static final int MAX_HALVINGS = 40;
  private static final int MEMORY = 10;
  private static final double TOLERANCE = 1e-17;
  private static final double GOOD_ENOUGH = 1e-8;
  private static final double ARMIJO = 1e-4;
  private static final double ROUNDING = 1e-13;

  private final double penalty;

  Multinomial(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return "multinomial logistic (penalty " + penalty + ")";
  }

  @Override
  public ClassPredictor fit(Features x, int[] classes, int count, int[] rows, Seed seed) {
    Targets.checkClasses(x, classes, count, rows);
    Scaling scaling = new Scaling(x, rows);
    double[] solution = new Fit(x, classes, count, rows, scaling, penalty).run();
    int size = x.columns() + 1;
    Scaling.Linear[] models = new Scaling.Linear[count - 1];
    for (int k = 0; k < models.length; k++) {
      models[k] =
          scaling.unscale(
              solution[k * size], Arrays.copyOfRange(solution, k * size + 1, (k + 1) * size));
    }
    return (features, row) -> {
      double[] probability = new double[count];
      for (int k = 1; k < count; k++) {
        probability[k] = models[k - 1].value(features, row);
      }
      softmax(probability);
      return probability;
    };
  }

  private static void softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElse(0);
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      sum += logits[k];
    }
    for (int k = 0; k < logits.length; k++) {
      logits[k] /= sum;
    }
  }

  /** The iteration; the numbers of class k ≥ 1 start at (k − 1) · size with its intercept. */
  private static final class Fit {
    private final ScaledRows scaled;
    private final RowBlock block;
    private final int rows;
    private final int[] target;
    private final int count;
    private final int size;
    private final double penalty;
    private final double[] start;
    private final LinearSolverDense<DMatrixRMaj> bound;

    Fit(Features x, int[] classes, int count, int[] rows, Scaling scaling, double penalty) {
      this.count = count;
      this.size = x.columns() + 1;
      this.penalty = penalty;
      this.rows = rows.length;
      this.scaled = new ScaledRows(x, rows, scaling);
      this.block = scaled.block();
      this.target = Arrays.stream(rows).map(r -> classes[r]).toArray();
      int[] sizes = new int[count];
      for (int c : target) {
        sizes[c]++;
      }
      start = new double[(count - 1) * size];
      for (int k = 1; k < count; k++) {
        start[(k - 1) * size] = Math.log((double) sizes[k] / sizes[0]);
      }
      bound = bound();
    }

    /** Of ½ XᵀX + penalty, in which the intercept has no part but its own: features have mean 0. */
    private LinearSolverDense<DMatrixRMaj> bound() {
      double[] gram = new double[block.gramSize() * block.gramSize()];
      for (int from = 0; from < rows; from += RowBlock.ROWS) {
        scaled.load(from);
        block.addGram(gram);
      }
      DMatrixRMaj matrix = new DMatrixRMaj(size, size);
      matrix.set(0, 0, rows / 2.0);
      for (int a = 1; a < size; a++) {
        for (int b = 1; b <= a; b++) {
          double half = gram[(a - 1) * block.gramSize() + b - 1] / 2;
          matrix.set(a, b, half);
          matrix.set(b, a, half);
        }
        matrix.add(a, a, penalty + 1e-10 * rows);
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
      if (!solver.setA(matrix)) {
        throw new NotConvergedException(
            "multinomial logistic regression", 0, Double.NaN, "use a larger penalty");
      }
      return solver;
    }

    double[] run() {
      Deque<Pair> pairs = new ArrayDeque<>();
      Point at = new Point(start);
      double decrement = Double.POSITIVE_INFINITY;
      for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
        decrement = dot(at.gradient, bounded(at.gradient));
        if (decrement <= TOLERANCE) {
          return at.weights;
        }
        double[] step = direction(at.gradient, pairs);
        double slope = -dot(at.gradient, step);
        double highest = at.loss + ROUNDING * Math.max(1, at.loss);
        double scale = 1;
        Point next = new Point(moved(at.weights, step, scale));
        for (int h = 0; h < MAX_HALVINGS && !(next.loss <= highest + ARMIJO * scale * slope); h++) {
          scale /= 2;
          next = new Point(moved(at.weights, step, scale));
        }
        if (!(next.loss <= highest)) {
          // No step lowers the loss: the end, if the gradient agrees.
          if (decrement <= GOOD_ENOUGH) {
            return at.weights;
          }
          throw failure(iteration, decrement);
        }
        Pair pair =
            new Pair(difference(next.weights, at.weights), difference(next.gradient, at.gradient));
        if (pair.curvature > 0) {
          pairs.addLast(pair);
          if (pairs.size() > MEMORY) {
            pairs.removeFirst();
          }
        }
        at = next;
      }
      throw failure(MAX_ITERATIONS, decrement);
    }

    private static NotConvergedException failure(int iterations, double decrement) {
      return new NotConvergedException(
          "multinomial logistic regression",
          iterations,
          decrement,
          "the features may tell classes apart perfectly: use a larger penalty");
    }

    /** (I + 11ᵀ) ⊗ (½ XᵀX + penalty)⁻¹ times a vector. */
    private double[] bounded(double[] vector) {
      double[] result = new double[vector.length];
      double[] sum = new double[size];
      for (int k = 0; k + 1 < count; k++) {
        for (int c = 0; c < size; c++) {
          sum[c] += vector[k * size + c];
        }
      }
      DMatrixRMaj right = new DMatrixRMaj(size, 1);
      DMatrixRMaj solved = new DMatrixRMaj(size, 1);
      for (int k = 0; k + 1 < count; k++) {
        for (int c = 0; c < size; c++) {
          right.data[c] = vector[k * size + c] + sum[c];
        }
        bound.solve(right, solved);
        System.arraycopy(solved.data, 0, result, k * size, size);
      }
      return result;
    }

    /** The two loops of L-BFGS. */
    private double[] direction(double[] gradient, Deque<Pair> pairs) {
      double[] q = gradient.clone();
      double[] alpha = new double[pairs.size()];
      int i = pairs.size();
      for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
        Pair pair = newest.next();
        alpha[--i] = dot(pair.moves, q) / pair.curvature;
        add(q, -alpha[i], pair.bends);
      }
      double[] r = bounded(q);
      for (Pair pair : pairs) {
        add(r, alpha[i++] - dot(pair.bends, r) / pair.curvature, pair.moves);
      }
      return r;
    }

    private static void add(double[] target, double scale, double[] vector) {
      for (int k = 0; k < target.length; k++) {
        target[k] += scale * vector[k];
      }
    }

    private static double[] moved(double[] weights, double[] step, double scale) {
      double[] next = weights.clone();
      add(next, -scale, step);
      return next;
    }

    private static double[] difference(double[] a, double[] b) {
      double[] difference = a.clone();
      add(difference, -1, b);
      return difference;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int k = 0; k < a.length; k++) {
        sum += a[k] * b[k];
      }
      return sum;
    }

    /** What a step did to the gradient. */
    private static final class Pair {
      private final double[] moves;
      private final double[] bends;
      private final double curvature;

      Pair(double[] moves, double[] bends) {
        this.moves = moves;
        this.bends = bends;
        this.curvature = dot(moves, bends);
      }
    }

    /** Loss and gradient at some weights. */
    private final class Point {
      private final double[] weights;
      private final double[] gradient;
      private double loss;

      Point(double[] weights) {
        this.weights = weights;
        this.gradient = new double[weights.length];
        double[][] value = new double[count - 1][RowBlock.ROWS];
        double[] slopes = new double[size];
        double[] own = new double[count];
        for (int from = 0; from < rows; from += RowBlock.ROWS) {
          int filled = scaled.load(from);
          for (int k = 0; k + 1 < count; k++) {
            System.arraycopy(weights, k * size, slopes, 0, size);
            block.linear(slopes[0], slopes, 1, value[k]);
          }
          for (int i = 0; i < RowBlock.ROWS; i++) {
            for (int k = 1; k < count; k++) {
              own[k] = value[k - 1][i];
            }
            own[0] = 0;
            int seen = i < filled ? target[from + i] : -1;
            loss += seen < 0 ? 0 : logOfSum(own) - own[seen];
            softmax(own);
            for (int k = 1; k < count; k++) {
              value[k - 1][i] = seen < 0 ? 0 : own[k] - (seen == k ? 1 : 0);
              gradient[(k - 1) * size] += value[k - 1][i];
            }
          }
          for (int k = 0; k + 1 < count; k++) {
            block.addMoments(value[k], gradient, k * size + 1);
          }
        }
        penalize();
      }

      private void penalize() {
        for (int c = 1; c < size; c++) {
          double sum = 0;
          for (int k = 0; k + 1 < count; k++) {
            sum += weights[k * size + c];
          }
          for (int k = 0; k + 1 < count; k++) {
            double w = weights[k * size + c];
            loss += penalty / 2 * w * (w - sum / count);
            gradient[k * size + c] += penalty * (w - sum / count);
          }
        }
      }
    }

    private static double logOfSum(double[] logits) {
      double largest = Arrays.stream(logits).max().orElse(0);
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit - largest);
      }
      return largest + Math.log(sum);
    }
  }
}
