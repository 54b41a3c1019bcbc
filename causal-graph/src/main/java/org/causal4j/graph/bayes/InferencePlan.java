package org.causal4j.graph.bayes;

import java.io.Serializable;
import java.util.Locale;

/**
 * What an exact inference will take, known before anything large is allocated. Counts are doubles,
 * since they may exceed any integer. Exact for the order that was found; another order may be
 * cheaper.
 *
 * @param tables how many tables (cliques of the junction tree, or elimination steps)
 * @param largestTable entries of the largest one
 * @param totalEntries entries of all of them
 * @param bytes memory that one run holds at its peak, tables kept between runs included
 */
public record InferencePlan(int tables, double largestTable, double totalEntries, double bytes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Tables are Java arrays: one cannot hold more. */
  private static final double LARGEST_POSSIBLE = Integer.MAX_VALUE - 8;

  static InferencePlan of(int tables, double largestTable, double totalEntries, double bytes) {
    return new InferencePlan(tables, largestTable, totalEntries, bytes);
  }

  /** Whether it fits a budget, and each table an array. */
  public boolean fits(long budgetBytes) {
    return bytes <= budgetBytes && largestTable <= LARGEST_POSSIBLE;
  }

  InferencePlan orRefuse(long budgetBytes) {
    if (!fits(budgetBytes)) {
      throw new InferenceBudgetException(this, budgetBytes);
    }
    return this;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d tables, largest %,.0f entries, total %,.0f, about %,.1f MB",
        tables,
        largestTable,
        totalEntries,
        bytes / 1e6);
  }
}
