package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;

/**
 * What is known of a network's parameters after the data: each row of each table has a Dirichlet
 * distribution with the counts and the prior's pseudo-counts as its parameters, independent of all
 * other rows (Heckerman, Geiger and Chickering 1995, section 2). The network that {@link
 * SufficientStatistics#fit} gives holds its means. Immutable and safe to share between threads.
 */
public final class ParameterPosterior {
  private final SufficientStatistics statistics;
  private final FitOptions.Prior prior;

  ParameterPosterior(SufficientStatistics statistics, FitOptions.Prior prior) {
    Preconditions.checkArgument(
        !(prior instanceof FitOptions.MaximumLikelihood),
        "prior: maximum likelihood has no posterior; use a Dirichlet or BDeu prior");
    this.statistics = statistics;
    this.prior = prior;
  }

  /**
   * A credible interval: the parameter lies within with probability {@code level}, as much beyond
   * one end as beyond the other.
   *
   * @param low lower end
   * @param high upper end
   * @param level between 0 and 1
   */
  public record CredibleInterval(double low, double high, double level) {}

  /** A row: P(child | parent states), with a Dirichlet distribution. Immutable. */
  public static final class Row {
    private final String variable;
    private final List<String> states;
    private final double[] alpha;
    private final double total;

    private Row(String variable, List<String> states, double[] alpha) {
      this.variable = variable;
      this.states = states;
      this.alpha = alpha;
      this.total = Arrays.stream(alpha).sum();
    }

    /** The parameters of the Dirichlet distribution, by state: counts and pseudo-counts. */
    public Map<String, Double> concentration() {
      ImmutableMap.Builder<String, Double> map = ImmutableMap.builder();
      for (int s = 0; s < alpha.length; s++) {
        map.put(states.get(s), alpha[s]);
      }
      return map.buildOrThrow();
    }

    /** The expected probability of a state: α / Σα. */
    public double mean(String state) {
      return alpha[code(state)] / total;
    }

    /** The variance of the probability of a state: m (1 − m) / (Σα + 1). */
    public double variance(String state) {
      double mean = mean(state);
      return mean * (1 - mean) / (total + 1);
    }

    /**
     * The equal-tailed interval of the probability of a state, whose distribution is Beta(α, Σα −
     * α).
     *
     * @param level between 0 and 1, as .95
     */
    public CredibleInterval interval(String state, double level) {
      Preconditions.checkArgument(
          level > 0 && level < 1, "level: %s is not between 0 and 1", level);
      double own = alpha[code(state)];
      if (states.size() == 1) {
        return new CredibleInterval(1, 1, level);
      }
      BetaDistribution beta = BetaDistribution.of(own, total - own);
      return new CredibleInterval(
          beta.inverseCumulativeProbability((1 - level) / 2),
          beta.inverseSurvivalProbability((1 - level) / 2),
          level);
    }

    private int code(String state) {
      return Cpd.Tabular.code(variable, states, state);
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder(variable).append(':');
      for (int s = 0; s < alpha.length; s++) {
        String state = states.get(s);
        out.append(s > 0 ? ", " : " ").append(state).append(' ');
        out.append(ShortNumbers.probability(mean(state))).append(" ± ");
        out.append(ShortNumbers.probability(Math.sqrt(variance(state))));
      }
      return out.toString();
    }
  }

  /**
   * A row of a variable's table.
   *
   * @param parentStates a state for each parent, in the order of {@link
   *     SufficientStatistics#parents}
   */
  public Row row(String variable, String... parentStates) {
    List<String> parents = statistics.parents(variable);
    Preconditions.checkArgument(
        parentStates.length == parents.size(),
        "parentStates: %s states were given for %s",
        parentStates.length,
        parents);
    int row = 0;
    for (int i = 0; i < parentStates.length; i++) {
      List<String> known = states(parents.get(i));
      row = row * known.size() + Cpd.Tabular.code(parents.get(i), known, parentStates[i]);
    }
    double[] alpha = alpha(variable);
    int columns = states(variable).size();
    return new Row(
        variable, states(variable), Arrays.copyOfRange(alpha, row * columns, (row + 1) * columns));
  }

  /**
   * A network whose parameters are drawn from the posterior. Many of them carry the uncertainty of
   * the parameters into any answer.
   */
  public BayesianNetwork draw(Seed seed) {
    NetworkBuilder builder = BayesianNetwork.builder();
    statistics.states().forEach(builder::variable);
    for (String variable : statistics.states().keySet()) {
      SplittableRandom random = seed.derive(variable).random();
      double[] table = alpha(variable);
      int columns = states(variable).size();
      for (int from = 0; from < table.length; from += columns) {
        dirichlet(random, table, from, columns);
      }
      builder.table(variable, statistics.parents(variable), table);
    }
    return builder.build(
        Provenance.of(
            "draw of parameters",
            ImmutableMap.of("prior", prior.toString(), "seed", seed.toString()),
            statistics.fit(new FitOptions(prior, FitOptions.MissingCells.REFUSE)).provenance()));
  }

  private double[] alpha(String variable) {
    double[] alpha = statistics.counts(variable);
    int columns = states(variable).size();
    double pseudo = prior.pseudoCount(columns, alpha.length / columns);
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] += pseudo;
    }
    return alpha;
  }

  private List<String> states(String variable) {
    return Objects.requireNonNull(statistics.states().get(variable));
  }

  /** Replaces parameters by a draw: normalized gammas, in logarithms since they may underflow. */
  static void dirichlet(SplittableRandom random, double[] alpha, int from, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      alpha[i] = logGamma(random, alpha[i]);
      max = Math.max(max, alpha[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      alpha[i] = Math.exp(alpha[i] - max);
      sum += alpha[i];
    }
    for (int i = from; i < from + count; i++) {
      alpha[i] /= sum;
    }
  }

  /**
   * The logarithm of a gamma variable of this shape (Marsaglia and Tsang 2000, "A simple method for
   * generating gamma variables"; below 1 as in their section 6).
   */
  private static double logGamma(SplittableRandom random, double shape) {
    if (shape < 1) {
      return logGamma(random, shape + 1) + Math.log(1 - random.nextDouble()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = 1 - random.nextDouble();
        if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
          return Math.log(d * v);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "ParameterPosterior under " + prior + " of " + statistics;
  }
}
