package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.OracleCases;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Published and derived identification queries with their verdicts and values
 * (identification-cases.json; conventions inside the file).
 */
class IdentifierOracleTest {
  /**
   * Queries on P(v) of one graph. The kinds gid (several distributions), transport and
   * counterfactual ask for more than {@link Identifier} answers.
   */
  private static final Set<String> KINDS = Set.of("interventional", "conditional");

  private static Stream<JsonNode> cases() {
    return OracleCases.read("identification-cases.json").stream()
        .filter(c -> KINDS.contains(c.get("kind").asText()));
  }

  private static CausalQuery query(JsonNode c) {
    return new CausalQuery(
        OracleCases.names(c.get("treatments")),
        OracleCases.names(c.get("outcomes")),
        OracleCases.names(c.get("conditions")));
  }

  private static DynamicTest test(JsonNode c, Runnable check) {
    return DynamicTest.dynamicTest(c.get("name").asText(), check::run);
  }

  @Test
  void oracle_holdsSeventyFourCasesOfOurKinds() {
    assertThat(cases()).hasSize(74);
    assertThat(cases().filter(c -> c.has("numeric"))).hasSize(52);
  }

  @TestFactory
  Stream<DynamicTest> identify_oracleCase_hasThePublishedVerdict() {
    return cases()
        .map(
            c ->
                test(
                    c,
                    () -> {
                      CausalGraph g = OracleCases.graph(c);
                      boolean expected = c.get("identifiable").asBoolean();
                      assertThat(Identifier.identify(g, query(c)).isIdentified())
                          .isEqualTo(expected);
                      // the complete algorithm alone, without the short cuts
                      assertThat(IdAlgorithm.run(g, query(c)).estimand() != null)
                          .isEqualTo(expected);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> evaluate_oracleCase_isTheInterventionalTruth() {
    return cases()
        .filter(c -> c.has("numeric"))
        .map(
            c ->
                test(
                    c,
                    () -> {
                      CausalGraph g = OracleCases.graph(c);
                      Identified found = (Identified) Identifier.identify(g, query(c));
                      assertEvaluates(c, found.estimand());
                      assertThat(DerivationChecker.problem(found)).isEmpty();
                      assertThat(
                              DerivationChecker.problem(
                                  IdAlgorithm.run(g, query(c)).derivationOrThrow(),
                                  Available.observation().regimes()))
                          .isEmpty();
                      assertEvaluates(c, IdAlgorithm.run(g, query(c)).estimand());
                      assertEvaluates(c, Expr.parse(found.estimand().toString()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> evaluate_publishedEstimand_isTheInterventionalTruth() {
    return cases()
        .filter(c -> c.has("numeric") && c.has("estimand"))
        .map(c -> test(c, () -> assertEvaluates(c, Expr.parse(c.get("estimand").asText()))));
  }

  private static void assertEvaluates(JsonNode c, Expr estimand) {
    JsonNode numeric = c.get("numeric");
    ProbabilityTable joint =
        ProbabilityTable.binaryJoint(
            OracleCases.names(numeric.get("jointOrder")), numbers(numeric.get("joint")));
    double[] expected = numbers(numeric.get("expected"));
    ProbabilityTable found =
        ExprEvaluator.evaluate(
            estimand, Distributions.of(joint), OracleCases.names(numeric.get("expectedOrder")));
    assertThat(found.toArray())
        .as("%s", estimand)
        .usingComparatorWithPrecision(1e-8)
        .containsExactly(expected);
    assertThat(found.value(0)).isCloseTo(expected[0], within(1e-8));
  }

  private static double[] numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @TestFactory
  Stream<DynamicTest> hedge_oracleCase_isAHedge() {
    return cases()
        .filter(c -> !c.get("identifiable").asBoolean())
        .map(c -> test(c, () -> assertIsHedge(OracleCases.graph(c), c)));
  }

  /**
   * By the definition: some roots R among the ancestors of the outcomes, with arrows into the
   * treatments cut, such that all of F reaches R within F and all of F' within F', each is held
   * together by bidirected edges, and the treatments meet F and not F'. For a conditional query
   * treatments and outcomes are those that IDC arrived at.
   */
  private static void assertIsHedge(CausalGraph g, JsonNode c) {
    NotIdentified no = (NotIdentified) Identifier.identify(g, query(c));
    assertThat(HedgeChecker.problem(g, no)).isEmpty();
    List<String> treatments = no.reducedQuery().treatments();
    List<String> outcomes = no.reducedQuery().outcomes();
    Set<String> forest = no.hedge().forest();
    Set<String> subforest = no.hedge().subforest();
    Set<String> roots = new LinkedHashSet<>(g.withoutEdgesInto(treatments).ancestors(outcomes));
    roots.retainAll(subforest);

    assertThat(forest).containsAll(subforest).hasSizeGreaterThan(subforest.size());
    assertThat(forest).containsAnyElementsOf(treatments);
    assertThat(subforest).isNotEmpty().doesNotContainAnyElementsOf(treatments);
    assertThat(g.subgraph(forest).cComponents()).hasSize(1);
    assertThat(g.subgraph(subforest).cComponents()).hasSize(1);
    assertThat(g.subgraph(forest).ancestors(roots)).isEqualTo(forest);
    assertThat(g.subgraph(subforest).ancestors(roots)).isEqualTo(subforest);
  }
}
