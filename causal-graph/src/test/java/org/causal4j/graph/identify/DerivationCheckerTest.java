package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.OracleCases;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DerivationCheckerTest {
  private static final Identified FRONT_DOOR =
      (Identified)
          Identifier.identify(
              CausalGraph.parse("x -> m -> y; x <-> y"), CausalQuery.effectOf("x").on("y"));

  private static Derivation with(Derivation d, List<Step> steps) {
    return new Derivation(d.graph(), d.shifted(), d.question(), steps, d.estimand());
  }

  private static Optional<String> problem(Derivation derivation) {
    return DerivationChecker.problem(derivation, Available.observation().regimes());
  }

  private static List<Step> replaced(List<Step> steps, int at, Step by) {
    List<Step> copy = new ArrayList<>(steps);
    copy.set(at, by);
    return copy;
  }

  /** All oracle cases of interventional and conditional queries that have an answer. */
  private static Stream<JsonNode> cases() {
    return OracleCases.read("identification-cases.json").stream()
        .filter(c -> Set.of("interventional", "conditional").contains(c.get("kind").asText()))
        .filter(c -> c.get("identifiable").asBoolean());
  }

  private static Identified answer(JsonNode c) {
    return (Identified)
        Identifier.identify(
            OracleCases.graph(c),
            new CausalQuery(
                OracleCases.names(c.get("treatments")),
                OracleCases.names(c.get("outcomes")),
                OracleCases.names(c.get("conditions"))));
  }

  @TestFactory
  Stream<DynamicTest> problem_stepLeftOut_isFound() {
    return cases()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () -> {
                      Derivation d = answer(c).derivation();
                      assertThat(problem(d)).isEmpty();
                      for (int i = 0; i < d.steps().size(); i++) {
                        List<Step> fewer = new ArrayList<>(d.steps());
                        fewer.remove(i);
                        // a step that is made again later may do the work of an earlier one
                        if (!fewer.subList(i, fewer.size()).contains(d.steps().get(i))) {
                          assertThat(problem(with(d, fewer))).as("without %s", i).isPresent();
                        }
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> problem_anotherRule_isFound() {
    return cases()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () -> {
                      Derivation d = answer(c).derivation();
                      for (int i = 0; i < d.steps().size(); i++) {
                        Step step = d.steps().get(i);
                        for (Rule rule : Rule.values()) {
                          // a law of probability is an identity, and so is algebra
                          if (rule != step.rule() && rule != Rule.ALGEBRA) {
                            Step other = changed(step, rule, step.cutInto(), step.cutOutOf());
                            assertThat(problem(with(d, replaced(d.steps(), i, other))))
                                .as("%s as %s", step, rule)
                                .isPresent();
                          }
                        }
                      }
                    }));
  }

  private static Step changed(Step step, Rule rule, Set<String> into, Set<String> outOf) {
    return new Step(
        rule, step.before(), step.after(), into, outOf, step.separation(), step.reason());
  }

  @TestFactory
  Stream<DynamicTest> problem_anotherGraphOrSeparation_isFound() {
    return cases()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () -> {
                      Derivation d = answer(c).derivation();
                      for (int i = 0; i < d.steps().size(); i++) {
                        Step step = d.steps().get(i);
                        if (step.separation().isPresent()) {
                          assertThat(problem(with(d, replaced(d.steps(), i, otherCut(d, step)))))
                              .isPresent();
                          assertThat(problem(with(d, replaced(d.steps(), i, noCondition(step)))))
                              .isPresent();
                        }
                      }
                    }));
  }

  private static Step otherCut(Derivation d, Step step) {
    Set<String> cut = new LinkedHashSet<>(step.cutInto());
    String node = d.graph().nodes().get(0);
    if (!cut.remove(node)) {
      cut.add(node);
    }
    return changed(step, step.rule(), cut, step.cutOutOf());
  }

  private static Step noCondition(Step step) {
    Step.Independence s = step.separation().orElseThrow();
    Set<String> given = new HashSet<>(s.given());
    if (given.isEmpty()) {
      given.add("another");
    } else {
      given.clear();
    }
    return new Step(
        step.rule(),
        step.before(),
        step.after(),
        step.cutInto(),
        step.cutOutOf(),
        Optional.of(new Step.Independence(s.left(), s.right(), given)),
        step.reason());
  }

  /** Every separation that a step needs matters: an edge that breaks it is noticed. */
  @TestFactory
  Stream<DynamicTest> problem_graphWithOneMoreHiddenCause_isFoundWhereItMatters() {
    return cases()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () -> {
                      Identified id = answer(c);
                      CausalGraph g = id.derivation().graph();
                      for (String x : id.query().treatments()) {
                        for (String child : g.children(x)) {
                          CausalGraph bow = g.withHiddenCause(x, child);
                          if (!Identifier.identify(bow, id.query()).isIdentified()) {
                            Derivation d = id.derivation();
                            assertThat(
                                    problem(
                                        new Derivation(
                                            bow,
                                            d.shifted(),
                                            d.question(),
                                            d.steps(),
                                            d.estimand())))
                                .isPresent();
                          }
                        }
                      }
                    }));
  }

  @Test
  void problem_anotherEstimand_isFound() {
    Derivation d = FRONT_DOOR.derivation();
    Expr wrong = Expr.parse("sum[m](P(m|x)*P(y|x,m))");
    assertThat(problem(new Derivation(d.graph(), d.shifted(), d.question(), d.steps(), wrong)))
        .get()
        .asString()
        .contains("the steps lead to");
  }

  @Test
  void problem_estimandThatIsNotAtHand_isFound() {
    CausalGraph g = CausalGraph.parse("x -> y; x <-> y");
    Expr question = Expr.parse("P(y; do(x))");
    assertThat(problem(new Derivation(g, Map.of(), question, List.of(), question)))
        .get()
        .asString()
        .contains("which is not at hand");
  }

  @Test
  void problem_wrongAlgebra_isFound() {
    CausalGraph g = CausalGraph.parse("z -> x -> y; z -> y");
    Expr before = Expr.parse("P(y|x)");
    Expr after = Expr.parse("sum[z](P(y|x,z)*P(z))");
    Step step = new Step(Rule.ALGEBRA, before, after, "wrong");
    assertThat(problem(new Derivation(g, Map.of(), before, List.of(step), after)))
        .get()
        .asString()
        .contains("the sides differ");
    Expr right = Expr.parse("sum[z](P(y|x,z)*P(z|x))");
    Step good = new Step(Rule.ALGEBRA, before, right, "right");
    assertThat(problem(new Derivation(g, Map.of(), before, List.of(good), right))).isEmpty();
  }

  @Test
  void problem_anotherQuery_isFound() {
    Identified other =
        new Identified(
            CausalQuery.effectOf("x").on("m"),
            FRONT_DOOR.strategy(),
            FRONT_DOOR.estimand(),
            FRONT_DOOR.adjustmentSet(),
            FRONT_DOOR.design(),
            FRONT_DOOR.derivation(),
            List.of(),
            List.of());
    assertThat(DerivationChecker.problem(other)).get().asString().contains("the question is");
  }

  @Test
  void toLatex_frontDoor_hasOneLineAStep() {
    assertThat(FRONT_DOOR.derivation().toLatex().lines())
        .hasSameSizeAs(FRONT_DOOR.derivation().steps())
        .anyMatch(line -> line.contains("G_{\\overline{\\mathit{x}}\\underline{\\mathit{m}}}"));
  }

  @Test
  void hedgeProblem_wrongHedges_areFound() {
    CausalGraph g = CausalGraph.parse("x -> z -> y; x <-> z; z <-> y");
    CausalQuery query = CausalQuery.effectOf("x").on("y");
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("x", "z", "y"), Set.of("z", "y"))))
        .isEmpty();
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("x", "z"), Set.of("z")))).isEmpty();
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("z", "y"), Set.of("y")))).isPresent();
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("x", "y"), Set.of("y")))).isPresent();
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("x", "z"), Set.of("x")))).isPresent();
    assertThat(HedgeChecker.problem(g, query, hedge(Set.of("x", "z"), Set.of()))).isPresent();
    assertThat(HedgeChecker.problem(g, query.given("z"), hedge(Set.of("x", "z"), Set.of("z"))))
        .get()
        .asString()
        .contains("without conditions");
  }

  private static Hedge hedge(Set<String> forest, Set<String> subforest) {
    return new Hedge(forest, subforest, List.of("x"), List.of("y"));
  }
}
