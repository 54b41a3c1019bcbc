package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/**
 * Draws rows from a network, causes first (Henrion 1988). Blocks of rows have seeds of their own,
 * so that threads change nothing.
 */
final class ForwardSampler {
  private static final int BLOCK = 4_096;

  private ForwardSampler() {}

  static Table sample(BayesianNetwork network, int rows, Seed seed, ProgressListener progress) {
    Preconditions.checkArgument(rows >= 0, "rows: %s is below 0", rows);
    int[] order = network.graph().topologicalOrder().stream().mapToInt(network::index).toArray();
    int[][] columns = new int[order.length][rows];
    int blocks = (rows + BLOCK - 1) / BLOCK;
    AtomicInteger done = new AtomicInteger();
    progress.step("sample rows", 0, rows);
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(rows, from + BLOCK);
              fill(network, order, columns, from, to, seed.derive(block).random());
              progress.step("sample rows", done.addAndGet(to - from), rows);
            });
    List<Column> list = new ArrayList<>();
    for (int v = 0; v < columns.length; v++) {
      String name = network.variables().get(v);
      list.add(Column.Discrete.ofCodes(name, network.states(name), columns[v]));
    }
    return Table.of(list);
  }

  private static void fill(
      BayesianNetwork network,
      int[] order,
      int[][] columns,
      int from,
      int to,
      SplittableRandom random) {
    for (int v : order) {
      Factor factor = network.factors().get(v);
      int parents = factor.vars().length - 1;
      int states = network.card()[v];
      for (int row = from; row < to; row++) {
        int at = factor.offset();
        for (int i = 0; i < parents; i++) {
          at += factor.strides()[i] * columns[factor.vars()[i]][row];
        }
        columns[v][row] = WeightedSampling.draw(random, factor.table(), at, states);
      }
    }
  }
}
