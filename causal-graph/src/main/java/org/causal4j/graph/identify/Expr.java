package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.core.DataFormatException;

/**
 * A formula over the observed distribution: an estimand. It has sums, products, fractions and
 * probabilities {@code P(a | b)}, and no do.
 *
 * <p>The text form is {@code sum[Z](P(Y|X,Z)*P(Z))}; {@link #parse} reads it back and {@link
 * #toLatex} sets it. A name bound by a sum hides the same name outside. Names that are not bound
 * are the values of treatments, conditions and outcomes; any other free name may take any value, as
 * the result does not depend on it.
 *
 * <p>Immutable values. {@link #evaluate} computes the formula on a table of the joint distribution.
 */
public sealed interface Expr {

  /** Calls the function for the kind of expression this is. */
  <R> R fold(
      Function<? super Probability, ? extends R> probability,
      Function<? super Sum, ? extends R> sum,
      Function<? super Product, ? extends R> product,
      Function<? super Fraction, ? extends R> fraction);

  /** {@code P(of | given)} of the observed distribution, by the names of the variables. */
  static Probability p(List<String> of, List<String> given) {
    return new Probability(
        of.stream().map(Symbol::of).toList(), given.stream().map(Symbol::of).toList());
  }

  /** The sum over all values of these variables; the expression itself where there are none. */
  static Expr sum(List<String> over, Expr of) {
    return over.isEmpty() ? of : new Sum(over.stream().map(Symbol::of).toList(), of);
  }

  /** The product, flattened; a single factor is itself. */
  static Expr product(List<Expr> factors) {
    List<Expr> flat = new ArrayList<>();
    for (Expr factor : factors) {
      if (factor instanceof Product inner) {
        flat.addAll(inner.factors());
      } else {
        flat.add(factor);
      }
    }
    return flat.size() == 1 ? flat.get(0) : new Product(flat);
  }

  /**
   * Reads the text form.
   *
   * @throws DataFormatException with the column (source "estimand"), where it isn't one
   */
  static Expr parse(String text) {
    return new ExprParser(text).parse();
  }

  /** The names that no sum binds, in the order of their first mention. */
  Set<Symbol> free();

  /**
   * The value of the formula as a table over its free names, in the order of {@link #free()}. Cost:
   * the number of states of the variables that stand together in one product.
   *
   * @param joint the distribution of the observed variables
   * @throws IllegalArgumentException where the joint lacks a variable
   * @throws org.causal4j.core.CausalException where a conditional probability is needed of an event
   *     that has probability 0: the positivity assumption fails
   */
  default ProbabilityTable evaluate(ProbabilityTable joint) {
    return ExprEvaluator.evaluate(this, joint);
  }

  /** LaTeX, for math mode. */
  default String toLatex() {
    return ExprPrinter.latex(this);
  }

  /**
   * A probability of the observed distribution.
   *
   * @param of the event, at least one name
   * @param given the condition; may be empty
   */
  record Probability(List<Symbol> of, List<Symbol> given) implements Expr {

    /** Checks that the names differ. */
    public Probability {
      of = List.copyOf(of);
      given = List.copyOf(given);
      Preconditions.checkArgument(!of.isEmpty(), "of: must not be empty");
      Set<String> seen = new LinkedHashSet<>();
      for (Symbol symbol : of) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "of: %s stands twice", symbol);
      }
      for (Symbol symbol : given) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "given: %s stands twice", symbol);
      }
    }

    @Override
    public Set<Symbol> free() {
      return ImmutableSet.<Symbol>builder().addAll(of).addAll(given).build();
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction) {
      return probability.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /**
   * A sum over all values of some names.
   *
   * @param over the names it binds, at least one
   * @param of the summand
   */
  record Sum(List<Symbol> over, Expr of) implements Expr {

    /** Checks that something is bound. */
    public Sum {
      over = List.copyOf(over);
      Preconditions.checkArgument(!over.isEmpty(), "over: must not be empty");
    }

    @Override
    public Set<Symbol> free() {
      return of.free().stream()
          .filter(symbol -> !over.contains(symbol))
          .collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction) {
      return sum.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /**
   * A product.
   *
   * @param factors at least one
   */
  record Product(List<Expr> factors) implements Expr {

    /** Checks that there is a factor. */
    public Product {
      factors = List.copyOf(factors);
      Preconditions.checkArgument(!factors.isEmpty(), "factors: must not be empty");
    }

    @Override
    public Set<Symbol> free() {
      ImmutableSet.Builder<Symbol> all = ImmutableSet.builder();
      factors.forEach(factor -> all.addAll(factor.free()));
      return all.build();
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction) {
      return product.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /**
   * A fraction.
   *
   * @param numerator above
   * @param denominator below
   */
  record Fraction(Expr numerator, Expr denominator) implements Expr {
    @Override
    public Set<Symbol> free() {
      return ImmutableSet.<Symbol>builder()
          .addAll(numerator.free())
          .addAll(denominator.free())
          .build();
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction) {
      return fraction.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }
}
