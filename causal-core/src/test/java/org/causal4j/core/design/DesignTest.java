package org.causal4j.core.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesignTest {
  @Test
  void fold_eachKind_callsItsOwnFunction() {
    List<Design> designs =
        List.of(
            Design.randomized("t", "y"),
            Design.backdoor("t", "y", "z"),
            Design.frontDoor("t", "y", "m"),
            Design.instrument("t", "y", List.of("i"), List.of("z")),
            Design.panel("t", "y", "u", "q"),
            Design.mediation("t", "y", List.of("m"), List.of("z")));

    assertThat(designs)
        .extracting(
            d ->
                d.<String>fold(
                    r -> "r",
                    b -> "b" + b.adjustment(),
                    f -> "f" + f.mediators(),
                    i -> "i" + i.instruments(),
                    p -> "p" + p.unit() + p.time(),
                    m -> "m" + m.mediators() + m.adjustment()))
        .containsExactly("r", "b[z]", "f[m]", "i[i]", "puq", "m[m][z]");
  }

  @Test
  void backdoor_emptyAdjustment_isAllowed() {
    assertThat(Design.backdoor("t", "y").adjustment()).isEmpty();
  }

  @Test
  void backdoor_callersListChanges_designDoesNot() {
    List<String> names = new ArrayList<>(List.of("a"));
    Design.Backdoor design = new Design.Backdoor("t", "y", names);
    names.add("b");

    assertThat(design.adjustment()).containsExactly("a");
  }

  @Test
  void frontDoor_noMediator_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.frontDoor("t", "y"))
        .withMessageContaining("mediators");
  }

  @Test
  void designs_sameColumnInTwoParts_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.randomized("t", "t"))
        .withMessageContaining("outcome: t");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.backdoor("t", "y", "y"))
        .withMessageContaining("adjustment: y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.backdoor("t", "y", "z", "z"))
        .withMessageContaining("named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.frontDoor("t", "y", "t"))
        .withMessageContaining("mediators: t");
    assertThatIllegalArgumentException().isThrownBy(() -> Design.randomized("", "y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.instrument("t", "y", List.of("z"), List.of("z")))
        .withMessageContaining("also an instrument");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.instrument("t", "y", List.of(), List.of()))
        .withMessageContaining("instruments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.panel("t", "y", "u", "q", "u"))
        .withMessageContaining("names the unit");
  }

  @Test
  void toString_saysWhatIsAdjustedFor() {
    assertThat(Design.backdoor("t", "y", "z"))
        .hasToString("back-door: effect of t on y adjusted for [z]");
    assertThat(Design.randomized("t", "y")).hasToString("randomized: effect of t on y");
    assertThat(Design.frontDoor("t", "y", "m"))
        .hasToString("front-door: effect of t on y through [m]");
  }

  @Test
  void contrast_binary_isOneAgainstZero() {
    assertThat(Contrast.binary("t")).isEqualTo(Contrast.of("t", "0", "1"));
    assertThat(Contrast.of("shown", "no", "yes")).hasToString("shown: yes against no");
    assertThat(Contrast.binary("t").reversed()).isEqualTo(new Contrast("t", "1", "0"));
  }

  @Test
  void contrast_withoutAControlState_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contrast.of("t", "1", "1"))
        .withMessageContaining("treated: 1");
  }
}
