package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.causal4j.core.cate.Calibration;
import org.causal4j.core.cate.CausalRule;
import org.causal4j.core.cate.EffectGroup;
import org.causal4j.core.estimate.Overlap;

/** Effects that differ as one JSON document. Without overlap the numbers of effects are null. */
final class CateJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CateJson() {}

  static String of(CateAnalysis analysis, double level, Path out, long millis)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("learner", analysis.model().name());
    json.put("n", analysis.n());
    json.put("level", level);
    boolean quotable = analysis.overlap().verdict() != Overlap.Verdict.NONE;
    ObjectNode ate = json.putObject("ate");
    if (quotable) {
      ate.put("value", analysis.average().effect());
      ate.put("standardError", analysis.average().standardError());
      ate.set("interval", EstimateJson.interval(analysis.average().interval()));
    } else {
      ate.putNull("value");
      ate.putNull("standardError");
      ate.putNull("interval");
    }
    if (analysis.calibration().isPresent() && quotable) {
      json.set("calibration", calibration(analysis.calibration().get()));
    } else {
      json.putNull("calibration");
    }
    ArrayNode groups = json.putArray("groups");
    ArrayNode rules = json.putArray("rules");
    if (quotable) {
      analysis.groups().forEach(group -> groups.add(group(group)));
      analysis.rules().forEach(rule -> rules.add(rule(rule)));
    }
    json.set("overlap", EstimateJson.overlap(analysis.overlap()));
    json.put("out", out.toString());
    json.put("millis", millis);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static ObjectNode calibration(Calibration calibration) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("slope", calibration.slope());
    json.put("standardError", calibration.slopeError());
    json.set("interval", EstimateJson.interval(calibration.slopeInterval()));
    return json;
  }

  private static ObjectNode group(EffectGroup group) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("group", group.group());
    json.put("n", group.units());
    json.put("predicted", group.predicted());
    json.put("value", group.effect());
    json.put("standardError", group.standardError());
    json.set("interval", EstimateJson.interval(group.interval()));
    json.set("band", EstimateJson.interval(group.band()));
    return json;
  }

  private static ObjectNode rule(CausalRule rule) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("rule", rule.toString());
    ArrayNode conditions = json.putArray("conditions");
    rule.conditions().forEach(conditions::add);
    json.put("n", rule.rows());
    json.put("value", rule.effect());
    json.put("standardError", rule.standardError());
    json.set("interval", EstimateJson.interval(rule.interval()));
    return json;
  }
}
