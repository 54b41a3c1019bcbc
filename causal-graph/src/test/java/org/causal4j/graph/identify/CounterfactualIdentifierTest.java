package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.OracleCases;
import org.causal4j.graph.RandomGraphs;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.causal4j.graph.identify.CounterfactualQuery.Setting;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CounterfactualIdentifierTest {
  private static final CausalGraph FIG_9A = CausalGraph.parse("X -> W -> Y; D -> Z -> Y; X <-> Y");

  private static CounterfactualQuery query(JsonNode c) {
    return new CounterfactualQuery(events(c.get("event")), events(c.get("condition")));
  }

  private static List<Event> events(JsonNode array) {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : array) {
      Map<String, Setting> settings = new LinkedHashMap<>();
      event
          .get("do")
          .properties()
          .forEach(e -> settings.put(e.getKey(), setting(e.getValue().asText())));
      events.add(new Event(event.get("variable").asText(), event.get("value").asText(), settings));
    }
    return events;
  }

  /** The file writes a nested setting as {@code M under do(X=x')}. */
  private static Setting setting(String text) {
    int at = text.indexOf(" under do(");
    if (at < 0) {
      return new Setting.Value(text);
    }
    String[] parts = text.substring(at + " under do(".length(), text.length() - 1).split("=");
    return new Setting.Under(Map.of(parts[0], new Setting.Value(parts[1])));
  }

  @TestFactory
  Stream<DynamicTest> identify_oracleCase_hasThePublishedAnswerAndACheckedDerivation() {
    return OracleCases.read("identification-cases.json").stream()
        .filter(c -> c.get("kind").asText().equals("counterfactual"))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("name").asText(),
                    () -> {
                      CounterfactualIdentification id =
                          CounterfactualIdentifier.identify(OracleCases.graph(c), query(c));
                      assertThat(id.isIdentified()).isEqualTo(c.get("identifiable").asBoolean());
                      if (id.isIdentified()) {
                        assertThat(DerivationChecker.problem(id)).isEmpty();
                        assertThat(CanonicalForm.of(id.estimand()))
                            .as("%s", id)
                            .isEqualTo(CanonicalForm.of(Expr.parse(c.get("estimand").asText())));
                      } else {
                        assertThat(ConflictChecker.problem(OracleCases.graph(c), id)).isEmpty();
                      }
                    }));
  }

  @Test
  void identify_fig9a_isTheFormulaOfThePaper() {
    // Shpitser and Pearl 2008, JMLR 9, Figure 9(a)
    CounterfactualIdentification id =
        CounterfactualIdentifier.identify(
            FIG_9A,
            new CounterfactualQuery(
                List.of(
                    Event.of("Y", "y", "X", "x"),
                    Event.seen("X", "x'"),
                    Event.of("Z", "z", "D", "d"),
                    Event.seen("D", "d")),
                List.of()));

    assertThat(id.estimand())
        .hasToString("sum[W](P(X=x',Y=y; do(W,Z=z))*P(W; do(X=x))*P(D=d)*P(Z=z; do(D=d)))");
  }

  @Test
  void identify_twoOutcomesOfOneUnit_conflict() {
    CounterfactualIdentification id =
        CounterfactualIdentifier.identify(
            CausalGraph.parse("X -> Y"),
            new CounterfactualQuery(
                List.of(Event.of("Y", "1", "X", "1"), Event.of("Y", "0", "X", "0")), List.of()));

    assertThat(id.isIdentified()).isFalse();
    assertThat(id)
        .hasToString(
            "P(Y[X=1]=1, Y[X=0]=0) is not identifiable: Y[X=1]=1 and Y[X=0]=0 share hidden causes and"
                + " exclude each other's setting");
  }

  @Test
  void identify_badQuery_isRefused() {
    CausalGraph g = CausalGraph.parse("X -> Y; U [latent]; U -> Y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CounterfactualIdentifier.identify(
                    g, new CounterfactualQuery(List.of(Event.of("Q", "1", "X", "1")), List.of())))
        .withMessageContaining("Q is not in the graph");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CounterfactualIdentifier.identify(
                    g, new CounterfactualQuery(List.of(Event.seen("U", "1")), List.of())))
        .withMessageContaining("U is latent");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CounterfactualIdentifier.identify(
                    g,
                    new CounterfactualQuery(
                        List.of(Event.seen("Y", "1")), List.of(Event.of("X", "1", "X", "0")))))
        .withMessageContaining("can't be");
    Setting nested = new Setting.Under(Map.of("X", new Setting.Value("0")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CounterfactualIdentifier.identify(
                    CausalGraph.parse("X -> M -> Y"),
                    new CounterfactualQuery(
                        List.of(new Event("Y", "1", Map.of("M", nested))),
                        List.of(Event.seen("X", "1")))))
        .withMessageContaining("with a nested event");
  }

  @Test
  void identify_randomQueries_equalTheTruthOfRandomModels() {
    int identified = 0;
    int conditional = 0;
    int refused = 0;
    int rejected = 0;
    for (int i = 0; i < 400; i++) {
      Seed seed = Seed.of(31).derive(i);
      SplittableRandom random = seed.random();
      CausalGraph g =
          RandomGraphs.admg(seed.derive("graph").value(), 3 + random.nextInt(2), 0.6, 0.25);
      List<Event> events = randomEvents(g, random, 1 + random.nextInt(2));
      List<Event> given =
          random.nextBoolean() ? List.of() : randomEvents(g, random, 1 + random.nextInt(2));
      CounterfactualQuery query = new CounterfactualQuery(events, given);
      ResponseModel model = new ResponseModel(g, seed.derive("model"));
      double truth = model.truth(query);
      if (Double.isNaN(truth)) {
        continue;
      }
      CounterfactualIdentification id = CounterfactualIdentifier.identify(g, query);
      if (id.isIdentified()) {
        identified++;
        conditional += given.isEmpty() ? 0 : 1;
        assertThat(DerivationChecker.problem(id)).as("%s in %s", id, g).isEmpty();
        double[] values = id.estimand().evaluate(model).toArray();
        assertThat(values[0]).as("%s in %s", id, g).isCloseTo(truth, within(1e-9));
        rejected += assertNoConflict(g, id);
      } else {
        refused++;
        assertThat(ConflictChecker.problem(g, id)).as("%s in %s", id, g).isEmpty();
      }
    }
    assertThat(identified).isGreaterThan(150);
    assertThat(conditional).isGreaterThan(40);
    assertThat(refused).isGreaterThan(40);
    assertThat(rejected).isGreaterThan(1_000);
  }

  /** No two worlds of an answer that can be had are a conflict. */
  private static int assertNoConflict(CausalGraph g, CounterfactualIdentification id) {
    Set<Expr.World> worlds = new LinkedHashSet<>();
    for (Step step : id.derivation().orElseThrow().steps()) {
      Expr after = step.after() instanceof Expr.Sum sum ? sum.of() : step.after();
      if (after instanceof Expr.Counterfactual cf) {
        worlds.addAll(cf.events());
      }
    }
    int pairs = 0;
    for (Expr.World a : worlds) {
      for (Expr.World b : worlds) {
        pairs++;
        CounterfactualIdentification wrong =
            new CounterfactualIdentification(
                id.query(),
                Optional.empty(),
                Optional.of(new CounterfactualIdentification.Conflict(a, b)));
        assertThat(ConflictChecker.problem(g, wrong)).as("%s in %s", wrong, g).isPresent();
      }
    }
    return pairs;
  }

  @Test
  void problem_conflictOfAnotherQuery_isFound() {
    CausalGraph g = CausalGraph.parse("X -> Y");
    CounterfactualQuery both =
        new CounterfactualQuery(
            List.of(Event.of("Y", "1", "X", "1"), Event.of("Y", "0", "X", "0")), List.of());
    CounterfactualIdentification no = CounterfactualIdentifier.identify(g, both);
    assertThat(ConflictChecker.problem(g, no)).isEmpty();
    CounterfactualQuery one =
        new CounterfactualQuery(List.of(Event.of("Y", "1", "X", "1")), List.of());
    assertThat(
            ConflictChecker.problem(
                g, new CounterfactualIdentification(one, Optional.empty(), no.conflict())))
        .isPresent();
    assertThat(ConflictChecker.problem(g, CounterfactualIdentifier.identify(g, one)))
        .contains("there is no conflict");
  }

  @Test
  void problem_derivationWithoutOneStep_isFound() {
    CounterfactualIdentification id =
        CounterfactualIdentifier.identify(
            FIG_9A,
            new CounterfactualQuery(
                List.of(Event.of("Y", "y", "X", "x")), List.of(Event.seen("X", "x'"))));
    Derivation d = id.derivation().orElseThrow();
    assertThat(DerivationChecker.problem(id)).isEmpty();
    for (int i = 0; i < d.steps().size(); i++) {
      List<Step> fewer = new ArrayList<>(d.steps());
      fewer.remove(i);
      Derivation mutated =
          new Derivation(d.graph(), d.shifted(), d.question(), fewer, d.estimand());
      assertThat(
              DerivationChecker.problem(
                  new CounterfactualIdentification(
                      id.query(), Optional.of(mutated), Optional.empty())))
          .as("without %s", d.steps().get(i))
          .isPresent();
    }
    CausalGraph confounded = FIG_9A.withHiddenCause("W", "Y");
    Derivation elsewhere =
        new Derivation(confounded, d.shifted(), d.question(), d.steps(), d.estimand());
    assertThat(
            DerivationChecker.problem(
                new CounterfactualIdentification(
                    id.query(), Optional.of(elsewhere), Optional.empty())))
        .isPresent();
  }

  private static List<Event> randomEvents(CausalGraph g, SplittableRandom random, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String variable = g.nodes().get(random.nextInt(g.nodes().size()));
      Map<String, Setting> settings = new HashMap<>();
      for (String other : g.nodes()) {
        if (!other.equals(variable) && random.nextInt(3) == 0) {
          settings.put(other, new Setting.Value("" + random.nextInt(2)));
        }
      }
      events.add(new Event(variable, "" + random.nextInt(2), settings));
    }
    return events;
  }
}
