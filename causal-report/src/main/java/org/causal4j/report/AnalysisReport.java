package org.causal4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.causal4j.core.data.CleaningReport;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.recommend.CausalAnalysis;
import org.causal4j.recommend.Explanation;
import org.causal4j.recommend.ScorerResult;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;
import org.causal4j.recommend.effect.PairEffect;
import org.causal4j.recommend.effect.SeeingAndDoing;
import org.causal4j.recommend.effect.VisitTable;
import org.causal4j.recommend.evaluate.MetricValue;
import org.causal4j.recommend.evaluate.RankingEvaluation.Metric;
import org.causal4j.recommend.explain.Contribution;

/**
 * The report of a whole analysis: one self-contained HTML file, in English or Chinese.
 *
 * <pre>{@code
 * AnalysisReport.of(analysis, "Online Retail", Language.EN).writeTo(Path.of("out"));
 * }</pre>
 */
public final class AnalysisReport {
  private static final int EFFECTS_SHOWN = 20;
  private static final int CONTRIBUTIONS = 6;

  private final CausalAnalysis analysis;
  private final Language language;
  private final HtmlReport html;

  private AnalysisReport(CausalAnalysis analysis, String subtitle, Language language) {
    this.analysis = analysis;
    this.language = language;
    HtmlReport.Builder page =
        HtmlReport.builder(
                language, say("Did it cause it, and what should we show next?", "是它引起的吗？下一步该展示什么？"))
            .subtitle(subtitle);
    cards(page);
    page.section("cleaning", say("Data", "数据"), this::cleaning);
    page.section("ranking", say("Who ranks best", "谁的排序最好"), this::ranking);
    page.section(
        "assumptions", say("Assumptions, seeing and doing", "假设：看到与去做"), this::assumptions);
    page.section("effects", say("Did buying A lead to buying B?", "买 A 是否引起买 B？"), this::effects);
    page.section(
        "recommendations", say("Recommendations, explained", "推荐与解释"), this::recommendations);
    page.section("limits", say("What this does not tell", "本报告不能说明什么"), this::limits);
    this.html = page.provenance(analysis.provenance()).build();
  }

  /** The report of an analysis; the subtitle names the data. */
  public static AnalysisReport of(CausalAnalysis analysis, String subtitle, Language language) {
    return new AnalysisReport(analysis, subtitle, language);
  }

  /** Writes {@code report.html} into a folder, which is made if needed, and returns its path. */
  public Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    return html.writeTo(folder.resolve("report.html"));
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

  private String grade(ClaimGrade grade) {
    return switch (grade) {
      case RANDOMIZED -> say("randomized", "随机化");
      case IDENTIFIED_AND_REFUTED -> say("identified, survived refutation", "可识别，经受反驳检验");
      case IDENTIFIED -> say("identified", "可识别");
      case ASSOCIATIONAL -> say("association", "仅关联");
      case NOT_IDENTIFIABLE -> say("not identifiable", "不可识别");
    };
  }

  private static Hue hue(ClaimGrade grade) {
    return switch (grade) {
      case RANDOMIZED, IDENTIFIED_AND_REFUTED -> Hue.GREEN;
      case IDENTIFIED -> Hue.BLUE;
      case ASSOCIATIONAL -> Hue.GRAY;
      case NOT_IDENTIFIABLE -> Hue.VERMILION;
    };
  }

  private void cards(HtmlReport.Builder page) {
    page.card(
        say("Events", "事件"),
        String.format(Locale.ROOT, "%,d", analysis.log().size()),
        String.format(
            Locale.ROOT,
            say("%,d customers, %,d items", "%,d 位顾客，%,d 种商品"),
            analysis.log().userCount(),
            analysis.log().itemCount()));
    ScorerResult best = analysis.results().get(0);
    page.card(
        "NDCG@" + best.newItems().cutoff(),
        String.format(Locale.ROOT, "%.3f", best.newItems().value(Metric.NDCG).value()),
        best.scorer());
    int asked = analysis.behavior().effects().size();
    page.card(
        say("Pairs asked about", "检验的商品对"),
        Integer.toString(asked),
        say("A, then B later", "先 A，后 B"));
    page.card(
        say("Effects shown", "得到支持的作用"),
        Integer.toString(analysis.behavior().atLeast(ClaimGrade.IDENTIFIED).size()),
        say("identified, interval leaves out 0", "可识别，区间不含 0"));
  }

  private void cleaning(ReportContent s) {
    s.paragraph(analysis.log().toString());
    CleaningReport report = analysis.cleaning();
    ReportTable.Builder table =
        ReportTable.builder(
            String.format(
                Locale.ROOT,
                say("%,d rows read, %,d kept, %,d dropped", "读入 %,d 行，保留 %,d 行，剔除 %,d 行"),
                report.read(),
                report.kept(),
                report.dropped()),
            say("what", "处理"),
            say("rows", "行数"),
            say("why", "原因"),
            say("for example", "例如"));
    for (CleaningReport.Line line : report.lines()) {
      table.row(
          Cell.of(
              line.kind() == CleaningReport.Kind.DROPPED
                  ? say("dropped", "剔除")
                  : say("noted", "注明")),
          Cell.count(line.count()),
          Cell.of(line.reason()),
          Cell.of(line.examples().isEmpty() ? "" : line.examples().get(0)));
    }
    if (report.isEmpty()) {
      s.paragraph(say("Nothing was dropped.", "没有剔除任何数据。"));
    } else {
      s.table(table.build());
    }
  }

  private static Measured measured(MetricValue value) {
    return Measured.of(value.value(), value.interval().low(), value.interval().high());
  }

  private static Measured measured(double value, ConfidenceInterval interval) {
    return Measured.of(value, interval.low(), interval.high());
  }

  private void ranking(ReportContent s) {
    int cutoff = analysis.results().get(0).newItems().cutoff();
    s.paragraph(analysis.split() + "; " + analysis.relevance());
    ReportTable.Builder table =
        ReportTable.builder(
            say(
                "Items that the customer had not bought before; 95 % bootstrap intervals",
                "顾客此前未买过的商品；95% 自助法区间"),
            say("scorer", "评分器"),
            "recall@" + cutoff,
            "NDCG@" + cutoff,
            say("coverage", "覆盖率"),
            say("repeats: recall", "复购：召回率"));
    BarChart chart =
        Charts.in(language)
            .bars(say("Ranking of new items", "新商品的排序"))
            .series("recall@" + cutoff)
            .series("NDCG@" + cutoff);
    boolean first = true;
    for (ScorerResult result : analysis.results()) {
      Measured recall = measured(result.newItems().value(Metric.RECALL));
      Measured ndcg = measured(result.newItems().value(Metric.NDCG));
      Cell[] cells = {
        Cell.of(result.scorer()),
        Cell.measured(recall, 4),
        Cell.measured(ndcg, 4),
        Cell.percent(result.newItems().coverage(), 0),
        result
            .repeatItems()
            .map(repeats -> Cell.number(repeats.value(Metric.RECALL).value(), 4))
            .orElse(Cell.none())
      };
      if (first) {
        table.highlightedRow(cells);
        first = false;
      } else {
        table.row(cells);
      }
      chart.row(result.scorer(), recall, ndcg);
    }
    s.table(table.build());
    s.figure(
        chart.draw(),
        say("Bars are means over customers, whiskers 95 % intervals.", "条形为顾客均值，须线为 95% 区间。"));
    double[] losses = analysis.model().report().losses().toArray();
    if (losses.length > 1) {
      s.figure(
          Charts.in(language)
              .lines(say("Training of LightGCN", "LightGCN 的训练"))
              .series(say("loss", "损失"), losses)
              .draw(),
          say("Loss of each pass over all purchases.", "每一遍训练的损失。"));
    }
  }

  private void assumptions(ReportContent s) {
    Optional<SeeingAndDoing> found = analysis.seeingAndDoing();
    if (found.isEmpty()) {
      s.warning(
          Text.of(
              say(
                  "No pair of items has enough visits; nothing was estimated.",
                  "没有商品对达到所需的访问次数，因此未作估计。")));
      return;
    }
    SeeingAndDoing seeing = found.get();
    VisitTable visits = seeing.visits();
    String a = analysis.label(visits.pair().cause());
    String b = analysis.label(visits.pair().effect());
    s.paragraph(
        Text.of(say("One visit; bought = ", "一次访问；bought = "))
            .strong(a)
            .plain(say(", buys_later = ", "，buys_later = "))
            .strong(b)
            .plain("."));
    GraphPicture picture =
        GraphPicture.of(visits.graph())
            .withTitle(say("What is assumed of a visit", "对一次访问的假设"))
            .withLanguage(language)
            .withTreatment(VisitTable.BOUGHT)
            .withOutcome(VisitTable.LATER)
            .withAdjusted(
                visits
                    .identification()
                    .fold(
                        yes -> yes.adjustmentSet().map(List::copyOf).orElse(List.of()),
                        no -> List.of()));
    s.figure(
        picture.draw(),
        say(
            "An arrow says that the one may change the other; a missing arrow is the stronger claim.",
            "箭头表示可能的影响；没有箭头才是更强的假设。"));
    visits
        .identification()
        .fold(
            yes ->
                s.paragraph(
                        Text.of(say("Identified by ", "可识别，方法："))
                            .strong(yes.strategy().toString())
                            .plain(say(", adjusting for ", "，调整集："))
                            .strong(String.join(", ", yes.adjustmentSet().orElse(Set.of()))))
                    .code(yes.estimand().toString()),
            no -> s.warning(Text.of(no.hedge().toString())));
    s.note(
        Text.of(
            visits
                .withHiddenCause()
                .fold(
                    yes -> yes.toString(),
                    no ->
                        say(
                                "If something unseen made both purchases likely, the data could not tell: ",
                                "如果有未观测的因素同时促成两次购买，数据将无法判断：")
                            + no.hedge())));
    var numbers = seeing.comparison();
    if (numbers.doneTreated().isPresent() && numbers.doneControl().isPresent()) {
      s.figure(
          Charts.in(language)
              .seeingVersusDoing(say("Buys B later", "之后购买 B"))
              .row(
                  say("bought A", "买了 A"),
                  Measured.of(numbers.seenTreated()),
                  Measured.of(numbers.doneTreated().getAsDouble()))
              .row(
                  say("did not", "没买 A"),
                  Measured.of(numbers.seenControl()),
                  Measured.of(numbers.doneControl().getAsDouble()))
              .draw(),
          numbers.toString());
    }
    s.details(
        say("The graph as DOT and Mermaid", "DOT 与 Mermaid 格式"),
        d -> d.code(visits.graph().toDot()).code(visits.graph().toMermaid()));
  }

  private void effects(ReportContent s) {
    List<GradedEffect> all = analysis.behavior().effects();
    if (all.isEmpty()) {
      s.paragraph(say("No pair of items has enough visits.", "没有商品对达到所需的访问次数。"));
      return;
    }
    s.paragraph(
        Text.of(
            say(
                    "For each pair: how much more likely is a later purchase of B among those who bought A"
                        + " than it would have been without A? The plain difference is an association; the"
                        + " adjusted one is what is left after: ",
                    "对每一对商品：买了 A 的顾客之后购买 B 的概率，比没有买 A 时高出多少？原始差异只是关联；调整之后的差异已扣除：")
                + analysis.effects().map(e -> String.join(", ", e.adjustedFor())).orElse("")
                + "."));
    ForestPlot forest =
        Charts.in(language)
            .forest(say("Effect of buying A on buying B later", "买 A 对之后购买 B 的作用"))
            .axisTitle(say("difference of probabilities", "概率之差"))
            .decimals(3);
    ReportTable.Builder table =
        ReportTable.builder(
            say("All pairs; 95 % intervals, q over all pairs", "全部商品对；95% 区间，q 值跨全部商品对"),
            "A",
            "B",
            say("naive", "原始"),
            say("adjusted", "调整后"),
            "q",
            say("placebo", "安慰剂"),
            say("grade", "等级"),
            "n",
            say("treated", "处理组"));
    int shown = 0;
    for (GradedEffect graded : all) {
      PairEffect effect = graded.effect();
      String label =
          analysis.label(effect.pair().cause()) + " → " + analysis.label(effect.pair().effect());
      Measured adjusted = measured(effect.adjusted().estimate(), effect.adjusted().interval());
      if (shown++ < EFFECTS_SHOWN) {
        forest.row(
            ForestRow.of(label, adjusted)
                .withNaive(effect.naive().estimate())
                .withCount(effect.adjusted().treated())
                .withGrade(grade(graded.grade()), hue(graded.grade())));
      }
      table.row(
          Cell.of(analysis.label(effect.pair().cause())),
          Cell.of(analysis.label(effect.pair().effect())),
          Cell.signed(effect.naive().estimate(), 3),
          Cell.measured(adjusted, 3),
          Cell.number(effect.qValue(), 3),
          Cell.measured(measured(effect.placebo().estimate(), effect.placebo().interval()), 3),
          Cell.badge(grade(graded.grade()), hue(graded.grade())),
          Cell.count(effect.trials()),
          Cell.count(effect.adjusted().treated()));
    }
    s.figure(forest.draw(), say("Hollow marks are the plain differences.", "空心标记为原始差异。"));
    s.figure(
        behavior(all).draw(),
        say(
            "Items and the effects between them; wider is larger. Gray pairs are no more than associations.",
            "商品及其间的作用，线越宽作用越大；灰色仅为关联。"));
    s.details(say("All pairs as a table", "全部商品对的表格"), d -> d.table(table.build()));
  }

  private GraphPicture behavior(List<GradedEffect> all) {
    GraphPicture.Builder picture =
        GraphPicture.builder(say("Behavior effects", "行为作用图")).language(language);
    List<GradedEffect> shown = all.subList(0, Math.min(EFFECTS_SHOWN, all.size()));
    shown.stream()
        .flatMap(e -> Stream.of(e.pair().cause(), e.pair().effect()))
        .distinct()
        .forEach(item -> picture.node(item, analysis.label(item), NodeStyle.PLAIN));
    double largest =
        shown.stream().mapToDouble(e -> Math.abs(e.effect().adjusted().estimate())).max().orElse(1);
    for (GradedEffect graded : shown) {
      double estimate = graded.effect().adjusted().estimate();
      picture.edge(
          graded.pair().cause(),
          graded.pair().effect(),
          EdgeStyle.causes()
              .withHue(hue(graded.grade()))
              .withWeight(largest == 0 ? 0 : Math.min(1, Math.abs(estimate) / largest))
              .withTooltip(graded.claim().sentence()));
    }
    shown.stream()
        .map(GradedEffect::grade)
        .distinct()
        .forEach(value -> picture.legend(hue(value), grade(value)));
    return picture.build();
  }

  private void recommendations(ReportContent s) {
    s.paragraph(
        say(
            "Items are ranked by score times uplift. The score is a sum over what the customer bought;"
                + " the uplift is how much more follows from the purchase, 1 where no effect is known"
                + " well enough.",
            "商品按“得分 × 增益”排序。得分是顾客历史购买的加和；增益表示购买之后还会带来多少，未知时为 1。"));
    for (Explanation why : analysis.explanations()) {
      String customer = why.recommendation().user();
      s.heading(say("Customer ", "顾客 ") + customer);
      Waterfall waterfall =
          Charts.in(language)
              .waterfall(why.recommendation().label())
              .base(why.score().base())
              .largest(CONTRIBUTIONS)
              .decimals(3);
      for (Contribution part : why.score().contributions()) {
        waterfall.step(analysis.label(part.item()), part.amount());
      }
      s.figure(
          waterfall.draw(),
          say("Why this item: what each purchase adds to the score.", "为何推荐它：每次购买对得分的贡献。"));
      ReportTable.Builder table =
          ReportTable.builder(
              say("Recommended", "推荐"),
              say("item", "商品"),
              say("score", "得分"),
              say("uplift", "增益"),
              say("grade of the effect", "作用的等级"));
      analysis.recommendations().stream()
          .filter(list -> !list.isEmpty() && list.get(0).user().equals(customer))
          .findFirst()
          .ifPresent(
              list ->
                  list.forEach(
                      item ->
                          table.row(
                              Cell.of(item.label()),
                              Cell.number(item.score(), 3),
                              Cell.number(item.uplift(), 3),
                              item.grade()
                                  .map(value -> Cell.badge(grade(value), hue(value)))
                                  .orElse(Cell.none()))));
      s.table(table.build());
      why.claims().forEach(claim -> s.note(Text.of(claim.sentence())));
    }
  }

  private void limits(ReportContent s) {
    s.list(
        Text.of(
            say(
                "It does not say what would happen if an item were shown: the log has purchases, not"
                    + " exposures. The uplift is that of a purchase.",
                "它不说明展示某商品会怎样：日志只有购买，没有曝光。增益指的是购买的增益。")),
        Text.of(
            say(
                "An effect is one under the assumptions drawn above. Something unseen that makes both"
                    + " purchases likely would make it wrong, and no test on these data can rule that out.",
                "作用只在上图的假设下成立。若有未观测因素同时促成两次购买，结论就会出错，而数据无法排除这一点。")),
        Text.of(
            say(
                "“Association” is not “no effect”: most pairs have too few visits to tell.",
                "“仅关联”不等于“没有作用”：多数商品对的访问次数太少，无法判断。")));
  }
}
