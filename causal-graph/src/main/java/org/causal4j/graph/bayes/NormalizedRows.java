package org.causal4j.graph.bayes;

import java.util.Locale;

/**
 * That some rows of a variable's table did not sum to 1 as they stand in a file, and were divided
 * by their sum. A sum within 1e-12 of 1 is left as it is.
 *
 * @param variable whose table it is
 * @param rows how many rows
 * @param largestDeviation how far from 1 the sum of the worst one is, at most 1e-6
 * @param line of the first one, from 1
 * @param column of the first one, from 1
 */
public record NormalizedRows(
    String variable, int rows, double largestDeviation, long line, int column) {

  /** As {@code 12:3: 4 rows of the table of wet missed 1 by up to 1.0e-07 and were normalized}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d:%d: %d %s of the table of %s missed 1 by up to %.1e and %s normalized",
        line,
        column,
        rows,
        rows == 1 ? "row" : "rows",
        variable,
        largestDeviation,
        rows == 1 ? "was" : "were");
  }
}
