package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces equals by equals inside an expression. Both sides being equal for all values of their
 * names, it does no harm that a sum around them binds some.
 */
final class Replacement {
  private final Expr before;
  private final Expr after;
  private final boolean simple;
  private final String canonical;
  private int found;

  private Replacement(Expr before, Expr after) {
    this.before = before;
    this.after = after;
    this.simple = before instanceof Expr.Probability;
    this.canonical = simple ? "" : CanonicalForm.of(before);
  }

  /** The expression with every occurrence replaced; empty where there is none. */
  static Optional<Expr> replace(Expr in, Expr before, Expr after) {
    Replacement replacement = new Replacement(before, after);
    Expr result = replacement.apply(in);
    return replacement.found == 0 ? Optional.empty() : Optional.of(result);
  }

  private Expr apply(Expr expr) {
    if (matches(expr)) {
      found++;
      return after;
    }
    int foundBefore = found;
    Expr result =
        expr.<Expr>fold(
            p -> p,
            sum -> new Expr.Sum(sum.over(), apply(sum.of())),
            this::inProduct,
            fraction ->
                new Expr.Fraction(apply(fraction.numerator()), apply(fraction.denominator())),
            constant -> constant,
            counterfactual -> counterfactual);
    return found == foundBefore ? expr : result;
  }

  private Expr inProduct(Expr.Product product) {
    List<Expr> factors = new ArrayList<>();
    product.factors().forEach(factor -> factors.add(apply(factor)));
    return Expr.product(factors);
  }

  private boolean matches(Expr expr) {
    if (simple && !(expr instanceof Expr.Probability)) {
      return false;
    }
    return expr.equals(before) || (!simple && CanonicalForm.of(expr).equals(canonical));
  }
}
