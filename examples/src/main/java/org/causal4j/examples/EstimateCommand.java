package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.data.TableFormat;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Measure;
import org.causal4j.core.refute.Refutation;
import org.causal4j.core.refute.RefuteOptions;
import org.causal4j.core.refute.Refuter;
import org.causal4j.core.refute.Refuters;
import org.causal4j.report.EffectReport;
import org.causal4j.report.Language;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The effect of one column of a file on another, with its interval, and attempts to refute it. */
@Command(
    name = "estimate",
    description = "the effect of a column of a table (CSV, TSV; plain or gz) on another one")
final class EstimateCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "table with a header, a row a unit")
  private Path file;

  @Option(names = "--treatment", required = true, description = "column whose effect is asked for")
  private String treatment;

  @Option(names = "--outcome", required = true, description = "column the effect is on")
  private String outcome;

  @Option(names = "--adjust", split = ",", description = "columns to adjust for, as A,B,C")
  private List<String> adjust = new ArrayList<>();

  @Option(names = "--instrument", split = ",", description = "instruments, for --estimator iv")
  private List<String> instrument = new ArrayList<>();

  @Option(
      names = "--estimator",
      defaultValue = "aipw",
      description =
          "difference, regression, g-estimation, ipw, matching, overlap, aipw, tmle, dml (the"
              + " interactive model), dml-plr (the partially linear one), iv, front-door, did,"
              + " mediation (multiply robust) or mediation-models (by regressions)"
              + " (default: ${DEFAULT-VALUE})")
  private String estimator;

  @Option(
      names = "--learner",
      description =
          "ridge, lasso, logistic, splines, forest, boosting, mlp or stacking, for outcome and"
              + " propensity alike; for a column of 0 and 1 its form for probabilities, and ridge for"
              + " other numbers where logistic is named")
  private @Nullable String learner;

  @Option(names = "--estimand", description = "ate, att or atc (default: ate)")
  private @Nullable String estimand;

  @Option(names = "--control", description = "treatment state compared with (default: 0)")
  private @Nullable String control;

  @Option(
      names = "--treated",
      description =
          "treatment state asked about (default: 1); all for every other state, each against the"
              + " control, by aipw, ipw or regression")
  private @Nullable String treated;

  @Option(
      names = "--discrete",
      split = ",",
      description = "columns of numbers that are codes of states, as A,B")
  private List<String> discrete = new ArrayList<>();

  @Option(
      names = "--measure",
      defaultValue = "difference",
      description = "difference, ratio or odds-ratio of the two means (default: ${DEFAULT-VALUE})")
  private String measure;

  @Option(names = "--weights", description = "column of weights of the units, taken as known")
  private @Nullable String weights;

  @Option(
      names = "--dose",
      description = "the curve of mean outcomes over the doses of a treatment of many numbers")
  private boolean dose;

  @Option(
      names = "--mediator",
      split = ",",
      description = "mediators, for --estimator front-door, mediation or mediation-models")
  private List<String> mediator = new ArrayList<>();

  @Option(names = "--unit", description = "column of units or groups, for --estimator did")
  private @Nullable String unit;

  @Option(names = "--time", description = "column of times, for --estimator did")
  private @Nullable String time;

  @Option(names = "--cluster", description = "column whose equal cells mark dependent rows")
  private @Nullable String cluster;

  @Option(
      names = "--refute",
      split = ",",
      description =
          "all, or some of placebo-treatment, placebo-outcome, dummy-outcome, random-common-cause,"
              + " data-subset, bootstrap, unobserved-confounder")
  private List<String> refute = new ArrayList<>();

  @Option(
      names = "--negative-control",
      split = ",",
      description = "outcomes that the treatment can't have moved, to refute with")
  private List<String> negativeControls = new ArrayList<>();

  @Option(
      names = "--replicates",
      defaultValue = "100",
      description = "refits of a refuter (default: ${DEFAULT-VALUE})")
  private int replicates;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of everything random (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--report",
      description = "HTML file for a page with the number, what it rests on and its pictures")
  private @Nullable Path report;

  @Option(
      names = "--lang",
      defaultValue = "en",
      description = "language of the report, en or zh (default: ${DEFAULT-VALUE})")
  private String lang;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EstimatorChoice choice = EstimatorChoice.of(estimator);
    Optional<LearnerChoice> learnerChoice = Optional.ofNullable(learner).map(LearnerChoice::of);
    Optional<Estimand> average = estimand();
    Language language = Languages.of(lang);
    List<Refuter> refuters = new ArrayList<>(RefuterChoice.of(refute));
    negativeControls.forEach(name -> refuters.add(Refuters.negativeControlOutcome(name)));
    PrintWriter notes = spec.commandLine().getErr();
    Measure compared = MeasureChoice.of(measure);
    checkUses(choice, learnerChoice, average, notes);
    boolean several = "all".equals(treated) || dose || choice.dividesTheEffect();
    EstimateChecks.severalEffects(
        several, refuters, average, weights, choice, compared, treated, dose);
    Design design = design(choice);
    Table table = read();
    for (String name : columns()) {
      table.column(name);
    }
    table = complete(table, notes);
    if (several) {
      severalEffects(choice, learnerChoice, design, table, compared, notes);
      return 0;
    }
    Contrast contrast =
        TreatmentStates.contrast(table, treatment, control, treated, choice.takesNumbers());
    table = compared(table, contrast, choice, notes);
    Estimator built =
        choice.estimator(
            learnerChoice,
            average,
            TreatmentStates.isOnly(table.column(treatment), contrast.control(), contrast.treated()),
            TreatmentStates.isOnly(table.column(outcome), "0", "1"));
    Estimator weighed = weights == null ? built : built.withWeights(weights);
    Estimator used = cluster == null ? weighed : weighed.withClusters(cluster);
    long start = System.nanoTime();
    EffectEstimate effect = used.estimate(design, table, contrast, Seed.of(seed)).as(compared);
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<Refutation> refutations =
        refuters.isEmpty()
            ? List.of()
            : Refuters.refute(
                effect,
                table,
                Seed.of(seed).derive("refute"),
                refuters,
                RefuteOptions.defaults()
                    .withReplicates(replicates)
                    .withThreads(Runtime.getRuntime().availableProcessors()),
                output.progress(spec.commandLine()));
    effect.notes().forEach(note -> notes.println("note: " + note));
    if (report != null) {
      String subtitle = file.getFileName() + ": " + treatment + " → " + outcome;
      EffectReport.of(effect, refutations, table, subtitle, language).writeTo(report);
    }
    print(effect, refutations, millis);
    return 0;
  }

  private Optional<Estimand> estimand() {
    if (estimand == null) {
      return Optional.empty();
    }
    List<Estimand> known = List.of(Estimand.ATE, Estimand.ATT, Estimand.ATC);
    for (Estimand candidate : known) {
      if (candidate.name().equalsIgnoreCase(estimand)) {
        return Optional.of(candidate);
      }
    }
    throw new IllegalArgumentException(
        "--estimand: no estimand '" + estimand + "'; known are [ate, att, atc]");
  }

  private void checkUses(
      EstimatorChoice choice,
      Optional<LearnerChoice> learnerChoice,
      Optional<Estimand> average,
      PrintWriter notes) {
    Preconditions.checkArgument(
        average.isEmpty()
            || choice.averages()
            || (average.get() == Estimand.ATE
                && (choice == EstimatorChoice.DIFFERENCE || choice == EstimatorChoice.TMLE)),
        "--estimand: %s does not estimate the %s",
        choice.word(),
        average.map(Estimand::name).orElse(""));
    Preconditions.checkArgument(
        choice != EstimatorChoice.IV || !instrument.isEmpty(),
        "--instrument: is missing; iv needs one");
    Preconditions.checkArgument(
        choice == EstimatorChoice.IV || instrument.isEmpty(),
        "--instrument: %s takes none; use --estimator iv",
        choice.word());
    EstimateChecks.columns(choice, mediator, unit, time, adjust);
    if (learnerChoice.isPresent() && !choice.learns() && !dose) {
      notes.println("note: " + choice.word() + " takes no learner; --learner is not used");
    }
    if (choice == EstimatorChoice.DIFFERENCE && !adjust.isEmpty()) {
      notes.println(
          "note: a difference of means adjusts for nothing; --adjust is not used, and the number"
              + " is an effect only if the treatment was randomized");
    }
  }

  private Design design(EstimatorChoice choice) {
    if (choice == EstimatorChoice.DIFFERENCE) {
      return Design.randomized(treatment, outcome);
    }
    if (choice == EstimatorChoice.IV) {
      return Design.instrument(treatment, outcome, instrument, adjust);
    }
    if (choice == EstimatorChoice.FRONT_DOOR) {
      return new Design.FrontDoor(treatment, outcome, mediator);
    }
    if (choice.dividesTheEffect()) {
      return Design.mediation(treatment, outcome, mediator, adjust);
    }
    if (choice == EstimatorChoice.DID && unit != null && time != null) {
      return new Design.Panel(treatment, outcome, unit, time, adjust);
    }
    return new Design.Backdoor(treatment, outcome, adjust);
  }

  /** All arms, a dose-response curve or mediation. */
  private void severalEffects(
      EstimatorChoice choice,
      Optional<LearnerChoice> learnerChoice,
      Design design,
      Table table,
      Measure compared,
      PrintWriter notes)
      throws IOException {
    SeveralEffects effects =
        new SeveralEffects(
            choice,
            learnerChoice,
            TreatmentStates.isOnly(table.column(outcome), "0", "1"),
            Optional.ofNullable(cluster),
            Seed.of(seed),
            output.json(),
            spec.commandLine().getOut(),
            notes);
    if (dose) {
      effects.curve(design, table);
    } else if (design instanceof Design.Mediation mediation) {
      Contrast contrast =
          TreatmentStates.contrast(table, treatment, control, treated, choice.takesNumbers());
      effects.mediation(mediation, compared(table, contrast, choice, notes), contrast);
    } else {
      String reference = control == null ? "0" : control;
      effects.arms(design, table, TreatmentStates.canonical(table, treatment, reference), compared);
    }
  }

  /** Columns beside covariates that every row needs. */
  private List<String> others() {
    List<String> names = new ArrayList<>(instrument);
    names.addAll(mediator);
    for (String name : Arrays.asList(cluster, weights, unit, time)) {
      if (name != null && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private Set<String> columns() {
    Set<String> names = new LinkedHashSet<>(List.of(treatment, outcome));
    names.addAll(adjust);
    names.addAll(others());
    names.addAll(negativeControls);
    return names;
  }

  private Table read() throws IOException {
    return Table.readCsv(
        file, TableFormat.defaults().withDiscrete(discrete.toArray(new String[0])));
  }

  /** Leaves out rows without treatment, outcome or another column that is no covariate. */
  private Table complete(Table table, PrintWriter notes) {
    List<String> needed = new ArrayList<>(List.of(treatment, outcome));
    needed.addAll(others());
    Table all = table;
    Table known =
        table.where(row -> needed.stream().noneMatch(name -> all.column(name).isMissing(row)));
    if (known.rows() < table.rows()) {
      notes.println(
          "note: "
              + (table.rows() - known.rows())
              + " of "
              + table.rows()
              + " rows lack a value of "
              + needed
              + " and are left out");
    }
    Preconditions.checkArgument(
        known.rows() > 0, "%s: no row has values of all of %s", file.getFileName(), needed);
    return known;
  }

  /** Only the rows of the two states, unless the estimator takes the treatment as a number. */
  private Table compared(
      Table table, Contrast contrast, EstimatorChoice choice, PrintWriter notes) {
    Column column = table.column(treatment);
    if (choice.takesNumbers() && column instanceof Column.Continuous) {
      return table;
    }
    Set<String> states = Set.of(contrast.control(), contrast.treated());
    Table two = table.where(row -> states.contains(column.text(row)));
    if (two.rows() < table.rows()) {
      notes.println(
          "note: "
              + (table.rows() - two.rows())
              + " rows in neither of the states "
              + contrast.control()
              + " and "
              + contrast.treated()
              + " are left out");
    }
    return two;
  }

  private void print(EffectEstimate effect, List<Refutation> refutations, long millis)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(EstimateJson.of(effect, refutations, millis));
      out.flush();
      return;
    }
    out.println(effect);
    if (effect.isQuotable()) {
      out.printf(
          Locale.ROOT,
          "%s%s: %.6g, standard error %.4g%s, %.0f %% interval [%.6g, %.6g]%n",
          EstimateJson.estimand(effect.estimand()),
          effect.measure() == Measure.DIFFERENCE ? "" : " as " + effect.measure().words(),
          effect.estimate(),
          effect.standardError(),
          effect.measure() == Measure.DIFFERENCE ? "" : " of its logarithm",
          100 * effect.interval().level(),
          effect.interval().low(),
          effect.interval().high());
    }
    if (effect.isQuotable()) {
      effect.arms().ifPresent(arms -> out.println(arms.control() + "; " + arms.treated()));
    }
    effect.overlap().ifPresent(out::println);
    effect.nuisances().forEach(out::println);
    for (Refutation refutation : refutations) {
      out.println(refutation);
      out.println("  asked: " + refutation.nullHypothesis());
    }
    out.printf(Locale.ROOT, "%d ms%n", millis);
    out.flush();
  }
}
