package org.causal4j.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.core.DataFormatException;

/** What a text says about a graph, with the places where it does. */
final class ParsedGraph {
  private static final String SOURCE = "graph";

  private final String text;
  private Optional<MarkedGraph.Kind> kind = Optional.empty();
  private int kindPlace;
  private final Set<String> nodes = new LinkedHashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<Role, Set<String>> roles = new HashMap<>();
  private final Map<String, GraphDocument.Position> positions = new LinkedHashMap<>();

  ParsedGraph(String text) {
    this.text = text;
  }

  /** An edge and the place of its arrow. */
  record Link(MarkedEdge edge, int place) {}

  /** What a node is in a query, as dagitty writes it. */
  enum Role {
    LATENT,
    EXPOSURE,
    OUTCOME,
    ADJUSTED;

    static Optional<Role> of(String key) {
      return switch (key) {
        case "latent", "l", "unobserved", "u" -> Optional.of(LATENT);
        case "exposure", "e" -> Optional.of(EXPOSURE);
        case "outcome", "o" -> Optional.of(OUTCOME);
        case "adjusted", "a" -> Optional.of(ADJUSTED);
        default -> Optional.empty();
      };
    }
  }

  void setKind(Optional<MarkedGraph.Kind> found, int place) {
    kind = found;
    kindPlace = place;
  }

  void node(String name) {
    nodes.add(name);
  }

  void link(Link link) {
    links.add(link);
  }

  void role(Role role, String node) {
    roles.computeIfAbsent(role, r -> new LinkedHashSet<>()).add(node);
  }

  void position(String node, GraphDocument.Position position) {
    positions.put(node, position);
  }

  Optional<MarkedGraph.Kind> kind() {
    return kind;
  }

  Set<String> withRole(Role role) {
    return roles.getOrDefault(role, Set.of());
  }

  Map<String, GraphDocument.Position> positions() {
    return positions;
  }

  CausalGraph causalGraph() {
    if (kind.isPresent()) {
      throw error(
          kindPlace,
          kind.orElseThrow()
              + " { … } stands for many diagrams; here one is needed, as in dag { … }");
    }
    CausalGraph.Builder builder = CausalGraph.builder();
    nodes.forEach(builder::node);
    withRole(Role.LATENT).forEach(builder::latent);
    Map<Edge, Integer> places = new HashMap<>();
    for (Link link : links) {
      Edge edge = edge(link);
      places.putIfAbsent(edge, link.place());
      builder.edge(edge);
    }
    try {
      return builder.build();
    } catch (TopologicalOrder.CycleException e) {
      throw error(
          lastEdgeOf(e.cycle(), places), "the edges form the cycle " + GraphWriter.path(e.cycle()));
    }
  }

  private Edge edge(Link link) {
    MarkedEdge edge = link.edge();
    if (edge.atA() == Mark.TAIL && edge.atB() == Mark.ARROW) {
      return Edge.directed(edge.a(), edge.b());
    }
    if (edge.atA() == Mark.ARROW && edge.atB() == Mark.TAIL) {
      return Edge.directed(edge.b(), edge.a());
    }
    if (edge.atA() == Mark.ARROW && edge.atB() == Mark.ARROW) {
      return Edge.bidirected(edge.a(), edge.b());
    }
    throw error(
        link.place(),
        "the edge mark of "
            + edge
            + " is not supported here: a causal graph holds ->, <- and <->;"
            + " write cpdag { … }, mag { … } or pag { … } for a class of graphs");
  }

  MarkedGraph markedGraph(MarkedGraph.Kind as) {
    if (!withRole(Role.LATENT).isEmpty()) {
      throw error(
          kindPlace, withRole(Role.LATENT) + " latent: a " + as + " holds observed nodes only");
    }
    MarkedGraph.Builder builder = MarkedGraph.builder(as);
    nodes.forEach(builder::node);
    links.forEach(link -> builder.edge(link.edge()));
    return builder.build();
  }

  /** Of the edges of a cycle the one that the text mentions last, which closed it. */
  private static int lastEdgeOf(List<String> cycle, Map<Edge, Integer> places) {
    int last = 0;
    for (int i = 0; i + 1 < cycle.size(); i++) {
      last = Math.max(last, places.getOrDefault(Edge.directed(cycle.get(i), cycle.get(i + 1)), 0));
    }
    return last;
  }

  DataFormatException error(int place, String problem) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < place && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new DataFormatException(SOURCE, line, place - lineStart + 1, problem);
  }
}
