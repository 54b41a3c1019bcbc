package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;

class OrderSearchTest {

  @Property(tries = 100, seed = "71")
  void search_onRandomGraph_ordersEveryNodeThatIsNotKept(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).random();
    int n = random.nextInt(1, 70);
    int[][] graph = graph(random, n, 1.5 / n * random.nextDouble());
    int[] card = random.ints(n, 1, 4).toArray();
    int[] keep = IntStream.range(0, n).filter(v -> random.nextInt(8) == 0).toArray();
    int[] order = OrderSearch.search(card, graph, keep, 1e300);
    TreeSet<Integer> expected = new TreeSet<>();
    IntStream.range(0, n).forEach(expected::add);
    Arrays.stream(keep).forEach(expected::remove);
    assertThat(Objects.requireNonNull(order)).containsExactlyInAnyOrder(toArray(expected));
    assertThat(OrderSearch.search(card, graph, keep, 1e300)).containsExactly(order);
  }

  /** The cliques of an order, against elimination on a graph of sets. */
  @Property(tries = 300, seed = "72")
  void following_anOrder_hasTheCliquesOfElimination(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).random();
    int n = random.nextInt(1, 25);
    int[][] graph = graph(random, n, random.nextDouble() * .4);
    int[] card = random.ints(n, 1, 5).toArray();
    List<Integer> nodes = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      nodes.add(random.nextInt(v + 1), v);
    }
    int[] order = nodes.stream().limit(1 + random.nextInt(n)).mapToInt(v -> v).toArray();
    EliminationOrder found = EliminationOrder.following(card, graph, order);
    List<TreeSet<Integer>> left = new ArrayList<>();
    for (int[] row : graph) {
      TreeSet<Integer> set = new TreeSet<>();
      Arrays.stream(row).forEach(set::add);
      left.add(set);
    }
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      int v = order[i];
      TreeSet<Integer> around = left.get(v);
      int[] clique = new int[around.size() + 1];
      clique[0] = v;
      System.arraycopy(toArray(around), 0, clique, 1, around.size());
      assertThat(found.cliques()[i]).containsExactly(clique);
      largest = Math.max(largest, Factor.size(card, clique));
      for (int u : around) {
        left.get(u).addAll(around);
        left.get(u).remove(u);
        left.get(u).remove(v);
      }
    }
    assertThat(found.largest()).isEqualTo(largest);
  }

  /** Plain min-fill and min-weight need 195 million entries on this network. */
  @Test
  void plan_ofMunin1_needsAThirdOfWhatGreedyOrdersNeed() throws Exception {
    BayesianNetwork network =
        BayesianNetwork.read(SharedData.require("data/causal/bn/munin1.bif.gz"));
    assertThat(network.plan().totalEntries()).isLessThan(70e6);
  }

  private static int[] toArray(TreeSet<Integer> set) {
    return set.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[][] graph(SplittableRandom random, int n, double density) {
    List<TreeSet<Integer>> rows = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      rows.add(new TreeSet<>());
    }
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < v; u++) {
        if (random.nextDouble() < density) {
          rows.get(v).add(u);
          rows.get(u).add(v);
        }
      }
    }
    return rows.stream().map(OrderSearchTest::toArray).toArray(int[][]::new);
  }
}
