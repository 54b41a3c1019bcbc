package org.causal4j.core.refute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;
import org.junit.jupiter.api.Test;

/** Each refuter speaks against the fault it looks for, and not against a sound analysis. */
class RefutersTest {
  private static final Design MEASURED = Design.backdoor("t", "y", "x1", "x2");
  private static final Aipw AIPW = Estimators.aipw().withFolds(2);
  private static final RefuteOptions QUICK = RefuteOptions.defaults().withReplicates(40);

  private static EffectEstimate fit(Estimator estimator, Design design, Table table) {
    return estimator.estimate(design, table, Contrast.binary("t"), Seed.of(1));
  }

  private static Refutation one(EffectEstimate estimate, Table table, Refuter refuter) {
    return Refuters.refute(
            estimate, table, Seed.of(43), List.of(refuter), QUICK, ProgressListener.NONE)
        .get(0);
  }

  @Test
  void refute_soundAnalysis_stands() {
    Table table = Worlds.confounded(800, 1, 0, 1);
    ImmutableList<Refutation> found =
        Refuters.refute(
            fit(AIPW, MEASURED, table),
            table,
            Seed.of(43),
            Refuters.all(),
            QUICK,
            ProgressListener.NONE);
    assertThat(found)
        .allSatisfy(r -> assertThat(r.verdict()).as("%s", r).isEqualTo(Refutation.Verdict.STANDS));
    assertThat(found).extracting(Refutation::refuter).doesNotHaveDuplicates().hasSize(7);
    assertThat(found).allSatisfy(r -> assertThat(r.nullHypothesis()).isNotBlank());
  }

  @Test
  void refute_covariatesIgnored_placebosRefute() {
    Table table = Worlds.confounded(800, 1, 0, 2);
    EffectEstimate naive = fit(new Faulty(AIPW, true, se -> se), MEASURED, table);
    for (Refuter refuter :
        List.of(Refuters.placeboTreatment(), Refuters.placeboOutcome(), Refuters.dummyOutcome())) {
      Refutation found = one(naive, table, refuter);
      assertThat(found.verdict()).as("%s", found).isNotEqualTo(Refutation.Verdict.STANDS);
      assertThat(found.pValue().orElseThrow()).isLessThan(1e-4);
    }
    assertThat(one(naive, table, Refuters.placeboTreatment()).verdict())
        .isEqualTo(Refutation.Verdict.REFUTED);
  }

  @Test
  void refute_hiddenConfounder_negativeControlRefutes() {
    Table table = Worlds.confounded(2000, 0, 1, 3);
    EffectEstimate biased = fit(AIPW, MEASURED, table);
    assertThat(biased.interval().covers(0)).isFalse();
    assertThat(one(biased, table, Refuters.placeboTreatment()).verdict())
        .as("a placebo can't see what is not measured")
        .isEqualTo(Refutation.Verdict.STANDS);
    Refutation found = one(biased, table, Refuters.negativeControlOutcome("before"));
    assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.REFUTED);
    Table real = Worlds.confounded(2000, 1, 1, 3);
    EffectEstimate sound = fit(AIPW, Design.backdoor("t", "y", "x1", "x2", "u"), real);
    assertThat(one(sound, real, Refuters.negativeControlOutcome("before")).verdict())
        .isEqualTo(Refutation.Verdict.STANDS);
  }

  @Test
  void refute_negativeControlWithoutPower_isInconclusive() {
    Table table = Worlds.confounded(60, 0.1, 0, 5);
    assertThat(
            one(fit(AIPW, MEASURED, table), table, Refuters.negativeControlOutcome("before"))
                .verdict())
        .isEqualTo(Refutation.Verdict.INCONCLUSIVE);
  }

  @Test
  void refute_negativeControlTreatment_findsWhatConfoundsIt() {
    Table table = Worlds.confounded(2000, 1, 1, 6);
    double[] u = table.continuous("u").values();
    Table with =
        table.with(
            Column.Continuous.of("later", Arrays.stream(u).map(v -> v > 0 ? 1 : 0).toArray()));
    EffectEstimate biased = fit(AIPW, MEASURED, with);
    assertThat(
            one(biased, with, Refuters.negativeControlTreatment(Contrast.binary("later")))
                .verdict())
        .isEqualTo(Refutation.Verdict.REFUTED);
  }

  /** Predicts the training value itself where it has seen the row: a leak without cross-fitting. */
  private static final class Memory implements Learner {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
      double mean = Arrays.stream(rows).mapToDouble(r -> y[r]).average().orElseThrow();
      double[] known = new double[y.length];
      Arrays.fill(known, mean);
      for (int row : rows) {
        known[row] = y[row];
      }
      return (features, row) -> known[row];
    }
  }

  @Test
  void refute_ownOutcomeLeaksIntoTheNuisance_placeboRefutes() {
    Table table = Worlds.confounded(400, 1, 0, 7);
    EffectEstimate leaky =
        fit(Estimators.aipw().withFolds(1).withOutcome(new Memory()), MEASURED, table);
    Refutation found = one(leaky, table, Refuters.placeboTreatment());
    assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.REFUTED);
  }

  @Test
  void refute_standardErrorTooSmall_everyTestOfItRefutes() {
    Table table = Worlds.confounded(500, 1, 0, 8);
    EffectEstimate proud = fit(new Faulty(AIPW, false, se -> se / 4), MEASURED, table);
    for (Refuter refuter :
        List.of(Refuters.dataSubset(), Refuters.bootstrap(), Refuters.placeboOutcome())) {
      Refutation found = one(proud, table, refuter);
      assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.REFUTED);
    }
  }

  @Test
  void refute_asManyCovariatesAsRows_noiseMovesTheEstimate() {
    SplittableRandom random = new SplittableRandom(9);
    int n = 80;
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < 36; c++) {
      columns.add(Column.Continuous.of("c" + c, random.doubles(n).map(v -> v - 0.5).toArray()));
    }
    columns.add(Column.Continuous.of("t", random.doubles(n).map(v -> v < 0.5 ? 1 : 0).toArray()));
    columns.add(Column.Continuous.of("y", random.doubles(n).toArray()));
    Table table = Table.of(columns);
    String[] names = columns.stream().map(Column::name).limit(36).toArray(String[]::new);
    EffectEstimate crowded =
        fit(
            Estimators.aipw().withFolds(1).withOutcome(Learners.ridge(0)),
            Design.backdoor("t", "y", names),
            table);
    Refutation found = one(crowded, table, Refuters.randomCommonCause());
    assertThat(found.verdict()).as("%s", found).isNotEqualTo(Refutation.Verdict.STANDS);
  }

  @Test
  void refute_unobservedConfounder_movesTheEstimateAsTheFormulaSays() {
    Table table = Worlds.confounded(4000, 1, 0, 10);
    EffectEstimate estimate = fit(AIPW, MEASURED, table);
    Refutation weak = one(estimate, table, Refuters.unobservedConfounder(0.1, 0.3));
    double deviation = Finding.deviation(table.continuous("y").values());
    // var(t | x) is about .22 here: the estimate should fall by .1 · .3 sd(y) / .22
    double expected = estimate.estimate() - 0.1 * 0.3 * deviation / 0.22;
    assertThat(Finding.mean(weak.refuted().toArray())).isCloseTo(expected, within(.03));
    assertThat(weak.verdict()).isEqualTo(Refutation.Verdict.STANDS);
    Table small = Worlds.confounded(4000, 0.2, 0, 11);
    EffectEstimate frail = fit(AIPW, MEASURED, small);
    assertThat(frail.interval().covers(0)).isFalse();
    assertThat(one(frail, small, Refuters.unobservedConfounder(0.2, 0.3)).verdict())
        .isEqualTo(Refutation.Verdict.REFUTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one(estimate, table, Refuters.unobservedConfounder(0.6, 0.1)))
        .withMessageContaining("effectOnTreatment: 0.6 is beyond");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one(estimate, table, Refuters.unobservedConfounder(0.1, 2)))
        .withMessageContaining("effectOnOutcome: 2.0 is beyond");
  }

  @Test
  void refute_anyNumberOfThreads_sameBits() {
    Table table = Worlds.confounded(200, 1, 0, 12);
    EffectEstimate estimate = fit(AIPW, MEASURED, table);
    List<ImmutableList<Refutation>> found = new ArrayList<>();
    for (int threads : new int[] {1, 2, 8}) {
      found.add(
          Refuters.refute(
              estimate,
              table,
              Seed.of(5),
              Refuters.all(),
              QUICK.withReplicates(20).withThreads(threads),
              ProgressListener.NONE));
    }
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
  }

  @Test
  void refute_randomizedDesign_saysWhatDoesNotFit() {
    Table table = Worlds.confounded(300, 1, 0, 13);
    EffectEstimate difference =
        fit(Estimators.differenceInMeans(), Design.randomized("t", "y"), table);
    assertThat(one(difference, table, Refuters.placeboTreatment()).verdict())
        .isEqualTo(Refutation.Verdict.STANDS);
    assertThat(one(difference, table, Refuters.bootstrap()).verdict())
        .isEqualTo(Refutation.Verdict.STANDS);
    Refutation hidden = one(difference, table, Refuters.unobservedConfounder(.1, .1));
    assertThat(hidden.verdict()).isEqualTo(Refutation.Verdict.INCONCLUSIVE);
    assertThat(hidden.reason()).contains("does not rest on");
  }

  @Test
  void refute_discreteTreatmentAndBinaryOutcome_areSimulatedAsSuch() {
    Table table = Worlds.confounded(600, 1, 0, 14);
    double[] t = table.continuous("t").values();
    double[] y = table.continuous("y").values();
    Table discrete =
        table
            .with(
                Column.Discrete.ofCodes(
                    "t", List.of("no", "yes"), Arrays.stream(t).mapToInt(v -> (int) v).toArray()))
            .with(Column.Continuous.of("y", Arrays.stream(y).map(v -> v > 0 ? 1 : 0).toArray()));
    EffectEstimate estimate =
        AIPW.withOutcome(Learners.logistic())
            .estimate(MEASURED, discrete, Contrast.of("t", "no", "yes"), Seed.of(1));
    for (Refuter refuter :
        List.of(Refuters.placeboTreatment(), Refuters.placeboOutcome(), Refuters.dummyOutcome())) {
      assertThat(one(estimate, discrete, refuter).verdict()).isEqualTo(Refutation.Verdict.STANDS);
    }
  }

  @Test
  void refute_wrongTableOrArrays_isRefused() {
    Table table = Worlds.confounded(200, 1, 0, 15);
    EffectEstimate estimate = fit(AIPW, MEASURED, table);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> one(estimate, Worlds.confounded(200, 1, 0, 16), Refuters.placeboTreatment()))
        .withMessageContaining("not the one");
    EffectEstimate bare =
        Estimators.differenceInMeans()
            .association(new int[] {0, 1, 0, 1}, new double[] {1, 2, 3, 5}, new int[] {0, 1, 2, 3});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one(bare, table, Refuters.placeboTreatment()))
        .withMessageContaining("arrays");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Refuters.refute(
                    estimate, table, Seed.of(1), Refuters.bootstrap(), Refuters.bootstrap()))
        .withMessageContaining("twice");
  }

  @Test
  void refute_manyRefitsFail_isInconclusive() {
    Table table = Worlds.confounded(40, 1, 0, 17);
    double[] t = new double[40];
    t[0] = 1;
    t[1] = 1;
    t[2] = 1;
    t[3] = 1;
    Table rare = table.with(Column.Continuous.of("t", t));
    EffectEstimate estimate = fit(Estimators.aipw().withFolds(2), Design.backdoor("t", "y"), rare);
    Refutation found = one(estimate, rare, Refuters.bootstrap());
    assertThat(found.verdict()).isEqualTo(Refutation.Verdict.INCONCLUSIVE);
    assertThat(found.notes()).singleElement().asString().contains("refits failed");
  }

  /**
   * Over 40 sound analyses each refuter errs at a rate of at most .05; 7 errors of 40 would have a
   * probability of .004 then.
   */
  @Test
  void refute_soundAnalyses_errorRateIsKept() {
    int[] errors = new int[7];
    int sets = 40;
    for (int set = 0; set < sets; set++) {
      Table table = Worlds.confounded(250, 0.5, 0, 1000 + set);
      ImmutableList<Refutation> found =
          Refuters.refute(
              fit(AIPW, MEASURED, table),
              table,
              Seed.of(set),
              Refuters.all(),
              QUICK.withReplicates(30).withThreads(2),
              ProgressListener.NONE);
      for (int r = 0; r < 6; r++) {
        Refutation.Verdict verdict = found.get(r).verdict();
        errors[r] +=
            verdict == Refutation.Verdict.WEAKENED || verdict == Refutation.Verdict.REFUTED ? 1 : 0;
      }
    }
    assertThat(errors)
        .as(Arrays.toString(errors))
        .satisfies(
            e -> {
              for (int count : e) {
                assertThat(count).isLessThan(7);
              }
            });
  }
}
