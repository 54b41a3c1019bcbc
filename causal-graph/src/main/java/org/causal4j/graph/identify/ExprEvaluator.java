package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.causal4j.core.CausalException;

/**
 * Evaluates an {@link Expr} bottom-up, each node to a dense table over its free names. A fraction
 * 0/0 is carried along as NaN, which a factor 0 beside it removes (an impossible case has no
 * weight); what is left of it in the end is an error.
 */
final class ExprEvaluator {
  private final Distributions distributions;

  private ExprEvaluator(Distributions distributions) {
    this.distributions = distributions;
  }

  static ProbabilityTable evaluate(Expr expr, Distributions distributions) {
    ExprEvaluator evaluator = new ExprEvaluator(distributions);
    List<Symbol> free = List.copyOf(expr.free());
    Cells cells = evaluator.cells(expr).over(free, evaluator.sizes(free));
    for (double value : cells.values()) {
      if (Double.isNaN(value)) {
        throw undefined(expr);
      }
    }
    return evaluator.table(cells);
  }

  /**
   * As a table over these names in this order. A free name that is none of them gets the first
   * states for which the value is defined.
   */
  static ProbabilityTable evaluate(Expr expr, Distributions distributions, List<String> order) {
    ExprEvaluator evaluator = new ExprEvaluator(distributions);
    List<Symbol> wanted = order.stream().map(Symbol::of).toList();
    Set<Symbol> all = new LinkedHashSet<>();
    for (Symbol symbol : expr.free()) {
      if (!wanted.contains(symbol)) {
        all.add(symbol);
      }
    }
    all.addAll(wanted);
    List<Symbol> rows = List.copyOf(all);
    Cells cells = evaluator.cells(expr).over(rows, evaluator.sizes(rows));
    int block = size(evaluator.sizes(wanted));
    for (int start = 0; start < cells.values().length; start += block) {
      double[] part = Arrays.copyOfRange(cells.values(), start, start + block);
      if (Arrays.stream(part).noneMatch(Double::isNaN)) {
        return evaluator.table(new Cells(wanted, evaluator.sizes(wanted), part));
      }
    }
    throw undefined(expr);
  }

  /** The cells over all these names in this order, NaN where undefined. */
  static double[] evaluateOver(Expr expr, Distributions distributions, List<Symbol> order) {
    ExprEvaluator evaluator = new ExprEvaluator(distributions);
    return evaluator.cells(expr).over(order, evaluator.sizes(order)).values();
  }

  private static CausalException undefined(Expr expr) {
    return new CausalException(
        "distributions: "
            + expr
            + " conditions on an event of probability 0; positivity fails, and the estimand is"
            + " undefined there");
  }

  private Cells cells(Expr expr) {
    return expr.fold(
        this::probability,
        sum -> cells(sum.of()).sumOut(sum.over(), sizes(sum.over())),
        product -> {
          Cells result = cells(product.factors().get(0));
          for (Expr factor : product.factors().subList(1, product.factors().size())) {
            result = result.combine(cells(factor), ExprEvaluator::times);
          }
          return result;
        },
        fraction ->
            cells(fraction.numerator())
                .combine(cells(fraction.denominator()), ExprEvaluator::dividedBy),
        constant -> new Cells(List.of(), new int[0], new double[] {constant.value()}),
        counterfactual -> {
          throw new IllegalArgumentException(
              "expr: " + counterfactual + " is a counterfactual; identify it first");
        });
  }

  private Cells probability(Expr.Probability p) {
    List<Symbol> all = new ArrayList<>(p.of());
    all.addAll(p.given());
    Cells both = marginal(p, all);
    return p.given().isEmpty()
        ? both
        : both.combine(marginal(p, p.given()), ExprEvaluator::dividedBy);
  }

  private Cells marginal(Expr.Probability p, List<Symbol> keep) {
    List<Symbol> all = new ArrayList<>(p.done());
    all.addAll(keep);
    double[] values =
        distributions.marginal(p.domain(), variables(p.done()), variables(keep)).toArray();
    Cells cells = new Cells(all, sizes(all), values);
    for (Symbol symbol : all) {
      if (symbol.value().isPresent()) {
        String state = symbol.value().orElseThrow();
        int position = distributions.states(symbol.variable()).indexOf(state);
        Preconditions.checkArgument(
            position >= 0,
            "expr: %s has no state %s; it has %s",
            symbol.variable(),
            state,
            distributions.states(symbol.variable()));
        cells = cells.at(symbol, position);
      }
    }
    return cells;
  }

  private static List<String> variables(List<Symbol> symbols) {
    return symbols.stream().map(Symbol::variable).toList();
  }

  private int[] sizes(List<Symbol> symbols) {
    return symbols.stream().mapToInt(s -> distributions.states(s.variable()).size()).toArray();
  }

  private ProbabilityTable table(Cells cells) {
    Map<String, List<String>> states = new LinkedHashMap<>();
    for (Symbol symbol : cells.names()) {
      states.put(
          symbol.variable() + "'".repeat(symbol.primes()), distributions.states(symbol.variable()));
    }
    return ProbabilityTable.of(states, cells.values());
  }

  private static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  private static double dividedBy(double a, double b) {
    return b == 0 ? Double.NaN : a / b;
  }

  private static int size(int[] sizes) {
    long cells = 1;
    for (int size : sizes) {
      cells *= size;
      Preconditions.checkArgument(
          cells <= 1 << 26, "estimand: needs a table of more than %s cells", 1 << 26);
    }
    return (int) cells;
  }

  /** A dense table, the last name fastest. */
  @SuppressWarnings("ArrayRecordComponent") // private to this evaluation, never compared
  private record Cells(List<Symbol> names, int[] sizes, double[] values) {

    /** The same cells in another order, repeated over names that this table lacks. */
    Cells over(List<Symbol> order, int[] orderSizes) {
      int[] source = offsets(order, orderSizes);
      double[] result = new double[source.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[source[i]];
      }
      return new Cells(order, orderSizes, result);
    }

    /** The cells where a name has one of its states, without the name. */
    Cells at(Symbol name, int state) {
      int position = names.indexOf(name);
      List<Symbol> kept = new ArrayList<>(names);
      kept.remove(position);
      int[] keptSizes = new int[sizes.length - 1];
      int inner = 1;
      for (int i = 0; i < sizes.length; i++) {
        if (i != position) {
          keptSizes[i < position ? i : i - 1] = sizes[i];
        }
        inner *= i > position ? sizes[i] : 1;
      }
      double[] result = new double[values.length / sizes[position]];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[(i / inner * sizes[position] + state) * inner + i % inner];
      }
      return new Cells(kept, keptSizes, result);
    }

    /** A name that this table lacks multiplies by the number of its states. */
    Cells sumOut(List<Symbol> over, int[] overSizes) {
      List<Symbol> kept = new ArrayList<>();
      List<Integer> keptSizes = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        if (!over.contains(names.get(i))) {
          kept.add(names.get(i));
          keptSizes.add(sizes[i]);
        }
      }
      int factor = 1;
      for (int i = 0; i < overSizes.length; i++) {
        factor *= names.contains(over.get(i)) ? 1 : overSizes[i];
      }
      int[] newSizes = keptSizes.stream().mapToInt(Integer::intValue).toArray();
      Cells sum = new Cells(kept, newSizes, new double[size(newSizes)]);
      int[] target = sum.offsets(names, sizes);
      for (int i = 0; i < values.length; i++) {
        sum.values[target[i]] += factor * values[i];
      }
      return sum;
    }

    /** Cell by cell, over the names of both. */
    Cells combine(Cells other, DoubleBinaryOperator operation) {
      List<Symbol> both = new ArrayList<>(names);
      List<Integer> bothSizes = new ArrayList<>();
      Arrays.stream(sizes).forEach(bothSizes::add);
      for (int i = 0; i < other.sizes.length; i++) {
        if (!names.contains(other.names.get(i))) {
          both.add(other.names.get(i));
          bothSizes.add(other.sizes[i]);
        }
      }
      int[] newSizes = bothSizes.stream().mapToInt(Integer::intValue).toArray();
      int[] left = offsets(both, newSizes);
      int[] right = other.offsets(both, newSizes);
      double[] result = new double[left.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = operation.applyAsDouble(values[left[i]], other.values[right[i]]);
      }
      return new Cells(both, newSizes, result);
    }

    /** For every cell of a table over {@code order}, the cell of this table that it falls on. */
    private int[] offsets(List<Symbol> order, int[] orderSizes) {
      int[] strides = new int[orderSizes.length];
      int stride = 1;
      for (int i = sizes.length - 1; i >= 0; i--) {
        int position = order.indexOf(names.get(i));
        if (position >= 0) {
          strides[position] = stride;
        }
        stride *= sizes[i];
      }
      int[] result = new int[size(orderSizes)];
      int[] digits = new int[orderSizes.length];
      int offset = 0;
      for (int cell = 0; cell < result.length; cell++) {
        result[cell] = offset;
        int digit = digits.length - 1;
        while (digit >= 0 && ++digits[digit] == orderSizes[digit]) {
          offset -= strides[digit] * (orderSizes[digit] - 1);
          digits[digit--] = 0;
        }
        if (digit >= 0) {
          offset += strides[digit];
        }
      }
      return result;
    }
  }
}
