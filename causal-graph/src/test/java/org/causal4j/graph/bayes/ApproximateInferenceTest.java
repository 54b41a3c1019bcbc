package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.ApproximateMethod.GibbsSampling;
import org.causal4j.graph.bayes.ApproximateMethod.LikelihoodWeighting;
import org.causal4j.graph.bayes.ApproximateMethod.LoopyPropagation;
import org.junit.jupiter.api.Test;

class ApproximateInferenceTest {
  private static final Seed SEED = Seed.of(20);

  /** A loop of four, no zeros, no symmetry. */
  private static final BayesianNetwork DIAMOND =
      BayesianNetwork.builder()
          .variable("a", "0", "1")
          .variable("b", "0", "1")
          .variable("c", "0", "1", "2")
          .variable("d", "0", "1")
          .cpd("a", .3, .7)
          .cpd("b", List.of("a"), new double[][] {{.8, .2}, {.35, .65}})
          .cpd("c", List.of("a"), new double[][] {{.5, .3, .2}, {.1, .3, .6}})
          .cpd(
              "d",
              List.of("b", "c"),
              new double[][] {{.9, .1}, {.7, .3}, {.4, .6}, {.6, .4}, {.25, .75}, {.05, .95}})
          .build();

  /** x and y are fair coins, z tells whether they are equal: no single change keeps z. */
  private static final BayesianNetwork EQUAL =
      BayesianNetwork.builder()
          .variable("x", "0", "1")
          .variable("y", "0", "1")
          .variable("z", "no", "yes")
          .cpd("x", .5, .5)
          .cpd("y", .5, .5)
          .cpd("z", List.of("x", "y"), new double[][] {{0, 1}, {1, 0}, {1, 0}, {0, 1}})
          .build();

  private static Query question() {
    return DIAMOND.query("a").given("d", "1").givenLikelihood("c", 1, 3, 2);
  }

  @Test
  void approximate_bySampling_isWithinItsStandardErrors() {
    Posterior exact = question().posterior();
    for (ApproximateMethod method :
        List.of(LikelihoodWeighting.defaults(SEED), GibbsSampling.defaults(SEED))) {
      ApproximatePosterior answer = question().approximate(method);
      double error = answer.standardError("1").orElseThrow();
      assertThat(error).as("%s", answer).isBetween(1e-5, .005);
      assertThat(answer.probability("1")).isCloseTo(exact.probability("1"), within(4 * error));
      assertThat(answer.posterior().warnings()).isEmpty();
    }
  }

  @Test
  void approximate_ofTheProbabilityOfEvidence_isWithinItsStandardErrorWhereThereIsOne() {
    double exact = question().posterior().logProbabilityOfEvidence();
    ApproximatePosterior weighted = question().approximate(LikelihoodWeighting.defaults(SEED));
    double error =
        weighted
            .report()
            .<Double>fold(w -> w.logProbabilityError(), chains -> 0.0, propagated -> 0.0);
    assertThat(error).isBetween(1e-4, .01);
    assertThat(weighted.logProbabilityOfEvidence().orElseThrow())
        .isCloseTo(exact, within(4 * error));
    ApproximatePosterior gibbs = question().approximate(GibbsSampling.defaults(SEED));
    assertThat(gibbs.logProbabilityOfEvidence()).isEmpty();
    assertThatThrownBy(() -> gibbs.posterior().logProbabilityOfEvidence())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("likelihood weighting");
    assertThat(DIAMOND.query("a").approximate(LikelihoodWeighting.defaults(SEED)).posterior())
        .returns(0.0, Posterior::logProbabilityOfEvidence);
  }

  /** How often a 95 % interval holds the truth: 400 seeds, a standard deviation of .011. */
  @Test
  void standardError_overManySeeds_coversTheTruth() {
    double exact = question().posterior().probability("1");
    List<ApproximateMethod> methods = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      methods.add(new LikelihoodWeighting(1_000, SEED.derive(i)));
    }
    assertThat(coverage(methods, exact)).isBetween(.91, .98);
    methods.clear();
    for (int i = 0; i < 400; i++) {
      methods.add(new GibbsSampling(4, 50, 1_000, SEED.derive(i)));
    }
    assertThat(coverage(methods, exact)).isBetween(.91, .98);
  }

  private static double coverage(List<ApproximateMethod> methods, double exact) {
    int held = 0;
    for (ApproximateMethod method : methods) {
      ApproximatePosterior answer = question().approximate(method);
      double half = 1.96 * answer.standardError("1").orElseThrow();
      held += Math.abs(answer.probability("1") - exact) <= half ? 1 : 0;
    }
    return (double) held / methods.size();
  }

  @Test
  void approximate_ofSeveralTargets_estimatesTheirJointTable() {
    Query query = DIAMOND.query("c", "a", "d").given("d", "1");
    double[] exact = query.posterior().table();
    for (ApproximateMethod method :
        List.of(LikelihoodWeighting.defaults(SEED), GibbsSampling.defaults(SEED))) {
      ApproximatePosterior answer = query.approximate(method);
      double[] errors = answer.standardErrorTable();
      for (int i = 0; i < exact.length; i++) {
        assertThat(answer.posterior().table()[i])
            .isCloseTo(exact[i], within(4 * errors[i] + 1e-12));
      }
      assertThatThrownBy(answer::standardErrors).hasMessageContaining("standardErrorTable");
    }
    ApproximatePosterior loopy = query.approximate(LoopyPropagation.defaults());
    for (int i = 0; i < exact.length; i++) {
      assertThat(loopy.posterior().table()[i]).isCloseTo(exact[i], within(.05));
    }
    assertThat(loopy.standardErrorTable()).isEmpty();
    assertThat(loopy.hasStandardErrors()).isFalse();
  }

  @Test
  void approximateMarginals_ofAlarm_agreeWithTheJunctionTree() throws Exception {
    BayesianNetwork alarm = BayesianNetwork.read(SharedData.require("data/causal/bn/alarm.bif.gz"));
    Evidence evidence = Evidence.of("BP", "LOW").and("HRBP", "HIGH");
    Marginals exact = alarm.compile().marginals(evidence);
    ApproximateMarginals weighted =
        alarm.approximateMarginals(evidence, LikelihoodWeighting.defaults(SEED));
    ApproximateMarginals gibbs = alarm.approximateMarginals(evidence, GibbsSampling.defaults(SEED));
    for (String variable : alarm.variables()) {
      Posterior expected = exact.of(variable);
      for (String state : alarm.states(variable)) {
        double p = expected.probability(state);
        double error = weighted.of(variable).standardError(state).orElseThrow();
        assertThat(weighted.of(variable).probability(state))
            .as("%s %s", variable, state)
            .isCloseTo(p, within(5 * error + 1e-4));
        double gibbsError = gibbs.of(variable).standardError(state).orElseThrow();
        assertThat(gibbs.of(variable).probability(state))
            .as("%s %s", variable, state)
            .isCloseTo(p, within(5 * gibbsError + 1e-3));
      }
    }
    assertThat(weighted.logProbabilityOfEvidence().orElseThrow())
        .isCloseTo(exact.logProbabilityOfEvidence(), within(.05));
  }

  /**
   * Beliefs of an independent implementation in Python that sends all messages at once. The exact
   * answer for EXPCO2 is .0419, .8655, .0576, .0350: what loops cost.
   */
  @Test
  void approximateMarginals_ofAlarmByLoopyPropagation_equalTheFixedPoint() throws Exception {
    BayesianNetwork alarm = BayesianNetwork.read(SharedData.require("data/causal/bn/alarm.bif.gz"));
    ApproximateMarginals loopy =
        alarm.approximateMarginals(
            Evidence.of("BP", "LOW").and("HRBP", "HIGH"), LoopyPropagation.defaults());
    assertThat(loopy.of("EXPCO2").posterior().table())
        .containsExactly(new double[] {.167745, .633669, .163650, .034937}, within(1e-6));
    assertThat(loopy.of("HYPOVOLEMIA").posterior().table())
        .containsExactly(new double[] {.267703, .732297}, within(1e-6));
    assertThat(loopy.of("HRBP").posterior().table()).containsExactly(0, 0, 1);
  }

  @Test
  void approximate_afterAnIntervention_answersForTheCutNetwork() {
    Do cut = Do.set("c", "2");
    double exact = DIAMOND.intervene(cut).query("d").given("b", "1").posterior().probability("1");
    for (ApproximateMethod method :
        List.of(
            LikelihoodWeighting.defaults(SEED),
            GibbsSampling.defaults(SEED),
            LoopyPropagation.defaults())) {
      ApproximatePosterior answer =
          DIAMOND.intervene(cut).query("d").given("b", "1").approximate(method);
      assertThat(answer.probability("1")).isCloseTo(exact, within(.01));
      assertThat(answer).hasToString(answer.toString()).asString().contains("do(c=2), b=1");
      assertThat(
              DIAMOND
                  .intervene(cut)
                  .approximateMarginals(Evidence.of("b", "1"), method)
                  .of("d")
                  .probability("1"))
          .isCloseTo(exact, within(.01));
      assertThatThrownBy(
              () -> DIAMOND.intervene(cut).approximateMarginals(Evidence.of("c", "2"), method))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("c is intervened upon");
    }
  }

  @Test
  void approximate_underImpossibleEvidence_isATypedError() {
    for (ApproximateMethod method :
        List.of(
            LikelihoodWeighting.defaults(SEED).withSamples(1_000),
            GibbsSampling.defaults(SEED),
            LoopyPropagation.defaults())) {
      assertThatThrownBy(
              () ->
                  EQUAL
                      .query("x")
                      .given("x", "0")
                      .given("y", "0")
                      .given("z", "no")
                      .approximate(method))
          .isInstanceOf(ImpossibleEvidenceException.class)
          .hasMessageContaining("x=0, y=0, z=no");
    }
  }

  /** 60 coins that show heads have probability 1e-120; no sample is wanted for an answer. */
  @Test
  void approximate_whereNoSampleAgrees_saysSoInsteadOfGuessing() {
    NetworkBuilder builder = BayesianNetwork.builder().variable("s0", "0", "1").cpd("s0", .99, .01);
    for (int i = 1; i < 60; i++) {
      builder
          .variable("s" + i, "0", "1")
          .cpd("s" + i, List.of("s" + (i - 1)), new double[][] {{.99, .01}, {0.99, .01}})
          .variable("seen" + i, "0", "1")
          .cpd("seen" + i, List.of("s" + i), new double[][] {{1, 0}, {0, 1}});
    }
    BayesianNetwork net = builder.build();
    Evidence all = Evidence.none();
    for (int i = 1; i < 60; i++) {
      all = all.and("seen" + i, "1");
    }
    Query query = net.query("s0").given(all);
    assertThatThrownBy(() -> query.approximate(LikelihoodWeighting.defaults(SEED).withSamples(500)))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("no sample agrees");
    assertThat(query.approximate(LoopyPropagation.defaults()).probability("1"))
        .isCloseTo(query.posterior().probability("1"), within(1e-12));
    assertThat(query.approximate(GibbsSampling.defaults(SEED)).probability("1"))
        .isCloseTo(query.posterior().probability("1"), within(1e-3));
  }

  @Test
  void approximate_byGibbsOverZeros_warns() {
    ApproximatePosterior answer =
        EQUAL
            .query("x")
            .given("z", "yes")
            .approximate(GibbsSampling.defaults(Seed.of(3)).withChains(8));
    assertThat(answer.posterior().warnings()).anyMatch(w -> w.contains("tables have zeros"));
    assertThat(answer.posterior().warnings()).anyMatch(w -> w.contains("chains disagree"));
  }

  @Test
  void approximate_byLoopyPropagationOnATree_isExact() throws Exception {
    BayesianNetwork tree =
        BayesianNetwork.builder()
            .variable("r", "0", "1")
            .variable("l", "0", "1", "2")
            .variable("m", "0", "1")
            .variable("n", "0", "1")
            .cpd("r", .2, .8)
            .cpd("m", .6, .4)
            .cpd(
                "l",
                List.of("r", "m"),
                new double[][] {{.1, .2, .7}, {.5, .25, .25}, {.3, .3, .4}, {.05, .9, .05}})
            .cpd("n", List.of("l"), new double[][] {{.9, .1}, {.5, .5}, {.2, .8}})
            .build();
    Query query = tree.query("r", "m").given("n", "1");
    Posterior exact = query.posterior();
    ApproximatePosterior loopy = query.approximate(LoopyPropagation.defaults());
    assertThat(loopy.posterior().table()).containsExactly(exact.table(), within(1e-12));
    assertThat(loopy.logProbabilityOfEvidence().orElseThrow())
        .isCloseTo(exact.logProbabilityOfEvidence(), within(1e-12));
    assertThat(loopy.report()).isInstanceOf(ApproximationReport.Propagated.class);
    assertThat(query.approximate(LoopyPropagation.defaults().withDamping(.5)).posterior().table())
        .containsExactly(exact.table(), within(1e-8));
  }

  @Test
  void approximate_whereMessagesDoNotSettle_throws() {
    assertThatThrownBy(
            () -> question().approximate(LoopyPropagation.defaults().withMaxIterations(1)))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("loopy belief propagation did not converge");
  }

  @Test
  void approximate_onAnyNumberOfThreads_givesTheSameBits() throws Exception {
    for (ApproximateMethod method :
        List.of(
            LikelihoodWeighting.defaults(SEED).withSamples(10_000),
            GibbsSampling.defaults(SEED).withSamples(1_000))) {
      List<double[]> tables = new ArrayList<>();
      for (int threads : new int[] {1, 2, 5}) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        ApproximatePosterior answer = pool.submit(() -> question().approximate(method)).get();
        pool.shutdown();
        tables.add(answer.posterior().table());
        tables.add(answer.standardErrorTable());
      }
      assertThat(tables.get(2)).containsExactly(tables.get(0));
      assertThat(tables.get(4)).containsExactly(tables.get(0));
      assertThat(tables.get(3)).containsExactly(tables.get(1));
      assertThat(tables.get(5)).containsExactly(tables.get(1));
    }
  }

  @Test
  void approximate_cancelled_stops() {
    ProgressListener cancelling =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    for (ApproximateMethod method :
        List.of(
            LikelihoodWeighting.defaults(SEED),
            GibbsSampling.defaults(SEED),
            LoopyPropagation.defaults())) {
      assertThatThrownBy(() -> question().approximate(method, cancelling))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatThrownBy(() -> new LikelihoodWeighting(10, SEED))
        .hasMessage("samples: 10 is below 64");
    assertThatThrownBy(() -> GibbsSampling.defaults(SEED).withChains(1))
        .hasMessage("chains: 1 is below 2");
    assertThatThrownBy(() -> GibbsSampling.defaults(SEED).withBurnIn(-1))
        .hasMessage("burnIn: -1 is below 0");
    assertThatThrownBy(() -> LoopyPropagation.defaults().withDamping(1))
        .hasMessage("damping: 1.0 is not in [0, 1)");
    assertThatThrownBy(() -> LoopyPropagation.defaults().withTolerance(0))
        .hasMessageContaining("tolerance: 0.0");
    assertThatThrownBy(() -> LoopyPropagation.defaults().withMaxIterations(0))
        .hasMessageContaining("maxIterations: 0");
  }
}
