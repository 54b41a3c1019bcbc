package org.causal4j.core.cate;

import java.util.Arrays;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/** See {@link CateLearners#x}. */
final class XLearner extends MetaLearner {
  XLearner(CateOptions options) {
    super("X", options);
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    CateData data = nuisances.data();
    CateNuisances.Arms arms = nuisances.arms(held);
    int[] rows = nuisances.rowsOutside(held);
    Features features = data.x();
    double[] imputed = new double[data.n()];
    for (int i : rows) {
      imputed[i] =
          data.treatment(i) == 1
              ? data.y(i) - arms.control().predict(features, i)
              : arms.treated().predict(features, i) - data.y(i);
    }
    Predictor ofTreated = fit(data, imputed, rows, 1, seed);
    Predictor ofControl = fit(data, imputed, rows, 0, seed);
    Predictor propensity = nuisances.propensityModel(held);
    return model(
        nuisances,
        (x, row) -> {
          double e = nuisances.trimmed(propensity.predict(x, row));
          return e * ofControl.predict(x, row) + (1 - e) * ofTreated.predict(x, row);
        });
  }

  private Predictor fit(CateData data, double[] imputed, int[] rows, int arm, Seed seed) {
    int[] of = Arrays.stream(rows).filter(i -> data.treatment(i) == arm).toArray();
    return options().effect().fit(data.x(), imputed, of, seed.derive("effect").derive(arm));
  }
}
