package org.causal4j.core.cate;

import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;

/**
 * Effects for each unit by models that have not seen its fold, the folds being those of nuisances.
 */
final class OutOfFold {
  private OutOfFold() {}

  static double[] effects(CateLearner learner, CateNuisances nuisances, Seed seed) {
    CateData data = nuisances.data();
    CateNuisances own = own(learner, nuisances, seed);
    double[] effects = new double[data.n()];
    // Fitted here, lest the threads below wait for one another.
    own.scores();
    new Workers(nuisances.options().threads())
        .run(
            nuisances.folds(),
            f -> {
              CateModel model =
                  learner instanceof MetaLearner meta
                      ? meta.fit(own, f, seed.derive(f))
                      : learner.fit(data.rows(nuisances.rowsOutside(f)), seed.derive(f));
              int[] held =
                  IntStream.range(0, data.n()).filter(i -> nuisances.fold(i) == f).toArray();
              double[] of = model.effects(data.x().rows(held));
              for (int k = 0; k < held.length; k++) {
                effects[held[k]] = of[k];
              }
            });
    return effects;
  }

  /** The learner fitted to all rows. */
  static CateModel whole(CateLearner learner, CateNuisances nuisances, Seed seed) {
    Seed wholeSeed = seed.derive("whole");
    return learner instanceof MetaLearner meta
        ? meta.fit(own(learner, nuisances, seed), -1, wholeSeed)
        : learner.fit(nuisances.data(), wholeSeed);
  }

  /** The nuisances given where the learner takes the same options, else its own in their folds. */
  private static CateNuisances own(CateLearner learner, CateNuisances nuisances, Seed seed) {
    return learner instanceof MetaLearner meta
            && !meta.options().sharesNuisances(nuisances.options())
        ? nuisances.withOptions(meta.options(), seed.derive("nuisances"))
        : nuisances;
  }
}
