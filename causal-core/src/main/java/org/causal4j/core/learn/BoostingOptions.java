package org.causal4j.core.learn;

import com.google.common.base.Preconditions;

/**
 * How trees are boosted.
 *
 * @param trees how many
 * @param depth of a tree
 * @param rate by which a tree is shrunk
 * @param minLeaf fewest units in a leaf
 * @param penalty added to the second derivative in a leaf
 * @param classes of a feature, at most 256; splits lie between them
 * @param threads that count features; the result does not depend on it
 */
public record BoostingOptions(
    int trees, int depth, double rate, int minLeaf, double penalty, int classes, int threads) {
  /** Checks the ranges. */
  public BoostingOptions {
    Preconditions.checkArgument(trees >= 1, "trees: %s is below 1", trees);
    Preconditions.checkArgument(depth >= 1, "depth: %s is below 1", depth);
    Preconditions.checkArgument(rate > 0 && rate <= 1, "rate: %s is not above 0, at most 1", rate);
    Preconditions.checkArgument(minLeaf >= 1, "minLeaf: %s is below 1", minLeaf);
    Preconditions.checkArgument(penalty >= 0, "penalty: %s is below 0", penalty);
    Preconditions.checkArgument(
        classes >= 2 && classes <= 256, "classes: %s is not from 2 to 256", classes);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /** 100 trees of depth 4, rate .1, leaves of 20 units, penalty 1, 64 classes, one thread. */
  public static BoostingOptions defaults() {
    return new BoostingOptions(100, 4, 0.1, 20, 1, 64, 1);
  }

  /** With this many trees. */
  public BoostingOptions withTrees(int newTrees) {
    return new BoostingOptions(newTrees, depth, rate, minLeaf, penalty, classes, threads);
  }

  /** With trees of this depth. */
  public BoostingOptions withDepth(int newDepth) {
    return new BoostingOptions(trees, newDepth, rate, minLeaf, penalty, classes, threads);
  }

  /** With this rate. */
  public BoostingOptions withRate(double newRate) {
    return new BoostingOptions(trees, depth, newRate, minLeaf, penalty, classes, threads);
  }

  /** With leaves of at least this many units. */
  public BoostingOptions withMinLeaf(int newMinLeaf) {
    return new BoostingOptions(trees, depth, rate, newMinLeaf, penalty, classes, threads);
  }

  /** With this many threads. */
  public BoostingOptions withThreads(int newThreads) {
    return new BoostingOptions(trees, depth, rate, minLeaf, penalty, classes, newThreads);
  }
}
