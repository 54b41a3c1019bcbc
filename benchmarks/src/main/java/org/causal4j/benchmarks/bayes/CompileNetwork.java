package org.causal4j.benchmarks.bayes;

import java.util.concurrent.TimeUnit;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.CompiledNetwork;
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

/** Triangulation and junction tree. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class CompileNetwork {
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

  private BayesianNetwork read = smallest();

  static BayesianNetwork smallest() {
    return BayesianNetwork.builder().variable("x", "0").cpd("x", 1).build();
  }

  /** Reads the network. */
  @Setup
  public void read() {
    read = RealNetworks.read(network);
  }

  /** Compiles it. */
  @Benchmark
  public CompiledNetwork compile() {
    return read.compile();
  }
}
