package org.causal4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.CausalException;
import org.causal4j.core.DataFormatException;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Mark;
import org.causal4j.graph.MarkedEdge;
import org.causal4j.graph.MarkedGraph;

/**
 * A file of graphs with exposures and outcomes, answered one JSON line a case. Of a case only name,
 * graph, exposures and outcomes are read; answers that it may carry are not looked at.
 */
final class AdjustCases {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AdjustCases() {}

  /** Prints a line a case, with {@code error} where there is no answer; 2 if there was such. */
  static int run(Path file, int limit, PrintWriter out) throws IOException {
    JsonNode root = MAPPER.readTree(file.toFile());
    JsonNode cases = root.isArray() ? root : root.path("cases");
    if (!cases.isArray()) {
      throw new DataFormatException(file.toString(), 0, 0, "holds no array named cases");
    }
    int code = 0;
    for (JsonNode one : cases) {
      ObjectNode line = MAPPER.createObjectNode();
      line.put("name", one.path("name").asText(""));
      try {
        answers(one, limit).writeTo(line);
      } catch (CausalException | IllegalArgumentException e) {
        line.put("error", String.valueOf(e.getMessage()));
        code = Failures.BAD_INPUT;
      }
      out.println(MAPPER.writeValueAsString(line));
    }
    out.flush();
    return code;
  }

  private static AdjustAnswers answers(JsonNode one, int limit) {
    List<String> x = names(one.path("exposures"));
    List<String> y = names(one.path("outcomes"));
    String type = one.path("graphType").asText("dag");
    Optional<MarkedGraph.Kind> kind =
        Arrays.stream(MarkedGraph.Kind.values())
            .filter(k -> k.name().equalsIgnoreCase(type))
            .findFirst();
    if (kind.isPresent()) {
      return AdjustAnswers.of(marked(one, kind.orElseThrow()), x, y, limit);
    }
    Preconditions.checkArgument(
        type.equals("dag") || type.equals("admg"),
        "graphType: %s is none of dag, admg, cpdag, pdag, mag, pag",
        type);
    return AdjustAnswers.of(mixed(one), x, y, limit);
  }

  private static CausalGraph mixed(JsonNode one) {
    CausalGraph.Builder builder = CausalGraph.builder();
    names(one.path("nodes")).forEach(builder::node);
    names(one.path("latents")).forEach(builder::latent);
    one.path("directed").forEach(e -> builder.edge(e.path(0).asText(), e.path(1).asText()));
    one.path("bidirected")
        .forEach(e -> builder.hiddenCause(e.path(0).asText(), e.path(1).asText()));
    return builder.build();
  }

  /** The marks are taken as given: some of the graphs published as PAG are not closed. */
  private static MarkedGraph marked(JsonNode one, MarkedGraph.Kind kind) {
    MarkedGraph.Builder builder = MarkedGraph.builder(kind);
    names(one.path("nodes")).forEach(builder::node);
    one.path("directed").forEach(e -> builder.arrow(e.path(0).asText(), e.path(1).asText()));
    one.path("undirected").forEach(e -> builder.undirected(e.path(0).asText(), e.path(1).asText()));
    one.path("bidirected")
        .forEach(
            e ->
                builder.edge(
                    new MarkedEdge(
                        e.path(0).asText(), Mark.ARROW, Mark.ARROW, e.path(1).asText())));
    one.path("pagEdges")
        .forEach(
            e ->
                builder.edge(
                    new MarkedEdge(
                        e.path(0).asText(),
                        mark(e.path(1).asText()),
                        mark(e.path(2).asText()),
                        e.path(3).asText())));
    return builder.buildAsGiven();
  }

  private static Mark mark(String name) {
    for (Mark mark : Mark.values()) {
      if (mark.name().equalsIgnoreCase(name)) {
        return mark;
      }
    }
    throw new IllegalArgumentException("mark: " + name + " is none of tail, arrow, circle");
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }
}
