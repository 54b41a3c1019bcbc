package org.causal4j.core.learn;

import org.causal4j.core.Seed;

/** A learner of 0 and 1 for each class against the others; predictions are scaled to the sum 1. */
final class OneVsRest implements ClassLearner {
  private final Learner learner;

  OneVsRest(Learner learner) {
    this.learner = learner;
  }

  @Override
  public String name() {
    return learner.name() + ", one class against the rest";
  }

  @Override
  public ClassPredictor fit(Features x, int[] classes, int count, int[] rows, Seed seed) {
    Targets.checkClasses(x, classes, count, rows);
    Predictor[] models = new Predictor[count];
    for (int k = 0; k < count; k++) {
      double[] own = new double[classes.length];
      for (int row : rows) {
        own[row] = classes[row] == k ? 1 : 0;
      }
      models[k] = learner.fit(x, own, rows, seed.derive(k));
    }
    return (features, row) -> {
      double[] probability = new double[count];
      double sum = 0;
      for (int k = 0; k < count; k++) {
        probability[k] = Math.min(1, Math.max(0, models[k].predict(features, row)));
        sum += probability[k];
      }
      for (int k = 0; k < count; k++) {
        probability[k] = sum > 0 ? probability[k] / sum : 1.0 / count;
      }
      return probability;
    };
  }
}
