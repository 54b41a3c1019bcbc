package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.learn.ColumnMoments;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.RowBlock;
import org.jspecify.annotations.Nullable;

/**
 * The propensity by weighted maximum likelihood, logit e = γᵀ(1, x), with what estimators need to
 * account for its being estimated: a statistic whose mean derivative by γ is D gets the correction
 * Dᵀ I⁻¹ s, s being the score w(T − e)(1, x) and I the information (Newey and McFadden, Handbook of
 * Econometrics 4, 1994, §6). Newton's method with step halving; columns that others determine are
 * left out.
 *
 * <p>Where rows are many, it starts from the solution of a part of them, and the second derivatives
 * of that part, of which the whole is a multiple but for chance, serve for the first steps on all
 * rows: those take half the time of one with second derivatives of its own. The end is the same.
 */
final class LogitModel {
  private static final int MAX_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-10;
  private static final double FLAT = 1e-9;
  private static final double FARTHEST = 30;
  private static final double STILL = 0.01;

  // Where rows are many, the iteration starts from a part of them.
  private static final int PART = 4_000;
  private static final int WIDE_PART = 16_000;
  private static final int LEAST_SHARE = 4;
  private static final double TOLERANCE_OF_PART = 1e-2;
  private static final int MOST_CHORDS = 4;
  private static final double CHORDS_END = 1e-4;
  // With fewer columns than this second derivatives cost little more than the slope.
  private static final int CHORD_COLUMNS = 12;

  // Mean square by which a step moves logits where it is the last one: it leaves the square of
  // what there was, which one more look at the slope makes sure of.
  private static final double NEAR = 1e-11;
  private static final double NOTHING = 1e-16;

  private final Rows all;
  private final double[] mean;
  private final double[] scale;
  private final double[] probability;

  /** Rows (x − mean) · scale. */
  private final RowBlock block;

  private final Gram information;
  private double[] solution = new double[0];

  LogitModel(Features x, int[] arm, double[] weights) {
    this.all = new Rows(x, arm, weights, true);
    int p = x.columns();
    this.mean = new double[p];
    this.scale = new double[p];
    this.probability = new double[arm.length];
    this.block = new RowBlock(p);
    double total = 0;
    double share = 0;
    for (int i = 0; i < arm.length; i++) {
      total += weights[i];
      share += weights[i] * arm[i];
    }
    Optional<Rows> part = part();
    if (part.isEmpty() || !standardize(part.get())) {
      standardize(all);
    }
    double[] even = new double[p + 1];
    even[0] = Math.log(share / (total - share));
    double evenLoss =
        share * Math.log(total / share) + (total - share) * Math.log(total / (total - share));
    Point start = part.map(rows -> start(rows, even)).orElse(null);
    if (start == null || !(start.loss < evenLoss) || start.largest > FARTHEST) {
      start = new Point(even, all, true);
    }
    this.information = newton(start, all, TOLERANCE);
  }

  /** Rows that a model is fitted to. */
  private static final class Rows {
    private final Features x;
    private final int[] arm;
    private final double[] weights;
    private final boolean all;

    Rows(Features x, int[] arm, double[] weights, boolean all) {
      this.x = x;
      this.arm = arm;
      this.weights = weights;
      this.all = all;
    }

    int count() {
      return arm.length;
    }
  }

  /** Every so many of the rows, where they are many and of both arms. */
  private Optional<Rows> part() {
    int n = all.count();
    int step =
        n
            / (mean.length >= CHORD_COLUMNS
                ? Math.max(PART, Math.min(WIDE_PART, n / LEAST_SHARE))
                : PART);
    if (step < LEAST_SHARE) {
      return Optional.empty();
    }
    int[] chosen = new int[n / step];
    int[] arms = new int[chosen.length];
    double[] weights = new double[chosen.length];
    int treated = 0;
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = i * step;
      arms[i] = all.arm[i * step];
      weights[i] = all.weights[i * step];
      treated += arms[i];
    }
    return treated == 0 || treated == chosen.length
        ? Optional.empty()
        : Optional.of(new Rows(all.x.rows(chosen), arms, weights, false));
  }

  /**
   * Means and deviations of every so many of the rows: near enough to those of all, since they only
   * keep digits. False where a column does not vary in them, though it may in others.
   */
  private boolean standardize(Rows rows) {
    double[] weight = new double[RowBlock.ROWS];
    ColumnMoments moments = new ColumnMoments(mean.length);
    for (int from = 0; from < rows.count(); from += RowBlock.ROWS) {
      int count = block.load(rows.x, from, 0);
      System.arraycopy(rows.weights, from, weight, 0, count);
      Arrays.fill(weight, count, RowBlock.ROWS, 0);
      moments.add(block, weight);
    }
    boolean vary = true;
    for (int c = 0; c < mean.length; c++) {
      mean[c] = moments.mean(c);
      double deviation = Math.sqrt(moments.squares(c) / moments.total());
      boolean constant = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c]));
      scale[c] = constant ? 0 : 1 / deviation;
      vary &= !constant;
    }
    return vary;
  }

  /** Near the solution by means of a part of the rows; null where there is no way. */
  private @Nullable Point start(Rows part, double[] even) {
    Gram ofPart;
    double[] gamma;
    try {
      ofPart = newton(new Point(even, part, true), part, TOLERANCE_OF_PART);
      gamma = solution;
    } catch (NotConvergedException e) {
      // The part may be separable where the whole is not.
      return null;
    }
    double share = Arrays.stream(part.weights).sum() / Arrays.stream(all.weights).sum();
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < MOST_CHORDS && mean.length >= CHORD_COLUMNS; k++) {
      Point at = new Point(gamma, all, false);
      double[] move = ofPart.solve(at.gradient);
      double decrement = dot(at.gradient, move) * share;
      if (!(decrement < last)) {
        break;
      }
      gamma = moved(gamma, move, share);
      if (decrement < CHORDS_END || decrement > last / 10) {
        break;
      }
      last = decrement;
    }
    return new Point(gamma, all, true);
  }

  /** Newton's method from a point; leaves the {@link #solution} and returns the information. */
  private Gram newton(Point start, Rows rows, double tolerance) {
    Point at = start;
    for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
      Gram gram = new Gram(at.information(), FLAT);
      double[] step = gram.solve(at.gradient);
      double decrement = dot(at.gradient, step);
      // Where the arms can be told apart the slope vanishes, but steps go on moving logits by 1.
      boolean flat = decrement <= tolerance;
      if (at.largest > FARTHEST
          || !Double.isFinite(decrement)
          || (flat && rows.all && largestMove(step) > STILL)) {
        throw new NotConvergedException(
            "propensity by maximum likelihood",
            iteration,
            decrement,
            "the covariates tell the arms apart perfectly: there is no overlap to estimate from");
      }
      if (flat) {
        solution = moved(at.gamma, step, 1);
        if (rows.all) {
          predict(solution);
        }
        return gram;
      }
      if (rows.all && decrement <= NEAR * at.bySlope[0]) {
        Point last = new Point(moved(at.gamma, step, 1), all, false);
        if (dot(last.gradient, gram.solve(last.gradient)) <= NOTHING) {
          solution = last.gamma;
          return gram;
        }
      }
      double factor = 1;
      Point next = new Point(moved(at.gamma, step, factor), rows, true);
      while (next.loss > at.loss && factor > 1e-9) {
        factor /= 2;
        next = new Point(moved(at.gamma, step, factor), rows, true);
      }
      at = next;
    }
    throw new NotConvergedException(
        "propensity by maximum likelihood",
        MAX_ITERATIONS,
        Double.NaN,
        "look for covariates that tell the arms apart");
  }

  /** Loss and its derivatives at some γ, in one pass over all rows or a part of them. */
  private final class Point {
    private final double[] gamma;
    private final double[] gradient;
    private final Rows rows;
    private final double[] bySlope;
    private final double[] products;
    private double loss;
    private double largest;

    /**
     * @param whole with the second derivatives; without them the probabilities are kept
     */
    Point(double[] gamma, Rows rows, boolean whole) {
      this.gamma = gamma;
      this.rows = rows;
      this.gradient = new double[gamma.length];
      this.bySlope = new double[gamma.length];
      this.products = new double[whole ? block.gramSize() * block.gramSize() : 0];
      double[] logit = new double[RowBlock.ROWS];
      double[] score = new double[RowBlock.ROWS];
      double[] w = new double[RowBlock.ROWS];
      for (int from = 0; from < rows.count(); from += RowBlock.ROWS) {
        int count = load(rows, from);
        block.linear(gamma[0], gamma, 1, logit);
        if (whole) {
          addLoss(from, count, logit, score, w);
        } else {
          addSlope(from, count, logit, score);
        }
        Arrays.fill(score, count, RowBlock.ROWS, 0);
        block.addMoments(score, gradient, 1);
        if (whole) {
          Arrays.fill(w, count, RowBlock.ROWS, 0);
          block.addMoments(w, bySlope, 1);
          block.addGram(w, products);
        }
      }
    }

    /** The lower triangle, the intercept first. */
    private double[][] information() {
      int size = gamma.length;
      double[][] own = new double[size][size];
      for (int a = 0; a < size; a++) {
        own[a][0] = bySlope[a];
        for (int b = 1; b <= a; b++) {
          own[a][b] = products[(a - 1) * block.gramSize() + b - 1];
        }
      }
      return own;
    }

    private void addSlope(int from, int count, double[] logit, double[] score) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        double small = Math.exp(-Math.abs(logit[i]));
        double e = (logit[i] >= 0 ? 1 : small) / (1 + small);
        probability[from + i] = e;
        score[i] = rows.weights[from + i] * (rows.arm[from + i] - e);
        sum += score[i];
      }
      gradient[0] += sum;
    }

    private void addLoss(int from, int count, double[] logit, double[] score, double[] w) {
      // Σ log(1 + e^−|logit|) of rows of equal weight: of a product that is at most 2^128
      double product = 1;
      double weightOfProduct = rows.weights[from];
      for (int i = 0; i < count; i++) {
        int row = from + i;
        double size = Math.abs(logit[i]);
        double small = Math.exp(-size);
        double e = (logit[i] >= 0 ? 1 : small) / (1 + small);
        double weight = rows.weights[row];
        if (weight != weightOfProduct) {
          loss += weightOfProduct * Math.log(product);
          product = 1;
          weightOfProduct = weight;
        }
        product *= 1 + small;
        int treated = rows.arm[row];
        loss += weight * (Math.max(logit[i], 0) - treated * logit[i]);
        largest = Math.max(largest, size);
        score[i] = weight * (treated - e);
        w[i] = weight * e * (1 - e);
        gradient[0] += score[i];
        bySlope[0] += w[i];
      }
      loss += weightOfProduct * Math.log(product);
    }
  }

  /** Reads the rows from a position on, and returns how many it read. */
  private int load(Rows rows, int from) {
    return block.load(rows.x, from, 0, mean, scale);
  }

  private void predict(double[] gamma) {
    double[] logit = new double[RowBlock.ROWS];
    for (int from = 0; from < all.count(); from += RowBlock.ROWS) {
      int count = load(all, from);
      block.linear(gamma[0], gamma, 1, logit);
      for (int i = 0; i < count; i++) {
        probability[from + i] = sigmoid(logit[i]);
      }
    }
  }

  private double largestMove(double[] step) {
    double[] move = new double[RowBlock.ROWS];
    double moves = 0;
    for (int from = 0; from < all.count(); from += RowBlock.ROWS) {
      int count = load(all, from);
      block.linear(step[0], step, 1, move);
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
   * Adds n · (Σ derivative)ᵀ (Σ information)⁻¹ score to the influence values of means.
   *
   * @param influence an array a mean
   * @param byLogit derivative of each unit's term of each mean by its own logit
   */
  void correct(double[][] influence, double[][] byLogit) {
    int means = influence.length;
    double[][] direction = new double[means][mean.length + 1];
    double[] values = new double[RowBlock.ROWS];
    for (int from = 0; from < all.count(); from += RowBlock.ROWS) {
      int count = load(all, from);
      for (int m = 0; m < means; m++) {
        System.arraycopy(byLogit[m], from, values, 0, count);
        Arrays.fill(values, count, RowBlock.ROWS, 0);
        for (double value : values) {
          direction[m][0] += value;
        }
        block.addMoments(values, direction[m], 1);
      }
    }
    for (int m = 0; m < means; m++) {
      direction[m] = information.solve(direction[m]);
    }
    for (int from = 0; from < all.count(); from += RowBlock.ROWS) {
      int count = load(all, from);
      for (int m = 0; m < means; m++) {
        block.linear(direction[m][0], direction[m], 1, values);
        double[] of = influence[m];
        for (int i = 0; i < count; i++) {
          int unit = from + i;
          of[unit] += all.weights[unit] * (all.arm[unit] - probability[unit]) * values[i];
        }
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
    return LeastSquares.note(dropped, all.x.names());
  }
}
