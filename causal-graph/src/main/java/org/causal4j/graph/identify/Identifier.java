package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
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
    checkNodes(graph, query);
    CausalGraph observed = graph.projectLatent();
    if (query.conditions().isEmpty()) {
      Set<String> affected = observed.descendants(query.treatments());
      if (query.outcomes().stream().noneMatch(affected::contains)) {
        return noEffect(graph, query);
      }
      List<Set<String>> sets =
          AdjustmentSets.allMinimal(graph, query.treatments(), query.outcomes(), SETS_COMPARED);
      if (!sets.isEmpty()) {
        return adjusted(graph, query, sets.get(0));
      }
      Optional<Set<String>> mediators =
          AdjustmentSets.frontDoor(observed, query.treatments(), query.outcomes());
      if (mediators.isPresent()) {
        return frontDoor(query, mediators.get());
      }
      return general(observed, query);
    }
    return conditionalAdjustment(observed, query).orElseGet(() -> general(observed, query));
  }

  private static Identification noEffect(CausalGraph graph, CausalQuery query) {
    Expr estimand = Expr.p(query.outcomes(), List.of());
    List<Set<String>> sets =
        AdjustmentSets.allMinimal(graph, query.treatments(), query.outcomes(), SETS_COMPARED);
    Optional<Set<String>> set = sets.stream().findFirst();
    String warning =
        names(query.outcomes())
            + " is not a descendant of "
            + names(query.treatments())
            + " in the graph: the effect is 0 by assumption, whatever the data say";
    return new Identified(
        query,
        Strategy.NO_EFFECT,
        estimand,
        set,
        set.flatMap(variables -> adjustmentDesign(query, variables)),
        List.of(
            new Step(
                Rule.DO_CALCULUS_3,
                query + " = " + estimand + ", as no directed path leads to the outcome")),
        List.of(
            "no causal path from "
                + names(query.treatments())
                + " to "
                + names(query.outcomes())
                + ", as drawn"),
        List.of(warning));
  }

  private static Identification adjusted(CausalGraph graph, CausalQuery query, Set<String> set) {
    List<String> z = List.copyOf(set);
    List<String> given = new ArrayList<>(query.treatments());
    given.addAll(z);
    Expr conditional = Expr.p(query.outcomes(), given);
    if (z.isEmpty()) {
      return new Identified(
          query,
          Strategy.NO_ADJUSTMENT,
          conditional,
          Optional.of(set),
          adjustmentDesign(query, set),
          List.of(
              new Step(
                  Rule.DO_CALCULUS_2,
                  query + " = " + conditional + ", as no back-door path is open")),
          assumptions(
              query, "nothing confounds " + names(query.treatments()) + " with the outcome"),
          List.of());
    }
    Expr estimand = Expr.sum(z, Expr.product(List.of(conditional, Expr.p(z, List.of()))));
    return new Identified(
        query,
        Strategy.BACK_DOOR,
        estimand,
        Optional.of(set),
        adjustmentDesign(query, set),
        adjustmentSteps(graph, query, z, conditional, estimand),
        assumptions(
            query,
            "given "
                + names(z)
                + " nothing confounds "
                + names(query.treatments())
                + " with the outcome"),
        List.of());
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
    List<String> set = observed.nodes().stream().filter(w::contains).toList();
    Expr conditional = Expr.p(query.outcomes(), union(union(x, z), set));
    Expr estimand =
        set.isEmpty()
            ? conditional
            : Expr.sum(set, Expr.product(List.of(conditional, Expr.p(set, z))));
    String given = names(union(z, set));
    return Optional.of(
        new Identified(
            query,
            set.isEmpty() ? Strategy.NO_ADJUSTMENT : Strategy.BACK_DOOR,
            estimand,
            Optional.of(ImmutableSet.copyOf(set)),
            Optional.empty(),
            List.of(
                new Step(
                    Rule.DO_CALCULUS_2,
                    query + " = " + estimand + ", as " + given + " closes every back-door path")),
            assumptions(
                query, "given " + given + " nothing confounds " + names(x) + " with the outcome"),
            List.of()));
  }

  private static List<String> union(Collection<String> a, Collection<String> b) {
    Set<String> both = new LinkedHashSet<>(a);
    both.addAll(b);
    return List.copyOf(both);
  }

  private static List<Step> adjustmentSteps(
      CausalGraph graph, CausalQuery query, List<String> z, Expr conditional, Expr estimand) {
    String x = String.join(", ", query.treatments());
    boolean beforeTreatment = graph.descendants(query.treatments()).stream().noneMatch(z::contains);
    // rule 2 for all treatments at once: the outcome is separated from them where nothing leaves
    // them
    boolean ruleTwo =
        Separation.dSeparated(
            graph.withoutEdgesOutOf(query.treatments()), query.treatments(), query.outcomes(), z);
    if (!beforeTreatment || !ruleTwo) {
      return List.of(new Step(Rule.ADJUSTMENT, query + " = " + estimand));
    }
    String inner = query.given(z.toArray(String[]::new)).toString();
    String ofZ = "P(" + String.join(", ", z) + " | do(" + x + "))";
    Expr pz = Expr.p(z, List.of());
    return List.of(
        new Step(Rule.PROBABILITY, query + " = sum over " + z + " of " + inner + " " + ofZ),
        new Step(Rule.DO_CALCULUS_2, inner + " = " + conditional),
        new Step(Rule.DO_CALCULUS_3, ofZ + " = " + pz),
        new Step(Rule.PROBABILITY, query + " = " + estimand));
  }

  private static Identification frontDoor(CausalQuery query, Set<String> set) {
    List<String> m = List.copyOf(set);
    List<String> given = new ArrayList<>(query.treatments());
    given.addAll(m);
    Expr inner =
        Expr.sum(
            query.treatments(),
            Expr.product(
                List.of(Expr.p(query.outcomes(), given), Expr.p(query.treatments(), List.of()))));
    Expr estimand =
        primed(query, Expr.sum(m, Expr.product(List.of(Expr.p(m, query.treatments()), inner))));
    boolean single = query.treatments().size() == 1 && query.outcomes().size() == 1;
    Optional<Design> design =
        single
            ? Optional.of(
                new Design.FrontDoor(query.treatments().get(0), query.outcomes().get(0), m))
            : Optional.empty();
    return new Identified(
        query,
        Strategy.FRONT_DOOR,
        estimand,
        Optional.empty(),
        design,
        List.of(
            new Step(
                Rule.FRONT_DOOR,
                names(m)
                    + " intercepts every directed path and has no open back-door path from the"
                    + " treatment, and the treatment blocks every back-door path from it to the"
                    + " outcome"),
            new Step(Rule.PROBABILITY, query + " = " + estimand)),
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
        List.of());
  }

  private static Identification general(CausalGraph observed, CausalQuery query) {
    IdAlgorithm.Outcome outcome = IdAlgorithm.run(observed, query);
    Expr found = outcome.estimand();
    if (found == null) {
      return new NotIdentified(query, outcome.hedgeOrThrow(), outcome.steps());
    }
    Expr estimand = primed(query, found);
    List<Step> steps = new ArrayList<>(outcome.steps());
    steps.add(new Step(Rule.PROBABILITY, query + " = " + estimand));
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
        steps,
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

  private static void checkNodes(CausalGraph graph, CausalQuery query) {
    for (String name : queryNames(query)) {
      Preconditions.checkArgument(!graph.isLatent(name), "query: %s is latent", name);
    }
  }
}
