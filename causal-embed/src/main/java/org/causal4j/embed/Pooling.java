package org.causal4j.embed;

/** How one vector for a text comes out of its parts. */
public enum Pooling {
  /** The mean of the vectors of all tokens that aren't padding. */
  MEAN,
  /** The vector of the first token, which is {@code [CLS]} in BERT-like encoders. */
  CLS,
  /** The weighted sum of the signed unit vectors that features are hashed to. */
  HASHED,
  /** Some other way; the provider's documentation states it. */
  OTHER
}
