package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Recipe;

/** An estimator with a fault put on top of another one. */
record Faulty(Estimator inner, boolean ignoresCovariates, DoubleUnaryOperator errorFault)
    implements Estimator {
  @Override
  public String name() {
    return "faulty " + inner.name();
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Optional.empty();
  }

  @Override
  public Optional<String> clusters() {
    return inner.clusters();
  }

  @Override
  public Estimator withClusters(String column) {
    return new Faulty(inner.withClusters(column), ignoresCovariates, errorFault);
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Design used =
        ignoresCovariates ? Design.randomized(design.treatment(), design.outcome()) : design;
    EffectEstimate sound = inner.estimate(used, table, contrast, seed);
    double error = errorFault.applyAsDouble(sound.standardError());
    return new EffectEstimate(
        name(),
        sound.estimand(),
        sound.estimate(),
        error,
        ConfidenceInterval.normal(sound.estimate(), error, sound.interval().level()),
        sound.treated(),
        sound.control(),
        sound.clusters(),
        sound.overlap(),
        sound.notes(),
        sound.provenance(),
        ImmutableList.of(),
        Optional.of(new Recipe(this, design, contrast, seed)));
  }
}
