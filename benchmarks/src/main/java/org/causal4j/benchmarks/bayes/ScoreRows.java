package org.causal4j.benchmarks.bayes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.CompiledNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.RowPosteriors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * P(HYPOVOLEMIA | row) for a million rows of ten observed variables on alarm: drawn from the
 * network (rows repeat often), or every state as likely as another (rows repeat seldom).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class ScoreRows {
  private static final int ROWS = 1_000_000;
  private static final int DRAWN = 50_000;
  private static final List<String> OBSERVED =
      List.of(
          "HISTORY", "CVP", "PCWP", "BP", "HRBP", "HREKG", "HRSAT", "EXPCO2", "MINVOL", "PRESS");

  /** How rows are drawn. */
  @Param({"network", "uniform"})
  public String rows;

  private CompiledNetwork compiled = CompileNetwork.smallest().compile();
  private Table table = Table.of(Column.Discrete.of("x", List.of("0")));

  /** Draws the rows; prints the seed. */
  @Setup
  public void draw() {
    BayesianNetwork network = RealNetworks.read("alarm");
    compiled = network.compile();
    Seed seed = RealNetworks.SEED;
    System.out.println("rows drawn with " + seed);
    List<Evidence> drawn = RealNetworks.on(network, OBSERVED, DRAWN, seed);
    SplittableRandom random = seed.derive("rows").random();
    int[] picked = random.ints(ROWS, 0, DRAWN).toArray();
    List<Column> columns = new ArrayList<>();
    for (String name : OBSERVED) {
      List<String> states = network.states(name);
      int[] codes = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        codes[row] =
            rows.equals("uniform")
                ? random.nextInt(states.size())
                : states.indexOf(drawn.get(picked[row]).observed().get(name));
      }
      columns.add(Column.Discrete.ofCodes(name, states, codes));
    }
    table = Table.of(columns);
  }

  /** All rows. */
  @Benchmark
  public RowPosteriors posteriors() {
    return compiled.posteriors("HYPOVOLEMIA", table);
  }
}
