package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.causal4j.report.PictureChecks.assertGolden;
import static org.causal4j.report.PictureChecks.assertSound;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartsTest {
  private static final Charts CHARTS = Charts.in(Language.EN);

  @Test
  void bars_twoSeries_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .bars("Ranking quality")
            .series("Recall@20")
            .series("NDCG@20")
            .row("LightGCN", Measured.of(0.183, 0.179, 0.187), Measured.of(0.155, 0.151, 0.158))
            .row("Popularity", Measured.of(0.042), Measured.of(0.032))
            .highlight("LightGCN")
            .draw();
    assertGolden("bars.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "title"))
        .contains("LightGCN · Recall@20: 0.183 [0.179, 0.187]", "Popularity · NDCG@20: 0.032");
  }

  @Test
  void bars_lengths_areProportionalToValues() {
    Document svg =
        assertSound(
            CHARTS
                .bars("x")
                .series("s")
                .row("a", Measured.of(1))
                .row("b", Measured.of(2))
                .row("c", Measured.of(-1))
                .draw());
    List<Element> bars =
        Xml.elements(svg, "rect").stream()
            .filter(r -> r.getAttribute("class").equals("f-blue"))
            .toList();
    double one = Xml.number(bars.get(0), "width");
    assertThat(Xml.number(bars.get(1), "width")).isCloseTo(2 * one, Offset.offset(0.02));
    assertThat(Xml.number(bars.get(2), "width")).isCloseTo(one, Offset.offset(0.02));
    assertThat(Xml.number(bars.get(2), "x")).isLessThan(Xml.number(bars.get(0), "x"));
  }

  @Test
  void bars_percent_showsPercentEverywhere() {
    Document svg =
        assertSound(CHARTS.bars("x").series("s").row("a", Measured.of(0.5)).percent(0).draw());
    assertThat(Xml.texts(svg, "text")).contains("50%", "0%");
  }

  @Test
  void bars_wrongNumberOfValues_isRefused() {
    BarChart chart = CHARTS.bars("x").series("s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart.row("a", Measured.of(1), Measured.of(2)))
        .withMessage("values: 2 for 1 series");
    assertThatIllegalStateException().isThrownBy(chart::draw);
  }

  @Test
  void forest_groupsAndGrades_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .forest("Effects")
            .axisTitle("percentage points")
            .decimals(1)
            .group("Identified")
            .row(
                ForestRow.of("REGENCY CAKESTAND 3 TIER", Measured.of(4.1, 2.0, 6.2))
                    .withDetail("→ ROSES REGENCY TEACUP AND SAUCER")
                    .withNaive(9.8)
                    .withCount(5669)
                    .withGrade("A", Hue.GREEN))
            .group("Assumed")
            .row(
                ForestRow.of("PARTY BUNTING", Measured.of(-1.2, -2.4, 0.1))
                    .withGrade("C", Hue.GRAY))
            .draw();
    assertGolden("forest.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "title"))
        .contains(
            "REGENCY CAKESTAND 3 TIER → ROSES REGENCY TEACUP AND SAUCER: +4.1 [2.0, 6.2];"
                + " naive difference +9.8");
  }

  @Test
  void forest_range_cutsWhatLiesBeyondWithAnArrow() {
    Picture picture =
        CHARTS
            .forest("x")
            .range(-1, 1)
            .row(ForestRow.of("wide", Measured.of(0.5, -3, 8)))
            .row(ForestRow.of("far", Measured.of(5, 4, 8)).withNaive(9))
            .draw();
    Document svg = assertSound(picture);
    // an arrow at each end of the first interval and at the far end of the second
    assertThat(Xml.elements(svg, "path").stream().filter(p -> p.getAttribute("d").contains("v9Z")))
        .hasSizeBetween(3, 4);
    assertThatIllegalArgumentException().isThrownBy(() -> CHARTS.forest("x").range(1, 2));
  }

  @Test
  void overlap_twoArms_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .overlap("Overlap")
            .arm("shown", new double[] {0.31, 0.42, 0.55, 0.56, 0.9, 1})
            .arm("not shown", new double[] {0, 0.11, 0.32, 0.35, 0.52})
            .bins(10)
            .keep(0.05, 0.95)
            .draw();
    assertGolden("overlap.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "title"))
        .contains(
            "shown, 0.50–0.60: 33.3%", "shown, 0.90–1.00: 33.3%", "not shown, 0.30–0.40: 40.0%");
  }

  @Test
  void overlap_wrongArms_areRefused() {
    OverlapHistogram one = CHARTS.overlap("x").arm("a", new double[] {0.5});
    assertThatIllegalStateException().isThrownBy(one::draw).withMessage("arms: 1 instead of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.arm("b", new double[] {1.2}))
        .withMessage("propensities: 1.2 is not within 0 to 1");
    assertThatIllegalArgumentException().isThrownBy(() -> one.arm("b", new double[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> one.bins(3));
    assertThatIllegalArgumentException().isThrownBy(() -> one.keep(0.9, 0.1));
  }

  @Test
  void seeingVersusDoing_rows_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .seeingVersusDoing("Seeing versus doing")
            .row("shown", Measured.of(0.151, 0.143, 0.159), Measured.of(0.093, 0.082, 0.104))
            .row("not shown", Measured.of(0.031), Measured.of(0.052))
            .draw();
    assertGolden("seeing-doing.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "text"))
        .contains("difference −0.058", "difference +0.021");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CHARTS.seeingVersusDoing("x").row("a", Measured.of(1.5), Measured.of(0.5)));
  }

  @Test
  void waterfall_steps_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .waterfall("Why")
            .base(0.1)
            .step("PARTY BUNTING", 0.4)
            .step("LUNCH BAG RED RETROSPOT", -0.15)
            .step("JUMBO BAG RED RETROSPOT", 0.05)
            .decimals(2)
            .draw();
    assertGolden("waterfall.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "title")).contains("score: 0.40", "base: 0.10");
  }

  @Test
  void waterfall_manySteps_gatherTheRest() {
    Waterfall waterfall = CHARTS.waterfall("Why").largest(2).decimals(1);
    for (double value : new double[] {0.1, 5, -0.2, -7, 0.4}) {
      waterfall.step("step " + value, value);
    }
    assertThat(Xml.texts(assertSound(waterfall.draw()), "title"))
        .containsExactly(
            "Why", "step 5.0: +5.0", "step -7.0: −7.0", "others (3): +0.3", "score: −1.7");
  }

  @Test
  void lines_twoSeries_areAsKept() throws IOException {
    Picture picture =
        CHARTS
            .lines("Loss")
            .series("training", new double[] {0.69, 0.5, 0.4, 0.35})
            .series("validation", new double[] {0.7, 0.55, 0.5, 0.52})
            .best(3)
            .valueTitle("BPR loss")
            .draw();
    assertGolden("lines.svg", picture);
    assertThat(Xml.texts(assertSound(picture), "text")).contains("best: 3", "training", "Epoch");
  }

  @Test
  void lines_oneValue_isAPoint() {
    assertSound(CHARTS.lines("x").series("s", new double[] {3}).draw());
  }

  @Test
  void lines_namesThatWouldMeet_keepApart() {
    Document svg =
        assertSound(
            CHARTS
                .lines("x")
                .series("one", new double[] {1, 2.00})
                .series("two", new double[] {0, 2.01})
                .draw());
    double one = y(svg, "one");
    double two = y(svg, "two");
    assertThat(one - two).isGreaterThanOrEqualTo(14.9);
  }

  @Test
  void series_ninth_isRefused() {
    LineChart lines = CHARTS.lines("x");
    BarChart bars = CHARTS.bars("x");
    for (int i = 0; i < 8; i++) {
      lines.series("s" + i, new double[] {1});
      bars.series("s" + i);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> lines.series("ninth", new double[] {1}))
        .withMessage("series: ninth is one more than 8");
    assertThatIllegalStateException().isThrownBy(() -> bars.series("ninth"));
  }

  private static double y(Document svg, String text) {
    return Xml.elements(svg, "text").stream()
        .filter(t -> t.getTextContent().equals(text))
        .mapToDouble(t -> Xml.number(t, "y"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void measured_endsOutOfOrder_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Measured.of(1, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Measured.of(Double.NaN))
        .withMessage("value: NaN is not finite");
  }

  @Property(tries = 80, seed = "51")
  void draw_anyNamesAndNumbers_isSound(
      @ForAll @StringLength(max = 90) String name,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = Math.pow(10, random.nextInt(9) - 4);
    for (Language language : Language.values()) {
      Charts charts = Charts.in(language);
      BarChart bars = charts.bars("t").series(name).series("s").axisTitle(name);
      ForestPlot forest = charts.forest("t").group(name).axisTitle(name);
      ProbabilityBars probabilities = charts.seeingVersusDoing("t").names(name, "b");
      Waterfall waterfall = charts.waterfall("t").total(name);
      LineChart lines = charts.lines("t").valueTitle(name).epochTitle(name);
      double[] shares = random.doubles(count).toArray();
      for (int i = 0; i < count; i++) {
        double x = (random.nextDouble() - 0.4) * scale;
        Measured m = Measured.of(x, x - scale / 9, x + scale / 5);
        bars.row(name + i, m, Measured.of(x / 2));
        forest.row(
            ForestRow.of(name, m)
                .withDetail(i % 2 == 0 ? name : "")
                .withNaive(x * 2)
                .withCount(random.nextLong(Long.MAX_VALUE))
                .withGrade(name, Hue.ORANGE));
        probabilities.row(name, Measured.of(shares[i]), Measured.of(1 - shares[i]));
        waterfall.step(name, x);
        lines = i < 8 ? lines : charts.lines("t");
        lines.series(name, random.doubles(1 + random.nextInt(80), 0, scale).toArray());
      }
      assertSound(bars.draw());
      assertSound(forest.draw());
      assertSound(probabilities.draw());
      assertSound(waterfall.draw());
      assertSound(lines.draw());
      assertSound(charts.overlap("t").arm(name, shares).arm("b", shares).draw());
    }
  }
}
