package org.causal4j.graph.identify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CounterfactualIdentification.Conflict;
import org.causal4j.graph.identify.Expr.Counterfactual;
import org.causal4j.graph.identify.Expr.World;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the {@link Conflict} of a negative counterfactual answer without the calculus that found
 * it: in the counterfactual graph (Shpitser and Pearl 2008, "Complete identification methods for
 * the causal hierarchy", JMLR 9, Section 4: a copy of every ancestor for each world, copies with
 * the same causes merged) both worlds must occur, in one c-component, and see one variable at
 * different values (line 8 of ID*). Where something is known, the component must also be one that
 * depends on the event, as what is above and below alike would cancel.
 */
public final class ConflictChecker {
  private final CausalGraph graph;
  private final Map<World, Node> nodes = new LinkedHashMap<>();
  private final Map<World, Symbol> seen = new HashMap<>();
  private final Map<Copy, Integer> numbers = new HashMap<>();
  private boolean impossible;

  /**
   * The counterfactual graph of what is asked.
   *
   * @param known whether the event is known to be so, as what is given always is
   */
  private ConflictChecker(CausalGraph graph, Counterfactual asked, boolean known) {
    this.graph = graph;
    Set<World> all = new LinkedHashSet<>();
    asked.events().forEach(world -> start(world, known, all));
    asked.given().forEach(world -> start(world, true, all));
    build(all);
  }

  private void start(World world, boolean known, Set<World> all) {
    Optional<Symbol> own = setting(world, world.outcome().variable());
    if (own.isPresent()) {
      impossible |= !own.get().equals(world.outcome());
      return;
    }
    World key = keyOf(world);
    all.add(key);
    if (known) {
      Symbol other = seen.putIfAbsent(key, world.outcome());
      impossible |= other != null && !other.equals(world.outcome());
    }
  }

  /**
   * A variable in the counterfactual graph.
   *
   * @param variable its name
   * @param causes what each parent is: a value, or the number of another copy
   */
  private record Copy(String variable, Map<String, Object> causes) {}

  /**
   * A variable in a world, before merging.
   *
   * @param copy what it is after merging
   * @param self the value that it is known to have, or the number of the copy
   */
  private record Node(Copy copy, Object self) {}

  /** What is wrong with the conflict of a negative answer, if anything. */
  public static Optional<String> problem(CausalGraph graph, CounterfactualIdentification answer) {
    if (answer.conflict().isEmpty()) {
      return Optional.of("there is no conflict");
    }
    return problem(graph.projectLatent(), answer.query().toExpr(), answer.conflict().get());
  }

  private static Optional<String> problem(CausalGraph graph, Expr question, Conflict conflict) {
    Expr inner = question instanceof Expr.Sum sum ? sum.of() : question;
    if (!(inner instanceof Counterfactual asked)) {
      return Optional.of(question + " is no counterfactual");
    }
    ConflictChecker above = new ConflictChecker(graph, asked, true);
    if (above.impossible) {
      return Optional.of(question + " is 0");
    }
    // below, where the event may be anything
    return above.shows(conflict, asked)
            || (!asked.given().isEmpty()
                && new ConflictChecker(graph, asked, false).shows(conflict, asked))
        ? Optional.empty()
        : Optional.of(conflict + ": not so in the counterfactual graph of " + question);
  }

  private boolean shows(Conflict conflict, Counterfactual asked) {
    for (Copy a : copiesLike(conflict.first())) {
      for (Copy b : copiesLike(conflict.second())) {
        if (differ(a, b)
            && component(a.variable()).contains(b.variable())
            && (asked.given().isEmpty() || dependsOnTheEvent(a.variable(), asked))) {
          return true;
        }
      }
    }
    return false;
  }

  // -- the counterfactual graph ------------------------------------------------------------------

  private void build(Set<World> all) {
    Deque<World> open = new ArrayDeque<>(all);
    while (!open.isEmpty()) {
      World world = open.remove();
      for (String parent : graph.parents(world.outcome().variable())) {
        if (setting(world, parent).isEmpty()) {
          World above = key(parent, world.done());
          if (all.add(above)) {
            open.add(above);
          }
        }
      }
    }
    List<String> order = graph.topologicalOrder();
    List<World> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(world -> order.indexOf(world.outcome().variable())));
    Map<Copy, Symbol> values = new HashMap<>();
    for (String variable : order) {
      List<World> ofIt =
          sorted.stream().filter(w -> w.outcome().variable().equals(variable)).toList();
      Map<World, Copy> copies = new LinkedHashMap<>();
      for (World world : ofIt) {
        Copy copy = new Copy(variable, causes(world));
        copies.put(world, copy);
        Symbol value = seen.get(world);
        if (value != null) {
          Symbol other = values.putIfAbsent(copy, value);
          impossible |= other != null && !other.equals(value);
        }
      }
      copies.forEach(
          (world, copy) -> {
            Symbol value = values.get(copy);
            Integer number = numbers.computeIfAbsent(copy, c -> numbers.size());
            nodes.put(world, new Node(copy, value == null ? number : value));
          });
    }
  }

  private Map<String, Object> causes(World world) {
    Map<String, Object> causes = new LinkedHashMap<>();
    for (String parent : graph.parents(world.outcome().variable())) {
      Optional<Symbol> set = setting(world, parent);
      causes.put(
          parent,
          set.isPresent()
              ? set.get()
              : Objects.requireNonNull(nodes.get(key(parent, world.done()))).self());
    }
    return causes;
  }

  /** A variable under the settings that a path leads from, around other settings. */
  private World key(String variable, List<Symbol> done) {
    Set<String> set = new HashSet<>();
    done.forEach(symbol -> set.add(symbol.variable()));
    Set<String> reach = new HashSet<>(Set.of(variable));
    Deque<String> open = new ArrayDeque<>(reach);
    while (!open.isEmpty()) {
      for (String parent : graph.parents(open.remove())) {
        if (reach.add(parent) && !set.contains(parent)) {
          open.add(parent);
        }
      }
    }
    return new World(
        Symbol.of(variable),
        done.stream()
            .filter(symbol -> reach.contains(symbol.variable()))
            .sorted(Comparator.comparing(Symbol::variable))
            .toList());
  }

  private World keyOf(World world) {
    return key(world.outcome().variable(), world.done());
  }

  private static Optional<Symbol> setting(World world, String variable) {
    return world.done().stream().filter(s -> s.variable().equals(variable)).findFirst();
  }

  // -- the conflict ------------------------------------------------------------------------------

  /** The copies of a variable whose known causes are those of a world with all parents set. */
  private Set<Copy> copiesLike(World world) {
    Set<Copy> found = new LinkedHashSet<>();
    for (Node node : nodes.values()) {
      Copy copy = node.copy();
      if (copy.variable().equals(world.outcome().variable())
          && mayBe(node.self(), world.outcome())
          && copy.causes().keySet().equals(DerivationBuilder.names(world.done()))
          && world.done().stream().allMatch(set -> mayBe(copy.causes().get(set.variable()), set))) {
        found.add(copy);
      }
    }
    return found;
  }

  /** A name without a value may stand for anything. */
  private static boolean mayBe(@Nullable Object known, Symbol named) {
    return named.value().isEmpty() || !(known instanceof Symbol) || known.equals(named);
  }

  private boolean differ(Copy a, Copy b) {
    if (a.equals(b)) {
      return false;
    }
    if (a.variable().equals(b.variable())) {
      return true;
    }
    for (Map.Entry<String, Object> cause : a.causes().entrySet()) {
      Object other = b.causes().get(cause.getKey());
      if (other != null && !other.equals(cause.getValue())) {
        return true;
      }
    }
    return isSeenOtherwise(a, b) || isSeenOtherwise(b, a);
  }

  /** Whether one is a cause of the other, but at another value. */
  private boolean isSeenOtherwise(Copy cause, Copy effect) {
    Object at = effect.causes().get(cause.variable());
    return at != null
        && nodes.values().stream()
            .filter(node -> node.copy().equals(cause))
            .noneMatch(node -> node.self().equals(at));
  }

  private Set<String> component(String variable) {
    Set<String> variables = new LinkedHashSet<>();
    nodes.values().forEach(node -> variables.add(node.copy().variable()));
    Set<String> reached = new LinkedHashSet<>(Set.of(variable));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (String sibling : graph.siblings(open.remove())) {
        if (variables.contains(sibling) && reached.add(sibling)) {
          open.add(sibling);
        }
      }
    }
    return reached;
  }

  /** Whether the component is linked to the event through copies of no known value. */
  private boolean dependsOnTheEvent(String variable, Counterfactual asked) {
    Set<String> linked = new HashSet<>(component(variable));
    Set<Object> touched = new HashSet<>();
    int before = -1;
    while (before < linked.size() + touched.size()) {
      before = linked.size() + touched.size();
      for (Node node : nodes.values()) {
        Set<Object> about = new HashSet<>(node.copy().causes().values());
        about.add(node.self());
        if (about.stream().anyMatch(what -> what instanceof Integer && touched.contains(what))) {
          linked.addAll(component(node.copy().variable()));
        }
        if (linked.contains(node.copy().variable())) {
          touched.addAll(about);
        }
      }
    }
    Set<@Nullable Node> given = new HashSet<>();
    asked.given().forEach(world -> given.add(nodes.get(keyOf(world))));
    return asked.events().stream()
        .map(event -> nodes.get(keyOf(event)))
        .anyMatch(node -> node != null && !given.contains(node) && touched.contains(node.self()));
  }
}
