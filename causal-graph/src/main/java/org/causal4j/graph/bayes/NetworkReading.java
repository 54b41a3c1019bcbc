package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;

/**
 * A network and what reading it changed.
 *
 * @param network the network
 * @param format what the file was
 * @param normalized the tables whose rows were divided by their sums, in the order of the file
 */
public record NetworkReading(
    BayesianNetwork network, NetworkFormat format, ImmutableList<NormalizedRows> normalized) {

  /** How many rows were divided by their sums. */
  public long normalizedRows() {
    return normalized.stream().mapToLong(NormalizedRows::rows).sum();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(format.toString()).append(": ").append(network);
    if (!normalized.isEmpty()) {
      out.append("\n  ").append(normalizedRows()).append(" rows were normalized, first ");
      out.append(normalized.get(0));
    }
    return out.toString();
  }
}
