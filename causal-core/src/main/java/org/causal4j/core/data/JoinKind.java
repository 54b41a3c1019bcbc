package org.causal4j.core.data;

/** Which rows a {@link Table#join join} keeps. */
public enum JoinKind {
  /** Only rows with a partner. */
  INNER,
  /** All rows of the left table; without a partner the cells of the right one are missing. */
  LEFT
}
