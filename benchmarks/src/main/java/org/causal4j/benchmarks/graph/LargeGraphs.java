package org.causal4j.benchmarks.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.graph.Adjustment;
import org.causal4j.graph.AdjustmentSets;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Separation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Queries on graphs too large for anything but linear time. An edge joins a node with one of the
 * 200 next, and the treatment has 300 causes, so that paths are long, most nodes are ancestors of
 * the outcome, everything between treatment and outcome is on a causal path, and a minimal set has
 * hundreds of variables.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx3g"})
public class LargeGraphs {
  private static final int REACH = 200;

  /** 100,000 nodes, 300,000 edges. */
  @State(Scope.Benchmark)
  public static class Hundred {
    private CausalGraph graph;
    private CausalGraph dag;
    private CausalGraph small;

    /** Draws the graph. */
    @Setup
    public void prepare() {
      dag = draw(100_000, 300_000, 0);
      graph = draw(100_000, 300_000, 10);
      small = draw(3_000, 9_000, 0);
    }
  }

  /** 330,000 nodes, 1,000,000 edges. */
  @State(Scope.Benchmark)
  public static class Million {
    private CausalGraph graph;
    private List<String> given;

    /** Draws the graph and a slab of nodes that no edge jumps over. */
    @Setup
    public void prepare() {
      graph = draw(330_000, 1_000_000, 10);
      given = new ArrayList<>();
      for (int i = 0; i < REACH; i++) {
        given.add("v" + (250_000 + i));
      }
    }
  }

  private static CausalGraph draw(int nodes, int edges, int everyBidirected) {
    SplittableRandom random = Seed.of(11).random();
    CausalGraph.Builder builder = CausalGraph.builder();
    for (int v = 0; v < nodes; v++) {
      builder.node("v" + v);
    }
    for (int e = 0; e < edges; e++) {
      int from = random.nextInt(nodes - REACH);
      int to = from + 1 + random.nextInt(REACH);
      if (everyBidirected > 0 && e % everyBidirected == 0) {
        builder.hiddenCause("v" + from, "v" + to);
      } else {
        builder.edge("v" + from, "v" + to);
      }
    }
    for (int i = 1; i <= 300 && i <= nodes / 3; i++) {
      builder.edge("v" + (nodes / 3 - i), "v" + nodes / 3);
    }
    for (int i = 1; i <= 3; i++) {
      builder.edge("v" + nodes / 3, "v" + (nodes / 3 + 20 * i));
      builder.edge("v" + (2 * nodes / 3 - 20 * i), "v" + 2 * nodes / 3);
    }
    return builder.build();
  }

  /** One minimal set in a DAG. */
  @Benchmark
  public Adjustment minimalAdjustmentSet(Hundred state) {
    return AdjustmentSets.minimal(state.dag, "v33333", "v66666");
  }

  /** With one edge in ten bidirected. */
  @Benchmark
  public Adjustment minimalAdjustmentSetWithHiddenCauses(Hundred state) {
    return AdjustmentSets.minimal(state.graph, "v33333", "v66666");
  }

  /** The first ten minimal sets of a DAG with 3,000 nodes and 9,000 edges. */
  @Benchmark
  public List<Set<String>> tenMinimalSets(Hundred state) {
    return AdjustmentSets.allMinimal(state.small, "v1000", "v2000", 10);
  }

  /** Two nodes on both sides of the slab, which separates them: the search covers one side. */
  @Benchmark
  public boolean separated(Million state) {
    return Separation.dSeparated(state.graph, Set.of("v249000"), Set.of("v329000"), state.given);
  }

  /** Everything that is connected with a node given the slab. */
  @Benchmark
  public Set<String> connected(Million state) {
    return Separation.connected(state.graph, Set.of("v249000"), state.given);
  }
}
