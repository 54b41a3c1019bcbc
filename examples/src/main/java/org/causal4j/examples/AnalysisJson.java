package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.causal4j.core.data.CleaningReport;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.graph.identify.Identification;
import org.causal4j.recommend.CausalAnalysis;
import org.causal4j.recommend.Explanation;
import org.causal4j.recommend.Recommendation;
import org.causal4j.recommend.ScorerResult;
import org.causal4j.recommend.Stage;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;
import org.causal4j.recommend.effect.PairEffect;
import org.causal4j.recommend.effect.SeeingAndDoing;
import org.causal4j.recommend.evaluate.MetricValue;
import org.causal4j.recommend.evaluate.RankingEvaluation;
import org.causal4j.recommend.explain.Contribution;

/** What an analysis found, as one JSON document. */
final class AnalysisJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AnalysisJson() {}

  static String of(CausalAnalysis analysis, long seed, long reportMillis, Path report)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("seed", seed);
    ArrayNode stages = json.putArray("stages");
    for (Stage stage : analysis.stages()) {
      stages.addObject().put("name", stage.name()).put("millis", stage.millis());
    }
    stages.addObject().put("name", "report").put("millis", reportMillis);
    json.set("cleaning", cleaning(analysis.cleaning()));
    json.set("data", data(analysis));
    json.set("metrics", metrics(analysis));
    ArrayNode effects = json.putArray("effects");
    analysis.behavior().effects().forEach(effect -> effects.add(effect(analysis, effect)));
    json.set("identification", identification(analysis));
    json.set("recommendations", recommendations(analysis));
    json.put("provenance", analysis.provenance().hash());
    json.put("report", report.toString());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static ObjectNode cleaning(CleaningReport report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("read", report.read());
    json.put("kept", report.kept());
    json.put("dropped", report.dropped());
    ArrayNode lines = json.putArray("lines");
    for (CleaningReport.Line line : report.lines()) {
      ObjectNode row = lines.addObject();
      row.put("kind", line.kind().name());
      row.put("reason", line.reason());
      row.put("count", line.count());
      ArrayNode examples = row.putArray("examples");
      line.examples().forEach(examples::add);
    }
    return json;
  }

  private static ObjectNode data(CausalAnalysis analysis) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("events", analysis.log().size());
    json.put("users", analysis.log().userCount());
    json.put("items", analysis.log().itemCount());
    json.put("from", analysis.log().firstTime().toString());
    json.put("to", analysis.log().lastTime().toString());
    json.put("fingerprint", analysis.log().fingerprint());
    json.put("encoder", analysis.encoder().name());
    json.put("trainEvents", analysis.split().train().size());
    json.put("testEvents", analysis.split().test().size());
    json.put("testUsers", analysis.relevance().users());
    return json;
  }

  private static ArrayNode metrics(CausalAnalysis analysis) {
    ArrayNode rows = MAPPER.createArrayNode();
    for (ScorerResult result : analysis.results()) {
      ObjectNode row = rows.addObject();
      row.put("scorer", result.scorer());
      metrics(row, result.newItems());
      result.repeatItems().ifPresent(repeats -> metrics(row.putObject("repeatItems"), repeats));
    }
    return rows;
  }

  private static void metrics(ObjectNode row, RankingEvaluation ranking) {
    String at = "@" + ranking.cutoff();
    row.set("recall" + at, metric(ranking.value(RankingEvaluation.Metric.RECALL)));
    row.set("ndcg" + at, metric(ranking.value(RankingEvaluation.Metric.NDCG)));
    row.set("precision" + at, metric(ranking.value(RankingEvaluation.Metric.PRECISION)));
    row.set("hitRate" + at, metric(ranking.value(RankingEvaluation.Metric.HIT_RATE)));
    row.put("coverage" + at, ranking.coverage());
    row.put("users", ranking.users());
  }

  private static ObjectNode metric(MetricValue value) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("value", value.value());
    json.set("interval", interval(value.interval()));
    return json;
  }

  private static ArrayNode interval(ConfidenceInterval interval) {
    return MAPPER.createArrayNode().add(interval.low()).add(interval.high());
  }

  private static ObjectNode effect(CausalAnalysis analysis, GradedEffect graded) {
    PairEffect effect = graded.effect();
    ObjectNode row = MAPPER.createObjectNode();
    row.put("a", effect.pair().cause());
    row.put("b", effect.pair().effect());
    row.put("aLabel", analysis.label(effect.pair().cause()));
    row.put("bLabel", analysis.label(effect.pair().effect()));
    row.put("naive", effect.naive().estimate());
    row.set("naiveInterval", interval(effect.naive().interval()));
    row.put("adjusted", effect.adjusted().estimate());
    row.set("interval", interval(effect.adjusted().interval()));
    row.put("level", effect.adjusted().interval().level());
    row.put("qValue", effect.qValue());
    row.put("grade", graded.grade().name());
    row.put("n", effect.trials());
    row.put("treated", effect.adjusted().treated());
    row.put("riskTreated", effect.riskTreated());
    row.put("riskControl", effect.riskControl());
    row.put("placebo", effect.placebo().estimate());
    row.set("placeboInterval", interval(effect.placebo().interval()));
    effect.adjusted().overlap().ifPresent(overlap -> row.put("overlap", overlap.verdict().name()));
    graded.claim().sensitivity().ifPresent(value -> row.put("eValue", value.point()));
    row.put("claim", graded.claim().sentence());
    return row;
  }

  private static ObjectNode identification(CausalAnalysis analysis) {
    ObjectNode json = MAPPER.createObjectNode();
    if (analysis.seeingAndDoing().isEmpty()) {
      json.put("identifiable", false);
      json.put("reason", "no pair of items has enough visits");
      return json;
    }
    SeeingAndDoing seeing = analysis.seeingAndDoing().get();
    json.put("a", seeing.visits().pair().cause());
    json.put("b", seeing.visits().pair().effect());
    json.put("graph", seeing.visits().graph().toString());
    json.put("dot", seeing.visits().graph().toDot());
    json.put("mermaid", seeing.visits().graph().toMermaid());
    put(json, seeing.visits().identification());
    put(json.putObject("withHiddenCause"), seeing.visits().withHiddenCause());
    ObjectNode numbers = json.putObject("seeingVersusDoing");
    numbers.put("seenTreated", seeing.comparison().seenTreated());
    numbers.put("seenControl", seeing.comparison().seenControl());
    numbers.put("association", seeing.comparison().association());
    seeing.comparison().doneTreated().ifPresent(value -> numbers.put("doTreated", value));
    seeing.comparison().doneControl().ifPresent(value -> numbers.put("doControl", value));
    seeing.comparison().effect().ifPresent(value -> numbers.put("ate", value));
    seeing.comparison().confoundingBias().ifPresent(v -> numbers.put("confoundingBias", v));
    numbers
        .putArray("bounds")
        .add(seeing.comparison().lowerBound())
        .add(seeing.comparison().upperBound());
    return json;
  }

  private static void put(ObjectNode json, Identification identification) {
    json.put("query", identification.query().toString());
    json.put("identifiable", identification.isIdentified());
    identification.fold(
        yes -> {
          json.put("strategy", yes.strategy().name());
          json.put("estimand", yes.estimand().toString());
          json.put("latex", yes.estimand().toLatex());
          ArrayNode set = json.putArray("adjustmentSet");
          yes.adjustmentSet().ifPresent(names -> names.forEach(set::add));
          ArrayNode assumptions = json.putArray("assumptions");
          yes.assumptions().forEach(assumptions::add);
          ArrayNode derivation = json.putArray("derivation");
          yes.derivation().steps().forEach(step -> derivation.add(step.toString()));
          return json;
        },
        no -> json.put("hedge", no.hedge().toString()));
  }

  private static ArrayNode recommendations(CausalAnalysis analysis) {
    ArrayNode users = MAPPER.createArrayNode();
    for (var list : analysis.recommendations()) {
      if (list.isEmpty()) {
        continue;
      }
      ObjectNode user = users.addObject();
      user.put("user", list.get(0).user());
      ArrayNode items = user.putArray("items");
      for (Recommendation recommendation : list) {
        items.add(item(analysis, recommendation));
      }
    }
    return users;
  }

  private static ObjectNode item(CausalAnalysis analysis, Recommendation recommendation) {
    Explanation why = analysis.recommender().explain(recommendation);
    ObjectNode item = MAPPER.createObjectNode();
    item.put("item", recommendation.item());
    item.put("label", recommendation.label());
    item.put("score", recommendation.score());
    item.put("uplift", recommendation.uplift());
    item.put("value", recommendation.value());
    recommendation.grade().ifPresent(grade -> item.put("grade", grade.name()));
    item.put("base", why.score().base());
    ArrayNode contributions = item.putArray("contributions");
    for (Contribution part : why.score().contributions()) {
      contributions
          .addObject()
          .put("item", part.item())
          .put("label", analysis.label(part.item()))
          .put("amount", part.amount());
    }
    ArrayNode claims = item.putArray("claims");
    why.claims().forEach(claim -> claims.add(claim.sentence()));
    ArrayNode assumptions = item.putArray("assumptions");
    why.assumptions().forEach(assumptions::add);
    return item;
  }
}
