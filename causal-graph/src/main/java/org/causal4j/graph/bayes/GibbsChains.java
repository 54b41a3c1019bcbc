package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Gibbs sampling. A single variable counts with its whole distribution given all others, which
 * varies less than its drawn state (Gelfand and Smith 1990, section 2.2); several variables count
 * with their drawn states.
 */
final class GibbsChains {
  /** Of each chain; the standard error is that of the means of all batches of all chains. */
  private static final int BATCHES = 32;

  private static final double DISAGREEMENT = 1.2;

  private final ApproximateProblem problem;
  private final ApproximateMethod.GibbsSampling options;
  private final TargetSets targets;
  private final int[] card;
  private final int[] free;

  /** By free variable: each table that has it, and where it stands in the table. */
  private final List<List<Factor>> tablesOf = new ArrayList<>();

  private final List<int[]> placeIn = new ArrayList<>();

  /** By free variable: the single-variable tables to count it in. */
  private final int[][] singleSets;

  private final int[] drawnSets;

  GibbsChains(ApproximateProblem problem, ApproximateMethod.GibbsSampling options) {
    this.problem = problem;
    this.options = options;
    this.targets = problem.targets();
    this.card = problem.network().card();
    this.free =
        IntStream.of(problem.causesFirst()).filter(v -> problem.observed()[v] < 0).toArray();
    List<List<Factor>> all = new ArrayList<>();
    for (int v = 0; v < card.length; v++) {
      all.add(new ArrayList<>());
    }
    for (Factor factor : problem.factors()) {
      for (int v : factor.vars()) {
        all.get(v).add(factor);
      }
    }
    for (int v : free) {
      List<Factor> own = all.get(v);
      tablesOf.add(own);
      placeIn.add(own.stream().mapToInt(f -> place(f, v)).toArray());
    }
    this.singleSets = new int[free.length][];
    for (int i = 0; i < free.length; i++) {
      int v = free[i];
      singleSets[i] =
          IntStream.range(0, targets.sets())
              .filter(set -> targets.vars()[set].length == 1 && targets.vars()[set][0] == v)
              .toArray();
    }
    this.drawnSets =
        IntStream.range(0, targets.sets())
            .filter(
                set ->
                    targets.vars()[set].length > 1
                        || problem.observed()[targets.vars()[set][0]] >= 0)
            .toArray();
  }

  private static int place(Factor factor, int v) {
    int place = 0;
    while (factor.vars()[place] != v) {
      place++;
    }
    return place;
  }

  Estimate run(ProgressListener progress) {
    Support support = Support.of(problem);
    if (support == null) {
      throw problem.impossible();
    }
    boolean zeros = support.hasZeros();
    int total = options.chains() * (options.burnIn() + options.samples());
    progress.step("Gibbs sampling", 0, total);
    AtomicInteger done = new AtomicInteger();
    List<double[][]> chains =
        IntStream.range(0, options.chains())
            .parallel()
            .mapToObj(chain -> chain(chain, total, done, progress))
            .toList();
    return estimate(chains, zeros);
  }

  /** The means of the batches of one chain. */
  private double[][] chain(int chain, int total, AtomicInteger done, ProgressListener progress) {
    SplittableRandom random = options.seed().derive(chain).random();
    Support support = Support.of(problem);
    int[] codes = support == null ? null : support.possibleState(problem, random);
    if (codes == null) {
      throw problem.impossible();
    }
    for (int sweep = 0; sweep < options.burnIn(); sweep++) {
      sweep(codes, random, null);
    }
    progress.step("Gibbs sampling", done.addAndGet(options.burnIn()), total);
    double[][] batches = new double[BATCHES][targets.length()];
    for (int batch = 0; batch < BATCHES; batch++) {
      int from = (int) ((long) options.samples() * batch / BATCHES);
      int to = (int) ((long) options.samples() * (batch + 1) / BATCHES);
      for (int i = from; i < to; i++) {
        sweep(codes, random, batches[batch]);
        for (int set : drawnSets) {
          batches[batch][targets.entry(set, codes)]++;
        }
      }
      for (int entry = 0; entry < batches[batch].length; entry++) {
        batches[batch][entry] /= to - from;
      }
      progress.step("Gibbs sampling", done.addAndGet(to - from), total);
    }
    return batches;
  }

  private void sweep(int[] codes, SplittableRandom random, double @Nullable [] counts) {
    double[] p = new double[maxCard()];
    for (int i = 0; i < free.length; i++) {
      int v = free[i];
      double sum = conditional(i, codes, p);
      double u = random.nextDouble() * sum;
      int drawn = -1;
      int last = codes[v];
      for (int s = 0; s < card[v]; s++) {
        if (p[s] > 0 && drawn < 0) {
          last = s;
          if (u < p[s]) {
            drawn = s;
          }
          u -= p[s];
        }
      }
      codes[v] = drawn < 0 ? last : drawn;
      if (counts != null) {
        for (int set : singleSets[i]) {
          for (int s = 0; s < card[v]; s++) {
            counts[targets.offsets()[set] + s] += p[s] / sum;
          }
        }
      }
    }
  }

  /** The product of the tables that have the variable, along its states; gives the sum. */
  private double conditional(int i, int[] codes, double[] p) {
    int v = free[i];
    List<Factor> tables = tablesOf.get(i);
    int[] places = placeIn.get(i);
    for (int s = 0; s < card[v]; s++) {
      p[s] = 1;
    }
    double sum = 0;
    for (int t = 0; t < places.length; t++) {
      Factor factor = tables.get(t);
      int at = factor.offset();
      for (int k = 0; k < factor.vars().length; k++) {
        at += k == places[t] ? 0 : factor.strides()[k] * codes[factor.vars()[k]];
      }
      int stride = factor.strides()[places[t]];
      sum = 0;
      for (int s = 0; s < card[v]; s++) {
        p[s] *= factor.table()[at + s * stride];
        sum += p[s];
      }
      if (sum == 0) { // every state but the present one has underflown
        p[codes[v]] = 1;
        sum = 1;
      }
      for (int s = 0; s < card[v]; s++) {
        p[s] /= sum; // against underflow under hundreds of children
      }
    }
    return tables.isEmpty() ? card[v] : 1;
  }

  private int maxCard() {
    int max = 1;
    for (int v : free) {
      max = Math.max(max, card[v]);
    }
    return max;
  }

  private Estimate estimate(List<double[][]> chains, boolean zeros) {
    int length = targets.length();
    double[] probabilities = new double[length];
    double[] errors = new double[length];
    double worst = 1;
    int m = chains.size();
    for (int entry = 0; entry < length; entry++) {
      double mean = 0;
      double[] means = new double[m];
      for (int c = 0; c < m; c++) {
        for (double[] batch : chains.get(c)) {
          means[c] += batch[entry] / BATCHES;
        }
        mean += means[c] / m;
      }
      double withinChains = 0;
      double betweenChains = 0;
      for (int c = 0; c < m; c++) {
        for (double[] batch : chains.get(c)) {
          withinChains += square(batch[entry] - means[c]);
        }
        betweenChains += square(means[c] - mean);
      }
      int batches = m * BATCHES;
      double all = withinChains + BATCHES * betweenChains;
      probabilities[entry] = mean;
      errors[entry] = Math.sqrt(all / (batches - 1) / batches);
      worst = Math.max(worst, rHat(withinChains / m / (BATCHES - 1), betweenChains / (m - 1)));
    }
    for (int set = 0; set < targets.sets(); set++) {
      normalize(probabilities, targets.offsets()[set], targets.end(set));
    }
    return new Estimate(
        probabilities,
        errors,
        Double.NaN,
        new ApproximationReport.Chains(m, options.samples(), options.burnIn(), worst, zeros),
        warnings(worst, zeros));
  }

  /**
   * Of batch means: the variance of a long run over that within the chains (Gelman and Rubin 1992),
   * where n is the number of batches of a chain.
   */
  private static double rHat(double withinChains, double betweenChains) {
    if (betweenChains < 1e-16) {
      return 1; // a probability the same to eight digits in every chain
    }
    if (withinChains == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.sqrt((BATCHES - 1.0) / BATCHES + betweenChains / withinChains);
  }

  private static ImmutableList<String> warnings(double rHat, boolean zeros) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    if (rHat > DISAGREEMENT) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the chains disagree (R-hat %.3f, above %.1f): the answer is not to be trusted; take"
                  + " more sweeps or another method",
              rHat,
              DISAGREEMENT));
    }
    if (zeros) {
      warnings.add(
          "tables have zeros: the chains may not reach every possible state; compare with"
              + " likelihood weighting");
    }
    return warnings.build();
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

  private static double square(double x) {
    return x * x;
  }
}
