package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is done to one variable. {@link Do} combines several.
 *
 * <p>All three replace the mechanism of the variable; only {@link Shift} looks at what the old one
 * would have given. Setting a variable is not the same as seeing it have that value.
 */
public sealed interface Intervention {

  /** The variable intervened upon. */
  String variable();

  /** Calls the function for the kind of intervention this is. */
  <R> R fold(
      Function<? super Set, ? extends R> set,
      Function<? super Shift, ? extends R> shift,
      Function<? super Draw, ? extends R> draw);

  /**
   * The variable is held at one state: Pearl's do(x) (Pearl 2009, <i>Causality</i>, section 3.2).
   *
   * @param variable the variable
   * @param state the state, or the number written out where the variable is continuous
   */
  record Set(String variable, String state) implements Intervention {

    /** Checks that both are named. */
    public Set {
      checkVariable(variable);
      Preconditions.checkArgument(!state.isEmpty(), "state: must not be empty");
    }

    @Override
    public <R> R fold(
        Function<? super Set, ? extends R> set,
        Function<? super Shift, ? extends R> shift,
        Function<? super Draw, ? extends R> draw) {
      return set.apply(this);
    }

    @Override
    public String toString() {
      return GraphWriter.quoted(variable) + "=" + state;
    }
  }

  /**
   * A number is added to the value that the variable would have had: a modified treatment policy
   * (Haneuse and Rotnitzky 2013, <i>Statistics in Medicine</i> 32). For numeric variables.
   *
   * @param variable the variable
   * @param amount what is added, finite
   */
  record Shift(String variable, double amount) implements Intervention {

    /** Checks that the variable is named and the amount is finite. */
    public Shift {
      checkVariable(variable);
      Preconditions.checkArgument(Double.isFinite(amount), "amount: %s is not finite", amount);
    }

    @Override
    public <R> R fold(
        Function<? super Set, ? extends R> set,
        Function<? super Shift, ? extends R> shift,
        Function<? super Draw, ? extends R> draw) {
      return shift.apply(this);
    }

    @Override
    public String toString() {
      String name = GraphWriter.quoted(variable);
      return name + "=" + name + (amount < 0 ? "-" : "+") + Math.abs(amount);
    }
  }

  /**
   * The state is drawn from a distribution of its own, whatever the parents are: a stochastic
   * intervention, as a randomized experiment makes it.
   *
   * @param variable the variable
   * @param distribution probability by state, summing to 1 within 1e-9
   */
  record Draw(String variable, Map<String, Double> distribution) implements Intervention {

    /** Checks that the probabilities are that. */
    public Draw {
      checkVariable(variable);
      distribution = ImmutableMap.copyOf(distribution);
      Preconditions.checkArgument(!distribution.isEmpty(), "distribution: must not be empty");
      double total = 0;
      for (Map.Entry<String, Double> entry : distribution.entrySet()) {
        double p = entry.getValue();
        Preconditions.checkArgument(
            p >= 0 && p <= 1, "distribution: %s of %s is not in [0, 1]", p, entry.getKey());
        total += p;
      }
      Preconditions.checkArgument(
          Math.abs(total - 1) <= 1e-9, "distribution: sums to %s, not to 1", total);
    }

    @Override
    public <R> R fold(
        Function<? super Set, ? extends R> set,
        Function<? super Shift, ? extends R> shift,
        Function<? super Draw, ? extends R> draw) {
      return draw.apply(this);
    }

    @Override
    public String toString() {
      return GraphWriter.quoted(variable) + "~" + distribution;
    }
  }

  private static void checkVariable(String variable) {
    Preconditions.checkArgument(!variable.isEmpty(), "variable: must not be empty");
  }
}
