package org.causal4j.core.learn;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A random forest of least-squares trees, each on a bootstrap sample, with a random part of the
 * features looked at for each split (Breiman, Machine Learning 45(1), 2001); of a target of 0 and 1
 * it predicts the probability. Cost n p a level of a tree.
 */
final class Forest implements Learner {
  private final ForestOptions options;

  Forest(ForestOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "forest (" + options.trees() + " trees, leaves of " + options.minLeaf() + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return grow(x, y, rows, null, seed);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return grow(x, y, rows, Weighting.ofMeanOne(weights, rows), seed);
  }

  /** With weights, the gradient of a row is its weighted target and the hessian its weight. */
  private Predictor grow(
      Features x, double[] y, int[] rows, double @Nullable [] weights, Seed seed) {
    Workers workers = new Workers(options.threads());
    Workers alone = new Workers(1);
    Bins bins = new Bins(x, rows, 256, workers);
    double[] target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
    for (int i = 0; weights != null && i < target.length; i++) {
      target[i] *= weights[i];
    }
    int tries = Math.max(1, (int) Math.round(options.featureShare() * x.columns()));
    TreeModel[] trees = new TreeModel[options.trees()];
    workers.run(
        trees.length,
        t -> {
          SplittableRandom random = seed.derive(t).random();
          int[] drawn = new int[rows.length];
          for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(rows.length);
          }
          trees[t] =
              new TreeGrower(
                      bins,
                      drawn,
                      target,
                      weights,
                      options.maxDepth(),
                      options.minLeaf(),
                      0,
                      tries,
                      random,
                      alone)
                  .grow();
        });
    return (features, row) -> {
      double sum = 0;
      for (TreeModel tree : trees) {
        sum += tree.predict(features, row);
      }
      return sum / trees.length;
    };
  }
}
