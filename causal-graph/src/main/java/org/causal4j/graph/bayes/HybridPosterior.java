package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of some variables of a {@link HybridNetwork}, given evidence and after
 * interventions: of discrete ones a table, of continuous ones a mixture of Gaussians. Immutable.
 */
public final class HybridPosterior {
  private static final int BISECTIONS = 200;

  private final ImmutableList<String> variables;
  private final @Nullable Posterior discrete;
  private final ImmutableList<String> continuous;
  private final ImmutableList<Component> components;
  private final double logDensity;
  private final String condition;
  private final ImmutableList<String> warnings;

  /** A Gaussian of the mixture over the continuous variables. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Component(double weight, double[] mean, double[][] covariance) {}

  HybridPosterior(
      ImmutableList<String> variables,
      @Nullable Posterior discrete,
      ImmutableList<String> continuous,
      ImmutableList<Component> components,
      double logDensity,
      String condition,
      ImmutableList<String> warnings) {
    this.variables = variables;
    this.discrete = discrete;
    this.continuous = continuous;
    this.components = components;
    this.logDensity = logDensity;
    this.condition = condition;
    this.warnings = warnings;
  }

  /** The variables it is about, in the order asked. */
  public List<String> variables() {
    return variables;
  }

  /**
   * The joint table of the discrete variables that were asked for.
   *
   * @throws IllegalArgumentException where only continuous ones were
   */
  public Posterior discrete() {
    if (discrete == null) {
      throw new IllegalArgumentException("variables: none of " + variables + " is discrete");
    }
    return discrete;
  }

  /** The expected value of a continuous variable. */
  public double mean(String variable) {
    int v = place(variable);
    double mean = 0;
    for (Component component : components) {
      mean += component.weight * component.mean[v];
    }
    return mean;
  }

  /** The variance of a continuous variable. */
  public double variance(String variable) {
    return covariance(variable, variable);
  }

  /** The standard deviation of a continuous variable. */
  public double standardDeviation(String variable) {
    return Math.sqrt(variance(variable));
  }

  /** The covariance of two continuous variables: within the Gaussians and between their means. */
  public double covariance(String a, String b) {
    int i = place(a);
    int j = place(b);
    double meanOfA = mean(a);
    double meanOfB = mean(b);
    double sum = 0;
    for (Component component : components) {
      sum +=
          component.weight
              * (component.covariance[i][j]
                  + (component.mean[i] - meanOfA) * (component.mean[j] - meanOfB));
    }
    return sum;
  }

  /**
   * The density of a continuous variable at a value.
   *
   * @throws IllegalArgumentException where a number has a probability of its own, so that there is
   *     no density: the variable was observed, set or is deterministic
   */
  public double density(String variable, double value) {
    int v = place(variable);
    double sum = 0;
    for (Component component : components) {
      double variance = component.covariance[v][v];
      Preconditions.checkArgument(
          variance > 0, "variable: %s has no density; it is a number in part", variable);
      double z = (value - component.mean[v]) / Math.sqrt(variance);
      sum += component.weight * Math.exp(-.5 * z * z) / Math.sqrt(2 * Math.PI * variance);
    }
    return sum;
  }

  /** The probability that a continuous variable is at most a value. */
  public double cumulative(String variable, double value) {
    int v = place(variable);
    double sum = 0;
    for (Component component : components) {
      double deviation = Math.sqrt(component.covariance[v][v]);
      double below =
          deviation > 0
              ? NormalDistribution.of(component.mean[v], deviation).cumulativeProbability(value)
              : value >= component.mean[v] ? 1 : 0;
      sum += component.weight * below;
    }
    return sum;
  }

  /**
   * The least value that a continuous variable is at most with this probability, to the last digits
   * of a double.
   *
   * @param probability between 0 and 1
   */
  public double quantile(String variable, double probability) {
    Preconditions.checkArgument(
        probability > 0 && probability < 1, "probability: %s is not between 0 and 1", probability);
    int v = place(variable);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Component component : components) {
      double deviation = Math.sqrt(component.covariance[v][v]);
      double own =
          deviation > 0
              ? NormalDistribution.of(component.mean[v], deviation)
                  .inverseCumulativeProbability(probability)
              : component.mean[v];
      low = Math.min(low, own);
      high = Math.max(high, own);
    }
    for (int i = 0; i < BISECTIONS && low < high; i++) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (cumulative(variable, middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** How many Gaussians the mixture has. */
  public int components() {
    return components.size();
  }

  /**
   * The natural logarithm of the probability of the states seen times the density of the numbers
   * seen; 0 without evidence.
   */
  public double logDensityOfEvidence() {
    return logDensity;
  }

  /** What is odd about the question; empty where nothing is. */
  public List<String> warnings() {
    return warnings;
  }

  private int place(String variable) {
    int place = continuous.indexOf(variable);
    Preconditions.checkArgument(
        place >= 0, "variable: '%s' is not among the continuous %s", variable, continuous);
    return place;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    if (discrete != null) {
      out.append(discrete);
    }
    for (String variable : continuous) {
      out.append(out.isEmpty() ? "" : "\n").append("P(").append(variable);
      out.append(condition.isEmpty() ? "" : " | " + condition).append("): mean ");
      out.append(ShortNumbers.probability(mean(variable))).append(", standard deviation ");
      out.append(ShortNumbers.probability(standardDeviation(variable)));
      out.append(components.size() > 1 ? ", of " + components.size() + " Gaussians" : "");
    }
    if (discrete == null) {
      warnings.forEach(warning -> out.append("\n  warning: ").append(warning));
    }
    return out.toString();
  }
}
