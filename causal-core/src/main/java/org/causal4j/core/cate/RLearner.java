package org.causal4j.core.cate;

import org.causal4j.core.Seed;
import org.causal4j.core.learn.Predictor;

/** See {@link CateLearners#r}. */
final class RLearner extends MetaLearner {
  RLearner(CateOptions options) {
    super("R", options);
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    Pseudo pseudo = Pseudo.ofResiduals(nuisances);
    Predictor effect =
        options()
            .effect()
            .fitWeighted(
                nuisances.data().x(),
                pseudo.target(),
                pseudo.weights(),
                nuisances.rowsOutside(held),
                seed.derive("effect"));
    return model(nuisances, effect::predict);
  }
}
