package org.causal4j.core.refute;

import org.causal4j.core.Seed;

/**
 * One attempt to refute an estimate. Whoever writes one keeps these promises: it states its null
 * hypothesis and the rule that decides, the rule can go against the estimate, an estimate without
 * the fault looked for is spoken against with at most the stated error rate, and equal seeds give
 * equal bits for any number of threads (all randomness comes from the seed and the number of the
 * refit).
 */
public interface Refuter {
  /** What it is, as "placebo treatment". */
  String name();

  /**
   * Tries to refute an estimate.
   *
   * @param refits the estimate, its table, and the means to do it again
   * @return a verdict; where the refuter does not fit the design, INCONCLUSIVE with the reason
   */
  Refutation refute(Refits refits, Seed seed);
}
