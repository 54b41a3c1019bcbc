package org.causal4j.core.estimate;

import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/** Estimates an effect under a design from a table. */
public interface Estimator {
  /** What it is and with which settings. */
  String name();

  /** The column whose equal cells mark dependent rows, where one is named. */
  default Optional<String> clusters() {
    return Optional.empty();
  }

  /**
   * The same estimator with a column whose equal cells mark dependent rows: they stay in one fold,
   * and the standard error is robust to their dependence.
   *
   * @throws IllegalArgumentException if it can't take clusters into account
   */
  default Estimator withClusters(String column) {
    throw new IllegalArgumentException(
        "clusters: '" + name() + "' can't take '" + column + "' into account");
  }

  /**
   * The same estimator with a column of weights of the units, as of a survey or against censoring,
   * which it takes as known.
   *
   * @throws IllegalArgumentException if it can't take weights into account
   */
  default Estimator withWeights(String column) {
    throw new IllegalArgumentException(
        "weights: '" + name() + "' can't take '" + column + "' into account");
  }

  /** Why a design can't be served; empty where it can. */
  Optional<String> refuses(Design design);

  /**
   * The effect under a design.
   *
   * @throws IllegalArgumentException if the design is refused or the table does not fit it
   */
  EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed);
}
