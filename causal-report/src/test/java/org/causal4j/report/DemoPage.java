package org.causal4j.report;

import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;

/** A page that uses everything there is, with made-up numbers and the names of real products. */
final class DemoPage {
  private static final List<String> PRODUCTS =
      List.of(
          "WHITE HANGING HEART T-LIGHT HOLDER",
          "REGENCY CAKESTAND 3 TIER",
          "JUMBO BAG RED RETROSPOT",
          "ASSORTED COLOUR BIRD ORNAMENT",
          "PARTY BUNTING",
          "STRAWBERRY CERAMIC TRINKET BOX",
          "LUNCH BAG  BLACK SKULL.",
          "JUMBO STORAGE BAG SUKI",
          "HEART OF WICKER SMALL",
          "NATURAL SLATE HEART CHALKBOARD",
          "PACK OF 72 RETROSPOT CAKE CASES",
          "VICTORIAN GLASS HANGING T-LIGHT",
          "ROSES REGENCY TEACUP AND SAUCER",
          "GREEN REGENCY TEACUP AND SAUCER",
          "PINK REGENCY TEACUP AND SAUCER",
          "LUNCH BAG RED RETROSPOT",
          "SET OF 3 CAKE TINS PANTRY DESIGN",
          "WOODEN PICTURE FRAME WHITE FINISH",
          "WOODEN FRAME ANTIQUE WHITE",
          "LOVE BUILDING BLOCK WORD",
          "HOME BUILDING BLOCK WORD",
          "PAPER CHAIN KIT 50'S CHRISTMAS",
          "RED WOOLLY HOTTIE WHITE HEART.",
          "HAND WARMER BIRD DESIGN",
          "SCOTTIE DOG HOT WATER BOTTLE");

  private static final int[][] EFFECTS = {
    {1, 12}, {1, 13}, {1, 14}, {12, 13}, {13, 14}, {0, 11}, {0, 8}, {8, 9}, {2, 7}, {2, 15},
    {15, 6}, {7, 6}, {17, 18}, {19, 20}, {18, 0}, {4, 16}, {16, 10}, {1, 16}, {10, 4}, {5, 0},
    {3, 0}, {3, 21}, {22, 23}, {22, 24}, {23, 24}, {20, 8}, {11, 17}, {2, 4}, {14, 10}, {24, 21}
  };

  private final Language language;
  private final Charts charts;

  DemoPage(Language language) {
    this.language = language;
    this.charts = Charts.in(language);
  }

  private String say(String english, String chinese) {
    return language == Language.EN ? english : chinese;
  }

  HtmlReport report() {
    Provenance log =
        Provenance.of("event log", ImmutableMap.of("rows", "1067371", "fingerprint", "3f9a…"));
    Provenance scorer =
        Provenance.of("LightGCN", ImmutableMap.of("layers", "3", "dimensions", "64"), log);
    Provenance effects = Provenance.of("item effects", ImmutableMap.of("folds", "5"), log, scorer);
    return HtmlReport.builder(
            language, say("Did it cause it, and what to show next?", "是否因果，以及接下来推荐什么？"))
        .subtitle(
            say(
                "A demonstration of every part of a report. The product names are real, the numbers are made up.",
                "报告各组成部分的演示。商品名称为真实名称，数值为虚构。"))
        .lead(
            Text.of(
                    say(
                        "Customers who buy the cake stand go on to buy teacups; ",
                        "购买蛋糕架的顾客随后会购买茶杯；"))
                .strong(say("showing it raises that by 4.1 points", "展示它使该概率提高 4.1 个百分点"))
                .plain(
                    say(
                        ", less than the 9.8 points one sees without adjustment.",
                        "，低于未经调整时所见的 9.8 个百分点。")))
        .card("Recall@20", "0.1834", say("LightGCN, 11% above the next", "LightGCN，领先次优 11%"))
        .card(say("Events", "事件数"), "1,067,371", say("after cleaning: 779,425", "清洗后：779,425"))
        .card(say("Effects that stand", "成立的效应"), "14 / 20", say("after four refuters", "经四项反驳检验"))
        .card(
            say("Policy value", "策略价值"),
            "+6.2%",
            say("off-policy, 95% interval 2.9% to 9.4%", "离线评估，95% 区间 2.9% 至 9.4%"))
        .section("ranking", say("Which scorer ranks best", "哪个打分模型排序最好"), this::ranking)
        .section("graph", say("What we assume", "我们的假设"), this::graph)
        .section("effects", say("What causes what", "什么导致什么"), this::effects)
        .section("doing", say("Seeing is not doing", "观察不等于干预"), this::doing)
        .section("reasons", say("Why these recommendations", "为何如此推荐"), this::reasons)
        .provenance(effects)
        .build();
  }

  private void ranking(ReportContent s) {
    String[] names = {"LightGCN", "EASE", "GraphFilter", "ItemKnn", "Popularity"};
    double[][] values = {
      {0.1834, 0.1547}, {0.1652, 0.1419}, {0.1611, 0.1376}, {0.1388, 0.1201}, {0.0417, 0.0318}
    };
    String[] columns = {
      say("Scorer", "打分模型"),
      "Recall@20",
      "NDCG@20",
      say("Training time, s", "训练时间（秒）"),
      say("Verdict", "结论")
    };
    ReportTable.Builder table =
        ReportTable.builder(
            say(
                "Ranking quality on the last month, 5,242 users, with bootstrap intervals.",
                "最后一个月的排序质量，5,242 名用户，自助法区间。"),
            columns);
    BarChart chart =
        charts
            .bars(say("Ranking quality by scorer", "各打分模型的排序质量"))
            .series("Recall@20")
            .series("NDCG@20")
            .decimals(4)
            .highlight("LightGCN")
            .axisTitle(say("Mean over users, 95% interval", "用户均值，95% 区间"));
    for (int i = 0; i < names.length; i++) {
      Measured recall = around(values[i][0], 0.004);
      Measured ndcg = around(values[i][1], 0.0034);
      chart.row(names[i], recall, ndcg);
      Cell[] cells = {
        Cell.of(names[i]),
        Cell.measured(recall, 4),
        Cell.measured(ndcg, 4),
        i == 4 ? Cell.none() : Cell.number(new double[] {412.5, 38.1, 2.4, 6.9}[i], 1),
        i == 0
            ? Cell.badge(say("best", "最佳"), Hue.GREEN)
            : i < 3
                ? Cell.badge(say("close", "接近"), Hue.SKY)
                : Cell.badge(say("behind", "落后"), Hue.GRAY)
      };
      if (i == 0) {
        table.highlightedRow(cells);
      } else {
        table.row(cells);
      }
    }
    double[] loss = new double[24];
    double[] valid = new double[24];
    for (int i = 0; i < loss.length; i++) {
      loss[i] = 0.18 + 0.5 * Math.exp(-i / 5.0);
      valid[i] = 0.27 + 0.41 * Math.exp(-i / 4.0) + 0.0004 * Math.max(0, i - 14) * (i - 14);
    }
    s.paragraph(
            Text.of(
                    say(
                        "Five scorers were trained on the same split. The graph convolution leads on both metrics; see ",
                        "五个打分模型使用相同的划分训练。图卷积在两项指标上均领先；参见 "))
                .link("He et al. 2020", URI.create("https://arxiv.org/abs/2002.02126"))
                .plain(say(" for the method and ", "（方法）以及"))
                .see(say("the effects", "效应部分"), "effects")
                .plain(say(" for what it does not tell.", "（它不能说明什么）。")))
        .table(table.build())
        .figure(
            chart.draw(),
            say(
                "Recall and NDCG of five scorers; whiskers are 95% bootstrap intervals over users.",
                "五个打分模型的召回率与 NDCG；须线为按用户自助法的 95% 区间。"))
        .heading(say("Training", "训练过程"))
        .figure(
            charts
                .lines(say("Loss by epoch", "各轮次损失"))
                .series(say("training", "训练"), loss)
                .series(say("validation", "验证"), valid)
                .best(15)
                .valueTitle(say("BPR loss", "BPR 损失"))
                .draw(),
            say(
                "Loss of the graph convolution. Training stopped when validation no longer improved.",
                "图卷积的损失。验证集不再改进时停止训练。"));
  }

  CausalGraph assumptions() {
    return CausalGraph.parse(
        "season -> {price shown buy}; price -> {click buy}; shown -> click -> buy;"
            + " popularity -> {shown buy}; taste -> {click buy}; click <-> buy; latent taste");
  }

  private void graph(ReportContent s) {
    CausalGraph g =
        CausalGraph.builder()
            .node("season")
            .node("popularity")
            .node("price")
            .node("shown")
            .node("click")
            .node("basket size")
            .latent("taste")
            .node("buy")
            .edge("season", "price")
            .edge("season", "shown")
            .edge("season", "buy")
            .edge("popularity", "shown")
            .edge("popularity", "buy")
            .edge("price", "click")
            .edge("price", "buy")
            .edge("shown", "click")
            .edge("click", "buy")
            .edge("taste", "click")
            .edge("taste", "basket size")
            .edge("basket size", "buy")
            .hiddenCause("popularity", "price")
            .hiddenCause("shown", "click")
            .build();
    Picture picture =
        GraphPicture.of(g)
            .withTreatment("shown")
            .withOutcome("buy")
            .withAdjusted(List.of("season", "popularity"))
            .withTitle(say("Causal graph of a purchase", "购买行为的因果图"))
            .withLanguage(language)
            .draw();
    double[] treated = scores(Seed.of(1), 2400, 2.6, 2.2);
    double[] control = scores(Seed.of(2), 5100, 1.7, 3.4);
    s.paragraph(
            Text.of(say("An arrow says that there may be a direct cause; ", "箭头表示可能存在直接原因；"))
                .emphasis(say("a missing arrow says that there is none", "没有箭头则表示不存在"))
                .plain(
                    say(
                        ". Adjusting for season and popularity closes every back door from ",
                        "。对季节和热度进行调整可关闭从 "))
                .code("shown")
                .plain(say(" to ", " 到 "))
                .code("buy")
                .plain(say(".", " 的所有后门路径。")))
        .figure(picture, say("What is assumed about a purchase.", "关于购买行为的假设。"))
        .warning(
            Text.of(
                say(
                    "A hidden cause of being shown and clicking can't be adjusted away. The effect of showing on buying is still identified here, that of clicking is not.",
                    "展示与点击之间的隐藏共同原因无法通过调整消除。此处展示对购买的效应仍可识别，点击的效应则不可识别。")))
        .details(
            say("The graph as text", "图的文本形式"),
            d -> d.paragraph(say("Graphviz:", "Graphviz：")).code(g.toDot()))
        .heading(say("Are the arms alike?", "两组是否相似？"))
        .figure(
            charts
                .overlap(say("Propensity scores by arm", "各组倾向得分"))
                .arm(say("shown", "已展示"), treated)
                .arm(say("not shown", "未展示"), control)
                .keep(0.05, 0.95)
                .draw(),
            say("Both arms are found over most of the range.", "两组在大部分范围内均有分布。"));
  }

  private void effects(ReportContent s) {
    GraphPicture.Builder graph =
        GraphPicture.builder(say("Which purchase raises which", "哪些购买促进哪些购买"))
            .language(language)
            .legend(Hue.BLUE, say("raises the chance", "提高概率"))
            .legend(Hue.VERMILION, say("lowers it", "降低概率"));
    for (int i = 0; i < PRODUCTS.size(); i++) {
      graph.node("p" + i, PRODUCTS.get(i), NodeStyle.PLAIN);
    }
    SplittableRandom random = Seed.of(5).random();
    ForestPlot forest =
        charts
            .forest(say("Effects of one purchase on another", "一次购买对另一次购买的效应"))
            .axisTitle(
                say(
                    "Change of the chance to buy within 30 days, percentage points",
                    "30 天内购买概率的变化（百分点）"))
            .decimals(1);
    for (int i = 0; i < EFFECTS.length; i++) {
      double effect = i % 7 == 5 ? -1 - random.nextDouble() * 3 : 0.6 + random.nextDouble() * 6.5;
      double half = 0.6 + random.nextDouble() * 1.6;
      String from = PRODUCTS.get(EFFECTS[i][0]);
      String to = PRODUCTS.get(EFFECTS[i][1]);
      String label = NumberText.signed(effect, 1);
      graph.edge(
          "p" + EFFECTS[i][0],
          "p" + EFFECTS[i][1],
          EdgeStyle.causes()
              .withHue(effect < 0 ? Hue.VERMILION : Hue.BLUE)
              .withWeight(Math.min(1, Math.abs(effect) / 8))
              .withLabel(label)
              .withTooltip(from + " → " + to + ": " + label));
      if (i == 0) {
        forest.group(say("Identified by adjustment", "通过调整可识别"));
      }
      if (i == 13) {
        forest.group(say("Under a linear assumption", "在线性假设下"));
      }
      if (i < 20) {
        boolean zero = Math.abs(effect) < half;
        forest.row(
            ForestRow.of(from, Measured.of(effect, effect - half, effect + half))
                .withDetail("→ " + to)
                .withNaive(effect * (1.1 + random.nextDouble()) + 0.8)
                .withCount(300 + random.nextInt(9000))
                .withGrade(
                    zero ? "C" : i < 13 ? "A" : "B",
                    zero ? Hue.GRAY : i < 13 ? Hue.GREEN : Hue.BLUE));
      }
    }
    s.paragraph(
            say(
                "An edge is drawn where the interval of the adjusted effect excludes zero. The wider the line, the larger the effect.",
                "调整后效应的区间不含零时画边，线越粗效应越大。"))
        .figure(
            graph.build().draw(),
            say(
                "Behavior-effect graph: 25 products, 30 effects, in percentage points.",
                "行为效应图：25 种商品，30 个效应，单位为百分点。"))
        .figure(
            forest.draw(),
            say(
                "Twenty effects. Hollow marks show what a naive comparison would have said.",
                "二十个效应。空心标记为未调整比较的结果。"))
        .note(
            Text.of(
                say(
                    "Grade A stands on identification and four refuters, B on an added assumption, C is compatible with no effect.",
                    "A 级基于识别与四项反驳检验，B 级依赖附加假设，C 级与无效应相容。")));
  }

  private void doing(ReportContent s) {
    s.paragraph(
            Text.of(
                    say(
                        "Those who see the cake stand differ from those who do not. Setting it, ",
                        "看到蛋糕架的人与没看到的人本就不同。设定展示，即 "))
                .code("do(shown)")
                .plain(say(", tells what showing does.", "，才能说明展示的作用。")))
        .figure(
            charts
                .seeingVersusDoing(say("Seeing versus doing", "观察与干预"))
                .row(say("not shown", "未展示"), around(0.031, 0.003), around(0.052, 0.004))
                .row(say("in a list", "列表展示"), around(0.094, 0.006), around(0.081, 0.007))
                .row(say("on top", "置顶展示"), around(0.151, 0.008), around(0.093, 0.011))
                .draw(),
            say("Chance to buy, given what was seen and given what was done.", "在观察与干预条件下的购买概率。"));
  }

  private void reasons(ReportContent s) {
    s.paragraph(
            say(
                "The score of an item is a sum over the history of the customer.",
                "商品得分为顾客历史贡献之和。"))
        .figure(
            Text.of(
                say(
                    "Contributions of the history to three recommendations for customer 17850.",
                    "顾客 17850 的历史对三项推荐的贡献。")),
            fall(2, 0.41, 0.22, 0.12, -0.07, 0.05),
            fall(12, 0.55, 0.31, -0.12, 0.09, 0.04, 0.03, -0.02),
            fall(8, 0.18, -0.26, 0.14, 0.12));
  }

  private Picture fall(int item, double... values) {
    Waterfall waterfall = charts.waterfall(PRODUCTS.get(item)).base(0.1).decimals(2).largest(5);
    for (int i = 0; i < values.length; i++) {
      waterfall.step(PRODUCTS.get((item + 3 * i + 1) % PRODUCTS.size()), values[i]);
    }
    return waterfall.draw();
  }

  private static Measured around(double value, double half) {
    return Measured.of(value, value - half, value + half);
  }

  private static double[] scores(Seed seed, int n, double a, double b) {
    SplittableRandom random = seed.random();
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      double u = 0;
      for (int k = 0; k < 4; k++) {
        u += random.nextDouble() / 4;
      }
      scores[i] = Math.min(1, Math.max(0, a / (a + b) + (u - 0.5) * 1.25));
    }
    return scores;
  }
}
