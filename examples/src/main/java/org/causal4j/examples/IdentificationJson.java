package org.causal4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;
import org.causal4j.graph.identify.Available;
import org.causal4j.graph.identify.ConflictChecker;
import org.causal4j.graph.identify.CounterfactualIdentification;
import org.causal4j.graph.identify.Derivation;
import org.causal4j.graph.identify.DerivationChecker;
import org.causal4j.graph.identify.Expr;
import org.causal4j.graph.identify.Hedge;
import org.causal4j.graph.identify.HedgeChecker;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identified;
import org.causal4j.graph.identify.NotIdentified;
import org.causal4j.graph.identify.Obstacle;
import org.causal4j.graph.identify.Remedies;
import org.causal4j.graph.identify.Remedy;
import org.causal4j.graph.identify.Rule;
import org.causal4j.graph.identify.Step;

/** An answer of identification as JSON, with what the checkers say of it. */
final class IdentificationJson {
  private IdentificationJson() {}

  /** From the observed distribution. */
  static void put(ObjectNode json, CausalGraph graph, Identification answer) {
    put(json, graph, answer, Available.observation());
  }

  static void put(ObjectNode json, CausalGraph graph, Identification answer, Available available) {
    json.put("identifiable", answer.isIdentified());
    if (answer instanceof Identified yes) {
      formula(json, yes.estimand());
      json.put("strategy", yes.strategy().name());
      derivation(json, yes.derivation(), DerivationChecker.problem(yes, available));
      if (!yes.warnings().isEmpty()) {
        ArrayNode warnings = json.putArray("warnings");
        yes.warnings().forEach(warnings::add);
      }
    } else if (answer instanceof NotIdentified no) {
      witness(json, graph, no);
      remedies(json, Remedies.find(graph, no.query(), available, Remedies.Options.defaults()));
    }
  }

  /** What would have to be measured, or tried. */
  private static void remedies(ObjectNode json, Remedies found) {
    ArrayNode rows = json.putArray("remedies");
    for (Remedy remedy : found.all()) {
      ObjectNode row = rows.addObject();
      row.put("text", remedy.toString());
      if (remedy instanceof Remedy.Measurement measurement) {
        ArrayNode causes = row.putArray("measureCauseOf");
        for (Edge edge : measurement.hiddenCauses()) {
          causes.addArray().add(edge.from()).add(edge.to());
        }
        measurement.latents().forEach(row.putArray("measure")::add);
      } else if (remedy instanceof Remedy.Experiments experiments) {
        ArrayNode all = row.putArray("experiments");
        experiments.done().forEach(set -> set.forEach(all.addArray()::add));
      }
      row.put("estimand", remedy.answer().estimand().toString());
    }
    json.put("remediesExhaustive", found.exhaustive());
  }

  static void put(ObjectNode json, CausalGraph graph, CounterfactualIdentification answer) {
    json.put("identifiable", answer.isIdentified());
    if (answer.derivation().isPresent()) {
      formula(json, answer.estimand());
      derivation(json, answer.derivation().get(), DerivationChecker.problem(answer));
    } else {
      Optional<String> problem = ConflictChecker.problem(graph, answer);
      answer.conflict().ifPresent(conflict -> json.put("conflict", conflict.toString()));
      json.put("conflictVerified", problem.isEmpty());
      problem.ifPresent(text -> json.put("conflictProblem", text));
    }
  }

  private static void formula(ObjectNode json, Expr estimand) {
    json.put("estimand", estimand.toString());
    json.put("latex", estimand.toLatex());
  }

  private static void derivation(ObjectNode json, Derivation derivation, Optional<String> problem) {
    ArrayNode steps = json.putArray("derivation");
    for (Step step : derivation.steps()) {
      ObjectNode row = steps.addObject();
      row.put("rule", step.rule().toString());
      row.put("before", step.before().toString());
      row.put("after", step.after().toString());
      if (step.separation().isPresent()) {
        row.put("graph", derivation.graphOf(step).toString());
        row.put("separation", step.separation().get().toString());
      } else {
        row.putNull("graph");
        row.putNull("separation");
      }
      row.put("reason", step.reason());
    }
    json.put("raw", raw(derivation).toString());
    json.put("derivationVerified", problem.isEmpty());
    problem.ifPresent(text -> json.put("derivationProblem", text));
  }

  /** The formula before it was shortened. */
  private static Expr raw(Derivation derivation) {
    Expr raw = derivation.estimand();
    for (Step step : derivation.steps()) {
      if (step.rule() == Rule.ALGEBRA && step.after().equals(derivation.estimand())) {
        raw = step.before();
      }
    }
    return raw;
  }

  private static void witness(ObjectNode json, CausalGraph graph, NotIdentified no) {
    Optional<String> problem = HedgeChecker.problem(graph, no);
    Optional<Hedge> first =
        no.obstacles().stream().flatMap(obstacle -> obstacle.hedge().stream()).findFirst();
    if (first.isPresent()) {
      json.set("hedge", hedge(json, first.get()));
    } else {
      json.putNull("hedge");
    }
    json.put("hedgeVerified", problem.isEmpty());
    problem.ifPresent(text -> json.put("hedgeProblem", text));
    ObjectNode reduced = json.putObject("reducedQuery");
    no.reducedQuery().treatments().forEach(reduced.putArray("treatments")::add);
    no.reducedQuery().outcomes().forEach(reduced.putArray("outcomes")::add);
    no.reducedQuery().conditions().forEach(reduced.putArray("conditions")::add);
    if (no.obstacles().size() > 1) {
      no.component().forEach(json.putArray("component")::add);
      ArrayNode all = json.putArray("obstacles");
      for (Obstacle obstacle : no.obstacles()) {
        ObjectNode row = all.addObject();
        row.put("distribution", obstacle.regime().toString());
        obstacle.set().forEach(row.putArray("set")::add);
        obstacle.shifted().forEach(row.putArray("shifted")::add);
        obstacle.hedge().ifPresent(found -> row.set("hedge", hedge(row, found)));
      }
    }
  }

  private static ObjectNode hedge(ObjectNode parent, Hedge hedge) {
    ObjectNode json = parent.objectNode();
    hedge.forest().forEach(json.putArray("F")::add);
    hedge.subforest().forEach(json.putArray("Fprime")::add);
    return json;
  }
}
