package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.core.DataFormatException;

/**
 * A formula over distributions: an estimand, or what stands on the way to one in a {@link
 * Derivation}. It has sums, products, fractions, constants, probabilities and counterfactuals.
 *
 * <p>The text form is {@code sum[Z](P(Y|X,Z)*P(Z))}; {@link #parse} reads it back and {@link
 * #toLatex} sets it. {@code P(Y|X; do(Z))} is a probability where Z is set, {@code P*} one of
 * another population, {@code X=x} a fixed value, and {@code P(Y[X=x]=y,X)} a counterfactual. A name
 * bound by a sum hides the same name outside. Names that are not bound are the values of
 * treatments, conditions and outcomes; any other free name may take any value, as the result does
 * not depend on it.
 *
 * <p>Immutable values. {@link #evaluate} computes the formula on distributions.
 */
public sealed interface Expr {

  /** Calls the function for the kind of expression this is. */
  <R> R fold(
      Function<? super Probability, ? extends R> probability,
      Function<? super Sum, ? extends R> sum,
      Function<? super Product, ? extends R> product,
      Function<? super Fraction, ? extends R> fraction,
      Function<? super Constant, ? extends R> constant,
      Function<? super Counterfactual, ? extends R> counterfactual);

  /** {@code P(of | given)} of the observed distribution, by the names of the variables. */
  static Probability p(List<String> of, List<String> given) {
    return new Probability(
        of.stream().map(Symbol::of).toList(), given.stream().map(Symbol::of).toList());
  }

  /** The sum over all values of these variables; the expression itself where there are none. */
  static Expr sum(List<String> over, Expr of) {
    return over.isEmpty() ? of : new Sum(over.stream().map(Symbol::of).toList(), of);
  }

  /** The product, flattened; a single factor is itself, and no factor is 1. */
  static Expr product(List<? extends Expr> factors) {
    List<Expr> flat = new ArrayList<>();
    for (Expr factor : factors) {
      if (factor instanceof Product inner) {
        flat.addAll(inner.factors());
      } else if (!factor.equals(Constant.ONE)) {
        flat.add(factor);
      }
    }
    return flat.isEmpty() ? Constant.ONE : flat.size() == 1 ? flat.get(0) : new Product(flat);
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
    return evaluate(Distributions.of(joint));
  }

  /**
   * The value of the formula as a table over its free names, in the order of {@link #free()}.
   *
   * @param distributions where the probabilities come from
   * @throws IllegalArgumentException where they lack a variable, a state or an experiment that the
   *     formula needs, or the formula holds a counterfactual
   * @throws org.causal4j.core.CausalException where positivity fails
   */
  default ProbabilityTable evaluate(Distributions distributions) {
    return ExprEvaluator.evaluate(this, distributions);
  }

  /** LaTeX, for math mode. */
  default String toLatex() {
    return ExprPrinter.latex(this);
  }

  /**
   * A probability.
   *
   * @param of the event, at least one name
   * @param given the condition; may be empty
   * @param done what is set by intervention; may be empty
   * @param domain the population: empty, {@code *}, or an underscore and a name
   */
  record Probability(List<Symbol> of, List<Symbol> given, List<Symbol> done, String domain)
      implements Expr {

    /** Checks that the names differ. */
    public Probability {
      of = List.copyOf(of);
      given = List.copyOf(given);
      done = List.copyOf(done);
      Preconditions.checkArgument(!of.isEmpty(), "of: must not be empty");
      Preconditions.checkArgument(
          domain.isEmpty() || domain.equals("*") || domain.matches("_[\\p{L}\\p{N}]+"),
          "domain: %s is not empty, '*', or '_' and a name",
          domain);
      Set<String> seen = new HashSet<>();
      for (Symbol symbol : of) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "of: %s stands twice", symbol);
      }
      for (Symbol symbol : given) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "given: %s stands twice", symbol);
      }
      for (Symbol symbol : done) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "done: %s stands twice", symbol);
      }
    }

    /** Of the observed distribution. */
    public Probability(List<Symbol> of, List<Symbol> given) {
      this(of, given, List.of(), "");
    }

    @Override
    public Set<Symbol> free() {
      Set<Symbol> names = new LinkedHashSet<>(of);
      names.addAll(given);
      names.addAll(done);
      names.removeIf(symbol -> symbol.value().isPresent());
      return ImmutableSet.copyOf(names);
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
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
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
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
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
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
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
      return fraction.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /** The number 0 or 1. */
  record Constant(int value) implements Expr {
    /** Of what can't be. */
    public static final Constant ZERO = new Constant(0);

    /** Of what must be. */
    public static final Constant ONE = new Constant(1);

    /** Checks that it is 0 or 1. */
    public Constant {
      Preconditions.checkArgument(value == 0 || value == 1, "value: %s is not 0 or 1", value);
    }

    @Override
    public Set<Symbol> free() {
      return ImmutableSet.of();
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
      return constant.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /**
   * The probability that several things are so in several worlds at once.
   *
   * @param events what is so, and where, at least one
   * @param given what is known to be so, and where; may be empty
   */
  record Counterfactual(List<World> events, List<World> given) implements Expr {

    /** Checks that there is an event. */
    public Counterfactual {
      events = List.copyOf(events);
      given = List.copyOf(given);
      Preconditions.checkArgument(!events.isEmpty(), "events: must not be empty");
    }

    @Override
    public Set<Symbol> free() {
      Set<Symbol> names = new LinkedHashSet<>();
      for (List<World> side : List.of(events, given)) {
        for (World world : side) {
          names.add(world.outcome());
          names.addAll(world.done());
        }
      }
      names.removeIf(symbol -> symbol.value().isPresent());
      return ImmutableSet.copyOf(names);
    }

    @Override
    public <R> R fold(
        Function<? super Probability, ? extends R> probability,
        Function<? super Sum, ? extends R> sum,
        Function<? super Product, ? extends R> product,
        Function<? super Fraction, ? extends R> fraction,
        Function<? super Constant, ? extends R> constant,
        Function<? super Counterfactual, ? extends R> counterfactual) {
      return counterfactual.apply(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.text(this);
    }
  }

  /**
   * A variable in the world where some others are set: {@code Y[X=x]=y}.
   *
   * @param outcome the variable and its value
   * @param done what is set in that world; empty for the actual one
   */
  record World(Symbol outcome, List<Symbol> done) {

    /** Checks that nothing is set twice. */
    public World {
      done = List.copyOf(done);
      Set<String> seen = new HashSet<>();
      for (Symbol symbol : done) {
        Preconditions.checkArgument(seen.add(symbol.variable()), "done: %s stands twice", symbol);
      }
    }

    @Override
    public String toString() {
      return ExprPrinter.world(this);
    }
  }
}
