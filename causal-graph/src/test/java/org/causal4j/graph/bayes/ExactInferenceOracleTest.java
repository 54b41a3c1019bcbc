package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;

/**
 * Posteriors, probabilities of evidence and most probable explanations of 23 networks of the
 * bnlearn repository. The expected values were computed by another implementation of bucket
 * elimination in double precision; networks of at most 8 nodes were also enumerated.
 */
class ExactInferenceOracleTest {
  /** What one calibration may hold here: networks above it are left out by their own estimate. */
  private static final double BYTES = 300e6;

  /** The oracle has 12 significant digits. */
  private static final double TOLERANCE = 1e-8;

  private static final int CASES_AT_LEAST = 51;

  @Test
  void marginals_ofEveryNetworkThatFits_equalTheOracle() throws Exception {
    int run = 0;
    List<String> leftOut = new ArrayList<>();
    for (Map.Entry<String, List<JsonNode>> entry : casesByNetwork().entrySet()) {
      CompiledNetwork compiled;
      try {
        compiled = read(entry.getKey()).compile((long) BYTES);
      } catch (InferenceBudgetException e) {
        leftOut.add(entry.getKey() + ": " + e.plan());
        continue;
      }
      for (JsonNode expected : entry.getValue()) {
        Evidence evidence = Evidence.of(states(expected.get("evidence")));
        Marginals marginals = compiled.marginals(evidence);
        String what = entry.getKey() + " given " + evidence;
        SoftAssertions softly = new SoftAssertions();
        softly
            .assertThat(marginals.logProbabilityOfEvidence())
            .as(what)
            .isCloseTo(expected.get("logProbabilityOfEvidence").asDouble(), within(TOLERANCE));
        expected
            .get("marginals")
            .fields()
            .forEachRemaining(
                variable ->
                    variable
                        .getValue()
                        .fields()
                        .forEachRemaining(
                            state ->
                                softly
                                    .assertThat(
                                        marginals.of(variable.getKey()).probability(state.getKey()))
                                    .as(what + ": P(" + variable.getKey() + "=" + state.getKey())
                                    .isCloseTo(state.getValue().asDouble(), within(TOLERANCE))));
        softly.assertAll();
        run++;
      }
    }
    assertThat(run).as("left out for size: " + leftOut).isGreaterThanOrEqualTo(CASES_AT_LEAST);
  }

  @Test
  void mpe_ofEveryCaseThatHasOne_equalsTheOracle() throws Exception {
    for (Map.Entry<String, List<JsonNode>> entry : casesByNetwork().entrySet()) {
      for (JsonNode expected : entry.getValue()) {
        if (!expected.hasNonNull("logProbabilityOfMPE")) {
          continue;
        }
        ImmutableMap<String, String> evidence = states(expected.get("evidence"));
        MostProbable found = read(entry.getKey()).mpe().given(evidence).find();
        assertThat(found.logProbability())
            .as(entry.getKey() + " given " + evidence)
            .isCloseTo(expected.get("logProbabilityOfMPE").asDouble(), within(TOLERANCE));
        assertThat(found.states()).containsAllEntriesOf(evidence);
      }
    }
  }

  @Test
  void posterior_byElimination_equalsTheOracle() throws Exception {
    for (String name : List.of("asia", "child", "alarm", "hailfinder", "win95pts", "munin3")) {
      BayesianNetwork network = read(name);
      for (JsonNode expected : casesByNetwork().get(name)) {
        ImmutableMap<String, String> evidence = states(expected.get("evidence"));
        Map.Entry<String, JsonNode> variable = expected.get("marginals").fields().next();
        Posterior posterior = network.query(variable.getKey()).given(evidence).posterior();
        assertThat(posterior.logProbabilityOfEvidence())
            .isCloseTo(expected.get("logProbabilityOfEvidence").asDouble(), within(TOLERANCE));
        posterior
            .probabilities()
            .forEach(
                (state, p) ->
                    assertThat(p)
                        .as(name + ": " + variable.getKey() + "=" + state)
                        .isCloseTo(variable.getValue().get(state).asDouble(), within(TOLERANCE)));
      }
    }
  }

  private static BayesianNetwork read(String name) throws Exception {
    return BayesianNetwork.read(SharedData.require("data/causal/bn/" + name + ".bif.gz"));
  }

  private static ImmutableMap<String, String> states(JsonNode evidence) {
    ImmutableMap.Builder<String, String> states = ImmutableMap.builder();
    evidence.fields().forEachRemaining(e -> states.put(e.getKey(), e.getValue().asText()));
    return states.buildOrThrow();
  }

  private static Map<String, List<JsonNode>> casesByNetwork() throws Exception {
    try (InputStream in =
        ExactInferenceOracleTest.class.getResourceAsStream("exact-inference-oracle.json")) {
      Map<String, List<JsonNode>> cases = new LinkedHashMap<>();
      for (JsonNode one : new ObjectMapper().readTree(in).get("cases")) {
        cases.computeIfAbsent(one.get("network").asText(), n -> new ArrayList<>()).add(one);
      }
      return cases;
    }
  }
}
