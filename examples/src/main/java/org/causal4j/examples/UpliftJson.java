package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.uplift.CalibrationBin;
import org.causal4j.core.uplift.PerfectModel;
import org.causal4j.core.uplift.TargetingValue;
import org.causal4j.core.uplift.UpliftCalibration;
import org.causal4j.core.uplift.UpliftComparison;
import org.causal4j.core.uplift.UpliftCurve;
import org.causal4j.core.uplift.UpliftPoint;
import org.causal4j.core.uplift.UpliftValue;
import org.jspecify.annotations.Nullable;

/** Uplift of one or several scores as one JSON document. What does not exist is null. */
final class UpliftJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double[] CUTS = {0.1, 0.2, 0.3, 0.4, 0.5};

  private UpliftJson() {}

  /** The first score's numbers at the top, those of all of them and their comparison below. */
  static String of(List<String> names, List<UpliftCurve> curves, int bins, long millis)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    fill(json, names.get(0), curves.get(0), bins);
    if (names.size() > 1) {
      ArrayNode scores = json.putArray("scores");
      for (int k = 0; k < names.size(); k++) {
        fill(scores.addObject(), names.get(k), curves.get(k), bins);
      }
      ArrayNode comparisons = json.putArray("comparisons");
      for (int k = 1; k < names.size(); k++) {
        UpliftComparison comparison = UpliftComparison.of(curves.get(0), curves.get(k));
        ObjectNode node = comparisons.addObject();
        node.put("first", names.get(0)).put("second", names.get(k));
        node.set("qiniDifference", tested(comparison.qini()));
        ArrayNode gains = node.putArray("gainDifference");
        for (double cut : CUTS) {
          gains.addObject().put("fraction", cut).setAll(tested(comparison.gain(cut)));
        }
      }
    }
    json.put("millis", millis);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void fill(ObjectNode json, String name, UpliftCurve curve, int bins) {
    json.put("score", name);
    ObjectNode qini = tested(curve.qini());
    qini.set("byEffect", value(curve.qiniByEffect()));
    qini.set("byPerfect", value(curve.qiniByPerfect()));
    json.set("qini", qini);
    ObjectNode auuc = value(curve.auuc());
    auuc.set("byEffect", value(curve.auucByEffect()));
    json.set("auuc", auuc);
    json.set("ate", tested(curve.ate()));
    ArrayNode gain = json.putArray("gain");
    for (double cut : CUTS) {
      gain.add(targeting(curve.target(cut)));
    }
    json.set("aboveZero", targeting(curve.targetAbove(0)));
    ArrayNode points = json.putArray("curve");
    curve.points().forEach(point -> points.add(point(curve, point)));
    json.set("perfect", perfect(curve.perfect()));
    json.set("calibration", calibration(UpliftCalibration.of(curve, bins)));
    json.put("level", curve.options().level());
    json.put("n", curve.data().rows());
    json.put("treated", curve.data().treated());
    json.put("control", curve.data().rows() - curve.data().treated());
    json.put("clusters", curve.data().clusters());
    ArrayNode notes = json.putArray("notes");
    curve.notes().forEach(notes::add);
  }

  private static ArrayNode interval(ConfidenceInterval interval) {
    return MAPPER.createArrayNode().add(interval.low()).add(interval.high());
  }

  private static ObjectNode value(UpliftValue value) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("value", value.estimate());
    json.put("standardError", value.standardError());
    json.set("interval", interval(value.interval()));
    return json;
  }

  private static @Nullable ObjectNode value(Optional<UpliftValue> value) {
    return value.map(UpliftJson::value).orElse(null);
  }

  private static ObjectNode tested(UpliftValue value) {
    return value(value).put("pValue", value.pValue());
  }

  private static ObjectNode targeting(TargetingValue target) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("fraction", target.fraction());
    json.put("n", Math.round(target.n()));
    json.setAll(value(target.gain()));
    json.set("overRandom", value(target.overRandom()));
    json.set("overAll", value(target.overAll()));
    json.set("outcome", value(target.outcome()));
    json.set("effectOnTargeted", value(target.effectOnTargeted()));
    json.set("effectOnOthers", value(target.effectOnOthers()));
    return json;
  }

  private static ObjectNode point(UpliftCurve curve, UpliftPoint point) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("fraction", point.fraction());
    json.put("n", Math.round(point.n()));
    json.put("gain", point.gain().estimate());
    json.set("interval", interval(point.gain().interval()));
    json.set("band", point.band().map(UpliftJson::interval).orElse(null));
    json.put("random", point.fraction() * curve.ate().estimate());
    json.put("qini", point.qini().estimate());
    json.set("qiniInterval", interval(point.qini().interval()));
    return json;
  }

  private static @Nullable ObjectNode perfect(Optional<PerfectModel> perfect) {
    if (perfect.isEmpty()) {
      return null;
    }
    ObjectNode json = MAPPER.createObjectNode();
    json.put("helped", perfect.get().helped());
    json.put("harmed", perfect.get().harmed());
    json.set("qini", value(perfect.get().qini()));
    return json;
  }

  private static ObjectNode calibration(UpliftCalibration calibration) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("slope", value(calibration.slope()));
    json.set("intercept", value(calibration.intercept()));
    json.set("meanError", value(calibration.meanError()));
    json.set("squaredError", value(calibration.squaredError()));
    json.put("error", calibration.error().orElse(null));
    ArrayNode bins = json.putArray("bins");
    for (CalibrationBin bin : calibration.bins()) {
      ObjectNode node = bins.addObject();
      node.put("n", bin.n()).put("share", bin.share());
      node.put("lowest", bin.lowest()).put("highest", bin.highest());
      node.put("predicted", bin.predicted());
      node.set("observed", value(bin.observed()));
    }
    return json;
  }
}
