package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A graph with marks at the ends of its edges that stands for a class of causal diagrams, as data
 * can tell them apart: what discovery returns.
 *
 * <pre>{@code
 * MarkedGraph g = MarkedGraph.parse("cpdag { a -- b; a -> c; b -> c }");
 * MarkedGraph p = MarkedGraph.parse("pag { a o-> c; b o-> c; c -> d }");
 * AdjustmentSets.minimal(p, Set.of("c"), Set.of("d"));
 * }</pre>
 *
 * <p>A type of its own, so that no algorithm for a {@link CausalGraph} takes one by mistake: there
 * an arrow is a direct cause, here it is an ancestor that may be confounded. {@link
 * #toCausalGraph()} converts where nothing is undecided. Selection bias (edges with two tails) is
 * not represented.
 *
 * <p>Nodes keep the order of their first mention. Immutable and safe to share between threads.
 */
public final class MarkedGraph {

  /** What the marks stand for. */
  public enum Kind {
    /** A class of DAGs with background knowledge, closed under Meek's rules; undirected edges. */
    PDAG,
    /** A Markov equivalence class of DAGs; undirected edges. */
    CPDAG,
    /** A maximal ancestral graph: one diagram with hidden causes; {@code ->} and {@code <->}. */
    MAG,
    /** A Markov equivalence class of MAGs; circles where they differ. */
    PAG;

    /** Whether every cause is taken to be observed. */
    public boolean isWithoutHiddenCauses() {
      return this == PDAG || this == CPDAG;
    }
  }

  private final Kind kind;
  private final ImmutableMap<String, Integer> index;
  private final Marks marks;

  private MarkedGraph(Kind kind, ImmutableMap<String, Integer> index, Marks marks) {
    this.kind = kind;
    this.index = index;
    this.marks = marks;
  }

  /** Starts an empty graph. */
  public static Builder builder(Kind kind) {
    return new Builder(kind);
  }

  /**
   * Reads {@code cpdag { … }}, {@code pdag { … }}, {@code mag { … }} or {@code pag { … }} with the
   * edges {@code ->}, {@code <->}, {@code --}, {@code o-o} and {@code o->} ({@code @} does for
   * {@code o}), else written as in {@link CausalGraph#parse}.
   *
   * @throws org.causal4j.core.DataFormatException where the text is not of this form
   * @throws InvalidGraphException where it is no graph of the kind; see {@link Builder#build}
   */
  public static MarkedGraph parse(String text) {
    return GraphDocument.parse(text).marked();
  }

  /** The class of the DAGs that imply the same independences as this one. Time: edges × degree². */
  public static MarkedGraph cpdagOf(CausalGraph dag) {
    Preconditions.checkArgument(
        dag.isDag() && dag.latents().isEmpty(), "dag: has hidden causes; take magOf or pagOf");
    return new MarkedGraph(Kind.CPDAG, dag.indexOfNames(), MeekRules.pattern(dag.arcs()));
  }

  /**
   * The maximal ancestral graph over the observed nodes, which keeps their independences and which
   * of them causes which (Richardson and Spirtes 2002).
   */
  public static MarkedGraph magOf(CausalGraph graph) {
    CausalGraph observed = graph.projectLatent();
    return new MarkedGraph(
        Kind.MAG, observed.indexOfNames(), AncestralGraphs.magOf(observed.arcs()));
  }

  /** The class of the MAGs that imply the same independences as {@link #magOf}. */
  public static MarkedGraph pagOf(CausalGraph graph) {
    MarkedGraph mag = magOf(graph);
    return new MarkedGraph(Kind.PAG, mag.index, FciRules.pag(mag.marks));
  }

  // -- what there is ---------------------------------------------------------------------------

  /** What the marks stand for. */
  public Kind kind() {
    return kind;
  }

  /** All nodes, in the order of first mention. */
  public List<String> nodes() {
    return index.keySet().asList();
  }

  /** Whether there is a node of this name. */
  public boolean hasNode(String node) {
    return index.containsKey(node);
  }

  /** The nodes with an edge to this one. */
  public Set<String> neighbors(String node) {
    BitSet set = new BitSet();
    for (int other : marks.neighbors(index(node))) {
      set.set(other);
    }
    return names(set);
  }

  /** The mark at {@code node} of its edge to {@code other}; no value where there is no edge. */
  public Optional<Mark> markAt(String node, String other) {
    byte mark = marks.at(index(node), index(other));
    return mark == Marks.NO_EDGE ? Optional.empty() : Optional.of(mark(mark));
  }

  /** All edges, each once, the earlier node first. */
  public List<MarkedEdge> edges() {
    return marks.links().stream().map(this::edge).collect(ImmutableList.toImmutableList());
  }

  /** The nodes that are these or descend from them in some graph of the class. */
  public Set<String> possibleDescendants(Collection<String> of) {
    return names(marks.possibleDescendants(indices(of), new BitSet()));
  }

  /** The nodes that are these or cause one of them in some graph of the class. */
  public Set<String> possibleAncestors(Collection<String> of) {
    return names(marks.possibleAncestors(indices(of), new BitSet()));
  }

  /**
   * Whether {@code from -> to} leaves no room for a hidden common cause of the two; in a PDAG and
   * CPDAG every directed edge does (Zhang 2008, "Causal reasoning with ancestral graphs").
   */
  public boolean isVisible(String from, String to) {
    int tail = index(from);
    int head = index(to);
    return kind.isWithoutHiddenCauses() ? marks.isArrow(tail, head) : marks.isVisible(tail, head);
  }

  /**
   * One graph of the class: a DAG for a PDAG and CPDAG, a MAG else, whose arrows then say ancestor
   * and not direct cause. It implies the independences that the class implies.
   *
   * @throws InvalidGraphException where there is none
   */
  public CausalGraph member() {
    return CausalGraph.of(index, memberArcs());
  }

  /**
   * The same as a {@link CausalGraph}, for algorithms that take one.
   *
   * @throws InvalidGraphException naming the first undecided edge; for a MAG and PAG always, as
   *     their arrows leave open whether there is a hidden cause too
   */
  public CausalGraph toCausalGraph() {
    if (!kind.isWithoutHiddenCauses()) {
      throw new InvalidGraphException(
          "graph: a "
              + kind
              + " stands for many diagrams"
              + marks.links().stream()
                  .findFirst()
                  .map(l -> " (" + shown(kind, edge(l)) + ")")
                  .orElse("")
              + "; this needs one with direct causes and hidden common causes");
    }
    for (Marks.Link link : marks.links()) {
      if (link.atA() == Marks.CIRCLE) {
        throw new InvalidGraphException(
            "graph: the edge " + shown(kind, edge(link)) + " of the " + kind + " is not directed");
      }
    }
    return CausalGraph.of(index, marks.arcs());
  }

  /**
   * Whether the class implies x ⟂ y | z: m-separation in any of its graphs. Linear time once a
   * graph is found.
   */
  public boolean separates(Collection<String> x, Collection<String> y, Collection<String> z) {
    return Separation.dSeparated(member(), x, y, z);
  }

  /** Graphviz, with the marks as arrow shapes. */
  public String toDot() {
    return GraphWriter.dot(this);
  }

  /** Mermaid flow chart with the marks at the ends of its links. */
  public String toMermaid() {
    return GraphWriter.mermaid(this);
  }

  /** TikZ picture, nodes on a circle; needs the TikZ library arrows.meta. */
  public String toLatex() {
    return GraphWriter.latex(this);
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    nodes().forEach(node -> parts.add(GraphWriter.quoted(node)));
    edges().forEach(edge -> parts.add(shown(kind, edge)));
    String inside = String.join("; ", parts);
    return kind.name().toLowerCase(Locale.ROOT) + " { " + inside + " }";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MarkedGraph graph
        && kind == graph.kind
        && index.keySet().equals(graph.index.keySet())
        && ImmutableSet.copyOf(edges()).equals(ImmutableSet.copyOf(graph.edges()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, index.keySet(), ImmutableSet.copyOf(edges()));
  }

  // -- for this package -------------------------------------------------------------------------

  Marks marks() {
    return marks;
  }

  int index(String node) {
    Integer found = index.get(node);
    Preconditions.checkArgument(
        found != null, "node: %s is not in the graph; it has %s", node, index.keySet());
    return Objects.requireNonNull(found);
  }

  BitSet indices(Collection<String> names) {
    BitSet set = new BitSet();
    names.forEach(name -> set.set(index(name)));
    return set;
  }

  Set<String> names(BitSet set) {
    return set.stream().mapToObj(nodes()::get).collect(ImmutableSet.toImmutableSet());
  }

  /** A line for what a class of DAGs leaves open, as is usual there; circles else. */
  static String shown(Kind kind, MarkedEdge edge) {
    return shown(kind, edge, "o");
  }

  static String shown(Kind kind, MarkedEdge edge, String circle) {
    boolean open = edge.atA() == Mark.CIRCLE && edge.atB() == Mark.CIRCLE;
    return open && kind.isWithoutHiddenCauses()
        ? GraphWriter.quoted(edge.a()) + " -- " + GraphWriter.quoted(edge.b())
        : edge.text(circle);
  }

  /** The edge between two adjacent nodes as text, read from the first. */
  String shownEdge(int from, int to) {
    return shown(kind, edge(new Marks.Link(from, marks.at(from, to), marks.at(to, from), to)));
  }

  Arcs memberArcs() {
    return MarkedGraphChecks.member(kind, marks, nodes());
  }

  private MarkedEdge edge(Marks.Link link) {
    return new MarkedEdge(
        nodes().get(link.a()), mark(link.atA()), mark(link.atB()), nodes().get(link.b()));
  }

  static Mark mark(byte mark) {
    return mark == Marks.TAIL ? Mark.TAIL : mark == Marks.ARROW ? Mark.ARROW : Mark.CIRCLE;
  }

  /** Collects nodes and edges. Not thread-safe; may be built from more than once. */
  public static final class Builder {
    private final Kind kind;
    private final Map<String, Integer> nodes = new LinkedHashMap<>();
    private final Map<Set<String>, MarkedEdge> edges = new LinkedHashMap<>();

    private Builder(Kind kind) {
      this.kind = kind;
    }

    /** Adds a node, unless it is there. */
    public Builder node(String node) {
      Preconditions.checkArgument(!node.isBlank(), "node: must not be blank");
      nodes.putIfAbsent(node, nodes.size());
      return this;
    }

    /** Adds {@code from -> to}, and the nodes. */
    public Builder arrow(String from, String to) {
      return edge(new MarkedEdge(from, Mark.TAIL, Mark.ARROW, to));
    }

    /** Adds {@code a -- b} (in a PAG {@code a o-o b}), and the nodes. */
    public Builder undirected(String a, String b) {
      return edge(new MarkedEdge(a, Mark.CIRCLE, Mark.CIRCLE, b));
    }

    /**
     * Adds an edge, and its nodes. Two tails are read as undecided in a PDAG and CPDAG.
     *
     * @throws InvalidGraphException where another edge joins the two, or the kind has no such edge
     */
    public Builder edge(MarkedEdge added) {
      node(added.a());
      node(added.b());
      MarkedEdge edge = MarkedGraphChecks.fit(kind, added);
      MarkedEdge before = edges.putIfAbsent(Set.of(edge.a(), edge.b()), edge);
      if (before != null && !before.equals(edge)) {
        throw new InvalidGraphException("graph: holds both " + before + " and " + edge);
      }
      return this;
    }

    /**
     * The graph, checked.
     *
     * @throws InvalidGraphException where it has a directed cycle, or no graph of its class: a PDAG
     *     or CPDAG without a DAG, a MAG that is not ancestral or not maximal, a PAG without a MAG;
     *     and where a mark is missing that the others imply, or (CPDAG, PAG) stands where they
     *     leave it open; the message names the edge
     */
    public MarkedGraph build() {
      MarkedGraph graph = buildAsGiven();
      MarkedGraphChecks.check(kind, graph.marks, graph.nodes());
      return graph;
    }

    /** The graph with its marks taken as they are; no check but those of the edges. */
    public MarkedGraph buildAsGiven() {
      ImmutableMap<String, Integer> index = ImmutableMap.copyOf(nodes);
      List<Marks.Link> links = new ArrayList<>();
      for (MarkedEdge edge : edges.values()) {
        links.add(
            new Marks.Link(
                Objects.requireNonNull(index.get(edge.a())),
                code(edge.atA()),
                code(edge.atB()),
                Objects.requireNonNull(index.get(edge.b()))));
      }
      return new MarkedGraph(kind, index, Marks.of(index.size(), links));
    }

    private static byte code(Mark mark) {
      return switch (mark) {
        case TAIL -> Marks.TAIL;
        case ARROW -> Marks.ARROW;
        case CIRCLE -> Marks.CIRCLE;
      };
    }
  }
}
