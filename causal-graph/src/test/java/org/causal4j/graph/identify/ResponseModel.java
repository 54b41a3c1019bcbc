package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/**
 * A random structural model with binary variables: each is a random function of its parents, its
 * hidden causes and a noise of its own with four values, of which two force 0 and 1. Knows
 * experiments and counterfactuals by enumeration of all that is hidden.
 */
final class ResponseModel implements Distributions {
  private static final int NOISES = 4;

  private final CausalGraph graph;
  private final List<String> order;
  private final List<Edge> hidden;
  private final Map<String, double[]> noise = new HashMap<>();
  private final double[] causes;
  private final Map<String, int[]> functions = new HashMap<>();
  private final Map<String, List<String>> parents = new HashMap<>();

  ResponseModel(CausalGraph graph, Seed seed) {
    this.graph = graph;
    order = graph.topologicalOrder();
    hidden = graph.bidirectedEdges();
    SplittableRandom random = seed.random();
    causes = random.doubles(hidden.size(), .2, .8).toArray();
    for (String node : order) {
      parents.put(node, List.copyOf(graph.parents(node)));
      double[] p = random.doubles(NOISES, .2, 1).toArray();
      double total = p[0] + p[1] + p[2] + p[3];
      for (int i = 0; i < NOISES; i++) {
        p[i] /= total;
      }
      noise.put(node, p);
      functions.put(node, random.ints(1L << (2 + hidden.size() + 8), 0, 2).toArray());
    }
  }

  /** One way for all that is hidden to be. */
  private final class Unit {
    private final int causesSet;
    private final int noises;

    Unit(int causesSet, int noises) {
      this.causesSet = causesSet;
      this.noises = noises;
    }

    double probability() {
      double p = 1;
      for (int i = 0; i < causes.length; i++) {
        p *= (causesSet >> i & 1) == 1 ? causes[i] : 1 - causes[i];
      }
      for (int v = 0; v < order.size(); v++) {
        p *= noise.get(order.get(v))[noises >> (2 * v) & 3];
      }
      return p;
    }

    Map<String, Integer> world(Map<String, Integer> set) {
      Map<String, Integer> values = new HashMap<>();
      for (int v = 0; v < order.size(); v++) {
        String node = order.get(v);
        int own = noises >> (2 * v) & 3;
        int index = own;
        for (String parent : parents.get(node)) {
          index = 2 * index + values.get(parent);
        }
        for (int i = 0; i < hidden.size(); i++) {
          if (hidden.get(i).from().equals(node) || hidden.get(i).to().equals(node)) {
            index = 2 * index + (causesSet >> i & 1);
          }
        }
        Integer forced = set.get(node);
        int free = own < 2 ? own : functions.get(node)[index];
        values.put(node, forced == null ? free : forced);
      }
      return values;
    }
  }

  private List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (int c = 0; c < 1 << causes.length; c++) {
      for (int n = 0; n < 1 << (2 * order.size()); n++) {
        units.add(new Unit(c, n));
      }
    }
    return units;
  }

  @Override
  public List<String> states(String variable) {
    return List.of("0", "1");
  }

  private final Map<Set<String>, ProbabilityTable> tables = new HashMap<>();

  @Override
  public ProbabilityTable marginal(String domain, List<String> done, List<String> variables) {
    List<String> keep = new ArrayList<>(done);
    keep.addAll(variables);
    return tables.computeIfAbsent(Set.copyOf(done), this::table).marginal(keep, Set.copyOf(done));
  }

  private ProbabilityTable table(Set<String> done) {
    List<String> set = List.copyOf(done);
    Map<String, List<String>> states = new LinkedHashMap<>();
    graph.nodes().forEach(node -> states.put(node, List.of("0", "1")));
    double[] p = new double[1 << graph.nodes().size()];
    for (Unit unit : units()) {
      for (int x = 0; x < 1 << set.size(); x++) {
        Map<String, Integer> forced = new HashMap<>();
        for (int i = 0; i < set.size(); i++) {
          forced.put(set.get(i), x >> i & 1);
        }
        Map<String, Integer> world = unit.world(forced);
        int cell = 0;
        for (String node : graph.nodes()) {
          cell = 2 * cell + world.get(node);
        }
        p[cell] += unit.probability();
      }
    }
    return ProbabilityTable.of(states, p);
  }

  /** The probability of a counterfactual query, by looking at every unit. */
  double truth(CounterfactualQuery query) {
    double both = 0;
    double given = 0;
    for (Unit unit : units()) {
      if (query.conditions().stream().allMatch(e -> holds(unit, e))) {
        double p = unit.probability();
        given += p;
        both += query.events().stream().allMatch(e -> holds(unit, e)) ? p : 0;
      }
    }
    return both / given;
  }

  private static boolean holds(Unit unit, CounterfactualQuery.Event event) {
    return unit.world(forced(unit, event.settings())).get(event.variable())
        == Integer.parseInt(event.value());
  }

  private static Map<String, Integer> forced(
      Unit unit, Map<String, CounterfactualQuery.Setting> settings) {
    Map<String, Integer> forced = new HashMap<>();
    settings.forEach(
        (variable, setting) -> {
          if (setting instanceof CounterfactualQuery.Setting.Value value) {
            forced.put(variable, Integer.parseInt(value.value()));
          } else if (setting instanceof CounterfactualQuery.Setting.Under under) {
            forced.put(variable, unit.world(forced(unit, under.settings())).get(variable));
          }
        });
    return forced;
  }
}
