package org.causal4j.benchmarks.bayes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.Posterior;
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
 * One variable, with evidence on a fifth of the leaves: pruned, ordered and eliminated each time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class SingleQuery {
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

  private BayesianNetwork read = CompileNetwork.smallest();
  private List<Evidence> rows = List.of();
  private int next;

  /** Reads the network and draws evidence; prints its seed. */
  @Setup
  public void read() {
    read = RealNetworks.read(network);
    rows = RealNetworks.onLeaves(read, 16, RealNetworks.SEED);
    System.out.println(network + ": evidence drawn with " + RealNetworks.SEED);
  }

  /** The variable in the middle of the list. */
  @Benchmark
  public Posterior query() {
    String target = read.variables().get(read.variables().size() / 2);
    Evidence evidence = rows.get(next++ % rows.size());
    return evidence.observed().containsKey(target)
        ? read.query(target).posterior()
        : read.query(target).given(evidence).posterior();
  }
}
