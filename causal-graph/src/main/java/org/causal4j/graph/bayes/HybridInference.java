package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * Exact inference in a hybrid network. The discrete parents of the continuous variables that take
 * part are gone through combination by combination: under each the continuous variables are jointly
 * Gaussian, are conditioned on the numbers seen, and the density of these numbers weighs the
 * combination (Lauritzen 1992, sections 2 and 6, without a junction tree: the mixture is kept, not
 * collapsed to its first two moments). For one question.
 */
final class HybridInference {
  /** Variance left, as a share of the variance before, below which a number has no density. */
  private static final double NO_VARIANCE = 1e-13;

  private final HybridNetwork network;
  private final ImmutableList<String> targets;
  private final Evidence states;
  private final ImmutableMap<String, Double> numbers;
  private final long budgetBytes;

  private final List<String> discreteTargets;
  private final List<String> continuousTargets;

  /** The continuous variables that take part, causes first. */
  private final List<String> continuous;

  /** The discrete variables on which their distribution depends and that aren't observed. */
  private final List<String> switches;

  HybridInference(
      HybridNetwork network,
      ImmutableList<String> targets,
      Evidence states,
      ImmutableMap<String, Double> numbers,
      long budgetBytes) {
    this.network = network;
    this.targets = targets;
    this.states = states;
    this.numbers = numbers;
    this.budgetBytes = budgetBytes;
    this.discreteTargets = targets.stream().filter(network::isDiscrete).toList();
    this.continuousTargets = targets.stream().filter(t -> !network.isDiscrete(t)).toList();
    List<String> wanted = new ArrayList<>(continuousTargets);
    wanted.addAll(numbers.keySet());
    Set<String> ancestors = wanted.isEmpty() ? Set.of() : network.graph().ancestors(wanted);
    this.continuous =
        network.graph().topologicalOrder().stream()
            .filter(v -> ancestors.contains(v) && !network.isDiscrete(v))
            .toList();
    Set<String> found = new LinkedHashSet<>();
    for (String variable : continuous) {
      for (String parent : network.cpd(variable).parents()) {
        if (network.isDiscrete(parent) && !states.observed().containsKey(parent)) {
          found.add(parent);
        }
      }
    }
    this.switches = ImmutableList.copyOf(found);
  }

  /**
   * The continuous targets under one combination.
   *
   * @param logDensity of the numbers seen
   * @param mean by continuous target
   * @param covariance of the continuous targets
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Gaussian(double logDensity, double[] mean, double[][] covariance) {}

  HybridPosterior run(String condition, ImmutableList<String> warnings) {
    Set<String> names = new LinkedHashSet<>(discreteTargets);
    names.addAll(switches);
    refuseTooMany(names);
    double logStates = 0;
    double[] joint = {1};
    if (!names.isEmpty() || !states.isEmpty()) {
      String[] asked =
          names.isEmpty()
              ? new String[] {network.discretePart().variables().get(0)}
              : names.toArray(String[]::new);
      Posterior discrete =
          network.discretePart().query(asked).given(states).withBudget(budgetBytes).posterior();
      logStates = discrete.logProbabilityOfEvidence();
      joint = names.isEmpty() ? joint : discrete.table();
    }
    List<String> order = ImmutableList.copyOf(names);
    int[] lengths = order.stream().mapToInt(v -> network.states(v).size()).toArray();
    int combinations = 1;
    for (String name : switches) {
      combinations *= network.states(name).size();
    }
    @Nullable Gaussian[] gaussians = new Gaussian[combinations];
    double peak = Double.NEGATIVE_INFINITY;
    int[] switchOf = new int[joint.length];
    for (int i = 0; i < joint.length; i++) {
      Map<String, Integer> codes = codes(order, lengths, i);
      switchOf[i] = switchNumber(codes);
      if (joint[i] > 0) {
        if (gaussians[switchOf[i]] == null) {
          gaussians[switchOf[i]] = gaussian(codes);
        }
        peak = Math.max(peak, Objects.requireNonNull(gaussians[switchOf[i]]).logDensity);
      }
    }
    double total = 0;
    double[] weights = new double[combinations];
    for (int i = 0; i < joint.length; i++) {
      if (joint[i] > 0) {
        joint[i] *= Math.exp(Objects.requireNonNull(gaussians[switchOf[i]]).logDensity - peak);
        weights[switchOf[i]] += joint[i];
        total += joint[i];
      }
    }
    double logDensity =
        states.isEmpty() && numbers.isEmpty() ? 0 : logStates + peak + Math.log(total);
    return new HybridPosterior(
        targets,
        discreteTargets.isEmpty()
            ? null
            : discrete(joint, order, total, logDensity, condition, warnings),
        ImmutableList.copyOf(continuousTargets),
        components(gaussians, weights, total),
        logDensity,
        condition,
        warnings);
  }

  private void refuseTooMany(Set<String> names) {
    double entries = 1;
    for (String name : names) {
      entries *= network.states(name).size();
    }
    double combinations = 1;
    for (String name : switches) {
      combinations *= network.states(name).size();
    }
    double m = continuousTargets.size();
    double n = continuous.size();
    double bytes = 20 * entries + combinations * (8 * m * m + 24 * m + 100) + 24 * n * n;
    InferencePlan.of((int) Math.min(combinations, Integer.MAX_VALUE), entries, entries, bytes)
        .orRefuse(budgetBytes);
  }

  private static Map<String, Integer> codes(List<String> order, int[] lengths, int entry) {
    Map<String, Integer> codes = new LinkedHashMap<>();
    int rest = entry;
    for (int v = lengths.length - 1; v >= 0; v--) {
      codes.put(order.get(v), rest % lengths[v]);
      rest /= lengths[v];
    }
    return codes;
  }

  private int switchNumber(Map<String, Integer> codes) {
    int number = 0;
    for (String name : switches) {
      number = number * network.states(name).size() + Objects.requireNonNull(codes.get(name));
    }
    return number;
  }

  /** The Gaussian under states of the switches, after the states and numbers seen. */
  private Gaussian gaussian(Map<String, Integer> codes) {
    Map<String, Integer> all = new LinkedHashMap<>(codes);
    states
        .observed()
        .forEach(
            (variable, state) -> all.put(variable, network.discretePart().code(variable, state)));
    int n = continuous.size();
    double[] mean = new double[n];
    double[][] covariance = new double[n][n];
    moments(all, mean, covariance);
    int[] seen = numbers.keySet().stream().mapToInt(continuous::indexOf).toArray();
    int[] asked = continuousTargets.stream().mapToInt(continuous::indexOf).toArray();
    return condition(mean, covariance, seen, asked);
  }

  /** Causes first: each row of the covariance is the same linear function of the rows before. */
  private void moments(Map<String, Integer> codes, double[] mean, double[][] covariance) {
    for (int i = 0; i < mean.length; i++) {
      Cpd.LinearGaussian regression = network.regression(continuous.get(i), codes);
      mean[i] = regression.intercept();
      double variance = regression.variance();
      for (Map.Entry<String, Double> term : regression.coefficients().entrySet()) {
        int parent = continuous.indexOf(term.getKey());
        double b = term.getValue();
        mean[i] += b * mean[parent];
        for (int k = 0; k < i; k++) {
          covariance[i][k] += b * covariance[parent][k];
        }
      }
      for (int k = 0; k < i; k++) {
        covariance[k][i] = covariance[i][k];
      }
      for (Map.Entry<String, Double> term : regression.coefficients().entrySet()) {
        variance += term.getValue() * covariance[i][continuous.indexOf(term.getKey())];
      }
      covariance[i][i] = variance;
    }
  }

  /** With Σ = L Lᵀ of what is seen, z = L⁻¹ (seen − mean) and W = L⁻¹ Cov(seen, asked). */
  private Gaussian condition(double[] mean, double[][] covariance, int[] seen, int[] asked) {
    int k = seen.length;
    int m = asked.length;
    double[] posteriorMean = new double[m];
    double[][] posteriorCovariance = new double[m][m];
    for (int i = 0; i < m; i++) {
      posteriorMean[i] = mean[asked[i]];
      for (int j = 0; j < m; j++) {
        posteriorCovariance[i][j] = covariance[asked[i]][asked[j]];
      }
    }
    double logDensity = 0;
    if (k > 0) {
      double[] lower = cholesky(covariance, seen);
      double[] z = new double[k];
      double[][] w = new double[m][k];
      for (int e = 0; e < k; e++) {
        z[e] = value(seen[e]) - mean[seen[e]];
        for (int i = 0; i < m; i++) {
          w[i][e] = covariance[asked[i]][seen[e]];
        }
      }
      TriangularSolver_DDRM.solveL(lower, z, k);
      for (int e = 0; e < k; e++) {
        logDensity -= .5 * (z[e] * z[e] + Math.log(2 * Math.PI)) + Math.log(lower[e * k + e]);
      }
      for (int i = 0; i < m; i++) {
        TriangularSolver_DDRM.solveL(lower, w[i], k);
        posteriorMean[i] += dot(w[i], z);
        for (int j = 0; j <= i; j++) {
          posteriorCovariance[i][j] -= dot(w[i], w[j]);
          posteriorCovariance[j][i] = posteriorCovariance[i][j];
        }
      }
    }
    for (int i = 0; i < m; i++) {
      boolean isSeen = numbers.containsKey(continuousTargets.get(i));
      if (isSeen) {
        posteriorMean[i] = value(asked[i]);
      }
      for (int j = 0; j < m; j++) {
        if (isSeen) {
          posteriorCovariance[i][j] = 0;
          posteriorCovariance[j][i] = 0;
        }
      }
      posteriorCovariance[i][i] = Math.max(0, posteriorCovariance[i][i]);
    }
    return new Gaussian(logDensity, posteriorMean, posteriorCovariance);
  }

  private double value(int variable) {
    return Objects.requireNonNull(numbers.get(continuous.get(variable)));
  }

  /** The lower triangle, row by row. */
  private double[] cholesky(double[][] covariance, int[] seen) {
    int k = seen.length;
    DMatrixRMaj matrix = new DMatrixRMaj(k, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        matrix.set(i, j, covariance[seen[i]][seen[j]]);
      }
    }
    CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(k, true);
    boolean positive = decomposition.decompose(matrix);
    DMatrixRMaj lower = decomposition.getT(null);
    for (int i = 0; i < k; i++) {
      double pivot = lower.get(i, i);
      Preconditions.checkArgument(
          positive && pivot * pivot > NO_VARIANCE * covariance[seen[i]][seen[i]],
          "evidence: the numbers %s have no joint density: one of them is determined by the others"
              + " or by an intervention",
          numbers);
    }
    return lower.data;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private Posterior discrete(
      double[] joint,
      List<String> order,
      double total,
      double logDensity,
      String condition,
      ImmutableList<String> warnings) {
    int inner = 1;
    for (String name : order.subList(discreteTargets.size(), order.size())) {
      inner *= network.states(name).size();
    }
    double[] table = new double[joint.length / inner];
    for (int i = 0; i < joint.length; i++) {
      table[i / inner] += joint[i] / total;
    }
    return new Posterior(
        ImmutableList.copyOf(discreteTargets),
        discreteTargets.stream().map(network::states).toList(),
        table,
        logDensity,
        condition,
        warnings);
  }

  private static ImmutableList<HybridPosterior.Component> components(
      @Nullable Gaussian[] gaussians, double[] weights, double total) {
    ImmutableList.Builder<HybridPosterior.Component> list = ImmutableList.builder();
    for (int i = 0; i < weights.length; i++) {
      Gaussian gaussian = gaussians[i];
      if (gaussian != null && weights[i] > 0) {
        list.add(
            new HybridPosterior.Component(weights[i] / total, gaussian.mean, gaussian.covariance));
      }
    }
    return list.build();
  }
}
