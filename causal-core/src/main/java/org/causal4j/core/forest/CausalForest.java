package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateModel;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;

/**
 * An honest causal forest: τ(x) = E[Y(1) − Y(0) | X = x] for a binary treatment, Cov(Y, T | X = x)
 * / Var(T | X = x) for a continuous one, with intervals (Athey, Tibshirani and Wager, "Generalized
 * random forests", Annals of Statistics 47(2), 2019, §6; Wager and Athey, "Estimation and inference
 * of heterogeneous treatment effects using random forests", JASA 113(523), 2018).
 *
 * <ol>
 *   <li>Outcome and treatment are taken less their expectations given the features, each unit by
 *       trees that have not seen it (or by cross-fitted learners).
 *   <li>Each tree sees a sample of the units, or of the clusters. One part of it chooses the
 *       splits, so that the effects of the two sides differ most; the other part gives the leaves
 *       their means.
 *   <li>The trees' leaves weigh the training units: the effect at a point is the slope of outcome
 *       on treatment under the average of these weights. It is a function of the averages of the
 *       leaves' means, so no training unit is kept to answer.
 *   <li>The variance comes from groups of trees that share a half-sample, see the little bags of
 *       §4.1, with the correction for few trees that grf makes: the difference of two variances is
 *       replaced by its mean given that it is above 0. It counts what the sample makes of the
 *       estimate, not the bias of a smooth: intervals are about the mean of the estimate.
 *   <li>Boxes of trees flatten an effect that many features make together, and the intervals then
 *       lie beside it. So up to 10,000 units a second forest is grown on what a smooth trend of
 *       each half-sample leaves (splines and products of pairs, as regression-enhanced random
 *       forests: Zhang, Nettleton and Zhu, 2019), and is kept where its out-of-bag R-loss is
 *       smaller by more than the standard error of the difference. See {@link
 *       CausalForestOptions.Trend}.
 * </ol>
 *
 * <p>What differs from grf: splits lie between at most 255 classes of a feature; expectations come
 * from the learners that {@link CausalForestOptions} names, for many units from forests of a
 * quarter of the trees with the settings of the causal ones; a split leaves at least {@code
 * minLeaf} units, half of them of either arm, and a share of all units, by count, on each side
 * (grf: {@code minLeaf} of either arm, and a share of the variance of the treatment); grf has no
 * trend, but a local linear correction at each point that is asked for (Friedberg, Tibshirani,
 * Athey and Wager, "Local linear forests", JCGS 30(2), 2021), which needs the training units to
 * answer.
 *
 * <p>A leaf takes some 21 bytes with its split, and 24 while trees grow. A tree has at most s /
 * minLeaf leaves for s splitting units: 2 million rows, 500 trees, minLeaf 5 are at most 50 million
 * leaves or 1.2 GB. Cost of a tree s p log s. What it needs is computed before it is allocated, and
 * refused with the number where the heap has less.
 *
 * <pre>{@code
 * CausalForest forest = CausalForest.fit(data, CausalForestOptions.defaults(), Seed.of(7));
 * CateEstimate one = forest.estimate(x, 0);
 * EffectEstimate ate = forest.averageEffect();
 * }</pre>
 *
 * <p>Immutable and safe to share between threads.
 */
public final class CausalForest implements CateModel {
  private static final int CHUNK = 1 << 16;

  private final Head head;
  private final double[][] cuts;
  private final CausalTrees trees;
  private final Training training;
  private final Workers workers;

  /** All of a forest but its arrays. */
  record Head(
      String name,
      ImmutableList<String> features,
      double unit,
      ImmutableDoubleArray importance,
      Provenance provenance) {}

  CausalForest(Head head, double[][] cuts, CausalTrees trees, Training training, Workers workers) {
    this.head = head;
    this.cuts = cuts;
    this.trees = trees;
    this.training = training;
    this.workers = workers;
  }

  /** A learner for whatever takes one: its models are causal forests. */
  public static CateLearner learner(CausalForestOptions options) {
    return new CausalForestLearner(options);
  }

  /**
   * Grows a forest.
   *
   * @throws IllegalArgumentException if an arm or the sample of a tree is too small, or the heap
   */
  public static CausalForest fit(CateData data, CausalForestOptions options, Seed seed) {
    return fit(data, options, seed, ProgressListener.NONE);
  }

  /**
   * Grows a forest.
   *
   * @param progress hears of each tree and each cross-fitted learner
   * @throws IllegalArgumentException if an arm or the sample of a tree is too small, or the heap
   * @throws java.util.concurrent.CancellationException if the listener says so
   */
  public static CausalForest fit(
      CateData data, CausalForestOptions options, Seed seed, ProgressListener progress) {
    return new CausalForestFit(data.x(), data.clusters(), options, seed, progress)
        .fit(
            IntStream.of(data.treatments()).asDoubleStream().toArray(),
            data.outcomes(),
            data.propensity());
  }

  /**
   * Grows a forest for a treatment of any numbers; effects are those of one unit of it. Where they
   * are all 0 or 1 it is the forest of a binary treatment.
   *
   * @param treatment one number a row of {@code x}
   * @param y outcomes
   * @param clusters units of one number depend on each other; all different if none do
   * @throws IllegalArgumentException if lengths differ, a number is not finite, the treatment is
   *     constant, or an arm, the sample of a tree or the heap is too small
   * @throws java.util.concurrent.CancellationException if the listener says so
   */
  public static CausalForest fit(
      Features x,
      double[] treatment,
      double[] y,
      int[] clusters,
      CausalForestOptions options,
      Seed seed,
      ProgressListener progress) {
    Preconditions.checkArgument(
        x.rows() == y.length && treatment.length == y.length && clusters.length == y.length,
        "lengths differ: %s rows of features, %s treatments, %s outcomes, %s clusters",
        x.rows(),
        treatment.length,
        y.length,
        clusters.length);
    for (int i = 0; i < y.length; i++) {
      Preconditions.checkArgument(
          Double.isFinite(treatment[i]), "treatment: row %s is %s", (Object) i, treatment[i]);
      Preconditions.checkArgument(Double.isFinite(y[i]), "outcome: row %s is %s", (Object) i, y[i]);
    }
    return new CausalForestFit(x, clusters.clone(), options, seed, progress)
        .fit(treatment.clone(), y.clone(), Optional.empty());
  }

  @Override
  public String name() {
    return head.name();
  }

  @Override
  public ImmutableList<String> features() {
    return head.features();
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public double effect(Features x, int row) {
    CateModel.checkFeatures(this, x);
    return trees.effect(Codes.bytes(x, row, cuts), x, row) * head.unit();
  }

  /** Effect, standard error and interval for a row: some 10 to 200 microseconds for 500 trees. */
  @Override
  public CateEstimate estimate(Features x, int row, double level) {
    CateModel.checkFeatures(this, x);
    LittleBags bags = trees.bagsOf(Codes.bytes(x, row, cuts), x, row);
    return CateEstimate.normal(
        bags.effect() * head.unit(), bags.standardError() * head.unit(), level);
  }

  @Override
  public double[] effects(Features x) {
    double[] effects = new double[x.rows()];
    each(x, false, (row, effect, error, groups) -> effects[row] = effect * head.unit());
    return effects;
  }

  @Override
  public ImmutableList<CateEstimate> estimates(Features x, double level) {
    CateEstimate[] estimates = new CateEstimate[x.rows()];
    each(
        x,
        true,
        (row, effect, error, groups) ->
            estimates[row] = CateEstimate.normal(effect * head.unit(), error * head.unit(), level));
    return ImmutableList.copyOf(estimates);
  }

  private void each(Features x, boolean withErrors, CausalTrees.Sink sink) {
    CateModel.checkFeatures(this, x);
    for (int from = 0; from < x.rows(); from += CHUNK) {
      int start = from;
      Codes codes = Codes.encode(x, from, Math.min(x.rows(), from + CHUNK), cuts, workers);
      trees.effects(
          x,
          from,
          codes,
          Math.min(x.rows(), from + CHUNK) - from,
          null,
          withErrors,
          workers,
          (row, effect, error, groups) -> sink.accept(start + row, effect, error, groups));
    }
  }

  /**
   * The effect for a training unit by the trees that have not seen it (none of its group has).
   * Where every half-sample holds the unit, which happens to one in 2^groups, it is the mean of the
   * other units' effects, with their deviation for a standard error. The trends of half-samples
   * without the unit, where the forest has trends, keep a small part of its influence: all units
   * choose their penalties, and they are one step from the fit of all.
   *
   * @param unit its row in the training data
   */
  public CateEstimate outOfBag(int unit, double level) {
    Preconditions.checkElementIndex(unit, training.n(), "unit");
    return CateEstimate.normal(training.effects[unit], training.errors[unit], level);
  }

  /** The effects of all training units by the trees that have not seen them, a copy. */
  public double[] outOfBagEffects() {
    return training.effects.clone();
  }

  /** Number of training units. */
  public int n() {
    return training.n();
  }

  /** {@link #averageEffect(double)} with an interval of 95 %. */
  public EffectEstimate averageEffect() {
    return averageEffect(LEVEL);
  }

  /**
   * The average effect by doubly robust scores of the out-of-bag effects, τ + (T − e) / (e (1 − e))
   * · (Y − m − (T − e) τ), e kept within [.01, .99] in the weight (Robins, Rotnitzky and Zhao, JASA
   * 89(427), 1994; Athey and Wager 2019, §2.1). For a continuous treatment the average slope, with
   * Var(T | X) from a regression forest in place of e (1 − e). The standard error counts clusters
   * as dependent.
   */
  public EffectEstimate averageEffect(double level) {
    return training.averageEffect(name(), provenance(), level);
  }

  /**
   * The average effect on the treated: mean over them of Y − μ₀, less the controls' mean of it with
   * weights e / (1 − e), where μ₀ = m − e τ.
   *
   * @throws IllegalStateException if the treatment is not binary
   */
  public EffectEstimate averageEffectOnTreated(double level) {
    Preconditions.checkState(training.binary, "the treatment has more than two values");
    return training.averageEffectOnTreated(name(), provenance(), level);
  }

  /** Overlap of the arms; empty for a continuous treatment. */
  public Optional<Overlap> overlap() {
    return training.overlap;
  }

  /** Whether the effects fit the data, on average and in their differences. */
  public Calibration calibration() {
    return training.calibration();
  }

  /**
   * Share of each feature in the splits of the trees' first four levels, level d counting 1/d² (as
   * grf), by feature in their order; they sum to 1, or to 0 where no tree has a split. Where a
   * trend was chosen they are those of the trees alone, where it was asked for, of what it leaves.
   */
  public ImmutableMap<String, Double> importance() {
    ImmutableMap.Builder<String, Double> byName = ImmutableMap.builder();
    for (int f = 0; f < cuts.length; f++) {
      byName.put(head.features().get(f), head.importance().get(f));
    }
    return byName.buildOrThrow();
  }

  /** Number of leaves of all trees; there is a split less to each tree. */
  public long leaves() {
    return trees.trees.leafCount();
  }

  /** Bytes of the trees in memory. */
  public long treeBytes() {
    return trees.trees.bytes();
  }

  /** What it was made of. */
  public Provenance provenance() {
    return head.provenance();
  }

  /** The same forest that answers for many rows with so many threads; the numbers are the same. */
  public CausalForest withThreads(int threads) {
    return new CausalForest(head, cuts, trees, training, new Workers(threads));
  }

  /**
   * Writes the forest to a file, in one piece or not at all.
   *
   * @throws IOException if it can't be written
   */
  public void save(Path file) throws IOException {
    CausalForestFile.write(this, file);
  }

  /**
   * Reads a forest that was saved; it answers with the same bits, on one thread.
   *
   * @throws org.causal4j.core.DataFormatException if the file is damaged or none of these
   */
  public static CausalForest load(Path file) throws IOException {
    return CausalForestFile.read(file);
  }

  Head head() {
    return head;
  }

  double[][] cuts() {
    return cuts;
  }

  CausalTrees trees() {
    return trees;
  }

  Training training() {
    return training;
  }

  @Override
  public String toString() {
    return name()
        + ": "
        + training.n()
        + " units, "
        + leaves()
        + " leaves, mean effect out of bag "
        + Arrays.stream(training.effects).average().orElse(0);
  }
}
