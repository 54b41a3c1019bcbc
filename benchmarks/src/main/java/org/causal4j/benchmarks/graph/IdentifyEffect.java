package org.causal4j.benchmarks.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.Available;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;
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
 * Complete identification on a random graph with hidden causes, c-components of at most ten nodes:
 * the effect of an early node on a late one. {@code complete} asks the general algorithm with its
 * derivation; {@code easiest} looks for adjustment and front-door sets first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class IdentifyEffect {
  private static final int LARGEST_COMPONENT = 10;
  private static final int PARENTS = 3;
  private static final int REACH = 12;

  /** The number of nodes. */
  @Param({"50", "200"})
  public int nodes;

  /** The seed of the graph. */
  @Param({"1", "2", "3"})
  public long seed;

  private CausalGraph graph;
  private CausalQuery query;

  /** Builds the graph. */
  @Setup
  public void setUp() {
    graph = randomGraph(nodes, seed);
    query = CausalQuery.effectOf("v2").on("v" + (nodes - 1));
  }

  /** Parents among the nodes shortly before; hidden causes join neighbors within blocks of ten. */
  static CausalGraph randomGraph(int nodes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CausalGraph.Builder builder = CausalGraph.builder();
    List<String> names = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      names.add("v" + v);
      builder.node("v" + v);
    }
    for (int v = 1; v < nodes; v++) {
      builder.edge(names.get(v - 1), names.get(v));
      for (int i = 1; i < PARENTS; i++) {
        int parent = Math.max(0, v - 1 - random.nextInt(REACH));
        builder.edge(names.get(parent), names.get(v));
      }
      // every other node of a block, so that few bows stand between a treatment and its children
      if (v % LARGEST_COMPONENT >= 2) {
        builder.hiddenCause(names.get(v - 2), names.get(v));
      }
    }
    return builder.build();
  }

  /** The complete algorithm. */
  @Benchmark
  public Identification complete() {
    return Identifier.identify(graph, query, Available.observation());
  }

  /** The formula that is easiest to estimate. */
  @Benchmark
  public Identification easiest() {
    return Identifier.identify(graph, query);
  }
}
