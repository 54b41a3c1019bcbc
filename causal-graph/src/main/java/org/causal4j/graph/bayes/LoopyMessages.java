package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;

/**
 * Sum-product messages on the factor graph (Kschischang, Frey and Loeliger 2001, equations 5 and
 * 6). Tables take turns, causes first and then back, each with the newest messages, so that a tree
 * stands still after two passes. Messages have 1 as their largest entry. Mutable, for one thread.
 */
final class LoopyMessages {
  private final ApproximateProblem problem;
  private final ApproximateMethod.LoopyPropagation options;
  private final int[] card;
  private final List<Dense> tables = new ArrayList<>();

  /** By variable: the messages that come in, each the very array of the table that sends it. */
  private final List<List<double[]>> incoming = new ArrayList<>();

  /** Logarithms of the tables that evidence left without a variable. */
  private double logConstants;

  /**
   * A table and its messages.
   *
   * @param out to each of its variables
   * @param in from each of its variables
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Dense(int[] vars, double[] table, double[][] out, double[][] in) {}

  /** Tables restricted to what is observed here. */
  private LoopyMessages(
      ApproximateProblem problem, ApproximateMethod.LoopyPropagation options, int[] observed) {
    this.problem = problem;
    this.options = options;
    this.card = problem.network().card();
    for (int v = 0; v < card.length; v++) {
      incoming.add(new ArrayList<>());
    }
    for (Factor whole : problem.factors()) {
      Factor factor = whole.restrict(observed);
      int[] vars = factor.vars();
      if (vars.length == 0) {
        logConstants += Math.log(factor.table()[factor.offset()]);
        continue;
      }
      double[] table = new double[(int) Factor.size(card, vars)];
      factor.along(card, vars).copy(table, factor.table());
      double[][] out = new double[vars.length][];
      double[][] in = new double[vars.length][];
      for (int i = 0; i < vars.length; i++) {
        out[i] = new double[card[vars[i]]];
        in[i] = new double[card[vars[i]]];
        Arrays.fill(out[i], 1);
        incoming.get(vars[i]).add(out[i]);
      }
      tables.add(new Dense(vars, table, out, in));
    }
  }

  /** One run, or several where a joint distribution is asked for. For one thread. */
  static final class Runs {
    private final ApproximateProblem problem;
    private final ApproximateMethod.LoopyPropagation options;
    private int mostIterations;
    private double largestResidual;

    Runs(ApproximateProblem problem, ApproximateMethod.LoopyPropagation options) {
      this.problem = problem;
      this.options = options;
    }

    Estimate run(ProgressListener progress) {
      TargetSets targets = problem.targets();
      int[] observed = problem.observed().clone();
      LoopyMessages first = new LoopyMessages(problem, options, observed);
      if (!stands(first, progress)) {
        problem.refuseIfImpossible();
        throw new NotConvergedException(
            "loopy belief propagation",
            mostIterations,
            1,
            "the messages under {"
                + problem.condition()
                + "} contradict each other; use Gibbs"
                + " sampling or likelihood weighting");
      }
      double[] probabilities = new double[targets.length()];
      for (int set = 0; set < targets.sets(); set++) {
        fill(probabilities, targets, set, 0, first, observed, 1, progress);
        normalize(probabilities, targets.offsets()[set], targets.end(set));
      }
      return new Estimate(
          probabilities,
          null,
          problem.evidence().isEmpty() ? 0 : first.bethe(),
          new ApproximationReport.Propagated(mostIterations, largestResidual),
          ImmutableList.of());
    }

    /** The chain rule: P(first target) P(second | first) …, each from a run of its own. */
    private void fill(
        double[] probabilities,
        TargetSets targets,
        int set,
        int depth,
        LoopyMessages messages,
        int[] observed,
        double weight,
        ProgressListener progress) {
      int[] vars = targets.vars()[set];
      int v = vars[depth];
      int fixed = observed[v];
      double[] belief = fixed >= 0 ? new double[problem.network().card()[v]] : messages.belief(v);
      if (fixed >= 0) {
        belief[fixed] = 1;
      }
      for (int s = 0; s < belief.length; s++) {
        if (belief[s] == 0) {
          continue;
        }
        observed[v] = s;
        if (depth == vars.length - 1) {
          probabilities[targets.entry(set, observed)] = weight * belief[s];
        } else {
          LoopyMessages further =
              fixed >= 0 ? messages : new LoopyMessages(problem, options, observed);
          if (fixed >= 0 || stands(further, progress)) {
            fill(
                probabilities,
                targets,
                set,
                depth + 1,
                further,
                observed,
                weight * belief[s],
                progress);
          }
        }
      }
      observed[v] = fixed;
    }

    private boolean stands(LoopyMessages messages, ProgressListener progress) {
      int pass = 0;
      double change = Double.POSITIVE_INFINITY;
      while (change > options.tolerance()) {
        if (pass == options.maxIterations()) {
          throw new NotConvergedException(
              "loopy belief propagation",
              pass,
              change,
              "take more damping or passes, a larger tolerance, or a sampling method");
        }
        progress.step("loopy belief propagation", pass, -1);
        change = messages.pass();
        mostIterations = Math.max(mostIterations, ++pass);
      }
      if (Double.isNaN(change)) {
        return false;
      }
      largestResidual = Math.max(largestResidual, change);
      return true;
    }

    private static void normalize(double[] p, int from, int to) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += p[i];
      }
      for (int i = from; i < to; i++) {
        p[i] /= sum;
      }
    }
  }

  /** Every table's turn, there and back; the largest change, NaN where a message vanished. */
  private double pass() {
    if (logConstants == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    double change = 0;
    for (int t = 0; t < tables.size(); t++) {
      change = larger(change, send(tables.get(t)));
    }
    for (int t = tables.size() - 1; t >= 0; t--) {
      change = larger(change, send(tables.get(t)));
    }
    return change;
  }

  private static double larger(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }

  private double send(Dense table) {
    for (int i = 0; i < table.vars.length; i++) {
      if (!product(table.vars[i], table.out[i], table.in[i])) {
        return Double.NaN;
      }
    }
    double[][] sums = sums(table);
    double change = 0;
    for (int i = 0; i < sums.length; i++) {
      double max = 0;
      for (double value : sums[i]) {
        max = Math.max(max, value);
      }
      if (max == 0) {
        return Double.NaN;
      }
      for (int s = 0; s < sums[i].length; s++) {
        double fresh = sums[i][s] / max;
        double next = options.damping() * table.out[i][s] + (1 - options.damping()) * fresh;
        change = Math.max(change, Math.abs(fresh - table.out[i][s]));
        table.out[i][s] = next;
      }
    }
    return change;
  }

  /** The product of what comes in but from one table, largest entry 1; false where it vanishes. */
  private boolean product(int v, double[] except, double[] into) {
    Arrays.fill(into, 1);
    for (double[] message : incoming.get(v)) {
      if (message != except) {
        double max = 0;
        for (int s = 0; s < into.length; s++) {
          into[s] *= message[s];
          max = Math.max(max, into[s]);
        }
        if (max == 0) {
          return false;
        }
        for (int s = 0; s < into.length; s++) {
          into[s] /= max;
        }
      }
    }
    return true;
  }

  /** For each variable, by state: the entries times what comes from the other variables. */
  private double[][] sums(Dense table) {
    int k = table.vars.length;
    int[] codes = new int[k];
    double[] before = new double[k + 1];
    double[] after = new double[k + 1];
    before[0] = 1;
    after[k] = 1;
    double[][] sums = new double[k][];
    for (int i = 0; i < k; i++) {
      sums[i] = new double[card[table.vars[i]]];
    }
    int changed = 0;
    for (double value : table.table) {
      for (int i = changed; i < k; i++) {
        before[i + 1] = before[i] * table.in[i][codes[i]];
      }
      if (value != 0) {
        for (int i = k - 1; i >= 0; i--) {
          sums[i][codes[i]] += value * before[i] * after[i + 1];
          after[i] = after[i + 1] * table.in[i][codes[i]];
        }
      }
      changed = k - 1;
      while (changed >= 0 && ++codes[changed] == card[table.vars[changed]]) {
        codes[changed--] = 0;
      }
    }
    return sums;
  }

  /** The normalized product of all that comes in. */
  private double[] belief(int v) {
    double[] belief = new double[card[v]];
    product(v, new double[0], belief);
    double sum = Arrays.stream(belief).sum();
    for (int s = 0; s < belief.length; s++) {
      belief[s] /= sum;
    }
    return belief;
  }

  /**
   * Bethe's approximation of the logarithm of the sum of all, from messages that stand still:
   * Σ_tables log Z + Σ_variables log Z − Σ_edges log Z, where an edge's Z is that of the product of
   * its two messages (Yedidia, Freeman and Weiss 2005, section V; Wainwright and Jordan 2008,
   * section 4.1).
   */
  private double bethe() {
    double sum = logConstants;
    for (Dense table : tables) {
      for (int i = 0; i < table.vars.length; i++) {
        product(table.vars[i], table.out[i], table.in[i]);
        sum -= Math.log(dot(table.in[i], table.out[i]));
      }
      sum += Math.log(dot(sums(table)[0], table.in[0]));
    }
    for (int v : problem.causesFirst()) {
      double[] product = new double[card[v]];
      Arrays.fill(product, 1);
      for (double[] message : incoming.get(v)) {
        double max = 0;
        for (int s = 0; s < product.length; s++) {
          product[s] *= message[s];
          max = Math.max(max, product[s]);
        }
        for (int s = 0; s < product.length; s++) {
          product[s] /= max;
        }
        sum += Math.log(max);
      }
      if (!incoming.get(v).isEmpty()) {
        sum += Math.log(IntStream.range(0, product.length).mapToDouble(s -> product[s]).sum());
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
