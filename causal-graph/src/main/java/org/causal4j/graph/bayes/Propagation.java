package org.causal4j.graph.bayes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One calibration of a junction tree under some evidence: sums towards the roots, then back with
 * division (Jensen, Lauritzen and Olesen 1990, the scheme of Hugin). Observed variables are sliced
 * away rather than zeroed, so evidence makes the tables smaller. Messages are scaled to a maximum
 * of 1; where the probability of the evidence is too small for that to be safe, see {@link
 * Elimination#SAFE_LOG_PROBABILITY}, all is done over in logarithms. For one thread.
 */
final class Propagation {
  private final JunctionTree tree;
  private final Factor[][] potentials;
  private final int[] observed;
  private final double @Nullable [][] likelihoods;
  private final boolean logs;

  /** Lengths of the clique's dimensions under the evidence: 1 where observed. */
  private final int[][] lengths;

  private final double[][] tables;
  private final double[][] separators;
  private double logProbability;

  private Propagation(
      JunctionTree tree,
      Factor[][] potentials,
      int[] observed,
      double @Nullable [][] likelihoods,
      boolean logs) {
    this.tree = tree;
    this.potentials = potentials;
    this.observed = observed;
    this.likelihoods = likelihoods;
    this.logs = logs;
    int n = tree.cliques.length;
    this.lengths = new int[n][];
    this.tables = new double[n][];
    this.separators = new double[n][];
  }

  /**
   * The posterior marginal of every variable.
   *
   * @param observed state by variable, -1 where not observed
   * @param likelihoods weights by variable and state, null where there is none
   * @return null when the evidence has probability 0
   */
  static @Nullable Result run(
      JunctionTree tree, Factor[][] potentials, int[] observed, double @Nullable [][] likelihoods) {
    Propagation linear = new Propagation(tree, potentials, observed, likelihoods, false);
    linear.collect();
    if (linear.logProbability >= Elimination.SAFE_LOG_PROBABILITY) {
      return linear.distribute();
    }
    Propagation exact = new Propagation(tree, potentials, observed, likelihoods, true);
    exact.collect();
    return exact.logProbability == Double.NEGATIVE_INFINITY ? null : exact.distribute();
  }

  /**
   * @param marginals by variable and state, each summing to 1
   * @param logProbability natural logarithm of the probability of the evidence
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Result(double[][] marginals, double logProbability) {}

  private void collect() {
    int n = tree.cliques.length;
    int[] children = new int[n];
    for (int c = 0; c < n; c++) {
      start(c);
    }
    for (int c = 0; c < n; c++) {
      int p = tree.parent[c];
      double[] message = marginal(c, tree.up[c]);
      double scale = scale(message);
      logProbability += scale;
      if (scale == Double.NEGATIVE_INFINITY) {
        logProbability = scale;
        return;
      }
      separators[c] = message;
      if (p >= 0) {
        multiply(p, tree.upInParent[c], message);
        children[p]++;
      }
    }
  }

  private Result distribute() {
    double[][] outward = new double[tree.cliques.length][];
    for (int c = tree.cliques.length - 1; c >= 0; c--) {
      int p = tree.parent[c];
      if (p < 0) {
        continue;
      }
      double[] belief = marginal(p, tree.upInParent[c]);
      scale(belief);
      outward[c] = belief;
      multiply(c, tree.up[c], ratio(belief, separators[c]));
    }
    double[][] marginals = new double[tree.card.length][];
    for (int v = 0; v < marginals.length; v++) {
      marginals[v] = marginal(v, outward);
    }
    return new Result(marginals, logProbability);
  }

  /** Fills the clique's table with the product of its own factors. */
  private void start(int c) {
    int[] vars = tree.cliques[c];
    int[] length = new int[vars.length];
    int size = 1;
    for (int i = 0; i < vars.length; i++) {
      length[i] = observed[vars[i]] >= 0 ? 1 : tree.card[vars[i]];
      size *= length[i];
    }
    lengths[c] = length;
    double[] table = new double[size];
    tables[c] = table;
    boolean empty = true;
    for (Factor factor : potentials[c]) {
      Factor operand = logs ? factor.inLogarithms() : factor;
      int[] strides = operand.stridesAlong(vars);
      int offset = operand.offset();
      for (int i = 0; i < vars.length; i++) {
        if (observed[vars[i]] >= 0) {
          offset += strides[i] * observed[vars[i]];
        }
      }
      TableLoops loops = new TableLoops(length, strides, offset);
      if (empty) {
        loops.copy(table, operand.table());
      } else if (logs) {
        loops.add(table, operand.table());
      } else {
        loops.multiply(table, operand.table());
      }
      empty = false;
    }
    if (empty && !logs) {
      Arrays.fill(table, 1);
    }
    weigh(c);
  }

  /** Multiplies in the likelihoods of the variables whose home is here. */
  private void weigh(int c) {
    if (likelihoods == null) {
      return;
    }
    int[] vars = tree.cliques[c];
    for (int i = 0; i < vars.length; i++) {
      double[] weights = likelihoods[vars[i]];
      if (weights == null || tree.home[vars[i]] != c) {
        continue;
      }
      double[] operand = logs ? weights.clone() : weights;
      if (logs) {
        for (int s = 0; s < operand.length; s++) {
          operand[s] = Math.log(operand[s]);
        }
      }
      int[] strides = new int[vars.length];
      strides[i] = 1;
      int offset = Math.max(0, observed[vars[i]]);
      TableLoops loops = new TableLoops(lengths[c], strides, offset);
      if (logs) {
        loops.add(tables[c], operand);
      } else {
        loops.multiply(tables[c], operand);
      }
    }
  }

  /** Row-major strides over the marked dimensions, 0 elsewhere. */
  private int[] strides(int c, boolean[] marked) {
    int[] length = lengths[c];
    int[] strides = new int[length.length];
    int stride = 1;
    for (int i = length.length - 1; i >= 0; i--) {
      if (marked[i]) {
        strides[i] = stride;
        stride *= length[i];
      }
    }
    return strides;
  }

  private int size(int c, boolean[] marked) {
    int size = 1;
    for (int i = 0; i < marked.length; i++) {
      size *= marked[i] ? lengths[c][i] : 1;
    }
    return size;
  }

  private double[] marginal(int c, boolean[] marked) {
    double[] out = new double[size(c, marked)];
    TableLoops loops = new TableLoops(lengths[c], strides(c, marked), 0);
    if (logs) {
      loops.logSum(tables[c], out);
    } else {
      loops.sum(tables[c], out);
    }
    return out;
  }

  private void multiply(int c, boolean[] marked, double[] message) {
    TableLoops loops = new TableLoops(lengths[c], strides(c, marked), 0);
    if (logs) {
      loops.add(tables[c], message);
    } else {
      loops.multiply(tables[c], message);
    }
  }

  /** What the belief holds beyond the message that came up; where that was 0 so is this. */
  private double[] ratio(double[] belief, double[] message) {
    double[] ratio = new double[belief.length];
    for (int i = 0; i < ratio.length; i++) {
      if (logs) {
        ratio[i] = message[i] == Double.NEGATIVE_INFINITY ? message[i] : belief[i] - message[i];
      } else {
        ratio[i] = message[i] == 0 ? 0 : belief[i] / message[i];
      }
    }
    return ratio;
  }

  private double scale(double[] table) {
    double peak = logs ? Double.NEGATIVE_INFINITY : 0;
    for (double value : table) {
      peak = Math.max(peak, value);
    }
    if (logs) {
      if (peak != Double.NEGATIVE_INFINITY) {
        for (int i = 0; i < table.length; i++) {
          table[i] -= peak;
        }
      }
      return peak;
    }
    if (peak > 0) {
      double factor = 1 / peak;
      if (Double.isInfinite(factor)) {
        return Double.NEGATIVE_INFINITY; // too small to scale: left to the logarithms
      }
      for (int i = 0; i < table.length; i++) {
        table[i] *= factor;
      }
    }
    return Math.log(peak);
  }

  private double[] marginal(int v, double[][] outward) {
    double[] out = new double[tree.card[v]];
    if (observed[v] >= 0) {
      out[observed[v]] = 1;
      return out;
    }
    int c = tree.home[v];
    boolean inSeparator = tree.homeIsSeparator[v];
    int[] vars = tree.cliques[c];
    int[] length = lengths[c].clone();
    int[] strides = new int[vars.length];
    for (int i = 0; i < vars.length; i++) {
      if (inSeparator && !tree.up[c][i]) {
        length[i] = 1;
      }
      strides[i] = vars[i] == v ? 1 : 0;
    }
    double[] from = inSeparator ? outward[c] : tables[c];
    TableLoops loops = new TableLoops(length, strides, 0);
    if (logs) {
      loops.logSum(from, out);
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.exp(out[i]);
      }
    } else {
      loops.sum(from, out);
    }
    double sum = 0;
    for (double value : out) {
      sum += value;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] /= sum;
    }
    return out;
  }
}
