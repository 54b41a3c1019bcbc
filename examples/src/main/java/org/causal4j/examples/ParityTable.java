package org.causal4j.examples;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.refute.Sensitivity;
import org.causal4j.graph.claim.EValue;

/** Published effects beside this library's, row by row. */
final class ParityTable {
  private static final String DIGITS = "half of the last digit printed";
  private static final Seed SEED = Seed.of(1);

  private final ParityData data;
  private final List<ParityRow> rows = new ArrayList<>();

  private ParityTable(Path folder) {
    this.data = new ParityData(folder);
  }

  /**
   * All rows.
   *
   * @param folder holds nhefs, iv, panel, lalonde and hillstrom; what is absent is said in its rows
   */
  static List<ParityRow> of(Path folder) throws IOException {
    ParityTable table = new ParityTable(folder);
    table.smokers();
    table.schooling();
    table.cigarettes();
    table.panels();
    table.training();
    table.emails();
    table.savers();
    table.sensitivity();
    return List.copyOf(table.rows);
  }

  private record Answer(double value, Optional<ConfidenceInterval> interval, String note) {
    Answer(EffectEstimate effect, String note) {
      this(effect.estimate(), Optional.of(effect.interval()), note);
    }

    static Answer of(EffectEstimate effect) {
      return new Answer(
          effect, effect.isQuotable() ? "" : "not to be quoted: the arms do not overlap");
    }
  }

  private interface Work {
    Answer run() throws IOException;
  }

  private void row(
      String name,
      Optional<Double> published,
      String source,
      double tolerance,
      String toleranceIs,
      boolean required,
      Work work)
      throws IOException {
    Optional<Double> ours = Optional.empty();
    Optional<ConfidenceInterval> interval = Optional.empty();
    String note;
    try {
      Answer answer = work.run();
      ours = Optional.of(answer.value);
      interval = answer.interval;
      note = answer.note;
    } catch (NoSuchFileException e) {
      note = "data absent: " + Path.of(e.getFile()).getFileName();
    }
    rows.add(
        new ParityRow(
            name, published, source, tolerance, toleranceIs, required, ours, interval, note));
  }

  /** A row that must hold to the digits that were printed. */
  private void printed(String name, double published, String source, double tolerance, Work work)
      throws IOException {
    row(name, Optional.of(published), source, tolerance, DIGITS, true, work);
  }

  /** A row that nothing was published for. */
  private void beside(String name, Work work) throws IOException {
    row(name, Optional.empty(), "", 0, "", false, work);
  }

  private void smokers() throws IOException {
    String book = "Hernán and Robins, What If";
    Estimator standardization = Estimators.regression().withProducts("smokeintensity");
    printed("NHEFS, IPW", 3.4, book + ", ch. 12", .05, () -> smokers(Estimators.ipw()));
    printed("NHEFS, standardization", 3.5, book + ", ch. 13", .05, () -> smokers(standardization));
    printed(
        "NHEFS, g-estimation, censoring weights",
        3.4,
        book + ", ch. 14",
        .05,
        () -> smokers(Estimators.gEstimation().withWeights("weight")));
    beside("NHEFS, AIPW", () -> smokers(Estimators.aipw()));
    beside("NHEFS, TMLE", () -> smokers(Estimators.tmle()));
    beside("NHEFS, DML, interactive", () -> smokers(Estimators.dmlInteractive()));
    beside("NHEFS, DML, partially linear", () -> smokers(Estimators.dmlPartiallyLinear()));
    beside("NHEFS, matching", () -> smokers(Estimators.matching()));
    beside("NHEFS, overlap weights", () -> smokers(Estimators.overlapWeights()));
  }

  private Answer smokers(Estimator estimator) throws IOException {
    return Answer.of(
        estimator.estimate(
            new Design.Backdoor("qsmk", "wt82_71", ParityData.nhefsCovariates()),
            data.nhefs(),
            Contrast.binary("qsmk"),
            SEED));
  }

  private void schooling() throws IOException {
    String card = "Card 1995, as in Wooldridge, ex. 15.4";
    Contrast year = Contrast.binary("educ");
    printed(
        "Card, OLS",
        .0747,
        card,
        5e-5,
        () ->
            Answer.of(
                Estimators.regression()
                    .withProducts()
                    .estimate(
                        new Design.Backdoor("educ", "lwage", ParityData.CARD),
                        data.read("iv/card.csv.gz"),
                        year,
                        SEED)));
    printed(
        "Card, 2SLS by a near college",
        .1315,
        card,
        5e-5,
        () ->
            Answer.of(
                Estimators.twoStageLeastSquares()
                    .estimate(
                        Design.instrument("educ", "lwage", List.of("nearc4"), ParityData.CARD),
                        data.read("iv/card.csv.gz"),
                        year,
                        SEED)));
  }

  private void cigarettes() throws IOException {
    String book = "Stock and Watson, ch. 12, digits of AER";
    printed("Cigarettes, 2SLS by sales tax", -1.1434, book, 5e-5, () -> demand("sales"));
    printed(
        "Cigarettes, 2SLS by both taxes", -1.2774, book, 5e-5, () -> demand("sales", "cigarette"));
  }

  private Answer demand(String... instruments) throws IOException {
    return Answer.of(
        Estimators.twoStageLeastSquares()
            .estimate(
                Design.instrument("price", "packs", List.of(instruments), List.of("income")),
                data.cigarettes(),
                Contrast.binary("price"),
                SEED));
  }

  private void panels() throws IOException {
    printed(
        "Incinerator, DiD",
        -11_863.90,
        "Kiel and McClain 1995, as in Wooldridge, ex. 13.3",
        .005,
        () ->
            Answer.of(
                Estimators.differenceInDifferences()
                    .withClusters("rownames")
                    .estimate(
                        Design.panel("y81nrinc", "rprice", "nearinc", "y81"),
                        data.read("panel/kielmc.csv"),
                        Contrast.binary("y81nrinc"),
                        SEED)));
    printed(
        "Organ donation, DiD",
        -.02246,
        "Kessler and Roth 2014, California, quarters 4 to 6",
        5e-6,
        () ->
            Answer.of(
                Estimators.differenceInDifferences()
                    .estimate(
                        Design.panel("active", "Rate", "State", "Quarter_Num"),
                        data.organDonors(),
                        Contrast.binary("active"),
                        SEED)));
  }

  private void training() throws IOException {
    String experiment = "Dehejia and Wahba 1999, the experiment";
    String error = "the experiment's standard error";
    printed(
        "NSW, the experiment",
        1794.34,
        experiment,
        .005,
        () ->
            Answer.of(
                Estimators.differenceInMeans()
                    .estimate(
                        Design.randomized("treat", "re78"),
                        data.read("lalonde/nsw_experimental_dw.csv"),
                        Contrast.binary("treat"),
                        SEED)));
    row(
        "NSW against CPS, ATT by AIPW",
        Optional.of(1794.0),
        experiment,
        633,
        error,
        true,
        () -> trained(Estimators.aipw().withEstimand(Estimand.ATT)));
    List<Estimator> others =
        List.of(
            Estimators.regression().withEstimand(Estimand.ATT),
            Estimators.gEstimation(),
            Estimators.ipw().withEstimand(Estimand.ATT),
            Estimators.matching().withEstimand(Estimand.ATT),
            Estimators.dmlInteractive().withEstimand(Estimand.ATT),
            Estimators.dmlPartiallyLinear(),
            Estimators.overlapWeights(),
            Estimators.tmle());
    List<String> names =
        List.of(
            "ATT by regression",
            "by g-estimation",
            "ATT by IPW",
            "ATT by matching",
            "ATT by DML, interactive",
            "by DML, partially linear",
            "by overlap weights",
            "ATE by TMLE");
    for (int k = 0; k < names.size(); k++) {
      Estimator estimator = others.get(k);
      row(
          "NSW against CPS, " + names.get(k),
          Optional.of(1794.0),
          experiment,
          633,
          error,
          false,
          () -> trained(estimator));
    }
    row(
        "NSW against CPS, difference of means",
        Optional.of(1794.0),
        experiment,
        633,
        error,
        false,
        () ->
            Answer.of(
                Estimators.differenceInMeans()
                    .estimate(
                        Design.randomized("treat", "re78"),
                        data.trainingAgainstSurvey(),
                        Contrast.binary("treat"),
                        SEED)));
  }

  private Answer trained(Estimator estimator) throws IOException {
    return Answer.of(
        estimator.estimate(
            new Design.Backdoor("treat", "re78", ParityData.TRAINING),
            data.trainingAgainstSurvey(),
            Contrast.binary("treat"),
            SEED));
  }

  private void emails() throws IOException {
    String source = "Hillstrom 2008, means of the three groups";
    printed("Hillstrom, visit, men's e-mail", .0766, source, 5e-5, () -> mailed("Mens E-Mail"));
    printed("Hillstrom, visit, women's e-mail", .0452, source, 5e-5, () -> mailed("Womens E-Mail"));
  }

  private Answer mailed(String email) throws IOException {
    return Answer.of(
        Estimators.differenceInMeans()
            .estimate(
                Design.randomized("segment", "visit"),
                data.mailed(email),
                Contrast.of("segment", "No E-Mail", email),
                SEED));
  }

  private void savers() throws IOException {
    String other = "a public run on another file, of 9,915 rows";
    String note = "this file is the version of 9,275 rows, so no digits can agree";
    BoostingOptions options = BoostingOptions.defaults();
    Estimator boosted =
        Estimators.dmlInteractive()
            .withOutcome(Learners.boosting(options))
            .withPropensity(Learners.logisticBoosting(options));
    List<Estimator> estimators =
        List.of(Estimators.differenceInMeans(), Estimators.dmlInteractive(), boosted);
    List<String> names =
        List.of("difference of means", "DML, interactive, ridge", "DML, interactive, boosting");
    for (int k = 0; k < names.size(); k++) {
      Estimator estimator = estimators.get(k);
      boolean plain = k == 0;
      row(
          "401(k), $1,000, " + names.get(k),
          Optional.of(plain ? 19.559 : 8.730),
          other,
          2,
          "of the same size",
          false,
          () -> new Answer(savers(estimator, plain), note));
    }
  }

  private EffectEstimate savers(Estimator estimator, boolean randomized) throws IOException {
    return estimator.estimate(
        randomized
            ? Design.randomized("e401k", "nettfa")
            : new Design.Backdoor("e401k", "nettfa", ParityData.SAVERS),
        data.read("iv/k401ksubs.csv.gz"),
        Contrast.binary("e401k"),
        SEED);
  }

  private void sensitivity() throws IOException {
    printed(
        "Darfur, robustness value, t = 4.18, df 783",
        .139,
        "Cinelli and Hazlett 2020, table 1",
        5e-4,
        () ->
            new Answer(
                Sensitivity.omittedVariable(4.18, 1, 783).robustnessValue(), Optional.empty(), ""));
    printed(
        "E-value of a risk ratio of 3.9",
        7.26,
        "VanderWeele and Ding 2017",
        .005,
        () -> new Answer(EValue.ofRiskRatio(3.9).point(), Optional.empty(), ""));
  }
}
