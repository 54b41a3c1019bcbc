package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.Folds;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;

/**
 * Expectations given the features, for each unit by models that have not seen it: a cross-fitted
 * learner that the user names; else, up to {@value #STACKED} units, a linear model, boosting, a
 * network and, up to {@value #SPLINED} features, splines with products of pairs, each cross-fitted,
 * mixed by the weights that fit the held-out units best (short-stacking: Ahrens, Hansen, Schaffer
 * and Wiemann, "Model averaging and double machine learning", Journal of Applied Econometrics
 * 40(3), 2025); else a regression forest, out of bag.
 */
final class Nuisances {
  static final int STACKED = 10_000;
  private static final int SPLINED = 30;
  private static final int FOLDS = 5;

  private final Features x;
  private final Codes codes;
  private final int[] clusters;
  private final CausalForestOptions options;
  private final Workers workers;
  private final ProgressListener progress;

  Nuisances(
      Features x,
      Codes codes,
      int[] clusters,
      CausalForestOptions options,
      Workers workers,
      ProgressListener progress) {
    this.x = x;
    this.codes = codes;
    this.clusters = clusters;
    this.options = options;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * @param standard numbers near 1, see {@link Standard}
   */
  double[] expect(
      String what, Optional<Learner> learner, double[] standard, boolean zeroOne, Seed seed) {
    if (learner.isPresent()) {
      return crossFit(what, learner.get(), standard, seed);
    }
    if (standard.length > STACKED) {
      return forest(what, standard, seed);
    }
    ImmutableList<Learner> learners = learners(zeroOne, x.columns());
    double[][] each = new double[learners.size()][];
    for (int l = 0; l < each.length; l++) {
      each[l] = crossFit(what, learners.get(l), standard, seed);
    }
    double[] weight = ConvexMix.weights(each, standard);
    double[] mixed = new double[standard.length];
    for (int l = 0; l < each.length; l++) {
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += weight[l] * each[l][i];
      }
    }
    return mixed;
  }

  private static ImmutableList<Learner> learners(boolean zeroOne, int features) {
    BoostingOptions boosting = BoostingOptions.defaults().withDepth(3).withRate(0.05);
    ImmutableList.Builder<Learner> learners = ImmutableList.builder();
    if (zeroOne) {
      learners.add(
          Learners.logistic(), Learners.logisticBoosting(boosting), Learners.logisticMlp());
    } else {
      learners.add(Learners.ridge(), Learners.boosting(boosting), Learners.mlp());
    }
    if (features <= SPLINED) {
      learners.add(zeroOne ? Learners.logisticSplines() : Learners.splines());
    }
    return learners.build();
  }

  /** A regression forest with honest trees, out of bag. */
  double[] forest(String what, double[] standard, Seed seed) {
    int groupSize = 2;
    Bags bags =
        new Bags(
            clusters,
            options.nuisanceTreesOrDefault() / groupSize,
            options.sampleFraction(),
            options.honesty());
    float[] target = new float[standard.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) standard[i];
    }
    TreeGrower.Rule rule =
        new TreeGrower.Rule(
            false,
            options.minLeaf(),
            options.imbalance(),
            options.mtryOf(x.columns()),
            options.maxDepth());
    return Trees.grow(
            codes,
            target,
            target,
            null,
            rule,
            bags,
            groupSize,
            seed,
            workers,
            progress,
            "grow forest of " + what)
        .outOfBagMeans(codes, target.length, bags, workers);
  }

  private double[] crossFit(String what, Learner learner, double[] standard, Seed seed) {
    int[] arm = new int[standard.length];
    double middle = Arrays.stream(standard).average().orElse(0);
    Arrays.setAll(arm, i -> standard[i] > middle ? 1 : 0);
    int[] fold = Folds.assign(arm, clusters, FOLDS, seed.derive("folds"));
    double[] expected = new double[standard.length];
    for (int f = 0; f < FOLDS; f++) {
      int held = f;
      progress.step("fit " + what, f, FOLDS);
      int[] rows = IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray();
      Predictor model = learner.fit(x, standard, rows, seed.derive(f));
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] == held) {
          expected[i] = model.predict(x, i);
          Preconditions.checkArgument(
              Double.isFinite(expected[i]),
              "learner '%s': predicts %s of %s for row %s",
              learner.name(),
              expected[i],
              what,
              i);
        }
      }
    }
    return expected;
  }
}
