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
        p ->
            "P"
                + p.domain()
                + "("
                + names(p.of())
                + (p.given().isEmpty() ? "" : "|" + names(p.given()))
                + (p.done().isEmpty() ? "" : "; do(" + names(p.done()) + ")")
                + ")",
        sum -> "sum[" + names(sum.over()) + "](" + text(sum.of()) + ")",
        product ->
            product.factors().stream()
                .map(f -> f instanceof Expr.Fraction ? "(" + text(f) + ")" : text(f))
                .collect(Collectors.joining("*")),
        fraction -> "(" + text(fraction.numerator()) + ")/(" + text(fraction.denominator()) + ")",
        constant -> Integer.toString(constant.value()),
        cf ->
            "P("
                + Joiner.on(',').join(cf.events())
                + (cf.given().isEmpty() ? "" : "|" + Joiner.on(',').join(cf.given()))
                + ")");
  }

  static String world(Expr.World world) {
    if (world.done().isEmpty()) {
      return world.outcome().toString();
    }
    Symbol outcome = world.outcome();
    String bare = new Symbol(outcome.variable(), outcome.primes()).toString();
    return bare + "[" + names(world.done()) + "]" + outcome.toString().substring(bare.length());
  }

  /** A fraction needs brackets inside a product; a sum has its own in the text form. */
  static String latex(Expr expr) {
    return expr.fold(
        p ->
            "P"
                + latexDomain(p.domain())
                + "("
                + latexNames(p.of())
                + (p.given().isEmpty() && p.done().isEmpty() ? "" : " \\mid ")
                + (p.done().isEmpty() ? "" : "\\mathrm{do}(" + latexNames(p.done()) + ")")
                + (p.given().isEmpty() || p.done().isEmpty() ? "" : ", ")
                + latexNames(p.given())
                + ")",
        sum -> "\\sum_{" + latexNames(sum.over()) + "} " + latex(sum.of()),
        product ->
            product.factors().stream()
                .map(f -> f instanceof Expr.Sum ? "\\left(" + latex(f) + "\\right)" : latex(f))
                .collect(Collectors.joining(" ")),
        fraction ->
            "\\frac{" + latex(fraction.numerator()) + "}{" + latex(fraction.denominator()) + "}",
        constant -> Integer.toString(constant.value()),
        cf ->
            "P("
                + latexWorlds(cf.events())
                + (cf.given().isEmpty() ? "" : " \\mid " + latexWorlds(cf.given()))
                + ")");
  }

  private static String latexDomain(String domain) {
    return domain.isEmpty()
        ? ""
        : domain.equals("*") ? "^{*}" : "_{\\mathit{" + escape(domain.substring(1)) + "}}";
  }

  private static String latexWorlds(List<Expr.World> worlds) {
    return worlds.stream()
        .map(
            w ->
                "\\mathit{"
                    + escape(w.outcome().variable())
                    + "}"
                    + (w.done().isEmpty() ? "" : "_{" + latexNames(w.done()) + "}")
                    + "'".repeat(w.outcome().primes())
                    + w.outcome().value().map(ExprPrinter::latexValue).orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static String latexValue(String value) {
    String stem = value.replaceAll("'+$", "");
    return "=\\mathit{" + escape(stem) + "}" + value.substring(stem.length());
  }

  private static String names(List<Symbol> symbols) {
    return Joiner.on(',').join(symbols);
  }

  static String latexNames(List<Symbol> symbols) {
    return symbols.stream()
        .map(
            s ->
                "\\mathit{"
                    + escape(s.variable())
                    + "}"
                    + "'".repeat(s.primes())
                    + s.value().map(ExprPrinter::latexValue).orElse(""))
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
        p ->
            new Expr.Probability(
                renamed(p.of(), names),
                renamed(p.given(), names),
                renamed(p.done(), names),
                p.domain()),
        sum -> renameSum(sum, names, taken),
        product ->
            new Expr.Product(product.factors().stream().map(f -> rename(f, names, taken)).toList()),
        fraction ->
            new Expr.Fraction(
                rename(fraction.numerator(), names, taken),
                rename(fraction.denominator(), names, taken)),
        constant -> constant,
        cf ->
            new Expr.Counterfactual(
                renamedWorlds(cf.events(), names), renamedWorlds(cf.given(), names)));
  }

  private static List<Expr.World> renamedWorlds(
      List<Expr.World> worlds, Map<Symbol, Symbol> names) {
    return worlds.stream()
        .map(
            w ->
                new Expr.World(
                    names.getOrDefault(w.outcome(), w.outcome()), renamed(w.done(), names)))
        .toList();
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
