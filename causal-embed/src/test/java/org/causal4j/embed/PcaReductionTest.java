package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.Test;

class PcaReductionTest {
  /** Deviations 4, 2 and 1 along the axes turned by a quarter in the first two. */
  private static FloatMatrix turned(int sign) {
    SplittableRandom random = new SplittableRandom(12);
    FloatMatrix.Builder rows = FloatMatrix.builder(2000, 3);
    double half = Math.sqrt(.5);
    for (int r = 0; r < 2000; r++) {
      double a = 4 * random.nextGaussian();
      double b = 2 * random.nextGaussian();
      rows.set(r, 0, (float) (sign * (10 + half * (a - b))));
      rows.set(r, 1, (float) (sign * (5 + half * (a + b))));
      rows.set(r, 2, (float) (sign * random.nextGaussian()));
    }
    return rows.build();
  }

  @Test
  void fit_threePlantedDirections_areFoundInOrder() {
    PcaReduction pca = Reduction.pca(3).fit(turned(1));
    assertThat(pca.variances().get(0)).isCloseTo(16, within(1.0));
    assertThat(pca.variances().get(1)).isCloseTo(4, within(.3));
    assertThat(pca.variances().get(2)).isCloseTo(1, within(.1));
    float half = (float) Math.sqrt(.5);
    assertThat(Math.abs(pca.components().get(0, 0))).isCloseTo(half, within(.02f));
    assertThat(pca.components().get(0, 1) * pca.components().get(0, 0)).isPositive();
    assertThat(pca.components().get(1, 1) * pca.components().get(1, 0)).isNegative();
    assertThat(pca.components().get(2, 2)).isCloseTo(1, within(.02f));
    assertThat(pca.explained()).isCloseTo(1, within(1e-12));
  }

  @Test
  void fit_anyRows_componentsAreOrthonormalWithTheLargestLoadingPositive() {
    for (int sign : new int[] {1, -1}) {
      FloatMatrix components = Reduction.pca(3).fit(turned(sign)).components();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          assertThat(components.dot(i, components, j)).isCloseTo(i == j ? 1 : 0, within(1e-6));
        }
        float largest = 0;
        for (float loading : components.row(i)) {
          largest = Math.abs(loading) > Math.abs(largest) ? loading : largest;
        }
        assertThat(largest).isPositive();
      }
    }
  }

  @Test
  void fit_rowsMirrored_hasTheSameComponents() {
    assertThat(Reduction.pca(2).fit(turned(-1)).components())
        .isEqualTo(Reduction.pca(2).fit(turned(1)).components());
  }

  @Test
  void apply_rowsOfTheFit_haveMeanZeroAndTheVariances() {
    FloatMatrix rows = turned(1);
    PcaReduction pca = Reduction.pca(2).fit(rows);
    FloatMatrix reduced = pca.apply(rows);
    for (int k = 0; k < 2; k++) {
      double sum = 0;
      double squares = 0;
      for (int r = 0; r < reduced.rows(); r++) {
        sum += reduced.get(r, k);
        squares += reduced.get(r, k) * (double) reduced.get(r, k);
      }
      assertThat(sum / reduced.rows()).isCloseTo(0, within(1e-5));
      assertThat(squares / (reduced.rows() - 1)).isCloseTo(pca.variances().get(k), within(1e-3));
    }
  }

  @Test
  void fit_asManyComponentsAsRowsSpan_isTheLimit() {
    FloatMatrix three =
        FloatMatrix.ofRows(new float[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 5}});
    assertThat(Reduction.pca(2).fit(three).components().rows()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reduction.pca(3).fit(three))
        .withMessage("components: 3 are more than the 2 that 3 rows of 4 columns span");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reduction.pca(0))
        .withMessage("components: 0 is below 1");
  }

  @Test
  void fit_equalRows_keepNothing() {
    PcaReduction pca =
        Reduction.pca(1).fit(FloatMatrix.ofRows(new float[][] {{1, 2}, {1, 2}, {1, 2}}));
    assertThat(pca.explained()).isZero();
    assertThat(pca.apply(FloatMatrix.ofRows(new float[][] {{1, 2}})).get(0, 0)).isZero();
  }

  @Test
  void fitAndApply_badRows_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Reduction.pca(1).fit(FloatMatrix.ofRows(new float[][] {{1}, {Float.NaN}})))
        .withMessageContaining("not finite");
    PcaReduction pca = Reduction.pca(1).fit(turned(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pca.apply(FloatMatrix.ofRows(new float[][] {{1, 2}})))
        .withMessage("rows: have 2 columns, not 3");
  }
}
