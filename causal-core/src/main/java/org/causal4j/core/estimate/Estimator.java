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

  /** Why a design can't be served; empty where it can. */
  Optional<String> refuses(Design design);

  /**
   * The effect under a design.
   *
   * @throws IllegalArgumentException if the design is refused or the table does not fit it
   */
  EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed);
}
