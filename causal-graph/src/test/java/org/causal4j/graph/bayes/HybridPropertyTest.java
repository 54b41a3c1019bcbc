package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.graph.bayes.RandomNetworks.Enumerated;
import org.jspecify.annotations.Nullable;

/** Random hybrid networks against another way to the same numbers. */
class HybridPropertyTest {

  /**
   * Every discrete state is enumerated, and the Gaussian under it is conditioned in information
   * form: precision K = (I − B)ᵀ D⁻¹ (I − B), of which the block of what isn't seen is inverted by
   * Gauss and Jordan. The engine works with covariances and prunes.
   */
  @Property(tries = 200, seed = "31")
  void posterior_ofARandomNetwork_equalsEnumerationInInformationForm(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).derive("hybrid").random();
    BayesianNetwork discrete = RandomNetworks.network(seed);
    int n = random.nextInt(1, 6);
    HybridNetwork network = network(discrete, n, random);
    Enumerated all = new Enumerated(discrete);
    int observedState = random.nextInt(all.card.length);
    HybridQuery query = network.query(discrete.variables().get(0), "x" + (n - 1));
    int[] states = new int[all.card.length];
    Arrays.fill(states, -1);
    if (random.nextBoolean()) {
      String name = all.variables.get(observedState);
      states[observedState] = random.nextInt(all.card[observedState]);
      query = query.given(name, discrete.states(name).get(states[observedState]));
    }
    Double[] numbers = new Double[n];
    for (int i = 0; i < n - 1; i++) {
      if (random.nextBoolean()) {
        numbers[i] = random.nextGaussian();
        query = query.given("x" + i, numbers[i]);
      }
    }
    double total = 0;
    double first = 0;
    double second = 0;
    double[] marginal = new double[all.card[0]];
    for (int entry = 0; entry < all.size; entry++) {
      int[] codes = all.codes(entry);
      if (all.joint[entry] > 0 && Enumerated.agrees(codes, states)) {
        double[] answer = gaussian(network, all, codes, numbers);
        double weight = all.joint[entry] * answer[0];
        total += weight;
        marginal[codes[0]] += weight;
        first += weight * answer[1];
        second += weight * (answer[2] + answer[1] * answer[1]);
      }
    }
    if (total == 0) {
      return;
    }
    HybridPosterior answer = query.posterior();
    String last = "x" + (n - 1);
    double mean = first / total;
    assertThat(answer.mean(last)).isCloseTo(mean, within(1e-9));
    assertThat(answer.variance(last)).isCloseTo(second / total - mean * mean, within(1e-9));
    boolean evidence =
        IntStream.of(states).anyMatch(s -> s >= 0)
            || Arrays.stream(numbers).anyMatch(x -> x != null);
    assertThat(answer.logDensityOfEvidence())
        .isCloseTo(evidence ? Math.log(total) : 0, within(1e-9));
    for (int s = 0; s < marginal.length; s++) {
      assertThat(answer.discrete().table()[s]).isCloseTo(marginal[s] / total, within(1e-9));
    }
  }

  private static HybridNetwork network(BayesianNetwork discrete, int n, SplittableRandom random) {
    HybridBuilder builder = HybridNetwork.builder();
    discrete.variables().forEach(v -> builder.discrete(v, discrete.states(v)));
    discrete.variables().forEach(v -> builder.table(discrete.cpd(v)));
    for (int i = 0; i < n; i++) {
      builder.continuous("x" + i);
    }
    for (int i = 0; i < n; i++) {
      List<String> conditions = new ArrayList<>();
      int rows = 1;
      for (String variable : discrete.variables()) {
        if (random.nextInt(4) == 0 && conditions.size() < 2) {
          conditions.add(variable);
          rows *= discrete.states(variable).size();
        }
      }
      List<String> parents = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextBoolean()) {
          parents.add("x" + j);
        }
      }
      double[][] numbers = new double[rows][parents.size() + 2];
      for (double[] row : numbers) {
        for (int k = 0; k <= parents.size(); k++) {
          row[k] = random.nextGaussian();
        }
        row[row.length - 1] = .2 + random.nextDouble();
      }
      if (conditions.isEmpty()) {
        Map<String, Double> coefficients = new LinkedHashMap<>();
        for (int k = 0; k < parents.size(); k++) {
          coefficients.put(parents.get(k), numbers[0][k + 1]);
        }
        builder.linearGaussian(
            "x" + i, numbers[0][0], coefficients, numbers[0][numbers[0].length - 1]);
      } else {
        builder.conditionalGaussian("x" + i, conditions, parents, numbers);
      }
    }
    return builder.build();
  }

  /** Density of the numbers, mean and variance of the last variable. */
  private static double[] gaussian(
      HybridNetwork network, Enumerated all, int[] codes, Double[] numbers) {
    int n = numbers.length;
    double[][] ib = new double[n][n];
    double[] d = new double[n];
    double[] mean = new double[n];
    double determinant = 1;
    for (int i = 0; i < n; i++) {
      Cpd cpd = network.cpd("x" + i);
      Cpd.LinearGaussian regression =
          cpd instanceof Cpd.ConditionalGaussian mixed
              ? mixed.row(
                  mixed.discreteParents().stream()
                      .map(p -> network.states(p).get(codes[all.variables.indexOf(p)]))
                      .toArray(String[]::new))
              : (Cpd.LinearGaussian) cpd;
      ib[i][i] = 1;
      d[i] = regression.variance();
      determinant *= d[i];
      mean[i] = regression.intercept();
      for (int j = 0; j < i; j++) {
        double b = regression.coefficients().getOrDefault("x" + j, 0.0);
        ib[i][j] = -b;
        mean[i] += b * mean[j];
      }
    }
    double[][] precision = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          precision[i][j] += ib[k][i] * ib[k][j] / d[k];
        }
      }
    }
    int[] free = IntStream.range(0, n).filter(i -> numbers[i] == null).toArray();
    double[][] block = new double[free.length][free.length];
    double[] h = new double[free.length];
    double quadratic = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (numbers[i] != null && numbers[j] != null) {
          quadratic += precision[i][j] * (numbers[i] - mean[i]) * (numbers[j] - mean[j]);
        }
      }
    }
    for (int i = 0; i < free.length; i++) {
      for (int j = 0; j < free.length; j++) {
        block[i][j] = precision[free[i]][free[j]];
      }
      for (int j = 0; j < n; j++) {
        if (numbers[j] != null) {
          h[i] -= precision[free[i]][j] * (numbers[j] - mean[j]);
        }
      }
    }
    double[] blockDeterminant = {1};
    double[][] covariance = inverse(block, blockDeterminant);
    double[] shift = new double[free.length];
    for (int i = 0; i < free.length; i++) {
      for (int j = 0; j < free.length; j++) {
        shift[i] += covariance[i][j] * h[j];
      }
      quadratic -= shift[i] * h[i];
    }
    int seen = n - free.length;
    double density =
        Math.exp(-.5 * quadratic)
            / Math.sqrt(Math.pow(2 * Math.PI, seen) * determinant * blockDeterminant[0]);
    int last = free.length - 1;
    return new double[] {density, mean[n - 1] + shift[last], covariance[last][last]};
  }

  private static double[][] inverse(double[][] matrix, double[] determinant) {
    int n = matrix.length;
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      inverse[i][i] = 1;
    }
    for (int i = 0; i < n; i++) {
      double pivot = matrix[i][i];
      determinant[0] *= pivot;
      for (int j = 0; j < n; j++) {
        matrix[i][j] /= pivot;
        inverse[i][j] /= pivot;
      }
      for (int r = 0; r < n; r++) {
        double factor = r == i ? 0 : matrix[r][i];
        for (int j = 0; j < n; j++) {
          matrix[r][j] -= factor * matrix[i][j];
          inverse[r][j] -= factor * inverse[i][j];
        }
      }
    }
    return inverse;
  }

  /** Pieces give the bits of the batch, merging gives its numbers; rows come from the network. */
  @Property(tries = 40, seed = "32")
  void add_piecewise_equalsTheBatchBitForBit(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).derive("hybrid").random();
    HybridNetwork network = network(RandomNetworks.network(seed), 4, random);
    Table table = network.sample(300, Seed.of(seed));
    HybridStatistics none = HybridStatistics.empty(network.graph(), table);
    HybridStatistics batch = none.add(table);
    int cut = random.nextInt(table.rows());
    Table head = table.rows(IntStream.range(0, cut).toArray());
    Table tail = table.rows(IntStream.range(cut, table.rows()).toArray());
    HybridStatistics stream = none.add(head).add(tail);
    assertThat(stream).isEqualTo(batch).hasSameHashCodeAs(batch);
    HybridStatistics merged = none.add(tail).merge(none.add(head));
    assertThat(merged.rows()).isEqualTo(300);
    HybridNetwork one = fittedIfItCanBe(batch);
    if (one == null) {
      return;
    }
    assertThat(stream.fit(FitOptions.dirichlet(1))).isEqualTo(one);
    HybridNetwork other = merged.fit(FitOptions.dirichlet(1));
    for (String variable : one.variables()) {
      if (one.cpd(variable) instanceof Cpd.LinearGaussian regression) {
        Cpd.LinearGaussian that = (Cpd.LinearGaussian) other.cpd(variable);
        assertThat(that.intercept()).isCloseTo(regression.intercept(), within(1e-9));
        assertThat(that.variance()).isCloseTo(regression.variance(), within(1e-9));
        regression
            .coefficients()
            .forEach(
                (parent, b) ->
                    assertThat(that.coefficients().get(parent)).isCloseTo(b, within(1e-9)));
      }
    }
  }

  /**
   * Null where a combination of discrete parents has no rows, or too few; three in ten can be
   * fitted at least.
   */
  private static @Nullable HybridNetwork fittedIfItCanBe(HybridStatistics statistics) {
    HybridNetwork fitted = null;
    try {
      fitted = statistics.fit(FitOptions.dirichlet(1));
    } catch (UnseenParentStateException | IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("row");
    }
    Statistics.label("fitted")
        .collect(fitted != null)
        .coverage(c -> c.check(true).percentage(p -> p >= 30));
    return fitted;
  }

  /** Every parameter of a regression within 5 of its standard errors. */
  @Property(tries = 20, seed = "33")
  void fit_ofSampledRows_recoversTheRegressions(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).derive("hybrid").random();
    HybridNetwork network = network(RandomNetworks.network(seed), 3, random);
    int rows = 20_000;
    Table table = network.sample(rows, Seed.of(seed));
    HybridNetwork fitted =
        fittedIfItCanBe(HybridStatistics.empty(network.graph(), table).add(table));
    if (fitted == null) {
      return;
    }
    for (int i = 0; i < 3; i++) {
      if (network.cpd("x" + i) instanceof Cpd.LinearGaussian truth) {
        Cpd.LinearGaussian found = (Cpd.LinearGaussian) fitted.cpd("x" + i);
        double relative = Math.sqrt(2.0 / rows);
        assertThat(found.variance())
            .isCloseTo(truth.variance(), within(5 * relative * truth.variance()));
        truth
            .coefficients()
            .forEach(
                (parent, b) -> {
                  // at most 1.2 of residual variance over at least .2 of the parent's own
                  double error = Math.sqrt(truth.variance() / .2 / rows);
                  assertThat(found.coefficients().get(parent)).isCloseTo(b, within(5 * error));
                });
      }
    }
  }
}
