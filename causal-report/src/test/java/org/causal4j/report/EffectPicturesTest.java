package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.causal4j.report.PictureChecks.assertSound;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Offset;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.CovariateBalance;
import org.causal4j.core.refute.OmittedVariable;
import org.causal4j.core.refute.Sensitivity;
import org.causal4j.core.uplift.UpliftCalibration;
import org.causal4j.core.uplift.UpliftCurve;
import org.causal4j.core.uplift.UpliftData;
import org.causal4j.core.uplift.UpliftOptions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures of effects; those of the examples are left at {@code target/picture-*.svg}. */
class EffectPicturesTest {
  private static final OmittedVariable DARFUR =
      Sensitivity.omittedVariable(0.097256, 0.023257, 783);

  private static UpliftCurve curve(int n, double direction, int replicates) {
    SplittableRandom random = new SplittableRandom(3);
    double[] score = new double[n];
    int[] treatment = new int[n];
    double[] outcome = new double[n];
    for (int i = 0; i < n; i++) {
      double x = random.nextDouble();
      treatment[i] = random.nextInt(2);
      score[i] = direction * (0.3 * x - 0.08);
      outcome[i] = random.nextDouble() < 0.2 + treatment[i] * (0.3 * x - 0.08) ? 1 : 0;
    }
    UpliftOptions options = UpliftOptions.defaults().withReplicates(replicates);
    return UpliftCurve.of(UpliftData.of(score, treatment, outcome), options, Seed.of(1));
  }

  private static Document keep(String name, Picture picture) throws IOException {
    picture.writeTo(Path.of("target", "picture-" + name + ".svg"));
    Document svg = assertSound(picture);
    assertNoTextMeets(svg);
    return svg;
  }

  /** No two level texts overlap. */
  static void assertNoTextMeets(Document svg) {
    List<double[]> boxes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Element text : Xml.elements(svg, "text")) {
      if (text.hasAttribute("transform")) {
        continue;
      }
      double size = Xml.number(text, "font-size");
      boolean bold = (" " + text.getAttribute("class") + " ").contains(" b ");
      double width = TextMetrics.width(text.getTextContent(), size, bold) / 1.03;
      double x = Xml.number(text, "x");
      double left =
          switch (text.getAttribute("text-anchor")) {
            case "start" -> x;
            case "middle" -> x - width / 2;
            default -> x - width;
          };
      double y = Xml.number(text, "y");
      double[] box = {left, y - size * 0.7, left + width, y + size * 0.15};
      for (int k = 0; k < boxes.size(); k++) {
        double[] other = boxes.get(k);
        boolean meets =
            box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
        assertThat(meets).as(names.get(k) + " meets " + text.getTextContent()).isFalse();
      }
      boxes.add(box);
      names.add(text.getTextContent());
    }
  }

  @Test
  void uplift_twoScores_haveTheirQiniAndTheRandomLine() throws IOException {
    for (Language language : Language.values()) {
      Picture picture =
          Charts.in(language)
              .uplift("Gain by share targeted")
              .curve("T-learner", curve(3000, 1, 200))
              .curve("reversed", curve(3000, -1, 200))
              .draw();
      Document svg = keep("uplift-" + language.tag(), picture);
      assertThat(Xml.texts(svg, "text"))
          .contains("0%", "100%", language.word(Word.RANDOM_TARGETING))
          .anyMatch(text -> text.startsWith("T-learner · Qini 0.0"))
          .anyMatch(text -> text.startsWith("reversed · Qini −0.0"))
          .anyMatch(text -> text.endsWith(language.word(Word.WHOLE_BAND)));
    }
    assertThatIllegalStateException().isThrownBy(() -> Charts.in(Language.EN).uplift("x").draw());
  }

  @Test
  void uplift_equalScores_isTheRandomLine() {
    UpliftCurve curve = curve(200, 0, 0);
    Document svg = assertSound(Charts.in(Language.EN).uplift("x").curve("none", curve).draw());
    List<String> paths =
        Xml.elements(svg, "path").stream().map(path -> path.getAttribute("d")).toList();
    String line = paths.get(paths.size() - 1);
    assertThat(paths.subList(0, paths.size() - 1)).contains(line);
  }

  @Test
  void calibration_bins_lieAtPredictedAndObserved() throws IOException {
    UpliftCalibration calibration = UpliftCalibration.of(curve(6000, 1, 0), 10);
    for (Language language : Language.values()) {
      Picture picture = Charts.in(language).calibration("Calibration").groups(calibration).draw();
      Document svg = keep("calibration-" + language.tag(), picture);
      assertThat(Xml.texts(svg, "text")).contains(language.word(Word.PREDICTED));
      // ten marks and that of the legend
      assertThat(Xml.elements(svg, "circle")).hasSize(11);
    }
    CalibrationPlot empty = Charts.in(Language.EN).calibration("x");
    assertThatIllegalStateException().isThrownBy(empty::draw);
  }

  @Test
  void balance_covariates_areSortedWithBothMarks() throws IOException {
    for (Language language : Language.values()) {
      Picture picture =
          Charts.in(language)
              .balance("Balance")
              .row(new CovariateBalance("age", -0.15, 0.02))
              .row(new CovariateBalance("education", 0.05, -0.01))
              .row(new CovariateBalance("earnings in 1974, in thousands of dollars", -1.4, 0.08))
              .row(new CovariateBalance("married", 0.61, 0.13))
              .draw();
      Document svg = keep("balance-" + language.tag(), picture);
      assertThat(Xml.texts(svg, "title"))
          .anyMatch(text -> text.startsWith("age: −0.150 ") && text.contains("+0.020"));
      List<String> names = Xml.texts(svg, "text");
      assertThat(names.indexOf("married")).isLessThan(names.indexOf("education"));
      assertThat(Xml.elements(svg, "circle")).hasSize(2 + 2 * 4);
    }
    Document two =
        assertSound(
            Charts.in(Language.EN)
                .balance("x")
                .row(new CovariateBalance("a", 1, 0))
                .row(new CovariateBalance("b", 2, 0))
                .largest(1)
                .draw());
    assertThat(Xml.texts(two, "text")).contains("b").doesNotContain("a");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Charts.in(Language.EN).balance("x").row(new CovariateBalance("a", Double.NaN, 0)));
  }

  @Test
  void sensitivity_darfur_hasContoursBenchmarksAndTheRobustnessValue() throws IOException {
    for (Language language : Language.values()) {
      Charts charts = Charts.in(language);
      Picture picture =
          charts
              .sensitivity("Sensitivity", DARFUR)
              .benchmark("female", 0.00916, 0.12464)
              .benchmark("3 × female", 0.0275, 0.374)
              .benchmark("age", 0.0003, 0.0012)
              .draw();
      Document svg = keep("sensitivity-" + language.tag(), picture);
      assertThat(Xml.texts(svg, "text"))
          .contains(
              language.word(Word.NONE_HIDDEN) + ": 0.0973",
              language.word(Word.ROBUSTNESS) + " 13.9%")
          .anyMatch(text -> text.startsWith("female (0.075"))
          .anyMatch(text -> text.startsWith("3 × female (0.03"));
      Document ofT =
          keep(
              "sensitivity-t-" + language.tag(),
              charts
                  .sensitivity("Sensitivity", DARFUR)
                  .benchmark("female", 0.00916, 0.12464)
                  .tValues(1.96)
                  .draw());
      assertThat(Xml.texts(ofT, "text"))
          .contains(language.word(Word.NONE_HIDDEN) + ": 4.18", "1.96");
    }
  }

  /** The thick contour passes where the estimate, or its t-value, is what it says. */
  @Test
  void sensitivity_threshold_isWhereTheValueIsReached() {
    assertThreshold(DARFUR, 1.6 * DARFUR.robustnessValue(), false);
    assertThreshold(DARFUR, 1.6 * DARFUR.robustnessValue(), true);
    OmittedVariable strong = Sensitivity.omittedVariable(-1.12, 0.104, 397);
    assertThreshold(strong, 1.6 * strong.robustnessValue(), false);
    assertThreshold(strong, 1.6 * strong.robustnessValue(), true);
  }

  private static void assertThreshold(OmittedVariable estimate, double range, boolean ofT) {
    SensitivityContours contours =
        Charts.in(Language.EN).sensitivity("x", estimate).benchmark("all", 0.001, 1);
    Document svg = assertSound((ofT ? contours.tValues(1.96) : contours).draw());
    List<Element> paths =
        Xml.elements(svg, "path").stream()
            .filter(p -> p.getAttribute("class").contains("s-vermilion"))
            .filter(p -> p.getAttribute("class").contains("none"))
            .toList();
    assertThat(paths).hasSize(1);
    List<Element> lines =
        Xml.elements(svg, "line").stream()
            .filter(l -> l.getAttribute("class").contains("s-line"))
            .toList();
    double left = lines.stream().mapToDouble(l -> Xml.number(l, "x1")).min().orElseThrow();
    double right = lines.stream().mapToDouble(l -> Xml.number(l, "x2")).max().orElseThrow();
    double bottom = 480 - 46;
    // the labels of two ticks tell the scale
    List<Element> ticks =
        Xml.elements(svg, "text").stream()
            .filter(t -> t.getTextContent().endsWith("%"))
            .filter(t -> t.getAttribute("text-anchor").equals("end"))
            .toList();
    double perPercent =
        (Xml.number(ticks.get(0), "y") - Xml.number(ticks.get(1), "y"))
            / Double.parseDouble(ticks.get(1).getTextContent().replace("%", ""));
    String[] points = paths.get(0).getAttribute("d").substring(1).split("L", -1);
    assertThat(points).hasSizeGreaterThan(100);
    for (String point : points) {
      double x = Double.parseDouble(point.split(" ", -1)[0]);
      double y = Double.parseDouble(point.split(" ", -1)[1]);
      double treatment = (x - left) / (right - left) * range;
      double outcome = Math.min(1, (bottom - y) / perPercent / 100);
      double value = Math.abs(estimate.estimate()) - estimate.bias(treatment, outcome);
      double error = estimate.adjustedStandardError(treatment, outcome);
      // a hundredth of a pixel in either direction
      double tolerance = 0.01 * Math.abs(estimate.estimate());
      assertThat(value).as(point).isCloseTo(ofT ? 1.96 * error : 0, Offset.offset(tolerance));
    }
  }

  @Test
  void sensitivity_confounderOfAllTheOutcome_hasNoTValue() {
    SensitivityContours contours =
        Charts.in(Language.EN).sensitivity("x", DARFUR).benchmark("all", 0.2, 1);
    assertThat(Xml.texts(assertSound(contours.draw()), "text"))
        .anyMatch(text -> text.startsWith("all (−0."));
    assertThat(Xml.texts(assertSound(contours.tValues(1.96).draw()), "text"))
        .contains("all (\u2013)");
  }

  @Test
  void sensitivity_badBenchmark_isRefused() {
    SensitivityContours contours = Charts.in(Language.EN).sensitivity("x", DARFUR);
    assertThatIllegalArgumentException().isThrownBy(() -> contours.benchmark("a", 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> contours.tValues(0));
  }

  @Test
  void overlap_counts_drawTheSameAsScores() {
    Charts charts = Charts.in(Language.EN);
    Picture counted =
        charts
            .overlap("x")
            .arm("a", ImmutableIntArray.of(1, 0, 2, 0, 0))
            .arm("b", ImmutableIntArray.of(0, 0, 1, 1, 0))
            .draw();
    Picture scored =
        charts
            .overlap("x")
            .bins(5)
            .arm("a", new double[] {0.1, 0.5, 0.5})
            .arm("b", new double[] {0.5, 0.7})
            .draw();
    assertThat(counted.toSvg()).isEqualTo(scored.toSvg());
  }

  @Test
  void forest_otherTitles_replaceGradeAndMark() {
    Document svg =
        assertSound(
            Charts.in(Language.EN)
                .forest("x")
                .gradeTitle("Verdict")
                .markTitle("refit")
                .row(ForestRow.of("a", Measured.of(1, 0, 2)).withGrade("STANDS", Hue.GREEN))
                .draw());
    assertThat(Xml.texts(svg, "text")).contains("Verdict", "refit").doesNotContain("Grade");
  }

  @Property(tries = 60, seed = "52")
  void draw_anyNamesAndNumbers_isSound(
      @ForAll @StringLength(max = 60) String name,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = Math.pow(10, random.nextInt(9) - 4);
    for (Language language : Language.values()) {
      Charts charts = Charts.in(language);
      CalibrationPlot calibration = charts.calibration("t");
      BalancePlot balance = charts.balance("t");
      OmittedVariable estimate =
          Sensitivity.omittedVariable(
              (random.nextDouble() - 0.5) * scale, scale / 10, 3 + random.nextInt(1000));
      SensitivityContours contours = charts.sensitivity("t", estimate);
      for (int i = 0; i < count; i++) {
        double x = (random.nextDouble() - 0.4) * scale;
        calibration.group(x / 2, Measured.of(x, x - scale / 9, x + scale / 5), i);
        balance.row(new CovariateBalance(name, x, x * (random.nextDouble() - 0.5)));
        contours.benchmark(name, random.nextDouble() * 0.9, random.nextDouble());
      }
      assertSound(calibration.draw());
      assertSound(balance.draw());
      Document drawn = assertSound(contours.draw());
      assertNoTextMeets(drawn);
      assertNoTextMeets(assertSound(contours.tValues(1.96).draw()));
    }
  }
}
