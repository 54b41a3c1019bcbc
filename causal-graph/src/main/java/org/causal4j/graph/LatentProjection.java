package org.causal4j.graph;

import java.util.Arrays;
import java.util.BitSet;

/** See {@link CausalGraph#projectLatent()}. */
final class LatentProjection {
  private final CausalGraph graph;
  private final BitSet[] down;
  private final BitSet[] up;
  private final BitSet[] side;

  private LatentProjection(CausalGraph graph) {
    this.graph = graph;
    int n = graph.nodes().size();
    down = new BitSet[n];
    up = new BitSet[n];
    side = new BitSet[n];
    for (int v = 0; v < n; v++) {
      down[v] = bits(graph.arcs().children(v));
      up[v] = bits(graph.arcs().parents(v));
      side[v] = bits(graph.arcs().siblings(v));
    }
  }

  static CausalGraph of(CausalGraph graph) {
    LatentProjection projection = new LatentProjection(graph);
    graph.latentIndices().stream().forEach(projection::remove);
    return projection.build();
  }

  private void remove(int gone) {
    for (int kid : down[gone].stream().toArray()) {
      up[gone].stream().forEach(parent -> down[parent].set(kid));
      up[kid].or(up[gone]);
      side[gone].stream().filter(other -> other != kid).forEach(other -> join(kid, other));
      down[gone].stream().filter(other -> other > kid).forEach(other -> join(kid, other));
    }
    for (int v = 0; v < down.length; v++) {
      down[v].clear(gone);
      up[v].clear(gone);
      side[v].clear(gone);
    }
    down[gone].clear();
    up[gone].clear();
    side[gone].clear();
  }

  private void join(int a, int b) {
    side[a].set(b);
    side[b].set(a);
  }

  private CausalGraph build() {
    CausalGraph.Builder builder = CausalGraph.builder();
    graph.observed().forEach(builder::node);
    for (int v = 0; v < down.length; v++) {
      String name = graph.nodes().get(v);
      down[v].stream().forEach(child -> builder.edge(name, graph.nodes().get(child)));
      side[v].stream().forEach(other -> builder.hiddenCause(name, graph.nodes().get(other)));
    }
    return builder.build();
  }

  private static BitSet bits(int[] positions) {
    BitSet set = new BitSet();
    Arrays.stream(positions).forEach(set::set);
    return set;
  }
}
