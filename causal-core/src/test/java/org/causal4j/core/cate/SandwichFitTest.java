package org.causal4j.core.cate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SandwichFitTest {
  /** Computed by hand: slope ½, residuals ±½, and HC0 of the mean times n/(n − 1). */
  @Test
  void of_smallExample_matchesHandComputation() {
    double[][] z = {{1, -1}, {1, -1}, {1, 1}, {1, 1}};
    double[] y = {0, 1, 1, 2};
    double[] w = {1, 1, 1, 1};
    SandwichFit fit = SandwichFit.of(z, y, w, new int[] {0, 1, 2, 3});
    assertThat(fit.value(new double[] {1, 0})).isCloseTo(1, within(1e-12));
    assertThat(fit.value(new double[] {0, 1})).isCloseTo(0.5, within(1e-12));
    // Σ r² = 1; G = 4 I: (1/16) · 4/3
    assertThat(fit.standardError(new double[] {1, 0}))
        .isCloseTo(Math.sqrt(1.0 / 16 * 4 / 3), within(1e-12));
  }

  @Test
  void of_columnThatOthersDetermine_sameValues() {
    double[][] z = {{1, 2, 4}, {1, 3, 6}, {1, 5, 10}, {1, 7, 14}, {1, 8, 16}};
    double[][] narrow = {{1, 2}, {1, 3}, {1, 5}, {1, 7}, {1, 8}};
    double[] y = {1, 0, 2, 5, 3};
    double[] w = {1, 2, 1, 3, 1};
    int[] clusters = {0, 1, 2, 3, 4};
    SandwichFit wide = SandwichFit.of(z, y, w, clusters);
    SandwichFit same = SandwichFit.of(narrow, y, w, clusters);
    assertThat(wide.value(new double[] {1, 4, 8}))
        .isCloseTo(same.value(new double[] {1, 4}), within(1e-9));
    assertThat(wide.standardError(new double[] {1, 4, 8}))
        .isCloseTo(same.standardError(new double[] {1, 4}), within(1e-9));
  }

  @Test
  void of_fewClusters_refused() {
    assertThatThrownBy(
            () ->
                SandwichFit.of(
                    new double[][] {{1, 0}, {1, 1}, {1, 2}},
                    new double[3],
                    new double[] {1, 1, 1},
                    new int[] {0, 0, 1}))
        .hasMessageContaining("2 clusters can't carry 2 coefficients");
  }
}
