package org.causal4j.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a graph.
 *
 * <pre>
 * {"kind": "dag", "nodes": ["a", "b"], "latents": [], "exposures": ["a"], "outcomes": ["b"],
 *  "adjusted": [], "edges": [["a", "tail", "arrow", "b"]], "positions": {"a": [0, 1]}}
 * </pre>
 */
final class GraphJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ParsedGraph parsed;

  private GraphJson(String text) {
    this.parsed = new ParsedGraph(text);
  }

  // -- writing ----------------------------------------------------------------------------------

  static String write(GraphDocument document) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      List<MarkedEdge> edges = new ArrayList<>();
      if (document.isMarked()) {
        MarkedGraph graph = document.marked();
        json.writeStringField("kind", name(graph.kind()));
        names(json, "nodes", graph.nodes());
        edges.addAll(graph.edges());
      } else {
        CausalGraph graph = document.graph();
        json.writeStringField("kind", graph.isDag() ? "dag" : "admg");
        names(json, "nodes", graph.nodes());
        names(json, "latents", graph.latents());
        for (Edge e : graph.directedEdges()) {
          edges.add(new MarkedEdge(e.from(), Mark.TAIL, Mark.ARROW, e.to()));
        }
        for (Edge e : graph.bidirectedEdges()) {
          edges.add(new MarkedEdge(e.from(), Mark.ARROW, Mark.ARROW, e.to()));
        }
      }
      names(json, "exposures", document.exposures());
      names(json, "outcomes", document.outcomes());
      names(json, "adjusted", document.adjusted());
      json.writeArrayFieldStart("edges");
      for (MarkedEdge edge : edges) {
        json.writeStartArray();
        json.writeString(edge.a());
        json.writeString(name(edge.atA()));
        json.writeString(name(edge.atB()));
        json.writeString(edge.b());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("positions");
      for (Map.Entry<String, GraphDocument.Position> at : document.positions().entrySet()) {
        json.writeArrayFieldStart(at.getKey());
        json.writeNumber(at.getValue().x());
        json.writeNumber(at.getValue().y());
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void names(JsonGenerator json, String field, Collection<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  // -- reading ----------------------------------------------------------------------------------

  static ParsedGraph read(String text) {
    GraphJson reader = new GraphJson(text);
    try (JsonParser json = FACTORY.createParser(text)) {
      reader.document(json);
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      throw reader.parsed.error((int) Math.max(0, offset), e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reader.parsed;
  }

  private void document(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      int place = place(json);
      json.nextToken();
      switch (field) {
        case "kind" -> kind(json);
        case "nodes" -> strings(json).forEach(parsed::node);
        case "latents" -> role(json, ParsedGraph.Role.LATENT);
        case "exposures" -> role(json, ParsedGraph.Role.EXPOSURE);
        case "outcomes" -> role(json, ParsedGraph.Role.OUTCOME);
        case "adjusted" -> role(json, ParsedGraph.Role.ADJUSTED);
        case "edges" -> edges(json);
        case "positions" -> positions(json);
        default -> throw parsed.error(place, "the field " + field + " is not known here");
      }
    }
    if (json.nextToken() != null) {
      throw parsed.error(place(json), "text after the closing '}'");
    }
  }

  private void kind(JsonParser json) throws IOException {
    String word = string(json);
    Optional<MarkedGraph.Kind> kind =
        Arrays.stream(MarkedGraph.Kind.values()).filter(k -> name(k).equals(word)).findFirst();
    if (kind.isEmpty() && !word.equals("dag") && !word.equals("admg")) {
      throw parsed.error(place(json), "kind is dag, admg, pdag, cpdag, mag or pag, found " + word);
    }
    parsed.setKind(kind, place(json));
  }

  private void role(JsonParser json, ParsedGraph.Role role) throws IOException {
    for (String name : strings(json)) {
      parsed.node(name);
      parsed.role(role, name);
    }
  }

  private List<String> strings(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY, "an array of names");
    List<String> names = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      names.add(string(json));
    }
    return names;
  }

  private void edges(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY, "an array of edges");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int place = place(json);
      List<String> parts = strings(json);
      if (parts.size() != 4) {
        throw parsed.error(place, "an edge is [node, mark, mark, node], found " + parts);
      }
      if (parts.get(0).equals(parts.get(3))) {
        throw parsed.error(place, "the edge joins " + parts.get(0) + " to itself");
      }
      parsed.node(parts.get(0));
      parsed.node(parts.get(3));
      MarkedEdge edge =
          new MarkedEdge(
              parts.get(0), mark(place, parts.get(1)), mark(place, parts.get(2)), parts.get(3));
      parsed.link(new ParsedGraph.Link(edge, place));
    }
  }

  private Mark mark(int place, String word) {
    return Arrays.stream(Mark.values())
        .filter(mark -> name(mark).equals(word))
        .findFirst()
        .orElseThrow(() -> parsed.error(place, "a mark is tail, arrow or circle, found " + word));
  }

  private void positions(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT, "an object of places");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String node = json.currentName();
      expect(json, json.nextToken(), JsonToken.START_ARRAY, "[x, y]");
      double x = number(json);
      double y = number(json);
      expect(json, json.nextToken(), JsonToken.END_ARRAY, "[x, y]");
      parsed.position(node, new GraphDocument.Position(x, y));
    }
  }

  private double number(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null || !token.isNumeric() || !Double.isFinite(json.getDoubleValue())) {
      throw parsed.error(place(json), "expected a number");
    }
    return json.getDoubleValue();
  }

  private String string(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.VALUE_STRING, "a text");
    String text = json.getText();
    if (text.isBlank()) {
      throw parsed.error(place(json), "the name is blank");
    }
    return text;
  }

  private void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted, String what) {
    if (found != wanted) {
      throw parsed.error(place(json), "expected " + what);
    }
  }

  private static int place(JsonParser json) {
    return (int) Math.max(0, json.currentTokenLocation().getCharOffset());
  }
}
