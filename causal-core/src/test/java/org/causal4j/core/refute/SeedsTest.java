package org.causal4j.core.refute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.DmlInteractive;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seed gives the same bits, on 1, 2 and 8 threads. */
class SeedsTest {
  private static final Design DESIGN = Design.backdoor("t", "y", "x1", "x2");

  static List<Estimator> estimators() {
    return List.of(
        Estimators.regression(),
        Estimators.gEstimation(),
        Estimators.ipw(),
        Estimators.ipw().withPropensity(Learners.forest()).withTrim(.01),
        Estimators.overlapWeights(),
        Estimators.matching(),
        Estimators.aipw().withOutcome(Learners.forest()),
        Estimators.tmle(),
        Estimators.dmlInteractive().withSplits(2),
        Estimators.dmlPartiallyLinear().withSplits(2),
        Estimators.multiArm());
  }

  static List<Refuter> refuters() {
    return Refuters.all();
  }

  private static Estimator threaded(Estimator estimator, int threads) {
    if (estimator instanceof Aipw aipw) {
      return aipw.withThreads(threads);
    }
    return estimator instanceof DmlInteractive dml ? dml.withThreads(threads) : estimator;
  }

  private static EffectEstimate fit(Estimator estimator, Table table) {
    return estimator.estimate(DESIGN, table, Contrast.binary("t"), Seed.of(3));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void estimate_anyNumberOfThreads_givesTheSameBits(Estimator estimator) {
    Table table = Worlds.confounded(200, 1, 0, 1);
    EffectEstimate one = fit(threaded(estimator, 1), table);
    for (int threads : new int[] {2, 8}) {
      EffectEstimate more = fit(threaded(estimator, threads), table);
      assertThat(more.estimate()).isEqualTo(one.estimate());
      assertThat(more.standardError()).isEqualTo(one.standardError());
      assertThat(more.overlap()).isEqualTo(one.overlap());
      assertThat(more.nuisances()).isEqualTo(one.nuisances());
      assertThat(more.influence()).isEqualTo(one.influence());
    }
  }

  @ParameterizedTest
  @MethodSource("refuters")
  void refute_anyNumberOfThreads_givesTheSameBits(Refuter refuter) {
    Table table = Worlds.confounded(200, 1, 0, 2);
    EffectEstimate effect = fit(Estimators.aipw().withFolds(2), table);
    List<Refutation> one = refuted(effect, table, refuter, 1);
    assertThat(refuted(effect, table, refuter, 2)).isEqualTo(one);
    assertThat(refuted(effect, table, refuter, 8)).isEqualTo(one);
  }

  private static List<Refutation> refuted(
      EffectEstimate effect, Table table, Refuter refuter, int threads) {
    return Refuters.refute(
        effect,
        table,
        Seed.of(9),
        List.of(refuter),
        RefuteOptions.defaults().withReplicates(20).withThreads(threads),
        ProgressListener.NONE);
  }
}
