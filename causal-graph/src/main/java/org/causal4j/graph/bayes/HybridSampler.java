package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.jspecify.annotations.Nullable;

/** Draws rows from a hybrid network: the discrete columns first, then the continuous ones. */
final class HybridSampler {
  private static final int BLOCK = 4_096;

  private HybridSampler() {}

  static Table sample(HybridNetwork network, int rows, Seed seed, ProgressListener progress) {
    Preconditions.checkArgument(rows >= 0, "rows: %s is below 0", rows);
    Table discrete =
        network.discretePart().variables().isEmpty()
            ? null
            : network.discretePart().sample(rows, seed.derive("discrete"), progress);
    List<String> order =
        network.graph().topologicalOrder().stream().filter(v -> !network.isDiscrete(v)).toList();
    Map<String, double[]> values = new LinkedHashMap<>();
    order.forEach(variable -> values.put(variable, new double[rows]));
    Seed own = seed.derive("continuous");
    AtomicInteger done = new AtomicInteger();
    IntStream.range(0, (rows + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(rows, from + BLOCK);
              SplittableRandom random = own.derive(block).random();
              for (String variable : order) {
                fill(network, variable, discrete, values, from, to, random);
              }
              progress.step("sample numbers", done.addAndGet(to - from), rows);
            });
    List<Column> columns = new ArrayList<>();
    for (String variable : network.variables()) {
      double[] numbers = values.get(variable);
      columns.add(
          numbers == null
              ? Objects.requireNonNull(discrete).column(variable)
              : Column.Continuous.of(variable, numbers));
    }
    return Table.of(columns);
  }

  private static void fill(
      HybridNetwork network,
      String variable,
      @Nullable Table discrete,
      Map<String, double[]> values,
      int from,
      int to,
      SplittableRandom random) {
    Cpd cpd = network.cpd(variable);
    List<String> discreteParents =
        cpd instanceof Cpd.ConditionalGaussian mixed ? mixed.discreteParents() : List.of();
    List<Column.Discrete> conditions =
        discreteParents.stream()
            .map(parent -> Objects.requireNonNull(discrete).discrete(parent))
            .toList();
    List<Cpd.LinearGaussian> regressions =
        cpd instanceof Cpd.ConditionalGaussian mixed
            ? mixed.rows()
            : List.of((Cpd.LinearGaussian) cpd);
    List<double[]> parents =
        regressions.get(0).parents().stream()
            .map(parent -> Objects.requireNonNull(values.get(parent)))
            .toList();
    double[][] coefficients =
        regressions.stream()
            .map(r -> r.coefficients().values().stream().mapToDouble(b -> b).toArray())
            .toArray(double[][]::new);
    double[] out = Objects.requireNonNull(values.get(variable));
    for (int row = from; row < to; row++) {
      int at = 0;
      for (Column.Discrete condition : conditions) {
        at = at * condition.states().size() + condition.code(row);
      }
      Cpd.LinearGaussian regression = regressions.get(at);
      double value = regression.intercept();
      for (int i = 0; i < coefficients[at].length; i++) {
        value += coefficients[at][i] * parents.get(i)[row];
      }
      out[row] = value + Math.sqrt(regression.variance()) * random.nextGaussian();
    }
  }
}
