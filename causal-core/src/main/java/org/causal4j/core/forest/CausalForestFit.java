package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ClusterVariance;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/** Grows a causal forest. */
final class CausalForestFit {
  private final Features x;
  private final int[] clusters;
  private final CausalForestOptions options;
  private final Seed seed;
  private final ProgressListener progress;
  private final Workers workers;

  CausalForestFit(
      Features x,
      int[] clusters,
      CausalForestOptions options,
      Seed seed,
      ProgressListener progress) {
    this.x = x;
    this.clusters = clusters;
    this.options = options;
    this.seed = seed;
    this.progress = progress;
    this.workers = new Workers(options.threads());
  }

  static String name(CausalForestOptions options) {
    return name(options, options.trend() == CausalForestOptions.Trend.SPLINES);
  }

  private static String name(CausalForestOptions options, boolean trend) {
    return "causal forest ("
        + options.trees()
        + " trees, leaves of "
        + options.minLeaf()
        + (trend ? ", with a trend" : "")
        + options.outcome().map(o -> ", outcome " + o.name()).orElse("")
        + options.treatment().map(t -> ", treatment " + t.name()).orElse("")
        + ")";
  }

  CausalForest fit(double[] treatment, double[] y, Optional<double[]> propensity) {
    boolean binary = Arrays.stream(treatment).allMatch(t -> t == 0 || t == 1);
    check(treatment, binary);
    ForestMemory.check(x.rows(), x.columns(), options, Runtime.getRuntime().maxMemory());
    Bags bags =
        new Bags(
            clusters,
            options.trees() / options.groupSize(),
            options.sampleFraction(),
            options.honesty());
    Preconditions.checkArgument(
        bags.splittingClusters() >= 2 * options.minLeaf()
            && bags.estimatingClusters() >= 2 * options.minLeaf(),
        "n: %s units or clusters leave %s for the splits of a tree and %s for its leaves, fewer than"
            + " twice the least leaf of %s",
        bags.clusters(),
        bags.splittingClusters(),
        bags.estimatingClusters(),
        options.minLeaf());
    Standard ofY = Standard.of("outcome", y);
    Standard ofT = binary ? Standard.none() : Standard.of("treatment", treatment);
    Codes codes = Codes.of(x, options.bins(), workers);
    Nuisances nuisances = new Nuisances(x, codes, clusters, options, workers, progress);
    double[] standardY = ofY.ofAll(y);
    double[] standardT = ofT.ofAll(treatment);
    double[] m =
        nuisances.expect("outcome", options.outcome(), standardY, false, seed.derive("outcome"));
    double[] e =
        propensity.orElseGet(
            () ->
                nuisances.expect(
                    "treatment", options.treatment(), standardT, binary, seed.derive("treatment")));
    if (binary) {
      Arrays.setAll(e, i -> Math.min(1, Math.max(0, e[i])));
    }
    double[] variance = variance(nuisances, standardT, e, binary);
    float[] offY = new float[y.length];
    float[] offT = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      offY[i] = (float) (standardY[i] - m[i]);
      offT[i] = (float) (standardT[i] - e[i]);
    }
    TreeGrower.Rule rule =
        new TreeGrower.Rule(
            true,
            options.minLeaf(),
            options.imbalance(),
            options.mtryOf(x.columns()),
            options.maxDepth());
    double unit = ofY.scale / ofT.scale;
    Grower grower = new Grower(codes, offY, offT, rule, bags, unit);
    Grown grown = grow(grower);
    Arrays.setAll(m, i -> m[i] * ofY.scale + ofY.center);
    Arrays.setAll(e, i -> e[i] * ofT.scale + ofT.center);
    Arrays.setAll(variance, i -> variance[i] * ofT.scale * ofT.scale);
    Training training =
        new Training(
            y,
            treatment,
            m,
            e,
            variance,
            grown.effects,
            grown.errors,
            clusters,
            binary,
            binary ? Optional.of(overlap(treatment, e)) : Optional.empty());
    CausalForest.Head head =
        new CausalForest.Head(
            name(options, grown.trees.trend != null),
            x.names(),
            unit,
            grown.importance,
            provenance(grown.trees.trend));
    return new CausalForest(head, codes.cuts, grown.trees, training, workers);
  }

  /** What the trees grow from. */
  private static final class Grower {
    private final Codes codes;
    private final float[] y;
    private final float[] w;
    private final TreeGrower.Rule rule;
    private final Bags bags;
    private final double unit;

    Grower(Codes codes, float[] y, float[] w, TreeGrower.Rule rule, Bags bags, double unit) {
      this.codes = codes;
      this.y = y;
      this.w = w;
      this.rule = rule;
      this.bags = bags;
      this.unit = unit;
    }
  }

  /** A grown forest and its out-of-bag effects, in units of the data. */
  private static final class Grown {
    private final CausalTrees trees;
    private final double[] effects;
    private final double[] errors;
    private final double[] losses;
    private final ImmutableDoubleArray importance;

    Grown(
        CausalTrees trees,
        double[] effects,
        double[] errors,
        double[] losses,
        ImmutableDoubleArray importance) {
      this.trees = trees;
      this.effects = effects;
      this.errors = errors;
      this.losses = losses;
      this.importance = importance;
    }
  }

  /**
   * The forest that the options ask for; importance is that of trees alone where they are grown.
   */
  private Grown grow(Grower from) {
    boolean possible = x.columns() < SmoothBasis.most(x.rows());
    boolean asked = options.trend() == CausalForestOptions.Trend.SPLINES;
    Preconditions.checkArgument(
        possible || !asked,
        "trend: %s features on %s rows are not fewer than the %s functions that a trend may have",
        x.columns(),
        x.rows(),
        SmoothBasis.most(x.rows()));
    if (asked) {
      return grow(from, true);
    }
    Grown alone = grow(from, false);
    if (options.trend() == CausalForestOptions.Trend.NONE
        || !possible
        || x.rows() > Nuisances.STACKED) {
      return alone;
    }
    Grown other = grow(from, true);
    return better(other.losses, alone.losses)
        ? new Grown(other.trees, other.effects, other.errors, other.losses, alone.importance)
        : alone;
  }

  /** Whether losses are smaller by more than the standard error of the difference. */
  private boolean better(double[] losses, double[] than) {
    double[] less = new double[losses.length];
    double mean = 0;
    for (int i = 0; i < less.length; i++) {
      less[i] = than[i] - losses[i];
      mean += less[i] / less.length;
    }
    for (int i = 0; i < less.length; i++) {
      less[i] -= mean;
    }
    return mean > ClusterVariance.standardError(less, clusters);
  }

  private Grown grow(Grower from, boolean trend) {
    Trees trees =
        Trees.grow(
            from.codes,
            from.y,
            from.w,
            trend ? new TrendFit(x, from.y, from.w) : null,
            from.rule,
            from.bags,
            options.groupSize(),
            seed.derive("trees"),
            workers,
            progress,
            trend ? "grow causal forest on what a trend leaves" : "grow causal forest");
    double[] importance = Importance.of(trees, x.columns());
    CausalTrees packed = trees.packed(x.columns());
    double[] effects = new double[from.y.length];
    double[] errors = new double[from.y.length];
    outOfBag(packed, from, effects, errors);
    double[] losses = new double[effects.length];
    for (int i = 0; i < effects.length; i++) {
      double left = from.y[i] - from.w[i] * effects[i] / from.unit;
      losses[i] = left * left;
    }
    return new Grown(packed, effects, errors, losses, ImmutableDoubleArray.copyOf(importance));
  }

  private void check(double[] treatment, boolean binary) {
    Preconditions.checkArgument(x.columns() > 0, "x: has no columns; effects can't differ");
    Preconditions.checkArgument(
        x.columns() <= 0xFFFF, "x: has %s columns, more than 65535", x.columns());
    Preconditions.checkArgument(
        Arrays.stream(treatment).anyMatch(t -> t != treatment[0]),
        "treatment: is constant; an effect needs it to vary");
    if (binary) {
      int treated = (int) Arrays.stream(treatment).sum();
      int least = 2 * options.minLeaf();
      Preconditions.checkArgument(
          treated >= least && treatment.length - treated >= least,
          "treatment: %s treated and %s control are below twice the least leaf of %s",
          treated,
          treatment.length - treated,
          options.minLeaf());
    }
  }

  private double[] variance(Nuisances nuisances, double[] t, double[] e, boolean binary) {
    double[] variance = new double[t.length];
    if (binary) {
      Arrays.setAll(variance, i -> e[i] * (1 - e[i]));
      return variance;
    }
    double[] squares = new double[t.length];
    double mean = 0;
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (t[i] - e[i]) * (t[i] - e[i]);
      mean += squares[i] / squares.length;
    }
    double[] expected = nuisances.forest("variance of treatment", squares, seed.derive("variance"));
    double least = Training.TRIM * mean;
    Arrays.setAll(variance, i -> Math.max(least, expected[i]));
    return variance;
  }

  private void outOfBag(CausalTrees trees, Grower from, double[] effects, double[] errors) {
    boolean[] told = new boolean[effects.length];
    trees.effects(
        x,
        0,
        from.codes,
        effects.length,
        from.bags,
        true,
        workers,
        (row, effect, error, groups) -> {
          effects[row] = effect * from.unit;
          errors[row] = error * from.unit;
          told[row] = groups > 0;
        });
    double mean = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < told.length; i++) {
      if (told[i]) {
        count++;
        double off = effects[i] - mean;
        mean += off / count;
        squares += off * (effects[i] - mean);
      }
    }
    for (int i = 0; i < told.length; i++) {
      if (!told[i]) {
        effects[i] = mean;
        errors[i] = Math.sqrt(squares / Math.max(1, count));
      }
    }
  }

  private Overlap overlap(double[] treatment, double[] e) {
    int[] arm = new int[e.length];
    double[] weights = new double[e.length];
    int clipped = 0;
    for (int i = 0; i < e.length; i++) {
      arm[i] = (int) treatment[i];
      double kept = Training.clip(e[i]);
      clipped += kept != e[i] ? 1 : 0;
      weights[i] = arm[i] == 1 ? 1 / kept : 1 / (1 - kept);
    }
    return Overlap.of(x, e, arm, weights, clipped);
  }

  private Provenance provenance(@Nullable Trends trend) {
    return Provenance.of(
        "causal forest",
        ImmutableMap.<String, String>builder()
            .put("units", Integer.toString(x.rows()))
            .put("features", Integer.toString(x.columns()))
            .put("trees", Integer.toString(options.trees()))
            .put("sampleFraction", Double.toString(options.sampleFraction()))
            .put("honesty", Double.toString(options.honesty()))
            .put("minLeaf", Integer.toString(options.minLeaf()))
            .put("imbalance", Double.toString(options.imbalance()))
            .put("mtry", Integer.toString(options.mtryOf(x.columns())))
            .put("groupSize", Integer.toString(options.groupSize()))
            .put("maxDepth", Integer.toString(options.maxDepth()))
            .put("bins", Integer.toString(options.bins()))
            .put("nuisanceTrees", Integer.toString(options.nuisanceTreesOrDefault()))
            .put("trend", trend == null ? "none" : trend.basis.size() + " functions")
            .put("seed", Long.toString(seed.value()))
            .buildOrThrow());
  }
}
