package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.causal4j.core.CausalException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
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
