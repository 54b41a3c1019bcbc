package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.causal4j.core.estimate.ArmEffects;
import org.causal4j.core.estimate.DoseCurve;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.MediationEstimate;
import org.causal4j.core.estimate.MediationSensitivity;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.estimate.SimultaneousBands;

/** Answers of more than one effect as JSON: all arms, a dose-response curve, mediation. */
final class SeveralEffectsJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SeveralEffectsJson() {}

  static String of(ArmEffects found, long millis) throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    EffectEstimate first = found.effects().get(0);
    json.put("estimand", EstimateJson.estimand(first.estimand()));
    json.put("measure", EstimateJson.word(first.measure()));
    json.put("control", found.control());
    ArrayNode arms = json.putArray("arms");
    found.arms().forEach(arm -> arms.add(EstimateJson.arm(arm)));
    SimultaneousBands bands = found.bands();
    ArrayNode effects = json.putArray("effects");
    for (int k = 0; k < found.effects().size(); k++) {
      EffectEstimate effect = found.effects().get(k);
      ObjectNode each = effects.addObject();
      each.put("state", found.arms().get(k + 1).state());
      if (effect.isQuotable()) {
        each.put("value", effect.estimate());
        each.put("standardError", effect.standardError());
        each.set("interval", EstimateJson.interval(effect.interval()));
        each.set("band", EstimateJson.interval(bands.intervals().get(k)));
        each.put("pValue", effect.pValue());
        each.put("pAdjusted", bands.pValues().get(k));
      } else {
        for (String key :
            new String[] {"value", "standardError", "interval", "band", "pValue", "pAdjusted"}) {
          each.putNull(key);
        }
      }
      effect.overlap().ifPresent(overlap -> each.set("overlap", EstimateJson.overlap(overlap)));
    }
    json.put("level", bands.level());
    json.put("n", first.influence().orElseThrow().units());
    json.set("nuisance", EstimateJson.nuisances(first.nuisances()));
    return done(json, millis);
  }

  static String of(DoseCurve curve, long millis) throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("estimator", curve.estimator());
    ArrayNode points = json.putArray("curve");
    for (DoseCurve.Point point : curve.points()) {
      ObjectNode each = points.addObject();
      each.put("dose", point.dose());
      if (point.isQuotable()) {
        each.put("mean", point.mean()).put("standardError", point.standardError());
        each.set("interval", EstimateJson.interval(point.interval()));
        each.set("band", EstimateJson.interval(point.band()));
      } else {
        for (String key : new String[] {"mean", "standardError", "interval", "band"}) {
          each.putNull(key);
        }
      }
      ObjectNode overlap = each.putObject("overlap");
      overlap.put("share", point.share()).put("effective", point.effective());
      overlap.put("verdict", point.overlap().name());
    }
    ObjectNode derivative = json.putObject("averageDerivative");
    derivative.put("value", curve.derivative().value());
    derivative.put("standardError", curve.derivative().standardError());
    derivative.set("interval", EstimateJson.interval(curve.derivative().interval()));
    json.put("bandwidth", curve.bandwidth());
    json.put("clipped", curve.clipped());
    json.put("level", curve.points().get(0).interval().level());
    json.put("n", curve.n());
    json.set("nuisance", EstimateJson.nuisances(curve.nuisances()));
    return done(json, millis);
  }

  static String of(MediationEstimate found, Optional<MediationSensitivity> sensitivity, long millis)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("estimator", found.analysis());
    boolean quotable =
        found.overlap().isEmpty() || found.overlap().get().verdict() != Overlap.Verdict.NONE;
    put(json, "direct", Optional.of(found.direct()), quotable);
    put(json, "indirect", Optional.of(found.indirect()), quotable);
    put(json, "total", Optional.of(found.total()), quotable);
    put(json, "directTreated", Optional.of(found.directTreated()), quotable);
    put(json, "indirectControl", Optional.of(found.indirectControl()), quotable);
    put(json, "proportionMediated", found.proportion(), quotable);
    json.put("level", found.total().interval().level());
    json.put("n", found.n());
    if (found.overlap().isPresent()) {
      json.set("overlap", EstimateJson.overlap(found.overlap().get()));
    } else {
      json.putNull("overlap");
    }
    if (sensitivity.isPresent()) {
      json.putObject("sensitivity").put("indirectIsZeroAtRho", sensitivity.get().zeroAt());
    } else {
      json.putNull("sensitivity");
    }
    return done(json, millis);
  }

  private static void put(
      ObjectNode json, String key, Optional<MediationEstimate.Effect> effect, boolean quotable) {
    if (effect.isEmpty() || !quotable) {
      json.putNull(key);
      return;
    }
    ObjectNode each = json.putObject(key);
    each.put("value", effect.get().estimate());
    each.put("standardError", effect.get().standardError());
    each.set("interval", EstimateJson.interval(effect.get().interval()));
  }

  private static String done(ObjectNode json, long millis) throws JsonProcessingException {
    json.put("millis", millis);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
