package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.RowBlock;

/**
 * The propensity by weighted maximum likelihood, logit e = γᵀ(1, x), with what estimators need to
 * account for its being estimated: a statistic whose mean derivative by γ is D gets the correction
 * Dᵀ I⁻¹ s, s being the score w(T − e)(1, x) and I the information (Newey and McFadden, Handbook of
 * Econometrics 4, 1994, §6). Newton's method with step halving; columns that others determine are
 * left out.
 */
final class LogitModel {
  private static final int MAX_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-10;
  private static final double FLAT = 1e-9;
  private static final double FARTHEST = 30;
  private static final double STILL = 0.01;

  private final Features x;
  private final int[] arm;
  private final double[] weights;
  private final double[] mean;
  private final double[] scale;
  private final double[] probability;

  /** Rows (1, (x − mean) · scale). */
  private final RowBlock block;

  private final double[] row;
  private final Gram information;

  LogitModel(Features x, int[] arm, double[] weights) {
    this.x = x;
    this.arm = arm;
    this.weights = weights;
    int p = x.columns();
    this.mean = new double[p];
    this.scale = new double[p];
    this.probability = new double[arm.length];
    this.row = new double[p];
    double total = 0;
    double share = 0;
    for (int i = 0; i < arm.length; i++) {
      double weight = weights[i];
      total += weight;
      share += weight * arm[i];
      x.copyRow(i, row);
      for (int c = 0; c < p; c++) {
        mean[c] += weight * row[c];
      }
    }
    for (int c = 0; c < p; c++) {
      mean[c] /= total;
    }
    for (int i = 0; i < arm.length; i++) {
      double weight = weights[i];
      x.copyRow(i, row);
      for (int c = 0; c < p; c++) {
        double off = row[c] - mean[c];
        scale[c] += weight * off * off;
      }
    }
    for (int c = 0; c < p; c++) {
      double deviation = Math.sqrt(scale[c] / total);
      scale[c] = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c])) ? 0 : 1 / deviation;
    }
    this.block = new RowBlock(p + 1);
    double[] gamma = new double[p + 1];
    gamma[0] = Math.log(share / (total - share));
    this.information = newton(gamma);
  }

  private Gram newton(double[] start) {
    Point at = new Point(start);
    for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
      Gram gram = new Gram(at.information(), FLAT);
      double[] step = gram.solve(at.gradient);
      double decrement = dot(at.gradient, step);
      // Where the arms can be told apart the slope vanishes, but steps go on moving logits by 1.
      boolean flat = decrement <= TOLERANCE;
      if (at.largest > FARTHEST
          || !Double.isFinite(decrement)
          || (flat && largestMove(step) > STILL)) {
        throw new NotConvergedException(
            "propensity by maximum likelihood",
            iteration,
            decrement,
            "the covariates tell the arms apart perfectly: there is no overlap to estimate from");
      }
      if (flat) {
        predict(moved(at.gamma, step, 1));
        return gram;
      }
      double factor = 1;
      Point next = new Point(moved(at.gamma, step, factor));
      while (next.loss > at.loss && factor > 1e-9) {
        factor /= 2;
        next = new Point(moved(at.gamma, step, factor));
      }
      at = next;
    }
    throw new NotConvergedException(
        "propensity by maximum likelihood",
        MAX_ITERATIONS,
        Double.NaN,
        "look for covariates that tell the arms apart");
  }

  /** Loss and its derivatives at some γ, in one pass. */
  private final class Point {
    private final double[] gamma;
    private final double[] gradient;
    private final double[] products = new double[block.gramSize() * block.gramSize()];
    private double loss;
    private double largest;

    Point(double[] gamma) {
      this.gamma = gamma;
      this.gradient = new double[gamma.length];
      double[] logit = new double[RowBlock.ROWS];
      double[] score = new double[RowBlock.ROWS];
      double[] w = new double[RowBlock.ROWS];
      for (int from = 0; from < arm.length; from += RowBlock.ROWS) {
        int count = load(from);
        block.linear(0, gamma, 0, logit);
        Arrays.fill(score, 0);
        Arrays.fill(w, 0);
        addLoss(from, count, logit, score, w);
        block.addMoments(score, gradient, 0);
        block.addGram(w, products);
      }
    }

    /** The part of the products that belongs to columns; only its lower triangle is to be read. */
    private double[][] information() {
      int size = gamma.length;
      double[][] own = new double[size][];
      Arrays.setAll(
          own,
          a -> Arrays.copyOfRange(products, a * block.gramSize(), a * block.gramSize() + size));
      return own;
    }

    private void addLoss(int from, int count, double[] logit, double[] score, double[] w) {
      // Σ log(1 + e^−|logit|) of rows of equal weight: of a product that is at most 2^128
      double product = 1;
      double weightOfProduct = weights[from];
      for (int i = 0; i < count; i++) {
        double size = Math.abs(logit[i]);
        double small = Math.exp(-size);
        double e = logit[i] >= 0 ? 1 / (1 + small) : small / (1 + small);
        double weight = weights[from + i];
        if (weight != weightOfProduct) {
          loss += weightOfProduct * Math.log(product);
          product = 1;
          weightOfProduct = weight;
        }
        product *= 1 + small;
        int treated = arm[from + i];
        loss += weight * (Math.max(logit[i], 0) - treated * logit[i]);
        largest = Math.max(largest, size);
        score[i] = weight * (treated - e);
        w[i] = weight * e * (1 - e);
      }
      loss += weightOfProduct * Math.log(product);
    }
  }

  /** Reads the rows from a position on, and returns how many it read. */
  private int load(int from) {
    int count = Math.min(RowBlock.ROWS, arm.length - from);
    for (int i = 0; i < count; i++) {
      x.copyRow(from + i, row);
      block.set(i, 0, 1);
      for (int c = 0; c < row.length; c++) {
        block.set(i, c + 1, (row[c] - mean[c]) * scale[c]);
      }
    }
    block.clearFrom(count);
    return count;
  }

  private void predict(double[] gamma) {
    double[] logit = new double[RowBlock.ROWS];
    for (int from = 0; from < arm.length; from += RowBlock.ROWS) {
      int count = load(from);
      block.linear(0, gamma, 0, logit);
      for (int i = 0; i < count; i++) {
        probability[from + i] = sigmoid(logit[i]);
      }
    }
  }

  private double largestMove(double[] step) {
    double[] move = new double[RowBlock.ROWS];
    double moves = 0;
    for (int from = 0; from < arm.length; from += RowBlock.ROWS) {
      int count = load(from);
      block.linear(0, step, 0, move);
      for (int i = 0; i < count; i++) {
        moves = Math.max(moves, Math.abs(move[i]));
      }
    }
    return moves;
  }

  private static double[] moved(double[] gamma, double[] step, double factor) {
    double[] next = gamma.clone();
    for (int k = 0; k < next.length; k++) {
      next[k] += factor * step[k];
    }
    return next;
  }

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** The fitted propensity of each unit. */
  double[] probability() {
    return probability;
  }

  /**
   * Adds n · (Σ derivative)ᵀ (Σ information)⁻¹ score to the influence values of a mean.
   *
   * @param byLogit derivative of each unit's term by its own logit
   */
  void correct(double[] influence, double[] byLogit) {
    double[] derivative = new double[mean.length + 1];
    double[] values = new double[RowBlock.ROWS];
    for (int from = 0; from < arm.length; from += RowBlock.ROWS) {
      int count = load(from);
      System.arraycopy(byLogit, from, values, 0, count);
      block.addMoments(values, derivative, 0);
    }
    double[] direction = information.solve(derivative);
    for (int from = 0; from < arm.length; from += RowBlock.ROWS) {
      int count = load(from);
      block.linear(0, direction, 0, values);
      for (int i = 0; i < count; i++) {
        int unit = from + i;
        influence[unit] += weights[unit] * (arm[unit] - probability[unit]) * values[i];
      }
    }
  }

  ImmutableList<String> notes() {
    List<Integer> dropped = new ArrayList<>();
    for (int c = 0; c < mean.length; c++) {
      if (information.isDropped(c + 1)) {
        dropped.add(c);
      }
    }
    return LeastSquares.note(dropped, x.names());
  }
}
