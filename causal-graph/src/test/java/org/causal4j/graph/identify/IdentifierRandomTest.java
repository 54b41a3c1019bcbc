package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.RandomGraphs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On random graphs of four to seven nodes: the engine, its complete algorithm alone and Tian and
 * Pearl's agree on every verdict; every formula equals the interventional truth of a random model
 * with hidden causes; every derivation and every hedge passes its checker.
 */
class IdentifierRandomTest {
  private static final int MOST_HIDDEN = 6;
  private static final double TOLERANCE = 1e-9;

  private final Map<Strategy, Integer> seen = new EnumMap<>(Strategy.class);
  private int refused;
  private int conditional;

  @Test
  void identify_twoThousandRandomGraphs_agreesWithTianPearlAndTheTruth() {
    run(2_000, Seed.of(2024));
    assertThat(seen).containsOnlyKeys(Strategy.values());
    assertThat(refused).isBetween(200, 1_200);
    assertThat(conditional).isGreaterThan(300);
  }

  @Test
  @Tag("nightly")
  void identify_tenThousandRandomGraphs_agreesWithTianPearlAndTheTruth() {
    run(10_000, Seed.of(2025));
    assertThat(seen).containsOnlyKeys(Strategy.values());
  }

  private void run(int graphs, Seed seeds) {
    for (int i = 0; i < graphs; i++) {
      Seed seed = seeds.derive(i);
      SplittableRandom random = seed.random();
      CausalGraph g =
          RandomGraphs.admg(seed.derive("graph").value(), 4 + random.nextInt(4), 0.5, 0.2);
      if (g.bidirectedEdges().size() > MOST_HIDDEN) {
        g = g.withoutEdges(g.bidirectedEdges().subList(MOST_HIDDEN, g.bidirectedEdges().size()));
      }
      check(g, randomQuery(g, random), new LatentModel(g, seed.derive("model")));
    }
  }

  private void check(CausalGraph g, CausalQuery query, LatentModel model) {
    Identification answer = Identifier.identify(g, query);
    IdAlgorithm.Outcome outcome = IdAlgorithm.run(g, query);
    Optional<Expr> second = TianPearl.identify(g, query);
    assertThat(answer.isIdentified())
        .as("%s in %s", query, g)
        .isEqualTo(outcome.estimand() != null)
        .isEqualTo(second.isPresent());
    if (answer instanceof Identified yes) {
      seen.merge(yes.strategy(), 1, Integer::sum);
      conditional += query.conditions().isEmpty() ? 0 : 1;
      double[] truth = model.truth(query);
      ProbabilityTable joint = model.joint();
      assertValue(yes.estimand(), joint, query, truth, g);
      assertValue(outcome.estimand(), joint, query, truth, g);
      assertValue(second.orElseThrow(), joint, query, truth, g);
      assertThat(DerivationChecker.problem(yes)).as("%s in %s", query, g).isEmpty();
      assertThat(
              DerivationChecker.problem(
                  outcome.derivationOrThrow(), Available.observation().regimes()))
          .as("%s in %s", query, g)
          .isEmpty();
    } else {
      refused++;
      assertThat(HedgeChecker.problem(g, (NotIdentified) answer))
          .as("%s in %s", query, g)
          .isEmpty();
    }
  }

  private static void assertValue(
      Expr estimand, ProbabilityTable joint, CausalQuery query, double[] truth, CausalGraph g) {
    List<String> order = new ArrayList<>(query.treatments());
    order.addAll(query.conditions());
    order.addAll(query.outcomes());
    double[] found = ExprEvaluator.evaluate(estimand, Distributions.of(joint), order).toArray();
    for (int i = 0; i < truth.length; i++) {
      if (!(Math.abs(found[i] - truth[i]) <= TOLERANCE)) {
        assertThat(found).as("%s in %s by %s", query, g, estimand).containsExactly(truth);
      }
    }
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
