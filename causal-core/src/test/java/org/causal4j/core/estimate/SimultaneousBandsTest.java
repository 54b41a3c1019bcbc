package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

class SimultaneousBandsTest {
  private static final int OUTCOMES = 5;

  /** Outcomes of no effect that share a part of their noise. */
  private static List<EffectEstimate> effects(int n, double shared, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] t = new double[n];
    double[] common = new double[n];
    for (int i = 0; i < n; i++) {
      t[i] = random.nextInt(2);
      common[i] = random.nextGaussian();
    }
    List<EffectEstimate> effects = new ArrayList<>();
    for (int k = 0; k < OUTCOMES; k++) {
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        y[i] = shared * common[i] + (1 - shared) * random.nextGaussian();
      }
      Table table = Table.of(Column.Continuous.of("t", t), Column.Continuous.of("y", y));
      effects.add(
          Estimators.differenceInMeans()
              .estimate(Design.randomized("t", "y"), table, Contrast.binary("t"), Seed.of(1)));
    }
    return effects;
  }

  /**
   * Of five independent normals |t| ≤ 2.569 at once with probability .95: Φ⁻¹(1 − (1 − .95^.2)/2).
   */
  @Test
  void of_independentEffects_isSidaksValue() {
    SimultaneousBands bands = SimultaneousBands.of(effects(20_000, 0, 1), .95, Seed.of(2));
    assertThat(bands.critical()).isCloseTo(2.569, within(.05));
    assertThat(SimultaneousBands.of(effects(20_000, 0, 1), .95, Seed.of(2))).isEqualTo(bands);
  }

  @Test
  void of_oneOrEqualEffects_isTheOrdinaryInterval() {
    EffectEstimate one = effects(300, 0, 3).get(0);
    for (List<EffectEstimate> same : List.of(List.of(one), List.of(one, one, one))) {
      SimultaneousBands bands = SimultaneousBands.of(same, .95, Seed.of(1));
      assertThat(bands.critical()).isCloseTo(1.96, within(.06));
      assertThat(bands.pValues().get(0)).isCloseTo(one.pValue(), within(.02));
      assertThat(bands.intervals().get(0).low())
          .isCloseTo(one.interval().low(), within(.06 * one.standardError()));
    }
  }

  /** 100 tables: 88 or fewer with probability .004; the single intervals all cover in about 80. */
  @Test
  void of_manyTables_allCoverAtOnceAtTheLevel() {
    int bandsCover = 0;
    int intervalsCover = 0;
    for (int set = 0; set < 100; set++) {
      List<EffectEstimate> effects = effects(300, .5, 10 + set);
      SimultaneousBands bands = SimultaneousBands.of(effects, .95, Seed.of(set));
      bandsCover += bands.intervals().stream().allMatch(i -> i.covers(0)) ? 1 : 0;
      intervalsCover += effects.stream().allMatch(e -> e.interval().covers(0)) ? 1 : 0;
    }
    assertThat(bandsCover).isGreaterThan(88);
    assertThat(intervalsCover).isLessThan(bandsCover);
  }

  @Test
  void of_unequalUnits_isRefused() {
    List<EffectEstimate> mixed = List.of(effects(300, 0, 1).get(0), effects(200, 0, 1).get(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimultaneousBands.of(mixed, .95, Seed.of(1)))
        .withMessageContaining("other units");
    List<EffectEstimate> freed = List.of(mixed.get(0).withoutInfluence());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimultaneousBands.of(freed, .95, Seed.of(1)))
        .withMessageContaining("no influence values");
  }
}
