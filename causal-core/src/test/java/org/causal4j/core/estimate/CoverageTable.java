package org.causal4j.core.estimate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.estimate.CoverageRun.Line;

/**
 * What intervals over many data sets came to.
 *
 * @param rows one a simulation and estimator
 */
public record CoverageTable(List<Row> rows) {

  /**
   * One simulation and estimator.
   *
   * @param replications data sets
   * @param truth the value of the estimand
   * @param coverage share of intervals that hold it
   * @param low end of the 95 % interval of Wilson around the coverage
   * @param high end of it
   * @param bias mean estimate less truth
   * @param rmse root mean squared error
   * @param length mean length of the intervals
   * @param errorRatio mean standard error over the standard deviation of the estimates
   * @param seconds mean time of an estimate, with the time of models shared with others
   */
  public record Row(
      Simulation simulation,
      String estimator,
      int replications,
      double truth,
      double coverage,
      double low,
      double high,
      double bias,
      double rmse,
      double length,
      double errorRatio,
      double seconds) {}

  /** Groups lines by simulation and estimator, in the order of their names. */
  public static CoverageTable of(Collection<Line> lines) {
    Map<String, List<Line>> groups = new LinkedHashMap<>();
    for (Simulation simulation : Simulation.values()) {
      for (String estimator : CoverageRun.estimators(simulation)) {
        groups.put(simulation + estimator, new ArrayList<>());
      }
    }
    lines.forEach(
        line ->
            groups
                .computeIfAbsent(line.simulation() + line.estimator(), k -> new ArrayList<>())
                .add(line));
    return new CoverageTable(
        groups.values().stream()
            .filter(group -> !group.isEmpty())
            .map(CoverageTable::row)
            .toList());
  }

  private static Row row(List<Line> lines) {
    // summed in the order of the data sets, whoever computed them
    List<Line> sorted =
        lines.stream().sorted((a, b) -> Integer.compare(a.replication(), b.replication())).toList();
    int n = sorted.size();
    double truth = sorted.get(0).truth();
    double covered = 0;
    double sum = 0;
    double squares = 0;
    double length = 0;
    double error = 0;
    double micros = 0;
    for (Line line : sorted) {
      double off = line.estimate() - truth;
      covered += line.covers() ? 1 : 0;
      sum += off;
      squares += off * off;
      length += line.high() - line.low();
      error += line.standardError();
      micros += line.micros();
    }
    double bias = sum / n;
    double deviation = Math.sqrt(Math.max(0, squares - n * bias * bias) / Math.max(1, n - 1));
    double share = covered / n;
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);
    double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
    return new Row(
        sorted.get(0).simulation(),
        sorted.get(0).estimator(),
        n,
        truth,
        share,
        middle - half,
        middle + half,
        bias,
        Math.sqrt(squares / n),
        length / n,
        error / n / deviation,
        micros / n / 1e6);
  }

  /** The row of a simulation and estimator. */
  public Row row(Simulation simulation, String estimator) {
    return rows.stream()
        .filter(r -> r.simulation() == simulation && r.estimator().equals(estimator))
        .findFirst()
        .orElseThrow();
  }

  /** The table in Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| design | estimator | data sets | truth | coverage, % | its 95 % interval | bias | RMSE"
            + " | length | SE / SD | seconds |\n");
    text.append("| --- | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %.4f | %.2f | %.1f to %.1f | %.4f | %.4f | %.4f | %.3f | %.3f |%n",
              row.simulation(),
              row.estimator(),
              row.replications(),
              row.truth(),
              100 * row.coverage(),
              100 * row.low(),
              100 * row.high(),
              row.bias(),
              row.rmse(),
              row.length(),
              row.errorRatio(),
              row.seconds()));
    }
    return text.toString();
  }
}
