package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InstrumentsTest {

  @TestFactory
  Stream<DynamicTest> all_oracleCase_isThePublishedList() {
    return OracleCases.read("adjustment-cases.json").stream()
        .filter(c -> c.has("instruments"))
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
  }

  private static void check(JsonNode c) {
    Map<String, Set<Set<String>>> expected = new HashMap<>();
    for (JsonNode row : c.get("instruments")) {
      Set<Set<String>> sets = new HashSet<>();
      row.get("minimalConditioningSets").forEach(s -> sets.add(Set.copyOf(OracleCases.names(s))));
      expected.put(row.get("instrument").asText(), sets);
    }
    CausalGraph g = OracleCases.graph(c);
    String x = c.get("exposures").get(0).asText();
    String y = c.get("outcomes").get(0).asText();

    assertThat(byName(Instruments.all(g, x, y))).isEqualTo(expected);
    assertThat(Instruments.find(g, x, y).isPresent()).isEqualTo(!expected.isEmpty());
  }

  private static Map<String, Set<Set<String>>> byName(List<Instrument> instruments) {
    Map<String, Set<Set<String>>> map = new HashMap<>();
    instruments.forEach(i -> map.put(i.variable(), new HashSet<>(i.conditioningSets())));
    return map;
  }

  @Property(tries = 300, seed = "41")
  void all_randomGraph_agreesWithEverySubsetTried(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.3, 0.15);
    g = seed % 3 == 0 ? g.withLatent("v6") : g;
    Map<String, Set<Set<String>>> expected = new HashMap<>();
    Map<String, Set<Set<String>>> smaller = new HashMap<>();
    for (String z : g.observed()) {
      Set<Set<String>> valid = validSets(g, z);
      if (!valid.isEmpty()) {
        expected.put(z, valid);
        Set<Set<String>> pairs = new HashSet<>(valid);
        pairs.removeIf(w -> w.size() > 2);
        if (!pairs.isEmpty()) {
          smaller.put(z, pairs);
        }
      }
    }

    assertThat(byName(Instruments.all(g, "v0", "v1", new Instruments.Options(7, 100_000))))
        .isEqualTo(expected);
    assertThat(
            byName(Instruments.all(g, "v0", "v1", Instruments.Options.defaults().withMaxSize(2))))
        .isEqualTo(smaller);
    assertThat(Instruments.find(g, "v0", "v1").isPresent()).isEqualTo(!expected.isEmpty());
    Instruments.find(g, "v0", "v1")
        .ifPresent(
            i ->
                assertThat(expected.get(i.variable())).containsAnyElementsOf(i.conditioningSets()));
  }

  /** The inclusion-minimal ones, by the definition. */
  private static Set<Set<String>> validSets(CausalGraph g, String z) {
    Set<String> causal = AdjustmentSets.causalNodes(g, Set.of("v0"), Set.of("v1"));
    List<Edge> first = new ArrayList<>();
    for (Edge edge : g.directedEdges()) {
      if (edge.from().equals("v0") && causal.contains(edge.to())) {
        first.add(edge);
      }
    }
    CausalGraph cut = g.withoutEdges(first);
    Set<String> usable = new LinkedHashSet<>(g.observed());
    usable.removeAll(g.descendants(List.of("v0", "v1")));
    usable.remove(z);
    List<String> rest = new ArrayList<>(usable);
    Set<Set<String>> valid = new HashSet<>();
    if (g.descendants("v0").contains(z) || z.equals("v1")) {
      return valid;
    }
    for (int mask = 0; mask < 1 << rest.size(); mask++) {
      Set<String> w = new HashSet<>();
      for (int i = 0; i < rest.size(); i++) {
        if ((mask >> i & 1) == 1) {
          w.add(rest.get(i));
        }
      }
      if (BruteForce.hasOpenPath(g, z, "v0", w) && !BruteForce.hasOpenPath(cut, z, "v1", w)) {
        valid.add(w);
      }
    }
    Set<Set<String>> minimal = new HashSet<>(valid);
    minimal.removeIf(w -> valid.stream().anyMatch(o -> o.size() < w.size() && w.containsAll(o)));
    return minimal;
  }

  @Test
  void all_openerNeeded_isPartOfTheSet() {
    CausalGraph g = CausalGraph.parse("z -> c <- u -> x -> y; x <-> y");

    assertThat(Instruments.all(g, "x", "y"))
        .contains(new Instrument("z", List.of(Set.of("c")), true))
        .contains(new Instrument("u", List.of(Set.of()), true));
    assertThat(Instruments.all(g, "x", "y", Instruments.Options.defaults().withMaxSize(0)))
        .extracting(Instrument::variable)
        .containsExactly("c", "u");
  }

  @Test
  void all_cutShort_saysSo() {
    CausalGraph g =
        CausalGraph.parse("x -> y; x <-> y; z -> {c d e f}; {c d e f} <- u -> x; z <- w -> y");
    List<Instrument> whole = Instruments.all(g, "x", "y");
    List<Instrument> cut =
        Instruments.all(g, "x", "y", Instruments.Options.defaults().withMaxTried(3));

    assertThat(whole).allMatch(Instrument::complete);
    assertThat(whole)
        .filteredOn(i -> i.variable().equals("z"))
        .flatExtracting(Instrument::conditioningSets)
        .containsExactlyInAnyOrder(
            Set.of("w", "c"), Set.of("w", "d"), Set.of("w", "e"), Set.of("w", "f"));
    assertThat(cut).filteredOn(i -> i.variable().equals("z")).noneMatch(Instrument::complete);
  }

  @Test
  void all_badArguments_areRefused() {
    CausalGraph g = CausalGraph.parse("z -> x -> y; u [latent]; u -> {x y}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instruments.Options.defaults().withMaxSize(-1))
        .withMessageContaining("maxSize: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instruments.find(g, "u", "y"))
        .withMessageContaining("x: u is latent");
    assertThat(Instruments.find(g, "x", "y"))
        .hasToString("Optional[z given [[]] and perhaps others]");
  }
}
