package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

/** Giving up smoking and gain of weight (Hernán and Robins, "Causal Inference: What If"). */
class NhefsTest {
  private static final List<String> STATES =
      List.of("sex", "race", "education", "exercise", "active");
  private static final List<String> SQUARED = List.of("age", "smokeintensity", "smokeyrs", "wt71");

  private static Table table() throws IOException {
    Table raw = Table.readCsv(SharedData.require("data/causal/nhefs/NHEFS.csv.gz"));
    Column gain = raw.column("wt82_71");
    Table known = raw.where(row -> !gain.isMissing(row));
    List<Column> columns = new ArrayList<>();
    columns.add(states(known, "qsmk"));
    columns.add(known.column("wt82_71"));
    for (String name : STATES) {
      columns.add(states(known, name));
    }
    for (String name : SQUARED) {
      double[] values = known.continuous(name).values();
      columns.add(Column.Continuous.of(name, values));
      double[] squares = new double[values.length];
      for (int row = 0; row < values.length; row++) {
        squares[row] = values[row] * values[row];
      }
      columns.add(Column.Continuous.of(name + "²", squares));
    }
    return Table.of(columns);
  }

  private static Column states(Table table, String name) {
    Column column = table.column(name);
    return Column.Discrete.of(
        name, IntStream.range(0, table.rows()).mapToObj(column::text).toList());
  }

  private static EffectEstimate estimate(Aipw aipw) throws IOException {
    Table table = table();
    String[] adjustment =
        table.names().stream()
            .filter(name -> !List.of("qsmk", "wt82_71").contains(name))
            .toArray(String[]::new);
    return aipw.estimate(
        Design.backdoor("qsmk", "wt82_71", adjustment), table, Contrast.binary("qsmk"), Seed.of(1));
  }

  /**
   * 3.37326463 from the same formula in numpy (least squares in each arm, logistic regression by
   * Newton's method). The 3.457 one may find for these data takes one outcome model of both arms,
   * with a product of qsmk and smokeintensity; numpy gives 3.45728 for that.
   */
  @Test
  void estimate_withoutCrossFitting_isTheReferenceValue() throws IOException {
    EffectEstimate effect =
        estimate(
            Estimators.aipw()
                .withFolds(1)
                .withOutcome(Learners.ridge(0))
                .withPropensity(Learners.logistic(0)));
    assertThat(effect.treated()).isEqualTo(403);
    assertThat(effect.control()).isEqualTo(1163);
    assertThat(effect.estimate()).isCloseTo(3.37326463, within(1e-6));
    Overlap overlap = effect.overlap().orElseThrow();
    assertThat(overlap.treatedQuantiles().get(4)).isCloseTo(0.77688870, within(1e-6));
    assertThat(overlap.controlQuantiles().get(0)).isCloseTo(0.05100076, within(1e-6));
    assertThat(overlap.clipped()).isZero();
    assertThat(overlap.verdict()).isEqualTo(Overlap.Verdict.GOOD);
  }

  /** The book has 3.4 (2.4, 4.5) by weighting and 3.5 (2.6, 4.5) by standardization. */
  @Test
  void estimate_crossFitted_coversTheBooksValues() throws IOException {
    EffectEstimate effect = estimate(Estimators.aipw());
    assertThat(effect.interval().covers(3.4)).isTrue();
    assertThat(effect.interval().covers(3.5)).isTrue();
    assertThat(effect.interval().low()).isGreaterThan(2);
    assertThat(effect.standardError()).isCloseTo(.5, within(.1));
  }
}
