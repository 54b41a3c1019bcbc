package org.causal4j.core.cate;

import com.google.common.collect.ImmutableList;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;

/**
 * A learner of the effect that builds on nuisances, which several such learners may share.
 *
 * <p>Without {@code held} fold a model learns from all rows; with one, from the rows outside it.
 */
abstract class MetaLearner implements CateLearner {
  private final String letter;
  private final CateOptions options;

  MetaLearner(String letter, CateOptions options) {
    this.letter = letter;
    this.options = options;
  }

  final CateOptions options() {
    return options;
  }

  final String letter() {
    return letter;
  }

  @Override
  public String name() {
    return letter
        + "-learner, outcome "
        + options.outcome().name()
        + ", effect "
        + options.effect().name();
  }

  @Override
  public final CateModel fit(CateData data, Seed seed) {
    return fit(CateNuisances.of(data, options, seed.derive("nuisances")), -1, seed);
  }

  /** Fits to the rows outside a fold, or to all where it is −1. */
  abstract CateModel fit(CateNuisances nuisances, int held, Seed seed);

  /** A function of the features. */
  interface Effect {
    double of(Features x, int row);
  }

  final CateModel model(CateNuisances nuisances, Effect effect) {
    return new PointModel(name(), nuisances.data().x().names(), effect);
  }

  /** A model without intervals. */
  record PointModel(String name, ImmutableList<String> features, Effect function)
      implements CateModel {
    @Override
    public double effect(Features x, int row) {
      CateModel.checkFeatures(this, x);
      return function.of(x, row);
    }

    @Override
    public boolean hasIntervals() {
      return false;
    }

    @Override
    public CateEstimate estimate(Features x, int row, double level) {
      throw new NoIntervalException(
          name, "wrap its learner with CateLearners.halfSampled, or use CateLearners.drLinear");
    }
  }
}
