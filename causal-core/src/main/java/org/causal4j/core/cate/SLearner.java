package org.causal4j.core.cate;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/** See {@link CateLearners#s}. */
final class SLearner extends MetaLearner {
  SLearner(CateOptions options) {
    super("S", options);
  }

  @Override
  public String name() {
    return "S-learner, outcome " + options().outcome().name();
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    CateData data = nuisances.data();
    String column = freeName(data.x().names());
    Predictor both =
        options()
            .outcome()
            .fit(
                data.x().plus(column, data.arms()),
                data.outcomes(),
                nuisances.rowsOutside(held),
                seed.derive("outcome given treatment"));
    return new Model(name(), data.x().names(), column, both);
  }

  private static String freeName(ImmutableList<String> taken) {
    String name = "treatment";
    while (taken.contains(name)) {
      name += "'";
    }
    return name;
  }

  private record Model(
      String name, ImmutableList<String> features, String column, Predictor outcome)
      implements CateModel {
    @Override
    public double effect(Features x, int row) {
      return effects(x.rows(new int[] {row}))[0];
    }

    @Override
    public double[] effects(Features x) {
      CateModel.checkFeatures(this, x);
      double[] arm = new double[x.rows()];
      Features control = x.plus(column, arm);
      Arrays.fill(arm, 1);
      Features treated = x.plus(column, arm);
      Arrays.setAll(arm, r -> outcome.predict(treated, r) - outcome.predict(control, r));
      return arm;
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
}
