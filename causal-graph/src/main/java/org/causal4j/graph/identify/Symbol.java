package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;

/**
 * A value of a variable in an {@link Expr}. {@code X} and {@code X'} are two values of the variable
 * X, as the value set by an intervention and the one summed over.
 *
 * @param variable the variable
 * @param primes the number of primes
 */
public record Symbol(String variable, int primes) {

  /** Checks that the variable is named. */
  public Symbol {
    Preconditions.checkArgument(!variable.isEmpty(), "variable: must not be empty");
    Preconditions.checkArgument(primes >= 0, "primes: %s is below 0", primes);
  }

  /** Without primes. */
  public static Symbol of(String variable) {
    return new Symbol(variable, 0);
  }

  /** The variable and its primes; in quotes where the name has other signs than letters. */
  @Override
  public String toString() {
    boolean bare =
        variable.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
    String name =
        bare ? variable : '"' + variable.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return name + "'".repeat(primes);
  }
}
