package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a {@link Derivation} step by step, without the algorithms that make one: it reads off
 * from both sides of a step which separation the rule needs in which mutilated graph, decides it by
 * a way of its own ({@code PathBlocking}), compares with what the step claims, replaces, and in the
 * end looks whether the estimand is what came out and uses nothing but the distributions at hand.
 * Algebra is verified by evaluating both sides on random distributions.
 *
 * <p>Cost: one separation (linear in the moral graph) a step, and the length of the formula for
 * each. Pure and thread-safe.
 */
public final class DerivationChecker {
  private final Derivation derivation;

  private DerivationChecker(Derivation derivation) {
    this.derivation = derivation;
  }

  /** What is wrong with the derivation of an answer from the observed distribution, if anything. */
  public static Optional<String> problem(Identified answer) {
    return problem(answer, Available.observation());
  }

  /** What is wrong with the derivation of an answer, if anything. */
  public static Optional<String> problem(Identified answer, Available available) {
    Derivation derivation = answer.derivation();
    CausalQuery query = answer.query();
    Expr question =
        new Expr.Probability(
            symbols(query.outcomes()),
            symbols(query.conditions()),
            symbols(query.treatments()),
            available.target());
    if (!CanonicalForm.same(question, derivation.question())) {
      return Optional.of("the question is " + question + ", not " + derivation.question());
    }
    if (!CanonicalForm.same(answer.estimand(), derivation.estimand())) {
      return Optional.of("it leads to " + derivation.estimand() + ", not " + answer.estimand());
    }
    if (!derivation.shifted().equals(available.shifted())) {
      return Optional.of("the populations differ otherwise: " + derivation.shifted());
    }
    return problem(derivation, available.regimes());
  }

  /**
   * What is wrong with the derivation of a counterfactual, if anything; every experiment on the
   * nodes of the graph counts as at hand.
   */
  public static Optional<String> problem(CounterfactualIdentification answer) {
    if (answer.derivation().isEmpty()) {
      return Optional.of(answer.query() + " has no derivation");
    }
    Derivation derivation = answer.derivation().get();
    if (!CanonicalForm.same(answer.query().toExpr(), derivation.question())) {
      return Optional.of("the question is " + answer.query() + ", not " + derivation.question());
    }
    Set<Regime> used = new HashSet<>();
    regimes(derivation.estimand(), used);
    used.removeIf(
        regime ->
            !regime.domain().isEmpty() || !derivation.graph().nodes().containsAll(regime.done()));
    return problem(derivation, used);
  }

  private static void regimes(Expr expr, Set<Regime> into) {
    if (expr instanceof Expr.Probability p) {
      into.add(new Regime(p.domain(), variables(p.done())));
    } else if (expr instanceof Expr.Sum sum) {
      regimes(sum.of(), into);
    } else if (expr instanceof Expr.Product product) {
      product.factors().forEach(factor -> regimes(factor, into));
    } else if (expr instanceof Expr.Fraction fraction) {
      regimes(fraction.numerator(), into);
      regimes(fraction.denominator(), into);
    }
  }

  /**
   * What is wrong with a derivation, if anything.
   *
   * @param available the distributions that the estimand may use
   */
  public static Optional<String> problem(Derivation derivation, Collection<Regime> available) {
    return new DerivationChecker(derivation).check(ImmutableSet.copyOf(available));
  }

  private Optional<String> check(Set<Regime> available) {
    Expr current = derivation.question();
    int number = 0;
    for (Step step : derivation.steps()) {
      number++;
      Optional<String> wrong = check(step);
      if (wrong.isPresent()) {
        return Optional.of("step " + number + ": " + wrong.get() + ": " + step);
      }
      Optional<Expr> next = Replacement.replace(current, step.before(), step.after());
      if (next.isEmpty()) {
        return Optional.of("step " + number + ": nothing to replace: " + step);
      }
      current = next.get();
    }
    if (!CanonicalForm.same(current, derivation.estimand())) {
      return Optional.of("the steps lead to " + current + ", not " + derivation.estimand());
    }
    return unavailable(derivation.estimand(), available)
        .map(term -> "the estimand uses " + term + ", which is not at hand");
  }

  private static Optional<Expr> unavailable(Expr expr, Set<Regime> available) {
    return expr.fold(
        p ->
            available.contains(new Regime(p.domain(), variables(p.done())))
                ? Optional.empty()
                : Optional.of(p),
        sum -> unavailable(sum.of(), available),
        product ->
            product.factors().stream()
                .flatMap(factor -> unavailable(factor, available).stream())
                .findFirst(),
        fraction ->
            unavailable(fraction.numerator(), available)
                .or(() -> unavailable(fraction.denominator(), available)),
        constant -> Optional.empty(),
        Optional::of);
  }

  private Optional<String> check(Step step) {
    boolean ofGraph =
        step.rule() == Rule.DO_CALCULUS_1
            || step.rule() == Rule.DO_CALCULUS_2
            || step.rule() == Rule.DO_CALCULUS_3
            || step.rule() == Rule.TRANSPORT;
    boolean claims =
        step.separation().isPresent() || !step.cutInto().isEmpty() || !step.cutOutOf().isEmpty();
    if (claims && !ofGraph) {
      return Optional.of("this rule uses no separation");
    }
    return switch (step.rule()) {
      case DO_CALCULUS_1, DO_CALCULUS_2, DO_CALCULUS_3, TRANSPORT ->
          step.before() instanceof Expr.Probability before
                  && step.after() instanceof Expr.Probability after
              ? checkGraphRule(step, before, after)
              : Optional.of("both sides must be probabilities");
      case ADJUSTMENT -> AdjustmentCheck.problem(derivation.graph(), step);
      case ALGEBRA -> holds(NumericIdentity.holds(step.before(), step.after()), "the sides differ");
      case CHAIN_RULE ->
          holds(ProbabilityLaws.isChain(step.before(), step.after()), "no chain rule");
      case TOTAL_PROBABILITY ->
          holds(ProbabilityLaws.isTotal(step.before(), step.after()), "no such sum");
      case CONDITIONAL ->
          holds(ProbabilityLaws.isConditional(step.before(), step.after()), "no conditional");
      case EXCLUSION, CONSISTENCY, FACTORIZATION, EXPERIMENT, EFFECTIVENESS ->
          CounterfactualCheck.problem(derivation.graph(), step);
    };
  }

  private static Optional<String> holds(boolean holds, String otherwise) {
    return holds ? Optional.empty() : Optional.of(otherwise);
  }

  private Optional<String> checkGraphRule(
      Step step, Expr.Probability before, Expr.Probability after) {
    if (!ImmutableSet.copyOf(before.of()).equals(ImmutableSet.copyOf(after.of()))) {
      return Optional.of("the events differ");
    }
    Set<Symbol> givenBefore = ImmutableSet.copyOf(before.given());
    Set<Symbol> givenAfter = ImmutableSet.copyOf(after.given());
    Set<Symbol> doneBefore = ImmutableSet.copyOf(before.done());
    Set<Symbol> doneAfter = ImmutableSet.copyOf(after.done());
    boolean sameGiven = givenBefore.equals(givenAfter);
    boolean sameDone = doneBefore.equals(doneAfter);
    Set<String> y = variables(before.of());
    Set<String> x = variables(Sets.intersection(doneBefore, doneAfter));
    Set<String> w = variables(Sets.intersection(givenBefore, givenAfter));
    if (step.rule() == Rule.TRANSPORT) {
      return sameGiven && sameDone
          ? checkTransport(step, before.domain(), after.domain(), y, x, w)
          : Optional.of("more than the population changes");
    }
    if (!before.domain().equals(after.domain())) {
      return Optional.of("the populations differ");
    }
    Set<Symbol> seen = Sets.symmetricDifference(givenBefore, givenAfter);
    Set<Symbol> set = Sets.symmetricDifference(doneBefore, doneAfter);
    if (step.rule() == Rule.DO_CALCULUS_1) {
      return sameDone && oneWay(givenBefore, givenAfter)
          ? checkSeparation(step, x, Set.of(), y, variables(seen), Sets.union(x, w))
          : Optional.of("rule 1 changes what is seen, in one direction");
    }
    if (step.rule() == Rule.DO_CALCULUS_2) {
      return seen.equals(set) && oneWay(givenBefore, givenAfter) && oneWay(doneBefore, doneAfter)
          ? checkSeparation(step, x, variables(set), y, variables(set), Sets.union(x, w))
          : Optional.of("rule 2 exchanges seeing and doing, in one direction");
    }
    if (!sameGiven || !oneWay(doneBefore, doneAfter)) {
      return Optional.of("rule 3 changes what is done, in one direction");
    }
    Set<String> cut = new HashSet<>(variables(set));
    cut.removeAll(new PathBlocking(derivation.graph(), x, Set.of()).ancestors(w));
    cut.addAll(x);
    return checkSeparation(step, cut, Set.of(), y, variables(set), Sets.union(x, w));
  }

  private Optional<String> checkSeparation(
      Step step,
      Set<String> cutInto,
      Set<String> cutOutOf,
      Set<String> y,
      Set<String> z,
      Set<String> given) {
    if (z.isEmpty()) {
      return Optional.of("nothing changes");
    }
    Step.Independence needed = new Step.Independence(y, z, given);
    if (!step.cutInto().equals(cutInto)
        || !step.cutOutOf().equals(cutOutOf)
        || !step.separation().equals(Optional.of(needed))) {
      return Optional.of(
          "the rule needs "
              + needed
              + " with arrows into "
              + cutInto
              + " and out of "
              + cutOutOf
              + " cut");
    }
    PathBlocking cut = new PathBlocking(derivation.graph(), cutInto, cutOutOf);
    return holds(cut.separated(y, z, given), "not separated");
  }

  private Optional<String> checkTransport(
      Step step, String from, String to, Set<String> y, Set<String> x, Set<String> w) {
    String target =
        derivation.question() instanceof Expr.Probability question ? question.domain() : "";
    Set<String> heads = derivation.shifted().get(to);
    if (!from.equals(target) || heads == null) {
      return Optional.of("nothing is known of how these populations differ");
    }
    PathBlocking cut = new PathBlocking(derivation.graph(), x, Set.of());
    Set<String> selection = new HashSet<>();
    for (String head : heads) {
      String node = "S(" + head + ")";
      selection.add(node);
      cut.addCause(node, x.contains(head) ? Optional.empty() : Optional.of(head));
    }
    Optional<Step.Independence> needed =
        selection.isEmpty()
            ? Optional.empty()
            : Optional.of(new Step.Independence(y, selection, Sets.union(x, w)));
    if (!step.separation().equals(needed) || !step.cutInto().equals(x)) {
      return Optional.of("transport needs " + needed);
    }
    return holds(
        selection.isEmpty() || cut.separated(y, selection, Sets.union(x, w)), "not separated");
  }

  /** Whether one set holds the other. */
  private static boolean oneWay(Set<Symbol> a, Set<Symbol> b) {
    return a.containsAll(b) || b.containsAll(a);
  }

  private static List<Symbol> symbols(List<String> names) {
    return names.stream().map(Symbol::of).toList();
  }

  private static Set<String> variables(Collection<Symbol> symbols) {
    List<String> names = new ArrayList<>();
    symbols.forEach(symbol -> names.add(symbol.variable()));
    return ImmutableSet.copyOf(names);
  }
}
