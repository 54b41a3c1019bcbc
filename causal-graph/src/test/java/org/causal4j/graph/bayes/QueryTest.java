package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.causal4j.core.CausalException;
import org.causal4j.graph.Do;
import org.junit.jupiter.api.Test;

class QueryTest {
  private final BayesianNetwork g1 = WorkedNetworks.g1();

  @Test
  void posterior_ofOneVariable_readsLikeASentence() {
    assertThat(g1.intervene(Do.set("a", "yes")).query("b").posterior())
        .hasToString("P(b | do(a=yes)): no .55, yes .45");
    assertThat(g1.query("b").given("a", "yes").posterior())
        .hasToString("P(b | a=yes): no .4, yes .6");
    assertThat(g1.intervene(Do.set("a", "yes")).query("b").given("u", "no").posterior())
        .hasToString("P(b | do(a=yes), u=no): no .8, yes .2");
    assertThat(g1.query("a", "b")).hasToString("P(a, b)");
    assertThat(g1.query("u", "a").posterior())
        .hasToString("P(u, a): (no, no) .4, (no, yes) .1, (yes, no) .1, (yes, yes) .4");
  }

  @Test
  void posterior_ofSeveralVariables_isJoint() {
    Posterior both = g1.query("a", "b").posterior();
    assertThat(both.probability(Map.of("a", "yes", "b", "yes"))).isCloseTo(.3, within(1e-15));
    assertThat(both.probability(Map.of("b", "yes"))).isCloseTo(.4, within(1e-15));
    assertThat(both.marginal("b").probability("yes")).isCloseTo(.4, within(1e-15));
    assertThat(both.probabilities("a")).containsOnlyKeys("no", "yes");
    assertThatThrownBy(() -> both.probability("yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> both.marginal("u")).hasMessageContaining("[a, b]");
  }

  @Test
  void given_afterAnIntervention_conditionsAfterIt() {
    // do(a) cuts u → a: seeing b=yes then tells of u, by P(u)P(b|a,u): .5·.7 / (.5·.7 + .5·.2)
    assertThat(
            g1.intervene(Do.set("a", "yes"))
                .query("u")
                .given("b", "yes")
                .posterior()
                .probability("yes"))
        .isCloseTo(.35 / .45, within(1e-15));
  }

  @Test
  void intervene_withADraw_averagesTheInterventions() {
    Do coin = Do.draw("a", Map.of("yes", .25, "no", .75));
    assertThat(g1.intervene(coin).query("b").posterior().probability("yes"))
        .isCloseTo(.25 * .45 + .75 * .35, within(1e-15));
  }

  @Test
  void intervene_again_composesAndRefusesTheSameVariable() {
    IntervenedNetwork once = g1.intervene(Do.set("a", "yes"));
    assertThat(once.intervene(Do.set("u", "no")).query("b").posterior().probability("yes"))
        .isCloseTo(.2, within(1e-15));
    assertThatThrownBy(() -> once.intervene(Do.set("a", "no")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a was intervened upon already");
    assertThat(once.original()).isSameAs(g1);
    assertThat(once.network().graph().parents("a")).isEmpty();
    assertThat(once.network().provenance().toTree()).contains("do(a=yes)");
  }

  @Test
  void given_onAnIntervenedVariable_isRefused() {
    IntervenedNetwork after = g1.intervene(Do.set("a", "yes"));
    assertThatThrownBy(() -> after.query("b").given("a", "yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a is intervened upon by do(a=yes)");
    assertThatThrownBy(() -> after.compile().marginals(Evidence.of("a", "no")))
        .hasMessageContaining("intervened");
    assertThatThrownBy(() -> after.mpe().givenLikelihood("a", 1, 2))
        .hasMessageContaining("intervened");
  }

  @Test
  void names_thatAreUnknown_listTheKnownOnes() {
    assertThatThrownBy(() -> g1.query("buy")).hasMessageContaining("[u, a, b]");
    assertThatThrownBy(() -> g1.query("b").given("a", "maybe")).hasMessageContaining("[no, yes]");
    assertThatThrownBy(() -> g1.query("b").given("x", "no")).hasMessageContaining("[u, a, b]");
    assertThatThrownBy(() -> g1.intervene(Do.set("x", "no"))).hasMessageContaining("[u, a, b]");
    assertThatThrownBy(() -> g1.intervene(Do.set("a", "maybe"))).hasMessageContaining("[no, yes]");
    assertThatThrownBy(() -> g1.intervene(Do.shift("a", 1))).hasMessageContaining("discrete");
    assertThatThrownBy(g1::query).hasMessageContaining("at least one");
    assertThatThrownBy(() -> g1.query("a", "a")).hasMessageContaining("twice");
    assertThatThrownBy(() -> g1.query("b").given("a", "no").given("a", "yes"))
        .hasMessageContaining("observed twice");
    assertThatThrownBy(() -> g1.query("b").givenLikelihood("a", 1, 2, 3))
        .hasMessageContaining("3 weights");
    assertThatThrownBy(() -> g1.query("b").givenLikelihood("a", 0, 0))
        .hasMessageContaining("0 everywhere");
    assertThatThrownBy(() -> g1.query("b").givenLikelihood("a", -1, 2))
        .hasMessageContaining("-1.0");
  }

  @Test
  void posterior_ofImpossibleEvidence_namesIt() {
    BayesianNetwork net =
        BayesianNetwork.builder()
            .variable("a", "no", "yes")
            .variable("b", "no", "yes")
            .variable("far", "no", "yes")
            .cpd("a", 1, 0)
            .cpd("b", List.of("a"), new double[][] {{1, 0}, {0, 1}})
            .cpd("far", .5, .5)
            .build();
    assertThatThrownBy(() -> net.query("far").given("b", "yes").posterior())
        .isInstanceOf(ImpossibleEvidenceException.class)
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("b=yes");
    assertThatThrownBy(() -> net.compile().marginals(Evidence.of("b", "yes")))
        .isInstanceOf(ImpossibleEvidenceException.class);
    assertThatThrownBy(() -> net.mpe().given("b", "yes").find())
        .isInstanceOf(ImpossibleEvidenceException.class);
  }

  /** Bayes with weights: P(a) is even, so the posterior is the weights over their sum. */
  @Test
  void givenLikelihood_onAVariable_weighsItsStates() {
    Posterior hinted = g1.query("a").givenLikelihood("a", 1, 3).posterior();
    assertThat(hinted.probability("yes")).isCloseTo(.75, within(1e-15));
    assertThat(hinted).hasToString("P(a | a~[1, 3]): no .25, yes .75");
    assertThat(hinted.logProbabilityOfEvidence()).isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void expectedValue_ofNumericStates_isTheirMean() {
    BayesianNetwork net =
        BayesianNetwork.builder().variable("n", "1", "2", "4.5").cpd("n", .5, .3, .2).build();
    assertThat(net.query("n").posterior().expectedValue().orElseThrow())
        .isCloseTo(2.0, within(1e-15));
    assertThat(g1.query("b").posterior().expectedValue()).isEmpty();
  }

  /** 3,000 hints for and 3,000 against: the products are about 1e-2000, far below a double. */
  @Test
  void posterior_ofEvidenceBelowDoubleRange_isStillRight() {
    int features = 6000;
    NetworkBuilder builder = BayesianNetwork.builder().variable("c", "x", "y").cpd("c", .6, .4);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      String name = "f" + i;
      names.add(name);
      builder.variable(name, "no", "yes");
      double forX = i < features / 2 ? .5 : .1;
      builder.cpd(name, List.of("c"), new double[][] {{1 - forX, forX}, {.4 + forX, .6 - forX}});
    }
    BayesianNetwork net = builder.build();
    Map<String, String> all = new LinkedHashMap<>();
    names.forEach(name -> all.put(name, "yes"));
    Evidence evidence = Evidence.of(all);
    double expected = features / 2 * (Math.log(.5) + Math.log(.1));
    for (Posterior posterior :
        List.of(
            net.query("c").given(evidence).posterior(),
            net.compile().marginals(evidence).of("c"))) {
      assertThat(posterior.probability("x")).isCloseTo(.6, within(1e-9));
      assertThat(posterior.logProbabilityOfEvidence()).isCloseTo(expected, within(1e-8));
    }
    assertThat(net.mpe().given(evidence).find().states()).containsEntry("c", "x");
  }

  @Test
  void compile_aboveTheBudget_refusesWithTheEstimate() {
    assertThatThrownBy(() -> g1.compile(10))
        .isInstanceOfSatisfying(
            InferenceBudgetException.class,
            e -> {
              assertThat(e.plan().largestTable()).isEqualTo(8);
              assertThat(e.plan().totalEntries()).isEqualTo(8);
              assertThat(e.budgetBytes()).isEqualTo(10);
              assertThat(e).hasMessageContaining("above the budget of 10 bytes");
            });
    assertThatThrownBy(() -> g1.query("a", "b").withBudget(8).posterior())
        .isInstanceOf(InferenceBudgetException.class);
    assertThatThrownBy(() -> g1.mpe().withBudget(8).find())
        .isInstanceOf(InferenceBudgetException.class);
    assertThat(g1.query("b").plan().fits(1 << 20)).isTrue();
    assertThat(g1.plan().fits(1 << 20)).isTrue();
  }

  @Test
  void marginals_from64Threads_areIdentical() throws Exception {
    BayesianNetwork net = RandomNetworks.network(7);
    CompiledNetwork compiled = net.compile();
    String first = net.variables().get(0);
    Evidence evidence = Evidence.of(first, net.states(first).get(0));
    List<double[]> expected = tables(compiled.marginals(evidence));
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<List<double[]>>> runs = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        runs.add(threads.submit(() -> tables(compiled.marginals(evidence))));
      }
      for (Future<List<double[]>> run : runs) {
        List<double[]> actual = run.get();
        for (int v = 0; v < expected.size(); v++) {
          assertThat(actual.get(v)).containsExactly(expected.get(v));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<double[]> tables(Marginals marginals) {
    return marginals.variables().stream().map(v -> marginals.of(v).table()).toList();
  }

  @Test
  void builder_ofTablesThatDoNotFit_isRefused() {
    NetworkBuilder ab = BayesianNetwork.builder().variable("a", "0", "1").variable("b", "0", "1");
    assertThatThrownBy(() -> ab.cpd("a", .5, .6)).hasMessageContaining("sums to 1.1");
    assertThatThrownBy(() -> ab.cpd("a", 1.5, -.5)).hasMessageContaining("no probability");
    assertThatThrownBy(() -> ab.cpd("a", 1)).hasMessageContaining("1 entries");
    assertThatThrownBy(() -> ab.cpd("b", List.of("a"), new double[][] {{.5, .5}}))
        .hasMessageContaining("needs 2 rows, not 1");
    assertThatThrownBy(() -> ab.cpd("b", List.of("c"), new double[][] {{.5, .5}}))
        .hasMessageContaining("'c' is not declared");
    assertThatThrownBy(() -> ab.variable("a", "x")).hasMessageContaining("declared twice");
    assertThatThrownBy(() -> ab.variable("d", "x", "x")).hasMessageContaining("twice");
    assertThatThrownBy(() -> ab.cpd("a", .5, .5).build()).hasMessageContaining("b has no table");
    ab.cpd("b", .5, .5);
    assertThatThrownBy(() -> ab.cpd("b", .5, .5)).hasMessageContaining("two tables");
    NetworkBuilder cycle =
        BayesianNetwork.builder()
            .variable("a", "0")
            .variable("b", "0")
            .cpd("a", List.of("b"), new double[][] {{1}})
            .cpd("b", List.of("a"), new double[][] {{1}});
    assertThatThrownBy(cycle::build).hasMessageContaining("cycle");
  }

  @Test
  void texts_ofTheTypes_areWorthReading() {
    assertThat(g1)
        .hasToString(
            """
            BayesianNetwork: 3 variables, 3 edges, 7 free parameters
              u [no, yes]
              a [no, yes] | u
              b [no, yes] | a, u""");
    assertThat(g1.cpd("a"))
        .hasToString(
            """
            P(a | u)
              u=no: no .8, yes .2
              u=yes: no .2, yes .8""");
    assertThat(g1.toDot()).contains("u", "->");
    assertThat(g1.compile().toString()).contains("3 variables", "largest 8 entries");
    assertThat(g1.compile().marginals().toString()).contains("P(b): no .6, yes .4");
    assertThat(g1.mpe().given("b", "yes").find().toString())
        .isEqualTo("most probable given b=yes: u=yes, a=yes, b=yes (P = .28)");
    assertThat(g1.provenance().toTree()).contains("tables");
    assertThat(Collections.unmodifiableList(g1.variables())).containsExactly("u", "a", "b");
  }
}
