package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>The search walks over (node, direction of arrival), as the Bayes ball of Shachter (1998) does:
 * linear in nodes plus edges. Latent nodes are nodes like any other here. Methods throw {@link
 * IllegalArgumentException} for unknown nodes and for sets that overlap.
 */
public final class Separation {
  private static final int BY_TAIL = 0;
  private static final int BY_HEAD = 1;

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
    return !reachable(graph, from, given).intersects(to);
  }

  /** The nodes outside z that some node of x is not separated from given z, x among them. */
  public static Set<String> connected(
      CausalGraph graph, Collection<String> x, Collection<String> z) {
    BitSet from = graph.indices(x);
    BitSet given = graph.indices(z);
    checkDisjoint(graph, "z", given, from);
    return graph.names(reachable(graph, from, given));
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
    return new Walk(graph, from, given).to(to);
  }

  /**
   * The smallest set of observed nodes that separates a node from all other observed ones: parents,
   * children and their other parents in a DAG; in general every node at the other end of a path on
   * which all inner nodes are colliders (Richardson 2003). Latent nodes are projected out first.
   */
  public static Set<String> markovBlanket(CausalGraph graph, String node) {
    Preconditions.checkArgument(!graph.isLatent(node), "node: %s is latent", node);
    CausalGraph observed = graph.projectLatent();
    int start = observed.index(node);
    BitSet blanket = new BitSet();
    BitSet byHead = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int parent : observed.parentIndices(start)) {
      blanket.set(parent);
    }
    arriveByHead(observed.childIndices(start), byHead, open);
    arriveByHead(observed.siblingIndices(start), byHead, open);
    while (!open.isEmpty()) {
      int collider = open.remove();
      for (int parent : observed.parentIndices(collider)) {
        blanket.set(parent);
      }
      arriveByHead(observed.siblingIndices(collider), byHead, open);
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

  /** All nodes outside {@code given} with an open path from {@code from}, those included. */
  static BitSet reachable(CausalGraph graph, BitSet from, BitSet given) {
    return new Walk(graph, from, given).reached();
  }

  private static void checkDisjoint(CausalGraph graph, String name, BitSet set, BitSet other) {
    BitSet both = (BitSet) set.clone();
    both.and(other);
    Preconditions.checkArgument(
        both.isEmpty(), "%s: %s is also in another of the sets", name, graph.names(both));
  }

  /** Breadth-first over states 2·node + direction of arrival. */
  private static final class Walk {
    private final CausalGraph graph;
    private final BitSet given;
    private final BitSet opensColliders;
    private final int[] cameFrom;
    private final List<Integer> order = new ArrayList<>();

    Walk(CausalGraph graph, BitSet from, BitSet given) {
      this.graph = graph;
      this.given = given;
      this.opensColliders = graph.ancestorIndices(given);
      this.cameFrom = new int[2 * graph.nodes().size()];
      Arrays.fill(cameFrom, Integer.MIN_VALUE);
      ArrayDeque<Integer> open = new ArrayDeque<>();
      from.stream().forEach(start -> visit(2 * start + BY_TAIL, -1, open));
      while (!open.isEmpty()) {
        leave(open.remove(), open);
      }
    }

    private void leave(int state, ArrayDeque<Integer> open) {
      int node = state / 2;
      boolean byHead = state % 2 == BY_HEAD;
      boolean asNonCollider = !given.get(node);
      boolean asCollider = byHead ? opensColliders.get(node) : asNonCollider;
      if (asNonCollider) {
        for (int child : graph.childIndices(node)) {
          visit(2 * child + BY_HEAD, state, open);
        }
      }
      if (asCollider) {
        for (int parent : graph.parentIndices(node)) {
          visit(2 * parent + BY_TAIL, state, open);
        }
        for (int sibling : graph.siblingIndices(node)) {
          visit(2 * sibling + BY_HEAD, state, open);
        }
      }
    }

    private void visit(int state, int from, ArrayDeque<Integer> open) {
      if (cameFrom[state] == Integer.MIN_VALUE) {
        cameFrom[state] = from;
        order.add(state);
        open.add(state);
      }
    }

    BitSet reached() {
      BitSet nodes = new BitSet();
      order.forEach(state -> nodes.set(state / 2));
      nodes.andNot(given);
      return nodes;
    }

    Optional<String> to(BitSet targets) {
      for (int state : order) {
        if (targets.get(state / 2)) {
          return Optional.of(text(state));
        }
      }
      return Optional.empty();
    }

    private String text(int last) {
      StringBuilder out = new StringBuilder(name(last));
      for (int state = last; cameFrom[state] >= 0; state = cameFrom[state]) {
        out.insert(0, name(cameFrom[state]) + arrow(cameFrom[state], state));
      }
      return out.toString();
    }

    private String arrow(int from, int to) {
      if (to % 2 == BY_TAIL) {
        return " <- ";
      }
      boolean directed = Arrays.binarySearch(graph.childIndices(from / 2), to / 2) >= 0;
      // where both edges exist, the directed one is open only if the node is no collider
      return directed && !given.get(from / 2) ? " -> " : " <-> ";
    }

    private String name(int state) {
      return GraphWriter.quoted(graph.nodes().get(state / 2));
    }
  }
}
