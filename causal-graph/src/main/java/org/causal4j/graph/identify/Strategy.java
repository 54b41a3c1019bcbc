package org.causal4j.graph.identify;

/** By what kind of formula an effect is identified. */
public enum Strategy {
  /** The treatment does not cause the outcome: the effect is nil. */
  NO_EFFECT,
  /** Nothing confounds treatment and outcome: association is effect, as in an experiment. */
  NO_ADJUSTMENT,
  /** Adjustment for observed variables. */
  BACK_DOOR,
  /** Mediators carry the whole effect. */
  FRONT_DOOR,
  /** Another formula, found by the complete algorithm. */
  GENERAL
}
