package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.TypedInteractions;
import org.junit.jupiter.api.Test;

class GcnTest implements ScorerContract {
  private static final Training SHORT =
      Training.defaults().withBatch(64).withEpochs(15).withLearningRate(0.02);
  private static final Gcn.Options SMALL = Gcn.Options.defaults().withShape(2, 8);

  @Override
  public Scorer scorer(InteractionGraph graph) {
    return Gcn.train(graph, SMALL, SHORT.withEpochs(2), Seed.of(5));
  }

  private static Gcn train(
      TypedInteractions interactions, FloatMatrix text, Gcn.Options options, int threads) {
    return Gcn.train(
        interactions,
        text,
        options,
        SHORT,
        Seed.of(1),
        Kernels.scalar().withThreads(threads),
        ProgressListener.NONE);
  }

  @Test
  void train_moreThreads_givesTheSameBits() {
    TypedInteractions interactions = TypedInteractions.of(Graphs.random(300, 200, 0.05, 3));
    Gcn one = train(interactions, null, SMALL, 1);
    Gcn four = train(interactions, null, SMALL, 4);
    assertThat(four.vectors()).isEqualTo(one.vectors());
    assertThat(four.report()).isEqualTo(one.report());
  }

  @Test
  void recommend_twoGroups_ownGroupFirst() {
    Gcn model = train(TypedInteractions.of(Graphs.twoGroups(200, 150, 4)), null, SMALL, 1);
    assertThat(model.report().losses().get(14)).isLessThan(model.report().losses().get(0));
    assertThat(shareOfOwn(model, 0)).isGreaterThan(0.85);
  }

  /** Users of the last third have no target pair: only the other kind tells their group. */
  @Test
  void recommend_userKnownFromAnotherKindAlone_ownGroupFirst() {
    InteractionGraph both = Graphs.twoGroups(120, 60, 4);
    int[][] pairs = new int[both.pairs()][];
    int kept = 0;
    for (int user = 0; user < 80; user++) {
      for (int item : both.byUser().rowColumns(user)) {
        pairs[kept++] = new int[] {user, item};
      }
    }
    InteractionGraph target = Graphs.of(120, 60, java.util.Arrays.copyOf(pairs, kept));
    TypedInteractions interactions =
        TypedInteractions.of(ImmutableMap.of("buy", target, "view", both));
    Gcn model = train(interactions, null, SMALL.withDropout(0), 1);
    assertThat(shareOfOwn(model, 80)).isGreaterThan(0.7);
    assertThat(shareOfOwn(train(TypedInteractions.of(target), null, SMALL, 1), 80))
        .isLessThan(0.65);
  }

  /** An item that nobody took is found by its text. */
  @Test
  void recommend_itemKnownFromItsTextAlone_ranksWithItsGroup() {
    InteractionGraph graph = Graphs.twoGroups(120, 60, 4);
    int[][] pairs = new int[graph.pairs()][];
    int kept = 0;
    for (int user = 0; user < 120; user++) {
      for (int item : graph.byUser().rowColumns(user)) {
        if (item >= 2) {
          pairs[kept++] = new int[] {user, item};
        }
      }
    }
    InteractionGraph target = Graphs.of(120, 60, java.util.Arrays.copyOf(pairs, kept));
    FloatMatrix.Builder text = FloatMatrix.builder(60, 4);
    SplittableRandom random = Seed.of(2).random();
    for (int item = 0; item < 60; item++) {
      text.set(item, item % 2, 1);
      text.set(item, 2, (float) (0.1 * random.nextGaussian()));
    }
    Gcn model = train(TypedInteractions.of(target), text.build(), SMALL, 1);
    int right = 0;
    for (int user = 0; user < 120; user++) {
      right += model.score(user, user % 2) > model.score(user, 1 - user % 2) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(100);
  }

  private static double shareOfOwn(Scorer scorer, int firstUser) {
    int own = 0;
    int users = scorer.graph().users().size();
    for (int u = firstUser; u < users; u++) {
      for (ScoredItem item : scorer.recommend("u" + u, 5)) {
        own += (Integer.parseInt(item.item().substring(1)) - u) % 2 == 0 ? 1 : 0;
      }
    }
    return own / (5.0 * (users - firstUser));
  }

  @Test
  void ownRow_nothingLeftOut_isTheVector() {
    InteractionGraph graph = Graphs.random(30, 20, 0.2, 3);
    TypedInteractions two =
        TypedInteractions.of(ImmutableMap.of("buy", graph, "view", Graphs.random(30, 20, 0.3, 8)));
    for (TypedInteractions interactions : List.of(TypedInteractions.of(graph), two)) {
      Gcn model = train(interactions, null, SMALL, 1);
      for (int user = 0; user < 30; user++) {
        float[] vector = model.vectors().row(user);
        double[] own = model.ownRow(user);
        for (int k = 0; k < vector.length; k++) {
          assertThat(own[k]).isCloseTo(vector[k], within(1e-4));
        }
      }
    }
  }

  @Test
  void explain_itemOfOwnGroup_isHeldUpByTheGroup() {
    InteractionGraph graph = Graphs.twoGroups(200, 150, 4);
    Gcn model = train(TypedInteractions.of(graph), null, SMALL, 1);
    double own = 0;
    double other = 0;
    for (int user = 0; user < 20; user++) {
      for (Contribution c : model.explain(user, user % 2).contributions()) {
        int item = Integer.parseInt(c.item().substring(1));
        if (item % 2 == user % 2) {
          own += c.amount();
        } else {
          other += c.amount();
        }
      }
    }
    assertThat(own).isPositive().isGreaterThan(other);
  }

  @Test
  void gradient_allParameters_isTheDifferenceQuotient() {
    assertThat(ConvolutionGradient.distance(false, RankingLoss.bpr())).isLessThan(1e-5);
    assertThat(ConvolutionGradient.distance(true, RankingLoss.sampledSoftmax(0.5)))
        .isLessThan(1e-5);
  }

  @Test
  void train_textOfOtherItems_isRefused() {
    assertThatThrownBy(
            () ->
                train(
                    TypedInteractions.of(Graphs.random(5, 4, 0.5, 1)),
                    FloatMatrix.zeros(3, 2),
                    SMALL,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 rows for 4 items");
  }
}
