package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/**
 * A random model of a graph: every node and every hidden cause is binary, every conditional
 * probability is drawn from (.1, .9). Knows its observed and its interventional distributions by
 * enumeration.
 */
final class LatentModel {
  private final List<String> observed;
  private final int[][] parents;
  private final double[][] tables;
  private final int hidden;
  private final int[] order;

  LatentModel(CausalGraph graph, Seed seed) {
    SplittableRandom random = seed.random();
    observed = graph.nodes();
    List<Edge> bidirected = graph.bidirectedEdges();
    hidden = bidirected.size();
    int n = observed.size();
    parents = new int[n + hidden][];
    tables = new double[n + hidden][];
    for (int v = 0; v < n; v++) {
      List<Integer> above = new ArrayList<>();
      for (String parent : graph.parents(observed.get(v))) {
        above.add(observed.indexOf(parent));
      }
      for (int u = 0; u < hidden; u++) {
        if (bidirected.get(u).from().equals(observed.get(v))
            || bidirected.get(u).to().equals(observed.get(v))) {
          above.add(n + u);
        }
      }
      parents[v] = above.stream().mapToInt(Integer::intValue).toArray();
    }
    for (int u = n; u < n + hidden; u++) {
      parents[u] = new int[0];
    }
    for (int v = 0; v < n + hidden; v++) {
      tables[v] = random.doubles(1L << parents[v].length, 0.1, 0.9).toArray();
    }
    order = graph.topologicalOrder().stream().mapToInt(observed::indexOf).toArray();
  }

  /** A model with the mechanisms of some nodes drawn anew; all else is the same. */
  LatentModel withOtherMechanisms(Set<String> nodes, Seed seed) {
    return new LatentModel(this, nodes, seed.random());
  }

  private LatentModel(LatentModel from, Set<String> nodes, SplittableRandom random) {
    observed = from.observed;
    parents = from.parents;
    hidden = from.hidden;
    order = from.order;
    tables = from.tables.clone();
    for (int v = 0; v < observed.size(); v++) {
      if (nodes.contains(observed.get(v))) {
        tables[v] = random.doubles(tables[v].length, 0.1, 0.9).toArray();
      }
    }
  }

  /** P(observed). */
  ProbabilityTable joint() {
    double[] p = distribution(Map.of());
    return ProbabilityTable.binaryJoint(observed, p);
  }

  /** P(observed | do(…)), the first node slowest; set nodes have their value for sure. */
  double[] distribution(Map<String, Integer> set) {
    int n = observed.size();
    double[] result = new double[1 << n];
    for (int world = 0; world < 1 << (n + hidden); world++) {
      double p = 1;
      for (int u = n; u < n + hidden; u++) {
        p *= probability(u, world);
      }
      for (int v : order) {
        Integer value = set.get(observed.get(v));
        p *= value == null ? probability(v, world) : bit(v, world) == value ? 1 : 0;
      }
      int cell = 0;
      for (int v = 0; v < n; v++) {
        cell = 2 * cell + bit(v, world);
      }
      result[cell] += p;
    }
    return result;
  }

  /** P(outcomes | do(treatments), conditions), over treatments, conditions, outcomes. */
  double[] truth(CausalQuery query) {
    int nx = query.treatments().size();
    int nz = query.conditions().size();
    int ny = query.outcomes().size();
    double[] result = new double[1 << (nx + nz + ny)];
    for (int x = 0; x < 1 << nx; x++) {
      Map<String, Integer> set = new HashMap<>();
      for (int i = 0; i < nx; i++) {
        set.put(query.treatments().get(i), x >> (nx - 1 - i) & 1);
      }
      double[] p = distribution(set);
      List<String> seen = new ArrayList<>(query.conditions());
      seen.addAll(query.outcomes());
      double[] part = new double[1 << (nz + ny)];
      for (int cell = 0; cell < p.length; cell++) {
        int index = 0;
        for (String name : seen) {
          index = 2 * index + (cell >> (observed.size() - 1 - observed.indexOf(name)) & 1);
        }
        part[index] += p[cell];
      }
      for (int z = 0; z < 1 << nz; z++) {
        double total = Arrays.stream(part, z << ny, (z + 1) << ny).sum();
        for (int y = 0; y < 1 << ny; y++) {
          result[(x << (nz + ny)) + (z << ny) + y] = part[(z << ny) + y] / total;
        }
      }
    }
    return result;
  }

  private double probability(int v, int world) {
    int row = 0;
    for (int parent : parents[v]) {
      row = 2 * row + bit(parent, world);
    }
    return bit(v, world) == 1 ? tables[v][row] : 1 - tables[v][row];
  }

  private static int bit(int v, int world) {
    return world >> v & 1;
  }
}
