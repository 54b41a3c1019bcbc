package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.NuisanceScore;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.refute.Refutation;

/** An estimate as one JSON document. Without overlap its numbers are null. */
final class EstimateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EstimateJson() {}

  static String of(EffectEstimate effect, List<Refutation> refutations, long millis)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("estimand", estimand(effect.estimand()));
    if (effect.isQuotable()) {
      json.put("value", effect.estimate());
      json.put("standardError", effect.standardError());
      json.set("interval", interval(effect.interval()));
    } else {
      json.putNull("value");
      json.putNull("standardError");
      json.putNull("interval");
    }
    json.put("level", effect.interval().level());
    json.put("n", effect.n());
    if (effect.overlap().isPresent()) {
      json.set("overlap", overlap(effect.overlap().get()));
    } else {
      json.putNull("overlap");
    }
    ArrayNode nuisance = json.putArray("nuisance");
    for (NuisanceScore score : effect.nuisances()) {
      nuisance
          .addObject()
          .put("nuisance", score.nuisance())
          .put("learner", score.learner())
          .put("metric", score.metric())
          .put("value", score.value())
          .put("outOfFold", score.outOfFold());
    }
    ArrayNode tried = json.putArray("refutations");
    refutations.forEach(refutation -> tried.add(refutation(refutation)));
    json.put("millis", millis);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** The short name, or words where there is none that all know. */
  static String estimand(Estimand estimand) {
    return estimand == Estimand.COEFFICIENT ? estimand.words() : estimand.name();
  }

  static ArrayNode interval(ConfidenceInterval interval) {
    return MAPPER.createArrayNode().add(interval.low()).add(interval.high());
  }

  static ObjectNode overlap(Overlap overlap) {
    ObjectNode json = MAPPER.createObjectNode();
    ObjectNode quantiles = json.putObject("propensityQuantiles");
    quantiles.set("treated", numbers(overlap.treatedQuantiles()));
    quantiles.set("control", numbers(overlap.controlQuantiles()));
    json.putObject("effectiveSampleSize")
        .put("treated", overlap.effectiveTreated())
        .put("control", overlap.effectiveControl());
    json.put("clipped", overlap.clipped());
    json.put("worstBalanceBefore", overlap.worstBalanceBefore());
    json.put("worstBalanceAfter", overlap.worstBalanceAfter());
    json.put("verdict", overlap.verdict().name());
    return json;
  }

  private static ArrayNode numbers(ImmutableDoubleArray values) {
    ArrayNode json = MAPPER.createArrayNode();
    values.forEach(json::add);
    return json;
  }

  private static ObjectNode refutation(Refutation refutation) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("refuter", refutation.refuter());
    json.put("verdict", refutation.verdict().name());
    json.put("nullHypothesis", refutation.nullHypothesis());
    json.put("rule", refutation.rule());
    json.put("errorRate", refutation.errorRate());
    json.put("original", refutation.original());
    json.set("refuted", numbers(refutation.refuted()));
    if (refutation.pValue().isPresent()) {
      json.put("pValue", refutation.pValue().getAsDouble());
    } else {
      json.putNull("pValue");
    }
    if (refutation.interval().isPresent()) {
      json.set("interval", interval(refutation.interval().get()));
    } else {
      json.putNull("interval");
    }
    json.put("reason", refutation.reason());
    ArrayNode notes = json.putArray("notes");
    refutation.notes().forEach(notes::add);
    return json;
  }
}
