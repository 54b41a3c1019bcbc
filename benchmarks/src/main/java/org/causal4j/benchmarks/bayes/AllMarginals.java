package org.causal4j.benchmarks.bayes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.causal4j.graph.bayes.CompiledNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.Marginals;
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

/** The posterior of every variable, with evidence on a fifth of the leaves. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class AllMarginals {
  /** The network. */
  @Param({
    "alarm",
    "hailfinder",
    "andes",
    "pigs",
    "water",
    "mildew",
    "diabetes",
    "munin2",
    "munin3",
    "munin4",
    "munin",
    "link",
    "barley",
    "munin1"
  })
  public String network;

  private CompiledNetwork compiled = CompileNetwork.smallest().compile();
  private List<Evidence> rows = List.of();
  private int next;

  /** Compiles the network and draws evidence; prints its seed. */
  @Setup
  public void compile() {
    compiled = RealNetworks.read(network).compile();
    rows = RealNetworks.onLeaves(compiled.network(), 16, RealNetworks.SEED);
    System.out.println(network + ": evidence drawn with " + RealNetworks.SEED);
  }

  /** One row of evidence after the other. */
  @Benchmark
  public Marginals marginals() {
    return compiled.marginals(rows.get(next++ % rows.size()));
  }
}
