package org.causal4j.core.cate;

import org.causal4j.core.Seed;
import org.causal4j.core.learn.Predictor;

/** See {@link CateLearners#dr}. */
final class DrLearner extends MetaLearner {
  DrLearner(CateOptions options) {
    super("DR", options);
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    Predictor effect =
        options()
            .effect()
            .fit(
                nuisances.data().x(),
                nuisances.scores(),
                nuisances.rowsOutside(held),
                seed.derive("effect"));
    return model(nuisances, effect::predict);
  }
}
