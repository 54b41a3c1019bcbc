package org.causal4j.core.learn;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;

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
    Workers workers = new Workers(options.threads());
    Bins bins = new Bins(x, rows, 256, workers);
    double[] target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
    int tries = Math.max(1, (int) Math.round(options.featureShare() * x.columns()));
    TreeModel.Builder[] trees = new TreeModel.Builder[options.trees()];
    workers.run(
        trees.length,
        t -> {
          SplittableRandom random = seed.derive(t).random();
          int[] times = new int[rows.length];
          for (int i = 0; i < times.length; i++) {
            times[random.nextInt(times.length)]++;
          }
          trees[t] =
              new TreeGrower(
                      bins, times, target, options.maxDepth(), options.minLeaf(), tries, random)
                  .grow();
        });
    TreeModel.Builder all = new TreeModel.Builder(x.columns());
    for (TreeModel.Builder tree : trees) {
      all.append(tree);
    }
    TreeModel model = all.build();
    return (features, row) -> model.sum(features, row) / options.trees();
  }
}
