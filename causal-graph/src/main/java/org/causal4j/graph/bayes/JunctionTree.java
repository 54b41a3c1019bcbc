package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A junction tree (Lauritzen and Spiegelhalter 1988; Jensen, Lauritzen and Olesen 1990) made from
 * an elimination order: the maximal cliques, joined along the elimination tree. The variables of
 * every clique and separator stand in one global order, last eliminated first, so that what a
 * clique sums out on the way to its parent is contiguous. Children come before parents. Immutable.
 */
final class JunctionTree {
  /** A product of tables is worth keeping while it is at most this many times their sum. */
  private static final int WORTH_MULTIPLYING = 2;

  final int[] card;

  /** Variables by clique. */
  final int[][] cliques;

  /** Parent by clique; -1 at a root. A parent's number is higher than its children's. */
  final int[] parent;

  /** Which variables of clique c are in the separator to its parent. */
  final boolean[][] up;

  /** Which variables of the parent of c are in the separator between c and it. */
  final boolean[][] upInParent;

  /** The clique that holds a variable and, with {@link #homeIsSeparator}, where it is cheapest. */
  final int[] home;

  final boolean[] homeIsSeparator;
  private final int[][] assigned;
  private final List<Factor> factors;

  JunctionTree(int[] card, List<Factor> factors) {
    this.card = card;
    this.factors = factors;
    EliminationOrder order = EliminationOrder.find(card, Factor.scopes(factors));
    int n = order.order().length;
    int[] rank = new int[card.length];
    for (int i = 0; i < n; i++) {
      rank[order.order()[i]] = i;
    }
    int[] next = new int[n];
    for (int i = 0; i < n; i++) {
      int[] clique = order.cliques()[i];
      next[i] = -1;
      for (int j = 1; j < clique.length; j++) {
        if (next[i] < 0 || rank[clique[j]] < next[i]) {
          next[i] = rank[clique[j]];
        }
      }
    }
    // A clique that only repeats what is left of a child is absorbed by that child.
    int[] absorber = new int[n];
    Arrays.fill(absorber, -1);
    for (int i = 0; i < n; i++) {
      int p = next[i];
      if (p >= 0 && absorber[p] < 0 && order.cliques()[i].length == order.cliques()[p].length + 1) {
        absorber[p] = i;
      }
    }
    int[] base = new int[n];
    int[] top = new int[n];
    for (int i = 0; i < n; i++) {
      base[i] = absorber[i] < 0 ? i : base[absorber[i]];
      top[base[i]] = i;
    }
    List<Integer> bases = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (base[i] == i) {
        bases.add(i);
      }
    }
    bases.sort((a, b) -> Integer.compare(top[a], top[b]));
    int count = bases.size();
    int[] number = new int[n];
    for (int c = 0; c < count; c++) {
      number[bases.get(c)] = c;
    }
    cliques = new int[count][];
    parent = new int[count];
    up = new boolean[count][];
    upInParent = new boolean[count][];
    for (int c = 0; c < count; c++) {
      int b = bases.get(c);
      cliques[c] = byRankDescending(order.cliques()[b], rank);
      int above = next[top[b]];
      parent[c] = above < 0 ? -1 : number[base[above]];
      up[c] = new boolean[cliques[c].length];
      for (int i = 0; i < up[c].length; i++) {
        up[c][i] = rank[cliques[c][i]] > top[b];
      }
    }
    for (int c = 0; c < count; c++) {
      upInParent[c] = parent[c] < 0 ? new boolean[0] : membership(cliques[parent[c]], c);
    }
    assigned = new int[count][0];
    for (int f = 0; f < factors.size(); f++) {
      int first = n;
      for (int v : factors.get(f).vars()) {
        first = Math.min(first, rank[v]);
      }
      int c = first == n ? count - 1 : number[base[first]];
      assigned[c] = Arrays.copyOf(assigned[c], assigned[c].length + 1);
      assigned[c][assigned[c].length - 1] = f;
    }
    home = new int[card.length];
    homeIsSeparator = new boolean[card.length];
    findHomes();
  }

  private boolean[] membership(int[] parentVars, int child) {
    boolean[] in = new boolean[parentVars.length];
    for (int i = 0; i < cliques[child].length; i++) {
      if (up[child][i]) {
        for (int j = 0; j < parentVars.length; j++) {
          in[j] |= parentVars[j] == cliques[child][i];
        }
      }
    }
    return in;
  }

  private void findHomes() {
    double[] cheapest = new double[card.length];
    Arrays.fill(cheapest, Double.POSITIVE_INFINITY);
    for (int c = 0; c < cliques.length; c++) {
      double size = Factor.size(card, cliques[c]);
      double separator = separatorSize(c);
      for (int i = 0; i < cliques[c].length; i++) {
        int v = cliques[c][i];
        boolean inSeparator = up[c][i];
        double cost = inSeparator ? separator : size;
        if (cost < cheapest[v]) {
          cheapest[v] = cost;
          home[v] = c;
          homeIsSeparator[v] = inSeparator;
        }
      }
    }
  }

  double separatorSize(int c) {
    double size = 1;
    for (int i = 0; i < cliques[c].length; i++) {
      size *= up[c][i] ? card[cliques[c][i]] : 1;
    }
    return size;
  }

  private static int[] byRankDescending(int[] vars, int[] rank) {
    int[] sorted = vars.clone();
    for (int i = 1; i < sorted.length; i++) {
      int v = sorted[i];
      int j = i - 1;
      for (; j >= 0 && rank[sorted[j]] < rank[v]; j--) {
        sorted[j + 1] = sorted[j];
      }
      sorted[j + 1] = v;
    }
    return sorted;
  }

  /** What one calibration holds. */
  InferencePlan plan() {
    double largest = 0;
    double total = 0;
    double separators = 0;
    double potentials = 0;
    for (int c = 0; c < cliques.length; c++) {
      double size = Factor.size(card, cliques[c]);
      largest = Math.max(largest, size);
      total += size;
      separators += separatorSize(c);
      double own = 0;
      for (int f : assigned[c]) {
        own += Factor.size(card, factors.get(f).vars());
      }
      potentials += WORTH_MULTIPLYING * own;
    }
    return InferencePlan.of(
        cliques.length, largest, total, 8 * (total + 2 * separators + potentials));
  }

  /**
   * The factors by clique, those multiplied together whose product is about as small as they are.
   */
  Factor[][] potentials() {
    Factor[][] potentials = new Factor[cliques.length][];
    for (int c = 0; c < cliques.length; c++) {
      List<Factor> kept = new ArrayList<>();
      for (int f : assigned[c]) {
        Factor factor = factors.get(f);
        boolean merged = false;
        for (int i = 0; i < kept.size() && !merged; i++) {
          int[] union = unionIn(cliques[c], kept.get(i).vars(), factor.vars());
          double sum = Factor.size(card, kept.get(i).vars()) + Factor.size(card, factor.vars());
          if (Factor.size(card, union) <= WORTH_MULTIPLYING * sum) {
            kept.set(i, product(union, kept.get(i), factor));
            merged = true;
          }
        }
        if (!merged) {
          kept.add(factor);
        }
      }
      potentials[c] = kept.toArray(Factor[]::new);
    }
    return potentials;
  }

  private Factor product(int[] union, Factor a, Factor b) {
    double[] table = new double[(int) Factor.size(card, union)];
    a.along(card, union).copy(table, a.table());
    b.along(card, union).multiply(table, b.table());
    return Factor.dense(card, union, table);
  }

  private static int[] unionIn(int[] clique, int[] a, int[] b) {
    int[] union = new int[clique.length];
    int k = 0;
    for (int v : clique) {
      if (contains(a, v) || contains(b, v)) {
        union[k++] = v;
      }
    }
    return Arrays.copyOf(union, k);
  }

  private static boolean contains(int[] vars, int v) {
    for (int u : vars) {
      if (u == v) {
        return true;
      }
    }
    return false;
  }
}
