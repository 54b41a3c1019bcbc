package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContrastiveGcnTest implements ScorerContract {
  private static final Training SHORT =
      Training.defaults().withBatch(64).withEpochs(8).withLearningRate(0.02);

  @Override
  public Scorer scorer(InteractionGraph graph) {
    return ContrastiveGcn.train(
        graph, ContrastiveGcn.Options.xSimGcl().withShape(2, 8), SHORT.withEpochs(2), Seed.of(5));
  }

  static Stream<ContrastiveGcn.Options> kinds() {
    return Stream.of(
        ContrastiveGcn.Options.xSimGcl().withShape(2, 8),
        ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(0.2)).withShape(2, 8),
        ContrastiveGcn.Options.of(RankingLoss.directAu(1)).withShape(2, 8),
        ContrastiveGcn.Options.of(RankingLoss.bpr())
            .withExposure(Exposure.ofPopularity(0.5))
            .withShape(2, 8));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void train_moreThreads_givesTheSameBits(ContrastiveGcn.Options options) {
    InteractionGraph graph = Graphs.random(400, 300, 0.05, 3);
    ContrastiveGcn one = train(graph, options, SHORT.withEpochs(2), 1);
    ContrastiveGcn four = train(graph, options, SHORT.withEpochs(2), 4);
    assertThat(four.vectors()).isEqualTo(one.vectors());
    assertThat(four.report()).isEqualTo(one.report());
  }

  private static ContrastiveGcn train(
      InteractionGraph graph, ContrastiveGcn.Options options, Training training, int threads) {
    return ContrastiveGcn.train(
        graph,
        null,
        options,
        training,
        Seed.of(1),
        Kernels.scalar().withThreads(threads),
        ProgressListener.NONE);
  }

  /** Two groups of users with items of their own: what is not seen of the group comes first. */
  @ParameterizedTest
  @MethodSource("kinds")
  void recommend_twoGroups_ownGroupFirst(ContrastiveGcn.Options options) {
    InteractionGraph graph = Graphs.twoGroups(200, 150, 4);
    ContrastiveGcn model = train(graph, options, SHORT.withEpochs(20), 1);
    assertThat(model.report().losses().get(19)).isLessThan(model.report().losses().get(0));
    assertThat(shareOfOwn(model)).isGreaterThan(0.85);
  }

  /** Among the first five recommendations of all users, the share of items of their own kind. */
  private static double shareOfOwn(Scorer scorer) {
    int own = 0;
    int users = scorer.graph().users().size();
    for (int u = 0; u < users; u++) {
      for (ScoredItem item : scorer.recommend("u" + u, 5)) {
        own += (Integer.parseInt(item.item().substring(1)) - u) % 2 == 0 ? 1 : 0;
      }
    }
    return own / (5.0 * users);
  }

  @Test
  void earlyStopping_losesNothingOfTheBestEpoch() {
    InteractionGraph graph = Graphs.twoGroups(200, 150, 4);
    ContrastiveGcn.Options options =
        ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(0.2)).withShape(2, 8);
    Training training =
        SHORT.withEpochs(60).withEarlyStopping(EarlyStopping.patience(2).withEvery(1));
    TrainingReport report = train(graph, options, training, 1).report();
    assertThat(report.epochs()).isLessThan(60);
    double best =
        report.validations().stream()
            .mapToDouble(TrainingReport.Validation::ndcg)
            .max()
            .orElseThrow();
    assertThat(report.validations().get(report.chosenEpoch() - 1).ndcg()).isEqualTo(best);
  }

  @Test
  void train_cancelled_stops() {
    assertThatThrownBy(
            () ->
                ContrastiveGcn.train(
                    Graphs.twoGroups(200, 150, 4),
                    null,
                    ContrastiveGcn.Options.xSimGcl(),
                    SHORT,
                    Seed.of(1),
                    Kernels.scalar(),
                    (stage, done, total) -> {
                      if (done == 2) {
                        throw new CancellationException("enough");
                      }
                    }))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void train_lossIsNoNumber_saysWhere() {
    assertThatThrownBy(
            () ->
                train(
                    Graphs.twoGroups(200, 150, 4),
                    ContrastiveGcn.Options.of(RankingLoss.bpr()).withShape(1, 4),
                    SHORT.withSpread(1e30, 1),
                    1))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("epoch 1, batch 1");
  }
}
