package org.causal4j.graph.identify;

/** What justifies a {@link Step} of a derivation. */
public enum Rule {
  /** Do-calculus rule 1: leaving out, or adding, what is seen (Pearl 2009, Theorem 3.4.1). */
  DO_CALCULUS_1("do-calculus rule 1"),
  /** Do-calculus rule 2: seeing in place of doing, or the reverse. */
  DO_CALCULUS_2("do-calculus rule 2"),
  /** Do-calculus rule 3: leaving out, or adding, what is done. */
  DO_CALCULUS_3("do-calculus rule 3"),
  /** P(a, b | c) = P(a | c) P(b | a, c). */
  CHAIN_RULE("chain rule"),
  /** P(a | c) is the sum of P(a, b | c) over b. */
  TOTAL_PROBABILITY("total probability"),
  /** P(a | b, c) = P(a, b | c) / P(b | c). */
  CONDITIONAL("definition of a conditional"),
  /** Both sides are equal for all distributions, whatever the graph. */
  ALGEBRA("algebra"),
  /** The adjustment criterion (Shpitser, VanderWeele and Robins 2010). */
  ADJUSTMENT("adjustment criterion"),
  /** Two populations agree where what differs between them is separated from what is asked. */
  TRANSPORT("transport"),
  /** A counterfactual does not depend on what is set outside the ancestors of its variable. */
  EXCLUSION("exclusion"),
  /** A variable under some setting is itself, once its parents have the values they have there. */
  CONSISTENCY("consistency"),
  /** Counterfactuals of different c-components, each given its parents, are independent. */
  FACTORIZATION("factorization"),
  /** Counterfactuals with agreeing parents are an experiment. */
  EXPERIMENT("experiment"),
  /** What is so in a world where it was set is sure, and what was set otherwise impossible. */
  EFFECTIVENESS("effectiveness");

  private final String label;

  Rule(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
