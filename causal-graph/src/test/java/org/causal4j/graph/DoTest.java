package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DoTest {
  @Test
  void toString_readsAsPapersPrintIt() {
    assertThat(Do.set("x", "1")).hasToString("do(x=1)");
    assertThat(Do.set("x", "1").and(Do.shift("price", -2))).hasToString("do(x=1, price=price-2.0)");
    assertThat(Do.shift("t", 0.5)).hasToString("do(t=t+0.5)");
    assertThat(Do.draw("x", Map.of("1", 1.0))).hasToString("do(x~{1=1.0})");
    assertThat(Do.set("unit price", "low")).hasToString("do(\"unit price\"=low)");
  }

  @Test
  void and_sameVariableTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Do.set("x", "1").and(Do.shift("x", 1)))
        .withMessageContaining("x is intervened upon twice");
  }

  @Test
  void equals_otherOrder_isTheSame() {
    Do one = Do.set("x", "1").and(Do.set("y", "0"));

    assertThat(one).isEqualTo(Do.set("y", "0").and(Do.set("x", "1")));
    assertThat(one).hasSameHashCodeAs(Do.set("y", "0").and(Do.set("x", "1")));
    assertThat(one).isNotEqualTo(Do.set("x", "1"));
    assertThat(one.variables()).containsExactly("x", "y");
    assertThat(one.interventions())
        .containsExactly(new Intervention.Set("x", "1"), new Intervention.Set("y", "0"));
  }

  @Test
  void fold_eachKind_callsItsOwnFunction() {
    assertThat(
            Do.of(
                    new Intervention.Set("a", "s"),
                    new Intervention.Shift("b", 1),
                    new Intervention.Draw("c", Map.of("s", 1.0)))
                .interventions())
        .extracting(
            i ->
                i.<Object>fold(
                    Intervention.Set::state,
                    Intervention.Shift::amount,
                    Intervention.Draw::distribution))
        .containsExactly("s", 1.0, Map.of("s", 1.0));
  }

  @Test
  void interventions_badNumbers_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Do.shift("x", Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Do.draw("x", Map.of("0", 0.5, "1", 0.4)))
        .withMessageContaining("distribution: sums to 0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Do.draw("x", Map.of("0", 1.5, "1", -0.5)));
    assertThatIllegalArgumentException().isThrownBy(() -> Do.draw("x", Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Do.set("", "1"));
    assertThatIllegalArgumentException().isThrownBy(Do::of);
  }
}
