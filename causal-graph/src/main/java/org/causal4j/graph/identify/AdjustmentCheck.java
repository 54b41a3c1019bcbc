package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;

/**
 * The adjustment criterion (Shpitser, VanderWeele and Robins 2010, "On the validity of covariate
 * adjustment for estimating causal effects", UAI), for {@link DerivationChecker}: no member of the
 * set descends from a node, other than a treatment, on a proper causal path, and the set blocks
 * every other path (van der Zander, Liśkiewicz and Textor 2014, "Constructing separators and
 * adjustment sets in ancestral graphs", UAI: separation where the first edges of proper causal
 * paths are cut).
 */
final class AdjustmentCheck {
  private AdjustmentCheck() {}

  static Optional<String> problem(CausalGraph graph, Step step) {
    if (!(step.before() instanceof Expr.Probability before)
        || !before.given().isEmpty()
        || !before.domain().isEmpty()) {
      return Optional.of("adjustment answers P(y; do(x))");
    }
    List<Symbol> z = step.after() instanceof Expr.Sum sum ? sum.over() : List.of();
    List<Symbol> given = new ArrayList<>(before.done());
    given.addAll(z);
    Expr expected = new Expr.Probability(before.of(), given);
    if (!z.isEmpty()) {
      expected =
          new Expr.Sum(z, Expr.product(List.of(expected, new Expr.Probability(z, List.of()))));
    }
    if (!CanonicalForm.same(expected, step.after())) {
      return Optional.of("not the adjustment formula");
    }
    return criterion(graph, names(before.done()), names(before.of()), names(z))
        ? Optional.empty()
        : Optional.of("the set does not satisfy the adjustment criterion");
  }

  private static boolean criterion(CausalGraph graph, Set<String> x, Set<String> y, Set<String> z) {
    // on a proper causal path: reached from a treatment and leading to an outcome, without passing
    // a treatment
    Set<String> leading = new HashSet<>(y);
    ArrayDeque<String> open = new ArrayDeque<>(y);
    while (!open.isEmpty()) {
      for (String parent : graph.parents(open.remove())) {
        if (!x.contains(parent) && leading.add(parent)) {
          open.add(parent);
        }
      }
    }
    Set<String> onPath =
        graph.descendants(x).stream()
            .filter(leading::contains)
            .collect(ImmutableSet.toImmutableSet());
    CausalGraph.Builder cut = CausalGraph.builder();
    graph.nodes().forEach(cut::node);
    graph.bidirectedEdges().forEach(cut::edge);
    Set<String> causal = reachedProperly(graph, x, onPath);
    graph.directedEdges().stream()
        .filter(edge -> !x.contains(edge.from()) || !causal.contains(edge.to()))
        .forEach(cut::edge);
    return Sets.intersection(graph.descendants(causal), z).isEmpty()
        && new PathBlocking(cut.build(), Set.of(), Set.of()).separated(x, y, z);
  }

  private static Set<String> reachedProperly(CausalGraph graph, Set<String> x, Set<String> onPath) {
    Set<String> reached = new HashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>(x);
    while (!open.isEmpty()) {
      for (String child : graph.children(open.remove())) {
        if (!x.contains(child) && onPath.contains(child) && reached.add(child)) {
          open.add(child);
        }
      }
    }
    return reached;
  }

  private static Set<String> names(Collection<Symbol> symbols) {
    return symbols.stream().map(Symbol::variable).collect(ImmutableSet.toImmutableSet());
  }
}
