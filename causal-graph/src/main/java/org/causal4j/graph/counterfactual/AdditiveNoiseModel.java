package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;
import org.causal4j.graph.CausalGraph;

/**
 * A structural model learned from data: every variable is a learned function of its parents plus a
 * noise of its own, which is what the function leaves over (Hoyer et al. 2008, "Nonlinear causal
 * discovery with additive noise models", NeurIPS; the three steps of a counterfactual in Pearl
 * 2009, "Causality", section 7.1.3).
 *
 * <pre>{@code
 * var m = AdditiveNoiseModel.fit(table, graph, Learners.boosting(), Seed.of(1));
 * Table unseen = m.counterfactual(table, Map.of("price", 9.0));
 * }</pre>
 *
 * <p>What it says rests on the graph, on noises that add up and are independent, and on a function
 * that the learner has found: it predicts from the rows it was fitted to, so that one which learns
 * them by heart leaves too little noise. A variable given by states that are numbers may be set or
 * be a cause, but has no additive noise and is never predicted. Immutable and safe to share between
 * threads. Cost of a counterfactual: one prediction a row for each variable after those that are
 * set, twice.
 */
public final class AdditiveNoiseModel {
  private final CausalGraph graph;
  private final ImmutableMap<String, Equation> equations;
  private final int rows;
  private final String learner;

  private record Equation(
      ImmutableList<String> parents,
      Predictor function,
      ImmutableDoubleArray residuals,
      boolean discrete) {

    double[] predict(Map<String, double[]> values, int rows) {
      Features x = features(parents, values, rows);
      double[] predicted = new double[rows];
      Arrays.setAll(predicted, row -> function.predict(x, row));
      return predicted;
    }
  }

  private AdditiveNoiseModel(
      CausalGraph graph, Map<String, Equation> equations, int rows, String learner) {
    this.graph = graph;
    this.equations = ImmutableMap.copyOf(equations);
    this.rows = rows;
    this.learner = learner;
  }

  /** The same as below, without a listener. */
  public static AdditiveNoiseModel fit(Table table, CausalGraph graph, Learner learner, Seed seed) {
    return fit(table, graph, learner, seed, ProgressListener.NONE);
  }

  /**
   * Fits one function for each variable that has parents; one without is its mean plus noise.
   *
   * @param table a column of numbers, none missing, for each node
   * @param graph a DAG without latent nodes
   * @param learner the same for every variable
   * @param seed each variable draws from a seed of its own
   * @throws IllegalArgumentException naming a bidirected edge, a latent node, or the first cell
   *     that is no number
   */
  public static AdditiveNoiseModel fit(
      Table table, CausalGraph graph, Learner learner, Seed seed, ProgressListener progress) {
    Preconditions.checkArgument(
        graph.latents().isEmpty(), "graph: has the latent nodes %s", graph.latents());
    Preconditions.checkArgument(
        graph.isDag(),
        "graph: has the hidden cause %s, so its noises are not independent",
        graph.isDag() ? "" : graph.bidirectedEdges().get(0));
    Preconditions.checkArgument(
        table.rows() >= 2, "table: has %s rows, fewer than 2", table.rows());
    Map<String, double[]> values = numbers(table, graph.nodes());
    int[] all = IntStream.range(0, table.rows()).toArray();
    Map<String, Equation> equations = new LinkedHashMap<>();
    List<String> order = graph.topologicalOrder();
    for (int i = 0; i < order.size(); i++) {
      String node = order.get(i);
      ImmutableList<String> parents = ImmutableList.copyOf(graph.parents(node));
      double[] y = column(values, node);
      Features x = features(parents, values, table.rows());
      Predictor function =
          (parents.isEmpty() ? Learners.mean() : learner).fit(x, y, all, seed.derive(node));
      ImmutableDoubleArray.Builder residuals = ImmutableDoubleArray.builder(y.length);
      for (int row = 0; row < y.length; row++) {
        residuals.add(y[row] - function.predict(x, row));
      }
      boolean discrete = table.column(node) instanceof Column.Discrete;
      equations.put(node, new Equation(parents, function, residuals.build(), discrete));
      progress.step("additive noise model", i + 1L, order.size());
    }
    return new AdditiveNoiseModel(graph, equations, table.rows(), learner.name());
  }

  private static Features features(List<String> parents, Map<String, double[]> values, int rows) {
    if (parents.isEmpty()) {
      return Features.none(rows);
    }
    double[][] cells = new double[rows][parents.size()];
    for (int c = 0; c < parents.size(); c++) {
      double[] column = column(values, parents.get(c));
      for (int row = 0; row < rows; row++) {
        cells[row][c] = column[row];
      }
    }
    return Features.ofRows(parents, cells);
  }

  private static double[] column(Map<String, double[]> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static Map<String, double[]> numbers(Table table, List<String> names) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (String name : names) {
      Preconditions.checkArgument(
          table.has(name), "table: has no column '%s'; it has %s", name, table.names());
      Column column = table.column(name);
      double[] numbers = new double[table.rows()];
      for (int row = 0; row < numbers.length; row++) {
        numbers[row] =
            column instanceof Column.Continuous continuous
                ? continuous.value(row)
                : number(column.text(row));
        Preconditions.checkArgument(
            Double.isFinite(numbers[row]),
            "column '%s': row %s holds '%s', which is no number",
            name,
            row,
            column.text(row));
      }
      values.put(name, numbers);
    }
    return values;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The diagram. */
  public CausalGraph graph() {
    return graph;
  }

  /** The noises that the fit left over for a variable, a row each. */
  public double[] residuals(String variable) {
    return equation(variable).residuals().toArray();
  }

  /**
   * What each row would have been under the settings: its noises from what it was (abduction), the
   * variables set (action), and all after them again (prediction). Variables that do not descend
   * from one that is set stay exactly as they were.
   *
   * @param units rows with a column for each node, those of the fit or others
   * @param settings finite numbers
   * @return the nodes as columns of numbers, the rows in their order
   * @throws IllegalArgumentException where a variable that is given by states would have to be
   *     predicted
   */
  public Table counterfactual(Table units, Map<String, Double> settings) {
    Map<String, double[]> seen = numbers(units, graph.nodes());
    Set<String> moved = moved(settings);
    Map<String, double[]> result = new LinkedHashMap<>(seen);
    for (String variable : graph.topologicalOrder()) {
      Double set = settings.get(variable);
      if (set != null) {
        double[] constant = new double[units.rows()];
        Arrays.fill(constant, set);
        result.put(variable, constant);
      } else if (moved.contains(variable)) {
        Equation equation = equation(variable);
        double[] before = equation.predict(seen, units.rows());
        double[] value = equation.predict(result, units.rows());
        double[] was = column(seen, variable);
        for (int row = 0; row < value.length; row++) {
          value[row] += was[row] - before[row];
        }
        result.put(variable, value);
      }
    }
    return table(result);
  }

  /** The means of {@link #counterfactual} over the rows. */
  public Map<String, Double> meanCounterfactual(Table units, Map<String, Double> settings) {
    Preconditions.checkArgument(units.rows() > 0, "units: has no rows");
    Table result = counterfactual(units, settings);
    Map<String, Double> means = new LinkedHashMap<>();
    for (String node : graph.nodes()) {
      means.put(node, Arrays.stream(result.continuous(node).values()).average().orElseThrow());
    }
    return ImmutableMap.copyOf(means);
  }

  /**
   * The effect on those who had some treatment: the mean of outcome under {@code to} less that
   * under {@code from}, over the rows seen with the treatment {@code seen}.
   *
   * @throws IllegalArgumentException where no row has it
   */
  public double onTheTreated(
      Table units, String treatment, double from, double to, double seen, String outcome) {
    equation(outcome);
    equation(treatment);
    double[] had = column(numbers(units, List.of(treatment)), treatment);
    Table treated = units.where(row -> had[row] == seen);
    Preconditions.checkArgument(
        treated.rows() > 0, "seen: no row has %s = %s", treatment, (Object) seen);
    return Objects.requireNonNull(meanCounterfactual(treated, Map.of(treatment, to)).get(outcome))
        - Objects.requireNonNull(meanCounterfactual(treated, Map.of(treatment, from)).get(outcome));
  }

  /**
   * New units under the settings, none for the model as it is: every noise drawn from the residuals
   * of its variable, independently of the others.
   *
   * @param count at least 1
   */
  public Table sample(int count, Map<String, Double> settings, Seed seed) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    Set<String> moved = new LinkedHashSet<>(graph.nodes());
    moved.removeIf(node -> equation(node).parents().isEmpty());
    moved(settings);
    refuseDiscrete(moved, settings);
    Map<String, double[]> result = new LinkedHashMap<>();
    for (String variable : graph.topologicalOrder()) {
      Equation equation = equation(variable);
      Double set = settings.get(variable);
      double[] value = set != null ? new double[count] : equation.predict(result, count);
      SplittableRandom random = seed.derive(variable).random();
      for (int row = 0; row < count; row++) {
        value[row] =
            set != null
                ? set
                : value[row]
                    + equation.residuals().get(random.nextInt(equation.residuals().length()));
      }
      result.put(variable, value);
    }
    return table(result);
  }

  private Set<String> moved(Map<String, Double> settings) {
    settings.forEach(
        (variable, value) -> {
          equation(variable);
          Preconditions.checkArgument(
              Double.isFinite(value), "settings: %s of %s is not finite", (Object) value, variable);
        });
    Set<String> moved =
        settings.isEmpty() ? ImmutableSet.of() : graph.descendants(settings.keySet());
    refuseDiscrete(moved, settings);
    return moved;
  }

  private void refuseDiscrete(Set<String> predicted, Map<String, Double> settings) {
    for (String variable : predicted) {
      Preconditions.checkArgument(
          settings.containsKey(variable) || !equation(variable).discrete(),
          "settings: %s is given by states and would have to be predicted; set it too",
          variable);
    }
  }

  private Table table(Map<String, double[]> values) {
    List<Column> columns = new ArrayList<>();
    for (String node : graph.nodes()) {
      columns.add(Column.Continuous.of(node, column(values, node)));
    }
    return Table.of(columns);
  }

  private Equation equation(String variable) {
    Equation equation = equations.get(variable);
    Preconditions.checkArgument(
        equation != null,
        "variable: %s is not in the model, which has %s",
        variable,
        equations.keySet());
    return equation;
  }

  @Override
  public String toString() {
    return "additive noise model of " + graph + ", " + learner + ", fitted to " + rows + " rows";
  }
}
