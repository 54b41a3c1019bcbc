package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ClusterVariance;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.Folds;
import org.causal4j.core.learn.Features;

/**
 * An honest causal tree: groups of units with different effects, described by rules. One half of
 * the clusters chooses the splits, the other estimates the effect of each leaf as the mean of its
 * doubly robust scores (Athey and Imbens, "Recursive partitioning for heterogeneous causal
 * effects", PNAS 113(27), 2016; differs in that scores stand for the difference of means, so that
 * it serves where treatment was not randomized, and that the depth is chosen by five-fold
 * cross-validation within the splitting half).
 *
 * <p>The interval of a leaf covers the average effect of units in it, whatever the tree; it is
 * robust to dependence within clusters. It is not an interval of the effect at x. Immutable and
 * safe to share between threads. Cost: n p a level, six times, beside the nuisances.
 */
public final class CausalTree implements CateModel {
  private static final int FOLDS = 5;

  private final String name;
  private final ImmutableList<String> features;
  private final HonestGrower.Node root;
  private final Map<HonestGrower.Node, Integer> leafOf;
  private final ImmutableList<CausalRule> rules;

  private CausalTree(
      String name,
      ImmutableList<String> features,
      HonestGrower.Node root,
      Map<HonestGrower.Node, Integer> leafOf,
      ImmutableList<CausalRule> rules) {
    this.name = name;
    this.features = features;
    this.root = root;
    this.leafOf = leafOf;
    this.rules = rules;
  }

  /**
   * A tree of the effect.
   *
   * @throws IllegalArgumentException if a half of the clusters holds fewer than 2, or none of an
   *     arm
   */
  public static CausalTree grow(CateNuisances nuisances, CausalTreeOptions options, Seed seed) {
    return grow("causal tree", nuisances, options, Optional.empty(), seed);
  }

  /**
   * A tree that copies a model: splits by least squares on its effects, estimates by scores of the
   * other half. Where the model has learned from that half too, the splits have seen it through the
   * model, and the intervals of the leaves may be too short; the other {@code distill} avoids that.
   */
  public static CausalTree distill(
      CateModel model, CateNuisances nuisances, CausalTreeOptions options, Seed seed) {
    return grow(
        "causal tree after " + model.name(),
        nuisances,
        options,
        Optional.of(model.effects(nuisances.data().x())),
        seed);
  }

  /** A tree that copies a learner, fitted to the splitting half alone. */
  public static CausalTree distill(
      CateLearner learner, CateNuisances nuisances, CausalTreeOptions options, Seed seed) {
    CateData data = nuisances.data();
    int[] split = half(data, seed, 0);
    CateModel model = learner.fit(data.rows(split), seed.derive("model"));
    return grow(
        "causal tree after " + model.name(),
        nuisances,
        options,
        Optional.of(model.effects(data.x())),
        seed);
  }

  private static int[] half(CateData data, Seed seed, int which) {
    int[] half = Folds.assign(data.treatments(), data.clusters(), 2, seed.derive("halves"));
    int[] rows = IntStream.range(0, half.length).filter(i -> half[i] == which).toArray();
    long clusters = Arrays.stream(rows).map(data::cluster).distinct().count();
    long treated = Arrays.stream(rows).filter(i -> data.treatment(i) == 1).count();
    Preconditions.checkArgument(
        clusters >= 2 && treated > 0 && treated < rows.length,
        "data: half of it has %s clusters, %s treated and %s control units; a tree needs both arms",
        clusters,
        treated,
        rows.length - treated);
    return rows;
  }

  private static CausalTree grow(
      String name,
      CateNuisances nuisances,
      CausalTreeOptions options,
      Optional<double[]> copied,
      Seed seed) {
    CateData data = nuisances.data();
    double[] scores = nuisances.scores();
    int[] split = half(data, seed, 0);
    int[] estimate = half(data, seed, 1);
    double[] target = copied.orElse(scores);
    HonestGrower grower =
        new HonestGrower(data, target, split.length, estimate.length, copied.isEmpty(), options);
    HonestGrower.Node root = grower.grow(split, estimate, 0);
    if (copied.isEmpty()) {
      root.cut(depth(data, scores, split, estimate, options, seed));
    }
    List<Leaf> leaves = new ArrayList<>();
    collect(root, new ArrayList<>(), leaves);
    Map<HonestGrower.Node, Integer> leafOf = new HashMap<>();
    ImmutableList.Builder<CausalRule> rules = ImmutableList.builder();
    RuleText text = new RuleText(data.x());
    for (Leaf leaf : leaves) {
      int[] rows =
          IntStream.range(0, data.n()).filter(i -> leaf.holds(root, data.x(), i)).toArray();
      int[] from = IntStream.of(estimate).filter(i -> leaf.holds(root, data.x(), i)).toArray();
      leafOf.put(leaf.node, leafOf.size());
      rules.add(rule(text.of(leaf.steps), rows.length, from, scores, data));
    }
    return new CausalTree(name, data.x().names(), root, leafOf, rules.build());
  }

  private record Leaf(HonestGrower.Node node, ImmutableList<RuleText.Step> steps) {
    boolean holds(HonestGrower.Node root, Features x, int row) {
      return root.at(x, row, Integer.MAX_VALUE) == node;
    }
  }

  private static void collect(
      HonestGrower.Node node, List<RuleText.Step> steps, List<Leaf> leaves) {
    HonestGrower.Node left = node.left();
    HonestGrower.Node right = node.right();
    if (left == null || right == null) {
      leaves.add(new Leaf(node, ImmutableList.copyOf(steps)));
      return;
    }
    for (boolean below : new boolean[] {true, false}) {
      steps.add(new RuleText.Step(node.feature(), node.threshold(), below));
      collect(below ? left : right, steps, leaves);
      steps.remove(steps.size() - 1);
    }
  }

  private static CausalRule rule(
      ImmutableList<String> conditions, int rows, int[] from, double[] scores, CateData data) {
    int[] clusters = IntStream.of(from).map(data::cluster).toArray();
    Preconditions.checkArgument(
        ClusterVariance.count(clusters) >= 2,
        "data: the leaf %s has the outcomes of one cluster only to estimate from",
        conditions);
    double effect = IntStream.of(from).mapToDouble(i -> scores[i]).average().orElseThrow();
    double error =
        ClusterVariance.standardError(
            IntStream.of(from).mapToDouble(i -> scores[i] - effect).toArray(), clusters);
    return new CausalRule(
        conditions,
        rows,
        from.length,
        effect,
        error,
        ConfidenceInterval.normal(effect, error, LEVEL));
  }

  /** The depth whose means are nearest to scores that the tree has not seen. */
  private static int depth(
      CateData data,
      double[] scores,
      int[] split,
      int[] estimate,
      CausalTreeOptions options,
      Seed seed) {
    long clusters = IntStream.of(split).map(data::cluster).distinct().count();
    int folds = (int) Math.min(FOLDS, clusters);
    int[] fold =
        Folds.assign(
            IntStream.of(split).map(data::treatment).toArray(),
            IntStream.of(split).map(data::cluster).toArray(),
            folds,
            seed.derive("depth"));
    double[] loss = new double[options.maxDepth() + 1];
    for (int f = 0; f < folds; f++) {
      int held = f;
      int[] learn =
          IntStream.range(0, split.length)
              .filter(k -> fold[k] != held)
              .map(k -> split[k])
              .toArray();
      HonestGrower.Node root =
          new HonestGrower(data, scores, learn.length, estimate.length, true, options)
              .grow(learn, estimate, 0);
      for (int k = 0; k < split.length; k++) {
        for (int d = 0; d < loss.length && fold[k] == held; d++) {
          double error = scores[split[k]] - root.at(data.x(), split[k], d).value();
          loss[d] += error * error;
        }
      }
    }
    int best = 0;
    for (int d = 1; d < loss.length; d++) {
      best = loss[d] < loss[best] ? d : best;
    }
    return best;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImmutableList<String> features() {
    return features;
  }

  /** The leaves, one rule each, from left to right; every row meets exactly one. */
  public ImmutableList<CausalRule> rules() {
    return rules;
  }

  /** The rule that a row meets. */
  public CausalRule rule(Features x, int row) {
    CateModel.checkFeatures(this, x);
    return rules.get(
        Preconditions.checkNotNull(leafOf.get(root.at(x, row, Integer.MAX_VALUE)), "leaf"));
  }

  @Override
  public double effect(Features x, int row) {
    return rule(x, row).effect();
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public CateEstimate estimate(Features x, int row, double level) {
    CausalRule rule = rule(x, row);
    return CateEstimate.normal(rule.effect(), rule.standardError(), level);
  }

  @Override
  public String toString() {
    return String.join("\n", rules.stream().map(CausalRule::toString).toList());
  }
}
