package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;

/** What every scorer holds to. */
interface ScorerContract {
  /** A scorer of a graph. */
  Scorer scorer(InteractionGraph graph);

  /** 24 users, 17 items; user 23 has nothing and item 16 nobody. */
  default InteractionGraph graph() {
    InteractionGraph dense = Graphs.random(23, 16, 0.25, 4);
    return Graphs.of(
        24,
        17,
        IntStream.range(0, 23)
            .boxed()
            .flatMap(
                user ->
                    Arrays.stream(dense.byUser().rowColumns(user))
                        .mapToObj(item -> new int[] {user, item}))
            .toArray(int[][]::new));
  }

  private float[] row(Scorer scorer, int user) {
    float[] scores = new float[scorer.graph().items().size()];
    Arrays.fill(scores, Float.NaN);
    scorer.scoreAll(user, scores);
    return scores;
  }

  @Test
  default void scoreAll_anyUser_isFiniteAndOverwritesAll() {
    Scorer scorer = scorer(graph());
    for (int user = 0; user < 24; user++) {
      for (float score : row(scorer, user)) {
        assertThat(score).isFinite();
      }
    }
  }

  @Test
  default void explain_anyUserAndItem_addsUpToTheScore() {
    Scorer scorer = scorer(graph());
    for (int user = 0; user < 24; user++) {
      float[] row = row(scorer, user);
      for (int item = 0; item < 17; item++) {
        ScoreExplanation why = scorer.explain(user, item);
        double sum = why.base() + why.contributions().stream().mapToDouble(c -> c.amount()).sum();
        double scale =
            Math.abs(why.base())
                + why.contributions().stream().mapToDouble(c -> Math.abs(c.amount())).sum();
        assertThat(sum).isCloseTo(why.score(), within(1e-6 * scale + 1e-12));
        assertThat((double) row[item]).isCloseTo(why.score(), within(1e-6 * scale + 1e-12));
        assertThat(scorer.score(user, item)).isCloseTo(why.score(), within(1e-6 * scale + 1e-12));
        assertThat(why.user()).isEqualTo("u" + user);
        assertThat(why.item()).isEqualTo("i" + item);
      }
    }
  }

  @Test
  default void explain_contributions_areOfTheHistoryLargestFirst() {
    Scorer scorer = scorer(graph());
    ScoreExplanation why = scorer.explain(2, 3);
    Set<String> history =
        Arrays.stream(scorer.graph().byUser().rowColumns(2))
            .mapToObj(scorer.graph().items()::get)
            .collect(Collectors.toSet());
    assertThat(history).containsAll(why.contributions().stream().map(Contribution::item).toList());
    assertThat(why.contributions().stream().map(c -> -c.amount()).toList()).isSorted();
  }

  @Test
  default void scoreAll_severalUsers_areTheRowsOfEach() {
    Scorer scorer = scorer(graph());
    int[] users = {5, 0, 23, 5};
    float[] block = new float[4 * 17];
    scorer.scoreAll(users, block);
    for (int i = 0; i < 4; i++) {
      float[] row = row(scorer, users[i]);
      for (int item = 0; item < 17; item++) {
        assertThat(block[i * 17 + item]).isCloseTo(row[item], within(1e-6f));
      }
    }
  }

  @Test
  default void recommend_seenItems_areLeftOutUnlessAskedFor() {
    Scorer scorer = scorer(graph());
    List<ScoredItem> fresh = scorer.recommend("u1", 17);
    int had = scorer.graph().byUser().rowLength(1);
    assertThat(fresh).hasSize(17 - had);
    assertThat(fresh)
        .noneMatch(i -> scorer.graph().contains(1, scorer.graph().itemNumber(i.item())));
    List<ScoredItem> all = scorer.recommend("u1", 17, Exclusion.NONE);
    assertThat(all).hasSize(17);
    assertThat(all.stream().map(i -> -i.score()).toList()).isSorted();
    assertThat(scorer.recommend("u1", 3)).isEqualTo(fresh.subList(0, 3));
  }

  @Test
  default void recommend_userWithoutHistory_getsAList() {
    assertThat(scorer(graph()).recommend("u23", 4)).hasSize(4);
  }

  @Test
  default void anyMethod_wrongArguments_areRefused() {
    Scorer scorer = scorer(graph());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scorer.recommend("nobody", 3))
        .withMessage("user 'nobody': is not in the graph");
    assertThatIllegalArgumentException().isThrownBy(() -> scorer.recommend("u1", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> scorer.scoreAll(0, new float[16]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scorer.scoreAll(new int[] {0, 1}, new float[33]));
    assertThatThrownBy(() -> scorer.score(0, 17)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scorer.explain(0, 17)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scorer.scoreAll(24, new float[17]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  default void scoreAll_manyThreads_giveTheSameBits() {
    Scorer scorer = scorer(graph());
    float[][] alone = IntStream.range(0, 24).mapToObj(u -> row(scorer, u)).toArray(float[][]::new);
    List<float[]> together =
        IntStream.range(0, 960).parallel().mapToObj(t -> row(scorer, t % 24)).toList();
    for (int t = 0; t < together.size(); t++) {
      assertThat(together.get(t)).isEqualTo(alone[t % 24]);
    }
  }

  @Test
  default void provenance_madeTwice_isEqualAndLeadsToTheGraph() {
    Scorer scorer = scorer(graph());
    assertThat(scorer.provenance()).isEqualTo(scorer(graph()).provenance());
    assertThat(scorer.provenance().sources()).contains(scorer.graph().provenance());
    assertThat(scorer.toString()).contains("24 users");
  }
}
