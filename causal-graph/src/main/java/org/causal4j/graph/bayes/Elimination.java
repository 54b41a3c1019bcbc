package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variable elimination (Zhang and Poole 1996; Dechter 1999, "Bucket elimination"): sums products of
 * factors over all variables but the kept ones, in a greedy order. Tables are scaled to a maximum
 * of 1 on the way and the logarithm of the scale is kept, so that small probabilities do not
 * underflow; where a product is smaller than a double can hold beside its scale, the sum is done
 * over in logarithms.
 */
final class Elimination {
  /**
   * What underflows is below 1e-308 of a scale of at most about 1. Down to this log probability
   * (1e-260) it cannot matter; below, the work is done over in logarithms.
   */
  static final double SAFE_LOG_PROBABILITY = -600;

  /** The three algebras. The last two work on logarithms. */
  private enum Algebra {
    SUM,
    LOG_SUM,
    LOG_MAX
  }

  /**
   * A table over the kept variables.
   *
   * @param table scaled to a maximum of 1; last variable fastest
   * @param logScale natural logarithm of what the table is to be multiplied with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Joint(double[] table, double logScale) {
    double logTotal() {
      double sum = 0;
      for (double value : table) {
        sum += value;
      }
      return Math.log(sum) + logScale;
    }
  }

  private final int[] card;
  private final List<Factor> factors;
  private final int[] keep;
  private final EliminationOrder order;
  private final int[] rank;

  /** Whether the factors hold logarithms already. */
  private final boolean logs;

  /**
   * Plans, and allocates nothing large.
   *
   * @param card states by variable
   * @param factors restricted to the evidence already
   * @param keep variables of the result, in its order
   */
  Elimination(int[] card, List<Factor> factors, int... keep) {
    this(card, factors, EliminationOrder.find(card, Factor.scopes(factors), keep), false, keep);
  }

  /** In an order found before for factors over the same variables. */
  static Elimination inOrder(
      int[] card, List<Factor> factors, EliminationOrder order, int... keep) {
    return new Elimination(card, factors, order, false, keep);
  }

  /** Maximizes over what a sum has left. */
  static Elimination of(int[] card, Remainder remainder) {
    List<int[]> scopes = Factor.scopes(remainder.factors);
    return new Elimination(card, remainder.factors, EliminationOrder.find(card, scopes), true);
  }

  private Elimination(
      int[] card, List<Factor> factors, EliminationOrder found, boolean logs, int... keep) {
    this.card = card;
    this.logs = logs;
    this.factors = factors;
    this.keep = keep;
    boolean[] present = new boolean[card.length];
    for (Factor factor : factors) {
      for (int v : factor.vars()) {
        present[v] = true;
      }
    }
    this.order = onlyPresent(found, present);
    this.rank = new int[card.length];
    for (int i = 0; i < order.order().length; i++) {
      rank[order.order()[i]] = i;
    }
    for (int i = 0; i < keep.length; i++) {
      rank[keep[i]] = order.order().length + keep.length - 1 - i;
    }
  }

  private static EliminationOrder onlyPresent(EliminationOrder found, boolean[] present) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < found.order().length; i++) {
      if (present[found.order()[i]]) {
        places.add(i);
      }
    }
    int[] order = places.stream().mapToInt(i -> found.order()[i]).toArray();
    int[][] cliques = places.stream().map(i -> found.cliques()[i]).toArray(int[][]::new);
    return new EliminationOrder(order, cliques, found.largest(), found.total());
  }

  /** What the elimination will hold at most. */
  InferencePlan plan() {
    return plan(Factor.size(card, keep));
  }

  private InferencePlan plan(double joint) {
    int n = order.order().length;
    double[] freed = new double[n + 1];
    double live = 0;
    double peak = 0;
    double largest = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      int[] clique = order.cliques()[i];
      double size = Factor.size(card, clique);
      double out = size / card[clique[0]];
      largest = Math.max(largest, size);
      total += size;
      peak = Math.max(peak, live + size + out);
      int next = n;
      for (int j = 1; j < clique.length; j++) {
        next = Math.min(next, rank[clique[j]] < n ? rank[clique[j]] : n);
      }
      freed[next] += out;
      live += out - freed[i];
    }
    return InferencePlan.of(
        n, Math.max(largest, joint), total + joint, 8 * Math.max(peak, live + joint));
  }

  /** The same for {@link #argMax}, which also holds the logarithms and the maxima. */
  InferencePlan planOfArgMax() {
    InferencePlan sum = plan();
    double maxima = 0;
    for (int[] clique : order.cliques()) {
      maxima += Factor.size(card, clique) / card[clique[0]];
    }
    return withLogarithms(sum, 4 * maxima);
  }

  /** The same for {@link #logRemainder}. */
  InferencePlan planOfRemainder() {
    return withLogarithms(plan(0), 0);
  }

  private InferencePlan withLogarithms(InferencePlan sum, double more) {
    double entries = 0;
    for (Factor factor : factors) {
      entries += logs ? 0 : factor.table().length;
    }
    return InferencePlan.of(
        sum.tables(), sum.largestTable(), sum.totalEntries(), sum.bytes() + 8 * entries + more);
  }

  /** The sum over everything but the kept variables. */
  Joint sum() {
    Joint joint = run(Algebra.SUM, null);
    if (joint.logTotal() >= SAFE_LOG_PROBABILITY) {
      return joint;
    }
    Joint logs = run(Algebra.LOG_SUM, null);
    double[] table = new double[logs.table.length];
    for (int i = 0; i < table.length; i++) {
      table[i] = Math.exp(logs.table[i]);
    }
    return new Joint(table, logs.logScale);
  }

  /**
   * The states that maximize the product; only where nothing is kept. Among equals the choice is
   * fixed: at each variable the first state that attains the maximum.
   *
   * @return the state by variable, -1 where no factor has it; null if every product is 0
   */
  int @Nullable [] argMax() {
    int n = order.order().length;
    int[][] best = new int[n][];
    Joint joint = run(Algebra.LOG_MAX, best);
    if (joint.logScale == Double.NEGATIVE_INFINITY) {
      return null;
    }
    int[] states = new int[card.length];
    Arrays.fill(states, -1);
    for (int i = n - 1; i >= 0; i--) {
      int[] scope = scope(i);
      int at = 0;
      for (int j = 0; j < scope.length - 1; j++) {
        at = at * card[scope[j]] + states[scope[j]];
      }
      states[order.order()[i]] = best[i][at];
    }
    return states;
  }

  /** The variables of a step's table, the one eliminated last. */
  private int[] scope(int step) {
    int[] scope = order.cliques()[step].clone();
    for (int i = 1; i < scope.length; i++) {
      int v = scope[i];
      int j = i - 1;
      for (; j >= 0 && rank[scope[j]] < rank[v]; j--) {
        scope[j + 1] = scope[j];
      }
      scope[j + 1] = v;
    }
    return scope;
  }

  /**
   * What is left after the sum, over some of the kept variables each; not multiplied together.
   *
   * @param factors in logarithms
   * @param logScale natural logarithm of what their product is to be multiplied with
   */
  record Remainder(List<Factor> factors, double logScale) {}

  /**
   * The sum over everything but the kept variables, as factors over some of them each: their joint
   * table is never made. In logarithms all the way, so that nothing underflows.
   */
  Remainder logRemainder() {
    List<Factor> left = new ArrayList<>();
    double logScale = sumOut(Algebra.LOG_SUM, null, left);
    return new Remainder(left, logScale);
  }

  private Joint run(Algebra algebra, int @Nullable [] @Nullable [] best) {
    List<Factor> left = new ArrayList<>();
    double logScale = sumOut(algebra, best, left);
    double[] joint = product(left, keep, algebra);
    logScale += scale(joint, algebra);
    return new Joint(joint, logScale);
  }

  private double sumOut(Algebra algebra, int @Nullable [] @Nullable [] best, List<Factor> left) {
    int n = order.order().length;
    List<List<Factor>> buckets = new ArrayList<>();
    for (int i = 0; i <= n; i++) {
      buckets.add(new ArrayList<>());
    }
    double logScale = 0;
    for (Factor factor : factors) {
      Factor operand = algebra == Algebra.SUM || logs ? factor : factor.inLogarithms();
      buckets.get(bucket(operand)).add(operand);
    }
    for (int i = 0; i < n; i++) {
      int[] scope = scope(i);
      double[] table = product(buckets.get(i), scope, algebra);
      buckets.set(i, List.of());
      int[] rest = Arrays.copyOf(scope, scope.length - 1);
      double[] out = new double[table.length / card[scope[scope.length - 1]]];
      Factor message = Factor.dense(card, rest, out);
      TableLoops loops = message.along(card, scope);
      switch (algebra) {
        case SUM -> loops.sum(table, out);
        case LOG_SUM -> loops.logSum(table, out);
        case LOG_MAX -> {
          Arrays.fill(out, Double.NEGATIVE_INFINITY);
          loops.max(table, out);
          if (best != null) {
            best[i] = firstMaxima(table, out);
          }
        }
      }
      logScale += scale(out, algebra);
      buckets.get(bucket(message)).add(message);
    }
    left.addAll(buckets.get(n));
    return logScale;
  }

  private int bucket(Factor factor) {
    int n = order.order().length;
    int first = n;
    for (int v : factor.vars()) {
      first = Math.min(first, rank[v]);
    }
    return Math.min(first, n);
  }

  private double[] product(List<Factor> bucket, int[] scope, Algebra algebra) {
    double[] table = new double[Math.toIntExact((long) Factor.size(card, scope))];
    if (algebra == Algebra.SUM) {
      Arrays.fill(table, 1);
    }
    boolean first = true;
    for (Factor factor : bucket) {
      TableLoops loops = factor.along(card, scope);
      if (first) {
        loops.copy(table, factor.table());
      } else if (algebra == Algebra.SUM) {
        loops.multiply(table, factor.table());
      } else {
        loops.add(table, factor.table());
      }
      first = false;
    }
    return table;
  }

  private static int[] firstMaxima(double[] table, double[] maxima) {
    int states = table.length / maxima.length;
    int[] first = new int[maxima.length];
    for (int i = 0; i < first.length; i++) {
      int at = 0;
      while (at < states - 1 && table[i * states + at] < maxima[i]) {
        at++;
      }
      first[i] = at;
    }
    return first;
  }

  /** Scales to a maximum of 1 (of 0 in logarithms) and gives the logarithm of the factor. */
  private static double scale(double[] table, Algebra algebra) {
    double peak = algebra == Algebra.SUM ? 0 : Double.NEGATIVE_INFINITY;
    for (double value : table) {
      peak = Math.max(peak, value);
    }
    if (algebra == Algebra.SUM) {
      if (peak > 0) {
        for (int i = 0; i < table.length; i++) {
          table[i] /= peak;
        }
      }
      return Math.log(peak);
    }
    if (peak != Double.NEGATIVE_INFINITY) {
      for (int i = 0; i < table.length; i++) {
        table[i] -= peak;
      }
    }
    return peak;
  }
}
