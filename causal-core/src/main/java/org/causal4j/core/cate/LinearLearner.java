package org.causal4j.core.cate;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;

/** See {@link CateLearners#drLinear} and {@link CateLearners#rLinear}. */
final class LinearLearner extends MetaLearner {
  private final Function<CateNuisances, Pseudo> pseudo;

  LinearLearner(String letter, CateOptions options, Function<CateNuisances, Pseudo> pseudo) {
    super(letter, options);
    this.pseudo = pseudo;
  }

  @Override
  public String name() {
    return letter() + "-learner, outcome " + options().outcome().name() + ", effect linear";
  }

  @Override
  CateModel fit(CateNuisances nuisances, int held, Seed seed) {
    CateData data = nuisances.data();
    int[] rows = nuisances.rowsOutside(held);
    Pseudo target = pseudo.apply(nuisances);
    int p = data.x().columns();
    SandwichFit fit =
        SandwichFit.of(
            IntStream.of(rows)
                .mapToObj(i -> LinearModel.row(data.x(), i, p))
                .toArray(double[][]::new),
            IntStream.of(rows).mapToDouble(i -> target.target()[i]).toArray(),
            IntStream.of(rows).mapToDouble(i -> target.weights()[i]).toArray(),
            IntStream.of(rows).map(data::cluster).toArray());
    return new LinearModel(name(), data.x().names(), fit);
  }
}
