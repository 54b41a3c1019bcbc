package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The tests behind {@link ImpliedIndependences#test}. */
final class IndependenceTests {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private IndependenceTests() {}

  record Outcome(double statistic, long degreesOfFreedom, int rows, double pValue) {}

  static Outcome test(Independence claim, Table table, IndependenceReport.Statistic statistic) {
    List<String> names =
        ImmutableList.<String>builder().add(claim.x(), claim.y()).addAll(claim.given()).build();
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Preconditions.checkArgument(table.has(name), "table: has no column %s of %s", name, claim);
      columns.add(table.column(name));
    }
    boolean discrete = columns.get(0) instanceof Column.Discrete;
    for (Column column : columns) {
      Preconditions.checkArgument(
          column instanceof Column.Discrete == discrete,
          "table: %s mixes discrete and continuous columns at %s; discretize first",
          claim,
          column.name());
    }
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(row -> columns.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    return discrete ? contingency(columns, rows, statistic) : fisherZ(claim, columns, rows);
  }

  // -- discrete ---------------------------------------------------------------------------------

  private static Outcome contingency(
      List<Column> columns, int[] rows, IndependenceReport.Statistic statistic) {
    Column.Discrete x = (Column.Discrete) columns.get(0);
    Column.Discrete y = (Column.Discrete) columns.get(1);
    int[] strata = strata(columns.subList(2, columns.size()), rows);
    Map<Integer, long[][]> tables = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      long[][] counts =
          tables.computeIfAbsent(strata[i], s -> new long[x.states().size()][y.states().size()]);
      counts[x.code(rows[i])][y.code(rows[i])]++;
    }
    double sum = 0;
    long freedom = 0;
    for (int stratum = 0; stratum < tables.size(); stratum++) {
      long[][] counts = tables.getOrDefault(stratum, new long[0][0]);
      long[] rowSums = Arrays.stream(counts).mapToLong(r -> Arrays.stream(r).sum()).toArray();
      long[] columnSums = new long[y.states().size()];
      for (long[] row : counts) {
        for (int j = 0; j < row.length; j++) {
          columnSums[j] += row[j];
        }
      }
      freedom += (positive(rowSums) - 1) * (positive(columnSums) - 1);
      sum += statistic(counts, rowSums, columnSums, statistic);
    }
    double p =
        freedom == 0 ? 1 : ChiSquaredDistribution.of((double) freedom).survivalProbability(sum);
    return new Outcome(sum, freedom, rows.length, p);
  }

  private static long positive(long[] sums) {
    return Arrays.stream(sums).filter(sum -> sum > 0).count();
  }

  private static double statistic(
      long[][] counts, long[] rowSums, long[] columnSums, IndependenceReport.Statistic kind) {
    double total = (double) Arrays.stream(rowSums).sum();
    double sum = 0;
    for (int i = 0; i < rowSums.length; i++) {
      for (int j = 0; j < columnSums.length; j++) {
        double expected = (double) rowSums[i] * columnSums[j] / total;
        double seen = counts[i][j];
        if (kind == IndependenceReport.Statistic.G_SQUARED) {
          sum += seen == 0 ? 0 : 2 * seen * Math.log(seen / expected);
        } else if (expected > 0) {
          sum += (seen - expected) * (seen - expected) / expected;
        }
      }
    }
    return Math.max(0, sum);
  }

  /** The number of the combination of states in each row, in the order of first mention. */
  private static int[] strata(List<Column> given, int[] rows) {
    int[] stratum = new int[rows.length];
    for (Column column : given) {
      Column.Discrete states = (Column.Discrete) column;
      Map<Long, Integer> numbers = new HashMap<>();
      for (int i = 0; i < rows.length; i++) {
        long key = (long) stratum[i] * states.states().size() + states.code(rows[i]);
        stratum[i] = numbers.computeIfAbsent(key, k -> numbers.size());
      }
    }
    return stratum;
  }

  // -- continuous -------------------------------------------------------------------------------

  private static Outcome fisherZ(Independence claim, List<Column> columns, int[] rows) {
    int given = columns.size() - 2;
    int freedom = rows.length - given - 3;
    Preconditions.checkArgument(
        freedom >= 1,
        "table: %s rows have all variables of %s, which needs %s",
        (Object) rows.length,
        claim,
        given + 4);
    double r = partialCorrelation(claim, columns, rows);
    double z = 0.5 * (Math.log1p(r) - Math.log1p(-r)) * Math.sqrt(freedom);
    return new Outcome(z, 0, rows.length, 2 * NORMAL.survivalProbability(Math.abs(z)));
  }

  /** From the inverse of the correlation matrix. */
  private static double partialCorrelation(Independence claim, List<Column> columns, int[] rows) {
    int k = columns.size();
    double[][] data = new double[k][];
    for (int j = 0; j < k; j++) {
      data[j] = standardized((Column.Continuous) columns.get(j), rows);
    }
    DMatrixRMaj correlations = new DMatrixRMaj(k, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
          sum += data[i][row] * data[j][row];
        }
        correlations.set(i, j, sum);
        correlations.set(j, i, sum);
      }
    }
    DMatrixRMaj precision = new DMatrixRMaj(k, k);
    boolean regular = CommonOps_DDRM.invert(correlations, precision);
    double r = -precision.get(0, 1) / Math.sqrt(precision.get(0, 0) * precision.get(1, 1));
    double conditioning = CommonOps_DDRM.elementMaxAbs(precision);
    Preconditions.checkArgument(
        regular && Double.isFinite(r) && Math.abs(r) < 1 && conditioning < 1e10,
        "table: the columns of %s are linearly dependent",
        claim);
    return r;
  }

  /** Mean zero and sum of squares one. */
  private static double[] standardized(Column.Continuous column, int[] rows) {
    double[] values = Arrays.stream(rows).mapToDouble(column::value).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean;
      squares += values[i] * values[i];
    }
    Preconditions.checkArgument(squares > 0, "table: column %s is constant", column.name());
    double scale = Math.sqrt(squares);
    for (int i = 0; i < values.length; i++) {
      values[i] /= scale;
    }
    return values;
  }

  // -- many tests -------------------------------------------------------------------------------

  static double[] adjust(double[] pValues, IndependenceReport.Correction correction) {
    int m = pValues.length;
    double[] adjusted = pValues.clone();
    int[] order =
        IntStream.range(0, m)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    switch (correction) {
      case NONE -> {}
      case BONFERRONI -> Arrays.setAll(adjusted, i -> Math.min(1, m * pValues[i]));
      case HOLM -> {
        double largest = 0;
        for (int rank = 0; rank < m; rank++) {
          largest = Math.max(largest, Math.min(1, (m - rank) * pValues[order[rank]]));
          adjusted[order[rank]] = largest;
        }
      }
      case BENJAMINI_HOCHBERG -> {
        double smallest = 1;
        for (int rank = m - 1; rank >= 0; rank--) {
          smallest = Math.min(smallest, m * pValues[order[rank]] / (rank + 1));
          adjusted[order[rank]] = smallest;
        }
      }
    }
    return adjusted;
  }
}
