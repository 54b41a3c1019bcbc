package org.causal4j.graph.bayes;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a cheaper elimination order than a greedy one gives. Nodes that may be eliminated first
 * at no loss are taken away (simplicial and almost simplicial ones; Bodlaender, Koster and van den
 * Eijkhof 2005, "Preprocessing rules for triangulation of probabilistic networks"). On the rest,
 * greedy searches by fill or weighted fill are repeated with every score multiplied by a random
 * number of its node; the multipliers of the cheapest order so far are changed in places, and a
 * change stays where the order is no dearer. Kept variables are never eliminated.
 *
 * <p>The work is bounded by a count of elementary steps in proportion to the tables of the best
 * order, not by time, and the random numbers are always the same: so is the order.
 */
final class OrderSearch {
  /** Adjacency is held as bits: 8 MiB for this many nodes. */
  private static final int MOST_NODES = 8192;

  /** Elementary steps for each entry of the tables, more by this for tables ten times as large. */
  private static final double STEPS_PER_ENTRY = .4;

  private static final double SMALL_TABLES = 1e5;

  /** However large the tables: about a second. */
  private static final double MOST_STEPS = 4e8;

  private static final int FRESH_STARTS = 24;
  private static final int MOST_WITHOUT_GAIN = 400;

  /** An attempt is broken off when its cliques, repeated ones too, exceed the limit by this. */
  private static final double HOPELESS = 1.3;

  private static final Seed SEED = Seed.of(1);

  private final double[] card;
  private final boolean[] kept;
  private final long[][] graph;
  private final int[] prefix;
  private double work;

  private OrderSearch(int[] card, int[][] neighbors, int[] keep) {
    int n = card.length;
    this.card = Arrays.stream(card).asDoubleStream().toArray();
    this.kept = new boolean[n];
    for (int v : keep) {
      kept[v] = true;
    }
    this.graph = new long[n][(n + 63) / 64];
    for (int v = 0; v < n; v++) {
      for (int u : neighbors[v]) {
        set(graph[v], u);
      }
    }
    this.prefix = reduce();
  }

  /**
   * A full order of the variables that are not kept, or null where there was no search.
   *
   * @param bound entries of the tables of the best order known
   */
  static int @Nullable [] search(int[] card, int[][] neighbors, int[] keep, double bound) {
    if (card.length > MOST_NODES) {
      return null;
    }
    OrderSearch search = new OrderSearch(card, neighbors, keep);
    return search.run(bound);
  }

  // -- what may go first
  // ---------------------------------------------------------------------------

  /** Eliminates at no loss as long as something can be, and gives the order of that. */
  private int[] reduce() {
    int n = card.length;
    int[] order = new int[n];
    boolean[] gone = kept.clone();
    int count = 0;
    double low = 0;
    boolean more = true;
    while (more) {
      more = false;
      for (int v = 0; v < n; v++) {
        if (gone[v]) {
          continue;
        }
        double size = cliqueSize(graph, card, v);
        boolean simplicial = missing(graph, v, -1) == 0;
        if (simplicial) {
          low = Math.max(low, size);
        }
        if (simplicial || (size <= low && almostSimplicial(v))) {
          eliminate(graph, v);
          gone[v] = true;
          order[count++] = v;
          more = true;
        }
      }
    }
    return Arrays.copyOf(order, count);
  }

  /** All neighbors but one are joined, and that one has no more states than the node. */
  private boolean almostSimplicial(int v) {
    for (int u = next(graph[v], 0); u >= 0; u = next(graph[v], u + 1)) {
      if (card[u] <= card[v] && missing(graph, v, u) == 0) {
        return true;
      }
    }
    return false;
  }

  // -- the search on what is left
  // ------------------------------------------------------------------

  private int @Nullable [] run(double bound) {
    int n = card.length;
    int[] nodes = new int[n];
    int size = 0;
    boolean[] done = new boolean[n];
    for (int v : prefix) {
      done[v] = true;
    }
    for (int v = 0; v < n; v++) {
      if (!done[v]) {
        nodes[size++] = v;
      }
    }
    Core core = new Core(Arrays.copyOf(nodes, size));
    Attempt best = null;
    double worth = worth(bound);
    SplittableRandom random = SEED.derive("elimination order").random();
    while (work < worth) {
      // one descent from fresh starts
      Attempt current = null;
      double enough = work + worth / 8;
      for (int i = 0; i < FRESH_STARTS && (i < 2 || work < enough); i++) {
        double spread = i < 2 ? 0 : .1 + .3 * (i / 2 % 3);
        Attempt start = new Attempt(i % 2 == 0, multipliers(random, size, spread));
        double limit = current == null ? Double.POSITIVE_INFINITY : current.total;
        current = core.better(start, limit) ? start : current;
      }
      if (current == null) {
        return null;
      }
      int without = 0;
      while (without < MOST_WITHOUT_GAIN && work < Math.min(worth, worth(current.total))) {
        Attempt changed = current.changed(random);
        without++;
        if (core.better(changed, current.total)) {
          without = changed.total < current.total ? 0 : without;
          current = changed;
        }
      }
      best = best == null || current.total < best.total ? current : best;
      worth = Math.min(worth, worth(best.total));
      if (size < 2) {
        break;
      }
    }
    if (best == null) {
      return null;
    }
    int[] bestOrder = best.order;
    int[] order = Arrays.copyOf(prefix, prefix.length + bestOrder.length);
    System.arraycopy(bestOrder, 0, order, prefix.length, bestOrder.length);
    return order;
  }

  private static double worth(double entries) {
    double each = STEPS_PER_ENTRY * Math.max(0, Math.log10(entries / SMALL_TABLES));
    return Math.min(MOST_STEPS, each * entries);
  }

  private static double[] multipliers(SplittableRandom random, int size, double spread) {
    double[] multipliers = new double[size];
    for (int i = 0; i < size; i++) {
      multipliers[i] = Math.exp(2 * spread * (random.nextDouble() - .5));
    }
    return multipliers;
  }

  /** A greedy search with its multipliers, and what it gave. */
  private static final class Attempt {
    final boolean byFill;
    final double[] multipliers;
    double total;
    int[] order = new int[0];

    Attempt(boolean byFill, double[] multipliers) {
      this.byFill = byFill;
      this.multipliers = multipliers;
    }

    Attempt changed(SplittableRandom random) {
      double[] other = multipliers.clone();
      int places = 1 + random.nextInt(Math.max(1, other.length / 8));
      for (int i = 0; i < places; i++) {
        other[random.nextInt(other.length)] = Math.exp(2 * (random.nextDouble() - .5));
      }
      return new Attempt(byFill, other);
    }
  }

  /** The graph that is left, its nodes numbered anew. */
  private final class Core {
    private final int[] nodes;
    private final double[] cards;
    private final double[] logCards;
    private final long[][] initial;
    private final long[][] now;
    private final double[] score;
    private final boolean[] open;
    private final int words;

    /** By step of the last attempt: the neighbors of what was eliminated, and its clique's size. */
    private final long[][] left;

    private final double[] sizes;
    private final int[] rank;

    Core(int[] nodes) {
      int size = nodes.length;
      this.nodes = nodes;
      this.words = (size + 63) / 64;
      this.initial = new long[size][words];
      this.now = new long[size][words];
      this.cards = new double[size];
      this.logCards = new double[size];
      this.score = new double[size];
      this.open = new boolean[size];
      this.left = new long[size][words];
      this.sizes = new double[size];
      this.rank = new int[size];
      for (int i = 0; i < size; i++) {
        cards[i] = card[nodes[i]];
        logCards[i] = Math.log(cards[i]);
        for (int j = 0; j < size; j++) {
          if (isSet(graph[nodes[i]], nodes[j])) {
            set(initial[i], j);
          }
        }
      }
    }

    /** Runs an attempt; whether it costs at most the limit. */
    boolean better(Attempt attempt, double limit) {
      int size = nodes.length;
      int count = 0;
      for (int v = 0; v < size; v++) {
        System.arraycopy(initial[v], 0, now[v], 0, words);
        open[v] = !kept[nodes[v]];
        count += open[v] ? 1 : 0;
      }
      for (int v = 0; v < size; v++) {
        score[v] = open[v] ? score(attempt, v) : 0;
      }
      int[] order = new int[count];
      double total = 0;
      for (int step = 0; step < count; step++) {
        int v = cheapest();
        sizes[step] = cliqueSize(now, cards, v);
        total += sizes[step];
        if (total > HOPELESS * limit) {
          return false;
        }
        order[step] = v;
        open[v] = false;
        long[] around = left[step];
        System.arraycopy(now[v], 0, around, 0, words);
        boolean filled = missing(now, v, -1) > 0;
        eliminate(now, v);
        for (int u = next(around, 0); u >= 0; u = next(around, u + 1)) {
          if (open[u]) {
            score[u] = score(attempt, u);
          }
        }
        if (filled) {
          scoreBeyond(attempt, around);
        }
        work += size;
      }
      attempt.total = maximalTotal(order);
      for (int step = 0; step < order.length; step++) {
        order[step] = nodes[order[step]];
      }
      attempt.order = order;
      return attempt.total <= limit;
    }

    /** Leaves out a clique that only repeats what an earlier one left when it was eliminated. */
    private double maximalTotal(int[] order) {
      Arrays.fill(rank, order.length);
      for (int step = 0; step < order.length; step++) {
        rank[order[step]] = step;
      }
      boolean[] repeated = new boolean[order.length];
      double total = 0;
      for (int step = 0; step < order.length; step++) {
        int next = order.length;
        for (int u = next(left[step], 0); u >= 0; u = next(left[step], u + 1)) {
          next = Math.min(next, rank[u]);
        }
        if (next < order.length && count(left[next]) + 1 == count(left[step])) {
          repeated[next] = true;
        }
        total += repeated[step] ? 0 : sizes[step];
      }
      return total;
    }

    /** Those next to two nodes that may have been joined. */
    private void scoreBeyond(Attempt attempt, long[] around) {
      long[] beyond = new long[words];
      for (int u = next(around, 0); u >= 0; u = next(around, u + 1)) {
        for (int i = 0; i < words; i++) {
          beyond[i] |= now[u][i] & ~around[i];
        }
      }
      for (int u = next(beyond, 0); u >= 0; u = next(beyond, u + 1)) {
        int common = 0;
        for (int i = 0; i < words; i++) {
          common += Long.bitCount(around[i] & now[u][i]);
        }
        work += words;
        if (open[u] && common > 1) {
          score[u] = score(attempt, u);
        }
      }
    }

    private int cheapest() {
      int best = -1;
      for (int v = 0; v < nodes.length; v++) {
        if (open[v] && (best < 0 || score[v] < score[best])) {
          best = v;
        }
      }
      return best;
    }

    private double score(Attempt attempt, int v) {
      long[] row = now[v];
      double weight = logCards[v];
      double fill = 0;
      int degree = 0;
      for (int u = next(row, 0); u >= 0; u = next(row, u + 1)) {
        degree++;
        weight += logCards[u];
        fill += attempt.byFill ? absent(row, u) : absentWeight(row, u);
      }
      work += (double) degree * words;
      return (fill + 1e-5 * weight) * attempt.multipliers[v];
    }

    /** How many of these are not next to u, u itself not counted. */
    private int absent(long[] row, int u) {
      int count = -1;
      for (int i = 0; i < words; i++) {
        count += Long.bitCount(row[i] & ~now[u][i]);
      }
      return count;
    }

    private double absentWeight(long[] row, int u) {
      double sum = 0;
      for (int i = 0; i < words; i++) {
        long bits = row[i] & ~now[u][i];
        for (; bits != 0; bits &= bits - 1) {
          int t = (i << 6) + Long.numberOfTrailingZeros(bits);
          sum += t == u ? 0 : cards[t];
        }
      }
      return sum * cards[u];
    }
  }

  // -- sets of nodes as bits
  // ------------------------------------------------------------------------

  private static void set(long[] bits, int v) {
    bits[v >> 6] |= 1L << v;
  }

  private static boolean isSet(long[] bits, int v) {
    return (bits[v >> 6] >>> v & 1) != 0;
  }

  private static int count(long[] bits) {
    int count = 0;
    for (long word : bits) {
      count += Long.bitCount(word);
    }
    return count;
  }

  private static int next(long[] bits, int from) {
    int i = from >> 6;
    if (i >= bits.length) {
      return -1;
    }
    long word = bits[i] & (-1L << from);
    while (word == 0) {
      if (++i == bits.length) {
        return -1;
      }
      word = bits[i];
    }
    return (i << 6) + Long.numberOfTrailingZeros(word);
  }

  /** Edges missing among the neighbors of a node, twice counted, those of one of them left out. */
  private static int missing(long[][] graph, int v, int except) {
    long[] row = graph[v];
    int missing = 0;
    for (int u = next(row, 0); u >= 0; u = next(row, u + 1)) {
      if (u == except) {
        continue;
      }
      missing--; // it is not next to itself
      for (int i = 0; i < row.length; i++) {
        missing += Long.bitCount(row[i] & ~graph[u][i]);
      }
      missing -= except >= 0 && !isSet(graph[u], except) ? 1 : 0;
    }
    return missing;
  }

  private static double cliqueSize(long[][] graph, double[] card, int v) {
    double size = card[v];
    for (int u = next(graph[v], 0); u >= 0; u = next(graph[v], u + 1)) {
      size *= card[u];
    }
    return size;
  }

  /** Joins the neighbors of a node and takes it out of their rows. */
  private static void eliminate(long[][] graph, int v) {
    long[] row = graph[v];
    for (int u = next(row, 0); u >= 0; u = next(row, u + 1)) {
      for (int i = 0; i < row.length; i++) {
        graph[u][i] |= row[i];
      }
      graph[u][u >> 6] &= ~(1L << u);
      graph[u][v >> 6] &= ~(1L << v);
    }
  }
}
