package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A graph with what dagitty keeps beside it: which nodes are exposure, outcome or adjusted for, and
 * where they are drawn.
 *
 * <pre>{@code
 * GraphDocument d = GraphDocument.parse("dag { x [exposure,pos=\"0,1\"]; y [outcome]; x -> y }");
 * AdjustmentSets.minimal(d.graph(), d.exposures(), d.outcomes());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class GraphDocument {

  /** A place in a drawing, in the units of the text it comes from; y grows downwards in dagitty. */
  public record Position(double x, double y) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f,%.3f", x, y);
    }
  }

  private final @Nullable CausalGraph graph;
  private final @Nullable MarkedGraph marked;
  private final ImmutableSet<String> exposures;
  private final ImmutableSet<String> outcomes;
  private final ImmutableSet<String> adjusted;
  private final ImmutableMap<String, Position> positions;

  private GraphDocument(
      @Nullable CausalGraph graph,
      @Nullable MarkedGraph marked,
      Set<String> exposures,
      Set<String> outcomes,
      Set<String> adjusted,
      Map<String, Position> positions) {
    this.graph = graph;
    this.marked = marked;
    this.exposures = known("exposures", exposures);
    this.outcomes = known("outcomes", outcomes);
    this.adjusted = known("adjusted", adjusted);
    this.positions = ImmutableMap.copyOf(positions);
    known("positions", positions.keySet());
  }

  private ImmutableSet<String> known(String parameter, Set<String> names) {
    for (String name : names) {
      boolean there = marked == null ? graph().hasNode(name) : marked.hasNode(name);
      Preconditions.checkArgument(there, "%s: %s is not in the graph", parameter, name);
    }
    return ImmutableSet.copyOf(names);
  }

  private static GraphDocument of(ParsedGraph parsed) {
    return new GraphDocument(
        parsed.kind().isPresent() ? null : parsed.causalGraph(),
        parsed.kind().map(parsed::markedGraph).orElse(null),
        parsed.withRole(ParsedGraph.Role.EXPOSURE),
        parsed.withRole(ParsedGraph.Role.OUTCOME),
        parsed.withRole(ParsedGraph.Role.ADJUSTED),
        parsed.positions());
  }

  /** A diagram with nothing beside it. */
  public static GraphDocument of(CausalGraph graph) {
    return new GraphDocument(graph, null, Set.of(), Set.of(), Set.of(), Map.of());
  }

  /** A class of graphs with nothing beside it. */
  public static GraphDocument of(MarkedGraph graph) {
    return new GraphDocument(null, graph, Set.of(), Set.of(), Set.of(), Map.of());
  }

  /** The same with other exposures and outcomes. */
  public GraphDocument withQuery(Collection<String> treatments, Collection<String> responses) {
    return new GraphDocument(
        graph,
        marked,
        ImmutableSet.copyOf(treatments),
        ImmutableSet.copyOf(responses),
        adjusted,
        positions);
  }

  /**
   * Reads {@code {"kind": "dag", "nodes": ["a", "b"], "latents": [], "exposures": [], "outcomes":
   * [], "adjusted": [], "edges": [["a", "tail", "arrow", "b"]], "positions": {"a": [0, 1]}}}; all
   * fields but edges may be left out.
   *
   * @throws org.causal4j.core.DataFormatException where the text is not of this form
   * @throws InvalidGraphException where the marks are not those of the kind
   */
  public static GraphDocument fromJson(String json) {
    return of(GraphJson.read(json));
  }

  /** The JSON form on one line; {@link #fromJson} reads it back. */
  public String toJson() {
    return GraphJson.write(this);
  }

  /**
   * Reads a text of either kind, as {@link CausalGraph#parse} or {@link MarkedGraph#parse} do.
   *
   * @throws org.causal4j.core.DataFormatException where the text is not of this form
   * @throws InvalidGraphException where its marks are not those of the kind it names
   */
  public static GraphDocument parse(String text) {
    return of(new GraphParser(text).parse());
  }

  /** Whether the text names a class of graphs: PDAG, CPDAG, MAG or PAG. */
  public boolean isMarked() {
    return marked != null;
  }

  /**
   * The diagram.
   *
   * @throws InvalidGraphException where the text names a class of graphs with undecided marks
   */
  public CausalGraph graph() {
    return graph != null ? graph : marked().toCausalGraph();
  }

  /**
   * The class of graphs.
   *
   * @throws InvalidGraphException where the text names a single diagram
   */
  public MarkedGraph marked() {
    if (marked == null) {
      throw new InvalidGraphException(
          "graph: is a diagram, not a class of them; write cpdag { … } or pag { … }, or take"
              + " MarkedGraph.cpdagOf");
    }
    return marked;
  }

  /** The nodes marked as exposure. */
  public Set<String> exposures() {
    return exposures;
  }

  /** The nodes marked as outcome. */
  public Set<String> outcomes() {
    return outcomes;
  }

  /** The nodes marked as adjusted for. */
  public Set<String> adjusted() {
    return adjusted;
  }

  /** The places of the nodes that have one. */
  public Map<String, Position> positions() {
    return positions;
  }

  /** The text that dagitty reads, roles and places included; {@link #parse} reads it back. */
  public String toDagitty() {
    StringBuilder out = new StringBuilder();
    out.append(marked == null ? "dag" : marked.kind().name().toLowerCase(Locale.ROOT));
    out.append(" {\n");
    for (String node : marked == null ? graph().nodes() : marked.nodes()) {
      out.append(GraphWriter.quoted(node)).append(attributes(node)).append('\n');
    }
    if (marked == null) {
      graph().directedEdges().forEach(edge -> out.append(edge).append('\n'));
      graph().bidirectedEdges().forEach(edge -> out.append(edge).append('\n'));
    } else {
      MarkedGraph.Kind kind = marked.kind();
      for (MarkedEdge edge : marked.edges()) {
        out.append(MarkedGraph.shown(kind, edge, "@")).append('\n');
      }
    }
    return out.append("}\n").toString();
  }

  private String attributes(String node) {
    StringJoiner all = new StringJoiner(",", " [", "]").setEmptyValue("");
    if (graph != null && graph.isLatent(node)) {
      all.add("latent");
    }
    if (exposures.contains(node)) {
      all.add("exposure");
    }
    if (outcomes.contains(node)) {
      all.add("outcome");
    }
    if (adjusted.contains(node)) {
      all.add("adjusted");
    }
    Position position = positions.get(node);
    if (position != null) {
      all.add("pos=\"" + position + "\"");
    }
    return all.toString();
  }

  @Override
  public String toString() {
    return toDagitty();
  }
}
