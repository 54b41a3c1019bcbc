package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which independences a graph implies: d-separation in a DAG, m-separation where there are
 * bidirected edges (Richardson 2003, "Markov properties for acyclic directed mixed graphs", section
 * 2.1). A path is open given Z when every collider on it is in Z or has a descendant in Z and no
 * other inner node is in Z.
 *
 * <p>A query is linear in nodes plus edges. Latent nodes are nodes like any other here. Methods
 * throw {@link IllegalArgumentException} for unknown nodes and for sets that overlap.
 */
public final class Separation {
  private Separation() {}

  /** Whether x and y are separated by z: {@code dSeparated(g, "a", "c", "b")}. */
  public static boolean dSeparated(CausalGraph graph, String x, String y, String... z) {
    return dSeparated(graph, Set.of(x), Set.of(y), List.of(z));
  }

  /**
   * Whether every path between a node of x and a node of y is blocked by z, so that the graph
   * implies x ⟂ y | z. True where x or y is empty.
   */
  public static boolean dSeparated(
      CausalGraph graph, Collection<String> x, Collection<String> y, Collection<String> z) {
    BitSet from = graph.indices(x);
    BitSet to = graph.indices(y);
    BitSet given = graph.indices(z);
    checkDisjoint(graph, "y", to, from);
    checkDisjoint(graph, "z", given, from);
    checkDisjoint(graph, "z", given, to);
    return OpenWalks.separated(graph.arcs(), from, to, given);
  }

  /** The nodes outside z that some node of x is not separated from given z, x among them. */
  public static Set<String> connected(
      CausalGraph graph, Collection<String> x, Collection<String> z) {
    BitSet from = graph.indices(x);
    BitSet given = graph.indices(z);
    checkDisjoint(graph, "z", given, from);
    return graph.names(OpenWalks.reachable(graph.arcs(), from, given));
  }

  /**
   * A shortest open connection from x to y given z, as text: {@code x <- u -> y}; empty where z
   * separates them. It may pass a node twice, where a collider is opened by a descendant.
   */
  public static Optional<String> openConnection(
      CausalGraph graph, Collection<String> x, Collection<String> y, Collection<String> z) {
    BitSet from = graph.indices(x);
    BitSet to = graph.indices(y);
    BitSet given = graph.indices(z);
    checkDisjoint(graph, "y", to, from);
    checkDisjoint(graph, "z", given, from);
    checkDisjoint(graph, "z", given, to);
    OpenWalks walks = new OpenWalks(graph.arcs(), from, given, to);
    return walks.arrived() ? Optional.of(walks.text(graph.nodes())) : Optional.empty();
  }

  /**
   * The smallest set of observed nodes that separates a node from all other observed ones: parents,
   * children and their other parents in a DAG; in general every node at the other end of a path on
   * which all inner nodes are colliders (Richardson 2003). Latent nodes are projected out first.
   */
  public static Set<String> markovBlanket(CausalGraph graph, String node) {
    Preconditions.checkArgument(!graph.isLatent(node), "node: %s is latent", node);
    CausalGraph observed = graph.projectLatent();
    Arcs arcs = observed.arcs();
    int start = observed.index(node);
    BitSet blanket = new BitSet();
    BitSet byHead = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int parent : arcs.parents(start)) {
      blanket.set(parent);
    }
    arriveByHead(arcs.children(start), byHead, open);
    arriveByHead(arcs.siblings(start), byHead, open);
    while (!open.isEmpty()) {
      int collider = open.remove();
      for (int parent : arcs.parents(collider)) {
        blanket.set(parent);
      }
      arriveByHead(arcs.siblings(collider), byHead, open);
    }
    blanket.or(byHead);
    blanket.clear(start);
    return observed.names(blanket);
  }

  private static void arriveByHead(int[] ends, BitSet seen, ArrayDeque<Integer> open) {
    for (int end : ends) {
      if (!seen.get(end)) {
        seen.set(end);
        open.add(end);
      }
    }
  }

  private static void checkDisjoint(CausalGraph graph, String name, BitSet set, BitSet other) {
    BitSet both = (BitSet) set.clone();
    both.and(other);
    Preconditions.checkArgument(
        both.isEmpty(), "%s: %s is also in another of the sets", name, graph.names(both));
  }
}
