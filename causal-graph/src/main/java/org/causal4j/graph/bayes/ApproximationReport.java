package org.causal4j.graph.bayes;

import java.util.Locale;
import java.util.function.Function;

/** How far an approximate answer can be trusted: what the method says of its own run. */
public sealed interface ApproximationReport {

  /** Calls the function for the kind of report this is. */
  <R> R fold(
      Function<? super Weighted, ? extends R> weighted,
      Function<? super Chains, ? extends R> chains,
      Function<? super Propagated, ? extends R> propagated);

  /**
   * Of likelihood weighting.
   *
   * @param samples drawn
   * @param effectiveSampleSize (Σw)² / Σw²: so many equally weighted samples are worth as much
   *     (Kong 1992)
   * @param logProbabilityError standard error of the logarithm of the probability of the evidence;
   *     0 without evidence
   */
  record Weighted(int samples, double effectiveSampleSize, double logProbabilityError)
      implements ApproximationReport {
    @Override
    public <R> R fold(
        Function<? super Weighted, ? extends R> weighted,
        Function<? super Chains, ? extends R> chains,
        Function<? super Propagated, ? extends R> propagated) {
      return weighted.apply(this);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d weighted samples worth %.1f", samples, effectiveSampleSize);
    }
  }

  /**
   * Of Gibbs sampling.
   *
   * @param chains how many
   * @param samples counted sweeps of each
   * @param burnIn sweeps of each before
   * @param rHat the largest potential scale reduction of batch means over all entries (Gelman and
   *     Rubin 1992): 1 where chains agree; above 1.2 the answer is not to be trusted
   * @param zeros whether tables have zeros, so that the chains may not reach every state
   */
  record Chains(int chains, int samples, int burnIn, double rHat, boolean zeros)
      implements ApproximationReport {
    @Override
    public <R> R fold(
        Function<? super Weighted, ? extends R> weighted,
        Function<? super Chains, ? extends R> chains,
        Function<? super Propagated, ? extends R> propagated) {
      return chains.apply(this);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d chains of %d sweeps after %d, R-hat %.4f",
          chains,
          samples,
          burnIn,
          rHat);
    }
  }

  /**
   * Of loopy belief propagation.
   *
   * @param iterations passes until the messages stood still; with several targets, the most of any
   *     run
   * @param residual largest change of a message in the last pass
   */
  record Propagated(int iterations, double residual) implements ApproximationReport {
    @Override
    public <R> R fold(
        Function<? super Weighted, ? extends R> weighted,
        Function<? super Chains, ? extends R> chains,
        Function<? super Propagated, ? extends R> propagated) {
      return propagated.apply(this);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "messages stood still after %d passes, residual %.2g", iterations, residual);
    }
  }
}
