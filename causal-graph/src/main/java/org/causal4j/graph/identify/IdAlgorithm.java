package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;
import org.jspecify.annotations.Nullable;

/**
 * ID (Shpitser and Pearl 2006, "Identification of joint interventional distributions in recursive
 * semi-Markovian causal models", AAAI, Figure 3) and IDC (Shpitser and Pearl 2006, "Identification
 * of conditional interventional distributions", UAI, Figure 4), one method per line. The names y,
 * x, P, G and v are those of the paper.
 *
 * <p>Differs from the paper: P is kept as a {@link Distribution}, so that conditionals come out
 * with as few conditions as the graph allows.
 */
final class IdAlgorithm {

  /** An estimand, or a hedge in its place. */
  record Outcome(@Nullable Expr estimand, @Nullable Hedge hedge, List<Step> steps) {
    Hedge hedgeOrThrow() {
      return Objects.requireNonNull(hedge, "neither estimand nor hedge");
    }
  }

  /** Carries a hedge out of the recursion; never leaves this class. */
  private static final class HedgeFound extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Hedge hedge;

    HedgeFound(Hedge hedge) {
      super(hedge.toString(), null, false, false);
      this.hedge = hedge;
    }
  }

  private final CausalGraph graph;
  private final List<String> order;
  private final List<Step> steps = new ArrayList<>();

  private IdAlgorithm(CausalGraph graph) {
    this.graph = graph;
    this.order = graph.topologicalOrder();
  }

  /** The query on a graph without latent nodes. */
  static Outcome run(CausalGraph graph, CausalQuery query) {
    IdAlgorithm algorithm = new IdAlgorithm(graph);
    Set<String> y = algorithm.ordered(query.outcomes());
    Set<String> x = algorithm.ordered(query.treatments());
    Set<String> z = algorithm.ordered(query.conditions());
    try {
      Expr estimand =
          z.isEmpty()
              ? algorithm.id(y, x, Distribution.observed(graph), graph)
              : algorithm.idc(y, x, z);
      return new Outcome(estimand, null, List.copyOf(algorithm.steps));
    } catch (HedgeFound found) {
      return new Outcome(null, found.hedge, List.copyOf(algorithm.steps));
    }
  }

  private Expr idc(Set<String> y, Set<String> x, Set<String> z) throws HedgeFound {
    for (String candidate : z) {
      Set<String> rest = minus(z, Set.of(candidate));
      CausalGraph cut = graph.withoutEdgesInto(x).withoutEdgesOutOf(Set.of(candidate));
      if (Separation.dSeparated(cut, y, Set.of(candidate), union(x, rest))) {
        step(
            Rule.DO_CALCULUS_2,
            "seeing %s is like setting it: %s",
            candidate,
            show(y, union(x, Set.of(candidate)), rest));
        return rest.isEmpty()
            ? id(y, union(x, Set.of(candidate)), Distribution.observed(graph), graph)
            : idc(y, union(x, Set.of(candidate)), rest);
      }
    }
    step(
        Rule.PROBABILITY,
        "%s = %s divided by its sum over %s",
        show(y, x, z),
        show(union(y, z), x, Set.of()),
        y);
    Expr both = id(union(y, z), x, Distribution.observed(graph), graph);
    return new Expr.Fraction(both, Expr.sum(List.copyOf(y), both));
  }

  private Expr id(Set<String> y, Set<String> x, Distribution p, CausalGraph g) throws HedgeFound {
    Set<String> v = ordered(g.nodes());
    if (x.isEmpty()) {
      return line1(y, p);
    }
    Set<String> ancestors = ordered(g.ancestors(y));
    if (!ancestors.containsAll(v)) {
      return line2(y, x, p, g, ancestors);
    }
    Set<String> w = minus(minus(v, x), g.withoutEdgesInto(x).ancestors(y));
    if (!w.isEmpty()) {
      return line3(y, x, w, p, g);
    }
    List<Set<String>> components = g.subgraph(minus(v, x)).cComponents();
    if (components.size() > 1) {
      return line4(y, x, p, g, components);
    }
    Set<String> s = ordered(components.get(0));
    for (Set<String> whole : g.cComponents()) {
      if (whole.containsAll(v)) {
        line5(y, x, v, s);
      }
      if (whole.equals(s)) {
        return line6(y, s, p);
      }
      if (whole.containsAll(s)) {
        return line7(y, x, p, g, ordered(whole));
      }
    }
    throw new IllegalStateException("no component of " + g + " holds " + s);
  }

  private Expr line1(Set<String> y, Distribution p) {
    step(Rule.ID_1, "nothing is set: sum to %s", y);
    return p.marginal(y).expr();
  }

  private Expr line2(
      Set<String> y, Set<String> x, Distribution p, CausalGraph g, Set<String> ancestors)
      throws HedgeFound {
    step(Rule.ID_2, "only ancestors matter to %s: keep %s", y, ancestors);
    return id(y, intersect(x, ancestors), p.marginal(ancestors), g.subgraph(ancestors));
  }

  private Expr line3(Set<String> y, Set<String> x, Set<String> w, Distribution p, CausalGraph g)
      throws HedgeFound {
    step(Rule.ID_3, "%s makes no difference once %s is set: set it too", w, x);
    return id(y, union(x, w), p, g);
  }

  private Expr line4(
      Set<String> y, Set<String> x, Distribution p, CausalGraph g, List<Set<String>> components)
      throws HedgeFound {
    Set<String> v = ordered(g.nodes());
    step(Rule.ID_4, "with %s set, the c-components are %s: identify each", x, components);
    List<Expr> factors = new ArrayList<>();
    for (Set<String> s : components) {
      factors.add(id(ordered(s), minus(v, s), p, g));
    }
    return Expr.sum(List.copyOf(minus(v, union(y, x))), Expr.product(factors));
  }

  private void line5(Set<String> y, Set<String> x, Set<String> v, Set<String> s) throws HedgeFound {
    Hedge hedge = new Hedge(v, s, List.copyOf(x), List.copyOf(y));
    step(Rule.ID_5, "%s", hedge);
    throw new HedgeFound(hedge);
  }

  private Expr line6(Set<String> y, Set<String> s, Distribution p) {
    step(Rule.ID_6, "%s is a c-component of the graph: a product of conditionals", s);
    return p.component(s).marginal(y).expr();
  }

  private Expr line7(Set<String> y, Set<String> x, Distribution p, CausalGraph g, Set<String> whole)
      throws HedgeFound {
    step(Rule.ID_7, "look within the c-component %s, the rest held fixed", whole);
    return id(y, intersect(x, whole), p.component(whole), g.subgraph(whole));
  }

  private void step(Rule rule, String text, Object... parts) {
    steps.add(new Step(rule, String.format(Locale.ROOT, text, parts)));
  }

  private static String show(Set<String> y, Set<String> x, Set<String> z) {
    return new CausalQuery(List.copyOf(x), List.copyOf(y), List.copyOf(z)).toString();
  }

  /** In topological order, so that sums and products read from causes to effects. */
  private Set<String> ordered(Iterable<String> names) {
    Set<String> wanted = ImmutableSet.copyOf(names);
    Set<String> result = new LinkedHashSet<>(order);
    result.retainAll(wanted);
    return result;
  }

  private Set<String> union(Set<String> a, Set<String> b) {
    return ordered(Sets.union(a, b));
  }

  private Set<String> minus(Set<String> a, Set<String> b) {
    return ordered(Sets.difference(a, b));
  }

  private Set<String> intersect(Set<String> a, Set<String> b) {
    return ordered(Sets.intersection(a, b));
  }
}
