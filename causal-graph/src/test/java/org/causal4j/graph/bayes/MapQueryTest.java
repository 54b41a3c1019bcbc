package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.causal4j.graph.Do;
import org.junit.jupiter.api.Test;

class MapQueryTest {
  private static final double TOLERANCE = 1e-12;

  @Property(tries = 500, seed = "51")
  void find_inRandomNetwork_isTheMaximumOfTheEnumeratedSums(@ForAll long seed) {
    BayesianNetwork network = RandomNetworks.network(seed);
    RandomNetworks.Enumerated truth = new RandomNetworks.Enumerated(network);
    SplittableRandom random = Seed.of(seed).derive("map").random();
    int n = truth.card.length;
    Set<Integer> chosen = new LinkedHashSet<>();
    while (chosen.size() < 1 + n / 2) {
      chosen.add(random.nextInt(n));
    }
    int[] targets = chosen.stream().mapToInt(Integer::intValue).toArray();
    int[] observed = new int[n];
    Evidence evidence = Evidence.none();
    for (int v = 0; v < n; v++) {
      observed[v] = random.nextInt(4) == 0 ? random.nextInt(truth.card[v]) : -1;
      if (observed[v] >= 0) {
        String name = truth.variables.get(v);
        evidence = evidence.and(name, network.states(name).get(observed[v]));
      }
    }
    int hinted = random.nextInt(n);
    double[] weights = random.doubles(truth.card[hinted]).toArray();
    double[] sums = truth.joint(targets, observed);
    double[] weighed = new double[sums.length];
    for (int i = 0; i < truth.size; i++) {
      int[] codes = truth.codes(i);
      if (RandomNetworks.Enumerated.agrees(codes, observed)) {
        weighed[place(codes, targets, truth.card)] += truth.joint[i] * weights[codes[hinted]];
      }
    }
    MapQuery query =
        network
            .map(names(truth, targets))
            .given(evidence)
            .givenLikelihood(truth.variables.get(hinted), weights);
    double best = Arrays.stream(weighed).max().orElseThrow();
    if (best == 0) {
      assertThatThrownBy(query::find).isInstanceOf(ImpossibleEvidenceException.class);
      return;
    }
    MostProbable found = query.find();
    int[] codes = observed.clone();
    found.states().forEach((name, state) -> codes[network.index(name)] = network.code(name, state));
    int at = place(codes, targets, truth.card);
    assertThat(weighed[at]).isCloseTo(best, within(TOLERANCE));
    assertThat(found.states().keySet()).containsExactly(names(truth, targets));
    assertThat(found.logProbability()).isCloseTo(Math.log(sums[at]), within(TOLERANCE));
  }

  private static int place(int[] codes, int[] targets, int[] card) {
    int at = 0;
    for (int target : targets) {
      at = at * card[target] + codes[target];
    }
    return at;
  }

  private static String[] names(RandomNetworks.Enumerated truth, int[] targets) {
    return Arrays.stream(targets).mapToObj(truth.variables::get).toArray(String[]::new);
  }

  /** A = a is most probable, but the most probable state of A and B together has A = b. */
  @Test
  void find_whereSumAndMaximumDiffer_sumsTheOthers() {
    BayesianNetwork network =
        BayesianNetwork.builder()
            .variable("A", "a", "b")
            .variable("B", "x", "y", "z")
            .cpd("A", .6, .4)
            .cpd("B", java.util.List.of("A"), new double[] {.34, .33, .33}, new double[] {1, 0, 0})
            .build();
    assertThat(network.map("A").find().states()).isEqualTo(ImmutableMap.of("A", "a"));
    assertThat(network.mpe().find().states()).containsEntry("A", "b");
    assertThat(network.map("A").find()).hasToString("most probable: A=a (P = .6)");
  }

  @Test
  void find_ofAllVariables_isTheMostProbableExplanation() {
    BayesianNetwork network = RandomNetworks.network(7);
    String[] all = network.variables().toArray(String[]::new);
    assertThat(network.map(all).find()).isEqualTo(network.mpe().find());
  }

  @Test
  void find_afterIntervention_seesTheNewNetwork() {
    BayesianNetwork network = RandomNetworks.network(7);
    String variable = network.variables().get(0);
    String state = network.states(variable).get(1);
    IntervenedNetwork after = network.intervene(Do.set(variable, state));
    assertThat(after.map(variable).find().states()).containsEntry(variable, state);
    assertThatThrownBy(() -> after.map(variable).given(variable, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intervened upon");
  }

  @Test
  void map_ofUnknownOrRepeatedVariable_isRefused() {
    BayesianNetwork network = RandomNetworks.network(7);
    assertThatThrownBy(() -> network.map("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> network.map("v0", "v0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(network::map).isInstanceOf(IllegalArgumentException.class);
  }
}
