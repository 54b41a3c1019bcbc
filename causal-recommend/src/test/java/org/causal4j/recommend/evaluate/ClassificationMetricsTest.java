package org.causal4j.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void of_fiveCases_hasHandComputedValues() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            new double[] {0.9, 0.6, 0.5, 0.4, 0.1}, new boolean[] {true, false, true, true, false});
    assertThat(metrics.truePositives()).isEqualTo(2);
    assertThat(metrics.falsePositives()).isEqualTo(1);
    assertThat(metrics.trueNegatives()).isEqualTo(1);
    assertThat(metrics.falseNegatives()).isEqualTo(1);
    assertThat(metrics.accuracy()).isCloseTo(3.0 / 5, EXACT);
    assertThat(metrics.precision().orElseThrow()).isCloseTo(2.0 / 3, EXACT);
    assertThat(metrics.recall().orElseThrow()).isCloseTo(2.0 / 3, EXACT);
    assertThat(metrics.f1().orElseThrow()).isCloseTo(2.0 / 3, EXACT);
    // of 3 x 2 pairs the yes wins (.9 both, .5 over .1, .4 over .1): 4
    assertThat(metrics.auc().orElseThrow()).isCloseTo(4.0 / 6, EXACT);
    double logLoss =
        -(Math.log(0.9) + Math.log(0.4) + Math.log(0.5) + Math.log(0.4) + Math.log(0.9)) / 5;
    assertThat(metrics.logLoss()).isCloseTo(logLoss, EXACT);
    assertThat(metrics.brier()).isCloseTo((0.01 + 0.36 + 0.25 + 0.36 + 0.01) / 5, EXACT);
    assertThat(metrics.baseRate()).isCloseTo(0.6, EXACT);
  }

  @Test
  void auc_tiedProbabilities_countHalf() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            new double[] {0.5, 0.5, 0.5, 0.2}, new boolean[] {true, false, true, false});
    // pairs: two ties with the first no (half each), two wins over the second
    assertThat(metrics.auc().orElseThrow()).isCloseTo(3.0 / 4, EXACT);
  }

  @Test
  void of_thresholdMoved_movesCellsOnly() {
    double[] p = {0.9, 0.2};
    boolean[] y = {true, false};
    assertThat(ClassificationMetrics.of(p, y, 0.1).falsePositives()).isEqualTo(1);
    assertThat(ClassificationMetrics.of(p, y, 0.1).brier())
        .isEqualTo(ClassificationMetrics.of(p, y, 0.95).brier());
  }

  @Test
  void of_undefinedNumbers_areEmpty() {
    ClassificationMetrics allNo =
        ClassificationMetrics.of(new double[] {0.1, 0.2}, new boolean[] {false, false});
    assertThat(allNo.precision()).isEmpty();
    assertThat(allNo.recall()).isEmpty();
    assertThat(allNo.f1()).isEmpty();
    assertThat(allNo.auc()).isEmpty();
    assertThat(allNo.accuracy()).isEqualTo(1);
    assertThat(allNo.toString()).contains("AUC none");
  }

  @Test
  void logLoss_certainAndWrong_isInfinite() {
    assertThat(ClassificationMetrics.of(new double[] {0}, new boolean[] {true}).logLoss())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(ClassificationMetrics.of(new double[] {1}, new boolean[] {true}).logLoss()).isZero();
  }

  @Test
  void of_wrongArguments_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationMetrics.of(new double[] {1.2}, new boolean[] {true}))
        .withMessage("probabilities: 1.2 is not in [0, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationMetrics.of(new double[] {Double.NaN}, new boolean[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationMetrics.of(new double[0], new boolean[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationMetrics.of(new double[2], new boolean[1]))
        .withMessage("outcomes: 1 for 2 probabilities");
  }

  @Property(tries = 100, seed = "21")
  void auc_anyCases_isTheShareOfWonPairs(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(30);
    double[] p = new double[n];
    boolean[] y = new boolean[n];
    for (int i = 0; i < n; i++) {
      p[i] = random.nextInt(6) / 5.0;
      y[i] = i == 0 || (i > 1 && random.nextBoolean());
    }
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (y[i] && !y[j]) {
          pairs++;
          won += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(ClassificationMetrics.of(p, y).auc().orElseThrow()).isCloseTo(won / pairs, EXACT);
  }
}
