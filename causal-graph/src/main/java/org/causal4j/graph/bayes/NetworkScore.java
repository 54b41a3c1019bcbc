package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/**
 * How well a network explains a table of complete rows.
 *
 * @param rows how many
 * @param logLikelihood the sum of the natural logarithms of the rows' probabilities; negative
 *     infinity where a row has probability 0
 * @param freeParameters of the network
 */
public record NetworkScore(int rows, double logLikelihood, long freeParameters) {

  /**
   * Scores a table. Cost: rows times edges.
   *
   * @throws IllegalArgumentException for a variable without a discrete column, a missing cell, or a
   *     cell that is no state of its variable
   */
  public static NetworkScore of(BayesianNetwork network, Table table) {
    double sum = 0;
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      List<int[]> codes = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (String parent : cpd.parents()) {
        codes.add(codes(network, table, parent));
        sizes.add(network.states(parent).size());
      }
      codes.add(codes(network, table, variable));
      sizes.add(cpd.states().size());
      // counts first: adding one logarithm a row would lose digits
      long[] counts = new long[cpd.table().length];
      for (int row = 0; row < table.rows(); row++) {
        int at = 0;
        for (int i = 0; i < codes.size(); i++) {
          at = at * sizes.get(i) + codes.get(i)[row];
        }
        counts[at]++;
      }
      for (int i = 0; i < counts.length; i++) {
        sum += counts[i] == 0 ? 0 : counts[i] * Math.log(cpd.table()[i]);
      }
    }
    return new NetworkScore(table.rows(), sum, network.freeParameters());
  }

  private static int[] codes(BayesianNetwork network, Table table, String variable) {
    Column.Discrete column = table.discrete(variable);
    List<String> states = network.states(variable);
    int[] translated = column.states().stream().mapToInt(states::indexOf).toArray();
    int[] codes = column.codes();
    for (int row = 0; row < codes.length; row++) {
      Preconditions.checkArgument(
          !column.isMissing(row), "table: %s is missing in row %s", variable, row);
      int code = translated[codes[row]];
      Preconditions.checkArgument(
          code >= 0,
          "table: '%s' in row %s is no state of %s: %s",
          column.text(row),
          row,
          variable,
          states);
      codes[row] = code;
    }
    return codes;
  }

  /**
   * The Bayesian information criterion, ln L − k/2 · ln n with k free parameters and n rows: the
   * higher the better (Schwarz 1978, in the scale of a log likelihood).
   */
  public double bic() {
    return logLikelihood - freeParameters / 2.0 * Math.log(rows);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ln L = %.6g over %d rows, %d free parameters, BIC %.6g",
        logLikelihood,
        rows,
        freeParameters,
        bic());
  }
}
