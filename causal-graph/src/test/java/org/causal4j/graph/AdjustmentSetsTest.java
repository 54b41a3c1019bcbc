package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AdjustmentSetsTest {
  /** The DAG and ADMG cases. */
  private static List<JsonNode> cases() {
    return OracleCases.read("adjustment-cases.json").stream()
        .filter(c -> Set.of("dag", "admg").contains(c.get("graphType").asText()))
        .toList();
  }

  @Test
  void oracle_holdsThirtyFourCasesOfOurKinds() {
    assertThat(cases()).hasSize(34);
  }

  @TestFactory
  Stream<DynamicTest> allMinimal_oracleCase_isThePublishedList() {
    return cases().stream()
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkMinimal(c)));
  }

  private static void checkMinimal(JsonNode c) {
    CausalGraph g = OracleCases.graph(c);
    List<String> x = OracleCases.names(c.get("exposures"));
    List<String> y = OracleCases.names(c.get("outcomes"));
    Set<Set<String>> expected = new HashSet<>();
    c.get("minimalAdjustmentSets").forEach(s -> expected.add(new HashSet<>(OracleCases.names(s))));

    List<Set<String>> found = AdjustmentSets.allMinimal(g, x, y, 1000);
    assertThat(found).hasSameSizeAs(expected);
    assertThat(new HashSet<>(found)).isEqualTo(expected);
    assertThat(found).allMatch(z -> AdjustmentSets.isValid(g, x, y, z));
    assertThat(AdjustmentSets.forbidden(g, x, y))
        .containsExactlyInAnyOrderElementsOf(OracleCases.names(c.get("forbidden")));

    Adjustment one = AdjustmentSets.minimal(g, x, y);
    assertThat(one.set().isPresent()).isEqualTo(c.get("adjustable").asBoolean());
    one.set().ifPresent(set -> assertThat(expected).contains(set));
    boolean emptyIsValid = expected.contains(Set.<String>of());
    assertThat(one instanceof Adjustment.NotNeeded).isEqualTo(emptyIsValid);
  }

  @TestFactory
  Stream<DynamicTest> allMinimalForDirectEffect_oracleCase_isThePublishedList() {
    return cases().stream()
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkDirect(c)));
  }

  private static void checkDirect(JsonNode c) {
    CausalGraph g = OracleCases.graph(c);
    String x = c.get("exposures").get(0).asText();
    String y = c.get("outcomes").get(0).asText();
    Set<Set<String>> expected = new HashSet<>();
    c.get("minimalDirectEffectSets").forEach(s -> expected.add(Set.copyOf(OracleCases.names(s))));

    assertThat(new HashSet<>(AdjustmentSets.allMinimalForDirectEffect(g, x, y, 1000)))
        .isEqualTo(expected);
    assertThat(AdjustmentSets.minimalForDirectEffect(g, x, y).set().isPresent())
        .isEqualTo(!expected.isEmpty());
  }

  /** The marks as the file gives them, closed or not. */
  @TestFactory
  Stream<DynamicTest> allMinimal_oracleCaseWithMarks_isThePublishedList() {
    return OracleCases.read("adjustment-cases.json").stream()
        .filter(c -> Set.of("cpdag", "pdag", "pag").contains(c.get("graphType").asText()))
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkMarked(c)));
  }

  private static void checkMarked(JsonNode c) {
    MarkedGraph g = OracleCases.markedGraph(c);
    List<String> x = OracleCases.names(c.get("exposures"));
    List<String> y = OracleCases.names(c.get("outcomes"));
    Set<Set<String>> expected = new HashSet<>();
    c.get("minimalAdjustmentSets").forEach(s -> expected.add(Set.copyOf(OracleCases.names(s))));

    assertThat(new HashSet<>(AdjustmentSets.allMinimal(g, x, y, 1000))).isEqualTo(expected);
    assertThat(AdjustmentSets.minimal(g, x, y).set().isPresent()).isEqualTo(!expected.isEmpty());
    for (JsonNode verdict : c.get("checked")) {
      assertThat(AdjustmentSets.isValid(g, x, y, OracleCases.names(verdict.get("set"))))
          .as("%s", verdict)
          .isEqualTo(verdict.get("valid").asBoolean());
    }
  }

  @TestFactory
  Stream<DynamicTest> optimal_oracleCase_isThePublishedSet() {
    return cases().stream()
        .filter(c -> c.has("optimalAdjustmentSet"))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () ->
                        assertThat(
                                AdjustmentSets.optimal(
                                    OracleCases.graph(c),
                                    c.get("exposures").get(0).asText(),
                                    c.get("outcomes").get(0).asText()))
                            .hasValueSatisfying(
                                set ->
                                    assertThat(set)
                                        .containsExactlyInAnyOrderElementsOf(
                                            OracleCases.names(c.get("optimalAdjustmentSet"))))));
  }

  @TestFactory
  Stream<DynamicTest> allFrontDoor_oracleCase_isThePublishedList() {
    return cases().stream()
        .filter(c -> c.has("frontDoorSets"))
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkFrontDoor(c)));
  }

  private static void checkFrontDoor(JsonNode c) {
    CausalGraph g = OracleCases.graph(c);
    String x = c.get("exposures").get(0).asText();
    String y = c.get("outcomes").get(0).asText();
    Set<Set<String>> expected = new HashSet<>();
    c.get("frontDoorSets").forEach(s -> expected.add(new HashSet<>(OracleCases.names(s))));

    assertThat(new HashSet<>(AdjustmentSets.allFrontDoor(g, x, y, 100))).isEqualTo(expected);
    assertThat(AdjustmentSets.frontDoor(g, x, y).isPresent()).isEqualTo(!expected.isEmpty());
  }

  @Property(tries = 150, seed = "31")
  void allMinimal_randomGraph_agreesWithEverySubsetTried(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.35, 0.12);
    g = seed % 3 == 0 ? g.withLatent("v6") : g;
    Set<String> x = seed % 2 == 0 ? Set.of("v0") : Set.of("v0", "v2");
    Set<String> y = Set.of("v1");
    List<Set<String>> valid = new ArrayList<>();
    for (Set<String> z : subsets(g, x, y)) {
      if (isValidByDefinition(g, x, y, z)) {
        valid.add(z);
      }
      assertThat(AdjustmentSets.isValid(g, x, y, z)).isEqualTo(isValidByDefinition(g, x, y, z));
    }
    Set<Set<String>> minimal = new HashSet<>();
    for (Set<String> z : valid) {
      if (valid.stream().noneMatch(other -> other.size() < z.size() && z.containsAll(other))) {
        minimal.add(z);
      }
    }

    assertThat(new HashSet<>(AdjustmentSets.allMinimal(g, x, y, 1000))).isEqualTo(minimal);
    assertThat(AdjustmentSets.allMinimal(g, x, y, 1000)).hasSameSizeAs(minimal);
    assertThat(AdjustmentSets.minimal(g, x, y).set().isPresent()).isEqualTo(!valid.isEmpty());
  }

  /** Shpitser et al. 2010: no descendant of a causal node; every non-causal proper path blocked. */
  private static boolean isValidByDefinition(
      CausalGraph g, Set<String> x, Set<String> y, Set<String> z) {
    Set<String> causal = AdjustmentSets.causalNodes(g, x, y);
    if (g.descendants(causal).stream().anyMatch(z::contains)) {
      return false;
    }
    Set<Edge> first = new LinkedHashSet<>();
    for (Edge edge : g.directedEdges()) {
      if (x.contains(edge.from()) && causal.contains(edge.to())) {
        first.add(edge);
      }
    }
    CausalGraph cut = g.withoutEdges(first);
    return x.stream()
        .noneMatch(a -> y.stream().anyMatch(b -> BruteForce.hasOpenPath(cut, a, b, z)));
  }

  @Property(tries = 150, seed = "32")
  void allFrontDoor_randomGraph_agreesWithEverySubsetTried(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 6, 0.4, 0.12);
    List<Set<String>> valid = new ArrayList<>();
    for (Set<String> z : subsets(g, Set.of("v0"), Set.of("v1"))) {
      if (!z.isEmpty() && isFrontDoorByDefinition(g, z)) {
        valid.add(z);
      }
    }
    Set<Set<String>> minimal = new HashSet<>();
    for (Set<String> z : valid) {
      if (valid.stream().noneMatch(other -> other.size() < z.size() && z.containsAll(other))) {
        minimal.add(z);
      }
    }

    assertThat(new HashSet<>(AdjustmentSets.allFrontDoor(g, "v0", "v1", 100))).isEqualTo(minimal);
  }

  /** Of v0 on v1, which v0 must cause. */
  private static boolean isFrontDoorByDefinition(CausalGraph g, Set<String> z) {
    Set<String> rest = new LinkedHashSet<>(g.nodes());
    rest.removeAll(z);
    boolean causes = g.descendants("v0").contains("v1");
    boolean intercepts = !g.subgraph(rest).descendants("v0").contains("v1");
    CausalGraph fromX = g.withoutEdgesOutOf(Set.of("v0"));
    CausalGraph fromZ = g.withoutEdgesOutOf(z);
    return causes
        && intercepts
        && z.stream().noneMatch(m -> BruteForce.hasOpenPath(fromX, "v0", m, Set.of()))
        && z.stream().noneMatch(m -> BruteForce.hasOpenPath(fromZ, m, "v1", Set.of("v0")));
  }

  private static List<Set<String>> subsets(CausalGraph g, Set<String> x, Set<String> y) {
    List<String> rest = new ArrayList<>(g.observed());
    rest.removeAll(x);
    rest.removeAll(y);
    List<Set<String>> all = new ArrayList<>();
    for (int mask = 0; mask < 1 << rest.size(); mask++) {
      Set<String> z = new LinkedHashSet<>();
      for (int i = 0; i < rest.size(); i++) {
        if ((mask >> i & 1) == 1) {
          z.add(rest.get(i));
        }
      }
      all.add(z);
    }
    return all;
  }

  @Test
  void minimal_threeAnswers_areThreeTypes() {
    Adjustment none = AdjustmentSets.minimal(CausalGraph.parse("x -> y; x <-> y"), "x", "y");
    Adjustment empty = AdjustmentSets.minimal(CausalGraph.parse("x -> y"), "x", "y");
    Adjustment set = AdjustmentSets.minimal(CausalGraph.parse("z -> {x y}; x -> y"), "x", "y");

    assertThat(none).hasToString("no adjustment set exists: x <-> y stays open");
    assertThat(empty).hasToString("no adjustment needed").isEqualTo(new Adjustment.NotNeeded());
    assertThat(set).hasToString("adjust for [z]");
    assertThat(List.of(none, empty, set))
        .extracting(
            a -> a.<String>fold(Adjustment.Impossible::openConnection, () -> "", s -> "set"))
        .containsExactly("x <-> y", "", "set");
    assertThat(none.set()).isEmpty();
    assertThat(empty.set()).contains(Set.of());
  }

  @Test
  void isValid_descendantOfTreatmentOffThePath_isAllowedByTheAdjustmentCriterion() {
    CausalGraph g = CausalGraph.parse("x -> {y z}");

    assertThat(AdjustmentSets.isValid(g, "x", "y", Set.of("z"))).isTrue();
    assertThat(
            AdjustmentSets.isValid(CausalGraph.parse("x -> m -> y; m -> z"), "x", "y", Set.of("z")))
        .isFalse();
  }

  @Test
  void allMinimal_limit_stopsThere() {
    CausalGraph g = CausalGraph.parse("x <- a -> b -> c -> y; x -> y");

    assertThat(AdjustmentSets.allMinimal(g, "x", "y", 2)).hasSize(2);
    assertThat(AdjustmentSets.allMinimal(g, "x", "y", 9))
        .containsExactly(Set.of("a"), Set.of("b"), Set.of("c"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.allMinimal(g, "x", "y", 0))
        .withMessageContaining("limit: 0");
  }

  @Test
  void queries_latentOrHidden_areRefusedWhereTheyMakeNoSense() {
    CausalGraph g = CausalGraph.parse("u [latent]; u -> {x y}; x -> y");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.minimal(g, "u", "y"))
        .withMessageContaining("x: u is latent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.optimal(g, "x", "y"))
        .withMessageContaining("hidden");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.minimal(g, "x", "x"))
        .withMessageContaining("y: x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.isValid(g, "x", "y", Set.of("y")));
    assertThat(AdjustmentSets.isValid(g, "x", "y", Set.of("u"))).isFalse();
  }

  @Test
  void optimal_noCausalPath_hasNoValue() {
    assertThat(AdjustmentSets.optimal(CausalGraph.parse("y -> x"), "x", "y")).isEmpty();
  }
}
