package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.OracleCases;
import org.causal4j.graph.RandomGraphs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Surrogate experiments and transportability. */
class SeveralDistributionsTest {
  private static final CausalQuery X_ON_Y = CausalQuery.effectOf("X").on("Y");

  private static Available available(JsonNode c) {
    if (c.has("availableDistributions")) {
      List<Set<String>> sets = new ArrayList<>();
      c.get("availableDistributions")
          .forEach(d -> sets.add(new HashSet<>(OracleCases.names(d.get("do")))));
      return Available.experiments(sets);
    }
    Set<String> heads = new HashSet<>();
    c.get("selection").forEach(edge -> heads.add(edge.get(1).asText()));
    return Available.transport(
        heads, List.of(new HashSet<>(OracleCases.names(c.get("treatments")))));
  }

  @TestFactory
  Stream<DynamicTest> identify_oracleCase_hasThePublishedAnswerAndACheckedWitness() {
    return OracleCases.read("identification-cases.json").stream()
        .filter(c -> Set.of("gid", "transport").contains(c.get("kind").asText()))
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
  }

  private static void check(JsonNode c) {
    CausalGraph g = OracleCases.graph(c);
    CausalQuery query =
        new CausalQuery(
            OracleCases.names(c.get("treatments")),
            OracleCases.names(c.get("outcomes")),
            OracleCases.names(c.get("conditions")));
    Identification answer = Identifier.identify(g, query, available(c));
    assertThat(answer.isIdentified()).isEqualTo(c.get("identifiable").asBoolean());
    if (answer instanceof Identified yes) {
      assertThat(DerivationChecker.problem(yes, available(c))).isEmpty();
      if (c.has("estimand")) {
        String published = c.get("estimand").asText().replace(" for any value of Z", "");
        assertThat(CanonicalForm.of(yes.estimand()))
            .isEqualTo(CanonicalForm.of(Expr.parse(published)));
      }
    } else {
      assertThat(HedgeChecker.problem(g, (NotIdentified) answer)).isEmpty();
    }
  }

  @Test
  void identify_experimentThatIsNotEnough_saysWhatIsInTheWay() {
    Identification no =
        Identifier.identify(
            CausalGraph.parse("X -> Z -> Y; X <-> Z; X <-> Y"),
            X_ON_Y,
            Available.experiments(List.of(Set.of("Z"))));

    assertThat(no)
        .hasToString(
            "P(Y | do(X)) is not identifiable: [Z] can't be had: [P(…; do(Z)): [Z] is set there]");
  }

  @Test
  void identify_unknownNode_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Identifier.identify(
                    CausalGraph.parse("X -> Y"),
                    X_ON_Y,
                    Available.experiments(List.of(Set.of("Q")))))
        .withMessageContaining("Q is not in the graph");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Available("", List.of(new Regime("*", Set.of())), Map.of()))
        .withMessageContaining("does not say how");
  }

  /**
   * From experiments, in random models: the verdict is at least as good as without, the value
   * right.
   */
  @Test
  void identify_randomExperiments_equalTheTruth() {
    int only = 0;
    for (int i = 0; i < 150; i++) {
      Seed seed = Seed.of(77).derive(i);
      SplittableRandom random = seed.random();
      CausalGraph g = RandomGraphs.admg(seed.derive("graph").value(), 4, 0.5, 0.4);
      List<String> order = g.topologicalOrder();
      CausalQuery query = CausalQuery.effectOf(order.get(1 + random.nextInt(2))).on(order.get(3));
      Set<String> z = Set.of(order.get(0));
      Available available = Available.experiments(List.of(Set.of(), z));
      Identification answer = Identifier.identify(g, query, available);
      boolean without = Identifier.identify(g, query).isIdentified();
      assertThat(answer.isIdentified() || !without).as("%s in %s", query, g).isTrue();
      if (answer instanceof Identified yes) {
        only += without ? 0 : 1;
        assertThat(DerivationChecker.problem(yes, available)).as("%s in %s", yes, g).isEmpty();
        ResponseModel model = new ResponseModel(g, seed.derive("model"));
        assertThat(yes.evaluate(tables(g, model, z)).toArray())
            .as("%s in %s", yes, g)
            .usingComparatorWithPrecision(1e-9)
            .containsExactly(model.marginal("", query.treatments(), query.outcomes()).toArray());
      } else {
        assertThat(HedgeChecker.problem(g, (NotIdentified) answer)).isEmpty();
      }
    }
    assertThat(only).isPositive();
  }

  private static Distributions tables(CausalGraph g, ResponseModel model, Set<String> z) {
    Map<Regime, ProbabilityTable> tables = new LinkedHashMap<>();
    for (Set<String> done : List.of(Set.<String>of(), z)) {
      List<String> rest = new ArrayList<>(g.nodes());
      rest.removeAll(done);
      tables.put(new Regime("", done), model.marginal("", List.copyOf(done), rest));
    }
    return Distributions.of(tables);
  }
}
