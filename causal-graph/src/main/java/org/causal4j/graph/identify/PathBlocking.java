package org.causal4j.graph.identify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/**
 * Separation as the checkers see it, apart from the search that the engine uses: by moralization
 * (Lauritzen et al. 1990, "Independence properties of directed Markov fields", Networks 20). Every
 * bidirected edge becomes a node with two children; only ancestors of the three sets are kept,
 * parents of a common child are joined, and what is given is taken out.
 */
final class PathBlocking {
  private final Map<String, Set<String>> parents = new HashMap<>();

  /** The graph with the arrows into some nodes and out of some nodes cut. */
  PathBlocking(CausalGraph graph, Set<String> cutInto, Set<String> cutOutOf) {
    graph.nodes().forEach(node -> parents.put(node, new HashSet<>()));
    for (Edge edge : graph.directedEdges()) {
      if (!cutInto.contains(edge.to()) && !cutOutOf.contains(edge.from())) {
        above(edge.to()).add(edge.from());
      }
    }
    for (Edge edge : graph.bidirectedEdges()) {
      if (!cutInto.contains(edge.to()) && !cutInto.contains(edge.from())) {
        String hidden = "\0" + edge.from() + "\0" + edge.to();
        parents.put(hidden, new HashSet<>());
        above(edge.from()).add(hidden);
        above(edge.to()).add(hidden);
      }
    }
  }

  /** Adds a node with one child at most. */
  void addCause(String node, Optional<String> child) {
    parents.put(node, new HashSet<>());
    child.ifPresent(name -> above(name).add(node));
  }

  /** The nodes with a directed path to one of these, and these. */
  Set<String> ancestors(Collection<String> of) {
    Set<String> reached = new HashSet<>(of);
    ArrayDeque<String> open = new ArrayDeque<>(of);
    while (!open.isEmpty()) {
      for (String parent : above(open.remove())) {
        if (reached.add(parent)) {
          open.add(parent);
        }
      }
    }
    return reached;
  }

  /** Whether z blocks every path between x and y. */
  boolean separated(Set<String> x, Set<String> y, Set<String> z) {
    List<String> all = new ArrayList<>(x);
    all.addAll(y);
    all.addAll(z);
    Map<String, Set<String>> joined = new HashMap<>();
    Set<String> kept = ancestors(all);
    for (String child : kept) {
      List<String> family = new ArrayList<>(above(child));
      family.add(child);
      for (String member : family) {
        joined.computeIfAbsent(member, m -> new HashSet<>()).addAll(family);
      }
    }
    Set<String> reached = new HashSet<>(x);
    ArrayDeque<String> open = new ArrayDeque<>(x);
    while (!open.isEmpty()) {
      for (String next : joined.getOrDefault(open.remove(), Set.of())) {
        if (!z.contains(next) && reached.add(next)) {
          open.add(next);
        }
      }
    }
    return y.stream().noneMatch(reached::contains);
  }

  private Set<String> above(String node) {
    Set<String> found = parents.get(node);
    if (found == null) {
      throw new IllegalArgumentException("node: " + node + " is not in the graph");
    }
    return found;
  }
}
