package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

/** The incinerator of Kiel and McClain, and the organ donors of Kessler and Roth. */
class PanelParityTest {
  @Test
  void kielmc_twoGroups_isThePublishedEffect() throws IOException {
    Table table = Reference.read("panel/kielmc.csv");
    Design design = Design.panel("y81nrinc", "rprice", "nearinc", "y81");
    EffectEstimate effect =
        Estimators.differenceInDifferences()
            .withClusters("rownames")
            .estimate(design, table, Contrast.binary("y81nrinc"), Seed.of(1));
    assertThat(effect.estimate()).isCloseTo(-11_863.90, within(.005));
    // 7,456.65 is published under equal variances; this one is robust
    assertThat(effect.standardError()).isBetween(7000.0, 9000.0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.differenceInDifferences()
                    .estimate(design, table, Contrast.binary("y81nrinc"), Seed.of(1)))
        .withMessageContaining("clusters: 2");
  }

  @Test
  void organDonation_panelOfStates_isThePublishedEffect() throws IOException {
    Table table = Reference.read("panel/organ_donations.csv");
    Column state = table.column("State");
    double[] quarter = table.continuous("Quarter_Num").values();
    double[] active =
        IntStream.range(0, table.rows())
            .mapToDouble(i -> state.text(i).equals("California") && quarter[i] >= 4 ? 1 : 0)
            .toArray();
    EffectEstimate effect =
        Estimators.differenceInDifferences()
            .estimate(
                Design.panel("active", "Rate", "State", "Quarter_Num"),
                table.with(Column.Continuous.of("active", active)),
                Contrast.binary("active"),
                Seed.of(1));
    assertThat(effect.estimate()).isCloseTo(-.02246, within(5e-6));
    assertThat(effect.clusters()).isEqualTo(27);
    assertThat(effect.standardError()).isCloseTo(.0061, within(5e-4));
  }
}
