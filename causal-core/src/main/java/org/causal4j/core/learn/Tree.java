package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;

/**
 * A least-squares regression tree (Breiman, Friedman, Olshen and Stone, <i>Classification and
 * Regression Trees</i>, 1984) with splits at 255 quantiles; of a target of 0 and 1 it predicts the
 * probability. Cost n p a level.
 */
final class Tree implements Learner {
  private final int maxDepth;
  private final int minLeaf;

  Tree(int maxDepth, int minLeaf) {
    Preconditions.checkArgument(maxDepth >= 0, "maxDepth: %s is below 0", maxDepth);
    Preconditions.checkArgument(minLeaf >= 1, "minLeaf: %s is below 1", minLeaf);
    this.maxDepth = maxDepth;
    this.minLeaf = minLeaf;
  }

  @Override
  public String name() {
    return "tree (depth " + maxDepth + ", leaves of " + minLeaf + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    int[] once = new int[rows.length];
    Arrays.fill(once, 1);
    double[] target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
    Bins bins = new Bins(x, rows, 256, new Workers(1));
    TreeModel model =
        new TreeGrower(bins, once, target, maxDepth, minLeaf, x.columns(), seed.random())
            .grow()
            .build();
    return model::sum;
  }
}
