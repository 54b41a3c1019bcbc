package org.causal4j.core.estimate;

import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * How an estimate was made, so that it can be made again on another table with every nuisance
 * refitted. Immutable.
 *
 * @param estimator with its settings
 * @param design what plays which part
 * @param contrast the two treatment states
 * @param seed of the folds and learners
 */
public record Recipe(Estimator estimator, Design design, Contrast contrast, Seed seed) {
  /** The estimate on a table. */
  public EffectEstimate estimate(Table table) {
    return estimator.estimate(design, table, contrast, seed);
  }

  /** With another estimator. */
  public Recipe withEstimator(Estimator newEstimator) {
    return new Recipe(newEstimator, design, contrast, seed);
  }

  /** With another design. */
  public Recipe withDesign(Design newDesign) {
    return new Recipe(estimator, newDesign, contrast, seed);
  }

  /** With another contrast. */
  public Recipe withContrast(Contrast newContrast) {
    return new Recipe(estimator, design, newContrast, seed);
  }

  /** With another seed. */
  public Recipe withSeed(Seed newSeed) {
    return new Recipe(estimator, design, contrast, newSeed);
  }

  @Override
  public String toString() {
    return estimator.name() + "; " + design + "; " + contrast + "; " + seed;
  }
}
