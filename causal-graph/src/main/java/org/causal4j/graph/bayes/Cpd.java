package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;

/**
 * How a variable depends on its direct causes: the distribution of the child given its parents. A
 * {@link Tabular} one lists it row by row.
 */
public sealed interface Cpd permits Cpd.Tabular {
  /** The child. */
  String variable();

  /** The direct causes, in the order in which rows count through their states. */
  List<String> parents();

  /** Number of free parameters. */
  int freeParameters();

  /**
   * A table: one row for each combination of parent states, the last parent's changing fastest; one
   * column for each state of the child. Immutable and safe to share between threads.
   */
  final class Tabular implements Cpd {
    private static final int ROWS_SHOWN = 16;

    private final String variable;
    private final ImmutableList<String> states;
    private final ImmutableList<String> parents;
    private final ImmutableList<ImmutableList<String>> parentStates;
    private final double[] table;

    /** Takes the table, whose rows are distributions already, without a copy. */
    Tabular(
        String variable,
        ImmutableList<String> states,
        ImmutableList<String> parents,
        ImmutableList<ImmutableList<String>> parentStates,
        double[] table) {
      this.variable = variable;
      this.states = states;
      this.parents = parents;
      this.parentStates = parentStates;
      this.table = table;
    }

    @Override
    public String variable() {
      return variable;
    }

    @Override
    public List<String> parents() {
      return parents;
    }

    /** The states of the child, in order. */
    public List<String> states() {
      return states;
    }

    /** The states of the parents, parent by parent. */
    public List<ImmutableList<String>> parentStates() {
      return parentStates;
    }

    /** Number of rows: of combinations of parent states. */
    public int rows() {
      return table.length / states.size();
    }

    @Override
    public int freeParameters() {
      return rows() * (states.size() - 1);
    }

    /**
     * The distribution of the child, a copy.
     *
     * @param ofParents a state for each parent, in their order
     */
    public double[] row(String... ofParents) {
      int row = rowNumber(ofParents);
      return Arrays.copyOfRange(table, row * states.size(), (row + 1) * states.size());
    }

    /**
     * The distribution of the child in a row by number, a copy.
     *
     * @param row from 0, the last parent's state changing fastest
     */
    public double[] row(int row) {
      Preconditions.checkElementIndex(row, rows(), "row");
      return Arrays.copyOfRange(table, row * states.size(), (row + 1) * states.size());
    }

    /** The parent states that a row by number stands for, in the order of the parents. */
    public List<String> rowStates(int row) {
      Preconditions.checkElementIndex(row, rows(), "row");
      String[] of = new String[parents.size()];
      int rest = row;
      for (int i = of.length - 1; i >= 0; i--) {
        int count = parentStates.get(i).size();
        of[i] = parentStates.get(i).get(rest % count);
        rest /= count;
      }
      return ImmutableList.copyOf(of);
    }

    /** P(child = state | parents = states). */
    public double probability(String state, String... ofParents) {
      return table[rowNumber(ofParents) * states.size() + code(variable, states, state)];
    }

    private int rowNumber(String[] ofParents) {
      Preconditions.checkArgument(
          ofParents.length == parents.size(),
          "parents: %s states were given for %s",
          ofParents.length,
          parents);
      int row = 0;
      for (int i = 0; i < ofParents.length; i++) {
        List<String> known = parentStates.get(i);
        row = row * known.size() + code(parents.get(i), known, ofParents[i]);
      }
      return row;
    }

    static int code(String variable, List<String> states, String state) {
      int code = states.indexOf(state);
      Preconditions.checkArgument(
          code >= 0, "state: '%s' is none of %s's states %s", state, variable, states);
      return code;
    }

    /** The table itself, for this package. */
    double[] table() {
      return table;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tabular that
          && variable.equals(that.variable)
          && states.equals(that.states)
          && parents.equals(that.parents)
          && parentStates.equals(that.parentStates)
          && Arrays.equals(table, that.table);
    }

    @Override
    public int hashCode() {
      return 31 * variable.hashCode() + Arrays.hashCode(table);
    }

    /** The first rows, as text. */
    @Override
    public String toString() {
      StringBuilder out = new StringBuilder("P(").append(variable);
      if (!parents.isEmpty()) {
        out.append(" | ").append(String.join(", ", parents));
      }
      out.append(')');
      for (int row = 0; row < Math.min(rows(), ROWS_SHOWN); row++) {
        out.append("\n  ");
        List<String> given = rowStates(row);
        for (int i = 0; i < given.size(); i++) {
          out.append(i > 0 ? ", " : "").append(parents.get(i)).append('=').append(given.get(i));
        }
        out.append(given.isEmpty() ? "" : ": ").append(rowText(row));
      }
      if (rows() > ROWS_SHOWN) {
        out.append("\n  … ").append(rows() - ROWS_SHOWN).append(" more rows");
      }
      return out.toString();
    }

    private String rowText(int row) {
      double[] p = row(row);
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < p.length; i++) {
        out.append(i > 0 ? ", " : "").append(states.get(i)).append(' ');
        out.append(ShortNumbers.probability(p[i]));
      }
      return out.toString();
    }
  }
}
