package org.causal4j.graph.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class EValueTest {
  /** VanderWeele and Ding 2017: risk ratio 3.9 (1.8, 8.7) has E-values 7.26 and 3.0. */
  @Test
  void ofRiskRatio_examplePublished_hasThePublishedValues() {
    EValue e = EValue.ofRiskRatio(3.9, 1.8, 8.7);

    assertThat(e.point()).isCloseTo(7.26, within(0.005));
    assertThat(e.limit().orElseThrow()).isCloseTo(3.0, within(1e-9));
    assertThat(e).hasToString("E-value 7.26, limit of the interval 3.00");
    assertThat(EValue.ofRiskRatio(3.9)).hasToString("E-value 7.26");
  }

  @Test
  void ofRiskRatio_intervalCoversOne_limitIsOne() {
    assertThat(EValue.ofRiskRatio(1.5, 0.9, 2.5).limit()).hasValue(1);
    assertThat(EValue.ofRiskRatio(0.8, 0.5, 1.2).limit()).hasValue(1);
    assertThat(EValue.ofRiskRatio(1).point()).isEqualTo(1);
  }

  @Property(tries = 100, seed = "41")
  void ofRiskRatio_protective_isThatOfTheInverse(
      @ForAll @DoubleRange(min = 1, max = 50) double ratio) {
    assertThat(EValue.ofRiskRatio(1 / ratio, 0.5 / ratio, 1 / ratio).limit().orElseThrow())
        .isCloseTo(EValue.ofRiskRatio(ratio).point(), within(1e-9));
    assertThat(EValue.ofRiskRatio(1 / ratio).point())
        .isCloseTo(EValue.ofRiskRatio(ratio).point(), within(1e-9));
  }

  @Test
  void ofRiskRatio_impossibleNumbers_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EValue.ofRiskRatio(0));
    assertThatIllegalArgumentException().isThrownBy(() -> EValue.ofRiskRatio(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> EValue.ofRiskRatio(2, 2.1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> EValue.ofRiskRatio(2, 1, 1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> EValue.ofRiskRatio(2, -1, 3));
  }
}
