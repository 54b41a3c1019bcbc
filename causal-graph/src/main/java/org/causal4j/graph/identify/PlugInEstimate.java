package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.causal4j.core.CausalException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * An estimand with the frequencies of a table in place of its probabilities, and percentile
 * bootstrap intervals (Efron and Tibshirani 1993, "An introduction to the bootstrap", section 13.3)
 * around each cell.
 *
 * @param value P(outcomes | do(treatments), conditions), over treatments, conditions and outcomes
 * @param intervals one for each cell of the value
 * @param replicates how many resampled tables gave a value
 * @param undefined how many did not, as a stratum was empty in them; many of them mean that the
 *     intervals leave out the cases in which positivity nearly fails
 */
public record PlugInEstimate(
    ProbabilityTable value, List<ConfidenceInterval> intervals, int replicates, int undefined) {

  /** Takes a copy. */
  public PlugInEstimate {
    intervals = ImmutableList.copyOf(intervals);
  }

  /**
   * How to draw.
   *
   * @param replicates the number of resampled tables, at least 20
   * @param level of the intervals, between 0 and 1
   */
  public record Options(int replicates, double level) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(replicates >= 20, "replicates: %s is below 20", replicates);
      Preconditions.checkArgument(
          level > 0 && level < 1, "level: %s is not between 0 and 1", (Object) level);
    }

    /** 1,000 tables, 95 %. */
    public static Options defaults() {
      return new Options(1_000, 0.95);
    }

    /** With another number of tables. */
    public Options withReplicates(int newReplicates) {
      return new Options(newReplicates, level);
    }

    /** With another level. */
    public Options withLevel(double newLevel) {
      return new Options(replicates, newLevel);
    }
  }

  static PlugInEstimate of(
      Identified answer, Table table, Options options, Seed seed, ProgressListener progress) {
    Set<String> names = new TreeSet<>(answer.query().treatments());
    names.addAll(answer.query().outcomes());
    names.addAll(answer.query().conditions());
    NumericIdentity.variables(answer.estimand()).forEach(names::add);
    Frequencies frequencies = Frequencies.of(table, names);
    ProbabilityTable value = answer.evaluate(frequencies);
    List<double[]> draws = new ArrayList<>();
    int undefined = 0;
    for (int i = 0; i < options.replicates(); i++) {
      progress.step("bootstrap", i, options.replicates());
      try {
        Frequencies drawn = frequencies.resampled(seed.derive(i).random());
        draws.add(answer.evaluate(drawn).toArray());
      } catch (CausalException e) {
        undefined++; // an empty stratum
      }
    }
    if (draws.isEmpty()) {
      throw new CausalException("table: no resampled table fills every stratum of " + answer);
    }
    List<ConfidenceInterval> intervals = new ArrayList<>();
    for (int cell = 0; cell < value.size(); cell++) {
      int at = cell;
      double[] sorted = draws.stream().mapToDouble(draw -> draw[at]).sorted().toArray();
      double tail = (1 - options.level()) / 2;
      intervals.add(
          new ConfidenceInterval(
              quantile(sorted, tail), quantile(sorted, 1 - tail), options.level()));
    }
    return new PlugInEstimate(value, intervals, draws.size(), undefined);
  }

  /** Linear between order statistics. */
  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String toString() {
    String[] lines = value.toString().split("\n", -1);
    for (int i = 0; i < Math.min(lines.length, intervals.size()); i++) {
      lines[i] += " " + intervals.get(i);
    }
    return String.join("\n", Arrays.asList(lines));
  }
}
