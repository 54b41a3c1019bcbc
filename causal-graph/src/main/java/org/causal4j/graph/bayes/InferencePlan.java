package org.causal4j.graph.bayes;

import java.io.Serializable;
import java.util.Locale;
import java.util.function.Supplier;

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

  /** What the rest of a program needs, as a share of the heap. */
  private static final double LEFT_FREE = .25;

  static InferencePlan of(int tables, double largestTable, double totalEntries, double bytes) {
    return new InferencePlan(tables, largestTable, totalEntries, bytes);
  }

  /** Whether it fits a budget, and each table an array. */
  public boolean fits(long budgetBytes) {
    return bytes <= budgetBytes && largestTable <= LARGEST_POSSIBLE;
  }

  /** Refuses what exceeds the budget, and what the heap of this process could not hold anyhow. */
  InferencePlan orRefuse(long budgetBytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (!fits(budgetBytes)) {
      throw new InferenceBudgetException(this, budgetBytes, "the budget of " + budgetBytes);
    }
    long held = (long) ((1 - LEFT_FREE) * heap);
    if (!fits(held)) {
      throw new InferenceBudgetException(
          this, held, "three quarters of this process's heap of " + heap);
    }
    return this;
  }

  /**
   * Does what was planned. Where other work has taken the memory meanwhile, that is an {@link
   * InferenceBudgetException}, too.
   */
  <T> T run(Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      InferenceBudgetException refused =
          new InferenceBudgetException(
              this,
              (long) bytes,
              "what other work has left of the heap of " + Runtime.getRuntime().maxMemory());
      refused.addSuppressed(e);
      throw refused;
    }
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
