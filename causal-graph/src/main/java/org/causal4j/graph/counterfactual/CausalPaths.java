package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/**
 * Some of the directed paths from a treatment to an outcome: those along which an effect is to be
 * told from that along the others.
 *
 * <pre>{@code
 * CausalPaths p = CausalPaths.along(graph, "x", "y", List.of(Edge.directed("x", "m"), Edge.directed("m", "y")));
 * PathIdentification answer = PathIdentification.of(p);
 * }</pre>
 *
 * <p>All directed paths are listed; a graph with more than 10,000 of them is refused. Immutable.
 */
public final class CausalPaths {
  private static final int MOST = 10_000;

  private final CausalGraph graph;
  private final String treatment;
  private final String outcome;
  private final ImmutableSet<ImmutableList<String>> chosen;
  private final ImmutableSet<ImmutableList<String>> others;

  private CausalPaths(
      CausalGraph graph,
      String treatment,
      String outcome,
      Set<ImmutableList<String>> all,
      Set<ImmutableList<String>> chosen) {
    this.graph = graph;
    this.treatment = treatment;
    this.outcome = outcome;
    this.chosen = ImmutableSet.copyOf(chosen);
    this.others =
        all.stream().filter(path -> !chosen.contains(path)).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * These paths, each a list of nodes from treatment to outcome.
   *
   * @throws IllegalArgumentException where one is no directed path of the graph from x to y
   */
  public static CausalPaths of(
      CausalGraph graph, String x, String y, Collection<? extends List<String>> paths) {
    Set<ImmutableList<String>> all = all(graph, x, y);
    Set<ImmutableList<String>> chosen = new LinkedHashSet<>();
    for (List<String> path : paths) {
      ImmutableList<String> copy = ImmutableList.copyOf(path);
      Preconditions.checkArgument(
          all.contains(copy), "paths: %s is no directed path from %s to %s", copy, x, y);
      chosen.add(copy);
    }
    return new CausalPaths(graph, x, y, all, chosen);
  }

  /**
   * The paths that run along these edges alone.
   *
   * @throws IllegalArgumentException where the graph lacks an edge
   */
  public static CausalPaths along(CausalGraph graph, String x, String y, Collection<Edge> edges) {
    Set<Edge> kept = ImmutableSet.copyOf(edges);
    for (Edge edge : kept) {
      Preconditions.checkArgument(
          edge.kind() == Edge.Kind.DIRECTED
              && graph.hasNode(edge.from())
              && graph.hasEdge(edge.from(), edge.to()),
          "edges: %s is no directed edge of the graph",
          edge);
    }
    Set<ImmutableList<String>> all = all(graph, x, y);
    Set<ImmutableList<String>> chosen = new LinkedHashSet<>();
    for (ImmutableList<String> path : all) {
      boolean inside = true;
      for (int i = 1; i < path.size(); i++) {
        inside &= kept.contains(Edge.directed(path.get(i - 1), path.get(i)));
      }
      if (inside) {
        chosen.add(path);
      }
    }
    return new CausalPaths(graph, x, y, all, chosen);
  }

  /** The paths through at least one of these nodes: the indirect effect by them. */
  public static CausalPaths through(
      CausalGraph graph, String x, String y, Collection<String> mediators) {
    graph.descendants(mediators); // refuses unknown names
    Set<ImmutableList<String>> all = all(graph, x, y);
    Set<ImmutableList<String>> chosen = new LinkedHashSet<>();
    for (ImmutableList<String> path : all) {
      if (path.subList(1, path.size() - 1).stream().anyMatch(mediators::contains)) {
        chosen.add(path);
      }
    }
    return new CausalPaths(graph, x, y, all, chosen);
  }

  private static Set<ImmutableList<String>> all(CausalGraph graph, String x, String y) {
    Set<String> towards = graph.ancestors(y);
    graph.descendants(x); // refuses an unknown name
    Preconditions.checkArgument(!x.equals(y), "y: %s is the treatment too", y);
    Preconditions.checkArgument(
        graph.latents().isEmpty(),
        "graph: has the latent nodes %s; take projectLatent()",
        graph.latents());
    Set<ImmutableList<String>> found = new LinkedHashSet<>();
    Deque<ImmutableList<String>> open = new ArrayDeque<>();
    open.push(ImmutableList.of(x));
    while (!open.isEmpty()) {
      ImmutableList<String> path = open.pop();
      String last = path.get(path.size() - 1);
      if (last.equals(y)) {
        found.add(path);
        Preconditions.checkArgument(
            found.size() <= MOST, "graph: has more than %s paths from %s to %s", MOST, x, y);
        continue;
      }
      List<String> next = new ArrayList<>(graph.children(last));
      for (int i = next.size() - 1; i >= 0; i--) {
        if (towards.contains(next.get(i))) {
          open.push(ImmutableList.<String>builder().addAll(path).add(next.get(i)).build());
        }
      }
    }
    return found;
  }

  /** The graph. */
  public CausalGraph graph() {
    return graph;
  }

  /** Where the paths start. */
  public String treatment() {
    return treatment;
  }

  /** Where they end. */
  public String outcome() {
    return outcome;
  }

  /** The paths along which the effect is looked at. */
  public Set<ImmutableList<String>> chosen() {
    return chosen;
  }

  /** The other directed paths from treatment to outcome. */
  public Set<ImmutableList<String>> others() {
    return others;
  }

  @Override
  public String toString() {
    List<String> shown = new ArrayList<>();
    chosen.forEach(path -> shown.add(String.join(" -> ", path)));
    return "effect of "
        + treatment
        + " on "
        + outcome
        + " along "
        + shown
        + ", not along "
        + others.size()
        + " others";
  }
}
