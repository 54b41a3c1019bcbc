package org.causal4j.benchmarks.bayes;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.Cpd;
import org.causal4j.graph.bayes.Evidence;

/**
 * The networks of the bnlearn repository, from the folder of shared data (system property {@code
 * causal4j.shared}), and evidence on their leaves.
 */
final class RealNetworks {
  /** All of them, small ones first. */
  static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "cancer",
          "earthquake",
          "survey",
          "asia",
          "sachs",
          "child",
          "insurance",
          "water",
          "mildew",
          "alarm",
          "barley",
          "hailfinder",
          "hepar2",
          "win95pts",
          "pathfinder",
          "munin1",
          "andes",
          "diabetes",
          "pigs",
          "link",
          "munin2",
          "munin4",
          "munin",
          "munin3");

  /** What evidence is drawn with. */
  static final Seed SEED = Seed.of(20);

  private static final double OBSERVED_LEAVES = .2;

  private RealNetworks() {}

  static Path file(String name) {
    return Path.of(System.getProperty("causal4j.shared", "../shared"))
        .resolve("data/causal/bn")
        .resolve(name + ".bif.gz");
  }

  static BayesianNetwork read(String name) {
    try {
      return BayesianNetwork.read(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Evidence on a fifth of the leaves (at least one), drawn from the network itself: always the
   * same leaves, other states in each.
   */
  static List<Evidence> onLeaves(BayesianNetwork network, int count, Seed seed) {
    List<String> leaves = new ArrayList<>();
    for (String variable : network.variables()) {
      if (network.graph().children(variable).isEmpty()) {
        leaves.add(variable);
      }
    }
    SplittableRandom random = seed.derive("leaves").random();
    long wanted = Math.max(1, Math.round(OBSERVED_LEAVES * leaves.size()));
    while (leaves.size() > wanted) {
      leaves.remove(random.nextInt(leaves.size()));
    }
    return on(network, leaves, count, seed);
  }

  /** Evidence on given variables, drawn from the network. */
  static List<Evidence> on(BayesianNetwork network, List<String> observed, int count, Seed seed) {
    SplittableRandom random = seed.derive("states").random();
    List<Evidence> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> states = sample(network, random);
      Map<String, String> seen = new LinkedHashMap<>();
      observed.forEach(variable -> seen.put(variable, states.get(variable)));
      drawn.add(Evidence.of(seen));
    }
    return drawn;
  }

  private static Map<String, String> sample(BayesianNetwork network, SplittableRandom random) {
    Map<String, String> states = new HashMap<>();
    for (String variable : network.graph().topologicalOrder()) {
      Cpd.Tabular cpd = network.cpd(variable);
      double[] row = cpd.row(cpd.parents().stream().map(states::get).toArray(String[]::new));
      double left = random.nextDouble();
      int state = 0;
      for (int s = 0; s < row.length; s++) {
        if (row[s] > 0) {
          state = s;
          if (left < row[s]) {
            break;
          }
          left -= row[s];
        }
      }
      states.put(variable, cpd.states().get(state));
    }
    return states;
  }
}
