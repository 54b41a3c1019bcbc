package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.jspecify.annotations.Nullable;

/**
 * A convex combination of learners: the weights, not negative and of sum 1, minimize the squared
 * error of predictions out of fold (van der Laan, Polley and Hubbard, "Super learner", Statistical
 * Applications in Genetics and Molecular Biology 6(1), 2007); all learners are then fitted to all
 * rows. Cost: each learner once a fold and once more.
 */
final class Stacking implements Learner {
  private static final int FOLDS = 5;

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
    return stack(x, y, null, rows, seed);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return stack(x, y, weights, rows, seed);
  }

  private static Predictor fit(
      Learner learner, Features x, double[] y, double @Nullable [] w, int[] rows, Seed seed) {
    return w == null ? learner.fit(x, y, rows, seed) : learner.fitWeighted(x, y, w, rows, seed);
  }

  private Predictor stack(
      Features x, double[] y, double @Nullable [] rowWeights, int[] rows, Seed seed) {
    int folds = Math.min(FOLDS, rows.length);
    double[] weights = new double[learners.size()];
    Arrays.fill(weights, 1.0 / weights.length);
    if (folds > 1) {
      weights =
          ConvexWeights.of(
              outOfFold(x, y, rowWeights, rows, folds, seed),
              IntStream.of(rows).mapToDouble(r -> y[r]).toArray(),
              rowWeights == null ? null : Weighting.ofMeanOne(rowWeights, rows));
    }
    List<Predictor> models = new ArrayList<>();
    List<Double> used = new ArrayList<>();
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] > 0) {
        models.add(fit(learners.get(k), x, y, rowWeights, rows, seed.derive("learner " + k)));
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

  private double[][] outOfFold(
      Features x, double[] y, double @Nullable [] rowWeights, int[] rows, int folds, Seed seed) {
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
        Predictor model =
            fit(learners.get(k), x, y, rowWeights, learn, seed.derive(f).derive("learner " + k));
        for (int i = 0; i < rows.length; i++) {
          if (fold[i] == f) {
            predicted[k][i] = model.predict(x, rows[i]);
          }
        }
      }
    }
    return predicted;
  }
}
