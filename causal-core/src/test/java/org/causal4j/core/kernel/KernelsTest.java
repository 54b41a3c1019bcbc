package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private final Kernels kernels = Kernels.scalar();

  // ---------------------------------------------------------------- gemm

  /** A is (1 2 3; 4 5 6), B is (7 8; 9 10; 11 12): A B = (58 64; 139 154). */
  @Test
  void gemm_eachTranspose_isTheSameProduct() {
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] aTransposed = {1, 4, 2, 5, 3, 6};
    float[] b = {7, 8, 9, 10, 11, 12};
    float[] bTransposed = {7, 9, 11, 8, 10, 12};
    float[] c = new float[4];
    kernels.gemm(Transpose.NONE, 2, 2, 3, 1, a, b, 0, c);
    assertThat(c).containsExactly(58, 64, 139, 154);
    kernels.gemm(Transpose.LEFT, 2, 2, 3, 1, aTransposed, b, 0, c);
    assertThat(c).containsExactly(58, 64, 139, 154);
    kernels.gemm(Transpose.RIGHT, 2, 2, 3, 2, a, bTransposed, -1, c);
    assertThat(c).containsExactly(58, 64, 139, 154);
  }

  @Test
  void gemm_argumentsThatDoNotFit_areRefused() {
    float[] four = new float[4];
    float[] three = new float[3];
    assertThatThrownBy(() -> kernels.gemm(Transpose.NONE, -1, 2, 2, 1, four, four, 0, four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m: -1");
    assertThatThrownBy(() -> kernels.gemm(Transpose.NONE, 2, 2, 2, 1, three, four, 0, four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a: 4 values from 0 on leave an array of 3");
    assertThatThrownBy(
            () -> kernels.gemm(Transpose.NONE, 2, 2, 2, 1, four, 0, four.clone(), 1, 0, four, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b: 4 values from 1 on");
    assertThatThrownBy(
            () -> kernels.gemm(Transpose.NONE, 60_000, 60_000, 1, 1, four, four, 0, four))
        .isInstanceOf(IllegalArgumentException.class);
    float[] shared = new float[11];
    assertThatThrownBy(
            () -> kernels.gemm(Transpose.NONE, 2, 2, 2, 1, shared, 0, four, 0, 0, shared, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("c: overlaps a");
    float[] numbers = {1, 2, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0};
    kernels.gemm(Transpose.NONE, 2, 2, 2, 1, numbers, 0, numbers, 4, 0, numbers, 8);
    assertThat(Arrays.copyOfRange(numbers, 8, 12)).containsExactly(1, 2, 3, 4);
  }

  // ---------------------------------------------------------------- vectors

  @Test
  void dotAndAxpy_byHand_areRight() {
    float[] a = {1, 2, 3, 4};
    float[] b = {5, 6, 7, 8};
    assertThat(kernels.dot(a, 0, b, 0, 4)).isEqualTo(70);
    assertThat(kernels.dot(a, 1, b, 2, 2)).isEqualTo(2 * 7 + 3 * 8);
    assertThat(kernels.dot(a, 4, b, 4, 0)).isZero();
    kernels.axpy(2, a, 0, b, 1, 3);
    assertThat(b).containsExactly(5, 8, 11, 14);
  }

  @Test
  void dotAndAxpy_rangesThatLeaveOrOverlap_areRefused() {
    float[] a = new float[4];
    assertThatThrownBy(() -> kernels.dot(a, 1, a, 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a: 4 values from 1");
    assertThatThrownBy(() -> kernels.dot(a, 0, a, -1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b: 2 values from -1");
    assertThatThrownBy(() -> kernels.axpy(1, a, 0, a, 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlaps");
    kernels.axpy(1, a, 0, a, 2, 2);
  }

  /**
   * By the paper's algorithm with α 0.1 and the defaults: after a gradient of 2, m̂ = 2 and v̂ = 4,
   * so the step is 0.1; weight decay 0.5 takes 0.05 of the parameter before.
   */
  @Test
  void adam_firstStep_isTheLearningRateAgainstTheSign() {
    float[] p = {1, 1, 1};
    float[] m = new float[3];
    float[] v = new float[3];
    AdamSettings settings = AdamSettings.defaults().withLearningRate(0.1);
    kernels.adam(p, new float[] {2, -2, 0}, m, v, settings, 1);
    assertThat(p[0]).isCloseTo(0.9f, within(1e-6f));
    assertThat(p[1]).isCloseTo(1.1f, within(1e-6f));
    assertThat(p[2]).isEqualTo(1);
    assertThat(m[0]).isCloseTo(0.2f, within(1e-7f));
    assertThat(v[0]).isCloseTo(0.004f, within(1e-8f));
    float[] decayed = {1};
    kernels.adam(
        decayed, new float[1], new float[1], new float[1], settings.withWeightDecay(0.5), 1);
    assertThat(decayed[0]).isCloseTo(0.95f, within(1e-7f));
  }

  @Test
  void adam_argumentsThatDoNotFit_areRefused() {
    float[] p = new float[2];
    AdamSettings settings = AdamSettings.defaults();
    assertThatThrownBy(() -> kernels.adam(p, new float[3], new float[2], new float[2], settings, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of them, but 3 gradients");
    assertThatThrownBy(() -> kernels.adam(p, p, new float[2], new float[2], settings, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("four arrays");
    assertThatThrownBy(() -> kernels.adam(p, new float[2], new float[2], new float[2], settings, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step: 0");
  }

  @Test
  void adamSettings_outOfRange_areRefusedByName() {
    AdamSettings settings = AdamSettings.defaults();
    assertThatThrownBy(() -> settings.withLearningRate(0))
        .hasMessageContaining("learningRate: 0.0");
    assertThatThrownBy(() -> settings.withLearningRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> settings.withBeta1(1)).hasMessageContaining("beta1: 1.0");
    assertThatThrownBy(() -> settings.withBeta2(-0.1)).hasMessageContaining("beta2: -0.1");
    assertThatThrownBy(() -> settings.withEpsilon(1e-60)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> settings.withWeightDecay(1000)).hasMessageContaining("weightDecay");
    assertThat(settings.withBeta1(0).withBeta2(0.5).withEpsilon(1e-6).withWeightDecay(0.01))
        .isEqualTo(new AdamSettings(0.001, 0, 0.5, 1e-6, 0.01));
  }

  // ---------------------------------------------------------------- top-k

  @Test
  void topK_ties_goToTheLowerPosition() {
    float[] scores = {1, 3, 2, 3, 1, 3};
    assertThat(kernels.topK(scores, 2)).containsExactly(1, 3);
    assertThat(kernels.topK(scores, 4)).containsExactly(1, 3, 5, 2);
    assertThat(kernels.topK(new float[] {0f, -0f, 0f}, 2)).containsExactly(0, 1);
  }

  @Test
  void topK_kAboveTheNumberOfScores_givesAllInOrder() {
    assertThat(kernels.topK(new float[] {1, 3, 2}, 10)).containsExactly(1, 2, 0);
    assertThat(kernels.topK(new float[0], 10)).isEmpty();
    assertThat(kernels.topK(new float[] {1, 3, 2}, 0, 3, 10, new int[] {0, 1, 2})).isEmpty();
  }

  @Test
  void topK_rangeAndExclusions_countFromTheRangesStart() {
    float[] scores = {9, 1, 5, 4, 9};
    assertThat(kernels.topK(scores, 1, 4, 2)).containsExactly(1, 2);
    assertThat(kernels.topK(scores, 1, 4, 2, new int[] {1})).containsExactly(2, 0);
  }

  @Test
  void topK_infinities_areRanked() {
    float[] scores = {Float.NEGATIVE_INFINITY, 0, Float.POSITIVE_INFINITY};
    assertThat(kernels.topK(scores, 3)).containsExactly(2, 1, 0);
  }

  @Test
  void topK_argumentsThatDoNotFit_areRefused() {
    float[] scores = {1, Float.NaN, 2};
    assertThatThrownBy(() -> kernels.topK(scores, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN at position 1");
    assertThatThrownBy(() -> kernels.topK(scores, 1, 3, 5)).hasMessageContaining("position 0");
    assertThat(kernels.topK(scores, 0, 3, 1, new int[] {1})).containsExactly(2);
    assertThatThrownBy(() -> kernels.topK(scores, 0)).hasMessageContaining("k: 0");
    assertThatThrownBy(() -> kernels.topK(scores, 0, 4, 1)).hasMessageContaining("scores");
    assertThatThrownBy(() -> kernels.topK(scores, 2, 1, 1)).hasMessageContaining("scores");
    assertThatThrownBy(() -> kernels.topK(scores, 0, 3, 1, new int[] {1, 1}))
        .hasMessageContaining("excluded: 1 after 1");
    assertThatThrownBy(() -> kernels.topK(scores, 0, 3, 1, new int[] {3}))
        .hasMessageContaining("excluded: 3");
  }

  // ---------------------------------------------------------------- threads

  @Test
  void withThreads_count_isKept() {
    assertThat(kernels.withThreads(3).threads()).isEqualTo(3);
    assertThat(kernels.withThreads(3).info()).isEqualTo(kernels.info());
    assertThatThrownBy(() -> kernels.withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads: 0");
  }
}
