package org.causal4j.graph.identify;

import com.google.common.base.Joiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Text and LaTeX of an {@link Expr}, and the primes that keep hidden names apart. */
final class ExprPrinter {
  private ExprPrinter() {}

  static String text(Expr expr) {
    return expr.fold(
        p -> "P(" + names(p.of()) + (p.given().isEmpty() ? "" : "|" + names(p.given())) + ")",
        sum -> "sum[" + names(sum.over()) + "](" + text(sum.of()) + ")",
        product ->
            product.factors().stream().map(ExprPrinter::text).collect(Collectors.joining("*")),
        fraction -> "(" + text(fraction.numerator()) + ")/(" + text(fraction.denominator()) + ")");
  }

  /** A fraction needs brackets inside a product; a sum has its own in the text form. */
  static String latex(Expr expr) {
    return expr.fold(
        p ->
            "P("
                + latexNames(p.of())
                + (p.given().isEmpty() ? "" : " \\mid " + latexNames(p.given()))
                + ")",
        sum -> "\\sum_{" + latexNames(sum.over()) + "} " + latex(sum.of()),
        product ->
            product.factors().stream()
                .map(f -> f instanceof Expr.Sum ? "\\left(" + latex(f) + "\\right)" : latex(f))
                .collect(Collectors.joining(" ")),
        fraction ->
            "\\frac{" + latex(fraction.numerator()) + "}{" + latex(fraction.denominator()) + "}");
  }

  private static String names(List<Symbol> symbols) {
    return Joiner.on(',').join(symbols);
  }

  private static String latexNames(List<Symbol> symbols) {
    return symbols.stream()
        .map(s -> "\\mathit{" + escape(s.variable()) + "}" + "'".repeat(s.primes()))
        .collect(Collectors.joining(", "));
  }

  private static String escape(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == ' ') {
        out.append("\\ ");
      } else if ("&%$#_{}".indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else if (c == '\\' || c == '^' || c == '~') {
        out.append("\\text{").append(c == '\\' ? "\\textbackslash" : "\\" + c + "{}").append('}');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * The same formula, where no sum hides a name that is in use around it: the hidden ones get
   * primes.
   *
   * @param inUse the free names of the whole
   */
  static Expr withPrimes(Expr expr, Set<String> inUse) {
    Set<Symbol> taken = new HashSet<>();
    inUse.forEach(name -> taken.add(Symbol.of(name)));
    return rename(expr, Map.of(), taken);
  }

  private static Expr rename(Expr expr, Map<Symbol, Symbol> names, Set<Symbol> taken) {
    return expr.fold(
        p -> new Expr.Probability(renamed(p.of(), names), renamed(p.given(), names)),
        sum -> renameSum(sum, names, taken),
        product ->
            new Expr.Product(product.factors().stream().map(f -> rename(f, names, taken)).toList()),
        fraction ->
            new Expr.Fraction(
                rename(fraction.numerator(), names, taken),
                rename(fraction.denominator(), names, taken)));
  }

  private static Expr renameSum(Expr.Sum sum, Map<Symbol, Symbol> names, Set<Symbol> taken) {
    Map<Symbol, Symbol> inner = new HashMap<>(names);
    Set<Symbol> innerTaken = new HashSet<>(taken);
    List<Symbol> over = new ArrayList<>();
    for (Symbol bound : sum.over()) {
      Symbol fresh = bound;
      while (!innerTaken.add(fresh)) {
        fresh = new Symbol(fresh.variable(), fresh.primes() + 1);
      }
      inner.put(bound, fresh);
      over.add(fresh);
    }
    return new Expr.Sum(over, rename(sum.of(), inner, innerTaken));
  }

  private static List<Symbol> renamed(List<Symbol> symbols, Map<Symbol, Symbol> names) {
    return symbols.stream().map(s -> names.getOrDefault(s, s)).toList();
  }
}
