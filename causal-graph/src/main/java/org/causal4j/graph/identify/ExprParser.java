package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.DataFormatException;

/**
 * Recursive descent over the text form of {@link Expr}.
 *
 * <pre>
 * expr    := factor (("*" | "/") factor)*
 * factor  := "sum" "[" names "]" "(" expr ")" | "P" domain "(" worlds ["|" worlds] [done] ")"
 *          | "(" expr ")" | "0" | "1"
 * domain  := "" | "*" | "_" name
 * done    := ";" "do" "(" names ")"
 * worlds  := name ["[" names "]"] ["=" value] ("," …)*
 * </pre>
 */
final class ExprParser {
  private final String text;
  private int at;

  ExprParser(String text) {
    this.text = text;
  }

  Expr parse() {
    Expr expr = expr();
    skip();
    if (at < text.length()) {
      throw error("expected '*', '/' or the end");
    }
    return expr;
  }

  private Expr expr() {
    List<Expr> factors = new ArrayList<>();
    factors.add(factor());
    while (true) {
      if (take("*")) {
        factors.add(factor());
      } else if (take("/")) {
        Expr numerator = Expr.product(List.copyOf(factors));
        factors.clear();
        factors.add(new Expr.Fraction(numerator, factor()));
      } else {
        return Expr.product(factors);
      }
    }
  }

  private Expr factor() {
    if (take("sum[")) {
      List<Symbol> over = names();
      expect("]");
      expect("(");
      Expr of = expr();
      expect(")");
      return new Expr.Sum(over, of);
    }
    if (take("P")) {
      return probability(domain());
    }
    if (take("0")) {
      return Expr.Constant.ZERO;
    }
    if (take("1")) {
      return Expr.Constant.ONE;
    }
    expect("(");
    Expr inner = expr();
    expect(")");
    return inner;
  }

  private String domain() {
    int open = text.indexOf('(', at);
    String domain = open < 0 ? "" : text.substring(at, open).strip();
    if (!domain.isEmpty() && !domain.equals("*") && !domain.matches("_[\\p{L}\\p{N}]+")) {
      throw error("expected '('");
    }
    at += open < 0 ? 0 : open - at;
    return domain;
  }

  private Expr probability(String domain) {
    expect("(");
    List<Expr.World> of = worlds();
    List<Expr.World> given = take("|") ? worlds() : List.of();
    List<Symbol> done = List.of();
    if (take(";")) {
      expect("do");
      expect("(");
      done = names();
      expect(")");
    }
    expect(")");
    boolean one = of.stream().allMatch(w -> w.done().isEmpty());
    if (one && given.stream().allMatch(w -> w.done().isEmpty())) {
      return new Expr.Probability(outcomes(of), outcomes(given), done, domain);
    }
    if (!done.isEmpty() || !domain.isEmpty()) {
      throw error("a counterfactual sets values in brackets behind each name");
    }
    return new Expr.Counterfactual(of, given);
  }

  private static List<Symbol> outcomes(List<Expr.World> worlds) {
    return worlds.stream().map(Expr.World::outcome).toList();
  }

  private List<Expr.World> worlds() {
    List<Expr.World> worlds = new ArrayList<>();
    do {
      Symbol variable = name();
      List<Symbol> done = List.of();
      if (take("[")) {
        done = names();
        expect("]");
      }
      worlds.add(new Expr.World(valued(variable), done));
    } while (take(","));
    return worlds;
  }

  private List<Symbol> names() {
    List<Symbol> names = new ArrayList<>();
    do {
      names.add(symbol());
    } while (take(","));
    return names;
  }

  private Symbol symbol() {
    return valued(name());
  }

  private Symbol valued(Symbol variable) {
    if (!take("=")) {
      return variable;
    }
    Symbol value = name();
    return Symbol.of(variable.variable(), value.variable() + "'".repeat(value.primes()));
  }

  private Symbol name() {
    skip();
    StringBuilder name = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        name.append(text.charAt(at++));
      }
      expect("\"");
    } else {
      while (at < text.length() && ",;=|)]('\"*/[".indexOf(text.charAt(at)) < 0) {
        name.append(text.charAt(at++));
      }
    }
    String variable = name.toString().strip();
    if (variable.isEmpty()) {
      throw error("expected a name");
    }
    int primes = 0;
    while (take("'")) {
      primes++;
    }
    return new Symbol(variable, primes);
  }

  private boolean take(String token) {
    skip();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw error("expected '" + token + "'");
    }
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private DataFormatException error(String problem) {
    return new DataFormatException("estimand", 1, at + 1, problem);
  }
}
