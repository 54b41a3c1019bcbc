package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static FloatMatrix planted() {
    SplittableRandom random = new SplittableRandom(3);
    FloatMatrix.Builder rows = FloatMatrix.builder(400, 3);
    for (int r = 0; r < 400; r++) {
      double along = 5 * random.nextGaussian();
      rows.set(r, 0, (float) (1 - .6 * along + .1 * random.nextGaussian()));
      rows.set(r, 1, (float) (2 + .8 * along + .1 * random.nextGaussian()));
      rows.set(r, 2, (float) random.nextGaussian());
    }
    return rows.build();
  }

  @Test
  void fit_plantedDirection_findsItWithTheLargestLoadingPositive() {
    PcaReduction pca = Reduction.pca(1).fit(planted());
    assertThat(pca.components().get(0, 0)).isCloseTo(-.6f, within(.02f));
    assertThat(pca.components().get(0, 1)).isCloseTo(.8f, within(.02f));
    assertThat(pca.explained()).isGreaterThan(.9);
    FloatMatrix reduced = pca.apply(planted());
    assertThat(reduced.columns()).isEqualTo(1);
  }

  @Test
  void fit_tooManyComponents_isRefused() {
    assertThatThrownBy(() -> Reduction.pca(4).fit(planted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("components: 4");
  }

  /** By hand: two columns of variance 2.5 and covariance 1.5 have eigenvalues 4 and 1. */
  @Test
  void fit_worked_givesEigenvaluesAndEigenvectors() {
    FloatMatrix rows =
        FloatMatrix.ofRows(new float[][] {{2, 2}, {-2, -2}, {1, -1}, {-1, 1}, {0, 0}});
    PcaReduction pca = Reduction.pca(2).fit(rows);
    assertThat(pca.variances().get(0)).isCloseTo(4, within(1e-12));
    assertThat(pca.variances().get(1)).isCloseTo(1, within(1e-12));
    assertThat(pca.explained()).isCloseTo(1, within(1e-12));
    assertThat(pca.components().get(0, 0)).isCloseTo((float) Math.sqrt(.5), within(1e-6f));
    assertThat(pca.components().get(0, 1)).isCloseTo((float) Math.sqrt(.5), within(1e-6f));
    FloatMatrix reduced = pca.apply(rows);
    assertThat(reduced.get(0, 0)).isCloseTo((float) Math.sqrt(8), within(1e-5f));
    assertThat(reduced.get(0, 1)).isCloseTo(0, within(1e-6f));
  }

  @Test
  void apply_fittedRows_areCenteredAndUncorrelated() {
    PcaReduction pca = Reduction.pca(3).fit(planted());
    FloatMatrix reduced = pca.apply(planted());
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double sum = 0;
        double product = 0;
        for (int r = 0; r < reduced.rows(); r++) {
          sum += reduced.get(r, a);
          product += (double) reduced.get(r, a) * reduced.get(r, b);
        }
        assertThat(sum / 400).isCloseTo(0, within(1e-5));
        double expected = a == b ? pca.variances().get(a) : 0;
        assertThat(product / 399).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void fit_rowsThatDoNotDiffer_explainsNothingAndStaysFinite() {
    PcaReduction pca = Reduction.pca(2).fit(FloatMatrix.zeros(4, 3));
    assertThat(pca.explained()).isZero();
    assertThat(pca.apply(FloatMatrix.zeros(1, 3)).isFinite()).isTrue();
  }

  @Test
  void apply_otherColumns_isRefused() {
    assertThatThrownBy(() -> Reduction.pca(1).fit(planted()).apply(FloatMatrix.zeros(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 columns");
  }
}
