package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Variable elimination for one target under evidence on always the same variables, compiled to
 * loops over arrays. What depends on few of the observed variables is summed out once, for all of
 * their states; what is left is done for each row. Messages are scaled by powers of 2, which is
 * exact. Immutable; each thread uses a {@link Runner} of its own.
 */
final class RowProgram {
  /** A message is computed for all states of what was observed while it has so few entries. */
  private static final double MOST_PRECOMPUTED = 1 << 16;

  /** So many entries of messages are computed beforehand in all. */
  private static final double MOST_HELD = 1 << 22;

  /** Above this many places the tables are no longer reached through lists of places. */
  private static final double MOST_PLACES = 1 << 22;

  private static final double SMALL = 0x1p-200;
  private static final double LN2 = Math.log(2);

  private final int[] card;
  private final int target;

  /** Which observed variable a variable is, -1 where it is none. */
  private final int[] observedPlace;

  private final double observedRows;
  private final EliminationOrder order;
  private final List<Step> steps = new ArrayList<>();
  private final List<Operand> last = new ArrayList<>();
  private int exponent;
  private double places;
  private double held;

  /** A table, or the message of a step for a row (an empty table), and how to reach into it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Operand(
      Factor factor, int slot, int[] observed, int[] observedStrides, int[] hidden) {
    boolean isFixed() {
      return slot < 0;
    }
  }

  /** Sums a variable out of a product, row by row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Step(Operand[] inputs, int[][] places, int states, int size, int slot) {}

  /**
   * @param network after the intervention if there was one
   * @param target the variable asked about
   * @param observed the observed variables
   * @param rows how many rows there will be
   */
  RowProgram(BayesianNetwork network, int target, int[] observed, int rows) {
    this.card = network.card();
    this.target = target;
    this.observedRows = rows;
    this.observedPlace = new int[card.length];
    Arrays.fill(observedPlace, -1);
    for (int i = 0; i < observed.length; i++) {
      observedPlace[observed[i]] = i;
    }
    List<Factor> factors = network.relevantFactors(new int[] {target}, observed);
    List<int[]> scopes = new ArrayList<>();
    for (Factor factor : factors) {
      scopes.add(hidden(factor.vars()));
    }
    this.order = EliminationOrder.find(card, scopes, target);
    compile(factors);
  }

  /** Whether the compiled form is small enough to be used. */
  boolean fits() {
    return places <= MOST_PLACES;
  }

  /** The order in which the variables that are not observed are summed out. */
  EliminationOrder order() {
    return order;
  }

  private int[] hidden(int[] vars) {
    return Arrays.stream(vars).filter(v -> observedPlace[v] < 0).toArray();
  }

  private void compile(List<Factor> factors) {
    int n = order.order().length;
    int[] rank = new int[card.length];
    Arrays.fill(rank, n);
    for (int i = 0; i < n; i++) {
      rank[order.order()[i]] = i;
    }
    List<List<Operand>> buckets = new ArrayList<>();
    for (int i = 0; i <= n; i++) {
      buckets.add(new ArrayList<>());
    }
    for (Factor factor : factors) {
      buckets.get(bucket(rank, n, factor.vars())).add(operand(factor));
    }
    for (int i = 0; i < n; i++) {
      if (buckets.get(i).isEmpty()) {
        continue; // a variable that takes no part
      }
      Operand message = sumOut(order.order()[i], buckets.get(i));
      if (!fits()) {
        return;
      }
      buckets.get(bucket(rank, n, message.factor.vars())).add(message);
    }
    last.addAll(buckets.get(n));
  }

  private int bucket(int[] rank, int n, int[] vars) {
    int first = n;
    for (int v : vars) {
      if (observedPlace[v] < 0) {
        first = Math.min(first, rank[v]);
      }
    }
    return first;
  }

  private Operand operand(Factor factor) {
    int count = 0;
    int[] observed = new int[factor.vars().length];
    int[] strides = new int[factor.vars().length];
    for (int i = 0; i < factor.vars().length; i++) {
      if (observedPlace[factor.vars()[i]] >= 0) {
        observed[count] = observedPlace[factor.vars()[i]];
        strides[count++] = factor.strides()[i];
      }
    }
    return new Operand(
        factor,
        -1,
        Arrays.copyOf(observed, count),
        Arrays.copyOf(strides, count),
        hidden(factor.vars()));
  }

  private Operand sumOut(int variable, List<Operand> inputs) {
    TreeSet<Integer> seen = new TreeSet<>();
    TreeSet<Integer> rest = new TreeSet<>();
    boolean fixed = true;
    for (Operand input : inputs) {
      fixed &= input.isFixed();
      for (int v : input.factor.vars()) {
        if (v != variable) {
          (observedPlace[v] >= 0 ? seen : rest).add(v);
        }
      }
    }
    int[] out = rest.stream().mapToInt(Integer::intValue).toArray();
    int[] combined = new int[seen.size() + out.length];
    int at = 0;
    for (int v : seen) {
      combined[at++] = v;
    }
    System.arraycopy(out, 0, combined, at, out.length);
    int[] observed = Arrays.copyOf(combined, at);
    double entries = Factor.size(card, combined) * card[variable];
    if (fixed
        && Factor.size(card, observed) <= Math.max(1, observedRows)
        && entries <= MOST_PRECOMPUTED
        && held + entries <= MOST_HELD) {
      held += entries / card[variable];
      return operand(precomputed(variable, inputs, combined));
    }
    return rowByRow(variable, inputs, out);
  }

  private Factor precomputed(int variable, List<Operand> inputs, int[] rest) {
    int[] scope = Arrays.copyOf(rest, rest.length + 1);
    scope[rest.length] = variable;
    double[] table = new double[(int) Factor.size(card, scope)];
    Arrays.fill(table, 1);
    for (Operand input : inputs) {
      input.factor.along(card, scope).multiply(table, input.factor.table());
    }
    double[] sums = new double[table.length / card[variable]];
    Factor message = Factor.dense(card, rest, sums);
    message.along(card, scope).sum(table, sums);
    exponent += scale(sums, sums.length);
    return message;
  }

  private Operand rowByRow(int variable, List<Operand> inputs, int[] rest) {
    int[] scope = Arrays.copyOf(rest, rest.length + 1);
    scope[rest.length] = variable;
    double size = Factor.size(card, scope);
    places += size * inputs.size();
    int[][] lists = new int[inputs.size()][];
    if (fits()) {
      for (int i = 0; i < lists.length; i++) {
        lists[i] = placesOf(inputs.get(i).factor, scope, (int) size);
      }
    }
    int slot = steps.size();
    int entries = fits() ? (int) size / card[variable] : 0;
    steps.add(new Step(inputs.toArray(Operand[]::new), lists, card[variable], entries, slot));
    Factor message = Factor.dense(card, rest, new double[0]);
    return new Operand(message, slot, new int[0], new int[0], rest);
  }

  /** For each entry over the scope, last variable fastest, the place in the factor's table. */
  private int[] placesOf(Factor factor, int[] scope, int size) {
    int[] strides = factor.stridesAlong(scope);
    int[] list = new int[size];
    int[] counter = new int[scope.length];
    int at = factor.offset();
    for (int i = 0; i < size; i++) {
      list[i] = at;
      for (int d = scope.length - 1; d >= 0; d--) {
        at += strides[d];
        if (++counter[d] < card[scope[d]]) {
          break;
        }
        at -= strides[d] * card[scope[d]];
        counter[d] = 0;
      }
    }
    return list;
  }

  /** Scales by a power of 2 where the largest entry is small; gives the exponent taken out. */
  private static int scale(double[] table, int length) {
    double peak = 0;
    for (int i = 0; i < length; i++) {
      peak = Math.max(peak, table[i]);
    }
    if (peak == 0 || peak >= SMALL) {
      return 0;
    }
    int exponent = Math.max(Math.getExponent(peak), -1000);
    double factor = Math.scalb(1.0, -exponent);
    for (int i = 0; i < length; i++) {
      table[i] *= factor;
    }
    return exponent;
  }

  /** Runs the program, row by row, in tables of its own. */
  final class Runner {
    private final double[][] messages = new double[steps.size()][];
    private final double[] joint = new double[card[target]];
    private final int[] base = new int[16];

    Runner() {
      for (int i = 0; i < messages.length; i++) {
        messages[i] = new double[steps.get(i).size];
      }
    }

    /**
     * Fills in the posterior and gives the natural logarithm of the probability of the evidence;
     * where that is below {@link Elimination#SAFE_LOG_PROBABILITY}, neither is to be used.
     *
     * @param codes the states of the observed variables
     */
    double run(int[] codes, double[] posteriors, int from) {
      long scale = exponent;
      for (int i = 0; i < messages.length; i++) {
        Step step = steps.get(i);
        sum(step, codes, messages[i]);
        scale += scale(messages[i], messages[i].length);
      }
      Arrays.fill(joint, 1);
      for (Operand operand : last) {
        double[] table = table(operand);
        int at = start(operand, codes);
        int stride = operand.hidden.length == 0 ? 0 : targetStride(operand);
        for (int s = 0; s < joint.length; s++) {
          joint[s] *= table[at + s * stride];
        }
        scale += scale(joint, joint.length);
      }
      double total = 0;
      for (double p : joint) {
        total += p;
      }
      for (int s = 0; s < joint.length; s++) {
        posteriors[from + s] = joint[s] / total;
      }
      return Math.log(total) + scale * LN2;
    }

    private void sum(Step step, int[] codes, double[] out) {
      Operand[] inputs = step.inputs;
      double[] a = table(inputs[0]);
      int[] aPlaces = step.places[0];
      int aStart = start(inputs[0], codes);
      int states = step.states;
      if (inputs.length == 1) {
        for (int i = 0, e = 0; i < out.length; i++) {
          double sum = 0;
          for (int s = 0; s < states; s++, e++) {
            sum += a[aStart + aPlaces[e]];
          }
          out[i] = sum;
        }
        return;
      }
      double[] b = table(inputs[1]);
      int[] bPlaces = step.places[1];
      int bStart = start(inputs[1], codes);
      if (inputs.length == 2) {
        for (int i = 0, e = 0; i < out.length; i++) {
          double sum = 0;
          for (int s = 0; s < states; s++, e++) {
            sum += a[aStart + aPlaces[e]] * b[bStart + bPlaces[e]];
          }
          out[i] = sum;
        }
        return;
      }
      int[] starts = inputs.length <= base.length ? base : new int[inputs.length];
      for (int k = 2; k < inputs.length; k++) {
        starts[k] = start(inputs[k], codes);
      }
      for (int i = 0, e = 0; i < out.length; i++) {
        double sum = 0;
        for (int s = 0; s < states; s++, e++) {
          double product = a[aStart + aPlaces[e]] * b[bStart + bPlaces[e]];
          for (int k = 2; k < inputs.length; k++) {
            product *= table(inputs[k])[starts[k] + step.places[k][e]];
          }
          sum += product;
        }
        out[i] = sum;
      }
    }

    private double[] table(Operand operand) {
      return operand.slot < 0 ? operand.factor.table() : messages[operand.slot];
    }

    private int start(Operand operand, int[] codes) {
      int at = 0;
      for (int i = 0; i < operand.observed.length; i++) {
        at += codes[operand.observed[i]] * operand.observedStrides[i];
      }
      return at;
    }

    private int targetStride(Operand operand) {
      int[] vars = operand.factor.vars();
      for (int i = 0; i < vars.length; i++) {
        if (vars[i] == target) {
          return operand.factor.strides()[i];
        }
      }
      return 0;
    }
  }
}
