package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemScorersTest {
  /** u0: 0, 1. u1: 0, 1, 2. u2: 2. Degrees 2, 2, 2. */
  private static final InteractionGraph SMALL =
      Graphs.of(
          3,
          3,
          new int[] {0, 0},
          new int[] {0, 1},
          new int[] {1, 0},
          new int[] {1, 1},
          new int[] {1, 2},
          new int[] {2, 2});

  @Nested
  class PopularityTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return Popularity.of(graph);
    }

    @Test
    void score_item_isItsNumberOfUsers() {
      Scorer scorer = Popularity.of(Graphs.of(2, 2, new int[] {0, 1}, new int[] {1, 1}));
      assertThat(scorer.score(0, 0)).isZero();
      assertThat(scorer.score(0, 1)).isEqualTo(2);
    }
  }

  @Nested
  class ItemKnnTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return ItemKnn.of(graph, ItemKnn.Options.defaults().withNeighbors(6));
    }

    @Test
    void score_shrunkCosines_areHandComputed() {
      Scorer scorer = ItemKnn.of(SMALL, new ItemKnn.Options(5, 2));
      // items 0 and 1 share two of two users: 2 / (2 + 2); 0 and 2 share one: 1 / (2 + 2)
      assertThat(scorer.score(2, 0)).isCloseTo(0.25, within(1e-7));
      assertThat(scorer.score(0, 0)).isCloseTo(0.5, within(1e-7));
      assertThat(scorer.score(1, 0)).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void score_oneNeighbor_countsTheNearestOnly() {
      Scorer scorer = ItemKnn.of(SMALL, new ItemKnn.Options(1, 0));
      // the nearest of item 0 is item 1, so u2 with item 2 alone has nothing near it
      assertThat(scorer.score(2, 0)).isZero();
      assertThat(scorer.score(0, 0)).isCloseTo(1, within(1e-7));
    }
  }

  @Nested
  class GraphFilterTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return GraphFilter.of(graph);
    }

    @Test
    void score_smallGraph_isHandComputed() {
      // item 2 for u0: via u1 (degree 3), from items 0 and 1, each 1/(√2 · 3 · √2)
      assertThat(GraphFilter.of(SMALL).score(0, 2)).isCloseTo(2.0 / 6, within(1e-7));
    }
  }

  @Nested
  class EarlySharpeningTest extends SharpeningTest {
    EarlySharpeningTest() {
      super(new Sharpening(2.5, 1, Sharpening.Merge.EARLY));
    }
  }

  @Nested
  class LateSharpeningTest extends SharpeningTest {
    LateSharpeningTest() {
      super(new Sharpening(1.5, 2, Sharpening.Merge.LATE));
    }
  }

  abstract static class SharpeningTest implements ScorerContract {
    private static final GraphFilter.Options OPTIONS = new GraphFilter.Options(4, 0.2, 30);
    private final Sharpening sharpening;

    SharpeningTest(Sharpening sharpening) {
      this.sharpening = sharpening;
    }

    @Override
    public Scorer scorer(InteractionGraph graph) {
      return GraphFilter.withSharpening(graph, OPTIONS, sharpening, Seed.of(3), Kernels.scalar());
    }

    /** The steps of Runge and Kutta themselves, over dense scores of the two parts. */
    @Test
    void score_anyPair_isThatOfTheProcess() {
      InteractionGraph graph = Graphs.random(60, 40, 0.1, 9);
      Scorer linear = GraphFilter.of(graph);
      Scorer both = GraphFilter.withIdealLowPass(graph, OPTIONS, Seed.of(3), Kernels.scalar());
      Scorer sharp = scorer(graph);
      boolean early = sharpening.merge() == Sharpening.Merge.EARLY;
      for (int user = 0; user < 60; user += 7) {
        double[] state = new double[40];
        double[] afterwards = new double[40];
        for (int item = 0; item < 40; item++) {
          double ideal = both.score(user, item) - linear.score(user, item);
          state[item] = linear.score(user, item) + (early ? ideal : 0);
          afterwards[item] = early ? 0 : ideal;
        }
        double h = sharpening.time() / sharpening.steps();
        for (int step = 0; step < sharpening.steps(); step++) {
          double[] k1 = slope(graph, state);
          double[] k2 = slope(graph, plus(state, h / 2, k1));
          double[] k3 = slope(graph, plus(state, h / 2, k2));
          double[] k4 = slope(graph, plus(state, h, k3));
          state = plus(plus(plus(plus(state, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
        }
        for (int item = 0; item < 40; item++) {
          assertThat(sharp.score(user, item))
              .isCloseTo(state[item] + afterwards[item], within(1e-5));
        }
      }
    }

    private static double[] plus(double[] x, double factor, double[] y) {
      return IntStream.range(0, x.length).mapToDouble(i -> x[i] + factor * y[i]).toArray();
    }

    /** −S R̃ᵀR̃. */
    private static double[] slope(InteractionGraph graph, double[] scores) {
      double[] slope = new double[scores.length];
      for (int user = 0; user < graph.users().size(); user++) {
        double near = 0;
        for (int item : graph.byUser().rowColumns(user)) {
          near += scores[item] / Math.sqrt(graph.byItem().rowLength(item));
        }
        for (int item : graph.byUser().rowColumns(user)) {
          slope[item] -=
              near / graph.byUser().rowLength(user) / Math.sqrt(graph.byItem().rowLength(item));
        }
      }
      return slope;
    }

    @Test
    void of_moreThreads_givesTheSameBits() {
      InteractionGraph graph = Graphs.random(500, 400, 0.05, 5);
      GraphFilter.Options options = OPTIONS.withRank(70);
      float[] one = scores(graph, options, 1);
      assertThat(scores(graph, options, 2)).isEqualTo(one);
      assertThat(scores(graph, options, 4)).isEqualTo(one);
    }

    private float[] scores(InteractionGraph graph, GraphFilter.Options options, int threads) {
      float[] scores = new float[100 * 400];
      GraphFilter.withSharpening(
              graph, options, sharpening, Seed.of(3), Kernels.scalar().withThreads(threads))
          .scoreAll(IntStream.range(0, 100).toArray(), scores);
      return scores;
    }
  }

  @Test
  void sharpening_outOfLimits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sharpening(0, 1, Sharpening.Merge.EARLY))
        .withMessage("time: 0.0 is not above 0 and finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sharpening(1, 0, Sharpening.Merge.EARLY))
        .withMessage("steps: 0 is not from 1 to 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sharpening(6, 2, Sharpening.Merge.LATE))
        .withMessageStartingWith("time: 6.0 in 2 steps is above 2.78 a step");
  }

  @Nested
  class IdealLowPassTest implements ScorerContract {
    private static final GraphFilter.Options OPTIONS = GraphFilter.Options.defaults().withRank(4);

    @Override
    public Scorer scorer(InteractionGraph graph) {
      return GraphFilter.withIdealLowPass(
          graph, OPTIONS.withIterations(30), Seed.of(3), Kernels.scalar());
    }

    /** Against the formula with a dense decomposition in double precision. */
    @Test
    void score_anyPair_isThatOfTheFormula() {
      InteractionGraph graph = Graphs.random(60, 40, 0.1, 9);
      DMatrixRMaj x = new DMatrixRMaj(60, 40);
      double[] root = new double[40];
      for (int user = 0; user < 60; user++) {
        for (int item : graph.byUser().rowColumns(user)) {
          root[item] = Math.sqrt(graph.byItem().rowLength(item));
          x.set(user, item, 1 / (root[item] * Math.sqrt(graph.byUser().rowLength(user))));
        }
      }
      SingularValueDecomposition_F64<DMatrixRMaj> svd =
          DecompositionFactory_DDRM.svd(60, 40, true, true, true);
      assertThat(svd.decompose(x.copy())).isTrue();
      DMatrixRMaj v = svd.getV(null, false);
      SingularOps_DDRM.descendingOrder(null, false, svd.getSingularValues(), 40, v, false);
      DMatrixRMaj gram = new DMatrixRMaj(40, 40);
      CommonOps_DDRM.multTransA(x, x, gram);
      Scorer linear = GraphFilter.of(graph);
      Scorer both = scorer(graph);
      for (int user = 0; user < 60; user += 7) {
        for (int item = 0; item < 40; item++) {
          double smooth = 0;
          double ideal = 0;
          for (int had : graph.byUser().rowColumns(user)) {
            smooth += gram.get(had, item);
            for (int k = 0; k < 4; k++) {
              ideal += v.get(had, k) / root[had] * v.get(item, k) * root[item];
            }
          }
          assertThat(linear.score(user, item)).isCloseTo(smooth, within(1e-6));
          assertThat(both.score(user, item)).isCloseTo(smooth + 0.3 * ideal, within(1e-4));
        }
      }
    }

    @Test
    void of_moreThreads_givesTheSameBits() {
      InteractionGraph graph = Graphs.random(200, 100, 0.05, 9);
      float[] one = new float[100];
      float[] four = new float[100];
      for (int threads : new int[] {1, 4}) {
        GraphFilter.withIdealLowPass(
                graph, OPTIONS, Seed.of(3), Kernels.scalar().withThreads(threads))
            .scoreAll(3, threads == 1 ? one : four);
      }
      assertThat(four).isEqualTo(one);
    }

    @Test
    void scoreAll_block_doesNotDependOnWhoElseIsInIt() {
      InteractionGraph graph = Graphs.random(200, 100, 0.05, 9);
      Scorer scorer = scorer(graph);
      int[] all = IntStream.range(0, 200).toArray();
      float[] together = new float[200 * 100];
      scorer.scoreAll(all, together);
      float[] alone = new float[100];
      for (int user = 0; user < 200; user++) {
        scorer.scoreAll(new int[] {user}, alone);
        assertThat(alone).isEqualTo(Arrays.copyOfRange(together, user * 100, (user + 1) * 100));
      }
    }
  }

  @Nested
  class EaseTest implements ScorerContract {
    @Override
    public Scorer scorer(InteractionGraph graph) {
      return Ease.of(graph, 3);
    }

    /** Against the formula with a dense inverse in double precision. */
    @Test
    void score_anyPair_isThatOfTheClosedForm() {
      InteractionGraph graph = Graphs.random(300, 150, 0.05, 9);
      DMatrixRMaj x = new DMatrixRMaj(300, 150);
      for (int user = 0; user < 300; user++) {
        for (int item : graph.byUser().rowColumns(user)) {
          x.set(user, item, 1);
        }
      }
      DMatrixRMaj p = new DMatrixRMaj(150, 150);
      CommonOps_DDRM.multTransA(x, x, p);
      for (int item = 0; item < 150; item++) {
        p.add(item, item, 20);
      }
      CommonOps_DDRM.invert(p);
      Scorer scorer = Ease.of(graph, 20);
      for (int user = 0; user < 300; user += 7) {
        for (int item = 0; item < 150; item++) {
          double expected = 0;
          for (int had : graph.byUser().rowColumns(user)) {
            expected -= had == item ? 0 : p.get(had, item) / p.get(item, item);
          }
          assertThat(scorer.score(user, item)).isCloseTo(expected, within(1e-5));
        }
      }
    }

    @Test
    void of_moreThreads_givesTheSameBits() {
      InteractionGraph graph = Graphs.random(100, 300, 0.05, 9);
      float[] one = new float[300];
      float[] four = new float[300];
      Ease.of(graph, 5, Kernels.scalar().withThreads(1)).scoreAll(3, one);
      Ease.of(graph, 5, Kernels.scalar().withThreads(4)).scoreAll(3, four);
      assertThat(four).isEqualTo(one);
    }

    @Test
    void of_wrongPenalty_isRefused() {
      assertThatIllegalArgumentException().isThrownBy(() -> Ease.of(SMALL, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> Ease.of(SMALL, Double.NaN));
    }

    @Test
    void of_tooManyItems_isRefusedWithTheMemoryItNeeds() {
      InteractionGraph wide = Graphs.of(1, 60_000, new int[] {0, 0});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Ease.of(wide, 100))
          .withMessageContaining("60000 items need 20599 MB");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 129, 300})
  void negativeInverse_anySize_isThatOfEjml(int size) {
    DMatrixRMaj a = RandomMatrices_DDRM.rectangle(size, size, -1, 1, new Random(size));
    DMatrixRMaj spd = new DMatrixRMaj(size, size);
    CommonOps_DDRM.multTransA(a, a, spd);
    PositiveDefinite matrix = new PositiveDefinite(size);
    for (int r = 0; r < size; r++) {
      spd.add(r, r, size / 10.0 + 1);
      for (int c = 0; c <= r; c++) {
        matrix.add(r, c, (float) spd.get(r, c));
      }
    }
    CommonOps_DDRM.invert(spd);
    matrix.negativeInverse(Kernels.scalar().withThreads(2));
    double scale = CommonOps_DDRM.elementMaxAbs(spd);
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        assertThat((double) -matrix.get(r, c))
            .as("%s, %s", r, c)
            .isCloseTo(spd.get(r, c), within(2e-5 * scale));
      }
    }
  }

  @Test
  void negativeInverse_notPositiveDefinite_isRefused() {
    PositiveDefinite matrix = new PositiveDefinite(2);
    matrix.add(0, 0, 1);
    matrix.add(1, 1, -1);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> matrix.negativeInverse(Kernels.scalar()))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("not positive definite");
  }
}
