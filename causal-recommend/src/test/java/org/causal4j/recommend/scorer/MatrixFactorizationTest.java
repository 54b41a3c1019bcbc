package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.evaluate.RankingEvaluation;
import org.causal4j.recommend.evaluate.Relevance;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MatrixFactorizationTest {
  private static final MatrixFactorization.BprOptions BPR =
      MatrixFactorization.BprOptions.defaults().withDimensions(6).withEpochs(20);
  private static final MatrixFactorization.AlsOptions ALS =
      MatrixFactorization.AlsOptions.defaults().withDimensions(6).withEpochs(6).withL2(1);

  private static MatrixFactorization bpr(
      InteractionGraph graph, MatrixFactorization.BprOptions options, int threads) {
    return MatrixFactorization.bpr(
        graph, options, Seed.of(3), Kernels.scalar().withThreads(threads), ProgressListener.NONE);
  }

  private static MatrixFactorization als(
      InteractionGraph graph, MatrixFactorization.AlsOptions options, int threads) {
    return MatrixFactorization.als(
        graph, options, Seed.of(3), Kernels.scalar().withThreads(threads), ProgressListener.NONE);
  }

  private static float[] scores(Scorer scorer) {
    int users = scorer.graph().users().size();
    float[] scores = new float[users * scorer.graph().items().size()];
    scorer.scoreAll(IntStream.range(0, users).toArray(), scores);
    return scores;
  }

  /** Of even users, the share of even items in the first five that they do not have. */
  private static double ownGroup(Scorer scorer) {
    return IntStream.range(0, scorer.graph().users().size())
        .boxed()
        .flatMap(
            user ->
                scorer.recommend("u" + user, 5).stream()
                    .map(item -> scorer.graph().itemNumber(item.item()) % 2 == user % 2))
        .mapToInt(same -> same ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Nested
  class BprTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return bpr(graph, BPR, 1);
    }

    @Test
    void bpr_moreThreads_givesTheSameBits() {
      InteractionGraph graph = Graphs.twoGroups(60, 40, 5);
      float[] one = scores(bpr(graph, BPR, 1));
      assertThat(scores(bpr(graph, BPR, 2))).isEqualTo(one);
      assertThat(scores(bpr(graph, BPR, 4))).isEqualTo(one);
    }

    @Test
    void bpr_twoGroups_lowersTheLossAndRanksTheOwnGroupFirst() {
      InteractionGraph graph = Graphs.twoGroups(100, 60, 5);
      MatrixFactorization model = bpr(graph, BPR.withEpochs(60).withLearningRate(0.05), 1);
      assertThat(model.report().losses().get(0)).isCloseTo(Math.log(2), within(0.05));
      assertThat(model.report().losses().get(59)).isLessThan(0.45);
      assertThat(ownGroup(model)).isGreaterThan(0.9);
    }

    @Test
    void bpr_lossOverflows_stopsNamingTheEpoch() {
      MatrixFactorization.BprOptions wild = new MatrixFactorization.BprOptions(4, 0.9, 0, 5, 1e30);
      assertThatExceptionOfType(NotConvergedException.class)
          .isThrownBy(() -> bpr(graph(), wild, 1))
          .withMessageStartingWith("BPR-MF, epoch 1 did not converge");
    }
  }

  @Nested
  class AlsTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return als(graph, ALS, 1);
    }

    @Test
    void als_moreThreads_givesTheSameBits() {
      InteractionGraph graph = Graphs.twoGroups(200, 90, 5);
      float[] one = scores(als(graph, ALS, 1));
      assertThat(scores(als(graph, ALS, 2))).isEqualTo(one);
      assertThat(scores(als(graph, ALS, 4))).isEqualTo(one);
    }

    @Test
    void als_twoGroups_ranksTheOwnGroupFirst() {
      assertThat(ownGroup(als(Graphs.twoGroups(100, 60, 5), ALS, 1))).isGreaterThan(0.9);
    }

    @Test
    void als_epochs_neverRaiseTheLoss() {
      MatrixFactorization model = als(Graphs.random(80, 50, 0.1, 4), ALS.withEpochs(12), 1);
      for (int epoch = 1; epoch < 12; epoch++) {
        assertThat(model.report().losses().get(epoch))
            .isLessThanOrEqualTo(model.report().losses().get(epoch - 1) * (1 + 1e-6));
      }
    }

    /**
     * At a fixed point the items solve eq. 5 for the users, here in the space of scores: S = X Yᵀ
     * with Y = (XᵀCX + λI)⁻¹ XᵀCp; X is found back from the scores by a dense decomposition of
     * dimension 1, where a vector is a number.
     */
    @Test
    void als_oneDimension_endsWhereTheEquationsHold() {
      CsrMatrix weights =
          CsrMatrix.ofEntries(
              3, 2, new int[] {0, 0, 1, 2}, new int[] {0, 1, 0, 1}, new float[] {1, 2, 3, 1});
      InteractionGraph graph =
          InteractionGraph.of(
              java.util.List.of("a", "b", "c"), java.util.List.of("x", "y"), weights);
      MatrixFactorization model =
          als(graph, ALS.withDimensions(1).withAlpha(2).withL2(0.5).withEpochs(300), 1);
      DMatrixRMaj s = new DMatrixRMaj(3, 2);
      for (int u = 0; u < 3; u++) {
        for (int i = 0; i < 2; i++) {
          s.set(u, i, model.score(u, i));
        }
      }
      // of rank 1: s = x yᵀ with x = s₀ up to a factor; the penalties of both sides are equal then
      double[] x = {s.get(0, 0), s.get(1, 0), s.get(2, 0)};
      double[] y = {1, s.get(0, 1) / s.get(0, 0)};
      double ratio =
          Math.sqrt((y[0] * y[0] + y[1] * y[1]) / (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]));
      double scale = Math.sqrt(ratio);
      for (int u = 0; u < 3; u++) {
        double a = 0.5;
        double b = 0;
        for (int i = 0; i < 2; i++) {
          double item = y[i] / scale;
          double confidence = 1 + 2 * Math.log1p(weights.get(u, i));
          a += confidence * item * item;
          b += weights.get(u, i) > 0 ? confidence * item : 0;
        }
        assertThat(b / a).isCloseTo(x[u] * scale, within(1e-4));
      }
      assertThat(CommonOps_DDRM.elementMaxAbs(s)).isPositive();
    }

    @Test
    void als_manySteps_solveExactlyWhatFewApproach() {
      InteractionGraph graph = Graphs.random(60, 40, 0.15, 8);
      float[] exact = scores(als(graph, ALS.withEpochs(1).withSteps(60), 1));
      float[] more = scores(als(graph, ALS.withEpochs(1).withSteps(80), 1));
      float[] few = scores(als(graph, ALS.withEpochs(1).withSteps(1), 1));
      double worst = 0;
      for (int i = 0; i < exact.length; i++) {
        assertThat(more[i]).isCloseTo(exact[i], within(1e-5f));
        worst = Math.max(worst, Math.abs(few[i] - exact[i]));
      }
      assertThat(worst).isGreaterThan(1e-3);
    }
  }

  @Test
  void options_outOfRange_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BPR.withDimensions(0))
        .withMessage("dimensions: 0 is below 1");
    assertThatIllegalArgumentException().isThrownBy(() -> BPR.withLearningRate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> BPR.withL2(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> BPR.withEpochs(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ALS.withAlpha(0))
        .withMessage("alpha: 0.0 is not above 0 and finite");
    assertThatIllegalArgumentException().isThrownBy(() -> ALS.withL2(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ALS.withSteps(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bpr(Graphs.random(3, 3, 1, 1), BPR, 1))
        .withMessageContaining("every user has every item");
  }

  /** Published: .4420 (Microsoft Recommenders, 75/25 split stratified by user, 200 dimensions). */
  @Test
  @Tag("nightly")
  void bpr_ml100k_reachesThePublishedNdcgAsAMeanOfFiveSeeds() throws IOException {
    InteractionGraph graph =
        InteractionSplit.readGraph(SharedData.require("data/rec/ml-100k/ml-100k.inter"));
    double sum = 0;
    for (int seed = 1; seed <= 5; seed++) {
      InteractionSplit split = InteractionSplit.stratified(graph, 0.25, Seed.of(seed));
      MatrixFactorization model =
          MatrixFactorization.bpr(
              split.train(),
              MatrixFactorization.BprOptions.defaults().withDimensions(200),
              Seed.of(seed),
              Kernels.scalar(),
              ProgressListener.NONE);
      sum +=
          RankingEvaluation.of(
                  model, Relevance.newItems(split.train(), split.test()), 10, Seed.of(1))
              .value(RankingEvaluation.Metric.NDCG)
              .value();
    }
    assertThat(sum / 5).isCloseTo(0.442, within(0.015));
  }
}
