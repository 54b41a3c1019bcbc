package org.causal4j.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.evaluate.RankingEvaluation.Metric;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;

class RankingEvaluationTest {
  private static final Offset<Double> EXACT = within(1e-12);

  /** u0 had i0, u1 had i1, u2 had i2; six items. */
  private static final InteractionGraph GRAPH =
      Graphs.of(3, 6, new int[] {0, 0}, new int[] {1, 1}, new int[] {2, 2});

  /** u0 ranks 0 1 2 3 4 5; u1 ranks 5 4 3 2 1 0; u2 ties all. */
  private static final FixedScorer SCORER =
      new FixedScorer(
          GRAPH,
          new float[] {6, 5, 4, 3, 2, 1},
          new float[] {1, 2, 3, 4, 5, 6},
          new float[] {1, 1, 1, 1, 1, 1});

  private static EventLog test(String... pairs) {
    EventLogBuilder events = EventLog.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      events.add(pairs[i], pairs[i + 1], "buy", i, "", Double.NaN, Double.NaN);
    }
    return events.build();
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void of_threeUsers_hasHandComputedValues() {
    // u0: known i0; targets i2, i5. List of 3 without i0: i1, i2, i3, so the target is at rank 2.
    // u1: known i1; target i5. List: i5, i4, i3: rank 1.
    // u2: known i2; target i4. Ties by number: i0, i1, i3: a miss.
    Relevance relevance =
        Relevance.newItems(GRAPH, test("u0", "i2", "u0", "i5", "u1", "i5", "u2", "i4", "u0", "i0"));
    RankingEvaluation evaluation = RankingEvaluation.of(SCORER, relevance, 3, Seed.of(1));
    assertThat(evaluation.users()).isEqualTo(3);
    double gain = 1 / log2(3);
    double ideal = 1 + 1 / log2(3);
    check(evaluation, Metric.RECALL, 1.0 / 2, 1, 0);
    check(evaluation, Metric.PRECISION, 1.0 / 3, 1.0 / 3, 0);
    check(evaluation, Metric.NDCG, gain / ideal, 1, 0);
    check(evaluation, Metric.HIT_RATE, 1, 1, 0);
    check(evaluation, Metric.MRR, 1.0 / 2, 1, 0);
    check(evaluation, Metric.MAP, 1.0 / 2 / 2, 1, 0);
    // shown: i1 i2 i3 i5 i4 i0
    assertThat(evaluation.coverage()).isCloseTo(1, EXACT);
    // times shown: i0 1, i1 2, i2 1, i3 3, i4 1, i5 1; sorted 1 1 1 1 2 3, weights -5 -3 -1 1 3 5
    assertThat(evaluation.gini()).isCloseTo((-5 - 3 - 1 + 1 + 6 + 15) / (6.0 * 9), EXACT);
    // i0, i1 and i2 have one user of three; so count those that nobody has
    check(evaluation, Metric.NOVELTY, log2(3), log2(3), log2(3));
  }

  @Test
  void novelty_popularItems_areWorthFewerBits() {
    InteractionGraph graph =
        Graphs.of(4, 3, new int[] {0, 0}, new int[] {1, 0}, new int[] {2, 1}, new int[] {3, 0});
    FixedScorer scorer =
        new FixedScorer(
            graph,
            new float[] {3, 2, 1},
            new float[] {3, 2, 1},
            new float[] {3, 2, 1},
            new float[] {3, 2, 1});
    Relevance relevance =
        Relevance.newItems(graph, Graphs.of(4, 3, new int[] {0, 1}, new int[] {2, 0}));
    RankingEvaluation evaluation = RankingEvaluation.of(scorer, relevance, 1, Seed.of(1));
    // u0 sees i1, had by one user of four; u2 sees i0, had by three
    check(evaluation, Metric.NOVELTY, 2, log2(4.0 / 3));
    assertThat(evaluation.coverage()).isCloseTo(2.0 / 3, EXACT);
  }

  @Test
  void of_anyThreads_hasTheSameValuesAndIntervals() {
    InteractionGraph graph = Graphs.random(700, 40, 0.1, 5);
    FixedScorer scorer = new FixedScorer(graph, rows(700, 40, 6));
    Relevance relevance = Relevance.newItems(graph, Graphs.random(700, 40, 0.1, 6));
    RankingEvaluation one =
        RankingEvaluation.of(
            scorer, relevance, 5, Seed.of(3), Kernels.scalar(), ProgressListener.NONE);
    for (int threads : new int[] {1, 2, 4}) {
      RankingEvaluation more =
          RankingEvaluation.of(
              scorer,
              relevance,
              5,
              Seed.of(3),
              Kernels.scalar().withThreads(threads),
              ProgressListener.NONE);
      for (Metric metric : Metric.values()) {
        assertThat(more.value(metric)).isEqualTo(one.value(metric));
        assertThat(more.perUser(metric)).isEqualTo(one.perUser(metric));
      }
      assertThat(more.gini()).isEqualTo(one.gini());
    }
  }

  @Test
  void newItems_ofGraphs_areThoseOfTheLog() {
    InteractionGraph test = Graphs.of(3, 6, new int[] {0, 2}, new int[] {0, 0}, new int[] {1, 5});
    Relevance relevance = Relevance.newItems(GRAPH, test);
    assertThat(relevance.targets())
        .isEqualTo(Relevance.newItems(GRAPH, test("u0", "i2", "u0", "i0", "u1", "i5")).targets());
    assertThat(relevance.usersWithoutTargets()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relevance.newItems(GRAPH, Graphs.of(3, 5, new int[] {0, 2})))
        .withMessageContaining("does not number users and items");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relevance.newItems(GRAPH, GRAPH))
        .withMessageContaining("no user of the training period has such an item");
  }

  private static void check(RankingEvaluation evaluation, Metric metric, double... perUser) {
    double sum = 0;
    for (int u = 0; u < perUser.length; u++) {
      assertThat(evaluation.perUser(metric).get(u))
          .as("%s of %s", metric, u)
          .isCloseTo(perUser[u], EXACT);
      sum += perUser[u];
    }
    assertThat(evaluation.value(metric).value()).isCloseTo(sum / perUser.length, EXACT);
  }

  @Test
  void ndcg_moreTargetsThanPlaces_idealIsAListFullOfTargets() {
    Relevance relevance =
        Relevance.newItems(GRAPH, test("u0", "i1", "u0", "i2", "u0", "i3", "u0", "i4"));
    RankingEvaluation evaluation = RankingEvaluation.of(SCORER, relevance, 2, Seed.of(1));
    assertThat(evaluation.value(Metric.NDCG).value()).isCloseTo(1, EXACT);
    assertThat(evaluation.value(Metric.MAP).value()).isCloseTo(1, EXACT);
    assertThat(evaluation.value(Metric.RECALL).value()).isCloseTo(0.5, EXACT);
  }

  @Test
  void of_repeatItems_keepsKnownItemsInTheList() {
    Relevance relevance = Relevance.repeatItems(GRAPH, test("u0", "i0", "u1", "i2", "u1", "i1"));
    assertThat(relevance.users()).isEqualTo(2);
    RankingEvaluation evaluation = RankingEvaluation.of(SCORER, relevance, 3, Seed.of(1));
    // u0: i0 is first of all; u1: i1 is fifth
    check(evaluation, Metric.RECALL, 1, 0);
  }

  @Test
  void newItems_usersWithoutTargets_areSkippedAndCounted() {
    Relevance relevance =
        Relevance.newItems(
            GRAPH, test("u0", "i0", "u1", "i2", "new", "i1", "u2", "none", "u2", "i2"));
    assertThat(relevance.users()).isEqualTo(1);
    assertThat(relevance.usersWithoutTargets()).isEqualTo(2);
    assertThat(relevance.unknownUsers()).isEqualTo(1);
    assertThat(relevance.unknownItems()).isEqualTo(1);
    assertThat(relevance.pairs()).isEqualTo(1);
    assertThat(relevance.toString())
        .isEqualTo(
            "1 users with 1 new items (2 users without; 1 users and 1 items unknown at training)");
  }

  @Test
  void newItems_noUserHasOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relevance.newItems(GRAPH, test("u0", "i0", "stranger", "i1")))
        .withMessageContaining("no user of the training period has such an item");
  }

  @Test
  void of_scorerOfAnotherGraph_isRefused() {
    Relevance relevance = Relevance.newItems(GRAPH, test("u0", "i1"));
    InteractionGraph other = Graphs.of(4, 6, new int[] {0, 0});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RankingEvaluation.of(new FixedScorer(other), relevance, 3, Seed.of(1)))
        .withMessageContaining("but the targets are of");
  }

  @Test
  void value_sameSeed_hasTheSameIntervalThatCoversTheMean() {
    InteractionGraph graph = Graphs.random(200, 30, 0.1, 5);
    FixedScorer scorer = new FixedScorer(graph, rows(200, 30, 6));
    EventLogBuilder events = EventLog.builder();
    for (int u = 0; u < 200; u++) {
      events.add("u" + u, "i" + (u * 7 % 30), "buy", u, "", Double.NaN, Double.NaN);
    }
    Relevance relevance = Relevance.newItems(graph, events.build());
    RankingEvaluation one = RankingEvaluation.of(scorer, relevance, 10, Seed.of(3));
    RankingEvaluation two = RankingEvaluation.of(scorer, relevance, 10, Seed.of(3));
    MetricValue recall = one.value(Metric.RECALL);
    assertThat(recall).isEqualTo(two.value(Metric.RECALL));
    assertThat(recall.interval().covers(recall.value())).isTrue();
    // the standard error of a share from n users, times 2 x 1.96, is the width to expect
    double width = 2 * 1.96 * Math.sqrt(recall.value() * (1 - recall.value()) / one.users());
    assertThat(recall.interval().width()).isBetween(0.8 * width, 1.25 * width);
  }

  private static float[][] rows(int users, int items, long seed) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    float[][] rows = new float[users][items];
    for (float[] row : rows) {
      for (int i = 0; i < items; i++) {
        row[i] = (float) random.nextDouble();
      }
    }
    return rows;
  }

  @Test
  void minus_twoScorers_isThePairedDifference() {
    Relevance relevance = Relevance.newItems(GRAPH, test("u0", "i1", "u1", "i0", "u2", "i5"));
    FixedScorer reversed =
        new FixedScorer(
            GRAPH,
            new float[] {1, 2, 3, 4, 5, 6},
            new float[] {6, 5, 4, 3, 2, 1},
            new float[] {1, 1, 1, 1, 1, 1});
    RankingEvaluation first = RankingEvaluation.of(SCORER, relevance, 1, Seed.of(1));
    RankingEvaluation second = RankingEvaluation.of(reversed, relevance, 1, Seed.of(1));
    // u0: 1 against 0, u1: 0 against 1, u2: 0 both
    MetricValue difference = first.minus(second, Metric.RECALL, Seed.of(2));
    assertThat(difference.value()).isCloseTo(0, EXACT);
    assertThat(difference.interval().low()).isNegative();
    assertThat(first.minus(first, Metric.RECALL, Seed.of(2)).interval().width()).isZero();
    RankingEvaluation fewer =
        RankingEvaluation.of(
            SCORER, Relevance.newItems(GRAPH, test("u0", "i1", "u1", "i0")), 1, Seed.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.minus(fewer, Metric.RECALL, Seed.of(2)));
  }
}
