package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The E-step: the expected counts of every family and the log-likelihood under given tables, exact.
 * Small components are multiplied out; large ones are eliminated family by family. The work is
 * split into parts whose number depends on the data alone, added in their order.
 */
final class ExpectedCounts {
  /** Entries up to which a component is multiplied out. */
  private static final int DENSE = 4_096;

  private static final int MOST_PARTS = 64;

  /** Counts that all parts together may hold: 64 MB. */
  private static final double PART_ENTRIES = 8e6;

  /** Families after which products are scaled, against underflow. */
  private static final int RESCALED_EVERY = 16;

  private final IncompleteData data;
  private final List<Prepared> prepared = new ArrayList<>();
  private final int[][] tasks;
  private final int parts;
  private final BitSet touched = new BitSet();

  /**
   * A component with, for each family and each joint state of the hidden variables, the step from
   * the base entry of the family's table; null where it is too large.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Prepared(IncompleteData.Component component, int size, int @Nullable [][] steps) {}

  /** Counts by family, null where no hidden variable touches it, and the log-likelihood. */
  private static final class Sums {
    final double[][] counts;
    double logLikelihood;

    Sums(int families) {
      counts = new double[families][];
    }
  }

  ExpectedCounts(IncompleteData data) {
    this.data = data;
    List<int[]> all = new ArrayList<>();
    double entries = 0;
    for (IncompleteData.Component component : data.components) {
      double size = Factor.size(data.card, component.hidden());
      int[][] steps = size <= DENSE ? steps(component, (int) size) : null;
      for (int kind = 0; kind < component.weights().length; kind++) {
        all.add(new int[] {prepared.size(), kind});
      }
      prepared.add(new Prepared(component, size <= DENSE ? (int) size : 0, steps));
      for (int f : component.families()) {
        touched.set(f);
      }
    }
    for (int f = touched.nextSetBit(0); f >= 0; f = touched.nextSetBit(f + 1)) {
      entries += data.complete[f].length;
    }
    this.tasks = all.toArray(int[][]::new);
    this.parts =
        (int) Math.max(1, Math.min(Math.min(MOST_PARTS, tasks.length), PART_ENTRIES / entries));
  }

  private int[][] steps(IncompleteData.Component component, int size) {
    int[] hidden = component.hidden();
    int[] dense = Factor.denseStrides(data.card, hidden);
    int[][] steps = new int[component.families().length][size];
    for (int i = 0; i < steps.length; i++) {
      int f = component.families()[i];
      for (int h = 0; h < hidden.length; h++) {
        int stride = strideOf(f, hidden[h]);
        for (int state = 0; stride > 0 && state < size; state++) {
          steps[i][state] += stride * (state / dense[h] % data.card[hidden[h]]);
        }
      }
    }
    return steps;
  }

  private int strideOf(int family, int variable) {
    for (int i = 0; i < data.scopes[family].length; i++) {
      if (data.scopes[family][i] == variable) {
        return data.strides[family][i];
      }
    }
    return 0;
  }

  /**
   * Expected counts under these tables, written over the counts given.
   *
   * @return the log-likelihood of the rows
   */
  double run(double[][] tables, double[][] counts) {
    List<Sums> sums =
        IntStream.range(0, parts).parallel().mapToObj(part -> part(part, tables)).toList();
    double logLikelihood = 0;
    for (int f = 0; f < counts.length; f++) {
      System.arraycopy(data.complete[f], 0, counts[f], 0, counts[f].length);
      for (int i = 0; i < counts[f].length; i++) {
        if (counts[f][i] > 0) {
          logLikelihood += counts[f][i] * Math.log(tables[f][i]);
        }
      }
    }
    for (Sums of : sums) {
      logLikelihood += of.logLikelihood;
      for (int f = 0; f < counts.length; f++) {
        for (int i = 0; of.counts[f] != null && i < counts[f].length; i++) {
          counts[f][i] += of.counts[f][i];
        }
      }
    }
    return logLikelihood;
  }

  private Sums part(int part, double[][] tables) {
    Sums sums = new Sums(data.scopes.length);
    for (int f = touched.nextSetBit(0); f >= 0; f = touched.nextSetBit(f + 1)) {
      sums.counts[f] = new double[data.complete[f].length];
    }
    int from = (int) ((long) tasks.length * part / parts);
    int to = (int) ((long) tasks.length * (part + 1) / parts);
    double[] joint = new double[DENSE];
    for (int t = from; t < to; t++) {
      Prepared one = prepared.get(tasks[t][0]);
      int kind = tasks[t][1];
      if (one.steps == null) {
        eliminate(one.component, kind, tables, sums);
      } else {
        multiply(one, one.steps, kind, tables, sums, joint);
      }
    }
    return sums;
  }

  private static void multiply(
      Prepared one, int[][] steps, int kind, double[][] tables, Sums sums, double[] joint) {
    IncompleteData.Component component = one.component;
    int[] bases = component.bases()[kind];
    Arrays.fill(joint, 0, one.size, 1);
    double logScale = 0;
    for (int i = 0; i < steps.length; i++) {
      double[] table = tables[component.families()[i]];
      int base = bases[i];
      for (int s = 0; s < one.size; s++) {
        joint[s] *= table[base + steps[i][s]];
      }
      if (i % RESCALED_EVERY == RESCALED_EVERY - 1) {
        logScale += rescale(joint, one.size);
      }
    }
    double total = 0;
    for (int s = 0; s < one.size; s++) {
      total += joint[s];
    }
    double weight = component.weights()[kind];
    sums.logLikelihood += weight * (Math.log(total) + logScale);
    if (total == 0) {
      return; // the log-likelihood is -∞: the run is given up
    }
    for (int i = 0; i < steps.length; i++) {
      double[] counts = sums.counts[component.families()[i]];
      int base = bases[i];
      for (int s = 0; s < one.size; s++) {
        counts[base + steps[i][s]] += weight * joint[s] / total;
      }
    }
  }

  /** Divides by the largest entry; gives its logarithm. */
  private static double rescale(double[] joint, int size) {
    double max = 0;
    for (int s = 0; s < size; s++) {
      max = Math.max(max, joint[s]);
    }
    if (max == 0) {
      return 0;
    }
    for (int s = 0; s < size; s++) {
      joint[s] /= max;
    }
    return Math.log(max);
  }

  /** One elimination for each family: the joint distribution of its hidden variables. */
  private void eliminate(
      IncompleteData.Component component, int kind, double[][] tables, Sums sums) {
    List<Factor> factors = new ArrayList<>();
    for (int i = 0; i < component.families().length; i++) {
      factors.add(slice(component, kind, i, tables[component.families()[i]]));
    }
    double weight = component.weights()[kind];
    for (int i = 0; i < factors.size(); i++) {
      Factor family = factors.get(i);
      Elimination elimination = new Elimination(data.card, factors, family.vars());
      elimination.plan().orRefuse(BayesianNetwork.DEFAULT_BUDGET);
      Elimination.Joint joint = elimination.sum();
      if (i == 0) {
        sums.logLikelihood += weight * joint.logTotal();
        if (joint.logTotal() == Double.NEGATIVE_INFINITY) {
          return;
        }
      }
      double total = Arrays.stream(joint.table()).sum();
      double[] counts = sums.counts[component.families()[i]];
      int[] dense = Factor.denseStrides(data.card, family.vars());
      for (int s = 0; s < joint.table().length; s++) {
        int at = family.offset();
        for (int h = 0; h < dense.length; h++) {
          at += family.strides()[h] * (s / dense[h] % data.card[family.vars()[h]]);
        }
        counts[at] += weight * joint.table()[s] / total;
      }
    }
  }

  /** A family's table along its hidden variables. */
  private Factor slice(IncompleteData.Component component, int kind, int i, double[] table) {
    int family = component.families()[i];
    int[] vars = Arrays.stream(component.hidden()).filter(v -> strideOf(family, v) > 0).toArray();
    int[] strides = Arrays.stream(vars).map(v -> strideOf(family, v)).toArray();
    return new Factor(vars, strides, component.bases()[kind][i], table);
  }
}
