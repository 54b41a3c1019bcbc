package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;
import org.causal4j.graph.RandomGraphs;
import org.junit.jupiter.api.Test;

class RemediesTest {
  private static final CausalQuery X_ON_Y = CausalQuery.effectOf("x").on("y");

  private static Remedies remedies(String graph) {
    CausalGraph g = CausalGraph.parse(graph);
    return ((NotIdentified) Identifier.identify(g, X_ON_Y)).remedies(g);
  }

  @Test
  void remedies_bowArc_isTheCommonCause() {
    Remedies found = remedies("x -> y; x <-> y");

    assertThat(found)
        .hasToString("P(y | do(x)) would be identifiable: measure the common cause of x and y");
    assertThat(found.exhaustive()).isTrue();
    assertThat(found.measurements().get(0).answer().estimand())
        .hasToString("sum[U_x_y](P(y|x,U_x_y)*P(U_x_y))");
  }

  @Test
  void remedies_frontDoorWithConfoundedTreatment_areOneMeasurement() {
    // m is needed and confounded with x, which alone may be set: no other experiment helps
    Remedies found = remedies("x -> m -> y; x <-> y; x <-> m");

    assertThat(found.measurements())
        .extracting(Remedy.Measurement::hiddenCauses)
        .containsExactly(Set.of(Edge.bidirected("x", "m")));
    assertThat(found.experiments()).isEmpty();
    assertThat(found.measurements().get(0).answer().strategy()).isNotEqualTo(Strategy.NO_EFFECT);
  }

  @Test
  void remedies_mediatorConfoundedWithTheOutcome_isAnExperimentOrAMeasurement() {
    Remedies found = remedies("x -> m -> y; x <-> y; m <-> y");

    assertThat(found.measurements())
        .extracting(Remedy.Measurement::hiddenCauses)
        .contains(Set.of(Edge.bidirected("m", "y")));
    assertThat(found.all()).allSatisfy(remedy -> assertThat(remedy.size()).isEqualTo(1));
  }

  @Test
  void remedies_confoundedNapkin_areMeasurementsOrAnExperimentOnTheInstrument() {
    // the napkin's r, confounded too
    Remedies found = remedies("w -> r -> x -> y; w <-> x; w <-> y; r <-> x");

    assertThat(found.experiments())
        .extracting(Remedy.Experiments::done)
        .contains(List.of(Set.of("r")));
    assertThat(found.experiments().get(0).toString()).startsWith("experiment on ");
    assertThat(found.measurements()).isNotEmpty();
  }

  @Test
  void remedies_latentNode_isNamed() {
    Remedies found = remedies("u [latent]; u -> {x y}; x -> y");

    assertThat(found.measurements()).singleElement().hasToString("measure u");
    assertThat(found.measurements().get(0).answer().adjustmentSet()).contains(Set.of("u"));
  }

  @Test
  void remedies_limits_areObeyedAndTold() {
    CausalGraph g = CausalGraph.parse("a -> b -> y; a -> y; a <-> y; b <-> y; a <-> b");
    CausalQuery query = CausalQuery.effectOf("a", "b").on("y");
    Remedies all = Remedies.find(g, query);
    assertThat(all.measurements()).extracting(Remedy::size).containsExactly(2);
    assertThat(all.exhaustive()).isTrue();
    Remedies.Options one = Remedies.Options.defaults().withLargest(1);
    assertThat(Remedies.find(g, query, Available.observation(), one).measurements()).isEmpty();
    Remedies cut =
        Remedies.find(g, query, Available.observation(), Remedies.Options.defaults().withTried(1));
    assertThat(cut.exhaustive()).isFalse();
    assertThat(cut.toString()).endsWith("not all was tried");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Remedies.Options.defaults().withLargest(0))
        .withMessageContaining("largest: 0");
  }

  @Test
  void remedies_identifiableQuery_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Remedies.find(CausalGraph.parse("x -> y"), X_ON_Y))
        .withMessageContaining("identifiable as it is");
  }

  @Test
  void remedies_answerFromExperiments_needsThem() {
    CausalGraph g = CausalGraph.parse("z -> x -> y; x <-> y");
    Available available = Available.experiments(List.of(Set.of(), Set.of("z")));
    NotIdentified no = (NotIdentified) Identifier.identify(g, X_ON_Y, available);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> no.remedies(g))
        .withMessageContaining("Remedies.find");
    assertThat(Remedies.find(g, X_ON_Y, available, Remedies.Options.defaults()).measurements())
        .hasSize(1);
  }

  /** On random graphs: all that suffice up to a size and no others, by trying every set. */
  @Test
  void remedies_randomGraphs_areExactlyTheMinimalOnes() {
    int measurements = 0;
    int pairs = 0;
    int experiments = 0;
    int several = 0;
    for (int i = 0; i < 160; i++) {
      Seed seed = Seed.of(404).derive(i);
      CausalGraph g = RandomGraphs.admg(seed.value(), 5, 0.5, 0.35);
      List<String> order = g.topologicalOrder();
      CausalQuery query = CausalQuery.effectOf(order.get(1)).on(order.get(4));
      if (i % 4 == 1) {
        query = query.given(order.get(2));
      } else if (i % 4 == 2) {
        query = CausalQuery.effectOf(order.get(0), order.get(2)).on(order.get(4));
      }
      if (Identifier.identify(g, query).isIdentified()) {
        continue;
      }
      Remedies found = Remedies.find(g, query);
      assertThat(found.exhaustive()).isTrue();
      List<Set<Edge>> causes =
          found.measurements().stream().map(Remedy.Measurement::hiddenCauses).toList();
      assertThat(causes)
          .as("%s in %s", query, g)
          .containsExactlyInAnyOrderElementsOf(minimalMeasurements(g, query));
      List<Set<Set<String>>> done =
          found.experiments().stream()
              .map(remedy -> (Set<Set<String>>) new HashSet<>(remedy.done()))
              .toList();
      assertThat(done)
          .as("%s in %s", query, g)
          .containsExactlyInAnyOrderElementsOf(minimalExperiments(g, query));
      for (Remedy remedy : found.all()) {
        assertThat(DerivationChecker.problem(remedy.answer(), available(remedy)))
            .as("%s in %s", remedy, g)
            .isEmpty();
      }
      measurements += causes.size();
      pairs += (int) causes.stream().filter(set -> set.size() > 1).count();
      experiments += done.size();
      several += (int) done.stream().filter(set -> set.size() > 1).count();
    }
    assertThat(measurements).isGreaterThan(100);
    assertThat(pairs).isGreaterThan(20);
    assertThat(experiments).isGreaterThan(10);
    assertThat(several).isPositive();
  }

  private static Available available(Remedy remedy) {
    if (remedy instanceof Remedy.Experiments experiments) {
      return withObservation(experiments.done());
    }
    return Available.observation();
  }

  private static Available withObservation(Iterable<Set<String>> done) {
    List<Set<String>> all = new ArrayList<>(List.of(Set.of()));
    done.forEach(all::add);
    return Available.experiments(all);
  }

  private static List<Set<Edge>> minimalMeasurements(CausalGraph g, CausalQuery query) {
    List<Set<Edge>> enough = new ArrayList<>();
    for (int size = 1; size <= 3; size++) {
      for (Set<Edge> set : combinations(new HashSet<>(g.bidirectedEdges()), size)) {
        if (enough.stream().noneMatch(set::containsAll)) {
          CausalGraph known = g.withoutEdges(set);
          for (Edge edge : set) {
            String name = "cause of " + edge;
            known = known.withNode(name).withEdge(name, edge.from()).withEdge(name, edge.to());
          }
          if (Identifier.identify(known, query).isIdentified()) {
            enough.add(set);
          }
        }
      }
    }
    return enough;
  }

  private static List<Set<Set<String>>> minimalExperiments(CausalGraph g, CausalQuery query) {
    List<Set<String>> single = new ArrayList<>();
    for (int size = 1; size <= 3; size++) {
      for (Set<String> set : combinations(new HashSet<>(g.nodes()), size)) {
        if (!set.containsAll(query.treatments())) {
          single.add(set);
        }
      }
    }
    List<Set<Set<String>>> enough = new ArrayList<>();
    for (int size = 1; size <= 3; size++) {
      for (int count = 1; count <= size; count++) {
        List<Set<String>> usable = new ArrayList<>(single);
        int left = size - count + 1;
        usable.removeIf(set -> set.size() > left);
        for (Set<Set<String>> sets : combinations(new HashSet<>(usable), count)) {
          if (sets.stream().mapToInt(Set::size).sum() == size
              && enough.stream().noneMatch(smaller -> isPart(smaller, sets))
              && Identifier.identify(g, query, withObservation(sets)).isIdentified()) {
            enough.add(sets);
          }
        }
      }
    }
    return enough;
  }

  /** Whether what is done in the one is part of what is done in the other. */
  private static boolean isPart(Set<Set<String>> few, Set<Set<String>> many) {
    return few.size() <= many.size()
        && few.stream().allMatch(a -> many.stream().anyMatch(b -> b.containsAll(a)));
  }

  /** Guava's are views whose elements are views. */
  private static <T> List<Set<T>> combinations(Set<T> of, int size) {
    if (size > of.size()) {
      return List.of();
    }
    List<Set<T>> all = new ArrayList<>();
    Sets.combinations(of, size).forEach(set -> all.add(Set.copyOf(set)));
    return all;
  }

  @Test
  void remedies_populationsThatDiffer_keepWhatIsShifted() {
    CausalGraph g = CausalGraph.parse("x -> y; x <-> y");
    Available available =
        new Available("*", List.of(new Regime("", Set.of())), Map.of("", Set.of("y")));
    Remedies found = Remedies.find(g, X_ON_Y, available, Remedies.Options.defaults());

    // the mechanism of y differs: no measurement in the source helps
    assertThat(found.measurements()).isEmpty();
  }
}
