package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/**
 * A fit by EM with the record of all its runs. Immutable.
 *
 * <pre>{@code
 * CausalGraph graph = CausalGraph.parse("taste [latent]; taste -> {tea coffee}");
 * EmFit fit = EmFit.of(graph, table,
 *     FitOptions.em(ExpectationMaximization.defaults(Seed.of(1)).withLatent("taste", 2)));
 * fit.best().objectives();                // rises
 * }</pre>
 */
public final class EmFit {
  /** Runs whose objectives differ by less count as having found the same optimum. */
  private static final double NEAR = 1e-2;

  private final BayesianNetwork network;
  private final ImmutableList<Run> runs;
  private final int best;

  EmFit(BayesianNetwork network, ImmutableList<Run> runs, int best) {
    this.network = network;
    this.runs = runs;
    this.best = best;
  }

  /**
   * One run from its start to its end.
   *
   * @param logLikelihood of the rows' observed cells at the end
   * @param objectives by iteration: the log-likelihood, plus Σ α log θ of the prior's pseudo-counts
   *     α; never falls, up to rounding
   * @param converged whether the last gain per row was below the tolerance
   */
  public record Run(double logLikelihood, ImmutableList<Double> objectives, boolean converged) {
    /** The objective at the end. */
    public double objective() {
      return objectives.get(objectives.size() - 1);
    }

    /** How many iterations were made. */
    public int iterations() {
      return objectives.size();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "log-likelihood %.4f after %d iterations%s",
          logLikelihood,
          iterations(),
          converged ? "" : ", not converged");
    }
  }

  /**
   * Runs EM. A run that reaches the limit of iterations is kept and marked; see {@link #converged}.
   *
   * @param graph a DAG; nodes marked latent need states in the options, all others are discrete
   *     columns of the table; a column of a latent node isn't looked at
   * @param options with {@link ExpectationMaximization} as their treatment of missing cells; a
   *     Dirichlet or BDeu prior adds its pseudo-counts to the expected counts
   * @throws IllegalArgumentException for what doesn't fit together, or options without EM
   * @throws UnseenParentStateException under maximum likelihood, where parent states are not even
   *     expected
   */
  public static EmFit of(CausalGraph graph, Table table, FitOptions options) {
    return of(graph, table, options, ProgressListener.NONE);
  }

  /** The same, heard and cancelled iteration by iteration. */
  public static EmFit of(
      CausalGraph graph, Table table, FitOptions options, ProgressListener progress) {
    if (options.missing() instanceof ExpectationMaximization em) {
      return new EmRunner(graph, table, options, em).run(progress);
    }
    throw new IllegalArgumentException(
        "options: " + options + " don't ask for EM; use FitOptions.em or withMissing");
  }

  /** The network of the best run. */
  public BayesianNetwork network() {
    return network;
  }

  /** The network of the best run, or an error where it hasn't converged. */
  BayesianNetwork networkOrThrow() {
    if (!converged()) {
      int n = best().objectives().size();
      double gain =
          n < 2 ? Double.POSITIVE_INFINITY : best().objective() - best().objectives().get(n - 2);
      throw new NotConvergedException(
          "EM",
          n,
          gain,
          "allow more iterations or a larger tolerance; EmFit.of gives what there is");
    }
    return network;
  }

  /** Every run, in the order of the restarts. */
  public ImmutableList<Run> runs() {
    return runs;
  }

  /** The run of the greatest objective. */
  public Run best() {
    return runs.get(best);
  }

  /** Whether the best run has converged. */
  public boolean converged() {
    return best().converged();
  }

  @Override
  public String toString() {
    long same = runs.stream().filter(run -> run.objective() >= best().objective() - NEAR).count();
    return "EmFit: " + best() + "; reached by " + same + " of " + runs.size() + " runs\n" + network;
  }
}
