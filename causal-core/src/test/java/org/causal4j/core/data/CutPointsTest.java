package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CutPointsTest {
  @Test
  void apply_pointsBelongToTheStateAbove() {
    Column.Discrete cut =
        CutPoints.at(0, 2.5).apply(Column.Continuous.of("x", -1, -0.0, 0, 2.4, 2.5, Double.NaN));

    assertThat(cut.name()).isEqualTo("x");
    assertThat(cut.states()).containsExactly("<0", "[0,2.5)", "≥2.5");
    assertThat(cut.codes()).containsExactly(0, 1, 1, 1, 2, -1);
  }

  // numpy 2.4: np.quantile([1, 2, 4, 8, 16], [.25, .5, .75]) = [2, 4, 8]
  // and np.quantile([1, 2, 4, 8], [1/3, 2/3]) = [2, 4]
  @Test
  void quantiles_knownColumns_areTypeSeven() {
    assertThat(CutPoints.quantiles(Column.Continuous.of("x", 16, 1, 8, 2, 4), 4).points())
        .containsExactly(2.0, 4.0, 8.0);
    assertThat(CutPoints.quantiles(Column.Continuous.of("x", 1, 2, 4, 8, Double.NaN), 3).points())
        .containsExactly(2.0, 4.0);
    assertThat(CutPoints.quantiles(Column.Continuous.of("x", 1, 2), 2).points())
        .containsExactly(1.5);
  }

  @Test
  void quantiles_manyEqualCells_giveFewerStates() {
    assertThat(CutPoints.quantiles(Column.Continuous.of("x", 0, 0, 0, 0, 5), 4).points()).isEmpty();
    assertThat(CutPoints.quantiles(Column.Continuous.of("x", 7, 7), 2))
        .hasToString("cut at [] into [any]");
  }

  @Property(tries = 300, seed = "22")
  void quantiles_distinctNumbers_fillAllStatesAboutEqually(
      @ForAll @Size(min = 20, max = 60) double @DoubleRange(min = -1e3, max = 1e3) [] values,
      @ForAll @IntRange(min = 2, max = 5) int states) {
    double[] distinct = Arrays.stream(values).distinct().toArray();
    Assume.that(distinct.length >= 20);
    Column.Continuous column = Column.Continuous.of("x", distinct);
    int[] counts = new int[states];
    for (int code : CutPoints.quantiles(column, states).apply(column).codes()) {
      counts[code]++;
    }

    double fair = (double) distinct.length / states;
    for (int count : counts) {
      assertThat((double) count).isBetween(fair - 1.5, fair + 1.5);
    }
  }

  @Test
  void constructor_badPointsOrLabels_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutPoints.at(2, 1))
        .withMessage("points: [2.0, 1.0] are not ascending");
    assertThatIllegalArgumentException().isThrownBy(() -> CutPoints.at(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutPoints.at(1).withLabels("one"))
        .withMessage("labels: 1 given, but 1 points make 2 states");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutPoints.quantiles(Column.Continuous.of("x", Double.NaN), 2))
        .withMessage("x: has no cell");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutPoints.quantiles(Column.Continuous.of("x", 1), 1));
  }
}
