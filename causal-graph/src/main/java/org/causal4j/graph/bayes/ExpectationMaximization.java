package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.causal4j.core.Seed;

/**
 * Counts missing cells and latent nodes as they are expected to be under the tables at hand, fits
 * the tables to these counts, and goes on until it changes nothing more (Dempster, Laird and Rubin
 * 1977; for networks Lauritzen 1995, "The EM algorithm for graphical association models with
 * missing data"). Right where cells are missing at random given what is seen in their row.
 *
 * <pre>{@code
 * FitOptions.em(ExpectationMaximization.defaults(Seed.of(1)).withLatent("taste", 2))
 * }</pre>
 *
 * <p>The result is a local optimum: the best of the restarts. The states of a latent node have no
 * order of their own; they are put in descending order of their probability.
 *
 * @param latentStates the states of each latent node of the graph
 * @param restarts runs from different starts, from 1 up; their best is the result
 * @param maxIterations of each run
 * @param tolerance a run has converged when an iteration adds less than this to the objective, per
 *     row
 * @param seed of the starts
 */
public record ExpectationMaximization(
    ImmutableMap<String, ImmutableList<String>> latentStates,
    int restarts,
    int maxIterations,
    double tolerance,
    Seed seed)
    implements FitOptions.Missing {
  private static final int DEFAULT_RESTARTS = 8;
  private static final int DEFAULT_ITERATIONS = 2_000;
  private static final double DEFAULT_TOLERANCE = 1e-9;

  /** Checks the numbers. */
  public ExpectationMaximization {
    Preconditions.checkArgument(restarts > 0, "restarts: %s is below 1", restarts);
    Preconditions.checkArgument(maxIterations > 0, "maxIterations: %s is below 1", maxIterations);
    Preconditions.checkArgument(
        tolerance > 0 && Double.isFinite(tolerance),
        "tolerance: %s is not a number above 0",
        tolerance);
    latentStates.forEach(
        (node, states) ->
            Preconditions.checkArgument(
                states.size() > 1 && states.stream().distinct().count() == states.size(),
                "latentStates: %s has %s, where two or more different ones are needed",
                node,
                states));
  }

  /** No latent node, 8 restarts, at most 2,000 iterations of each, tolerance 1e-9. */
  public static ExpectationMaximization defaults(Seed seed) {
    return new ExpectationMaximization(
        ImmutableMap.of(), DEFAULT_RESTARTS, DEFAULT_ITERATIONS, DEFAULT_TOLERANCE, seed);
  }

  /** With a latent node of so many states, named 0, 1, …. */
  public ExpectationMaximization withLatent(String node, int states) {
    List<String> names = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      names.add(Integer.toString(s));
    }
    return withLatent(node, names);
  }

  /** With a latent node of these states, the first to be the most probable one. */
  public ExpectationMaximization withLatent(String node, List<String> states) {
    Map<String, ImmutableList<String>> all = new LinkedHashMap<>(latentStates);
    all.put(node, ImmutableList.copyOf(states));
    return new ExpectationMaximization(
        ImmutableMap.copyOf(all), restarts, maxIterations, tolerance, seed);
  }

  /** With another number of runs. */
  public ExpectationMaximization withRestarts(int number) {
    return new ExpectationMaximization(latentStates, number, maxIterations, tolerance, seed);
  }

  /** With another limit on the iterations of a run. */
  public ExpectationMaximization withMaxIterations(int number) {
    return new ExpectationMaximization(latentStates, restarts, number, tolerance, seed);
  }

  /** With another gain per row at which a run ends. */
  public ExpectationMaximization withTolerance(double gain) {
    return new ExpectationMaximization(latentStates, restarts, maxIterations, gain, seed);
  }
}
