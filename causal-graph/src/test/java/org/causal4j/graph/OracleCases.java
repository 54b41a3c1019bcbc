package org.causal4j.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The oracle files beside this class: published graphs with their answers. */
public final class OracleCases {
  private OracleCases() {}

  /** The cases of {@code adjustment-cases.json} or {@code identification-cases.json}. */
  public static List<JsonNode> read(String file) {
    try (InputStream in = OracleCases.class.getResourceAsStream(file)) {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases").forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The graph of a case. */
  public static CausalGraph graph(JsonNode oracle) {
    CausalGraph.Builder builder = CausalGraph.builder();
    names(oracle.get("nodes")).forEach(builder::node);
    oracle.get("directed").forEach(e -> builder.edge(e.get(0).asText(), e.get(1).asText()));
    oracle
        .get("bidirected")
        .forEach(e -> builder.hiddenCause(e.get(0).asText(), e.get(1).asText()));
    if (oracle.has("latents")) {
      names(oracle.get("latents")).forEach(builder::latent);
    }
    return builder.build();
  }

  /** The graph of a case with edge marks, unchecked. */
  public static MarkedGraph markedGraph(JsonNode oracle) {
    MarkedGraph.Builder builder =
        MarkedGraph.builder(
            MarkedGraph.Kind.valueOf(oracle.get("graphType").asText().toUpperCase(Locale.ROOT)));
    names(oracle.get("nodes")).forEach(builder::node);
    oracle.path("directed").forEach(e -> builder.arrow(e.get(0).asText(), e.get(1).asText()));
    oracle
        .path("undirected")
        .forEach(e -> builder.undirected(e.get(0).asText(), e.get(1).asText()));
    oracle
        .path("pagEdges")
        .forEach(
            e ->
                builder.edge(
                    new MarkedEdge(
                        e.get(0).asText(), mark(e.get(1)), mark(e.get(2)), e.get(3).asText())));
    return builder.buildAsGiven();
  }

  private static Mark mark(JsonNode name) {
    return Mark.valueOf(name.asText().toUpperCase(Locale.ROOT));
  }

  /** A list of names. */
  public static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }
}
