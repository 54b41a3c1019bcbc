package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.core.CausalException;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;
import org.causal4j.graph.identify.NotIdentified;
import org.causal4j.graph.identify.ProbabilityTable;

/**
 * Whether an effect along some paths can be told from observational data, or why not (Avin,
 * Shpitser and Pearl 2005, "Identifiability of path-specific effects", IJCAI; with hidden causes
 * Shpitser 2013, "Counterfactual graphical models for longitudinal mediation analysis with
 * unobserved confounding", Cognitive Science 37).
 *
 * <p>It can where the total effect is identified and no c-component of the outcome's ancestors
 * (without the treatment) holds both a child of the treatment where a chosen path begins and one
 * where another does; a single child with both is the recanting witness. Cost: the number of paths,
 * plus that of identifying the total effect.
 */
public sealed interface PathIdentification {

  /** Decides it. */
  static PathIdentification of(CausalPaths paths) {
    Map<String, ImmutableList<String>> active = firstOf(paths.chosen());
    Map<String, ImmutableList<String>> passive = firstOf(paths.others());
    for (Map.Entry<String, ImmutableList<String>> inside : active.entrySet()) {
      ImmutableList<String> outside = passive.get(inside.getKey());
      if (outside != null) {
        return new RecantingWitness(inside.getKey(), inside.getValue(), outside);
      }
    }
    CausalGraph graph = paths.graph();
    Identification total =
        Identifier.identify(graph, CausalQuery.effectOf(paths.treatment()).on(paths.outcome()));
    if (total instanceof NotIdentified no) {
      return new TotalNotIdentified(no);
    }
    Set<String> inner = new LinkedHashSet<>(graph.nodes());
    inner.remove(paths.treatment());
    CausalGraph rest = graph.subgraph(inner);
    rest = rest.subgraph(rest.ancestors(paths.outcome()));
    for (Set<String> district : rest.cComponents()) {
      for (String one : active.keySet()) {
        for (String other : passive.keySet()) {
          if (district.contains(one) && district.contains(other)) {
            return new RecantingDistrict(ImmutableSet.copyOf(district), one, other);
          }
        }
      }
    }
    return new Answer(paths, ImmutableSet.copyOf(active.keySet()));
  }

  private static Map<String, ImmutableList<String>> firstOf(Set<ImmutableList<String>> paths) {
    Map<String, ImmutableList<String>> first = new LinkedHashMap<>();
    paths.forEach(path -> first.putIfAbsent(path.get(1), path));
    return first;
  }

  /** Whether it can be told. */
  boolean isIdentified();

  /** Calls the function for the answer this is. */
  <R> R fold(
      Function<? super Answer, ? extends R> answer,
      Function<? super RecantingWitness, ? extends R> witness,
      Function<? super RecantingDistrict, ? extends R> district,
      Function<? super TotalNotIdentified, ? extends R> total);

  /**
   * It can: the variables in {@code active} respond to the treatment as changed, its other children
   * to the treatment as before.
   *
   * @param paths what was asked
   * @param active the children of the treatment where the chosen paths begin
   */
  record Answer(CausalPaths paths, ImmutableSet<String> active) implements PathIdentification {
    @Override
    public boolean isIdentified() {
      return true;
    }

    @Override
    public <R> R fold(
        Function<? super Answer, ? extends R> answer,
        Function<? super RecantingWitness, ? extends R> witness,
        Function<? super RecantingDistrict, ? extends R> district,
        Function<? super TotalNotIdentified, ? extends R> total) {
      return answer.apply(this);
    }

    /**
     * P(outcome = value) with the treatment changed along the chosen paths: the edge g-formula Σ Π
     * P(v | parents), in which each child of the treatment sees its own of the two states.
     *
     * @param joint a table of all variables of the graph
     * @param from the treatment's state along the other paths
     * @param to its state along the chosen paths
     * @throws IllegalArgumentException where the graph has bidirected edges
     * @throws CausalException where a needed combination of parents has probability 0
     */
    public double probability(ProbabilityTable joint, String from, String to, String value) {
      CausalGraph graph = paths.graph();
      Preconditions.checkArgument(
          graph.isDag(), "graph: has hidden causes %s", graph.bidirectedEdges());
      check(joint, paths.treatment(), from);
      check(joint, paths.treatment(), to);
      check(joint, paths.outcome(), value);
      Set<String> relevant = graph.ancestors(paths.outcome());
      List<String> order = new ArrayList<>(graph.topologicalOrder());
      order.removeIf(v -> !relevant.contains(v) || v.equals(paths.treatment()));
      Map<Map<String, String>, Double> masses = new HashMap<>();
      List<Set<String>> families = new ArrayList<>();
      for (String v : order) {
        families.add(graph.parents(v));
        Set<String> own = new LinkedHashSet<>(graph.parents(v));
        own.add(v);
        families.add(own);
      }
      new Assignments(joint, joint.variables())
          .forEach(
              cell -> {
                double mass = joint.value(cell);
                for (Set<String> family : Set.copyOf(families)) {
                  masses.merge(restricted(cell, family), mass, Double::sum);
                }
              });
      double[] sum = new double[1];
      List<String> free = new ArrayList<>(order);
      free.remove(paths.outcome());
      new Assignments(joint, free)
          .forEach(
              cell -> {
                cell.put(paths.outcome(), value);
                double product = 1;
                for (String v : order) {
                  if (product > 0) {
                    product *= conditional(cell, v, active.contains(v) ? to : from, masses);
                  }
                }
                sum[0] += product;
              });
      return sum[0];
    }

    private double conditional(
        Map<String, String> cell,
        String v,
        String treatment,
        Map<Map<String, String>, Double> masses) {
      Map<String, String> all = new HashMap<>(cell);
      all.put(paths.treatment(), treatment);
      Set<String> parents = paths.graph().parents(v);
      Map<String, String> above = restricted(all, parents);
      double given = masses.getOrDefault(above, 0.0);
      if (given <= 0) {
        throw new CausalException("joint: P(" + above + ") is 0, so " + v + " has no answer there");
      }
      Set<String> own = new LinkedHashSet<>(parents);
      own.add(v);
      return masses.getOrDefault(restricted(all, own), 0.0) / given;
    }

    private static Map<String, String> restricted(Map<String, String> cell, Set<String> to) {
      Map<String, String> kept = new HashMap<>();
      for (String variable : to) {
        kept.put(variable, Objects.requireNonNull(cell.get(variable), variable));
      }
      return kept;
    }

    private static void check(ProbabilityTable joint, String variable, String state) {
      Preconditions.checkArgument(
          joint.states(variable).contains(state),
          "value: %s of %s is none of %s",
          state,
          variable,
          joint.states(variable));
    }

    @Override
    public String toString() {
      return "identified: " + active + " see the changed " + paths.treatment() + "; " + paths;
    }
  }

  /**
   * It cannot, even from experiments: the same response to the treatment is needed both as changed
   * and as before.
   *
   * @param node the child of the treatment that recants
   * @param inside a chosen path through it
   * @param outside one through it that is not chosen
   */
  record RecantingWitness(String node, ImmutableList<String> inside, ImmutableList<String> outside)
      implements PathIdentification {
    @Override
    public boolean isIdentified() {
      return false;
    }

    @Override
    public <R> R fold(
        Function<? super Answer, ? extends R> answer,
        Function<? super RecantingWitness, ? extends R> witness,
        Function<? super RecantingDistrict, ? extends R> district,
        Function<? super TotalNotIdentified, ? extends R> total) {
      return witness.apply(this);
    }

    @Override
    public String toString() {
      return "not identified: "
          + node
          + " recants, on "
          + String.join(" -> ", inside)
          + " and off it on "
          + String.join(" -> ", outside);
    }
  }

  /**
   * It cannot: two responses that share hidden causes are needed in different worlds.
   *
   * @param district the c-component that holds both
   * @param inside a child of the treatment where chosen paths begin
   * @param outside one where others do
   */
  record RecantingDistrict(ImmutableSet<String> district, String inside, String outside)
      implements PathIdentification {
    @Override
    public boolean isIdentified() {
      return false;
    }

    @Override
    public <R> R fold(
        Function<? super Answer, ? extends R> answer,
        Function<? super RecantingWitness, ? extends R> witness,
        Function<? super RecantingDistrict, ? extends R> district,
        Function<? super TotalNotIdentified, ? extends R> total) {
      return district.apply(this);
    }
  }

  /**
   * It cannot from observation, as the total effect cannot.
   *
   * @param reason why the total effect is not identified
   */
  record TotalNotIdentified(NotIdentified reason) implements PathIdentification {
    @Override
    public boolean isIdentified() {
      return false;
    }

    @Override
    public <R> R fold(
        Function<? super Answer, ? extends R> answer,
        Function<? super RecantingWitness, ? extends R> witness,
        Function<? super RecantingDistrict, ? extends R> district,
        Function<? super TotalNotIdentified, ? extends R> total) {
      return total.apply(this);
    }
  }
}
