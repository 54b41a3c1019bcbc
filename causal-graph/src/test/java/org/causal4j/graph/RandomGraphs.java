package org.causal4j.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/** Random acyclic directed mixed graphs for properties. */
public final class RandomGraphs {
  private RandomGraphs() {}

  /** Nodes v0 … in an order that is not the causal one. */
  public static CausalGraph admg(long seed, int nodes, double directed, double bidirected) {
    SplittableRandom random = Seed.of(seed).random();
    CausalGraph.Builder builder = CausalGraph.builder();
    List<String> causal = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      builder.node("v" + v);
      causal.add(random.nextInt(causal.size() + 1), "v" + v);
    }
    for (int i = 0; i < nodes; i++) {
      for (int j = i + 1; j < nodes; j++) {
        if (random.nextDouble() < directed) {
          builder.edge(causal.get(i), causal.get(j));
        }
        if (random.nextDouble() < bidirected) {
          builder.hiddenCause(causal.get(i), causal.get(j));
        }
      }
    }
    return builder.build();
  }
}
