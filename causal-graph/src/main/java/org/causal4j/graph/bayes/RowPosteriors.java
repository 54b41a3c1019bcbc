package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.data.Column;

/**
 * The posterior of one variable for each row of a table, the row being the evidence. Immutable.
 *
 * <p>A row that has probability 0 has no posterior: asking for one is an error, {@link #column}
 * leaves its cell missing, and {@link #impossibleRows()} lists them.
 */
public final class RowPosteriors {
  private static final int ROWS_SHOWN = 10;

  private final Inquiry inquiry;
  private final String target;
  private final ImmutableList<String> states;
  private final EvidenceRows evidence;
  private final double[] posteriors;
  private final double[] logProbabilities;

  /** Takes the arrays, one entry or distribution for each different row, without a copy. */
  RowPosteriors(
      Inquiry inquiry,
      String target,
      EvidenceRows evidence,
      double[] posteriors,
      double[] logProbabilities) {
    this.inquiry = inquiry;
    this.target = target;
    this.states = ImmutableList.copyOf(inquiry.network().states(target));
    this.evidence = evidence;
    this.posteriors = posteriors;
    this.logProbabilities = logProbabilities;
  }

  /** The variable asked about. */
  public String target() {
    return target;
  }

  /** Its states, in order. */
  public List<String> states() {
    return states;
  }

  /** Number of rows. */
  public int rows() {
    return evidence.distinctOf.length;
  }

  /** How many of the rows differ: each was computed once. */
  public int distinctRows() {
    return evidence.distinct;
  }

  /**
   * P(target = state | row).
   *
   * @throws IllegalArgumentException for an unknown state
   * @throws ImpossibleEvidenceException where the row has probability 0
   */
  public double probability(int row, String state) {
    int s = Cpd.Tabular.code(target, states, state);
    return posteriors[possible(row) * states.size() + s];
  }

  /**
   * The distribution of the target given a row, in the order of its states; a copy.
   *
   * @throws ImpossibleEvidenceException where the row has probability 0
   */
  public double[] distribution(int row) {
    int at = possible(row) * states.size();
    return Arrays.copyOfRange(posteriors, at, at + states.size());
  }

  /**
   * The most probable state given a row; the first of several.
   *
   * @throws ImpossibleEvidenceException where the row has probability 0
   */
  public String mostProbable(int row) {
    double[] p = distribution(row);
    int best = 0;
    for (int s = 1; s < p.length; s++) {
      best = p[s] > p[best] ? s : best;
    }
    return states.get(best);
  }

  /** The natural logarithm of the probability of a row; negative infinity where it is 0. */
  public double logProbabilityOfEvidence(int row) {
    return logProbabilities[distinct(row)];
  }

  /** The rows that have probability 0, in ascending order. */
  public int[] impossibleRows() {
    return IntStream.range(0, rows())
        .filter(row -> logProbabilityOfEvidence(row) == Double.NEGATIVE_INFINITY)
        .toArray();
  }

  /**
   * P(target = state | row) as a column named {@code P(target=state)}, missing where a row has
   * probability 0.
   */
  public Column.Continuous column(String state) {
    int s = Cpd.Tabular.code(target, states, state);
    double[] values = new double[rows()];
    for (int row = 0; row < values.length; row++) {
      int i = evidence.distinctOf[row];
      values[row] =
          logProbabilities[i] == Double.NEGATIVE_INFINITY
              ? Double.NaN
              : posteriors[i * states.size() + s];
    }
    return Column.Continuous.of("P(" + target + "=" + state + ")", values);
  }

  private int distinct(int row) {
    return evidence.distinctOf[Preconditions.checkElementIndex(row, rows(), "row")];
  }

  private int possible(int row) {
    int i = distinct(row);
    if (logProbabilities[i] == Double.NEGATIVE_INFINITY) {
      throw new ImpossibleEvidenceException(inquiry.condition(evidence.evidence(i)));
    }
    return i;
  }

  /** The first rows. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("P(").append(target).append(" | row), ");
    out.append(rows()).append(" rows, ").append(distinctRows()).append(" different");
    for (int row = 0; row < Math.min(rows(), ROWS_SHOWN); row++) {
      int i = evidence.distinctOf[row];
      out.append("\n  ").append(evidence.evidence(i)).append(": ");
      if (logProbabilities[i] == Double.NEGATIVE_INFINITY) {
        out.append("impossible");
        continue;
      }
      for (int s = 0; s < states.size(); s++) {
        out.append(s > 0 ? ", " : "").append(states.get(s)).append(' ');
        out.append(ShortNumbers.probability(posteriors[i * states.size() + s]));
      }
    }
    if (rows() > ROWS_SHOWN) {
      out.append("\n  … ").append(rows() - ROWS_SHOWN).append(" more rows");
    }
    return out.toString();
  }
}
