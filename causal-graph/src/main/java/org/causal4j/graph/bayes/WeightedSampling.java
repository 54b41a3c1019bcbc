package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;

/**
 * Likelihood weighting. The samples are drawn in a fixed number of parts, each with a seed of its
 * own, whose sums are added in their order: threads change no bit.
 */
final class WeightedSampling {
  static final int PARTS = 64;

  /** Below it the user is told that the weights are uneven. */
  private static final double FEW = 100;

  private final ApproximateProblem problem;
  private final ApproximateMethod.LikelihoodWeighting options;

  WeightedSampling(ApproximateProblem problem, ApproximateMethod.LikelihoodWeighting options) {
    this.problem = problem;
    this.options = options;
  }

  /**
   * Sums over samples, of weights divided by exp(scale): of the weights, of their squares, and of
   * both by entry.
   */
  private static final class Sums {
    double scale = Double.NEGATIVE_INFINITY;
    double weights;
    double squares;
    final double[] weightsOf;
    final double[] squaresOf;

    Sums(int length) {
      weightsOf = new double[length];
      squaresOf = new double[length];
    }

    void rescale(double newScale) {
      if (newScale == scale) {
        return;
      }
      if (weights > 0) {
        double factor = Math.exp(scale - newScale);
        weights *= factor;
        squares *= factor * factor;
        for (int i = 0; i < weightsOf.length; i++) {
          weightsOf[i] *= factor;
          squaresOf[i] *= factor * factor;
        }
      }
      scale = newScale;
    }

    void add(Sums that) {
      if (that.weights == 0) {
        return;
      }
      double common = Math.max(scale, that.scale);
      rescale(common);
      that.rescale(common);
      weights += that.weights;
      squares += that.squares;
      for (int i = 0; i < weightsOf.length; i++) {
        weightsOf[i] += that.weightsOf[i];
        squaresOf[i] += that.squaresOf[i];
      }
    }
  }

  Estimate run(ProgressListener progress) {
    progress.step("likelihood weighting", 0, options.samples());
    AtomicInteger done = new AtomicInteger();
    List<Sums> parts =
        IntStream.range(0, PARTS)
            .parallel()
            .mapToObj(
                part -> {
                  int from = (int) ((long) options.samples() * part / PARTS);
                  int to = (int) ((long) options.samples() * (part + 1) / PARTS);
                  Sums sums = sample(part, to - from);
                  progress.step(
                      "likelihood weighting", done.addAndGet(to - from), options.samples());
                  return sums;
                })
            .toList();
    Sums all = parts.get(0);
    parts.subList(1, PARTS).forEach(all::add);
    if (all.weights == 0) {
      problem.refuseIfImpossible();
      throw new NotConvergedException(
          "likelihood weighting",
          options.samples(),
          1,
          "no sample agrees with {"
              + problem.condition()
              + "}: its probability is 0, or too small for so many samples; take more samples, or"
              + " GibbsSampling or LoopyPropagation");
    }
    return estimate(all);
  }

  /** Draws one part; the states of a sample are in the problem's numbering of all variables. */
  private Sums sample(int part, int samples) {
    SplittableRandom random = options.seed().derive(part).random();
    TargetSets targets = problem.targets();
    int[] observed = problem.observed();
    int[] codes = observed.clone();
    Sums sums = new Sums(targets.length());
    int[] order = problem.causesFirst();
    for (int i = 0; i < samples; i++) {
      double logWeight = 0;
      for (int v : order) {
        Factor factor = problem.network().factors().get(v);
        int at = problem.rowStart(v, codes);
        if (observed[v] < 0) {
          codes[v] = draw(random, factor.table(), at, problem.network().card()[v]);
        } else {
          logWeight += Math.log(factor.table()[at + observed[v]]);
          if (logWeight == Double.NEGATIVE_INFINITY) {
            break;
          }
        }
      }
      if (logWeight > Double.NEGATIVE_INFINITY) {
        logWeight += problem.logLikelihood(codes);
      }
      if (logWeight > Double.NEGATIVE_INFINITY) {
        count(sums, targets, codes, logWeight);
      }
    }
    return sums;
  }

  private static void count(Sums sums, TargetSets targets, int[] codes, double logWeight) {
    if (logWeight > sums.scale) {
      sums.rescale(logWeight);
    }
    double weight = Math.exp(logWeight - sums.scale);
    double square = weight * weight;
    sums.weights += weight;
    sums.squares += square;
    for (int set = 0; set < targets.sets(); set++) {
      int entry = targets.entry(set, codes);
      sums.weightsOf[entry] += weight;
      sums.squaresOf[entry] += square;
    }
  }

  /** A state from a row; rounding never gives one of probability 0. */
  static int draw(SplittableRandom random, double[] table, int from, int states) {
    double u = random.nextDouble();
    int last = 0;
    for (int s = 0; s < states; s++) {
      double p = table[from + s];
      if (p > 0) {
        if (u < p) {
          return s;
        }
        u -= p;
        last = s;
      }
    }
    return last;
  }

  /** Ratio of means, with the variance of the delta method: Σ w²(1 − p)² over (Σ w)². */
  private Estimate estimate(Sums all) {
    double[] probabilities = new double[all.weightsOf.length];
    double[] errors = new double[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      double p = all.weightsOf[i] / all.weights;
      double spread = all.squaresOf[i] * (1 - 2 * p) + p * p * all.squares;
      probabilities[i] = p;
      errors[i] = Math.sqrt(Math.max(0, spread)) / all.weights;
    }
    int n = options.samples();
    double logProbability = all.scale + Math.log(all.weights / n);
    double variance = all.squares / (all.weights * all.weights) - 1.0 / n;
    double effective = all.weights * all.weights / all.squares;
    ImmutableList<String> warnings =
        effective < FEW
            ? ImmutableList.of(
                String.format(
                    Locale.ROOT,
                    "%d weighted samples are worth %.1f equal ones: the standard errors are"
                        + " rough; take more samples or another method",
                    n,
                    effective))
            : ImmutableList.of();
    return new Estimate(
        probabilities,
        errors,
        problem.evidence().isEmpty() ? 0 : logProbability,
        new ApproximationReport.Weighted(
            n, effective, problem.evidence().isEmpty() ? 0 : Math.sqrt(Math.max(0, variance))),
        warnings);
  }
}
