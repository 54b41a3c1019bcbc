package org.causal4j.benchmarks.bayes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.FitOptions;
import org.causal4j.graph.bayes.SufficientStatistics;
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
 * Seconds to the parameters of alarm (37 variables, 509 free parameters) from 1,000,000 rows that
 * were sampled from it. The network comes from the folder of shared data (system property {@code
 * causal4j.shared}).
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g"})
@State(Scope.Benchmark)
public class LearnParameters {
  private static final int ROWS = 1_000_000;
  private static final Seed SEED = Seed.of(1);

  private BayesianNetwork alarm;
  private Table rows;

  /** Samples the rows. */
  @Setup
  public void sampleRows() throws IOException {
    alarm =
        BayesianNetwork.read(
            Path.of(System.getProperty("causal4j.shared", "../shared"))
                .resolve("data/causal/bn/alarm.bif.gz"));
    rows = alarm.sample(ROWS, SEED);
  }

  /** Forward sampling of the rows. */
  @Benchmark
  public Table sample() {
    return alarm.sample(ROWS, SEED);
  }

  /** Counts alone. */
  @Benchmark
  public SufficientStatistics count() {
    return SufficientStatistics.count(alarm.graph(), rows);
  }

  /** Counts, tables, and the fingerprint of the rows for the provenance. */
  @Benchmark
  public BayesianNetwork fit() {
    return BayesianNetwork.fit(alarm.graph(), rows, FitOptions.dirichlet(1));
  }
}
