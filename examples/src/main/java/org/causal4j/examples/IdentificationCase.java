package org.causal4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.CausalException;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.Available;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.CounterfactualIdentification;
import org.causal4j.graph.identify.CounterfactualIdentifier;
import org.causal4j.graph.identify.CounterfactualQuery;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.causal4j.graph.identify.CounterfactualQuery.Setting;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identified;
import org.causal4j.graph.identify.Identifier;
import org.causal4j.graph.identify.ProbabilityTable;

/**
 * One case of a file of identification questions: {@code nodes}, {@code directed}, {@code
 * bidirected}, {@code treatments}, {@code outcomes}, {@code conditions}; where there are several
 * distributions {@code availableDistributions} ({@code do} of each) or {@code selection} (the
 * target's observation and the source's experiment on the treatments); for a counterfactual {@code
 * event} and {@code condition}. Where there is {@code numeric.joint} the answer is computed. What
 * the file says of the right answer is not read.
 */
final class IdentificationCase {
  private static final String UNDER = " under do(";

  private final JsonNode json;
  private final ObjectNode result = JsonNodeFactory.instance.objectNode();

  private IdentificationCase(JsonNode json) {
    this.json = json;
  }

  /** The answer; with {@code error} in place of one where the case can't be asked. */
  static ObjectNode answer(JsonNode json) {
    IdentificationCase one = new IdentificationCase(json);
    one.result.put("name", json.path("name").asText(""));
    try {
      one.answer();
    } catch (IllegalArgumentException | CausalException e) {
      one.result.put("error", String.valueOf(e.getMessage()));
    }
    return one.result;
  }

  private void answer() {
    CausalGraph graph = graph();
    long start = System.nanoTime();
    if (json.has("event")) {
      CounterfactualIdentification found =
          CounterfactualIdentifier.identify(
              graph, new CounterfactualQuery(events("event"), events("condition")));
      double millis = (System.nanoTime() - start) / 1e6;
      IdentificationJson.put(result, graph, found);
      result.put("millis", millis);
      return;
    }
    CausalQuery query =
        new CausalQuery(names("treatments"), names("outcomes"), names("conditions"));
    boolean several = json.has("availableDistributions") || json.has("selection");
    Available available = several ? available(query) : Available.observation();
    Identification found =
        several ? Identifier.identify(graph, query, available) : Identifier.identify(graph, query);
    double millis = (System.nanoTime() - start) / 1e6;
    IdentificationJson.put(result, graph, found, available);
    JsonNode numeric = json.path("numeric");
    if (!several && found instanceof Identified yes && numeric.has("joint")) {
      ArrayNode value = result.putArray("value");
      for (double p : yes.evaluate(joint(numeric)).toArray()) {
        value.add(p);
      }
    }
    result.put("millis", millis);
  }

  private CausalGraph graph() {
    CausalGraph.Builder builder = CausalGraph.builder();
    names("nodes").forEach(builder::node);
    for (JsonNode edge : array("directed")) {
      builder.edge(end(edge, 0), end(edge, 1));
    }
    for (JsonNode edge : array("bidirected")) {
      builder.hiddenCause(end(edge, 0), end(edge, 1));
    }
    names("latents").forEach(builder::latent);
    return builder.build();
  }

  private Available available(CausalQuery query) {
    if (json.has("availableDistributions")) {
      List<Set<String>> experiments = new ArrayList<>();
      for (JsonNode distribution : array("availableDistributions")) {
        experiments.add(new LinkedHashSet<>(names(distribution.path("do"))));
      }
      return Available.experiments(experiments);
    }
    Set<String> differing = new LinkedHashSet<>();
    for (JsonNode edge : array("selection")) {
      differing.add(end(edge, 1));
    }
    return Available.transport(differing, List.of(new LinkedHashSet<>(query.treatments())));
  }

  private List<Event> events(String field) {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : array(field)) {
      Map<String, Setting> settings = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : event.path("do").properties()) {
        settings.put(entry.getKey(), setting(entry.getKey(), entry.getValue().asText()));
      }
      events.add(
          new Event(event.path("variable").asText(), event.path("value").asText(), settings));
    }
    return events;
  }

  /** A value, or {@code M under do(X=x, Z=z)}. */
  private static Setting setting(String variable, String text) {
    if (!text.startsWith(variable + UNDER) || !text.endsWith(")")) {
      return new Setting.Value(text);
    }
    Map<String, Setting> inner = new LinkedHashMap<>();
    String list = text.substring(variable.length() + UNDER.length(), text.length() - 1);
    for (String part : list.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("event: " + text + " sets no value");
      }
      inner.put(
          part.substring(0, equals).strip(), new Setting.Value(part.substring(equals + 1).strip()));
    }
    return new Setting.Under(inner);
  }

  private static ProbabilityTable joint(JsonNode numeric) {
    List<Double> numbers = new ArrayList<>();
    numeric.get("joint").forEach(number -> numbers.add(number.asDouble()));
    double[] joint = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    List<String> states = new ArrayList<>();
    for (int state = 0; state < numeric.path("states").asInt(2); state++) {
      states.add(Integer.toString(state));
    }
    Map<String, List<String>> variables = new LinkedHashMap<>();
    names(numeric.path("jointOrder")).forEach(name -> variables.put(name, states));
    return ProbabilityTable.joint(variables, joint);
  }

  private JsonNode array(String field) {
    JsonNode found = json.path(field);
    if (!found.isMissingNode() && !found.isArray()) {
      throw new IllegalArgumentException(field + ": is not an array");
    }
    return found;
  }

  private List<String> names(String field) {
    return names(array(field));
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static String end(JsonNode edge, int position) {
    if (!edge.has(position)) {
      throw new IllegalArgumentException("edge: " + edge + " has no two ends");
    }
    return edge.get(position).asText();
  }
}
