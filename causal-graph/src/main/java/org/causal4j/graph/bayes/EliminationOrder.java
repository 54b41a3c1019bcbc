package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An order in which to sum variables out, and the cliques it makes. Finding the best order is
 * NP-hard; greedy searches by four scores (Kjærulff 1990, "Triangulation of graphs: algorithms
 * giving small total state space"; Fishelson and Geiger 2003 for the weighted fill) are run, and
 * where the tables of the cheapest are large, {@link OrderSearch} looks for a cheaper one. The same
 * scopes give the same order.
 *
 * @param order the variables, first eliminated first; kept variables are absent
 * @param cliques for each position of the order, the variables that are together when it is
 *     eliminated: itself first, then its neighbors in ascending order
 * @param largest entries of the largest clique's table
 * @param total entries of the tables that are in no other: of the maximal cliques
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record EliminationOrder(int[] order, int[][] cliques, double largest, double total) {

  /** What a greedy search minimizes at each step. */
  private enum Heuristic {
    FILL,
    WEIGHTED_FILL,
    WEIGHT,
    FILL_AND_WEIGHT
  }

  /** Nodes of a higher degree wait: their tables could not be held anyhow. */
  private static final int SENSIBLE_DEGREE = 80;

  /** Orders as cheap as this need no second try. */
  private static final double CHEAP = 20_000;

  /** Above this many entries a longer search pays. */
  private static final double DEAR = 100_000;

  /** A search is broken off when its tables, repeated ones too, exceed the best by this factor. */
  private static final double HOPELESS = 2;

  /**
   * Searches an order.
   *
   * @param card number of states by variable
   * @param scopes the variables of each factor
   * @param keep variables that stay
   */
  static EliminationOrder find(int[] card, List<int[]> scopes, int... keep) {
    int[][] neighbors = neighbors(card.length, scopes);
    EliminationOrder best = null;
    double bound = Double.POSITIVE_INFINITY;
    for (Heuristic heuristic : Heuristic.values()) {
      EliminationOrder found = new Greedy(card, neighbors, heuristic, bound).run(keep);
      if (found != null && (best == null || found.total < best.total)) {
        best = found;
        bound = found.total;
      }
      if (bound <= CHEAP) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalStateException("the first search has no bound");
    }
    if (best.total > DEAR) {
      int[] searched = OrderSearch.search(card, neighbors, keep, best.total);
      if (searched != null) {
        EliminationOrder found = following(card, neighbors, searched);
        best = found.total < best.total ? found : best;
      }
    }
    return best;
  }

  /** The cliques of a given order. */
  static EliminationOrder following(int[] card, int[][] neighbors, int[] order) {
    int[] rank = new int[card.length];
    Arrays.fill(rank, order.length);
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    int[][] cliques = new int[order.length][];
    List<List<Integer>> children = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      children.add(new ArrayList<>());
    }
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      int v = order[i];
      TreeSet<Integer> around = new TreeSet<>();
      for (int u : neighbors[v]) {
        if (rank[u] > i) {
          around.add(u);
        }
      }
      for (int child : children.get(i)) {
        for (int u : cliques[child]) {
          if (rank[u] > i) {
            around.add(u);
          }
        }
      }
      int[] clique = new int[around.size() + 1];
      clique[0] = v;
      int at = 1;
      int next = order.length;
      for (int u : around) {
        clique[at++] = u;
        next = Math.min(next, rank[u]);
      }
      cliques[i] = clique;
      if (next < order.length) {
        children.get(next).add(i);
      }
      largest = Math.max(largest, Factor.size(card, clique));
    }
    return new EliminationOrder(order, cliques, largest, maximalTotal(card, order, cliques));
  }

  /** Leaves out a clique that only repeats what an earlier one left when it was eliminated. */
  private static double maximalTotal(int[] card, int[] order, int[][] cliques) {
    int[] rank = new int[card.length];
    Arrays.fill(rank, order.length);
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    boolean[] repeated = new boolean[order.length];
    double total = 0;
    for (int i = 0; i < order.length; i++) {
      int next = order.length;
      for (int j = 1; j < cliques[i].length; j++) {
        next = Math.min(next, rank[cliques[i][j]]);
      }
      if (next < order.length && cliques[next].length + 1 == cliques[i].length) {
        repeated[next] = true;
      }
      if (!repeated[i]) {
        total += Factor.size(card, cliques[i]);
      }
    }
    return total;
  }

  private static int[][] neighbors(int n, List<int[]> scopes) {
    List<List<Integer>> sets = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      sets.add(new ArrayList<>());
    }
    for (int[] scope : scopes) {
      for (int u : scope) {
        for (int v : scope) {
          if (u != v) {
            sets.get(u).add(v);
          }
        }
      }
    }
    int[][] neighbors = new int[n][];
    for (int v = 0; v < n; v++) {
      neighbors[v] = sets.get(v).stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    }
    return neighbors;
  }

  /** One greedy run on a graph that shrinks. */
  private static final class Greedy {
    private final double[] logCard;
    private final int[] card;
    private final int[][] adjacent;
    private final int[] degree;
    private final Heuristic heuristic;
    private final double bound;
    private final boolean[] gone;
    private final int[] version;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private final int[] touched;
    private int touchedCount;
    private final boolean[] isTouched;

    Greedy(int[] card, int[][] neighbors, Heuristic heuristic, double bound) {
      int n = card.length;
      this.card = card;
      this.logCard = Arrays.stream(card).mapToDouble(Math::log).toArray();
      this.adjacent = new int[n][];
      this.degree = new int[n];
      for (int v = 0; v < n; v++) {
        adjacent[v] = neighbors[v].clone();
        degree[v] = neighbors[v].length;
      }
      this.heuristic = heuristic;
      this.bound = bound;
      this.gone = new boolean[n];
      this.version = new int[n];
      this.touched = new int[n];
      this.isTouched = new boolean[n];
    }

    private record Candidate(double score, double second, int node, int version)
        implements Comparable<Candidate> {
      @Override
      public int compareTo(Candidate that) {
        int byScore = Double.compare(score, that.score);
        if (byScore != 0) {
          return byScore;
        }
        int bySecond = Double.compare(second, that.second);
        return bySecond != 0 ? bySecond : Integer.compare(node, that.node);
      }
    }

    /** The order, or null as soon as it is dearer than the bound. */
    @Nullable EliminationOrder run(int[] keep) {
      int n = card.length;
      boolean[] kept = new boolean[n];
      for (int v : keep) {
        kept[v] = true;
        gone[v] = true;
      }
      int left = n;
      for (int v = 0; v < n; v++) {
        if (kept[v]) {
          left--;
        } else {
          offer(v);
        }
      }
      int[] order = new int[left];
      int[][] cliques = new int[left][];
      double largest = 0;
      double total = 0;
      for (int step = 0; step < order.length; step++) {
        int v = nextNode();
        int[] clique = new int[degree[v] + 1];
        clique[0] = v;
        System.arraycopy(adjacent[v], 0, clique, 1, degree[v]);
        double size = 1;
        for (int u : clique) {
          size *= card[u];
        }
        largest = Math.max(largest, size);
        total += size;
        if (total > HOPELESS * bound) {
          return null;
        }
        order[step] = v;
        cliques[step] = clique;
        eliminate(v);
      }
      return new EliminationOrder(order, cliques, largest, maximalTotal(card, order, cliques));
    }

    private int nextNode() {
      while (true) {
        Candidate candidate = queue.remove();
        if (!gone[candidate.node] && candidate.version == version[candidate.node]) {
          return candidate.node;
        }
      }
    }

    /** Joins the neighbors of a node, takes it away and scores again what that touched. */
    private void eliminate(int v) {
      gone[v] = true;
      int d = degree[v];
      int[] around = adjacent[v];
      touchedCount = 0;
      for (int i = 0; i < d; i++) {
        remove(around[i], v);
        touch(around[i]);
      }
      for (int i = 0; i < d; i++) {
        for (int j = i + 1; j < d; j++) {
          if (!joined(around[i], around[j])) {
            insert(around[i], around[j]);
            insert(around[j], around[i]);
            touchCommonNeighbors(around[i], around[j]);
          }
        }
      }
      for (int i = 0; i < touchedCount; i++) {
        int u = touched[i];
        isTouched[u] = false;
        if (!gone[u]) {
          version[u]++;
          offer(u);
        }
      }
    }

    private void touch(int u) {
      if (!isTouched[u]) {
        isTouched[u] = true;
        touched[touchedCount++] = u;
      }
    }

    /** A new edge between two nodes lowers the fill of those next to both. */
    private void touchCommonNeighbors(int a, int b) {
      int i = 0;
      int j = 0;
      while (i < degree[a] && j < degree[b]) {
        int compared = Integer.compare(adjacent[a][i], adjacent[b][j]);
        if (compared == 0) {
          touch(adjacent[a][i]);
          i++;
          j++;
        } else if (compared < 0) {
          i++;
        } else {
          j++;
        }
      }
    }

    private void offer(int v) {
      if (degree[v] > SENSIBLE_DEGREE) {
        queue.add(new Candidate(Double.MAX_VALUE, degree[v], v, version[v]));
        return;
      }
      double weight = logCard[v];
      for (int i = 0; i < degree[v]; i++) {
        weight += logCard[adjacent[v][i]];
      }
      Candidate candidate;
      if (heuristic == Heuristic.WEIGHT) {
        candidate = new Candidate(weight, 0, v, version[v]);
      } else {
        boolean weighted = heuristic == Heuristic.WEIGHTED_FILL;
        double fill = fill(v, weighted);
        candidate =
            heuristic == Heuristic.FILL_AND_WEIGHT
                ? new Candidate(fill == 0 ? 0 : weight + Math.log(fill), weight, v, version[v])
                : new Candidate(fill, weight, v, version[v]);
      }
      queue.add(candidate);
    }

    /** The edges, or their weights, that eliminating the node would add. */
    private double fill(int v, boolean weighted) {
      double fill = 0;
      int[] around = adjacent[v];
      for (int i = 0; i < degree[v]; i++) {
        int a = around[i];
        int[] row = adjacent[a];
        int at = 0;
        for (int j = i + 1; j < degree[v]; j++) {
          int b = around[j];
          while (at < degree[a] && row[at] < b) {
            at++;
          }
          if (at == degree[a] || row[at] != b) {
            fill += weighted ? (double) card[a] * card[b] : 1;
          }
        }
      }
      return fill;
    }

    private boolean joined(int a, int b) {
      return Arrays.binarySearch(adjacent[a], 0, degree[a], b) >= 0;
    }

    private void remove(int from, int v) {
      int at = Arrays.binarySearch(adjacent[from], 0, degree[from], v);
      System.arraycopy(adjacent[from], at + 1, adjacent[from], at, degree[from] - at - 1);
      degree[from]--;
    }

    private void insert(int into, int v) {
      int at = -1 - Arrays.binarySearch(adjacent[into], 0, degree[into], v);
      if (degree[into] == adjacent[into].length) {
        adjacent[into] = Arrays.copyOf(adjacent[into], 2 * degree[into] + 4);
      }
      System.arraycopy(adjacent[into], at, adjacent[into], at + 1, degree[into] - at);
      adjacent[into][at] = v;
      degree[into]++;
    }
  }
}
