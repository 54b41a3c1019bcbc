package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;

/**
 * Identification by c-factors (Tian and Pearl 2003, "On the identification of causal effects", UCLA
 * technical report R-290-L, algorithm Identify(C, T, Q)), apart from the engine: a second way to
 * every verdict and value. Q[S] is P(s; do(v without s)).
 */
final class TianPearl {
  private final CausalGraph graph;
  private final List<String> order;

  private TianPearl(CausalGraph graph) {
    this.graph = graph;
    this.order = graph.topologicalOrder();
  }

  /** P(y | do(x), z), by the quotient of two effects; z is exchanged for doing where it can be. */
  static Optional<Expr> identify(CausalGraph graph, CausalQuery query) {
    TianPearl algorithm = new TianPearl(graph);
    if (query.conditions().isEmpty()) {
      return algorithm.effect(query.outcomes(), query.treatments());
    }
    Set<String> x = new LinkedHashSet<>(query.treatments());
    Set<String> z = new LinkedHashSet<>(query.conditions());
    boolean moved = true;
    while (moved) {
      moved = false;
      for (String candidate : List.copyOf(z)) {
        Set<String> given = new HashSet<>(z);
        given.addAll(x);
        given.remove(candidate);
        if (new PathBlocking(graph, x, Set.of(candidate))
            .separated(Set.copyOf(query.outcomes()), Set.of(candidate), given)) {
          z.remove(candidate);
          x.add(candidate);
          moved = true;
        }
      }
    }
    if (z.isEmpty()) {
      return algorithm.effect(query.outcomes(), x);
    }
    Set<String> both = new LinkedHashSet<>(query.outcomes());
    both.addAll(z);
    return algorithm
        .effect(both, x)
        .map(joint -> new Expr.Fraction(joint, Expr.sum(query.outcomes(), joint)));
  }

  private Optional<Expr> effect(Collection<String> y, Collection<String> x) {
    List<String> rest = new ArrayList<>(graph.nodes());
    rest.removeAll(x);
    Set<String> d = graph.subgraph(rest).ancestors(y);
    List<Expr> factors = new ArrayList<>();
    for (Set<String> component : graph.subgraph(d).cComponents()) {
      Set<String> whole = componentOf(graph.nodes(), component);
      Optional<Expr> factor =
          identify(component, whole, factor(whole, graph.nodes(), Expr.p(order, List.of())));
      if (factor.isEmpty()) {
        return Optional.empty();
      }
      factors.add(factor.get());
    }
    return Optional.of(Expr.sum(without(d, y), Expr.product(factors)));
  }

  /** Identify(C, T, Q[T]). */
  private Optional<Expr> identify(Set<String> c, Set<String> t, Expr q) {
    Set<String> a = graph.subgraph(t).ancestors(c);
    Expr sum = Expr.sum(without(t, a), q);
    if (a.equals(c)) {
      return Optional.of(sum);
    }
    if (a.equals(t)) {
      return Optional.empty();
    }
    Set<String> next = componentOf(a, c);
    return identify(c, next, factor(next, a, sum));
  }

  /** Q[T] of a c-component T of G[H], from Q[H] (Lemma 4 of the report). */
  private Expr factor(Set<String> t, Collection<String> h, Expr q) {
    List<String> in = order.stream().filter(h::contains).toList();
    List<Expr> factors = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      if (t.contains(in.get(i))) {
        Expr upTo = Expr.sum(in.subList(i + 1, in.size()), q);
        factors.add(new Expr.Fraction(upTo, Expr.sum(in.subList(i, in.size()), q)));
      }
    }
    return Expr.product(factors);
  }

  private Set<String> componentOf(Collection<String> within, Set<String> part) {
    return graph.subgraph(within).cComponents().stream()
        .filter(component -> component.containsAll(part))
        .findFirst()
        .orElseThrow();
  }

  private List<String> without(Collection<String> all, Collection<String> gone) {
    return order.stream().filter(v -> all.contains(v) && !gone.contains(v)).toList();
  }
}
