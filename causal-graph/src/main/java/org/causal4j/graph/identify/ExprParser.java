package org.causal4j.graph.identify;

import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.DataFormatException;

/**
 * Recursive descent over the text form of {@link Expr}.
 *
 * <pre>
 * expr    := factor (("*" | "/") factor)*
 * factor  := "sum" "[" names "]" "(" expr ")" | "P" "(" names ["|" names] ")" | "(" expr ")"
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
    if (take("P(")) {
      List<Symbol> of = names();
      List<Symbol> given = take("|") ? names() : List.of();
      expect(")");
      return new Expr.Probability(of, given);
    }
    expect("(");
    Expr inner = expr();
    expect(")");
    return inner;
  }

  private List<Symbol> names() {
    List<Symbol> names = new ArrayList<>();
    do {
      names.add(symbol());
    } while (take(","));
    return names;
  }

  private Symbol symbol() {
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
      while (at < text.length() && ",|)]('\"*/[".indexOf(text.charAt(at)) < 0) {
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
