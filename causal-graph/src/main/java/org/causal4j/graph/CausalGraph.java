package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A diagram of causal assumptions: nodes, directed edges (direct causes) and bidirected edges
 * (hidden common causes), without directed cycles; in the literature an acyclic directed mixed
 * graph (ADMG), and a DAG where no edge is bidirected. A missing edge is the stronger statement: it
 * says that there is no such cause.
 *
 * <pre>{@code
 * CausalGraph g = CausalGraph.parse("season -> {price shown}; price -> buy; shown -> click -> buy");
 * CausalGraph hidden = g.withHiddenCause("click", "buy");
 * }</pre>
 *
 * <p>A hidden cause can also be a node of its own, marked latent; {@link #projectLatent()} turns
 * the second form into the first.
 *
 * <p>Nodes keep the order of their first mention, and every set and list handed out keeps that
 * order. Two graphs are equal when they have the same nodes, latent marks and edges, in whatever
 * order. Immutable and safe to share between threads. Queries on one node cost its degree; the
 * others are linear in nodes plus edges.
 *
 * <p>A class of graphs with undecided edges (CPDAG, PAG) is a {@link MarkedGraph}; the parser
 * refuses it here. {@link GraphDocument} reads either, and JSON.
 */
public final class CausalGraph {
  private final ImmutableList<String> nodes;
  private final ImmutableMap<String, Integer> index;
  private final Arcs arcs;
  private final BitSet latent;
  private final int[] topological;

  private CausalGraph(
      ImmutableList<String> nodes, ImmutableMap<String, Integer> index, BitSet latent, Arcs arcs) {
    this.nodes = nodes;
    this.index = index;
    this.latent = latent;
    this.arcs = arcs;
    this.topological = TopologicalOrder.of(nodes, arcs);
  }

  /** The graph without nodes. */
  public static CausalGraph empty() {
    return builder().build();
  }

  /** Starts an empty graph. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the text form: chains of arrows, separated by {@code ;} or line ends.
   *
   * <pre>{@code
   * season -> {price shown}     # braces: an edge to, or from, each
   * a -> b <- c; "unit price" -> 购买
   * click <-> buy               # hidden common cause
   * taste [latent]              # a cause that is not in the data
   * lonely                      # a node without edges
   * }</pre>
   *
   * <p>A wrapper {@code dag { … }}, {@code digraph name { … }} is accepted, and the attributes that
   * dagitty writes for the layout and role of a node are read over. Names with spaces or signs need
   * quotes; inside them a backslash protects {@code "} and {@code \}, and {@code \n} is a line
   * break.
   *
   * @throws org.causal4j.core.DataFormatException with line and column (source "graph"), where the
   *     text is not of this form, uses an edge mark other than {@code ->}, {@code <-} and {@code
   *     <->}, or describes a cycle; the message names the cycle
   */
  public static CausalGraph parse(String text) {
    return new GraphParser(text).parse().causalGraph();
  }

  // -- what there is ---------------------------------------------------------------------------

  /** All nodes, in the order of first mention. */
  public List<String> nodes() {
    return nodes;
  }

  /** Whether there is a node of this name. */
  public boolean hasNode(String node) {
    return index.containsKey(node);
  }

  /** The nodes marked latent. */
  public Set<String> latents() {
    return names(latent);
  }

  /** The nodes that are not marked latent. */
  public Set<String> observed() {
    BitSet seen = new BitSet();
    seen.set(0, nodes.size());
    seen.andNot(latent);
    return names(seen);
  }

  /** Whether the node is marked latent. */
  public boolean isLatent(String node) {
    return latent.get(index(node));
  }

  /** The direct causes of a node. */
  public Set<String> parents(String node) {
    return names(arcs.parents(index(node)));
  }

  /** The nodes of which this is a direct cause. */
  public Set<String> children(String node) {
    return names(arcs.children(index(node)));
  }

  /** The nodes joined to this one by a bidirected edge; in some texts its spouses. */
  public Set<String> siblings(String node) {
    return names(arcs.siblings(index(node)));
  }

  /** Whether {@code from -> to} is an edge. */
  public boolean hasEdge(String from, String to) {
    return arcs.hasArrow(index(from), index(to));
  }

  /** Whether {@code a <-> b} is an edge. */
  public boolean hasHiddenCause(String a, String b) {
    return arcs.hasSiblings(index(a), index(b));
  }

  /** The directed edges, by tail and then head. */
  public List<Edge> directedEdges() {
    ImmutableList.Builder<Edge> edges = ImmutableList.builder();
    for (int v = 0; v < nodes.size(); v++) {
      for (int child : arcs.children(v)) {
        edges.add(Edge.directed(nodes.get(v), nodes.get(child)));
      }
    }
    return edges.build();
  }

  /** The bidirected edges, each once, the earlier node first. */
  public List<Edge> bidirectedEdges() {
    ImmutableList.Builder<Edge> edges = ImmutableList.builder();
    for (int v = 0; v < nodes.size(); v++) {
      for (int other : arcs.siblings(v)) {
        if (v < other) {
          edges.add(Edge.bidirected(nodes.get(v), nodes.get(other)));
        }
      }
    }
    return edges.build();
  }

  /** Whether no edge is bidirected. Latent nodes do not matter here. */
  public boolean isDag() {
    return arcs.hasNoSiblings();
  }

  /** The nodes with a directed path to one of these, and these themselves. */
  public Set<String> ancestors(Collection<String> of) {
    return names(arcs.ancestors(indices(of)));
  }

  /** The nodes with a directed path to this one, and this one. */
  public Set<String> ancestors(String of) {
    return ancestors(Set.of(of));
  }

  /** The nodes with a directed path from one of these, and these themselves. */
  public Set<String> descendants(Collection<String> of) {
    return names(arcs.descendants(indices(of)));
  }

  /** The nodes with a directed path from this one, and this one. */
  public Set<String> descendants(String of) {
    return descendants(Set.of(of));
  }

  /** Causes before effects; among those that may come next, the first mentioned. */
  public List<String> topologicalOrder() {
    return Arrays.stream(topological).mapToObj(nodes::get).collect(ImmutableList.toImmutableList());
  }

  /**
   * The c-components (districts): the nodes that hang together by bidirected edges (Tian and Pearl
   * 2002, "A general identification condition for causal effects"). Every node is in exactly one;
   * latent nodes count as nodes, so {@link #projectLatent()} first where they should not.
   */
  public List<Set<String>> cComponents() {
    ImmutableList.Builder<Set<String>> components = ImmutableList.builder();
    BitSet done = new BitSet();
    for (int v = 0; v < nodes.size(); v++) {
      if (!done.get(v)) {
        BitSet component = new BitSet();
        component.set(v);
        component = arcs.districts(component);
        done.or(component);
        components.add(names(component));
      }
    }
    return components.build();
  }

  // -- other graphs from this one --------------------------------------------------------------

  /** The nodes named, and the edges among them. */
  public CausalGraph subgraph(Collection<String> keep) {
    BitSet kept = indices(keep);
    Builder builder = builder();
    for (String name : names(kept)) {
      builder.node(name);
      if (isLatent(name)) {
        builder.latent(name);
      }
    }
    for (Edge edge : edges()) {
      if (kept.get(index(edge.from())) && kept.get(index(edge.to()))) {
        builder.edge(edge);
      }
    }
    return builder.build();
  }

  /**
   * Without every edge that has an arrowhead at one of these nodes, bidirected ones too: what
   * intervening on them leaves (in Pearl's notation the graph with an overline on the set).
   */
  public CausalGraph withoutEdgesInto(Collection<String> heads) {
    return with(arcs.withoutHeadsAt(indices(heads)));
  }

  /**
   * Without every directed edge that starts at one of these nodes (in Pearl's notation the graph
   * with an underline on the set). Bidirected edges stay.
   */
  public CausalGraph withoutEdgesOutOf(Collection<String> tails) {
    return with(arcs.withoutArrowsOutOf(indices(tails)));
  }

  /** Without these directed and bidirected edges; one that isn't there is refused. */
  public CausalGraph withoutEdges(Collection<Edge> remove) {
    Set<Edge> gone = new HashSet<>(remove);
    Set<Edge> known = new HashSet<>(edges());
    for (Edge edge : remove) {
      Preconditions.checkArgument(known.contains(edge), "edges: %s is not in the graph", edge);
    }
    Builder builder = nodesOnly();
    edges().stream().filter(edge -> !gone.contains(edge)).forEach(builder::edge);
    return builder.build();
  }

  /** With {@code a <-> b} between two nodes of the graph. */
  public CausalGraph withHiddenCause(String a, String b) {
    index(a);
    index(b);
    return toBuilder().hiddenCause(a, b).build();
  }

  /** With {@code from -> to} between two nodes of the graph. */
  public CausalGraph withEdge(String from, String to) {
    index(from);
    index(to);
    return toBuilder().edge(from, to).build();
  }

  /** With one more node; one of that name must not be there yet. */
  public CausalGraph withNode(String node) {
    Preconditions.checkArgument(!hasNode(node), "node: %s is already in the graph", node);
    return toBuilder().node(node).build();
  }

  /** With a node of the graph marked latent. */
  public CausalGraph withLatent(String node) {
    index(node);
    return toBuilder().latent(node).build();
  }

  /**
   * The same assumptions about the observed nodes alone: latent nodes become directed and
   * bidirected edges (latent projection; Verma and Pearl 1990, "Equivalence and synthesis of causal
   * models"). Every independence and every identifiable effect among the observed nodes is kept.
   * Latent nodes are removed one by one: a parent of a removed node becomes a parent of its
   * children, and any two ends of arrows out of it (children, or siblings and children) get a
   * bidirected edge. Cost: quadratic in the degree of each latent node. A graph without latent
   * nodes is returned as it is.
   */
  public CausalGraph projectLatent() {
    return latent.isEmpty() ? this : LatentProjection.of(this);
  }

  /** A builder that starts from this graph. */
  public Builder toBuilder() {
    Builder builder = nodesOnly();
    builder.edges.addAll(arcs);
    return builder;
  }

  // -- text forms ------------------------------------------------------------------------------

  /** Graphviz: bidirected edges dashed with two heads, latent nodes dashed. */
  public String toDot() {
    return GraphWriter.dot(this);
  }

  /**
   * Mermaid flow chart: bidirected edges dotted with two heads, latent nodes rounded and dashed.
   */
  public String toMermaid() {
    return GraphWriter.mermaid(this);
  }

  /** TikZ picture, one column per causal depth; bidirected edges dashed and bent. */
  public String toLatex() {
    return GraphWriter.latex(this);
  }

  /**
   * The text form on one line; {@link #parse} reads it back to an equal graph of the same order.
   */
  @Override
  public String toString() {
    return GraphWriter.text(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CausalGraph graph
        && index.keySet().equals(graph.index.keySet())
        && latents().equals(graph.latents())
        && ImmutableSet.copyOf(edges()).equals(ImmutableSet.copyOf(graph.edges()));
  }

  @Override
  public int hashCode() {
    return 31 * index.keySet().hashCode() + ImmutableSet.copyOf(edges()).hashCode();
  }

  // -- for this package: nodes as indices into nodes() -------------------------------------------

  /** The position of a node, or an error that lists the nodes there are. */
  int index(String node) {
    Integer found = index.get(node);
    if (found == null) {
      throw new IllegalArgumentException(
          "node: " + node + " is not in the graph; it has " + shortList(nodes));
    }
    return found;
  }

  BitSet indices(Collection<String> names) {
    BitSet set = new BitSet();
    for (String name : names) {
      set.set(index(name));
    }
    return set;
  }

  Set<String> names(BitSet set) {
    return set.stream().mapToObj(nodes::get).collect(ImmutableSet.toImmutableSet());
  }

  /** A graph without latent nodes from its edges. */
  static CausalGraph of(ImmutableMap<String, Integer> index, Arcs arcs) {
    return new CausalGraph(index.keySet().asList(), index, new BitSet(), arcs);
  }

  ImmutableMap<String, Integer> indexOfNames() {
    return index;
  }

  Arcs arcs() {
    return arcs;
  }

  BitSet latentIndices() {
    return (BitSet) latent.clone();
  }

  /** The same nodes with other edges. */
  private CausalGraph with(Arcs other) {
    return new CausalGraph(nodes, index, latent, other);
  }

  private Set<String> names(int[] positions) {
    return Arrays.stream(positions).mapToObj(nodes::get).collect(ImmutableSet.toImmutableSet());
  }

  private List<Edge> edges() {
    return ImmutableList.<Edge>builder().addAll(directedEdges()).addAll(bidirectedEdges()).build();
  }

  private Builder nodesOnly() {
    Builder builder = builder();
    nodes.forEach(builder::node);
    latents().forEach(builder::latent);
    return builder;
  }

  private static String shortList(List<String> names) {
    int limit = 50;
    return names.size() <= limit
        ? names.toString()
        : names.subList(0, limit) + " and " + (names.size() - limit) + " more";
  }

  /**
   * Collects nodes and edges. A node named by an edge need not be declared first. Naming something
   * twice is no error. Not thread-safe; may be built from more than once.
   */
  public static final class Builder {
    private final Map<String, Integer> nodes = new LinkedHashMap<>();
    private final Set<String> latent = new LinkedHashSet<>();
    private final Arcs.Collector edges = new Arcs.Collector();

    private Builder() {}

    /** Adds a node, unless it is there. */
    public Builder node(String node) {
      Preconditions.checkArgument(!node.isBlank(), "node: must not be blank");
      nodes.putIfAbsent(node, nodes.size());
      return this;
    }

    /** Adds a node, unless it is there, and marks it latent. */
    public Builder latent(String node) {
      node(node);
      latent.add(node);
      return this;
    }

    /** Adds {@code from -> to}, and the nodes. */
    public Builder edge(String from, String to) {
      return edge(Edge.directed(from, to));
    }

    /** Adds {@code a <-> b}, and the nodes. */
    public Builder hiddenCause(String a, String b) {
      return edge(Edge.bidirected(a, b));
    }

    /** Adds an edge, and its nodes. */
    public Builder edge(Edge edge) {
      node(edge.from());
      node(edge.to());
      int from = Objects.requireNonNull(nodes.get(edge.from()));
      int to = Objects.requireNonNull(nodes.get(edge.to()));
      if (edge.kind() == Edge.Kind.DIRECTED) {
        edges.arrow(from, to);
      } else {
        edges.join(from, to);
      }
      return this;
    }

    /**
     * The graph.
     *
     * @throws IllegalArgumentException where the directed edges form a cycle, which the message
     *     names
     */
    public CausalGraph build() {
      ImmutableMap<String, Integer> index = ImmutableMap.copyOf(nodes);
      BitSet hidden = new BitSet();
      latent.forEach(name -> hidden.set(Objects.requireNonNull(index.get(name))));
      return new CausalGraph(index.keySet().asList(), index, hidden, edges.build(index.size()));
    }
  }
}
