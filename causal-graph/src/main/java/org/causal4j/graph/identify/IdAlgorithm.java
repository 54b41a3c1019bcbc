package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;
import org.jspecify.annotations.Nullable;

/**
 * Complete identification from a collection of distributions: gID with its subroutine (Lee, Correa
 * and Bareinboim 2019, "General identifiability with arbitrary surrogate experiments", UAI,
 * Algorithm 1), which on the observed distribution alone is ID (Shpitser and Pearl 2006,
 * "Identification of joint interventional distributions in recursive semi-Markovian causal models",
 * AAAI, Figure 3); over several populations (Lee, Correa and Bareinboim 2020, "General
 * transportability", AAAI, Algorithm 1), where a c-component may be taken from a population in
 * which no selection node points at it; and IDC (Shpitser and Pearl 2006, "Identification of
 * conditional interventional distributions", UAI, Figure 4). One method per line; y, x, z, G and v
 * are those of the papers, and lines are counted as in ID.
 *
 * <p>Differs from the papers: a target that is at hand up to rule 3 is taken as it is (line 1); a
 * distribution knows its chain factors ({@link Distribution}); every answer notes its steps in
 * do-calculus.
 */
final class IdAlgorithm {

  /**
   * What was found.
   *
   * @param estimand the formula, unless there is none
   * @param failure the witness, where there is no formula
   * @param derivation the steps to the formula
   * @param trace the lines that were passed, where there is no formula
   * @param reduced the query without conditions that the witness is about
   */
  record Outcome(
      @Nullable Expr estimand,
      @Nullable Failure failure,
      @Nullable Derivation derivation,
      List<String> trace,
      CausalQuery reduced) {
    Failure failureOrThrow() {
      return Objects.requireNonNull(failure, "neither estimand nor witness");
    }

    Derivation derivationOrThrow() {
      return Objects.requireNonNull(derivation, "no derivation");
    }
  }

  /**
   * A c-component that no distribution yields, and why.
   *
   * @param component what is sought
   * @param obstacles why each distribution does not do
   */
  record Failure(Set<String> component, List<Obstacle> obstacles) {}

  /** Carries a failure out of the recursion; never leaves this class. */
  private static final class NotFound extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    NotFound(Failure failure) {
      super(failure.toString(), null, false, false);
      this.failure = failure;
    }
  }

  /** A line that was passed, in words when it is asked for. */
  private record Line(String text, List<Object> parts) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, text, parts.toArray());
    }
  }

  /** The graph on some nodes, which many components share. */
  private record Within(CausalGraph graph, List<Set<String>> components) {
    static Within of(CausalGraph graph) {
      return new Within(graph, graph.cComponents());
    }
  }

  private final CausalGraph graph;
  private final Available available;
  private final DerivationBuilder steps;
  private final List<Line> trace = new ArrayList<>();
  private final Map<List<String>, Within> within = new HashMap<>();
  private final Map<Regime, Distribution> measured = new HashMap<>();
  private CausalQuery reduced;

  private IdAlgorithm(CausalGraph graph, Available available, CausalQuery query) {
    this.graph = graph;
    this.available = available;
    this.steps = new DerivationBuilder(graph, available);
    this.reduced = query;
  }

  /** The query on a graph without latent nodes, from the observed distribution. */
  static Outcome run(CausalGraph graph, CausalQuery query) {
    return run(graph, query, Available.observation());
  }

  /** The query on a graph without latent nodes. */
  static Outcome run(CausalGraph graph, CausalQuery query, Available available) {
    IdAlgorithm algorithm = new IdAlgorithm(graph, available, query);
    Set<String> y = algorithm.ordered(query.outcomes());
    Set<String> x = algorithm.ordered(query.treatments());
    Set<String> z = algorithm.ordered(query.conditions());
    Expr.Probability question = algorithm.steps.p(y, z, x);
    try {
      Expr estimand = z.isEmpty() ? algorithm.id(y, x) : algorithm.idc(y, x, z);
      return new Outcome(
          estimand, null, algorithm.steps.build(question, estimand), List.of(), algorithm.reduced);
    } catch (NotFound found) {
      return new Outcome(
          null,
          found.failure,
          null,
          algorithm.trace.stream().map(Line::toString).toList(),
          algorithm.reduced);
    }
  }

  private Expr idc(Set<String> y, Set<String> x, Set<String> z) throws NotFound {
    for (String candidate : z) {
      Set<String> rest = minus(z, Set.of(candidate));
      CausalGraph cut = graph.withoutEdgesInto(x).withoutEdgesOutOf(Set.of(candidate));
      if (Separation.dSeparated(cut, y, Set.of(candidate), union(x, rest))) {
        return idcLine1(y, x, z, candidate, rest);
      }
    }
    return idcLine2(y, x, z);
  }

  private Expr idcLine1(Set<String> y, Set<String> x, Set<String> z, String moved, Set<String> rest)
      throws NotFound {
    say("IDC line 1: seeing %s is like setting it", moved);
    steps.exchange(steps.p(y, z, x), Set.of(moved), "IDC line 1");
    Set<String> set = union(x, Set.of(moved));
    reduced = query(y, set, rest);
    return rest.isEmpty() ? id(y, set) : idc(y, set, rest);
  }

  private Expr idcLine2(Set<String> y, Set<String> x, Set<String> z) throws NotFound {
    say("IDC line 2: %s divided by its sum over %s", query(union(y, z), x, Set.of()), y);
    Expr.Probability both = steps.p(union(y, z), List.of(), x);
    Expr.Probability given = steps.p(z, List.of(), x);
    steps.law(Rule.CONDITIONAL, steps.p(y, z, x), new Expr.Fraction(both, given), "IDC line 2");
    steps.law(Rule.TOTAL_PROBABILITY, given, Expr.sum(List.copyOf(y), both), "IDC line 2");
    reduced = query(union(y, z), x, Set.of());
    Expr joint = id(union(y, z), x);
    return new Expr.Fraction(joint, Expr.sum(List.copyOf(y), joint));
  }

  private Expr id(Set<String> y, Set<String> x) throws NotFound {
    Optional<Regime> atHand =
        available.regimes().stream().filter(r -> isAtHand(y, x, r)).findFirst();
    if (atHand.isPresent()) {
      return line1(y, x, atHand.get());
    }
    return line2(y, x);
  }

  /** Whether P(y; do(x)) is measured in a regime, once what makes no difference is left out. */
  private boolean isAtHand(Set<String> y, Set<String> x, Regime regime) {
    Set<String> z = regime.done();
    if (z.stream().anyMatch(y::contains)) {
      return false;
    }
    DerivationBuilder attempt = new DerivationBuilder(graph, available);
    attempt.act(attempt.p(y, List.of(), x), z, "line 1");
    if (!attempt.valid()) {
      return false;
    }
    Set<String> reached = graph.withoutEdgesInto(z).ancestors(y);
    return available.shiftedIn(regime.domain()).stream()
        .noneMatch(shifted -> reached.contains(shifted) && !z.contains(shifted));
  }

  private Expr line1(Set<String> y, Set<String> x, Regime regime) {
    say("line 1: %s is measured in %s", y, regime);
    Expr.Probability acted = steps.act(steps.p(y, List.of(), x), regime.done(), "line 1");
    return steps.transport(acted, regime.domain(), "line 1");
  }

  private Expr line2(Set<String> y, Set<String> x) throws NotFound {
    Set<String> ancestors = ordered(graph.ancestors(y));
    if (ancestors.size() < graph.nodes().size()) {
      say("line 2: only ancestors matter to %s: keep %s", y, ancestors);
    }
    return line3(y, x, graph.subgraph(ancestors));
  }

  private Expr line3(Set<String> y, Set<String> x, CausalGraph g) throws NotFound {
    Set<String> inside = intersect(x, ordered(g.nodes()));
    Set<String> kept = ordered(g.withoutEdgesInto(inside).ancestors(y));
    Set<String> d = minus(kept, inside);
    Set<String> w = minus(minus(ordered(g.nodes()), inside), d);
    if (!w.isEmpty()) {
      say("line 3: %s makes no difference once %s is set: set it too", w, inside);
    }
    return line4(y, x, d);
  }

  private Expr line4(Set<String> y, Set<String> x, Set<String> d) throws NotFound {
    Set<String> causes = ordered(steps.parentsOf(d));
    steps.act(steps.p(y, List.of(), x), causes, "lines 2 and 3");
    List<Set<String>> components =
        graph.subgraph(d).cComponents().stream().map(this::ordered).toList();
    if (components.size() == 1) {
      return single(y, d, causes);
    }
    say("line 4: with %s set, the c-components are %s: identify each", causes, components);
    Map<String, Distribution> home = new HashMap<>();
    for (Set<String> s : components) {
      Distribution component = source(s).component(s);
      s.forEach(v -> home.put(v, component));
    }
    deriveLine4(y, d, causes, components, home);
    List<Expr> factors = new ArrayList<>();
    d.forEach(v -> factors.add(found(home, v).factor(v)));
    return Expr.sum(List.copyOf(minus(d, y)), Expr.product(factors));
  }

  private static Distribution found(Map<String, Distribution> home, String v) {
    return Objects.requireNonNull(home.get(v), v);
  }

  /** The whole is one c-component. */
  private Expr single(Set<String> y, Set<String> d, Set<String> causes) throws NotFound {
    Distribution component = source(d).component(d);
    steps.transport(steps.p(y, List.of(), causes), component.domain, "line 6");
    Distribution.Pending pending = new Distribution.Pending();
    pending.sum(component, List.copyOf(y));
    pending.run();
    return component.sumTo(List.copyOf(y));
  }

  /** Total probability, the chain rule, and each factor to its own c-component. */
  private void deriveLine4(
      Set<String> y,
      Set<String> d,
      Set<String> causes,
      List<Set<String>> components,
      Map<String, Distribution> home) {
    Expr.Probability all = steps.p(d, List.of(), causes);
    steps.law(
        Rule.TOTAL_PROBABILITY,
        steps.p(y, List.of(), causes),
        Expr.sum(List.copyOf(minus(d, y)), all),
        "line 4");
    List<String> before = new ArrayList<>();
    List<Expr> chain = new ArrayList<>();
    for (String v : d) {
      chain.add(steps.p(List.of(v), before, causes));
      before.add(v);
    }
    steps.law(Rule.CHAIN_RULE, all, Expr.product(chain), "line 4");
    Distribution.Pending pending = new Distribution.Pending();
    before.clear();
    for (String v : d) {
      Set<String> s = components.stream().filter(c -> c.contains(v)).findFirst().orElseThrow();
      Set<String> own = intersect(s, ImmutableSet.copyOf(before));
      Expr.Probability p = steps.p(List.of(v), before, causes);
      p = steps.exchange(p, minus(ImmutableSet.copyOf(before), own), "line 4");
      p = steps.act(p, steps.parentsOf(s), "line 4");
      Distribution component = found(home, v);
      steps.transport(p, component.domain, "line 6");
      pending.factor(component, v);
      before.add(v);
    }
    pending.run();
  }

  /** The first distribution at hand that yields a c-component of what is left with x set. */
  private Distribution source(Set<String> s) throws NotFound {
    List<Obstacle> obstacles = new ArrayList<>();
    for (Regime regime : available.regimes()) {
      Set<String> set = intersect(s, regime.done());
      Set<String> shifted = intersect(s, available.shiftedIn(regime.domain()));
      if (!set.isEmpty() || !shifted.isEmpty()) {
        obstacles.add(new Obstacle(regime, set, shifted, Optional.empty()));
        continue;
      }
      Distribution p = measured.computeIfAbsent(regime, r -> Distribution.measured(steps, r));
      SubId found = subId(s, p);
      if (found.distribution() != null) {
        return found.distribution();
      }
      obstacles.add(new Obstacle(regime, Set.of(), Set.of(), Optional.ofNullable(found.hedge())));
    }
    throw new NotFound(new Failure(s, obstacles));
  }

  /** A distribution of which a c-component is one, or the hedge in the way. */
  private record SubId(@Nullable Distribution distribution, @Nullable Hedge hedge) {}

  private SubId subId(Set<String> s, Distribution p) {
    Within known = within.computeIfAbsent(p.variables, names -> Within.of(graph.subgraph(names)));
    Set<String> ancestors = ordered(known.graph().ancestors(s));
    if (ancestors.size() < p.variables.size()) {
      say("line 2: within %s only ancestors matter to %s: keep %s", p.variables, s, ancestors);
      return subId(s, p.marginal(ancestors));
    }
    for (Set<String> whole : known.components()) {
      if (whole.containsAll(s)) {
        if (whole.size() == s.size()) {
          return line6(s, p);
        }
        return whole.size() == p.variables.size() ? line5(s, p) : line7(s, ordered(whole), p);
      }
    }
    throw new IllegalStateException("no component of " + known.graph() + " holds " + s);
  }

  private SubId line5(Set<String> s, Distribution p) {
    Hedge hedge = new Hedge(ordered(p.variables), s, reduced.treatments(), reduced.outcomes());
    say("line 5: %s", hedge);
    return new SubId(null, hedge);
  }

  private SubId line6(Set<String> s, Distribution p) {
    say("line 6: %s is a c-component of %s: a product of conditionals", s, p.variables);
    return new SubId(p, null);
  }

  private SubId line7(Set<String> s, Set<String> whole, Distribution p) {
    say("line 7: look within the c-component %s, the rest set", whole);
    return subId(s, p.component(whole));
  }

  private void say(String text, Object... parts) {
    trace.add(new Line(text, List.of(parts)));
  }

  private static CausalQuery query(Set<String> y, Set<String> x, Set<String> z) {
    return new CausalQuery(List.copyOf(x), List.copyOf(y), List.copyOf(z));
  }

  /** In topological order, so that sums and products read from causes to effects. */
  private Set<String> ordered(Iterable<String> names) {
    return new LinkedHashSet<>(steps.ordered(ImmutableSet.copyOf(names)));
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
