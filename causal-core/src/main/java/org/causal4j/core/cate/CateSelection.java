package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.ConvexWeights;
import org.causal4j.core.learn.Features;

/**
 * Learners of the effect compared by cross-validated R-loss, which needs no known effects (Nie and
 * Wager, Biometrika 108(2), 2021, §4; Schuler et al., "A comparison of methods for model selection
 * when estimating individual treatment effects", 2018, find it the best of such losses).
 *
 * <p>Each candidate is fitted to the rows outside a fold and judged on those within. The nuisances
 * are cross-fitted once for the losses and for all candidates that take the same options; a
 * candidate's last stage thereby learns from scores whose nuisances have seen the fold it is judged
 * on, which the orthogonality of scores and loss makes a matter of second order. Immutable and safe
 * to share between threads. Cost: the nuisances, and each candidate once a fold and once for the
 * final model.
 */
public final class CateSelection {
  private final CateData data;
  private final Seed seed;
  private final CateNuisances nuisances;
  private final ImmutableList<CateLearner> learners;
  private final ImmutableList<Candidate> candidates;
  private final double[][] outOfFold;

  /**
   * How a candidate did.
   *
   * @param name of the learner
   * @param rLoss out of fold
   * @param weight in the convex combination with the smallest R-loss
   */
  public record Candidate(String name, double rLoss, double weight) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.6g, weight %.2f: %s", rLoss, weight, name);
    }
  }

  private CateSelection(
      CateData data,
      Seed seed,
      CateNuisances nuisances,
      ImmutableList<CateLearner> learners,
      double[][] outOfFold) {
    this.data = data;
    this.seed = seed;
    this.nuisances = nuisances;
    this.learners = learners;
    this.outOfFold = outOfFold;
    Pseudo pseudo = Pseudo.ofResiduals(nuisances);
    double total = Arrays.stream(pseudo.weights()).sum();
    double[] weights =
        ConvexWeights.of(
            outOfFold,
            pseudo.target(),
            Arrays.stream(pseudo.weights()).map(w -> w * data.n() / total).toArray());
    this.candidates =
        IntStream.range(0, weights.length)
            .mapToObj(
                k ->
                    new Candidate(
                        learners.get(k).name(), nuisances.rLoss(outOfFold[k]), weights[k]))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * Compares learners.
   *
   * @param options of the nuisances of the loss
   * @throws IllegalArgumentException if there is no learner, or a fold leaves too few of an arm
   */
  public static CateSelection byRLoss(
      CateData data, List<CateLearner> learners, CateOptions options, Seed seed) {
    Preconditions.checkArgument(!learners.isEmpty(), "learners: there are none");
    CateNuisances nuisances = CateNuisances.of(data, options, seed.derive("nuisances"));
    double[][] outOfFold =
        IntStream.range(0, learners.size())
            .mapToObj(
                k -> OutOfFold.effects(learners.get(k), nuisances, seed.derive("candidate " + k)))
            .toArray(double[][]::new);
    return new CateSelection(data, seed, nuisances, ImmutableList.copyOf(learners), outOfFold);
  }

  /** A learner that takes, of these, the one with the smallest R-loss. */
  public static CateLearner bestOf(CateOptions options, List<CateLearner> learners) {
    return new Selecting("best by R-loss of ", options, ImmutableList.copyOf(learners), false);
  }

  /** A learner that takes the convex combination of these with the smallest R-loss. */
  public static CateLearner stackOf(CateOptions options, List<CateLearner> learners) {
    return new Selecting("stack by R-loss of ", options, ImmutableList.copyOf(learners), true);
  }

  /** The candidates, in the order given. */
  public ImmutableList<Candidate> candidates() {
    return candidates;
  }

  /** The nuisances of the loss. */
  public CateNuisances nuisances() {
    return nuisances;
  }

  /** The position of the candidate with the smallest R-loss; the first of equal ones. */
  public int bestIndex() {
    int best = 0;
    for (int k = 1; k < candidates.size(); k++) {
      best = candidates.get(k).rLoss() < candidates.get(best).rLoss() ? k : best;
    }
    return best;
  }

  /** The candidate with the smallest R-loss, fitted to all rows. */
  public CateModel best() {
    return fitted(bestIndex());
  }

  /** The convex combination with the smallest R-loss, fitted to all rows; without intervals. */
  public CateModel stack() {
    ImmutableList.Builder<CateModel> models = ImmutableList.builder();
    ImmutableList.Builder<Double> weights = ImmutableList.builder();
    for (int k = 0; k < learners.size(); k++) {
      if (candidates.get(k).weight() > 0) {
        models.add(fitted(k));
        weights.add(candidates.get(k).weight());
      }
    }
    return Stack.of(data.x().names(), models.build(), weights.build());
  }

  /** Out-of-fold effects of the best candidate, one a unit. */
  public double[] outOfFoldOfBest() {
    return outOfFold[bestIndex()].clone();
  }

  /**
   * Out-of-fold effects of the convex combination. Its weights have seen all folds, its models not.
   */
  public double[] outOfFoldOfStack() {
    double[] sum = new double[data.n()];
    for (int k = 0; k < learners.size(); k++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += candidates.get(k).weight() * outOfFold[k][i];
      }
    }
    return sum;
  }

  private CateModel fitted(int k) {
    return OutOfFold.whole(learners.get(k), nuisances, seed.derive("candidate " + k));
  }

  /** A weighted mean of models. */
  private record Stack(
      String name,
      ImmutableList<String> features,
      ImmutableList<CateModel> models,
      ImmutableList<Double> weights)
      implements CateModel {
    static CateModel of(
        ImmutableList<String> features,
        ImmutableList<CateModel> models,
        ImmutableList<Double> weights) {
      String parts =
          IntStream.range(0, models.size())
              .mapToObj(
                  k ->
                      String.format(Locale.ROOT, "%.2f × %s", weights.get(k), models.get(k).name()))
              .collect(Collectors.joining(" + "));
      return new Stack("stack by R-loss: " + parts, features, models, weights);
    }

    @Override
    public double effect(Features x, int row) {
      double sum = 0;
      for (int k = 0; k < models.size(); k++) {
        sum += weights.get(k) * models.get(k).effect(x, row);
      }
      return sum;
    }

    @Override
    public double[] effects(Features x) {
      double[] sum = new double[x.rows()];
      for (int k = 0; k < models.size(); k++) {
        double[] effects = models.get(k).effects(x);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weights.get(k) * effects[i];
        }
      }
      return sum;
    }

    @Override
    public boolean hasIntervals() {
      return false;
    }

    @Override
    public CateEstimate estimate(Features x, int row, double level) {
      throw new NoIntervalException(name, "wrap its learner with CateLearners.halfSampled");
    }
  }

  /** A learner that selects first. */
  record Selecting(
      String how, CateOptions options, ImmutableList<CateLearner> learners, boolean stacks)
      implements CateLearner {
    Selecting {
      Preconditions.checkArgument(!learners.isEmpty(), "learners: there are none");
    }

    @Override
    public String name() {
      return how + learners.stream().map(CateLearner::name).collect(Collectors.joining("; "));
    }

    @Override
    public CateModel fit(CateData data, Seed seed) {
      CateSelection selection = byRLoss(data, learners, options, seed);
      return stacks ? selection.stack() : selection.best();
    }
  }
}
