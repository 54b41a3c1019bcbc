package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import java.util.Optional;
import org.causal4j.core.learn.Learner;

/**
 * How a causal forest is grown.
 *
 * @param trees how many, a multiple of {@code groupSize}; intervals want at least 500
 * @param sampleFraction share of the units, at most .5, that a tree sees
 * @param honesty share of those that choose the splits; the others give the leaves their effects
 * @param minLeaf fewest splitting units in each part of a split; half of them, rounded down, at
 *     least 1, on either side of the node's mean treatment (for a binary treatment: of either arm)
 * @param imbalance least share of a node's splitting units that each part of a split keeps
 * @param mtry mean number of features looked at for a split; 0 for the smaller of ⌈√p⌉ + 20 and p
 * @param groupSize trees that share a half-sample, at least 2: the little bags of the variance
 * @param maxDepth splits above a leaf at most; 0 for no limit
 * @param bins classes of a feature, at most 255; splits lie between them
 * @param nuisanceTrees trees of each of the two nuisance forests; 0 for the larger of 100 and a
 *     quarter of {@code trees}
 * @param outcome learner of E[Y | X], cross-fitted; where empty, up to 10,000 units a mixture of a
 *     linear model, boosting, a network and, up to 30 features, splines, for more units a
 *     regression forest, out of bag
 * @param treatment learner of E[T | X], likewise
 * @param trend whether trees grow on what a smooth trend of the effects leaves
 * @param threads that grow trees; the result does not depend on it
 */
public record CausalForestOptions(
    int trees,
    double sampleFraction,
    double honesty,
    int minLeaf,
    double imbalance,
    int mtry,
    int groupSize,
    int maxDepth,
    int bins,
    int nuisanceTrees,
    Optional<Learner> outcome,
    Optional<Learner> treatment,
    Trend trend,
    int threads) {

  /**
   * Whether the trees of each half-sample grow on what a smooth trend of the effects, fitted to
   * that half-sample, leaves: splines of the features and products of pairs under penalties. Trees
   * alone flatten an effect that many features make together, and intervals then lie beside it.
   */
  public enum Trend {
    /** Trees alone, the forest of the literature. */
    NONE,
    /**
     * Up to 10,000 units both forests are grown, and the one with the trend is kept where its
     * out-of-bag R-loss is smaller by more than the standard error of the difference; with more
     * units, or as many features as an eighth of them or 100, trees alone.
     */
    CHOSEN,
    /** Always; refused where there are as many features as an eighth of the units or 100. */
    SPLINES
  }

  /** Checks the ranges. */
  public CausalForestOptions {
    Preconditions.checkArgument(groupSize >= 2, "groupSize: %s is below 2", groupSize);
    Preconditions.checkArgument(
        trees >= 2 * groupSize && trees % groupSize == 0,
        "trees: %s is not a multiple of the group size %s, at least twice",
        trees,
        groupSize);
    Preconditions.checkArgument(
        sampleFraction > 0 && sampleFraction <= 0.5,
        "sampleFraction: %s is not above 0 and at most .5",
        sampleFraction);
    Preconditions.checkArgument(
        honesty > 0 && honesty < 1, "honesty: %s is not between 0 and 1", honesty);
    Preconditions.checkArgument(minLeaf >= 1, "minLeaf: %s is below 1", minLeaf);
    Preconditions.checkArgument(
        imbalance >= 0 && imbalance < 0.25, "imbalance: %s is not from 0 to .25", imbalance);
    Preconditions.checkArgument(mtry >= 0, "mtry: %s is below 0", mtry);
    Preconditions.checkArgument(maxDepth >= 0, "maxDepth: %s is below 0", maxDepth);
    Preconditions.checkArgument(bins >= 2 && bins <= 255, "bins: %s is not from 2 to 255", bins);
    Preconditions.checkArgument(
        nuisanceTrees >= 0 && nuisanceTrees % 2 == 0,
        "nuisanceTrees: %s is not an even number from 0",
        nuisanceTrees);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /**
   * 2,000 trees in groups of 2, each on half of the units, half of those for splits, leaves of at
   * least 5, imbalance .05, no depth limit, 255 classes, no learners named, a trend where it is
   * chosen, one thread.
   */
  public static CausalForestOptions defaults() {
    return new CausalForestOptions(
        2000,
        0.5,
        0.5,
        5,
        0.05,
        0,
        2,
        0,
        255,
        0,
        Optional.empty(),
        Optional.empty(),
        Trend.CHOSEN,
        1);
  }

  /** With this many trees. */
  public CausalForestOptions withTrees(int newTrees) {
    return new CausalForestOptions(
        newTrees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With this share of the units in a tree, and this share of them for splits. */
  public CausalForestOptions withSample(double newFraction, double newHonesty) {
    return new CausalForestOptions(
        trees,
        newFraction,
        newHonesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With at least this many splitting units in a leaf, half of them of either arm. */
  public CausalForestOptions withMinLeaf(int newMinLeaf) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        newMinLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With at least this share of a node in each part of a split. */
  public CausalForestOptions withImbalance(double newImbalance) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        newImbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With this many features looked at for a split on average. */
  public CausalForestOptions withMtry(int newMtry) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        newMtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With this many trees on each half-sample. */
  public CausalForestOptions withGroupSize(int newGroupSize) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        newGroupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With at most this many splits above a leaf, 0 for no limit. */
  public CausalForestOptions withMaxDepth(int newMaxDepth) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        newMaxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With this many classes of a feature. */
  public CausalForestOptions withBins(int newBins) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        newBins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With this many trees in each nuisance forest. */
  public CausalForestOptions withNuisanceTrees(int newNuisanceTrees) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        newNuisanceTrees,
        outcome,
        treatment,
        trend,
        threads);
  }

  /** With cross-fitted learners of outcome and treatment instead of regression forests. */
  public CausalForestOptions withLearners(Learner newOutcome, Learner newTreatment) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        Optional.of(newOutcome),
        Optional.of(newTreatment),
        trend,
        threads);
  }

  /** With or without a smooth trend of the effects. */
  public CausalForestOptions withTrend(Trend newTrend) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        newTrend,
        threads);
  }

  /** With this many threads. */
  public CausalForestOptions withThreads(int newThreads) {
    return new CausalForestOptions(
        trees,
        sampleFraction,
        honesty,
        minLeaf,
        imbalance,
        mtry,
        groupSize,
        maxDepth,
        bins,
        nuisanceTrees,
        outcome,
        treatment,
        trend,
        newThreads);
  }

  int nuisanceTreesOrDefault() {
    return nuisanceTrees > 0 ? nuisanceTrees : Math.max(100, 2 * (trees / 8));
  }

  int mtryOf(int features) {
    int automatic = (int) Math.ceil(Math.sqrt(features)) + 20;
    return Math.max(1, Math.min(features, mtry == 0 ? automatic : mtry));
  }
}
