package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

/** Card (1995), and the demand for cigarettes of Stock and Watson, chapter 12. */
class InstrumentParityTest {
  private static final List<String> CARD =
      Stream.concat(
              Stream.of("exper", "expersq", "black", "smsa", "south", "smsa66"),
              IntStream.rangeClosed(662, 669).mapToObj(i -> "reg" + i))
          .toList();

  @Test
  void card_leastSquaresAndTwoStage_areThePublishedReturns() throws IOException {
    Table table = Reference.read("iv/card.csv.gz");
    Contrast year = Contrast.binary("educ");
    EffectEstimate ols =
        Estimators.regression()
            .withProducts()
            .estimate(new Design.Backdoor("educ", "lwage", CARD), table, year, Seed.of(1));
    assertThat(ols.estimate()).isCloseTo(.0747, within(5e-5));
    EffectEstimate two =
        Estimators.twoStageLeastSquares()
            .estimate(
                Design.instrument("educ", "lwage", List.of("nearc4"), CARD),
                table,
                year,
                Seed.of(1));
    assertThat(two.estimate()).isCloseTo(.1315, within(5e-5));
    assertThat(two.standardError()).isCloseTo(.055, within(.0015));
    InstrumentStrength strength =
        Estimators.twoStageLeastSquares()
            .strength(new Design.Instrument("educ", "lwage", List.of("nearc4"), CARD), table, year);
    // 13.26 in Wooldridge's account of the first stage: t = 3.64
    assertThat(strength.firstStageF()).isCloseTo(13.26, within(.01));
    assertThat(strength.isWeak()).isFalse();
  }

  private static Column log(String name, int n, IntToDoubleFunction f) {
    return Column.Continuous.of(name, IntStream.range(0, n).mapToDouble(f).toArray());
  }

  @Test
  void cigarettes_oneAndTwoInstruments_areThePublishedElasticities() throws IOException {
    Table all = Reference.read("iv/CigarettesSW.csv");
    double[] year = all.continuous("year").values();
    Table t = all.where(i -> year[i] == 1995);
    double[] cpi = t.continuous("cpi").values();
    double[] people = t.continuous("population").values();
    double[] packs = t.continuous("packs").values();
    double[] income = t.continuous("income").values();
    double[] tax = t.continuous("tax").values();
    double[] taxes = t.continuous("taxs").values();
    double[] price = t.continuous("price").values();
    int n = t.rows();
    Table table =
        Table.of(
            log("packs", n, i -> Math.log(packs[i])),
            log("price", n, i -> Math.log(price[i] / cpi[i])),
            log("income", n, i -> Math.log(income[i] / people[i] / cpi[i])),
            log("sales", n, i -> (taxes[i] - tax[i]) / cpi[i]),
            log("cigarette", n, i -> tax[i] / cpi[i]));
    assertThat(elasticity(table, "sales")).isCloseTo(-1.1434, within(5e-5));
    assertThat(elasticity(table, "sales", "cigarette")).isCloseTo(-1.2774, within(5e-5));
  }

  private static double elasticity(Table table, String... instruments) {
    return Estimators.twoStageLeastSquares()
        .estimate(
            Design.instrument("price", "packs", List.of(instruments), List.of("income")),
            table,
            Contrast.binary("price"),
            Seed.of(1))
        .estimate();
  }
}
