package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.core.ProgressListener;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;

/** Grows sets of measurements, and of experiments, along the hedges that the smaller ones leave. */
final class RemedySearch {
  private static final String STAGE = "search remedies";

  private final CausalGraph graph;
  private final CausalQuery query;
  private final Available available;
  private final Remedies.Options options;
  private final ProgressListener progress;
  private final NotIdentified start;
  private boolean exhaustive = true;

  RemedySearch(
      CausalGraph graph,
      CausalQuery query,
      Available available,
      Remedies.Options options,
      ProgressListener progress) {
    this.graph = graph;
    this.query = query;
    this.available = available;
    this.options = options;
    this.progress = progress;
    if (!(ask(graph, available) instanceof NotIdentified no)) {
      throw new IllegalArgumentException("query: " + query + " is identifiable as it is");
    }
    this.start = no;
  }

  Remedies run() {
    List<Remedy.Measurement> measurements = measurements();
    return new Remedies(query, measurements, experiments(), exhaustive);
  }

  private Identification ask(CausalGraph in, Available from) {
    return from.equals(Available.observation())
        ? Identifier.identify(in, query)
        : Identifier.identify(in, query, from);
  }

  /** Whether one more may be tried; the sets come smallest first. */
  private boolean mayTry(int tried) {
    progress.step(STAGE, tried, -1);
    exhaustive &= tried < options.tried();
    return tried < options.tried();
  }

  // -- measurements ------------------------------------------------------------------------------

  /** What is measured: a latent node, or what is behind a bidirected edge. */
  private record Cause(Optional<String> latent, Optional<Edge> edge) {}

  private record Measured(Set<Cause> causes, NotIdentified answer) {}

  private List<Remedy.Measurement> measurements() {
    List<Remedy.Measurement> found = new ArrayList<>();
    List<Set<Cause>> enough = new ArrayList<>();
    Set<Set<Cause>> seen = new HashSet<>();
    Deque<Measured> open = new ArrayDeque<>(List.of(new Measured(Set.of(), start)));
    int tried = 0;
    while (!open.isEmpty()) {
      Measured from = open.remove();
      for (Cause cause : causesBehind(from)) {
        Set<Cause> causes = with(from.causes(), cause);
        if (causes.size() > options.largest()
            || !seen.add(causes)
            || enough.stream().anyMatch(causes::containsAll)) {
          continue;
        }
        if (!mayTry(tried++)) {
          return found;
        }
        Map<Cause, String> names = new LinkedHashMap<>();
        CausalGraph known = measured(causes, names);
        Identification answer = ask(known, withShifts(names));
        if (answer instanceof Identified yes) {
          enough.add(causes);
          found.add(measurement(causes, known, yes));
        } else if (answer instanceof NotIdentified no) {
          open.add(new Measured(causes, no));
        }
      }
    }
    return found;
  }

  private static Remedy.Measurement measurement(
      Set<Cause> causes, CausalGraph known, Identified answer) {
    Set<String> latents = new LinkedHashSet<>();
    Set<Edge> edges = new LinkedHashSet<>();
    for (Cause cause : causes) {
      cause.latent().ifPresent(latents::add);
      cause.edge().ifPresent(edges::add);
    }
    return new Remedy.Measurement(latents, edges, known, answer);
  }

  /** Those without which the hedges of an answer would stay as they are. */
  private List<Cause> causesBehind(Measured from) {
    Set<String> near = new LinkedHashSet<>(from.answer().component());
    for (Obstacle obstacle : from.answer().obstacles()) {
      obstacle.hedge().ifPresent(hedge -> near.addAll(hedge.forest()));
    }
    near.retainAll(graph.nodes());
    Deque<String> reached = new ArrayDeque<>(near);
    while (!reached.isEmpty()) {
      for (String parent : graph.parents(reached.remove())) {
        if (isHidden(parent, from.causes()) && near.add(parent)) {
          reached.add(parent);
        }
      }
    }
    List<Cause> causes = new ArrayList<>();
    for (String node : graph.nodes()) {
      if (near.contains(node) && isHidden(node, from.causes())) {
        causes.add(new Cause(Optional.of(node), Optional.empty()));
      }
    }
    for (Edge edge : graph.bidirectedEdges()) {
      if (near.contains(edge.from()) && near.contains(edge.to())) {
        causes.add(new Cause(Optional.empty(), Optional.of(edge)));
      }
    }
    causes.removeAll(from.causes());
    return causes;
  }

  private boolean isHidden(String node, Set<Cause> measured) {
    return graph.isLatent(node)
        && !measured.contains(new Cause(Optional.of(node), Optional.empty()));
  }

  /** The graph with causes measured; their names are put into the map. */
  private CausalGraph measured(Set<Cause> causes, Map<Cause, String> names) {
    CausalGraph.Builder builder = CausalGraph.builder();
    for (String node : graph.nodes()) {
      if (isHidden(node, causes)) {
        builder.latent(node);
      } else {
        builder.node(node);
      }
    }
    graph.directedEdges().forEach(builder::edge);
    for (Edge edge : graph.bidirectedEdges()) {
      if (!causes.contains(new Cause(Optional.empty(), Optional.of(edge)))) {
        builder.edge(edge);
      }
    }
    for (Cause cause : causes) {
      cause.latent().ifPresent(latent -> names.put(cause, latent));
      if (cause.edge().isPresent()) {
        Edge edge = cause.edge().get();
        String name = "U_" + edge.from() + "_" + edge.to();
        while (graph.hasNode(name)) {
          name += "'";
        }
        names.put(cause, name);
        builder.edge(name, edge.from()).edge(name, edge.to());
      }
    }
    return builder.build();
  }

  /** A cause differs between populations where all that it reaches does. */
  private Available withShifts(Map<Cause, String> names) {
    Map<String, Set<String>> shifted = new HashMap<>();
    available
        .shifted()
        .forEach(
            (domain, variables) -> {
              Set<String> all = new LinkedHashSet<>(variables);
              names.forEach(
                  (cause, name) -> {
                    if (variables.containsAll(effects(cause))) {
                      all.add(name);
                    }
                  });
              shifted.put(domain, all);
            });
    return new Available(available.target(), available.regimes(), shifted);
  }

  /** The observed nodes that a cause reaches through latent ones. */
  private Set<String> effects(Cause cause) {
    Set<String> reached = new LinkedHashSet<>();
    cause.latent().ifPresent(latent -> reached.addAll(graph.children(latent)));
    cause.edge().ifPresent(edge -> reached.addAll(List.of(edge.from(), edge.to())));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      String node = open.remove();
      if (graph.isLatent(node)) {
        graph.children(node).stream().filter(reached::add).forEach(open::add);
      }
    }
    reached.removeIf(graph::isLatent);
    return reached;
  }

  // -- experiments -------------------------------------------------------------------------------

  private record Done(List<Set<String>> experiments, NotIdentified answer) {}

  private List<Remedy.Experiments> experiments() {
    List<Remedy.Experiments> found = new ArrayList<>();
    Set<List<Set<String>>> seen = new HashSet<>();
    Deque<Done> open = new ArrayDeque<>(List.of(new Done(List.of(), start)));
    int tried = 0;
    while (!open.isEmpty()) {
      Done from = open.remove();
      for (List<Set<String>> done : larger(from)) {
        if (done.stream().mapToInt(Set::size).sum() > options.largest()
            || !seen.add(done)
            || found.stream().anyMatch(remedy -> isPart(remedy.done(), done, 0))) {
          continue;
        }
        if (!mayTry(tried++)) {
          return found;
        }
        Identification answer = ask(graph, withExperiments(done));
        if (answer instanceof Identified yes) {
          found.add(new Remedy.Experiments(done, yes));
        } else if (answer instanceof NotIdentified no) {
          open.add(new Done(done, no));
        }
      }
    }
    return found;
  }

  /** With one more variable set, in an experiment there is or in one of its own. */
  private List<List<Set<String>>> larger(Done from) {
    List<List<Set<String>>> all = new ArrayList<>();
    for (int i = 0; i <= from.experiments().size(); i++) {
      boolean another = i == from.experiments().size();
      Set<String> experiment = another ? Set.of() : from.experiments().get(i);
      for (String variable : candidates(from.answer(), experiment)) {
        Set<String> more = with(experiment, variable);
        if (!more.containsAll(query.treatments())) {
          List<Set<String>> done = new ArrayList<>(from.experiments());
          if (another) {
            done.add(more);
          } else {
            done.set(i, more);
          }
          done.sort((a, b) -> compare(positions(a), positions(b)));
          all.add(done);
        }
      }
    }
    return all;
  }

  /** What breaks the hedge that an experiment leaves, and lets the component be. */
  private Set<String> candidates(NotIdentified answer, Set<String> experiment) {
    Set<String> component = answer.component();
    if (!Sets.intersection(experiment, component).isEmpty()) {
      return Set.of();
    }
    Set<String> forest =
        answer.obstacles().stream()
            .filter(o -> o.regime().equals(new Regime(available.target(), experiment)))
            .flatMap(o -> o.hedge().stream())
            .findFirst()
            .map(Hedge::forest)
            .orElse(graph.observed());
    Set<String> candidates = new LinkedHashSet<>(graph.nodes());
    candidates.retainAll(forest);
    candidates.removeAll(component);
    candidates.removeAll(experiment);
    return candidates;
  }

  private List<Integer> positions(Set<String> experiment) {
    return experiment.stream().map(graph.nodes()::indexOf).sorted().toList();
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return Integer.compare(a.get(i), b.get(i));
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** Whether each of the experiments, from one on, is part of a different one of the others. */
  private static boolean isPart(List<Set<String>> few, List<Set<String>> many, int from) {
    if (from == few.size()) {
      return true;
    }
    for (int i = 0; i < many.size(); i++) {
      if (many.get(i).containsAll(few.get(from))) {
        List<Set<String>> rest = new ArrayList<>(many);
        rest.remove(i);
        if (isPart(few, rest, from + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private Available withExperiments(List<Set<String>> done) {
    List<Regime> regimes = new ArrayList<>(available.regimes());
    done.forEach(set -> regimes.add(new Regime(available.target(), set)));
    return new Available(available.target(), regimes, available.shifted());
  }

  private static <T> Set<T> with(Collection<T> set, T one) {
    return ImmutableSet.<T>builder().addAll(set).add(one).build();
  }
}
