package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One named column of a {@link Table}: either {@link Discrete} (one of a few named states) or
 * {@link Continuous} (a number). A cell may be missing.
 *
 * <p>Immutable and safe to share between threads.
 */
public sealed interface Column permits Column.Discrete, Column.Continuous {
  /** The column's name. */
  String name();

  /** Number of rows. */
  int size();

  /** Whether the cell of a row is missing. */
  boolean isMissing(int row);

  /** The cell as text; empty where it is missing. */
  String text(int row);

  /** The same cells under another name. */
  Column renamed(String name);

  /** The cells of chosen rows, in the order given. */
  Column rows(int... rows);

  /** Applies the one of two functions that fits the kind of this column. */
  <R> R fold(
      Function<? super Discrete, ? extends R> discrete,
      Function<? super Continuous, ? extends R> continuous);

  /** How many cells are missing. */
  default int missing() {
    int missing = 0;
    for (int row = 0; row < size(); row++) {
      missing += isMissing(row) ? 1 : 0;
    }
    return missing;
  }

  /** A column whose cells are states out of a short list; 4 bytes a cell. */
  final class Discrete implements Column {
    private final String name;
    private final ImmutableList<String> states;
    private final int[] codes;

    private Discrete(String name, ImmutableList<String> states, int[] codes) {
      Preconditions.checkArgument(!name.isEmpty(), "name: must not be empty");
      this.name = name;
      this.states = states;
      this.codes = codes;
    }

    /**
     * A column from the text of its cells; states are the distinct texts in natural order.
     *
     * @param values a null is a missing cell
     */
    public static Discrete of(String name, List<? extends @Nullable String> values) {
      TreeSet<String> distinct = new TreeSet<>();
      for (String value : values) {
        if (value != null) {
          distinct.add(value);
        }
      }
      return of(name, ImmutableList.copyOf(distinct), values);
    }

    /**
     * A column from the text of its cells with the states, and their order, given.
     *
     * @throws IllegalArgumentException if a cell is none of the states
     */
    public static Discrete of(
        String name, List<String> states, List<? extends @Nullable String> values) {
      Map<String, Integer> codeOf = new HashMap<>();
      for (String state : states) {
        Preconditions.checkArgument(
            codeOf.put(state, codeOf.size()) == null, "states: '%s' is named twice", state);
      }
      int[] codes = new int[values.size()];
      for (int row = 0; row < codes.length; row++) {
        String value = values.get(row);
        Integer code = value == null ? Integer.valueOf(-1) : codeOf.get(value);
        Preconditions.checkArgument(
            code != null, "%s: row %s holds '%s', none of %s", name, row, value, states);
        codes[row] = code;
      }
      return new Discrete(name, ImmutableList.copyOf(states), codes);
    }

    /**
     * A column from state numbers.
     *
     * @param codes index into {@code states}, or -1 for a missing cell; copied
     */
    public static Discrete ofCodes(String name, List<String> states, int[] codes) {
      Set<String> distinct = new HashSet<>();
      for (String state : states) {
        Preconditions.checkArgument(distinct.add(state), "states: '%s' is named twice", state);
      }
      for (int row = 0; row < codes.length; row++) {
        Preconditions.checkArgument(
            codes[row] >= -1 && codes[row] < states.size(),
            "%s: row %s holds code %s, but there are %s states",
            name,
            row,
            codes[row],
            states.size());
      }
      return new Discrete(name, ImmutableList.copyOf(states), codes.clone());
    }

    /** The states in their fixed order. */
    public ImmutableList<String> states() {
      return states;
    }

    /** The number of a state. */
    public int codeOf(String state) {
      int code = states.indexOf(state);
      Preconditions.checkArgument(code >= 0, "%s: no state '%s' among %s", name, state, states);
      return code;
    }

    /** The number of the state in a row, -1 where it is missing. */
    public int code(int row) {
      return codes[row];
    }

    /** A copy of all state numbers. */
    public int[] codes() {
      return codes.clone();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public boolean isMissing(int row) {
      return codes[row] < 0;
    }

    @Override
    public String text(int row) {
      return codes[row] < 0 ? "" : states.get(codes[row]);
    }

    @Override
    public Discrete renamed(String newName) {
      return new Discrete(newName, states, codes);
    }

    @Override
    public Discrete rows(int... rows) {
      int[] chosen = new int[rows.length];
      Arrays.setAll(chosen, i -> codes[rows[i]]);
      return new Discrete(name, states, chosen);
    }

    @Override
    public <R> R fold(
        Function<? super Discrete, ? extends R> discrete,
        Function<? super Continuous, ? extends R> continuous) {
      return discrete.apply(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Discrete that
          && name.equals(that.name)
          && states.equals(that.states)
          && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * name.hashCode() + states.hashCode()) + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
      return name + ": " + codes.length + " cells in " + states;
    }
  }

  /** A column of numbers; 8 bytes a cell. A missing cell is NaN inside, infinities are refused. */
  final class Continuous implements Column {
    private final String name;
    private final double[] values;
    private final int missing;

    private Continuous(String name, double[] values) {
      this(name, values, countMissing(values));
    }

    private Continuous(String name, double[] values, int missing) {
      Preconditions.checkArgument(!name.isEmpty(), "name: must not be empty");
      this.name = name;
      this.values = values;
      this.missing = missing;
    }

    private static int countMissing(double[] values) {
      int missing = 0;
      for (double value : values) {
        missing += Double.isNaN(value) ? 1 : 0;
      }
      return missing;
    }

    /**
     * A column over a copy of the values.
     *
     * @param values NaN is a missing cell
     * @throws IllegalArgumentException if a value is infinite
     */
    public static Continuous of(String name, double... values) {
      for (int row = 0; row < values.length; row++) {
        Preconditions.checkArgument(
            !Double.isInfinite(values[row]), "%s: row %s is infinite", name, row);
      }
      return new Continuous(name, values.clone());
    }

    /** The number in a row, NaN where it is missing. */
    public double value(int row) {
      return values[row];
    }

    /** A copy of all numbers. */
    public double[] values() {
      return values.clone();
    }

    /** Copies the numbers of some rows, one after the other. */
    public void copyTo(int row, int count, double[] target, int at) {
      System.arraycopy(values, row, target, at, count);
    }

    @Override
    public int missing() {
      return missing;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }

    @Override
    public String text(int row) {
      return Double.isNaN(values[row]) ? "" : text(values[row]);
    }

    /** A number as short as it can be read back. */
    static String text(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }

    @Override
    public Continuous renamed(String newName) {
      return new Continuous(newName, values, missing);
    }

    @Override
    public Continuous rows(int... rows) {
      double[] chosen = new double[rows.length];
      Arrays.setAll(chosen, i -> values[rows[i]]);
      return new Continuous(name, chosen);
    }

    @Override
    public <R> R fold(
        Function<? super Discrete, ? extends R> discrete,
        Function<? super Continuous, ? extends R> continuous) {
      return continuous.apply(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Continuous that
          && name.equals(that.name)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return name + ": " + values.length + " numbers";
    }
  }
}
