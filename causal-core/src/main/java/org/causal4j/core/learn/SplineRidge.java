package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Ridge regression on a basis: each feature, natural cubic splines of those with more than five
 * values (Hastie, Tibshirani and Friedman, <i>The Elements of Statistical Learning</i>, 2nd ed.,
 * 2009, §5.2.1; knots at five quantiles), and the products of pairs of features. All columns are
 * standardized; splines and products are then multiplied by factors out of 0, ⅓ and 1, so that they
 * are penalized more than the features themselves, and factors and penalty minimize generalized
 * cross-validation.
 *
 * <p>With more than twenty features the products are those of the twenty with the largest
 * coefficients in a ridge regression on the features alone. Of a row beyond what was seen in
 * training, splines go on as straight lines. Draws nothing. With q columns the cost is n q² + 9 q³.
 */
final class SplineRidge implements Learner {
  private static final int MOST_PAIRED = 20;
  private static final int FEWEST_VALUES = 6;
  private static final double[] QUANTILES = {0.05, 0.275, 0.5, 0.725, 0.95};
  private static final double[] FACTORS = {0, 1.0 / 3, 1};

  @Override
  public String name() {
    return "spline ridge (with products, penalty by GCV)";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return fit(x, y, null, rows);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return fit(x, y, Weighting.ofMeanOne(weights, rows), rows);
  }

  private static Predictor fit(Features x, double[] y, double @Nullable [] weights, int[] rows) {
    Scaling scaling = new Scaling(x, rows);
    Basis basis = new Basis(scaling, knots(x, rows, scaling), paired(x, y, weights, rows, scaling));
    basis.standardize(x, rows);
    int q = basis.size();
    PenalizedGram gram = new PenalizedGram(q);
    double[] columns = new double[q];
    for (int i = 0; i < rows.length; i++) {
      basis.fill(x, rows[i], columns);
      gram.add(columns, y[rows[i]], weights == null ? 1 : weights[i]);
    }
    PenalizedGram.Fit best = null;
    for (double ofSplines : FACTORS) {
      for (double ofProducts : FACTORS) {
        if ((ofSplines > 0 && basis.splines() == 0) || (ofProducts > 0 && basis.products() == 0)) {
          continue;
        }
        PenalizedGram.Fit fit = gram.solve(Double.NaN, basis.factors(ofSplines, ofProducts));
        if (best == null || fit.score() < best.score()) {
          best = fit;
        }
      }
    }
    return new Model(basis, Preconditions.checkNotNull(best));
  }

  /** Knots by feature in scaled units; none for a feature of few values. */
  private static double[][] knots(Features x, int[] rows, Scaling scaling) {
    double[][] knots = new double[x.columns()][];
    for (int c = 0; c < knots.length; c++) {
      int column = c;
      double[] sorted =
          IntStream.of(rows)
              .mapToDouble(
                  r -> (x.at(r, column) - scaling.mean[column]) * scaling.inverseDeviation[column])
              .sorted()
              .toArray();
      double[] at =
          Arrays.stream(QUANTILES)
              .map(q -> sorted[(int) Math.round(q * (sorted.length - 1))])
              .distinct()
              .toArray();
      long values = Arrays.stream(sorted).distinct().limit(FEWEST_VALUES).count();
      knots[c] = values < FEWEST_VALUES || at.length < 3 ? new double[0] : at;
    }
    return knots;
  }

  /** The features whose products are used, in order. */
  private static int[] paired(
      Features x, double[] y, double @Nullable [] weights, int[] rows, Scaling scaling) {
    int p = x.columns();
    if (p <= MOST_PAIRED) {
      return IntStream.range(0, p).toArray();
    }
    PenalizedGram gram = new PenalizedGram(p);
    double[] z = new double[p];
    for (int i = 0; i < rows.length; i++) {
      scaling.scale(x, rows[i], z);
      gram.add(z, y[rows[i]], weights == null ? 1 : weights[i]);
    }
    double[] slopes = gram.solve(Double.NaN).weights();
    return IntStream.range(0, p)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -Math.abs(slopes[c])))
        .limit(MOST_PAIRED)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private record Model(Basis basis, PenalizedGram.Fit fit) implements Predictor {
    @Override
    public double predict(Features x, int row) {
      int p = basis.scaling.mean.length;
      Preconditions.checkArgument(
          x.columns() == p, "x: has %s columns, the model %s", x.columns(), p);
      double[] columns = new double[basis.size()];
      basis.fill(x, row, columns);
      return fit.value(columns);
    }
  }

  /** Features, then splines, then products. */
  private static final class Basis {
    private final Scaling scaling;
    private final double[][] knots;
    private final int splines;
    private final int[][] pairs;
    private final double[] mean;
    private final double[] inverse;

    Basis(Scaling scaling, double[][] knots, int[] paired) {
      this.scaling = scaling;
      this.knots = knots;
      this.splines = Arrays.stream(knots).mapToInt(k -> Math.max(0, k.length - 2)).sum();
      List<int[]> products = new ArrayList<>();
      for (int a = 0; a < paired.length; a++) {
        for (int b = 0; b < a; b++) {
          products.add(new int[] {paired[a], paired[b]});
        }
      }
      this.pairs = products.toArray(int[][]::new);
      this.mean = new double[size()];
      this.inverse = new double[size()];
      Arrays.fill(inverse, 1);
    }

    int size() {
      return knots.length + splines + pairs.length;
    }

    int splines() {
      return splines;
    }

    int products() {
      return pairs.length;
    }

    double[] factors(double ofSplines, double ofProducts) {
      double[] factors = new double[size()];
      Arrays.fill(factors, 0, knots.length, 1);
      Arrays.fill(factors, knots.length, knots.length + splines, ofSplines);
      Arrays.fill(factors, knots.length + splines, factors.length, ofProducts);
      return factors;
    }

    /** From here on columns are filled in with mean 0 and deviation 1 over these rows. */
    void standardize(Features x, int[] rows) {
      double[] columns = new double[size()];
      double[] sums = new double[size()];
      double[] squares = new double[size()];
      for (int row : rows) {
        fill(x, row, columns);
        for (int k = 0; k < columns.length; k++) {
          sums[k] += columns[k] / rows.length;
          squares[k] += columns[k] * columns[k] / rows.length;
        }
      }
      for (int k = 0; k < columns.length; k++) {
        mean[k] = sums[k];
        double variance = squares[k] - sums[k] * sums[k];
        inverse[k] = variance <= 1e-12 * Math.max(1, squares[k]) ? 0 : 1 / Math.sqrt(variance);
      }
    }

    void fill(Features x, int row, double[] target) {
      int p = knots.length;
      double[] z = new double[p];
      scaling.scale(x, row, z);
      System.arraycopy(z, 0, target, 0, p);
      int at = p;
      for (int c = 0; c < p; c++) {
        at = natural(z[c], knots[c], target, at);
      }
      for (int[] pair : pairs) {
        target[at++] = z[pair[0]] * z[pair[1]];
      }
      for (int k = 0; k < target.length; k++) {
        target[k] = (target[k] - mean[k]) * inverse[k];
      }
    }

    /** d_k(z) − d_{K−1}(z) with d_k(z) = [(z − ξ_k)₊³ − (z − ξ_K)₊³] / (ξ_K − ξ_k). */
    private static int natural(double z, double[] knots, double[] target, int from) {
      int at = from;
      if (knots.length > 0) {
        double last = slope(z, knots, knots.length - 2);
        for (int k = 0; k + 2 < knots.length; k++) {
          target[at++] = slope(z, knots, k) - last;
        }
      }
      return at;
    }

    private static double slope(double z, double[] knots, int k) {
      double end = knots[knots.length - 1];
      return (cube(z - knots[k]) - cube(z - end)) / (end - knots[k]);
    }

    private static double cube(double v) {
      return v <= 0 ? 0 : v * v * v;
    }
  }
}
