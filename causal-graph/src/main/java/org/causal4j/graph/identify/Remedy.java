package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/** Something that would make an effect identifiable, with the answer that it would lead to. */
public sealed interface Remedy permits Remedy.Measurement, Remedy.Experiments {

  /** What {@link Identifier} answers once this is done. */
  Identified answer();

  /** How many variables have to be measured, or set. */
  int size();

  /**
   * Hidden common causes that would have to be measured.
   *
   * @param latents latent nodes of the graph
   * @param hiddenCauses bidirected edges of the graph: what lies behind each has to be measured,
   *     all of it
   * @param graph the graph with these measured: a latent node is no longer latent, and a bidirected
   *     edge is a new observed common cause, named after its ends
   * @param answer what follows
   */
  record Measurement(
      Set<String> latents, Set<Edge> hiddenCauses, CausalGraph graph, Identified answer)
      implements Remedy {

    /** Takes copies. */
    public Measurement {
      latents = ImmutableSet.copyOf(latents);
      hiddenCauses = ImmutableSet.copyOf(hiddenCauses);
    }

    @Override
    public int size() {
      return latents.size() + hiddenCauses.size();
    }

    @Override
    public String toString() {
      List<String> what = new ArrayList<>(latents);
      hiddenCauses.forEach(
          edge -> what.add("the common cause of " + edge.from() + " and " + edge.to()));
      return "measure " + String.join(", and ", what);
    }
  }

  /**
   * Experiments on other variables than all the treatments, in the population that is asked about.
   *
   * @param done what is set in each experiment, together
   * @param answer what follows from them and from what is at hand
   */
  record Experiments(List<Set<String>> done, Identified answer) implements Remedy {

    /** Takes copies. */
    public Experiments {
      done = done.stream().<Set<String>>map(ImmutableSet::copyOf).toList();
    }

    @Override
    public int size() {
      return done.stream().mapToInt(Set::size).sum();
    }

    @Override
    public String toString() {
      return done.stream()
          .map(set -> "experiment on " + String.join(" and ", set))
          .collect(Collectors.joining(", and "));
    }
  }
}
