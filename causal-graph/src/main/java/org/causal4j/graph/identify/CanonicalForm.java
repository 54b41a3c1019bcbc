package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A text that two expressions share exactly when they differ in no more than the names that sums
 * bind, the order of factors and of names, and the nesting of sums and products.
 */
final class CanonicalForm {
  private CanonicalForm() {}

  static boolean same(Expr a, Expr b) {
    return a.equals(b) || of(a).equals(of(b));
  }

  static String of(Expr expr) {
    return write(expr, Map.of(), 0);
  }

  private static String write(Expr expr, Map<Symbol, String> bound, int depth) {
    return expr.fold(
        p ->
            "P"
                + p.domain()
                + "("
                + names(p.of(), bound)
                + "|"
                + names(p.given(), bound)
                + ";"
                + names(p.done(), bound)
                + ")",
        sum -> writeSum(sum, bound, depth),
        product ->
            "("
                + factors(product).stream()
                    .map(factor -> write(factor, bound, depth))
                    .sorted()
                    .collect(Collectors.joining("*"))
                + ")",
        fraction ->
            write(fraction.numerator(), bound, depth)
                + "/"
                + write(fraction.denominator(), bound, depth),
        constant -> Integer.toString(constant.value()),
        cf -> "P(" + worlds(cf.events(), bound) + "|" + worlds(cf.given(), bound) + ")");
  }

  private static List<Expr> factors(Expr expr) {
    if (!(expr instanceof Expr.Product product)) {
      return List.of(expr);
    }
    List<Expr> all = new ArrayList<>();
    product.factors().forEach(factor -> all.addAll(factors(factor)));
    return all;
  }

  private static String writeSum(Expr.Sum sum, Map<Symbol, String> bound, int depth) {
    List<Symbol> over = new ArrayList<>(sum.over());
    Expr of = sum.of();
    while (of instanceof Expr.Sum inner && disjoint(inner.over(), over)) {
      over.addAll(inner.over());
      of = inner.of();
    }
    Map<Symbol, String> names = new HashMap<>(bound);
    Set<String> written = new TreeSet<>();
    for (Symbol symbol : over) {
      String name = symbol.variable() + "#" + depth;
      while (!written.add(name)) {
        name += "#";
      }
      names.put(symbol, name);
    }
    return "sum" + written + write(of, names, depth + 1);
  }

  private static boolean disjoint(List<Symbol> a, List<Symbol> b) {
    Set<Symbol> other = ImmutableSet.copyOf(b);
    return a.stream().noneMatch(other::contains);
  }

  private static String names(List<Symbol> symbols, Map<Symbol, String> bound) {
    return symbols.stream()
        .map(symbol -> name(symbol, bound))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String name(Symbol symbol, Map<Symbol, String> bound) {
    return bound.getOrDefault(symbol, symbol.toString());
  }

  private static String worlds(List<Expr.World> worlds, Map<Symbol, String> bound) {
    return worlds.stream()
        .map(
            w ->
                w.outcome().variable()
                    + "["
                    + names(w.done(), bound)
                    + "]="
                    + name(w.outcome(), bound))
        .sorted()
        .collect(Collectors.joining(","));
  }
}
