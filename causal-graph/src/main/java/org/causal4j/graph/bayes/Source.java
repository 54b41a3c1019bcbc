package org.causal4j.graph.bayes;

import org.causal4j.core.DataFormatException;

/**
 * What a reader reads: its name, and the lines and columns of its places. What a place number is,
 * the source says.
 */
abstract class Source {
  private final String name;

  Source(String name) {
    this.name = name;
  }

  final String name() {
    return name;
  }

  /** 1-based line. */
  abstract long line(long place);

  /** 1-based column, in UTF-16 units. */
  abstract int column(long place);

  final DataFormatException error(long place, String problem) {
    return new DataFormatException(name, line(place), column(place), problem);
  }

  final DataFormatException error(long place, String problem, Throwable cause) {
    return new DataFormatException(name, line(place), column(place), problem, cause);
  }
}
