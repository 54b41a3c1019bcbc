package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.function.Function;
import org.causal4j.core.Seed;

/**
 * A way to answer a question approximately, where the exact answer would take too much memory. It
 * is chosen by the user, never silently: {@link Query#approximate(ApproximateMethod)}.
 *
 * <pre>{@code
 * net.query("D").given("A", "x").approximate(new LikelihoodWeighting(100_000, Seed.of(42)));
 * }</pre>
 */
public sealed interface ApproximateMethod {

  /** Calls the function for the kind of method this is. */
  <R> R fold(
      Function<? super LikelihoodWeighting, ? extends R> likelihoodWeighting,
      Function<? super GibbsSampling, ? extends R> gibbsSampling,
      Function<? super LoopyPropagation, ? extends R> loopyPropagation);

  /**
   * Samples every variable given its parents, causes first; an observed variable is held, and the
   * sample weighs as much as its row says (Fung and Chang 1990; Shachter and Peot 1990). Good while
   * the evidence is not improbable: see the effective sample size. Gives the probability of the
   * evidence. Cost: samples times relevant variables.
   *
   * @param samples from {@value #LEAST_SAMPLES} up
   * @param seed the same seed gives the same bits for any number of threads
   */
  record LikelihoodWeighting(int samples, Seed seed) implements ApproximateMethod {
    private static final int DEFAULT_SAMPLES = 100_000;
    static final int LEAST_SAMPLES = 64;

    /** Checks the number of samples. */
    public LikelihoodWeighting {
      checkSamples(samples, LEAST_SAMPLES);
    }

    /** 100,000 samples. */
    public static LikelihoodWeighting defaults(Seed seed) {
      return new LikelihoodWeighting(DEFAULT_SAMPLES, seed);
    }

    /** With another number of samples. */
    public LikelihoodWeighting withSamples(int number) {
      return new LikelihoodWeighting(number, seed);
    }

    @Override
    public <R> R fold(
        Function<? super LikelihoodWeighting, ? extends R> likelihoodWeighting,
        Function<? super GibbsSampling, ? extends R> gibbsSampling,
        Function<? super LoopyPropagation, ? extends R> loopyPropagation) {
      return likelihoodWeighting.apply(this);
    }
  }

  /**
   * Draws one variable after the other given all others (Geman and Geman 1984; Pearl 1987), in
   * chains that start apart. Standard errors are those of batch means, over all chains. Improbable
   * evidence does no harm, but zeros in the tables may split the states into parts between which
   * the chains can't move; the answer warns of both zeros and chains that disagree. Cost: chains
   * times sweeps times the size of each variable's neighborhood.
   *
   * @param chains from 2 up
   * @param burnIn sweeps of each chain that are not counted, from 0 up
   * @param samples sweeps of each chain that are counted, from {@value #LEAST_SAMPLES} up
   * @param seed the same seed gives the same bits for any number of threads
   */
  record GibbsSampling(int chains, int burnIn, int samples, Seed seed)
      implements ApproximateMethod {
    private static final int DEFAULT_CHAINS = 4;
    private static final int DEFAULT_BURN_IN = 1_000;
    private static final int DEFAULT_SAMPLES = 10_000;
    static final int LEAST_SAMPLES = 256;

    /** Checks the numbers. */
    public GibbsSampling {
      Preconditions.checkArgument(chains >= 2, "chains: %s is below 2", chains);
      Preconditions.checkArgument(burnIn >= 0, "burnIn: %s is below 0", burnIn);
      checkSamples(samples, LEAST_SAMPLES);
    }

    /** Four chains of 1,000 sweeps burn-in and 10,000 counted sweeps. */
    public static GibbsSampling defaults(Seed seed) {
      return new GibbsSampling(DEFAULT_CHAINS, DEFAULT_BURN_IN, DEFAULT_SAMPLES, seed);
    }

    /** With another number of chains. */
    public GibbsSampling withChains(int number) {
      return new GibbsSampling(number, burnIn, samples, seed);
    }

    /** With another number of sweeps that are not counted. */
    public GibbsSampling withBurnIn(int sweeps) {
      return new GibbsSampling(chains, sweeps, samples, seed);
    }

    /** With another number of sweeps that are counted. */
    public GibbsSampling withSamples(int sweeps) {
      return new GibbsSampling(chains, burnIn, sweeps, seed);
    }

    @Override
    public <R> R fold(
        Function<? super LikelihoodWeighting, ? extends R> likelihoodWeighting,
        Function<? super GibbsSampling, ? extends R> gibbsSampling,
        Function<? super LoopyPropagation, ? extends R> loopyPropagation) {
      return gibbsSampling.apply(this);
    }
  }

  /**
   * Passes messages between tables and variables until they stand still (Pearl 1988; Kschischang,
   * Frey and Loeliger 2001, "Factor graphs and the sum-product algorithm"). Exact on a polytree;
   * elsewhere the error is unknown, and no standard error is claimed. The probability of the
   * evidence is Bethe's approximation (Yedidia, Freeman and Weiss 2005), which bounds nothing. The
   * joint distribution of several targets comes by the chain rule, one run for each combination of
   * the states of all but the last. Cost of a pass: the sizes of the tables times their variables.
   *
   * @param damping share of the old message that is kept, in [0, 1)
   * @param tolerance largest change of a message, at most 1 in any entry, at which it stops
   * @param maxIterations passes after which it gives up with a {@link
   *     org.causal4j.core.NotConvergedException}
   */
  record LoopyPropagation(double damping, double tolerance, int maxIterations)
      implements ApproximateMethod {
    private static final double DEFAULT_TOLERANCE = 1e-9;
    private static final int DEFAULT_ITERATIONS = 1_000;

    /** Checks the numbers. */
    public LoopyPropagation {
      Preconditions.checkArgument(
          damping >= 0 && damping < 1, "damping: %s is not in [0, 1)", damping);
      Preconditions.checkArgument(
          tolerance > 0 && tolerance < 1, "tolerance: %s is not between 0 and 1", tolerance);
      Preconditions.checkArgument(maxIterations > 0, "maxIterations: %s is below 1", maxIterations);
    }

    /** No damping, tolerance 1e-9, at most 1,000 passes. */
    public static LoopyPropagation defaults() {
      return new LoopyPropagation(0, DEFAULT_TOLERANCE, DEFAULT_ITERATIONS);
    }

    /** With another share of the old message that is kept. */
    public LoopyPropagation withDamping(double share) {
      return new LoopyPropagation(share, tolerance, maxIterations);
    }

    /** With another change at which it stops. */
    public LoopyPropagation withTolerance(double change) {
      return new LoopyPropagation(damping, change, maxIterations);
    }

    /** With another limit on the passes. */
    public LoopyPropagation withMaxIterations(int passes) {
      return new LoopyPropagation(damping, tolerance, passes);
    }

    @Override
    public <R> R fold(
        Function<? super LikelihoodWeighting, ? extends R> likelihoodWeighting,
        Function<? super GibbsSampling, ? extends R> gibbsSampling,
        Function<? super LoopyPropagation, ? extends R> loopyPropagation) {
      return loopyPropagation.apply(this);
    }
  }

  private static void checkSamples(int samples, int least) {
    Preconditions.checkArgument(samples >= least, "samples: %s is below %s", samples, least);
  }
}
