package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.refute.Refutation;
import org.causal4j.core.refute.RefuteOptions;
import org.causal4j.core.refute.Refuter;
import org.causal4j.core.refute.Refuters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class EffectReportTest {
  /** Effect 1 of t on y; a confounds; sold is 0 or 1; z moves t alone. */
  private static Table table(double confounding) {
    SplittableRandom random = new SplittableRandom(9);
    int n = 400;
    double[][] cells = new double[5][n];
    for (int i = 0; i < n; i++) {
      double a = random.nextGaussian();
      double z = random.nextInt(2);
      double t = random.nextDouble() < 1 / (1 + Math.exp(-confounding * a - z + 0.5)) ? 1 : 0;
      cells[0][i] = a;
      cells[1][i] = z;
      cells[2][i] = t;
      cells[3][i] = t + a + random.nextGaussian();
      cells[4][i] = cells[3][i] > 0.5 ? 1 : 0;
    }
    return Table.of(
        Column.Continuous.of("a", cells[0]),
        Column.Continuous.of("z", cells[1]),
        Column.Continuous.of("t", cells[2]),
        Column.Continuous.of("y", cells[3]),
        Column.Continuous.of("sold", cells[4]));
  }

  private static EffectEstimate estimate(Estimator estimator, Design design, Table table) {
    return estimator.estimate(design, table, Contrast.binary("t"), Seed.of(1));
  }

  private static String page(
      EffectEstimate effect, List<Refutation> refutations, Table table, Language language) {
    String html = EffectReport.of(effect, refutations, table, "made up", language).html().toHtml();
    Document page = Xml.parse(html);
    assertThat(Xml.elements(page, "section")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(html)
        .doesNotContain("NaN")
        .doesNotContain("Infinity")
        .doesNotContain("<script")
        .doesNotContain("src=")
        .doesNotContain("url(");
    return html;
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void report_refutedEstimate_hasEveryPart(Language language) throws IOException {
    Table table = table(1);
    EffectEstimate effect =
        estimate(Estimators.ipw(), new Design.Backdoor("t", "y", List.of("a")), table);
    List<Refutation> refutations =
        Refuters.refute(
            effect,
            table,
            Seed.of(2),
            List.of(Refuters.placeboTreatment(), Refuters.unobservedConfounder(0.1, 0.1)),
            RefuteOptions.defaults().withReplicates(20),
            ProgressListener.NONE);
    String html = page(effect, refutations, table, language);
    // forest plot, overlap, love plot, and the two contour pictures
    assertThat(Xml.elements(Xml.parse(html), "svg")).hasSize(5);
    assertThat(html)
        .contains(language.word(Word.ROBUSTNESS))
        .contains(language.word(Word.STANDARDIZED))
        .contains(language.word(Word.PROPENSITY))
        .contains(RefuterWords.in(language, refutations.get(0).reason()))
        .contains(language == Language.EN ? "E-value " : "E 值 ");
    Path file = Path.of("target", "effect-" + language.tag() + ".html");
    EffectReport report = EffectReport.of(effect, refutations, table, "made up", language);
    assertThat(Files.readString(report.writeTo(file))).isEqualTo(html);
  }

  @Test
  void report_binaryOutcome_hasTheEValueOfTheRiskRatio() {
    Table table = table(0);
    EffectEstimate effect =
        estimate(Estimators.differenceInMeans(), Design.randomized("t", "sold"), table);
    double[] t = table.continuous("t").values();
    double[] y = table.continuous("sold").values();
    double[] sum = new double[2];
    double[] count = new double[2];
    for (int i = 0; i < t.length; i++) {
      sum[(int) t[i]] += y[i];
      count[(int) t[i]]++;
    }
    double ratio = sum[1] / count[1] / (sum[0] / count[0]);
    String expected = NumberText.brief(ratio + Math.sqrt(ratio * (ratio - 1)));
    String html = page(effect, List.of(), table, Language.EN);
    assertThat(html)
        .contains("E-value " + expected)
        .contains("No refutation was tried.")
        .contains("assigned at random")
        .contains("looks at no propensity");
  }

  @Test
  void report_armsApart_quotesNoNumber() {
    Table table = table(60);
    EffectEstimate effect =
        estimate(Estimators.aipw(), new Design.Backdoor("t", "y", List.of("a")), table);
    assertThat(effect.isQuotable()).isFalse();
    String html = page(effect, List.of(), table, Language.EN);
    assertThat(html)
        .contains("there is no number here that could be quoted")
        .doesNotContain("E-value")
        .doesNotContain(NumberText.fixed(effect.estimate(), 3));
  }

  @Test
  void report_instrument_saysWhatItRestsOn() {
    Table table = table(1);
    EffectEstimate effect =
        estimate(
            Estimators.twoStageLeastSquares(),
            Design.instrument("t", "y", List.of("z"), List.of("a")),
            table);
    assertThat(page(effect, List.of(), table, Language.EN))
        .contains("through the treatment alone")
        .contains("Contours are drawn of adjustment for covariates alone");
  }

  /** Of each design with each refuter; what is left in Latin letters are columns and SE. */
  @Test
  void report_chinese_hasNoEnglishOfARefuter() {
    Table made = table(1);
    SplittableRandom random = new SplittableRandom(3);
    int n = made.rows();
    Table table =
        made.with(Column.Continuous.of("w", random.doubles(n).toArray()))
            .with(Column.Continuous.of("v", random.ints(n, 0, 2).asDoubleStream().toArray()));
    List<EffectEstimate> effects =
        List.of(
            estimate(Estimators.ipw(), new Design.Backdoor("t", "y", List.of("a")), table),
            estimate(Estimators.differenceInMeans(), Design.randomized("t", "sold"), table),
            estimate(
                Estimators.twoStageLeastSquares(),
                Design.instrument("t", "y", List.of("z"), List.of("a")),
                table));
    List<Refuter> refuters = new ArrayList<>(Refuters.all());
    refuters.add(Refuters.negativeControlOutcome("w"));
    refuters.add(Refuters.negativeControlTreatment(Contrast.binary("v")));
    Set<RefuterWords> seen = EnumSet.noneOf(RefuterWords.class);
    for (EffectEstimate effect : effects) {
      List<Refutation> refutations =
          Refuters.refute(
              effect,
              table,
              Seed.of(2),
              refuters,
              RefuteOptions.defaults().withReplicates(20),
              ProgressListener.NONE);
      String html = page(effect, refutations, table, Language.ZH);
      for (Refutation refutation : refutations) {
        for (String text :
            List.of(refutation.refuter(), refutation.nullHypothesis(), refutation.reason())) {
          String chinese = RefuterWords.in(Language.ZH, text);
          assertThat(chinese).isNotEqualTo(text);
          // "sold" is the name of a column
          assertThat(chinese.replace("sold", "")).doesNotContainPattern("[A-Za-z]{3}");
          assertThat(html).contains(chinese.replace("<", "&lt;")).doesNotContain(text);
          assertThat(RefuterWords.in(Language.EN, text)).isEqualTo(text);
          for (RefuterWords words : RefuterWords.values()) {
            if (words.isOf(text)) {
              seen.add(words);
            }
          }
        }
      }
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(22);
    assertThat(RefuterWords.in(Language.ZH, "a refuter of one's own")).contains("one's own");
  }
}
