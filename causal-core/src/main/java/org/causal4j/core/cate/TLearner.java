package org.causal4j.core.cate;

import org.causal4j.core.Seed;

/** See {@link CateLearners#t}. */
final class TLearner extends MetaLearner {
  TLearner(CateOptions options) {
    super("T", options);
  }

  @Override
  public String name() {
    return "T-learner, outcome " + options().outcome().name();
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    CateNuisances.Arms arms = nuisances.arms(held);
    return model(
        nuisances, (x, row) -> arms.treated().predict(x, row) - arms.control().predict(x, row));
  }
}
