package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Recognizes laws of probability by their form. */
final class ProbabilityLaws {
  private ProbabilityLaws() {}

  /** P(a, b | c) = P(a | c) P(b | a, c), in any number of parts. */
  static boolean isChain(Expr before, Expr after) {
    if (!(before instanceof Expr.Probability whole) || !(after instanceof Expr.Product product)) {
      return false;
    }
    List<Expr.Probability> parts = new ArrayList<>();
    for (Expr factor : product.factors()) {
      if (!(factor instanceof Expr.Probability part) || !sameRegime(part, whole)) {
        return false;
      }
      parts.add(part);
    }
    parts.sort(Comparator.comparingInt(part -> part.given().size()));
    Set<Symbol> seen = new HashSet<>(whole.given());
    for (Expr.Probability part : parts) {
      if (!seen.equals(ImmutableSet.copyOf(part.given())) || !seen.addAll(part.of())) {
        return false;
      }
    }
    Set<Symbol> all = new HashSet<>(whole.given());
    all.addAll(whole.of());
    return seen.equals(all);
  }

  /** P(a | c) = Σ_b P(a, b | c). */
  static boolean isTotal(Expr before, Expr after) {
    if (before instanceof Expr.Counterfactual part
        && after instanceof Expr.Sum sum
        && sum.of() instanceof Expr.Counterfactual whole) {
      return isTotal(part, sum.over(), whole);
    }
    if (!(before instanceof Expr.Probability part)
        || !(after instanceof Expr.Sum sum)
        || !(sum.of() instanceof Expr.Probability whole)
        || !sameRegime(part, whole)
        || !ImmutableSet.copyOf(part.given()).equals(ImmutableSet.copyOf(whole.given()))) {
      return false;
    }
    Set<Symbol> over = ImmutableSet.copyOf(sum.over());
    return over.stream().allMatch(symbol -> symbol.value().isEmpty())
        && Sets.intersection(over, ImmutableSet.copyOf(part.of())).isEmpty()
        && Sets.union(over, ImmutableSet.copyOf(part.of())).equals(ImmutableSet.copyOf(whole.of()));
  }

  /** P(a | b, c) = P(a, b | c) / P(b | c). */
  static boolean isConditional(Expr before, Expr after) {
    if (before instanceof Expr.Counterfactual cf
        && after instanceof Expr.Fraction fraction
        && fraction.numerator() instanceof Expr.Counterfactual both
        && fraction.denominator() instanceof Expr.Counterfactual given) {
      return isConditional(cf, both, given);
    }
    if (!(before instanceof Expr.Probability p)
        || !(after instanceof Expr.Fraction fraction)
        || !(fraction.numerator() instanceof Expr.Probability both)
        || !(fraction.denominator() instanceof Expr.Probability given)
        || !sameRegime(p, both)
        || !sameRegime(p, given)) {
      return false;
    }
    Set<Symbol> a = ImmutableSet.copyOf(p.of());
    Set<Symbol> b = ImmutableSet.copyOf(given.of());
    Set<Symbol> c = ImmutableSet.copyOf(given.given());
    return ImmutableSet.copyOf(both.given()).equals(c)
        && Sets.union(a, b).equals(ImmutableSet.copyOf(both.of()))
        && Sets.union(b, c).equals(ImmutableSet.copyOf(p.given()));
  }

  private static boolean isTotal(
      Expr.Counterfactual part, List<Symbol> over, Expr.Counterfactual whole) {
    Set<Expr.World> added = new HashSet<>(whole.events());
    added.removeAll(part.events());
    Set<Symbol> values = new HashSet<>();
    added.forEach(world -> values.add(world.outcome()));
    return part.given().equals(whole.given())
        && whole.events().containsAll(part.events())
        && values.size() == added.size()
        && values.equals(ImmutableSet.copyOf(over))
        && values.stream().allMatch(symbol -> symbol.value().isEmpty())
        && Sets.intersection(values, part.free()).isEmpty()
        && added.stream().noneMatch(w -> w.done().stream().anyMatch(values::contains));
  }

  private static boolean isConditional(
      Expr.Counterfactual p, Expr.Counterfactual both, Expr.Counterfactual given) {
    return both.given().isEmpty()
        && given.given().isEmpty()
        && ImmutableSet.copyOf(given.events()).equals(ImmutableSet.copyOf(p.given()))
        && Sets.union(ImmutableSet.copyOf(p.events()), ImmutableSet.copyOf(p.given()))
            .equals(ImmutableSet.copyOf(both.events()));
  }

  private static boolean sameRegime(Expr.Probability a, Expr.Probability b) {
    return a.domain().equals(b.domain())
        && ImmutableSet.copyOf(a.done()).equals(ImmutableSet.copyOf(b.done()));
  }
}
