package org.causal4j.graph.bayes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.NotConvergedException;
import org.jspecify.annotations.Nullable;

/**
 * The states that each variable can still have, after those are struck out that no positive entry
 * of some table supports (generalized arc consistency; Mackworth 1977). Where a variable has none
 * left, the evidence has probability 0; the converse doesn't hold. Mutable, for one thread.
 */
final class Support {
  /** Dead ends after which the search for a possible state of all variables gives up. */
  private static final int DEAD_ENDS = 10_000;

  private final int[] card;
  private final List<Factor> tables;
  private final int[][] tablesOf;
  private final BitSet[] open;

  private Support(int[] card, List<Factor> tables, int[][] tablesOf, BitSet[] open) {
    this.card = card;
    this.tables = tables;
    this.tablesOf = tablesOf;
    this.open = open;
  }

  /** After the evidence; null where it is impossible. */
  static @Nullable Support of(ApproximateProblem problem) {
    int[] card = problem.network().card();
    List<Factor> withZeros = new ArrayList<>();
    List<List<Integer>> of = new ArrayList<>();
    for (int v = 0; v < card.length; v++) {
      of.add(new ArrayList<>());
    }
    for (Factor factor : problem.factors()) {
      if (Arrays.stream(factor.table()).anyMatch(p -> p == 0)) {
        for (int v : factor.vars()) {
          of.get(v).add(withZeros.size());
        }
        withZeros.add(factor);
      }
    }
    BitSet[] open = new BitSet[card.length];
    for (int v = 0; v < card.length; v++) {
      open[v] = new BitSet(card[v]);
      if (problem.observed()[v] >= 0) {
        open[v].set(problem.observed()[v]);
      } else {
        open[v].set(0, card[v]);
      }
    }
    int[][] tablesOf =
        of.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    Support support = new Support(card, withZeros, tablesOf, open);
    Deque<Integer> all = new ArrayDeque<>();
    for (int t = 0; t < withZeros.size(); t++) {
      all.add(t);
    }
    return support.revise(all) ? support : null;
  }

  /** Whether any table has a zero among the states that are left. */
  boolean hasZeros() {
    for (Factor table : tables) {
      int[] at = firstOpen(table);
      do {
        if (value(table, at) == 0) {
          return true;
        }
      } while (next(table, at));
    }
    return false;
  }

  /**
   * A state of all variables that has positive probability, drawn about as the tables say, by
   * search with propagation; null where there is none.
   *
   * @throws NotConvergedException where the search came to too many dead ends
   */
  int @Nullable [] possibleState(ApproximateProblem problem, SplittableRandom random) {
    int[] codes = problem.observed().clone();
    int[] deadEnds = {0};
    return assign(problem, codes, 0, random, deadEnds) ? codes : null;
  }

  private boolean assign(
      ApproximateProblem problem, int[] codes, int at, SplittableRandom random, int[] deadEnds) {
    int[] order = problem.causesFirst();
    if (at == order.length) {
      return true;
    }
    int v = order[at];
    int row = problem.rowStart(v, codes);
    double[] weights = new double[card[v]];
    double[] table = problem.network().factors().get(v).table();
    open[v].stream().forEach(s -> weights[s] = table[row + s]);
    for (int s = draw(random, weights); s >= 0; s = draw(random, weights)) {
      weights[s] = 0;
      codes[v] = s;
      BitSet set = new BitSet(card[v]);
      set.set(s);
      Support further = new Support(card, tables, tablesOf, open.clone());
      further.open[v] = set;
      Deque<Integer> touched = new ArrayDeque<>();
      if (open[v].cardinality() > 1) {
        for (int t : tablesOf[v]) {
          touched.add(t);
        }
      }
      if (further.revise(touched) && further.assign(problem, codes, at + 1, random, deadEnds)) {
        return true;
      }
      deadEnds[0]++;
      if (deadEnds[0] > DEAD_ENDS) {
        throw new NotConvergedException(
            "the search for a state of positive probability given {" + problem.condition() + "}",
            deadEnds[0],
            1,
            "the tables have too many zeros for Gibbs sampling; use another method");
      }
    }
    return false;
  }

  private static int draw(SplittableRandom random, double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    if (sum == 0) {
      return -1;
    }
    double u = random.nextDouble() * sum;
    int last = -1;
    for (int s = 0; s < weights.length; s++) {
      if (weights[s] > 0) {
        last = s;
        if (u < weights[s]) {
          return s;
        }
        u -= weights[s];
      }
    }
    return last;
  }

  /** Strikes out until nothing changes; false where a variable has no state left. */
  private boolean revise(Deque<Integer> queue) {
    boolean[] waiting = new boolean[tables.size()];
    queue.forEach(t -> waiting[t] = true);
    while (!queue.isEmpty()) {
      int t = queue.remove();
      waiting[t] = false;
      Factor table = tables.get(t);
      BitSet[] supported = supported(table);
      for (int i = 0; i < supported.length; i++) {
        int v = table.vars()[i];
        if (supported[i].isEmpty()) {
          return false;
        }
        if (!supported[i].equals(open[v])) {
          open[v] = supported[i];
          for (int other : tablesOf[v]) {
            if (other != t && !waiting[other]) {
              waiting[other] = true;
              queue.add(other);
            }
          }
        }
      }
    }
    return true;
  }

  private BitSet[] supported(Factor table) {
    int[] at = firstOpen(table);
    BitSet[] supported = new BitSet[at.length];
    for (int i = 0; i < at.length; i++) {
      supported[i] = new BitSet(card[table.vars()[i]]);
    }
    do {
      if (value(table, at) > 0) {
        for (int i = 0; i < at.length; i++) {
          supported[i].set(at[i]);
        }
      }
    } while (next(table, at));
    return supported;
  }

  private int[] firstOpen(Factor table) {
    return Arrays.stream(table.vars()).map(v -> open[v].nextSetBit(0)).toArray();
  }

  private boolean next(Factor table, int[] at) {
    for (int i = at.length - 1; i >= 0; i--) {
      BitSet states = open[table.vars()[i]];
      int following = states.nextSetBit(at[i] + 1);
      if (following >= 0) {
        at[i] = following;
        return true;
      }
      at[i] = states.nextSetBit(0);
    }
    return false;
  }

  private static double value(Factor table, int[] at) {
    int entry = table.offset();
    for (int i = 0; i < at.length; i++) {
      entry += table.strides()[i] * at[i];
    }
    return table.table()[entry];
  }
}
