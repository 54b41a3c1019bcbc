package org.causal4j.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.NuisanceScore;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.estimate.Recipe;
import org.causal4j.core.refute.Refutation;

/**
 * The report of one estimate: a self-contained HTML file with the number, what is assumed, its
 * refutations, overlap, balance and sensitivity to a confounder left out, in English or Chinese.
 *
 * <pre>{@code
 * EffectReport.of(effect, refutations, table, "NHEFS", Language.EN).writeTo(Path.of("effect.html"));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class EffectReport {
  private final EffectEstimate effect;
  private final List<Refutation> refutations;
  private final Language language;
  private final Charts charts;
  private final HtmlReport html;

  private EffectReport(
      EffectEstimate effect,
      List<Refutation> refutations,
      Table table,
      String subtitle,
      Language language) {
    this.effect = effect;
    this.refutations = List.copyOf(refutations);
    this.language = language;
    this.charts = Charts.in(language);
    HtmlReport.Builder page =
        HtmlReport.builder(language, say("Did it cause it, and by how much?", "是它引起的吗？效应有多大？"))
            .subtitle(subtitle);
    cards(page);
    page.section("assumed", say("What is assumed", "所作假设"), this::assumed);
    page.section(
        "effect", say("The estimate and attempts to refute it", "估计与反驳检验"), this::estimate);
    page.section("overlap", say("Can the arms be compared?", "两组可比吗？"), this::overlap);
    page.section(
        "hidden",
        say("What a hidden confounder could do", "隐藏混杂的影响"),
        new HiddenConfounderSection(effect, table, language)::write);
    page.section("models", say("Models and notes", "模型与说明"), this::models);
    this.html = page.provenance(effect.provenance()).build();
  }

  /**
   * The report of an estimate.
   *
   * @param refutations of it; may be empty
   * @param table that it was estimated on
   * @param subtitle names the data
   */
  public static EffectReport of(
      EffectEstimate effect,
      List<Refutation> refutations,
      Table table,
      String subtitle,
      Language language) {
    return new EffectReport(effect, refutations, table, subtitle, language);
  }

  /** Writes the page in UTF-8; the file appears whole or not at all. */
  public Path writeTo(Path file) throws IOException {
    return html.writeTo(file);
  }

  /** The page. */
  public HtmlReport html() {
    return html;
  }

  @Override
  public String toString() {
    return html.toString();
  }

  private String say(String english, String chinese) {
    return language.say(english, chinese);
  }

  private static String number(double value) {
    return NumberText.brief(value);
  }

  private static String interval(ConfidenceInterval interval) {
    return "[" + number(interval.low()) + ", " + number(interval.high()) + "]";
  }

  private String estimand() {
    return effect.estimand() == Estimand.COEFFICIENT
        ? say(effect.estimand().words(), "部分线性模型的系数")
        : effect.estimand().name();
  }

  private void cards(HtmlReport.Builder page) {
    String level = NumberText.percent(effect.interval().level(), 0);
    page.card(
        estimand(),
        effect.isQuotable() ? NumberText.fixed(effect.estimate(), decimals()) : say("none", "无"),
        effect.isQuotable()
            ? say(level + " interval ", level + " 区间 ") + interval(effect.interval())
            : say("the arms do not overlap", "两组没有重叠"));
    page.card(
        say("Units", "样本量"),
        NumberText.count(effect.n()),
        effect.treated() == effect.n() || effect.control() == 0
            ? ""
            : NumberText.count(effect.treated())
                + say(" treated, ", " 处理，")
                + NumberText.count(effect.control())
                + say(" control", " 对照"));
    effect
        .overlap()
        .ifPresent(
            o -> page.card(say("Overlap", "重叠"), verdict(o.verdict()), say("of the arms", "两组之间")));
    if (!refutations.isEmpty()) {
      long standing =
          refutations.stream().filter(r -> r.verdict() == Refutation.Verdict.STANDS).count();
      page.card(say("Refutations withstood", "经受的反驳检验"), standing + " / " + refutations.size(), "");
    }
  }

  private String verdict(Overlap.Verdict verdict) {
    return switch (verdict) {
      case GOOD -> say("good", "良好");
      case WEAK -> say("weak", "较弱");
      case NONE -> say("none", "无");
    };
  }

  private String verdict(Refutation.Verdict verdict) {
    return switch (verdict) {
      case STANDS -> say("stands", "成立");
      case INCONCLUSIVE -> say("inconclusive", "无定论");
      case WEAKENED -> say("weakened", "削弱");
      case REFUTED -> say("refuted", "被反驳");
    };
  }

  private static Hue hue(Refutation.Verdict verdict) {
    return switch (verdict) {
      case STANDS -> Hue.GREEN;
      case INCONCLUSIVE -> Hue.GRAY;
      case WEAKENED -> Hue.ORANGE;
      case REFUTED -> Hue.VERMILION;
    };
  }

  private void assumed(ReportContent s) {
    Optional<Recipe> recipe = effect.recipe();
    if (recipe.isEmpty()) {
      s.paragraph(effect.estimator());
      return;
    }
    Design design = recipe.get().design();
    String columns = String.join(", ", adjustment(design));
    String all = columns.isEmpty() ? say("nothing", "无") : columns;
    s.paragraph(
        Text.of(say("Compared: ", "比较："))
            .code(recipe.get().contrast().toString())
            .plain(say("; outcome ", "；结果 "))
            .code(design.outcome())
            .plain(say("; estimator ", "；估计方法 "))
            .plain(effect.estimator())
            .plain(say(".", "。")));
    s.list(
        Text.of(
            design.fold(
                randomized -> say("The treatment was assigned at random.", "处理是随机分配的。"),
                backdoor ->
                    say(
                        "No hidden common cause of treatment and outcome is left once these are"
                            + " adjusted for: "
                            + all
                            + ".",
                        "调整以下变量后，处理与结果之间不再有隐藏的共同原因：" + all + "。"),
                frontDoor ->
                    say(
                        "The mediators carry the whole effect and share no hidden cause with it.",
                        "中介变量承载全部效应，且与处理、结果没有隐藏的共同原因。"),
                instrument ->
                    say(
                        "The instruments move the outcome through the treatment alone and share no"
                            + " hidden cause with it, given: "
                            + all
                            + ".",
                        "给定下列变量，工具变量仅通过处理影响结果，且没有隐藏的共同原因：" + all + "。"),
                panel ->
                    say(
                        "Without treatment both groups would have moved in parallel.",
                        "若无处理，两组的变化趋势会相同。"),
                mediation ->
                    say(
                        "Once these are adjusted for, no hidden cause is shared by treatment,"
                            + " mediators and outcome, and treatment moves no cause of both mediators"
                            + " and outcome: "
                            + all
                            + ".",
                        "调整以下变量后，处理、中介变量与结果之间没有共同的隐藏原因，且处理不影响中介变量与结果的共同原因：" + all + "。"))),
        Text.of(
            say(
                "One unit's treatment does not move another one's outcome, and there is one version"
                    + " of it.",
                "一个单位的处理不影响其他单位的结果，且处理只有一种形式。")),
        Text.of(
            say("Among units that look alike, either arm was possible.", "在相似的单位中，两种处理状态都有可能。")));
    s.note(
        Text.of(
            say("Data can refute some of this and prove none of it.", "数据可以反驳其中一部分，但无法证明任何一条。")));
  }

  private static List<String> adjustment(Design design) {
    return design.fold(
        randomized -> List.<String>of(),
        Design.Backdoor::adjustment,
        frontDoor -> List.<String>of(),
        Design.Instrument::adjustment,
        Design.Panel::adjustment,
        Design.Mediation::adjustment);
  }

  private void estimate(ReportContent s) {
    if (!effect.isQuotable()) {
      s.warning(
          Text.of(
              say(
                  "The arms do not overlap: there is no number here that could be quoted.",
                  "两组没有重叠：此处没有可以引用的数值。")));
      return;
    }
    ConfidenceInterval interval = effect.interval();
    ForestPlot forest =
        charts
            .forest(say("The estimate and its refutations", "估计及其反驳检验"))
            .gradeTitle(say("Verdict", "结论"))
            .markTitle(say("estimate, with interval", "估计及区间"))
            .decimals(decimals())
            .axisTitle(
                effect.recipe().map(r -> r.contrast() + " → " + r.design().outcome()).orElse(""));
    forest.row(
        ForestRow.of(
                effect.estimator(), Measured.of(effect.estimate(), interval.low(), interval.high()))
            .withDetail(estimand())
            .withCount(effect.n()));
    if (refutations.stream().anyMatch(r -> r.interval().isPresent())) {
      forest.group(say("What each refutation tested, with its interval", "各反驳检验的检验量及区间"));
    }
    for (Refutation refutation : refutations) {
      refutation
          .interval()
          .ifPresent(
              i ->
                  forest.row(
                      ForestRow.of(
                              RefuterWords.in(language, refutation.refuter()),
                              Measured.of((i.low() + i.high()) / 2, i.low(), i.high()))
                          .withGrade(verdict(refutation.verdict()), hue(refutation.verdict()))));
    }
    s.figure(
        forest.draw(),
        say(
            "The estimate with its interval; below, the interval of what each refutation tested,"
                + " marked in its middle, where there is one.",
            "估计及其区间；下方为各反驳检验所检验量的区间（如有），标记为区间中点。"));
    if (refutations.isEmpty()) {
      s.warning(Text.of(say("No refutation was tried.", "未进行反驳检验。")));
      return;
    }
    ReportTable.Builder rows =
        ReportTable.builder(
            say("Attempts to refute the estimate.", "对估计的反驳检验。"),
            say("Attempt", "检验"),
            say("Verdict", "结论"),
            "p",
            say("Asked", "零假设"),
            say("Found", "发现"));
    for (Refutation refutation : refutations) {
      rows.row(
          Cell.of(RefuterWords.in(language, refutation.refuter())),
          Cell.badge(verdict(refutation.verdict()), hue(refutation.verdict())),
          refutation.pValue().isPresent()
              ? Cell.of(pValue(refutation.pValue().getAsDouble()))
              : Cell.none(),
          Cell.of(RefuterWords.in(language, refutation.nullHypothesis())),
          Cell.of(RefuterWords.in(language, refutation.reason())));
    }
    s.table(rows.build());
  }

  private static String pValue(double p) {
    return p < 0.001 ? "<0.001" : NumberText.fixed(p, 3);
  }

  private int decimals() {
    double size = Math.max(Math.abs(effect.estimate()), effect.interval().width());
    return size == 0 ? 3 : (int) Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
  }

  private void overlap(ReportContent s) {
    if (effect.overlap().isEmpty()) {
      s.paragraph(
          say(
              "This estimator looks at no propensity, so overlap was not checked.",
              "该估计方法不使用倾向得分，因此未检查重叠。"));
      return;
    }
    Overlap overlap = effect.overlap().get();
    s.paragraph(
        String.format(
            Locale.ROOT,
            say(
                "The weighted arms count as %.0f treated and %.0f control units; %d propensities"
                    + " were set to the bound.",
                "加权后相当于 %.0f 个处理单位与 %.0f 个对照单位；%d 个倾向得分被截断。"),
            overlap.effectiveTreated(),
            overlap.effectiveControl(),
            overlap.clipped()));
    s.figure(
        charts
            .overlap(say("Propensity scores by arm", "各组倾向得分"))
            .arm(say("treated", "处理组"), overlap.treatedHistogram())
            .arm(say("control", "对照组"), overlap.controlHistogram())
            .draw(),
        say(
            "Where one side is empty, the data can't tell what the other arm would have done.",
            "一侧为空处，数据无法说明另一组在该处会怎样。"));
    if (!overlap.balance().isEmpty()) {
      s.figure(
          charts.balance(say("Balance of covariates", "协变量平衡")).rows(overlap.balance()).draw(),
          say(
              "Standardized differences of covariates between the arms, before and after weighting.",
              "加权前后两组协变量的标准化差异。"));
    }
  }

  private void models(ReportContent s) {
    if (!effect.nuisances().isEmpty()) {
      ReportTable.Builder rows =
          ReportTable.builder(
              say("How well the models predict.", "各模型的预测效果。"),
              say("Model of", "模型"),
              say("Learner", "学习器"),
              say("Measure", "指标"),
              say("Value", "数值"),
              say("On rows held out", "留出样本"));
      for (NuisanceScore score : effect.nuisances()) {
        rows.row(
            Cell.of(score.nuisance()),
            Cell.of(score.learner()),
            Cell.of(score.metric()),
            Cell.number(score.value(), 3),
            Cell.of(score.outOfFold() ? say("yes", "是") : say("no", "否")));
      }
      s.table(rows.build());
    }
    if (effect.notes().isEmpty()) {
      s.paragraph(say("There are no notes.", "没有说明。"));
    } else {
      s.list(effect.notes().stream().map(Text::of).toArray(Text[]::new));
    }
  }
}
