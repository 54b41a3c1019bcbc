package org.causal4j.graph.identify;

/** What justifies a {@link Step} of a derivation. */
public enum Rule {
  /** Do-calculus rule 1: leaving out, or adding, what is seen (Pearl 2009, Theorem 3.4.1). */
  DO_CALCULUS_1("do-calculus rule 1"),
  /** Do-calculus rule 2: seeing in place of doing. */
  DO_CALCULUS_2("do-calculus rule 2"),
  /** Do-calculus rule 3: leaving out what is done. */
  DO_CALCULUS_3("do-calculus rule 3"),
  /** A law of probability: total probability, chain rule, definition of a conditional. */
  PROBABILITY("probability"),
  /** The adjustment criterion (Shpitser, VanderWeele and Robins 2010). */
  ADJUSTMENT("adjustment criterion"),
  /** The front-door criterion (Pearl 2009, Theorem 3.3.4). */
  FRONT_DOOR("front-door criterion"),
  /** ID line 1: nothing is intervened upon (Shpitser and Pearl 2006, Figure 3). */
  ID_1("ID line 1"),
  /** ID line 2: only ancestors of the outcome matter. */
  ID_2("ID line 2"),
  /** ID line 3: more may be intervened upon where it makes no difference. */
  ID_3("ID line 3"),
  /** ID line 4: the c-components are identified one by one. */
  ID_4("ID line 4"),
  /** ID line 5: a hedge; not identifiable. */
  ID_5("ID line 5"),
  /** ID line 6: the c-component is one of the graph. */
  ID_6("ID line 6"),
  /** ID line 7: the c-component lies within one of the graph. */
  ID_7("ID line 7");

  private final String label;

  Rule(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
