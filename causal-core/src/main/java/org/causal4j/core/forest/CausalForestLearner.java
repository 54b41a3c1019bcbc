package org.causal4j.core.forest;

import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateModel;

/** The causal forest as one of the learners of effects. */
record CausalForestLearner(CausalForestOptions options) implements CateLearner {
  @Override
  public String name() {
    return CausalForestFit.name(options);
  }

  @Override
  public CateModel fit(CateData data, Seed seed) {
    return CausalForest.fit(data, options, seed);
  }
}
