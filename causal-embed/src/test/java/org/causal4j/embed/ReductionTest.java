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
}
