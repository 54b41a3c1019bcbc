package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.causal4j.core.design.Design;
import org.causal4j.graph.AdjustmentSets;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;

/**
 * Decides whether an effect can be computed from observed data under a graph, and how. The answer
 * is complete: where it is no, there are two models of the graph that agree on everything observed
 * and differ in the effect (Shpitser and Pearl 2006; Huang and Valtorta 2006).
 *
 * <p>Of the formulas that are right the one that is easiest to estimate is given: no effect, no
 * adjustment, the smallest adjustment set, a front-door set, and else what the ID algorithm finds.
 * Latent nodes are projected out first.
 *
 * <p>Cost: polynomial in the number of nodes; the listing of adjustment sets stops at 200. Pure and
 * thread-safe.
 */
public final class Identifier {
  private static final int SETS_COMPARED = 200;

  private Identifier() {}

  /**
   * Identifies the query in the graph.
   *
   * @throws IllegalArgumentException where the query names a node that the graph lacks, or a latent
   *     one
   */
  public static Identification identify(CausalGraph graph, CausalQuery query) {
    checkNodes(graph, queryNames(query), "query");
    CausalGraph observed = graph.projectLatent();
    if (query.conditions().isEmpty()) {
      Set<String> affected = observed.descendants(query.treatments());
      if (query.outcomes().stream().noneMatch(affected::contains)) {
        return noEffect(graph, observed, query);
      }
      List<Set<String>> sets =
          AdjustmentSets.allMinimal(graph, query.treatments(), query.outcomes(), SETS_COMPARED);
      if (!sets.isEmpty()) {
        return adjusted(observed, query, nearestTheOutcome(observed, query, sets));
      }
      Optional<Set<String>> mediators =
          AdjustmentSets.frontDoor(observed, query.treatments(), query.outcomes());
      Available observation = Available.observation();
      return mediators
          .flatMap(set -> frontDoor(observed, query, set))
          .orElseGet(() -> general(observed, query, observation));
    }
    return conditionalAdjustment(observed, query)
        .orElseGet(() -> general(observed, query, Available.observation()));
  }

  /**
   * Identifies the query from several distributions: experiments on other variables than those
   * asked about, or on other populations (gID, zID and transportability).
   *
   * <p>A positive answer is a formula over the distributions at hand, the first that the algorithm
   * finds; there is no choice of a formula that is easy to estimate, and no design.
   *
   * @throws IllegalArgumentException where the query or an experiment names a node that the graph
   *     lacks, or a latent one
   */
  public static Identification identify(CausalGraph graph, CausalQuery query, Available available) {
    checkNodes(graph, queryNames(query), "query");
    for (Regime regime : available.regimes()) {
      checkNodes(graph, regime.done(), "available");
      checkNodes(graph, available.shiftedIn(regime.domain()), "available");
    }
    return general(graph.projectLatent(), query, available);
  }

  private static Identification noEffect(
      CausalGraph graph, CausalGraph observed, CausalQuery query) {
    List<Set<String>> sets =
        AdjustmentSets.allMinimal(graph, query.treatments(), query.outcomes(), SETS_COMPARED);
    Optional<Set<String>> set = sets.stream().findFirst();
    String warning =
        names(query.outcomes())
            + " is not a descendant of "
            + names(query.treatments())
            + " in the graph: the effect is 0 by assumption, whatever the data say";
    DerivationBuilder steps = new DerivationBuilder(observed, Available.observation());
    Expr.Probability question = steps.p(query.outcomes(), List.of(), query.treatments());
    Expr estimand = steps.act(question, Set.of(), "no directed path leads to the outcome");
    return new Identified(
        query,
        Strategy.NO_EFFECT,
        estimand,
        set,
        set.flatMap(variables -> adjustmentDesign(query, variables)),
        steps.build(question, estimand),
        List.of(
            "no causal path from "
                + names(query.treatments())
                + " to "
                + names(query.outcomes())
                + ", as drawn"),
        List.of(warning));
  }

  /**
   * The smallest set; of several the one with the most parents of nodes on causal paths, which
   * leave the least variance (the O-set of Henckel, Perković and Maathuis 2022, "Graphical criteria
   * for efficient total effect estimation via adjustment in causal linear models", JRSS B).
   */
  private static Set<String> nearestTheOutcome(
      CausalGraph observed, CausalQuery query, List<Set<String>> sets) {
    Set<String> causal = new LinkedHashSet<>(observed.descendants(query.treatments()));
    causal.retainAll(observed.withoutEdgesInto(query.treatments()).ancestors(query.outcomes()));
    causal.removeAll(query.treatments());
    Set<String> near = new LinkedHashSet<>();
    causal.forEach(node -> near.addAll(observed.parents(node)));
    return sets.stream()
        .min(
            Comparator.<Set<String>>comparingInt(Set::size)
                .thenComparingLong(set -> set.stream().filter(v -> !near.contains(v)).count()))
        .orElseThrow();
  }

  private static Identification adjusted(CausalGraph observed, CausalQuery query, Set<String> set) {
    DerivationBuilder steps = new DerivationBuilder(observed, Available.observation());
    List<String> z = List.copyOf(set);
    List<String> y = query.outcomes();
    List<String> x = query.treatments();
    Expr.Probability question = steps.p(y, List.of(), x);
    List<String> given = union(relevant(observed, y, x, z), z);
    Expr.Probability conditional = Expr.p(y, given);
    Expr estimand =
        Expr.sum(
            z,
            z.isEmpty() ? conditional : Expr.product(List.of(conditional, Expr.p(z, List.of()))));
    steps.dropSeen(deriveAdjustment(steps, question, y, x, z), given, "no longer matters");
    if (!steps.valid()) {
      Expr.Probability all = steps.p(y, union(x, z), List.of());
      steps = new DerivationBuilder(observed, Available.observation());
      steps.adjustment(
          question,
          z.isEmpty()
              ? all
              : Expr.sum(z, Expr.product(List.of(all, steps.p(z, List.of(), List.of())))),
          "no effect among the set, and it closes the rest");
      steps.dropSeen(all, given, "no longer matters");
    }
    String closed = "nothing confounds " + names(x) + " with the outcome";
    return new Identified(
        query,
        z.isEmpty() ? Strategy.NO_ADJUSTMENT : Strategy.BACK_DOOR,
        estimand,
        Optional.of(ImmutableSet.copyOf(z)),
        adjustmentDesign(query, set),
        steps.build(question, estimand),
        assumptions(query, z.isEmpty() ? closed : "given " + names(z) + " " + closed),
        List.of());
  }

  /** The treatments that still matter to the outcome once the others and the set are known. */
  private static List<String> relevant(
      CausalGraph observed, List<String> y, List<String> x, List<String> z) {
    List<String> kept = new ArrayList<>(x);
    for (String candidate : x) {
      List<String> rest = new ArrayList<>(kept);
      rest.remove(candidate);
      if (Separation.dSeparated(observed, y, List.of(candidate), union(rest, z))) {
        kept = rest;
      }
    }
    return kept;
  }

  /** The steps to the probability of the outcome given treatments and set, which is returned. */
  private static Expr.Probability deriveAdjustment(
      DerivationBuilder steps,
      Expr.Probability question,
      List<String> y,
      List<String> x,
      List<String> z) {
    if (z.isEmpty()) {
      return steps.exchange(question, x, "no back-door path is open");
    }
    Expr.Probability both = steps.p(union(y, z), List.of(), x);
    Expr.Probability inner = steps.p(y, z, x);
    Expr.Probability outer = steps.p(z, List.of(), x);
    steps.law(Rule.TOTAL_PROBABILITY, question, Expr.sum(z, both), "bring in the set");
    steps.law(Rule.CHAIN_RULE, both, Expr.product(List.of(inner, outer)), "the set first");
    Expr.Probability seen = steps.exchange(inner, x, "the set closes every back-door path");
    steps.act(outer, Set.of(), "the set is no effect of the treatment");
    return seen;
  }

  /**
   * P(y | do(x), z) = Σ_w P(y | x, z, w) P(w | z) where z and w are no effects of x, and together
   * separate y from x once nothing leaves x (rules 2 and 3); with no w, z may be anything (rule 2).
   */
  private static Optional<Identification> conditionalAdjustment(
      CausalGraph observed, CausalQuery query) {
    List<String> x = query.treatments();
    List<String> z = query.conditions();
    CausalGraph cut = observed.withoutEdgesOutOf(x);
    Set<String> w = new LinkedHashSet<>();
    if (!Separation.dSeparated(cut, x, query.outcomes(), z)) {
      Set<String> effects = observed.descendants(x);
      w.addAll(cut.ancestors(queryNames(query)));
      w.removeAll(effects);
      w.removeAll(queryNames(query));
      if (z.stream().anyMatch(effects::contains)
          || !Separation.dSeparated(cut, x, query.outcomes(), union(z, w))) {
        return Optional.empty();
      }
      // among ancestors separation is monotone: what can be left out can be left out for good
      for (String candidate : List.copyOf(w)) {
        w.remove(candidate);
        if (!Separation.dSeparated(cut, x, query.outcomes(), union(z, w))) {
          w.add(candidate);
        }
      }
    }
    DerivationBuilder steps = new DerivationBuilder(observed, Available.observation());
    List<String> set = steps.ordered(w);
    List<String> y = query.outcomes();
    Expr.Probability question = steps.p(y, z, x);
    Expr.Probability inner = steps.p(y, union(z, set), x);
    Expr.Probability outer = null;
    if (!set.isEmpty()) {
      Expr.Probability both = steps.p(union(y, set), z, x);
      outer = steps.p(set, z, x);
      steps.law(Rule.TOTAL_PROBABILITY, question, Expr.sum(set, both), "bring in the set");
      steps.law(Rule.CHAIN_RULE, both, Expr.product(List.of(inner, outer)), "the set first");
    }
    steps.exchange(inner, x, "every back-door path is closed");
    Expr conditional = Expr.p(y, union(union(x, z), set));
    Expr estimand =
        outer == null
            ? conditional
            : Expr.sum(
                set,
                Expr.product(
                    List.of(
                        conditional, steps.act(outer, Set.of(), "no effects of the treatment"))));
    String given = names(union(z, set));
    return Optional.of(
        new Identified(
            query,
            set.isEmpty() ? Strategy.NO_ADJUSTMENT : Strategy.BACK_DOOR,
            estimand,
            Optional.of(ImmutableSet.copyOf(set)),
            Optional.empty(),
            steps.build(question, estimand),
            assumptions(
                query, "given " + given + " nothing confounds " + names(x) + " with the outcome"),
            List.of()));
  }

  private static List<String> union(Collection<String> a, Collection<String> b) {
    Set<String> both = new LinkedHashSet<>(a);
    both.addAll(b);
    return List.copyOf(both);
  }

  private static Optional<Identification> frontDoor(
      CausalGraph observed, CausalQuery query, Set<String> set) {
    DerivationBuilder steps = new DerivationBuilder(observed, Available.observation());
    List<String> y = query.outcomes();
    List<String> x = query.treatments();
    List<String> m = steps.ordered(set);
    Expr.Probability question = steps.p(y, List.of(), x);
    Expr.Probability both = steps.p(union(m, y), List.of(), x);
    Expr.Probability second = steps.p(y, m, x);
    Expr.Probability first = steps.p(m, List.of(), x);
    steps.law(Rule.TOTAL_PROBABILITY, question, Expr.sum(m, both), "bring in the mediators");
    steps.law(Rule.CHAIN_RULE, both, Expr.product(List.of(first, second)), "mediators first");
    Expr.Probability seen =
        steps.exchange(first, x, "no back-door path from the treatment to the mediators is open");
    Expr.Probability set2 =
        steps.exchange(second, m, "the treatment closes the back-door paths from the mediators");
    Expr.Probability alone = steps.act(set2, m, "the mediators intercept the whole effect");
    Expr.Probability joint = steps.p(union(x, y), List.of(), m);
    Expr.Probability inner = steps.p(y, x, m);
    Expr.Probability prior = steps.p(x, List.of(), m);
    steps.law(Rule.TOTAL_PROBABILITY, alone, Expr.sum(x, joint), "bring in the treatment");
    steps.law(Rule.CHAIN_RULE, joint, Expr.product(List.of(inner, prior)), "treatment first");
    Expr sum =
        Expr.sum(
            x,
            Expr.product(
                List.of(
                    steps.exchange(inner, m, "the treatment closes the back-door paths"),
                    steps.act(prior, Set.of(), "the mediators do not cause the treatment"))));
    if (!steps.valid()) {
      return Optional.empty();
    }
    Expr raw = Expr.sum(m, Expr.product(List.of(seen, sum)));
    boolean single = query.treatments().size() == 1 && query.outcomes().size() == 1;
    Optional<Design> design =
        single
            ? Optional.of(
                new Design.FrontDoor(query.treatments().get(0), query.outcomes().get(0), m))
            : Optional.empty();
    Expr estimand = primed(query, raw);
    return Optional.of(
        new Identified(
            query,
            Strategy.FRONT_DOOR,
            estimand,
            Optional.empty(),
            design,
            steps.build(question, estimand),
            assumptions(
                query,
                "the whole effect passes through " + names(m),
                "nothing confounds "
                    + names(query.treatments())
                    + " with "
                    + names(m)
                    + ", nor, given the treatment, "
                    + names(m)
                    + " with the outcome"),
            List.of()));
  }

  private static Identification general(
      CausalGraph observed, CausalQuery query, Available available) {
    IdAlgorithm.Outcome outcome = IdAlgorithm.run(observed, query, available);
    Expr found = outcome.estimand();
    if (found == null) {
      IdAlgorithm.Failure failure = outcome.failureOrThrow();
      return new NotIdentified(
          query, outcome.reduced(), failure.component(), failure.obstacles(), outcome.trace());
    }
    Expr raw = primed(query, found);
    Expr estimand = NumericIdentity.fits(raw) ? Simplifier.simplify(raw) : raw;
    Derivation derivation = outcome.derivationOrThrow().simplified(raw, estimand);
    List<String> warnings = new ArrayList<>();
    String free = arbitrary(query, estimand);
    if (!free.isEmpty()) {
      warnings.add("any value of " + free + " gives the same result");
    }
    return new Identified(
        query,
        Strategy.GENERAL,
        estimand,
        Optional.empty(),
        Optional.empty(),
        derivation,
        assumptions(query, "the hidden common causes are those drawn, and no others"),
        warnings);
  }

  private static Expr primed(CausalQuery query, Expr expr) {
    return ExprPrinter.withPrimes(expr, queryNames(query));
  }

  private static String arbitrary(CausalQuery query, Expr estimand) {
    Set<String> free = new LinkedHashSet<>();
    estimand.free().forEach(symbol -> free.add(symbol.variable()));
    free.removeAll(queryNames(query));
    return String.join(", ", free);
  }

  private static Set<String> queryNames(CausalQuery query) {
    return ImmutableSet.<String>builder()
        .addAll(query.treatments())
        .addAll(query.outcomes())
        .addAll(query.conditions())
        .build();
  }

  private static Optional<Design> adjustmentDesign(CausalQuery query, Set<String> set) {
    if (query.treatments().size() > 1 || query.outcomes().size() > 1) {
      return Optional.empty();
    }
    String x = query.treatments().get(0);
    String y = query.outcomes().get(0);
    return Optional.of(
        set.isEmpty() ? new Design.Randomized(x, y) : new Design.Backdoor(x, y, List.copyOf(set)));
  }

  private static List<String> assumptions(CausalQuery query, String... own) {
    List<String> all = new ArrayList<>(List.of(own));
    all.add("positivity: every state of " + names(query.treatments()) + " occurs in every stratum");
    all.add("consistency: setting a state and seeing it arise lead to the same outcome");
    all.add("no interference: the treatment of one unit does not change the outcome of another");
    return all;
  }

  private static String names(Collection<String> names) {
    return String.join(", ", names);
  }

  private static void checkNodes(CausalGraph graph, Set<String> names, String parameter) {
    for (String name : names) {
      Preconditions.checkArgument(!graph.isLatent(name), "%s: %s is latent", parameter, name);
    }
  }
}
