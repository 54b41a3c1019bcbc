package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.RandomGraphs;
import org.junit.jupiter.api.Test;

/**
 * Two populations whose models share all hidden causes and mechanisms, but those of the variables
 * that selection nodes point at: what is identified from an experiment on the one and observation
 * of the other is the truth in the other.
 */
class TransportRandomTest {

  @Test
  void identify_randomPopulations_equalTheTruthInTheTarget() {
    int transported = 0;
    int bothUsed = 0;
    int refused = 0;
    int wrongElsewhere = 0;
    for (int i = 0; i < 300; i++) {
      Seed seed = Seed.of(611).derive(i);
      SplittableRandom random = seed.random();
      CausalGraph g = RandomGraphs.admg(seed.derive("graph").value(), 5, 0.5, 0.25);
      List<String> order = g.topologicalOrder();
      CausalQuery query = CausalQuery.effectOf(order.get(random.nextInt(3))).on(order.get(4));
      Set<String> differing = new LinkedHashSet<>();
      g.nodes().stream().filter(v -> random.nextInt(4) == 0).forEach(differing::add);
      Set<String> done = Set.copyOf(query.treatments());
      Available available = Available.transport(differing, List.of(done));
      boolean without = Identifier.identify(g, query).isIdentified();
      Identification answer = Identifier.identify(g, query, available);
      if (!(answer instanceof Identified yes)) {
        refused++;
        assertThat(without).as("%s in %s", query, g).isFalse();
        assertThat(HedgeChecker.problem(g, (NotIdentified) answer)).isEmpty();
        continue;
      }
      assertThat(DerivationChecker.problem(yes, available)).as("%s in %s", yes, g).isEmpty();
      LatentModel target = new LatentModel(g, seed.derive("target"));
      LatentModel source = target.withOtherMechanisms(differing, seed.derive("source"));
      Map<Regime, ProbabilityTable> tables = new LinkedHashMap<>();
      tables.put(new Regime("*", Set.of()), target.joint());
      tables.put(new Regime("", done), experiment(g, source, query.treatments().get(0)));
      assertThat(yes.evaluate(Distributions.of(tables)).toArray())
          .as("%s in %s, %s differ", yes, g, differing)
          .usingComparatorWithPrecision(1e-9)
          .containsExactly(target.truth(query));
      transported += without ? 0 : 1;
      String estimand = yes.estimand().toString();
      bothUsed += estimand.contains("P*(") && estimand.contains("do(") ? 1 : 0;
      wrongElsewhere += gap(source.truth(query), target.truth(query)) > 1e-3 ? 1 : 0;
    }
    assertThat(transported).isGreaterThan(30);
    assertThat(bothUsed).isGreaterThan(20);
    assertThat(refused).isGreaterThan(10);
    // else the populations would not differ where it matters
    assertThat(wrongElsewhere).isGreaterThan(50);
  }

  private static double gap(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** P(others | do(x)) over x and then the others. */
  private static ProbabilityTable experiment(CausalGraph g, LatentModel model, String x) {
    List<String> others = new ArrayList<>(g.nodes());
    others.remove(x);
    List<String> all = new ArrayList<>(List.of(x));
    all.addAll(others);
    Map<String, List<String>> states = new LinkedHashMap<>();
    all.forEach(name -> states.put(name, List.of("0", "1")));
    CausalQuery query = new CausalQuery(List.of(x), others, List.of());
    return ProbabilityTable.of(states, model.truth(query));
  }
}
