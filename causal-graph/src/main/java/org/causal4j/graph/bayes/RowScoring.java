package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.data.Table;

/** Computes {@link RowPosteriors}: the different rows in groups by what is observed, in parts. */
final class RowScoring {
  private static final int ROWS_IN_A_PART = 512;

  private final BayesianNetwork network;
  private final int target;
  private final EvidenceRows rows;
  private final long budgetBytes;
  private final double[] posteriors;
  private final double[] logProbabilities;

  private RowScoring(Inquiry inquiry, int target, EvidenceRows rows, long budgetBytes) {
    this.network = inquiry.network();
    this.target = target;
    this.rows = rows;
    this.budgetBytes = budgetBytes;
    int states = network.card()[target];
    double entries = (double) rows.distinct * states;
    InferencePlan.of(1, entries, entries, 8 * (entries + rows.distinct)).orRefuse(budgetBytes);
    this.posteriors = new double[rows.distinct * states];
    this.logProbabilities = new double[rows.distinct];
  }

  static RowPosteriors run(
      Inquiry inquiry, String target, Table table, long budgetBytes, ProgressListener progress) {
    int v = inquiry.network().index(target);
    EvidenceRows rows = new EvidenceRows(inquiry, v, table);
    RowScoring scoring = new RowScoring(inquiry, v, rows, budgetBytes);
    scoring.run(progress);
    return new RowPosteriors(inquiry, target, rows, scoring.posteriors, scoring.logProbabilities);
  }

  private void run(ProgressListener progress) {
    AtomicLong done = new AtomicLong();
    progress.step("score rows", 0, rows.distinct);
    for (Map.Entry<BitSet, int[]> group : rows.byObserved().entrySet()) {
      int[] columns = group.getKey().stream().toArray();
      int[] members = group.getValue();
      int[] observed = Arrays.stream(columns).map(c -> rows.variables[c]).toArray();
      RowProgram program = new RowProgram(network, target, observed, members.length);
      int parts = (members.length + ROWS_IN_A_PART - 1) / ROWS_IN_A_PART;
      IntStream.range(0, parts)
          .parallel()
          .forEach(
              part -> {
                int from = part * ROWS_IN_A_PART;
                int to = Math.min(members.length, from + ROWS_IN_A_PART);
                score(program, columns, observed, Arrays.copyOfRange(members, from, to));
                progress.step("score rows", done.addAndGet(to - from), rows.distinct);
              });
    }
  }

  private void score(RowProgram program, int[] columns, int[] observed, int[] members) {
    RowProgram.Runner runner = program.fits() ? program.new Runner() : null;
    int states = network.card()[target];
    int[] codes = new int[columns.length];
    for (int row : members) {
      for (int i = 0; i < codes.length; i++) {
        codes[i] = rows.code(row, columns[i]);
      }
      double logProbability = Double.NEGATIVE_INFINITY;
      if (runner != null) {
        logProbability = runner.run(codes, posteriors, row * states);
      }
      if (!(logProbability >= Elimination.SAFE_LOG_PROBABILITY)) {
        logProbability = alone(program.order(), observed, codes, row);
      }
      logProbabilities[row] = observed.length == 0 ? 0 : logProbability;
    }
  }

  /** By an elimination for this row only, which falls back to logarithms. */
  private double alone(EliminationOrder order, int[] observed, int[] codes, int row) {
    int[] states = new int[network.card().length];
    Arrays.fill(states, -1);
    for (int i = 0; i < observed.length; i++) {
      states[observed[i]] = codes[i];
    }
    List<Factor> factors = new ArrayList<>();
    network
        .relevantFactors(new int[] {target}, observed)
        .forEach(f -> factors.add(f.restrict(states)));
    Elimination elimination = Elimination.inOrder(network.card(), factors, order, target);
    Elimination.Joint joint = elimination.plan().orRefuse(budgetBytes).run(elimination::sum);
    double logProbability = joint.logTotal();
    double sum = 0;
    for (double p : joint.table()) {
      sum += p;
    }
    for (int s = 0; s < joint.table().length; s++) {
      posteriors[row * joint.table().length + s] = sum > 0 ? joint.table()[s] / sum : 0;
    }
    return logProbability;
  }
}
