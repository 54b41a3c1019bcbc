package org.causal4j.report;

/**
 * The part a node plays in a {@link GraphPicture}; told apart by shape and line, not color alone.
 */
public enum NodeStyle {
  /** A variable without a part of its own. */
  PLAIN(Word.PLAIN),
  /** What is changed: a blue pill. */
  TREATMENT(Word.TREATMENT),
  /** What should change: a box with a heavy vermilion border. */
  OUTCOME(Word.OUTCOME),
  /** What is adjusted for or conditioned on: a green box with a double border. */
  ADJUSTED(Word.ADJUSTED),
  /** What is not observed: a gray box with a dashed border. */
  LATENT(Word.LATENT),
  /** Whose state is known: a shaded box. */
  OBSERVED(Word.OBSERVED),
  /** Whose state is set by an intervention: a vermilion box with a double border. */
  INTERVENED(Word.INTERVENED);

  private final Word word;

  NodeStyle(Word word) {
    this.word = word;
  }

  Word word() {
    return word;
  }
}
