package org.causal4j.recommend.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

class InteractionGraphTest {
  private static EventLog log() {
    EventLogBuilder events = EventLog.builder();
    event(events, "ann", "tea", "buy", 10);
    event(events, "bob", "cup", "view", 20);
    event(events, "ann", "tea", "buy", 30);
    event(events, "ann", "cup", "buy", 15);
    return events.build();
  }

  private static void event(
      EventLogBuilder events, String user, String item, String action, long time) {
    events.add(user, item, action, time, "", Double.NaN, Double.NaN);
  }

  @Test
  void from_repeatedPair_countsItAndKeepsItsLastTime() {
    InteractionGraph graph = InteractionGraph.from(log());
    int ann = graph.userNumber("ann");
    int tea = graph.itemNumber("tea");
    assertThat(graph.pairs()).isEqualTo(3);
    assertThat(graph.byUser().get(ann, tea)).isEqualTo(2);
    assertThat(graph.byItem().get(tea, ann)).isEqualTo(2);
    assertThat(graph.lastTime(ann, tea)).contains(Instant.ofEpochMilli(30));
    assertThat(graph.lastTime(ann, graph.itemNumber("cup"))).contains(Instant.ofEpochMilli(15));
    assertThat(graph.lastTime(graph.userNumber("bob"), tea)).isEmpty();
    assertThat(graph.provenance().sources()).hasSize(1);
  }

  @Test
  void from_oneAction_ignoresTheOthers() {
    InteractionGraph graph = InteractionGraph.from(log(), "buy");
    assertThat(graph.users()).containsExactly("ann");
    assertThat(graph.pairs()).isEqualTo(2);
  }

  @Test
  void from_listOfItems_keepsItsOrderAndItemsWithoutUsers() {
    InteractionGraph graph = InteractionGraph.from(log(), List.of("pot", "cup", "tea"));
    assertThat(graph.items()).containsExactly("pot", "cup", "tea");
    assertThat(graph.byItem().rowLength(0)).isZero();
    assertThat(graph.itemDegrees()).isEqualTo(new Degrees(3, 1, 0, 1, 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionGraph.from(log(), List.of("cup")))
        .withMessageContaining("'tea' is not in the list of items");
  }

  @Test
  void of_wrongMatrix_isRefused() {
    CsrMatrix zero = CsrMatrix.copyOf(1, new int[] {0, 1}, new int[] {0}, new float[] {0});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionGraph.of(List.of("u"), List.of("i"), zero))
        .withMessageContaining("not above 0");
    CsrMatrix one = CsrMatrix.copyOf(1, new int[] {0, 1}, new int[] {0}, new float[] {1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionGraph.of(List.of("u", "v"), List.of("i"), one))
        .withMessageContaining("1 x 1 for 2 users and 1 items");
    CsrMatrix two = CsrMatrix.copyOf(2, new int[] {0, 1}, new int[] {0}, new float[] {1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionGraph.of(List.of("u"), List.of("i", "i"), two))
        .withMessageContaining("an id stands twice");
  }

  @Test
  void normalizedAdjacency_pathOfThreeNodes_hasHandComputedValues() {
    // u0 - i0, u0 - i1: degrees 2, 1, 1, so both entries are 1/√2
    CsrMatrix adjacency = Graphs.of(1, 2, new int[] {0, 0}, new int[] {0, 1}).normalizedAdjacency();
    assertThat(adjacency.entries()).isEqualTo(4);
    assertThat(adjacency.get(0, 1)).isCloseTo((float) Math.sqrt(0.5), within(1e-7f));
    assertThat(adjacency.get(0, 2)).isEqualTo(adjacency.get(2, 0));
  }

  /** D^(1/2)·1 is the eigenvector of Ã for its largest eigenvalue, 1 (Chung, 1997, §1.2). */
  @Property(tries = 50, seed = "11")
  void normalizedAdjacency_anyGraph_isSymmetricAndKeepsRootDegrees(
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 20) int items,
      @ForAll long seed) {
    InteractionGraph graph = Graphs.random(users, items, 0.3, seed);
    CsrMatrix adjacency = graph.normalizedAdjacency();
    assertThat(adjacency.transpose()).isEqualTo(adjacency);
    float[] roots = new float[users + items];
    for (int node = 0; node < roots.length; node++) {
      roots[node] = (float) Math.sqrt(adjacency.rowLength(node));
    }
    float[] product = new float[roots.length];
    Kernels.scalar().withThreads(1).sparse(adjacency).multiply(roots, 1, product);
    for (int node = 0; node < roots.length; node++) {
      assertThat(product[node]).isCloseTo(roots[node], within(1e-5f));
    }
  }

  @Property(tries = 60, seed = "12")
  void core_anyGraph_isWhatRemovingUntilNothingChangesLeaves(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int k) {
    InteractionGraph graph = Graphs.random(12, 9, 0.3, seed);
    List<String> expected = peeled(graph, k);
    if (expected.isEmpty()) {
      assertThatIllegalArgumentException().isThrownBy(() -> graph.core(k));
      return;
    }
    InteractionGraph core = graph.core(k);
    assertThat(pairs(core)).isEqualTo(expected);
    assertThat(core.userDegrees().min()).isGreaterThanOrEqualTo(k);
    assertThat(core.itemDegrees().min()).isGreaterThanOrEqualTo(k);
    assertThat(core.core(k).hash()).isEqualTo(core.hash());
  }

  private static List<String> pairs(InteractionGraph graph) {
    List<String> pairs = new ArrayList<>();
    for (int user = 0; user < graph.users().size(); user++) {
      for (int item : graph.byUser().rowColumns(user)) {
        pairs.add(graph.users().get(user) + " " + graph.items().get(item));
      }
    }
    return pairs;
  }

  private static List<String> peeled(InteractionGraph graph, int k) {
    List<String> pairs = pairs(graph);
    while (true) {
      List<String> before = List.copyOf(pairs);
      pairs.removeIf(
          pair ->
              before.stream().filter(p -> p.split(" ")[0].equals(pair.split(" ")[0])).count() < k
                  || before.stream().filter(p -> p.split(" ")[1].equals(pair.split(" ")[1])).count()
                      < k);
      if (pairs.size() == before.size()) {
        return pairs;
      }
    }
  }

  @Test
  void core_graphWithTimes_keepsThem() {
    EventLogBuilder events = EventLog.builder();
    event(events, "lone", "odd", "buy", 1);
    event(events, "a", "x", "buy", 2);
    event(events, "a", "y", "buy", 3);
    event(events, "b", "x", "buy", 4);
    event(events, "b", "y", "buy", 5);
    InteractionGraph core = InteractionGraph.from(events.build()).core(2);
    assertThat(core.users()).containsExactly("a", "b");
    assertThat(core.lastTime(1, 0)).contains(Instant.ofEpochMilli(4));
  }

  @Test
  void hash_otherCountOrTime_differs() {
    assertThat(InteractionGraph.from(log()).hash()).isEqualTo(InteractionGraph.from(log()).hash());
    EventLogBuilder later = EventLog.builder();
    event(later, "ann", "tea", "buy", 11);
    EventLogBuilder twice = EventLog.builder();
    event(twice, "ann", "tea", "buy", 10);
    event(twice, "ann", "tea", "buy", 11);
    assertThat(InteractionGraph.from(later.build()).hash())
        .isNotEqualTo(InteractionGraph.from(twice.build()).hash());
  }

  @Test
  void lastTimes_callerWritesIntoTheCopy_graphStays() {
    InteractionGraph graph = InteractionGraph.from(log());
    graph.lastTimes().orElseThrow()[0] = -1;
    assertThat(graph.lastTimes().orElseThrow()).doesNotContain(-1);
    assertThat(Graphs.of(1, 1, new int[] {0, 0}).hasTimes()).isFalse();
  }

  @Test
  void describe_smallGraph_tellsSizeAndDegrees() {
    assertThat(InteractionGraph.from(log()).describe())
        .isEqualTo(
            """
            InteractionGraph: 2 users, 2 items, 3 pairs (75.00 % of all)
            users: 2 nodes with 1 to 2 partners, median 1.5, mean 1.5; 0 without
            items: 2 nodes with 1 to 2 partners, median 1.5, mean 1.5; 0 without""");
  }
}
