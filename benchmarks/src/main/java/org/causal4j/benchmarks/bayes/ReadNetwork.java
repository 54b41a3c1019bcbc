package org.causal4j.benchmarks.bayes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.NetworkFormats;
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

/** From a compressed file to a network, and from text in memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class ReadNetwork {
  /** The network. */
  @Param({"alarm", "andes", "pathfinder", "munin", "link", "barley", "mildew", "diabetes"})
  public String network;

  private String text = "";

  /** Reads the text once. */
  @Setup
  public void readText() throws IOException {
    byte[] packed = Files.readAllBytes(RealNetworks.file(network));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The file. */
  @Benchmark
  public BayesianNetwork file() throws IOException {
    return BayesianNetwork.read(RealNetworks.file(network));
  }

  /** The text. */
  @Benchmark
  public BayesianNetwork text() {
    return NetworkFormats.parseBif(text);
  }
}
