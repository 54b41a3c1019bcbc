package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a formula shorter by what holds for every distribution: names are summed out of the only
 * factor that has them, chains of conditionals become joint probabilities, and what stands above
 * and below a line cancels. No result is longer than what it was made from; none of this looks at a
 * graph.
 */
final class Simplifier {
  private static final int MOST_ROUNDS = 50;

  private Simplifier() {}

  /** An equal formula, no longer than the given one. */
  static Expr simplify(Expr expr) {
    Expr current = expr;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Expr next = once(current);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    Expr joined = joinAll(current);
    return length(joined) <= length(expr) ? joined : expr;
  }

  /** Joins chains of conditionals wherever they stand in one product. */
  private static Expr joinAll(Expr expr) {
    return expr.<Expr>fold(
        p -> p,
        sum -> new Expr.Sum(sum.over(), joinAll(sum.of())),
        product -> {
          List<Expr> factors =
              new ArrayList<>(product.factors().stream().map(Simplifier::joinAll).toList());
          Optional<List<Expr>> joined = joinOne(factors, namesOf(factors));
          while (joined.isPresent()) {
            factors = joined.get();
            joined = joinOne(factors, namesOf(factors));
          }
          return Expr.product(factors);
        },
        fraction ->
            new Expr.Fraction(joinAll(fraction.numerator()), joinAll(fraction.denominator())),
        constant -> constant,
        counterfactual -> counterfactual);
  }

  private static Set<Symbol> namesOf(List<Expr> factors) {
    Set<Symbol> all = new HashSet<>();
    for (Expr factor : factors) {
      if (factor instanceof Expr.Probability p) {
        all.addAll(p.of());
      }
    }
    return all;
  }

  /** The length of the text. */
  static int length(Expr expr) {
    return expr.toString().length();
  }

  private static Expr once(Expr expr) {
    return expr.<Expr>fold(
        p -> p,
        sum -> sum(sum.over(), once(sum.of())),
        product -> product(product.factors().stream().map(Simplifier::once).toList()),
        fraction -> fraction(once(fraction.numerator()), once(fraction.denominator())),
        constant -> constant,
        counterfactual -> counterfactual);
  }

  private static List<Expr> factors(Expr expr) {
    return expr instanceof Expr.Product product ? product.factors() : List.of(expr);
  }

  // -- products ----------------------------------------------------------------------------------

  private static Expr product(List<? extends Expr> parts) {
    Expr flat = Expr.product(parts);
    if (factors(flat).contains(Expr.Constant.ZERO)) {
      return Expr.Constant.ZERO;
    }
    return flat;
  }

  /** P(a | b, c) P(b | c) = P(a, b | c), for one pair of factors. */
  private static Optional<List<Expr>> joinOne(List<Expr> factors, Set<Symbol> onlyFor) {
    for (Expr first : factors) {
      for (Expr second : factors) {
        if (first instanceof Expr.Probability a
            && second instanceof Expr.Probability b
            && first != second
            && !disjoint(b.of(), onlyFor)) {
          Optional<Expr.Probability> both = joined(a, b);
          if (both.isPresent()) {
            List<Expr> rest = new ArrayList<>();
            for (Expr factor : factors) {
              if (factor == first) {
                rest.add(both.get());
              } else if (factor != second) {
                rest.add(factor);
              }
            }
            return Optional.of(rest);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Expr.Probability> joined(Expr.Probability a, Expr.Probability b) {
    Set<Symbol> given = new HashSet<>(b.of());
    given.addAll(b.given());
    if (!given.equals(ImmutableSet.copyOf(a.given()))
        || !a.domain().equals(b.domain())
        || !ImmutableSet.copyOf(a.done()).equals(ImmutableSet.copyOf(b.done()))) {
      return Optional.empty();
    }
    List<Symbol> of = new ArrayList<>(b.of());
    of.addAll(a.of());
    return Optional.of(new Expr.Probability(of, b.given(), a.done(), a.domain()));
  }

  private static boolean disjoint(List<Symbol> symbols, Set<Symbol> others) {
    return symbols.stream().noneMatch(others::contains);
  }

  // -- sums --------------------------------------------------------------------------------------

  private static Expr sum(List<Symbol> over, Expr of) {
    List<Symbol> all = new ArrayList<>(over);
    Expr inner = of;
    if (of instanceof Expr.Sum nested && disjoint(nested.over(), ImmutableSet.copyOf(over))) {
      all.addAll(nested.over());
      inner = nested.of();
    }
    if (inner.equals(Expr.Constant.ZERO)) {
      return inner;
    }
    List<Expr> factors = new ArrayList<>(factors(inner));
    List<Symbol> left = new ArrayList<>(all);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Symbol symbol : List.copyOf(left)) {
        if (sumOut(symbol, factors)) {
          left.remove(symbol);
          changed = true;
        }
      }
    }
    if (left.isEmpty()) {
      return product(factors);
    }
    return new Expr.Sum(left, product(factors));
  }

  /** The factors, those of a sum that it does not concern among them. */
  private static List<Expr> outerFactors(Expr expr) {
    List<Expr> outside = new ArrayList<>();
    for (Expr factor : factors(expr)) {
      if (factor instanceof Expr.Sum sum) {
        Set<Symbol> bound = ImmutableSet.copyOf(sum.over());
        List<Expr> inside = new ArrayList<>();
        for (Expr inner : factors(sum.of())) {
          (inner.free().stream().anyMatch(bound::contains) ? inside : outside).add(inner);
        }
        outside.add(new Expr.Sum(sum.over(), Expr.product(inside)));
      } else {
        outside.add(factor);
      }
    }
    return outside;
  }

  /** Sums a name out of the only factor that has it, joining factors where that makes it so. */
  private static boolean sumOut(Symbol symbol, List<Expr> factors) {
    List<Expr> with = factors.stream().filter(f -> f.free().contains(symbol)).toList();
    List<Expr> current = with;
    Set<Symbol> only = Set.of(symbol);
    while (current.size() > 1) {
      Optional<List<Expr>> joined = joinOne(current, only);
      if (joined.isEmpty()) {
        return false;
      }
      current = joined.get();
    }
    if (current.size() != 1
        || !(current.get(0) instanceof Expr.Probability p)
        || !p.of().contains(symbol)) {
      return false;
    }
    List<Symbol> rest = new ArrayList<>(p.of());
    rest.remove(symbol);
    int at = factors.indexOf(with.get(0));
    factors.removeAll(with);
    if (!rest.isEmpty()) {
      factors.add(
          Math.min(at, factors.size()),
          new Expr.Probability(rest, p.given(), p.done(), p.domain()));
    } else if (factors.isEmpty()) {
      factors.add(Expr.Constant.ONE);
    }
    return true;
  }

  // -- fractions ---------------------------------------------------------------------------------

  private static Expr fraction(Expr numerator, Expr denominator) {
    if (denominator.equals(Expr.Constant.ONE) || numerator.equals(Expr.Constant.ZERO)) {
      return numerator;
    }
    if (CanonicalForm.same(numerator, denominator)) {
      return Expr.Constant.ONE;
    }
    List<Expr> above = outerFactors(numerator);
    List<Expr> below = outerFactors(denominator);
    int before = below.size();
    for (Expr factor : List.copyOf(below)) {
      Optional<Expr> same = above.stream().filter(f -> CanonicalForm.same(f, factor)).findFirst();
      if (same.isPresent()) {
        above.remove(same.get());
        below.remove(factor);
      }
    }
    if (below.size() == 1 && below.get(0) instanceof Expr.Probability given) {
      Optional<Expr> conditional = condition(Expr.product(above), given);
      if (conditional.isPresent()) {
        return conditional.get();
      }
    }
    if (below.size() == before) {
      return new Expr.Fraction(numerator, denominator);
    }
    Expr top = Expr.product(above);
    return below.isEmpty() ? top : new Expr.Fraction(top, Expr.product(below));
  }

  /** P(a, b | c) / P(b | c) = P(a | b, c), wherever it stands above, as long as it stands once. */
  private static Optional<Expr> condition(Expr above, Expr.Probability given) {
    if (above instanceof Expr.Probability p) {
      return divided(p, given).map(q -> q);
    }
    if (above instanceof Expr.Product product) {
      for (Expr factor : product.factors()) {
        Optional<Expr> inner = condition(factor, given);
        if (inner.isPresent()) {
          List<Expr> factors = new ArrayList<>(product.factors());
          factors.set(factors.indexOf(factor), inner.get());
          return Optional.of(Expr.product(factors));
        }
      }
    }
    if (above instanceof Expr.Sum sum && disjoint(sum.over(), given.free())) {
      List<Expr> factors = new ArrayList<>(factors(sum.of()));
      Optional<Expr> direct = condition(sum.of(), given);
      Optional<List<Expr>> joined = joinOne(factors, ImmutableSet.copyOf(sum.over()));
      while (direct.isEmpty() && joined.isPresent()) {
        direct = condition(Expr.product(joined.get()), given);
        joined = joinOne(joined.get(), ImmutableSet.copyOf(sum.over()));
      }
      return direct.map(of -> new Expr.Sum(sum.over(), of));
    }
    return Optional.empty();
  }

  private static Optional<Expr> divided(Expr.Probability p, Expr.Probability given) {
    Set<Symbol> rest = new LinkedHashSet<>(p.of());
    if (!rest.containsAll(given.of())
        || rest.size() == given.of().size()
        || !ImmutableSet.copyOf(p.given()).equals(ImmutableSet.copyOf(given.given()))
        || !ImmutableSet.copyOf(p.done()).equals(ImmutableSet.copyOf(given.done()))
        || !p.domain().equals(given.domain())) {
      return Optional.empty();
    }
    given.of().forEach(rest::remove);
    List<Symbol> conditions = new ArrayList<>(p.given());
    conditions.addAll(given.of());
    return Optional.of(new Expr.Probability(List.copyOf(rest), conditions, p.done(), p.domain()));
  }
}
