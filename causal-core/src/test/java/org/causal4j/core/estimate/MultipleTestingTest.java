package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MultipleTestingTest {
  @Test
  void benjaminiHochberg_unorderedValues_areByHand() {
    // sorted .01 .02 .03 .5: .01*4/1, .02*4/2, .03*4/3 are all .04, and .5*4/4
    assertThat(MultipleTesting.benjaminiHochberg(new double[] {.5, .01, .03, .02}))
        .containsExactly(new double[] {.5, .04, .04, .04}, within(1e-12));
    // .9*2/1 is cut to the next one up, .95
    assertThat(MultipleTesting.benjaminiHochberg(new double[] {.9, .95}))
        .containsExactly(new double[] {.95, .95}, within(1e-12));
  }

  @Test
  void benjaminiYekutieli_threeValues_areByHand() {
    // 1 + 1/2 + 1/3 = 11/6; .01*3*11/6 = .055, .04*3/2*11/6 = .11, .9*11/6 cut to 1
    assertThat(MultipleTesting.benjaminiYekutieli(new double[] {.9, .01, .04}))
        .containsExactly(new double[] {1, .055, .11}, within(1e-12));
  }

  @Test
  void holm_unorderedValues_areByHand() {
    // .01*4, then .02*3 = .06, .03*2 = .06, .5*1
    assertThat(MultipleTesting.holm(new double[] {.5, .01, .03, .02}))
        .containsExactly(new double[] {.5, .04, .06, .06}, within(1e-12));
    assertThat(MultipleTesting.holm(new double[] {.9, .6})).containsExactly(1, 1);
    assertThat(MultipleTesting.holm(new double[0])).isEmpty();
  }

  @Test
  void corrections_oneOrNoTest_changeNothing() {
    assertThat(MultipleTesting.benjaminiHochberg(new double[] {.3})).containsExactly(.3);
    assertThat(MultipleTesting.benjaminiYekutieli(new double[] {.3})).containsExactly(.3);
    assertThat(MultipleTesting.benjaminiHochberg(new double[0])).isEmpty();
    assertThat(MultipleTesting.benjaminiYekutieli(new double[0])).isEmpty();
  }

  @Test
  void corrections_noProbability_isRefusedWithItsPlace() {
    for (double bad : new double[] {Double.NaN, -.1, 1.1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MultipleTesting.benjaminiHochberg(new double[] {.5, bad}))
          .withMessageContaining("value 1 is " + bad);
    }
  }

  @Property(tries = 300, seed = "31")
  void corrections_anyValues_keepTheOrderAndOnlyRaise(
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> values) {
    double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] before = p.clone();
    double[] hochberg = MultipleTesting.benjaminiHochberg(p);
    double[] yekutieli = MultipleTesting.benjaminiYekutieli(p);
    assertThat(p).isEqualTo(before);
    for (int i = 0; i < p.length; i++) {
      // up to rounding of p * m / k
      assertThat(hochberg[i]).isBetween(p[i] * (1 - 1e-12), 1.0);
      assertThat(yekutieli[i]).isBetween(hochberg[i], 1.0);
      for (int j = 0; j < p.length; j++) {
        if (p[i] <= p[j]) {
          assertThat(hochberg[i]).isLessThanOrEqualTo(hochberg[j]);
          assertThat(yekutieli[i]).isLessThanOrEqualTo(yekutieli[j]);
        }
      }
    }
    assertThat(Arrays.stream(hochberg).max().orElse(1))
        .isGreaterThanOrEqualTo(Arrays.stream(p).max().orElse(1) * (1 - 1e-12));
  }
}
