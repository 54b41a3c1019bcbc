package org.causal4j.core.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;
import org.junit.jupiter.api.Test;

/** 64,000 customers: a score learned on half of those of two arms, judged on the other half. */
class UpliftHillstromTest {
  private static final Contrast EMAIL = Contrast.of("segment", "No E-Mail", "Womens E-Mail");

  @Test
  void curve_twoModelsLearnedOnTheOtherHalf_findWhomTheEmailMoves() throws IOException {
    Table all = Table.readCsv(SharedData.require("data/causal/hillstrom/hillstrom.csv.gz"));
    Column segment = all.column("segment");
    Set<String> states = Set.of(EMAIL.control(), EMAIL.treated());
    Table two = all.where(row -> states.contains(segment.text(row)));
    Features x =
        Features.of(
            two, List.of("recency", "history", "mens", "womens", "zip_code", "newbie", "channel"));
    double[] visit = two.continuous("visit").values();
    Predictor[] models = new Predictor[2];
    for (int arm = 0; arm < 2; arm++) {
      String state = arm == 1 ? EMAIL.treated() : EMAIL.control();
      int[] learned =
          IntStream.range(0, two.rows())
              .filter(i -> i % 2 == 0 && two.column("segment").text(i).equals(state))
              .toArray();
      models[arm] = Learners.logistic().fit(x, visit, learned, Seed.of(1));
    }
    int[] judged = IntStream.range(0, two.rows()).filter(i -> i % 2 == 1).toArray();
    double[] control = IntStream.of(judged).mapToDouble(i -> models[0].predict(x, i)).toArray();
    double[] treated = IntStream.of(judged).mapToDouble(i -> models[1].predict(x, i)).toArray();
    double[] score =
        IntStream.range(0, judged.length).mapToDouble(i -> treated[i] - control[i]).toArray();
    Table half = two.rows(judged).with(Column.Continuous.of("score", score));
    UpliftData data = UpliftData.of(half, "score", EMAIL, "visit");
    UpliftCurve curve = UpliftCurve.of(data, Seed.of(1));
    // the e-mail was worth .0452 on all rows; half of them err by about .005
    assertThat(curve.ate().estimate()).isCloseTo(.0452, within(.012));
    assertThat(curve.qini().interval().low()).isPositive();
    assertThat(curve.target(0.5).effectOnTargeted().orElseThrow().estimate())
        .isGreaterThan(curve.target(0.5).effectOnOthers().orElseThrow().estimate());
    assertThat(curve.notes()).isEmpty();
    UpliftCurve shorter = UpliftCurve.of(data.withOutcomeModel(control, treated), Seed.of(1));
    assertThat(shorter.qini().standardError()).isLessThan(curve.qini().standardError());
    assertThat(shorter.qini().interval().covers(curve.qini().estimate())).isTrue();
    UpliftCalibration calibration = UpliftCalibration.of(curve, 10);
    assertThat(calibration.slope().orElseThrow().interval().low()).isPositive();
    assertThat(calibration.bins()).hasSize(10);
    System.out.println("Hillstrom, women's e-mail, half of the rows: " + curve);
    System.out.println(curve.target(0.3) + "; " + calibration);
  }
}
