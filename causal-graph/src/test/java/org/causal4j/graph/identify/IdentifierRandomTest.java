package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.RandomGraphs;
import org.junit.jupiter.api.Test;

class IdentifierRandomTest {
  private static final int GRAPHS = 300;

  @Test
  void evaluate_randomModels_equalsTheInterventionalTruth() {
    Map<Strategy, Integer> seen = new EnumMap<>(Strategy.class);
    int refused = 0;
    for (int i = 0; i < GRAPHS; i++) {
      Seed seed = Seed.of(2024).derive(i);
      SplittableRandom random = seed.random();
      CausalGraph g =
          RandomGraphs.admg(seed.derive("graph").value(), 4 + random.nextInt(3), 0.5, 0.2);
      if (g.bidirectedEdges().size() > 6) {
        g = g.withoutEdges(g.bidirectedEdges().subList(6, g.bidirectedEdges().size()));
      }
      CausalQuery query = randomQuery(g, random);
      LatentModel model = new LatentModel(g, seed.derive("model"));
      ProbabilityTable joint = model.joint();
      double[] truth = model.truth(query);

      Identification answer = Identifier.identify(g, query);
      IdAlgorithm.Outcome outcome = IdAlgorithm.run(g, query);
      Expr complete = outcome.estimand();
      assertThat(answer.isIdentified()).as("%s in %s", query, g).isEqualTo(complete != null);
      if (answer instanceof Identified yes) {
        seen.merge(yes.strategy(), 1, Integer::sum);
        assertThat(yes.evaluate(joint).toArray())
            .as("%s in %s by %s", query, g, yes.estimand())
            .usingComparatorWithPrecision(1e-9)
            .containsExactly(truth);
        assertThat(DerivationChecker.problem(yes)).as("%s in %s", query, g).isEmpty();
        assertThat(
                DerivationChecker.problem(
                    outcome.derivationOrThrow(), Available.observation().regimes()))
            .as("%s in %s", query, g)
            .isEmpty();
        List<String> order = new ArrayList<>(query.treatments());
        order.addAll(query.conditions());
        order.addAll(query.outcomes());
        assertThat(ExprEvaluator.evaluate(complete, Distributions.of(joint), order).toArray())
            .as("%s in %s by %s", query, g, complete)
            .usingComparatorWithPrecision(1e-9)
            .containsExactly(truth);
      } else {
        refused++;
        assertThat(HedgeChecker.problem(g, (NotIdentified) answer))
            .as("%s in %s", query, g)
            .isEmpty();
      }
    }
    assertThat(seen).containsOnlyKeys(Strategy.values());
    assertThat(refused).isBetween(20, 200);
  }

  private static CausalQuery randomQuery(CausalGraph g, SplittableRandom random) {
    List<String> names = new ArrayList<>(g.topologicalOrder());
    // mostly an early node on a late one, so that there is an effect to identify
    String x = names.remove(random.nextInt(names.size() / 2 + 1));
    String y = names.remove(names.size() - 1 - random.nextInt(2));
    CausalQuery query = CausalQuery.effectOf(x).on(y);
    if (random.nextInt(4) == 0) {
      query =
          new CausalQuery(
              List.of(x, names.remove(random.nextInt(names.size()))), List.of(y), List.of());
    }
    return random.nextInt(4) == 0 ? query.given(names.get(random.nextInt(names.size()))) : query;
  }
}
