package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;

/**
 * A convex combination of learners: the weights, not negative and of sum 1, minimize the squared
 * error of predictions out of fold (van der Laan, Polley and Hubbard, "Super learner", Statistical
 * Applications in Genetics and Molecular Biology 6(1), 2007); all learners are then fitted to all
 * rows. Cost: each learner once a fold and once more.
 */
final class Stacking implements Learner {
  private static final int FOLDS = 5;
  private static final int STEPS = 2_000;

  private final ImmutableList<Learner> learners;

  Stacking(ImmutableList<Learner> learners) {
    Preconditions.checkArgument(!learners.isEmpty(), "learners: there are none");
    this.learners = learners;
  }

  @Override
  public String name() {
    return "stacking of " + learners.stream().map(Learner::name).collect(Collectors.joining(", "));
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    int folds = Math.min(FOLDS, rows.length);
    double[] weights = new double[learners.size()];
    Arrays.fill(weights, 1.0 / weights.length);
    if (folds > 1) {
      weights =
          weights(
              outOfFold(x, y, rows, folds, seed),
              IntStream.of(rows).mapToDouble(r -> y[r]).toArray());
    }
    List<Predictor> models = new ArrayList<>();
    List<Double> used = new ArrayList<>();
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] > 0) {
        models.add(learners.get(k).fit(x, y, rows, seed.derive("learner " + k)));
        used.add(weights[k]);
      }
    }
    return (features, row) -> {
      double sum = 0;
      for (int k = 0; k < models.size(); k++) {
        sum += used.get(k) * models.get(k).predict(features, row);
      }
      return sum;
    };
  }

  private double[][] outOfFold(Features x, double[] y, int[] rows, int folds, Seed seed) {
    // Rows of 0 and 1 are shared out by class, so that none is left without one of them.
    int[] order =
        IntStream.range(0, rows.length)
            .boxed()
            .sorted((a, b) -> Double.compare(y[rows[a]], y[rows[b]]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] fold = new int[rows.length];
    int[] within = CvFolds.assign(folds, folds, seed.derive("folds"));
    for (int k = 0; k < order.length; k++) {
      fold[order[k]] = (within[k % folds] + k / folds) % folds;
    }
    double[][] predicted = new double[learners.size()][rows.length];
    for (int f = 0; f < folds; f++) {
      int held = f;
      int[] learn =
          IntStream.range(0, rows.length).filter(i -> fold[i] != held).map(i -> rows[i]).toArray();
      for (int k = 0; k < learners.size(); k++) {
        Predictor model = learners.get(k).fit(x, y, learn, seed.derive(f).derive("learner " + k));
        for (int i = 0; i < rows.length; i++) {
          if (fold[i] == f) {
            predicted[k][i] = model.predict(x, rows[i]);
          }
        }
      }
    }
    return predicted;
  }

  /** The minimum over the simplex by projected gradient descent. */
  private static double[] weights(double[][] predicted, double[] y) {
    int k = predicted.length;
    double[][] gram = new double[k][k];
    double[] moment = new double[k];
    double trace = 0;
    for (int a = 0; a < k; a++) {
      for (int i = 0; i < y.length; i++) {
        moment[a] += predicted[a][i] * y[i] / y.length;
      }
      for (int b = 0; b < k; b++) {
        for (int i = 0; i < y.length; i++) {
          gram[a][b] += predicted[a][i] * predicted[b][i] / y.length;
        }
      }
      trace += gram[a][a];
    }
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    for (int step = 0; step < STEPS && trace > 0; step++) {
      double[] next = weights.clone();
      for (int a = 0; a < k; a++) {
        double slope = -moment[a];
        for (int b = 0; b < k; b++) {
          slope += gram[a][b] * weights[b];
        }
        next[a] -= slope / trace;
      }
      weights = ontoSimplex(next);
    }
    for (int a = 0; a < k; a++) {
      weights[a] = weights[a] < 1e-3 ? 0 : weights[a];
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  /** The nearest point of the simplex (Duchi et al., ICML 2008, Figure 1). */
  private static double[] ontoSimplex(double[] v) {
    double[] sorted = v.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double shift = 0;
    for (int j = 1; j <= sorted.length; j++) {
      double largest = sorted[sorted.length - j];
      sum += largest;
      if (largest - (sum - 1) / j > 0) {
        shift = (sum - 1) / j;
      }
    }
    double by = shift;
    return Arrays.stream(v).map(a -> Math.max(0, a - by)).toArray();
  }
}
