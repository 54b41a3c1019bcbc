package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;

/**
 * Collects the steps of a derivation. Each method applies one rule to a probability, notes the step
 * unless nothing changes, and returns the result. That the rule applies is for the caller to know;
 * {@link #valid} asks the graph. Names stand in topological order throughout.
 */
final class DerivationBuilder {
  private final CausalGraph graph;
  private final List<String> order;
  private final List<Symbol> symbols;
  private final Map<String, Integer> position = new HashMap<>();
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Available available;

  DerivationBuilder(CausalGraph graph, Available available) {
    this.graph = graph;
    this.available = available;
    this.order = graph.topologicalOrder();
    this.symbols = order.stream().map(Symbol::of).toList();
    for (String node : order) {
      position.put(node, position.size());
    }
  }

  CausalGraph graph() {
    return graph;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Whether all steps so far hold in the graph. */
  boolean valid() {
    for (Step step : steps) {
      if (step.separation().isPresent()) {
        Step.Independence s = step.separation().orElseThrow();
        CausalGraph cut = graph.withoutEdgesInto(step.cutInto()).withoutEdgesOutOf(step.cutOutOf());
        if (!Separation.dSeparated(cut, s.left(), s.right(), s.given())) {
          return false;
        }
      }
    }
    return true;
  }

  /** In topological order. */
  List<String> ordered(Collection<String> names) {
    BitSet places = places(names);
    ImmutableList.Builder<String> result = ImmutableList.builderWithExpectedSize(names.size());
    for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
      result.add(order.get(i));
    }
    return result.build();
  }

  private BitSet places(Collection<String> names) {
    BitSet places = new BitSet(order.size());
    for (String name : names) {
      Integer place = position.get(name);
      Preconditions.checkArgument(place != null, "node: %s is not in the graph", name);
      places.set(place);
    }
    return places;
  }

  Expr.Probability p(Collection<String> of, Collection<String> given, Collection<String> done) {
    return p(of, given, done, available.target());
  }

  Expr.Probability p(
      Collection<String> of, Collection<String> given, Collection<String> done, String domain) {
    return new Expr.Probability(symbols(of), symbols(given), symbols(done), domain);
  }

  private List<Symbol> symbols(Collection<String> names) {
    BitSet places = places(names);
    ImmutableList.Builder<Symbol> result = ImmutableList.builderWithExpectedSize(names.size());
    for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
      result.add(symbols.get(i));
    }
    return result.build();
  }

  static Set<String> names(List<Symbol> symbols) {
    return symbols.stream().map(Symbol::variable).collect(ImmutableSet.toImmutableSet());
  }

  Set<String> parents(String node) {
    return parents.computeIfAbsent(node, graph::parents);
  }

  /** The parents of a set outside it. */
  Set<String> parentsOf(Collection<String> set) {
    Set<String> all = new HashSet<>();
    set.forEach(node -> all.addAll(parents(node)));
    all.removeAll(ImmutableSet.copyOf(set));
    return all;
  }

  /** Notes a law of probability. */
  void law(Rule rule, Expr before, Expr after, String reason) {
    if (!before.equals(after)) {
      steps.add(new Step(rule, before, after, reason));
    }
  }

  /** Notes the adjustment criterion. */
  void adjustment(Expr before, Expr after, String reason) {
    steps.add(new Step(Rule.ADJUSTMENT, before, after, reason));
  }

  /** Rule 1: the conditions become these, all of the old ones or fewer. */
  Expr.Probability dropSeen(Expr.Probability p, Collection<String> given, String reason) {
    Set<String> gone = Sets.difference(names(p.given()), ImmutableSet.copyOf(given));
    if (gone.isEmpty()) {
      return p;
    }
    Expr.Probability after = p(names(p.of()), given, names(p.done()), p.domain());
    note(Rule.DO_CALCULUS_1, p, after, names(p.done()), Set.of(), gone, given, reason);
    return after;
  }

  /** Rule 2: some conditions are done instead, or some of what is done is seen. */
  Expr.Probability exchange(Expr.Probability p, Collection<String> moved, String reason) {
    if (moved.isEmpty()) {
      return p;
    }
    Set<String> both = ImmutableSet.copyOf(moved);
    Set<String> given = Sets.symmetricDifference(names(p.given()), both);
    Set<String> done = Sets.symmetricDifference(names(p.done()), both);
    Expr.Probability after = p(names(p.of()), given, done, p.domain());
    note(
        Rule.DO_CALCULUS_2,
        p,
        after,
        Sets.difference(names(p.done()), both),
        both,
        both,
        Sets.difference(names(p.given()), both),
        reason);
    return after;
  }

  /** Rule 2 for all that is done at once, where names have values. */
  void seeInstead(Expr.Probability p, Expr.Probability after) {
    Set<String> done = names(p.done());
    note(Rule.DO_CALCULUS_2, p, after, Set.of(), done, done, Set.of(), "nothing confounds");
  }

  /** Rule 3, at most twice: first what is new is done too, then what isn't wanted is not. */
  Expr.Probability act(Expr.Probability p, Collection<String> done, String reason) {
    Set<String> wanted = ImmutableSet.copyOf(done);
    Set<String> old = names(p.done());
    Expr.Probability more = ruleThree(p, old, Sets.difference(wanted, old), true, reason);
    return ruleThree(more, wanted, Sets.difference(old, wanted), false, reason);
  }

  private Expr.Probability ruleThree(
      Expr.Probability p, Set<String> fixed, Set<String> z, boolean add, String reason) {
    if (z.isEmpty()) {
      return p;
    }
    Set<String> given = names(p.given());
    Set<String> stays = add ? fixed : Sets.intersection(fixed, names(p.done()));
    Set<String> cut = new HashSet<>(z);
    cut.removeAll(ancestors(given, stays));
    cut.addAll(stays);
    Expr.Probability after =
        p(names(p.of()), given, add ? Sets.union(stays, z) : stays, p.domain());
    note(Rule.DO_CALCULUS_3, p, after, cut, Set.of(), z, given, reason);
    return after;
  }

  /** The same in another population. */
  Expr.Probability transport(Expr.Probability p, String domain, String reason) {
    if (p.domain().equals(domain)) {
      return p;
    }
    Expr.Probability after = new Expr.Probability(p.of(), p.given(), p.done(), domain);
    Set<String> nodes = new HashSet<>();
    available.shiftedIn(domain).forEach(head -> nodes.add(selectionNode(head)));
    Set<String> given = Sets.union(names(p.given()), names(p.done()));
    steps.add(
        new Step(
            Rule.TRANSPORT,
            p,
            after,
            ImmutableSet.copyOf(ordered(names(p.done()))),
            Set.of(),
            nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Step.Independence(
                        ImmutableSet.copyOf(ordered(names(p.of()))),
                        ImmutableSet.copyOf(nodes.stream().sorted().toList()),
                        ImmutableSet.copyOf(ordered(given)))),
            reason));
    return after;
  }

  /** The name of the selection node that points at a variable. */
  static String selectionNode(String head) {
    return "S(" + head + ")";
  }

  /** What is separated from the outcome given x and w; x is what is done before and after. */
  private void note(
      Rule rule,
      Expr.Probability before,
      Expr.Probability after,
      Set<String> cutInto,
      Set<String> cutOutOf,
      Set<String> right,
      Collection<String> seen,
      String reason) {
    Set<String> given = new HashSet<>(seen);
    given.addAll(Sets.intersection(names(before.done()), names(after.done())));
    steps.add(
        new Step(
            rule,
            before,
            after,
            ImmutableSet.copyOf(ordered(cutInto)),
            ImmutableSet.copyOf(ordered(cutOutOf)),
            Optional.of(
                new Step.Independence(
                    ImmutableSet.copyOf(ordered(names(before.of()))),
                    ImmutableSet.copyOf(ordered(right)),
                    ImmutableSet.copyOf(ordered(given)))),
            reason));
  }

  /** Ancestors where nothing leads into {@code cut}. */
  private Set<String> ancestors(Set<String> of, Set<String> cut) {
    Set<String> reached = new HashSet<>(of);
    ArrayDeque<String> open = new ArrayDeque<>(of);
    while (!open.isEmpty()) {
      String node = open.remove();
      if (!cut.contains(node)) {
        for (String parent : parents(node)) {
          if (reached.add(parent)) {
            open.add(parent);
          }
        }
      }
    }
    return reached;
  }

  /** All steps, and the formula they lead to. */
  Derivation build(Expr question, Expr estimand) {
    return new Derivation(graph, available.shifted(), question, needed(question), estimand);
  }

  /**
   * Without repeated steps that find nothing left to replace: a step is applied wherever its left
   * side stands, also where it was met for another factor.
   */
  private List<Step> needed(Expr question) {
    Set<Step> before = new HashSet<>(steps);
    if (before.size() == steps.size()) {
      return steps;
    }
    before.clear();
    List<Step> needed = new ArrayList<>();
    Expr current = question;
    for (Step step : steps) {
      Optional<Expr> next = Replacement.replace(current, step.before(), step.after());
      if (next.isPresent() || before.add(step)) {
        needed.add(step);
        before.add(step);
        current = next.orElse(current);
      }
    }
    return needed;
  }
}
