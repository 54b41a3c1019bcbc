package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.causal4j.core.Seed;

/**
 * Whether two expressions are equal for all distributions, decided by evaluating both on random
 * ones: rational functions that agree on a random point are equal almost surely (Schwartz 1980,
 * "Fast probabilistic algorithms for verification of polynomial identities", JACM 27).
 */
final class NumericIdentity {
  private static final double TOLERANCE = 1e-9;
  private static final int MOST_VARIABLES = 16;
  private static final int TERNARY_UP_TO = 7;
  private static final int DRAWS = 2;

  private final Map<String, List<String>> states = new LinkedHashMap<>();

  private NumericIdentity(Expr a, Expr b) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    collect(a, values);
    collect(b, values);
    int count = values.size() <= TERNARY_UP_TO ? 3 : 2;
    values.forEach(
        (variable, fixed) -> {
          Set<String> names = new LinkedHashSet<>(fixed);
          for (int i = 0; names.size() < count; i++) {
            names.add("#" + i);
          }
          states.put(variable, List.copyOf(names));
        });
  }

  /**
   * Refuses, by answering no, what has more than 16 variables or mixes probabilities and
   * counterfactuals; the latter alone are taken for any functions of their names.
   */
  static boolean holds(Expr left, Expr right) {
    Expr a = left;
    Expr b = right;
    if (has(true, left) || has(true, right)) {
      if (has(false, left) || has(false, right)) {
        return false;
      }
      Map<String, Expr> functions = new LinkedHashMap<>();
      a = opaque(left, functions);
      b = opaque(right, functions);
    }
    NumericIdentity identity = new NumericIdentity(a, b);
    if (identity.states.size() > MOST_VARIABLES) {
      return false;
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      if (!identity.holdsOn(Seed.of(20_06L + draw), a, b)) {
        return false;
      }
    }
    return true;
  }

  /** The variables of an expression. */
  static Set<String> variables(Expr expr) {
    return ImmutableSet.copyOf(new NumericIdentity(expr, expr).states.keySet());
  }

  /** Whether there are few enough variables to decide an identity of this expression. */
  static boolean fits(Expr expr) {
    return new NumericIdentity(expr, expr).states.size() <= MOST_VARIABLES;
  }

  private boolean holdsOn(Seed seed, Expr a, Expr b) {
    Distributions random = new RandomDistributions(seed);
    Set<Symbol> free = new LinkedHashSet<>(a.free());
    free.addAll(b.free());
    List<Symbol> order = List.copyOf(free);
    double[] left = ExprEvaluator.evaluateOver(a, random, order);
    double[] right = ExprEvaluator.evaluateOver(b, random, order);
    for (int i = 0; i < left.length; i++) {
      if (!(Math.abs(left[i] - right[i]) <= TOLERANCE * Math.max(1, Math.abs(left[i])))) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(boolean counterfactual, Expr expr) {
    return expr.fold(
        p -> !counterfactual,
        sum -> has(counterfactual, sum.of()),
        product -> product.factors().stream().anyMatch(f -> has(counterfactual, f)),
        fraction ->
            has(counterfactual, fraction.numerator())
                || has(counterfactual, fraction.denominator()),
        constant -> false,
        cf -> counterfactual);
  }

  /** Every counterfactual as a table of its own, over its names as if each were a variable. */
  private static Expr opaque(Expr expr, Map<String, Expr> functions) {
    return expr.fold(
        p -> p,
        sum ->
            new Expr.Sum(
                sum.over().stream().map(NumericIdentity::asVariable).toList(),
                opaque(sum.of(), functions)),
        product ->
            new Expr.Product(product.factors().stream().map(f -> opaque(f, functions)).toList()),
        fraction ->
            new Expr.Fraction(
                opaque(fraction.numerator(), functions), opaque(fraction.denominator(), functions)),
        constant -> constant,
        cf ->
            functions.computeIfAbsent(
                CanonicalForm.of(cf),
                text -> {
                  List<Symbol> names = new ArrayList<>();
                  cf.free().forEach(symbol -> names.add(asVariable(symbol)));
                  names.add(Symbol.of("#", "#"));
                  return new Expr.Probability(
                      names, List.of(), List.of(), "_cf" + functions.size());
                }));
  }

  private static Symbol asVariable(Symbol symbol) {
    return Symbol.of(symbol.variable() + "'".repeat(symbol.primes()));
  }

  /** The variables, and the values that are fixed of each. */
  private static void collect(Expr expr, Map<String, Set<String>> into) {
    if (expr instanceof Expr.Probability p) {
      List<Symbol> all = new ArrayList<>(p.of());
      all.addAll(p.given());
      all.addAll(p.done());
      all.forEach(symbol -> collect(symbol, into));
    } else if (expr instanceof Expr.Sum sum) {
      sum.over().forEach(symbol -> collect(symbol, into));
      collect(sum.of(), into);
    } else if (expr instanceof Expr.Product product) {
      product.factors().forEach(factor -> collect(factor, into));
    } else if (expr instanceof Expr.Fraction fraction) {
      collect(fraction.numerator(), into);
      collect(fraction.denominator(), into);
    }
  }

  private static void collect(Symbol symbol, Map<String, Set<String>> into) {
    Set<String> values = into.computeIfAbsent(symbol.variable(), v -> new TreeSet<>());
    symbol.value().ifPresent(values::add);
  }

  /** For every regime a table of its own, drawn from the seed and the regime. */
  private final class RandomDistributions implements Distributions {
    private final Seed seed;
    private final Map<Regime, ProbabilityTable> drawn = new LinkedHashMap<>();

    RandomDistributions(Seed seed) {
      this.seed = seed;
    }

    @Override
    public List<String> states(String variable) {
      return List.copyOf(states.get(variable) == null ? List.of() : states.get(variable));
    }

    @Override
    public ProbabilityTable marginal(String domain, List<String> done, List<String> variables) {
      Regime regime = new Regime(domain, ImmutableSet.copyOf(done));
      ProbabilityTable table = drawn.computeIfAbsent(regime, this::draw);
      List<String> keep = new ArrayList<>(done);
      keep.addAll(variables);
      return table.marginal(keep, regime.done());
    }

    private ProbabilityTable draw(Regime regime) {
      Map<String, List<String>> order = new LinkedHashMap<>();
      regime.done().stream().sorted().forEach(variable -> order.put(variable, states(variable)));
      int blocks = order.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
      states.forEach(order::putIfAbsent);
      int cells = order.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
      SplittableRandom random =
          seed.derive(regime.domain() + new TreeSet<>(regime.done())).random();
      double[] values = new double[cells];
      int block = cells / blocks;
      for (int start = 0; start < cells; start += block) {
        double total = 0;
        for (int i = start; i < start + block; i++) {
          values[i] = 0.1 + random.nextDouble();
          total += values[i];
        }
        for (int i = start; i < start + block; i++) {
          values[i] /= total;
        }
      }
      return ProbabilityTable.of(order, values);
    }
  }
}
