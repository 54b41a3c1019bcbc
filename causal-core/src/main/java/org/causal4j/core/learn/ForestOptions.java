package org.causal4j.core.learn;

import com.google.common.base.Preconditions;

/**
 * How a random forest is grown.
 *
 * @param trees how many
 * @param minLeaf fewest units in a leaf
 * @param maxDepth deepest leaf
 * @param featureShare share of the features looked at for a split
 * @param threads that grow trees; the result does not depend on it
 */
public record ForestOptions(
    int trees, int minLeaf, int maxDepth, double featureShare, int threads) {
  /** Checks the ranges. */
  public ForestOptions {
    Preconditions.checkArgument(trees >= 1, "trees: %s is below 1", trees);
    Preconditions.checkArgument(minLeaf >= 1, "minLeaf: %s is below 1", minLeaf);
    Preconditions.checkArgument(maxDepth >= 1, "maxDepth: %s is below 1", maxDepth);
    Preconditions.checkArgument(
        featureShare > 0 && featureShare <= 1,
        "featureShare: %s is not above 0 and at most 1",
        featureShare);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /** 200 trees, leaves of 5 units, depth 40, a third of the features, one thread. */
  public static ForestOptions defaults() {
    return new ForestOptions(200, 5, 40, 1.0 / 3, 1);
  }

  /** With this many trees. */
  public ForestOptions withTrees(int newTrees) {
    return new ForestOptions(newTrees, minLeaf, maxDepth, featureShare, threads);
  }

  /** With leaves of at least this many units. */
  public ForestOptions withMinLeaf(int newMinLeaf) {
    return new ForestOptions(trees, newMinLeaf, maxDepth, featureShare, threads);
  }

  /** With this deepest leaf. */
  public ForestOptions withMaxDepth(int newMaxDepth) {
    return new ForestOptions(trees, minLeaf, newMaxDepth, featureShare, threads);
  }

  /** With this share of the features looked at for a split. */
  public ForestOptions withFeatureShare(double newFeatureShare) {
    return new ForestOptions(trees, minLeaf, maxDepth, newFeatureShare, threads);
  }

  /** With this many threads. */
  public ForestOptions withThreads(int newThreads) {
    return new ForestOptions(trees, minLeaf, maxDepth, featureShare, newThreads);
  }
}
