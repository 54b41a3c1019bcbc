package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/** Random small networks, and everything about them by enumerating the joint distribution. */
final class RandomNetworks {
  private RandomNetworks() {}

  /** 3 to 7 nodes of 2 to 3 states, edges with probability one half, now and then a zero. */
  static BayesianNetwork network(long seed) {
    SplittableRandom random = Seed.of(seed).derive("network").random();
    int n = random.nextInt(3, 8);
    NetworkBuilder builder = BayesianNetwork.builder();
    int[] card = new int[n];
    List<Integer> order = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      card[v] = random.nextInt(2, 4);
      builder.variable("v" + v, Arrays.copyOf(new String[] {"a", "b", "c"}, card[v]));
      order.add(random.nextInt(v + 1), v);
    }
    for (int i = 0; i < n; i++) {
      List<String> parents = new ArrayList<>();
      int rows = 1;
      for (int j = 0; j < i; j++) {
        if (random.nextBoolean() && parents.size() < 4) {
          parents.add("v" + order.get(j));
          rows *= card[order.get(j)];
        }
      }
      double[][] table = new double[rows][];
      for (int row = 0; row < rows; row++) {
        table[row] = distribution(random, card[order.get(i)]);
      }
      builder.cpd("v" + order.get(i), parents, table);
    }
    return builder.build();
  }

  private static double[] distribution(SplittableRandom random, int states) {
    double[] p = new double[states];
    double sum = 0;
    for (int s = 0; s < states; s++) {
      p[s] = random.nextInt(12) == 0 ? 0 : -Math.log(1 - random.nextDouble());
      sum += p[s];
    }
    if (sum == 0) {
      p[0] = 1;
      sum = 1;
    }
    for (int s = 0; s < states; s++) {
      p[s] /= sum;
    }
    return p;
  }

  /** The full joint table of a network: written against the public accessors only. */
  static final class Enumerated {
    final List<String> variables;
    final int[] card;
    final int size;
    final double[] joint;

    Enumerated(BayesianNetwork network) {
      variables = network.variables();
      card = variables.stream().mapToInt(v -> network.states(v).size()).toArray();
      size = Arrays.stream(card).reduce(1, (a, b) -> a * b);
      joint = new double[size];
      for (int i = 0; i < size; i++) {
        double p = 1;
        int[] codes = codes(i);
        for (int v = 0; v < card.length; v++) {
          Cpd.Tabular cpd = network.cpd(variables.get(v));
          String[] given =
              cpd.parents().stream()
                  .map(u -> network.states(u).get(codes[variables.indexOf(u)]))
                  .toArray(String[]::new);
          p *= cpd.row(given)[codes[v]];
        }
        joint[i] = p;
      }
    }

    int[] codes(int entry) {
      int[] codes = new int[card.length];
      int rest = entry;
      for (int v = card.length - 1; v >= 0; v--) {
        codes[v] = rest % card[v];
        rest /= card[v];
      }
      return codes;
    }

    /** P(targets, evidence), unnormalized, last target fastest; evidence -1 where not observed. */
    double[] joint(int[] targets, int[] observed) {
      int length = Arrays.stream(targets).map(t -> card[t]).reduce(1, (a, b) -> a * b);
      double[] out = new double[length];
      for (int i = 0; i < size; i++) {
        int[] codes = codes(i);
        if (agrees(codes, observed)) {
          int at = 0;
          for (int target : targets) {
            at = at * card[target] + codes[target];
          }
          out[at] += joint[i];
        }
      }
      return out;
    }

    double max(int[] observed) {
      double max = 0;
      for (int i = 0; i < size; i++) {
        max = agrees(codes(i), observed) ? Math.max(max, joint[i]) : max;
      }
      return max;
    }

    static boolean agrees(int[] codes, int[] observed) {
      for (int v = 0; v < codes.length; v++) {
        if (observed[v] >= 0 && observed[v] != codes[v]) {
          return false;
        }
      }
      return true;
    }
  }
}
