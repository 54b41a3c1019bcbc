package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

/**
 * The trained men of the National Supported Work against the Current Population Survey. The
 * experiment says 1,794 with a standard error of 633 (Dehejia and Wahba, JASA 94(448), 1999).
 */
class TrainingParityTest {
  private static EffectEstimate estimate(Estimator estimator, Table table) {
    return estimator.estimate(
        Design.backdoor("treat", "re78", Reference.TRAINING),
        table,
        Contrast.binary("treat"),
        Seed.of(1));
  }

  @Test
  void aipw_onTheTreated_isWithinTheExperimentsError() throws IOException {
    Table table = Reference.trainingAgainstSurvey();
    assertThat(table.rows()).isEqualTo(185 + 15_992);
    EffectEstimate effect = estimate(Estimators.aipw().withEstimand(Estimand.ATT), table);
    assertThat(effect.estimate()).isCloseTo(1794, within(633.0));
    EffectEstimate matched = estimate(Estimators.matching().withEstimand(Estimand.ATT), table);
    assertThat(matched.estimate()).isCloseTo(1794, within(633.0));
  }

  @Test
  void aipw_onAllMen_hasNoOverlapAndIsNotQuoted() throws IOException {
    EffectEstimate effect = estimate(Estimators.aipw(), Reference.trainingAgainstSurvey());
    assertThat(effect.isQuotable()).isFalse();
    assertThat(effect.toString()).contains("no quotable");
  }

  @Test
  void difference_inTheExperiment_isThePublishedOne() throws IOException {
    Table table = Reference.read("lalonde/nsw_experimental_dw.csv");
    EffectEstimate effect =
        Estimators.differenceInMeans()
            .estimate(
                Design.randomized("treat", "re78"), table, Contrast.binary("treat"), Seed.of(1));
    assertThat(effect.estimate()).isCloseTo(1794.34, within(.005));
  }
}
