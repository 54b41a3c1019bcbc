package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How a variable depends on its direct causes: the distribution of the child given its parents. A
 * {@link Tabular} one lists it row by row for a discrete child; a {@link LinearGaussian} one is a
 * regression on continuous parents; a {@link ConditionalGaussian} one has such a regression for
 * each combination of the states of discrete parents.
 */
public sealed interface Cpd permits Cpd.Tabular, Cpd.LinearGaussian, Cpd.ConditionalGaussian {
  /** The child. */
  String variable();

  /** The direct causes, in the order in which rows count through their states. */
  List<String> parents();

  /** Number of free parameters. */
  int freeParameters();

  /** Calls the function for the kind of distribution this is. */
  <R> R fold(
      Function<? super Tabular, ? extends R> tabular,
      Function<? super LinearGaussian, ? extends R> linearGaussian,
      Function<? super ConditionalGaussian, ? extends R> conditionalGaussian);

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
    public <R> R fold(
        Function<? super Tabular, ? extends R> tabular,
        Function<? super LinearGaussian, ? extends R> linearGaussian,
        Function<? super ConditionalGaussian, ? extends R> conditionalGaussian) {
      return tabular.apply(this);
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

  /**
   * A normal distribution around a linear function of the parents: intercept + Σ coefficient ·
   * parent, with one variance (Shachter and Kenley 1989, "Gaussian influence diagrams"). Immutable.
   *
   * @param variable the child
   * @param intercept the mean where all parents are 0
   * @param coefficients by parent, in the child's units per unit of the parent
   * @param variance in the child's units squared, from 0 up; 0 is a deterministic child
   */
  record LinearGaussian(
      String variable, double intercept, ImmutableMap<String, Double> coefficients, double variance)
      implements Cpd {
    /** Checks that the numbers are finite and the variance is not negative. */
    public LinearGaussian {
      Preconditions.checkArgument(
          Double.isFinite(intercept), "intercept: %s of %s is not finite", intercept, variable);
      coefficients.forEach(
          (parent, b) ->
              Preconditions.checkArgument(
                  Double.isFinite(b), "coefficients: %s of %s is not finite", b, parent));
      Preconditions.checkArgument(
          variance >= 0 && Double.isFinite(variance),
          "variance: %s of %s is not a finite number from 0 up",
          variance,
          variable);
    }

    @Override
    public List<String> parents() {
      return coefficients.keySet().asList();
    }

    /** Intercept, coefficients and variance. */
    @Override
    public int freeParameters() {
      return coefficients.size() + 2;
    }

    /** The same with another intercept. */
    LinearGaussian shifted(double by) {
      return new LinearGaussian(variable, intercept + by, coefficients, variance);
    }

    @Override
    public <R> R fold(
        Function<? super Tabular, ? extends R> tabular,
        Function<? super LinearGaussian, ? extends R> linearGaussian,
        Function<? super ConditionalGaussian, ? extends R> conditionalGaussian) {
      return linearGaussian.apply(this);
    }

    /** As {@code y ~ N(1.5 + 2 x, .25)}. */
    @Override
    public String toString() {
      return variable + " ~ " + text();
    }

    private String text() {
      StringBuilder out = new StringBuilder("N(").append(ShortNumbers.probability(intercept));
      coefficients.forEach(
          (parent, b) ->
              out.append(b < 0 ? " - " : " + ")
                  .append(ShortNumbers.probability(Math.abs(b)))
                  .append(' ')
                  .append(parent));
      return out.append(", ").append(ShortNumbers.probability(variance)).append(')').toString();
    }
  }

  /**
   * A {@link LinearGaussian} for each combination of the states of discrete parents (Lauritzen
   * 1992, section 2). Immutable.
   */
  final class ConditionalGaussian implements Cpd {
    private final String variable;
    private final ImmutableList<String> discreteParents;
    private final ImmutableList<ImmutableList<String>> parentStates;
    private final ImmutableList<LinearGaussian> rows;

    ConditionalGaussian(
        String variable,
        ImmutableList<String> discreteParents,
        ImmutableList<ImmutableList<String>> parentStates,
        ImmutableList<LinearGaussian> rows) {
      this.variable = variable;
      this.discreteParents = discreteParents;
      this.parentStates = parentStates;
      this.rows = rows;
    }

    @Override
    public String variable() {
      return variable;
    }

    /** The discrete parents, then the continuous ones. */
    @Override
    public List<String> parents() {
      return ImmutableList.<String>builder()
          .addAll(discreteParents)
          .addAll(continuousParents())
          .build();
    }

    /** The discrete parents, in the order in which rows count through their states. */
    public List<String> discreteParents() {
      return discreteParents;
    }

    /** The continuous parents. */
    public List<String> continuousParents() {
      return rows.get(0).parents();
    }

    /** The states of the discrete parents, parent by parent. */
    public List<ImmutableList<String>> parentStates() {
      return parentStates;
    }

    /** The regressions, the last discrete parent's state changing fastest. */
    public List<LinearGaussian> rows() {
      return rows;
    }

    /**
     * The regression under a state of each discrete parent, in their order.
     *
     * @throws IllegalArgumentException for a wrong number of states, or an unknown one
     */
    public LinearGaussian row(String... ofParents) {
      Preconditions.checkArgument(
          ofParents.length == discreteParents.size(),
          "parents: %s states were given for %s",
          ofParents.length,
          discreteParents);
      int row = 0;
      for (int i = 0; i < ofParents.length; i++) {
        List<String> known = parentStates.get(i);
        row = row * known.size() + Tabular.code(discreteParents.get(i), known, ofParents[i]);
      }
      return rows.get(row);
    }

    @Override
    public int freeParameters() {
      return rows.stream().mapToInt(LinearGaussian::freeParameters).sum();
    }

    ConditionalGaussian shifted(double by) {
      return new ConditionalGaussian(
          variable,
          discreteParents,
          parentStates,
          rows.stream().map(row -> row.shifted(by)).collect(ImmutableList.toImmutableList()));
    }

    @Override
    public <R> R fold(
        Function<? super Tabular, ? extends R> tabular,
        Function<? super LinearGaussian, ? extends R> linearGaussian,
        Function<? super ConditionalGaussian, ? extends R> conditionalGaussian) {
      return conditionalGaussian.apply(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ConditionalGaussian that
          && variable.equals(that.variable)
          && discreteParents.equals(that.discreteParents)
          && parentStates.equals(that.parentStates)
          && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
      return 31 * variable.hashCode() + rows.hashCode();
    }

    /** A line for each row. */
    @Override
    public String toString() {
      StringBuilder out = new StringBuilder(variable).append(" given ");
      out.append(String.join(", ", discreteParents)).append(':');
      for (int row = 0; row < Math.min(rows.size(), Tabular.ROWS_SHOWN); row++) {
        List<String> states = new ArrayList<>();
        int rest = row;
        for (int i = parentStates.size() - 1; i >= 0; i--) {
          int count = parentStates.get(i).size();
          states.add(0, parentStates.get(i).get(rest % count));
          rest /= count;
        }
        out.append("\n  ").append(String.join(", ", states)).append(": ");
        out.append(rows.get(row).text());
      }
      if (rows.size() > Tabular.ROWS_SHOWN) {
        out.append("\n  … ").append(rows.size() - Tabular.ROWS_SHOWN).append(" more rows");
      }
      return out.toString();
    }
  }
}
