package org.causal4j.benchmarks.bayes;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.CompiledNetwork;
import org.causal4j.graph.bayes.Cpd;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.Marginals;
import org.causal4j.graph.bayes.NetworkBuilder;
import org.causal4j.graph.bayes.NetworkFormats;

/**
 * This library's side of {@code benchmarks/peers/bayes}: writes the networks and the evidence for
 * the others ({@code prepare FOLDER [NAME…]}), then times itself on one thread ({@code time FOLDER
 * [NAME…]}), prints a line of CSV for each network and writes the posteriors of the first evidence.
 *
 * <p>Names of variables and states are replaced by numbers, since not every reader takes the signs
 * that the files hold.
 */
public final class PeerRun {
  private static final int ROWS_OF_EVIDENCE = 6;
  private static final long BUDGET = 4L << 30;
  private static final double WARM_UP_SECONDS = 1.5;
  private static final double MEASURED_SECONDS = 1;
  private static final int FEWEST = 3;
  private static final int MOST = 20_000;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PeerRun() {}

  /** Runs one of the two parts. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    List<String> names =
        args.length > 2 ? List.of(args).subList(2, args.length) : RealNetworks.NAMES;
    if (args[0].equals("prepare")) {
      for (String name : names) {
        prepare(folder, name);
      }
    } else {
      for (String name : names) {
        System.out.println(time(folder, name));
      }
    }
  }

  private static void prepare(Path folder, String name) throws IOException {
    BayesianNetwork network = RealNetworks.read(name);
    NetworkBuilder plain = BayesianNetwork.builder();
    for (String variable : network.variables()) {
      int count = network.states(variable).size();
      String[] states = new String[count];
      Arrays.setAll(states, s -> "s" + s);
      plain.variable(number(network, variable), states);
    }
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      double[][] rows = new double[cpd.rows()][];
      Arrays.setAll(rows, cpd::row);
      List<String> parents = new ArrayList<>();
      cpd.parents().forEach(parent -> parents.add(number(network, parent)));
      plain.cpd(number(network, variable), parents, rows);
    }
    NetworkFormats.writeBif(plain.build(), folder.resolve(name + ".bif"));
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name + ".evidence"))) {
      for (Evidence evidence : evidence(network)) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> seen : evidence.observed().entrySet()) {
          int state = network.states(seen.getKey()).indexOf(seen.getValue());
          pairs.add(number(network, seen.getKey()) + "=" + state);
        }
        out.write(String.join(",", pairs) + "\n");
      }
    }
  }

  private static String number(BayesianNetwork network, String variable) {
    return "V" + network.variables().indexOf(variable);
  }

  private static List<Evidence> evidence(BayesianNetwork network) {
    return RealNetworks.onLeaves(network, ROWS_OF_EVIDENCE, RealNetworks.SEED);
  }

  private static String time(Path folder, String name) throws IOException {
    BayesianNetwork network = RealNetworks.read(name);
    double read = mean(1, i -> RealNetworks.read(name).freeParameters());
    List<Evidence> rows = evidence(network);
    first(network, rows.get(0), WARM_UP_SECONDS);
    double first = first(network, rows.get(0), MEASURED_SECONDS);
    CompiledNetwork compiled = network.compile(BUDGET);
    write(folder.resolve(name + ".posteriors"), network, compiled.marginals(rows.get(0)));
    warm(compiled, rows, WARM_UP_SECONDS);
    double warm = warm(compiled, rows, MEASURED_SECONDS);
    return String.format(Locale.ROOT, "%s,causal4j,%.4f,%.6f,%.6f,0", name, read, first, warm);
  }

  private static double first(BayesianNetwork network, Evidence evidence, double forSeconds) {
    return mean(forSeconds, i -> read(network, network.compile(BUDGET).marginals(evidence)));
  }

  private static double warm(CompiledNetwork compiled, List<Evidence> rows, double forSeconds) {
    return mean(
        forSeconds,
        i -> read(compiled.network(), compiled.marginals(rows.get(1 + i % (rows.size() - 1)))));
  }

  /** Every posterior is asked for: whoever computes them only then has computed them. */
  private static double read(BayesianNetwork network, Marginals marginals) {
    double sum = 0;
    for (String variable : network.variables()) {
      sum += marginals.of(variable).table()[0];
    }
    return sum;
  }

  private interface Work {
    double run(int i);
  }

  /** Processor seconds of the whole process for each run: collector and compiler count. */
  private static double mean(double forSeconds, Work work) {
    int runs = 0;
    double start = seconds();
    double spent = 0;
    while (runs < FEWEST || (spent < forSeconds && runs < MOST)) {
      if (Double.isNaN(work.run(runs++))) {
        throw new IllegalStateException("not a number");
      }
      spent = seconds() - start;
    }
    return spent / runs;
  }

  private static double seconds() {
    return PROCESS.getProcessCpuTime() / 1e9;
  }

  private static void write(Path file, BayesianNetwork network, Marginals marginals)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String variable : network.variables()) {
        out.write(number(network, variable));
        for (double p : marginals.of(variable).table()) {
          out.write(" " + p);
        }
        out.write("\n");
      }
    }
  }
}
