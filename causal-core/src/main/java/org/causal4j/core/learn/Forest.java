package org.causal4j.core.learn;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
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
    double[] share = Weighting.ofMeanOne(weights, rows);
    // equal weights draw as none do, so that the forest is that of fit and not another of its law
    boolean equal = DoubleStream.of(share).allMatch(w -> w == share[0]);
    return grow(x, y, rows, equal ? null : share, seed);
  }

  /** With weights, a row is drawn into a sample with a probability in proportion to its weight. */
  private Predictor grow(
      Features x, double[] y, int[] rows, double @Nullable [] weights, Seed seed) {
    Workers workers = new Workers(options.threads());
    Bins bins = new Bins(x, rows, 256, workers);
    double[] target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
    double[] upTo = weights == null ? null : weights.clone();
    for (int i = 1; upTo != null && i < upTo.length; i++) {
      upTo[i] += upTo[i - 1];
    }
    int tries = Math.max(1, (int) Math.round(options.featureShare() * x.columns()));
    TreeModel.Builder[] trees = new TreeModel.Builder[options.trees()];
    workers.run(
        trees.length,
        t -> {
          SplittableRandom random = seed.derive(t).random();
          int[] times = new int[rows.length];
          for (int i = 0; i < times.length; i++) {
            times[upTo == null ? random.nextInt(times.length) : drawn(upTo, random)]++;
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

  /** The first row whose sum of weights up to it is above a number drawn below all of them. */
  private static int drawn(double[] upTo, SplittableRandom random) {
    double number = random.nextDouble() * upTo[upTo.length - 1];
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
