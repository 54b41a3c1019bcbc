package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.Optional;

/**
 * A value of a variable in an {@link Expr}. {@code X} and {@code X'} are two values of the variable
 * X, as the value set by an intervention and the one summed over; {@code X=x} is the value x.
 *
 * @param variable the variable
 * @param primes the number of primes; 0 where the value is fixed
 * @param value the value, where it is fixed
 */
public record Symbol(String variable, int primes, Optional<String> value) {

  /** Checks that the variable is named. */
  public Symbol {
    Preconditions.checkArgument(!variable.isEmpty(), "variable: must not be empty");
    Preconditions.checkArgument(primes >= 0, "primes: %s is below 0", primes);
    Preconditions.checkArgument(
        primes == 0 || value.isEmpty(), "primes: %s has a fixed value and no primes", variable);
  }

  /** Any value, with primes. */
  public Symbol(String variable, int primes) {
    this(variable, primes, Optional.empty());
  }

  /** Without primes. */
  public static Symbol of(String variable) {
    return new Symbol(variable, 0);
  }

  /** A fixed value. */
  public static Symbol of(String variable, String value) {
    Preconditions.checkArgument(!value.isEmpty(), "value: of %s must not be empty", variable);
    return new Symbol(variable, 0, Optional.of(value));
  }

  /** The variable and its primes or value; in quotes where a name has other signs than letters. */
  @Override
  public String toString() {
    return quoted(variable, "")
        + "'".repeat(primes)
        + value.map(v -> "=" + quoted(v, "'")).orElse("");
  }

  private static String quoted(String name, String alsoBare) {
    boolean bare =
        name.codePoints()
            .allMatch(
                c ->
                    Character.isLetterOrDigit(c)
                        || c == '_'
                        || c == '.'
                        || alsoBare.indexOf(c) >= 0);
    return bare ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
