package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkovNetworkTest {
  private static final int VARIABLES = 5;

  private static MarkovNetwork random(SplittableRandom random) {
    MarkovNetwork.Builder builder = MarkovNetwork.builder();
    int[] card = new int[VARIABLES];
    for (int v = 0; v < VARIABLES; v++) {
      card[v] = 1 + random.nextInt(3);
      List<String> states = new ArrayList<>();
      for (int s = 0; s < card[v]; s++) {
        states.add("s" + s);
      }
      builder.variable("v" + v, states);
    }
    int factors = random.nextInt(5);
    for (int f = 0; f < factors; f++) {
      List<Integer> all = new ArrayList<>(List.of(0, 1, 2, 3, 4));
      Collections.shuffle(all, new java.util.Random(random.nextLong()));
      List<Integer> scope = all.subList(0, random.nextInt(4));
      int size = scope.stream().mapToInt(v -> card[v]).reduce(1, (a, b) -> a * b);
      double[] table = new double[size];
      for (int i = 0; i < size; i++) {
        table[i] = 0.1 + 9 * random.nextDouble();
      }
      builder.factor(scope.stream().map(v -> "v" + v).toList(), table);
    }
    return builder.build();
  }

  /** The product of the potentials at each state, the last variable fastest. */
  private static double[] products(MarkovNetwork net) {
    int[] card = net.card();
    int size = 1;
    for (int c : card) {
      size *= c;
    }
    double[] products = new double[size];
    int[] codes = new int[card.length];
    for (int i = 0; i < size; i++) {
      int rest = i;
      for (int v = card.length - 1; v >= 0; v--) {
        codes[v] = rest % card[v];
        rest /= card[v];
      }
      products[i] = 1;
      for (MarkovNetwork.Potential potential : net.factors()) {
        int at = 0;
        for (String variable : potential.scope()) {
          int v = net.variables().indexOf(variable);
          at = at * card[v] + codes[v];
        }
        products[i] *= potential.table()[at];
      }
    }
    return products;
  }

  private static int code(MarkovNetwork net, int state, int variable) {
    int rest = state;
    for (int v = net.card().length - 1; v > variable; v--) {
      rest /= net.card()[v];
    }
    return rest % net.card()[variable];
  }

  @Property(tries = 300, seed = "4711")
  void query_ofARandomNetwork_equalsEnumeration(@ForAll long seed) {
    MarkovNetwork net = random(new SplittableRandom(seed));
    double[] products = products(net);
    double z = 0;
    double zGiven = 0;
    double best = 0;
    double[] target = new double[net.card()[0]];
    for (int i = 0; i < products.length; i++) {
      z += products[i];
      if (code(net, i, 4) == 0) {
        zGiven += products[i];
        best = Math.max(best, products[i]);
        target[code(net, i, 0)] += products[i];
      }
    }
    assertThat(net.logPartition()).isCloseTo(Math.log(z), within(1e-12));
    MarkovQuery query = net.query("v0").given("v4", "s0");
    assertThat(query.logPartition()).isCloseTo(Math.log(zGiven), within(1e-12));
    Posterior posterior = query.posterior();
    assertThat(posterior.logProbabilityOfEvidence()).isCloseTo(Math.log(zGiven / z), within(1e-12));
    for (int s = 0; s < target.length; s++) {
      assertThat(posterior.probability("s" + s)).isCloseTo(target[s] / zGiven, within(1e-12));
    }
    MostProbable found = query.mostProbable();
    assertThat(found.logProbability()).isCloseTo(Math.log(best / z), within(1e-12));
    assertThat(found.states()).containsEntry("v4", "s0").hasSize(VARIABLES);
    assertThat(NetworkFormats.parseUaiMarkov(NetworkFormats.toUai(net)).logPartition())
        .isEqualTo(net.logPartition());
  }

  @Test
  void of_aBayesianNetwork_isTheSameDistribution() {
    BayesianNetwork bayes = WorkedNetworks.g1();
    MarkovNetwork net = MarkovNetwork.of(bayes);
    assertThat(net.logPartition()).isCloseTo(0, within(1e-14));
    assertThat(net.query("b").given("a", "yes").posterior().probability("yes"))
        .isCloseTo(
            bayes.query("b").given("a", "yes").posterior().probability("yes"), within(1e-14));
    assertThat(net.query("b").given("a", "yes")).hasToString("P(b | a=yes)");
  }

  /** The products themselves leave the range of a double on either side. */
  @Test
  void logPartition_ofHugeAndTinyPotentials_staysFinite() {
    MarkovNetwork.Builder huge = MarkovNetwork.builder().variable("a", "0", "1");
    MarkovNetwork.Builder tiny = MarkovNetwork.builder().variable("a", "0", "1");
    for (int i = 0; i < 10; i++) {
      huge.factor(List.of("a"), 1e200, 1e200);
      tiny.factor(List.of("a"), i % 2 == 0 ? 1e-200 : 1, i % 2 == 0 ? 1 : 1e-200);
    }
    assertThat(huge.build().logPartition())
        .isCloseTo(2000 * Math.log(10) + Math.log(2), within(1e-9));
    assertThat(tiny.build().logPartition())
        .isCloseTo(-1000 * Math.log(10) + Math.log(2), within(1e-9));
  }

  @Test
  void query_thatCannotBeAnswered_saysWhy() {
    MarkovNetwork net =
        MarkovNetwork.builder()
            .variable("a", "0", "1")
            .variable("b", "0", "1")
            .factor(List.of("a", "b"), 0, 0, 1, 1)
            .build();
    assertThatThrownBy(() -> net.query("b").given("a", "0").posterior())
        .isInstanceOf(ImpossibleEvidenceException.class)
        .hasMessageContaining("a=0");
    assertThatThrownBy(() -> net.query("c")).hasMessageContaining("'c' is not in the network");
    assertThatThrownBy(() -> net.query("a").given("b", "2")).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> net.query("a").withBudget(8).posterior())
        .isInstanceOf(InferenceBudgetException.class);
    assertThatThrownBy(() -> MarkovNetwork.builder().variable("a", "0").factor(List.of("a"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
