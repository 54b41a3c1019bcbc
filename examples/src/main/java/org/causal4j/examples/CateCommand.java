package org.causal4j.examples;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.cate.CateModel;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.data.TableFormat;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.BinaryTable;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The effect of a column of a file on another for each row, with its interval. */
@Command(
    name = "cate",
    description = "the effect of a column of a table on another one, row by row, with intervals")
final class CateCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "table with a header, a row a unit")
  private Path file;

  @Option(names = "--treatment", required = true, description = "column whose effect is asked for")
  private String treatment;

  @Option(names = "--outcome", required = true, description = "column the effect is on")
  private String outcome;

  @Option(
      names = "--adjust",
      required = true,
      split = ",",
      description = "columns to adjust for, which the effect may depend on, as A,B,C")
  private List<String> adjust = new ArrayList<>();

  @Option(
      names = "--learner",
      defaultValue = "auto",
      description =
          "s, t, x, r, dr, dr-linear, r-linear, tree, forest or auto, which combines several by"
              + " cross-validated R-loss (default: ${DEFAULT-VALUE})")
  private String learner;

  @Option(
      names = "--base",
      description =
          "ridge, lasso, logistic, forest, boosting, mlp or stacking, for outcome, propensity and"
              + " effect (default: a stack of ridge, splines, kernel ridge, forest and boosting)")
  private @Nullable String base;

  @Option(names = "--control", description = "treatment state compared with (default: 0)")
  private @Nullable String control;

  @Option(names = "--treated", description = "treatment state asked about (default: 1)")
  private @Nullable String treated;

  @Option(
      names = "--discrete",
      split = ",",
      description = "columns of numbers that are codes of states, as A,B")
  private List<String> discrete = new ArrayList<>();

  @Option(names = "--cluster", description = "column whose equal cells mark dependent rows")
  private @Nullable String cluster;

  @Option(
      names = "--level",
      defaultValue = ".95",
      description = "level of intervals (default: ${DEFAULT-VALUE})")
  private double level;

  @Option(
      names = "--replicates",
      defaultValue = "20",
      description =
          "half-samples for the intervals of learners that have none of their own; with 0 there are"
              + " no such intervals (default: ${DEFAULT-VALUE})")
  private int replicates;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of everything random (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      description =
          "table to write: row (the first below the header is 1), effect, low, high, standardError;"
              + " a row for each of FILE")
  private Path out;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CateLearnerChoice choice = CateLearnerChoice.of(learner);
    Optional<LearnerChoice> baseChoice =
        Optional.ofNullable(base).map(name -> LearnerChoice.of("--base", name));
    Preconditions.checkArgument(
        level > 0 && level < 1, "--level: %s is not between 0 and 1", level);
    Preconditions.checkArgument(
        replicates == 0 || replicates >= 2,
        "--replicates: %s is neither 0 nor 2 or more",
        replicates);
    PrintWriter notes = spec.commandLine().getErr();
    Design design = new Design.Backdoor(treatment, outcome, adjust);
    Table table =
        Table.readCsv(file, TableFormat.defaults().withDiscrete(discrete.toArray(new String[0])));
    int[] known = known(table, notes);
    Contrast contrast =
        TreatmentStates.contrast(table.rows(known), treatment, control, treated, false);
    int[] rows = compared(table, known, contrast, notes);
    Table used = table.rows(rows);
    Features x = Features.of(table, adjust);
    x.notes().forEach(note -> notes.println("note: " + note));
    CateData data =
        CateData.of(
            x.rows(rows),
            BinaryTable.treatment(design, used, contrast),
            BinaryTable.outcome(used, outcome),
            BinaryTable.clusters(used, Optional.ofNullable(cluster)));
    CateOptions options =
        options(baseChoice, TreatmentStates.isOnly(used.column(outcome), "0", "1"));
    long start = System.nanoTime();
    CateAnalysis analysis =
        CateAnalysis.of(data, choice, options, replicates, level, Seed.of(seed));
    write(analysis.model(), x);
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (analysis.overlap().verdict() == Overlap.Verdict.NONE) {
      notes.println(
          "note: treated and control rows can't be compared; effects of rows are extrapolations,"
              + " and no average is quoted");
    }
    print(analysis, millis);
    return 0;
  }

  private static CateOptions options(Optional<LearnerChoice> base, boolean binaryOutcome) {
    CateOptions options =
        CateOptions.defaults().withThreads(Runtime.getRuntime().availableProcessors());
    return base.map(
            b ->
                options
                    .withOutcome(b.learner(binaryOutcome))
                    .withPropensity(b.learner(true))
                    .withEffect(b.learner(false)))
        .orElse(options);
  }

  /** Rows with treatment, outcome and cluster. */
  private int[] known(Table table, PrintWriter notes) {
    List<String> needed = new ArrayList<>(List.of(treatment, outcome));
    if (cluster != null) {
      needed.add(cluster);
    }
    List<Column> columns = needed.stream().map(table::column).toList();
    int[] known =
        IntStream.range(0, table.rows())
            .filter(row -> columns.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    if (known.length < table.rows()) {
      notes.println(
          "note: "
              + (table.rows() - known.length)
              + " of "
              + table.rows()
              + " rows lack a value of "
              + needed
              + " and are not learned from");
    }
    Preconditions.checkArgument(
        known.length > 0, "%s: no row has values of all of %s", file.getFileName(), needed);
    return known;
  }

  /** Of these rows, those in one of the two states. */
  private int[] compared(Table table, int[] known, Contrast contrast, PrintWriter notes) {
    Column column = table.column(treatment);
    Set<String> states = Set.of(contrast.control(), contrast.treated());
    int[] two = IntStream.of(known).filter(row -> states.contains(column.text(row))).toArray();
    if (two.length < known.length) {
      notes.println(
          "note: "
              + (known.length - two.length)
              + " rows in neither of the states "
              + contrast.control()
              + " and "
              + contrast.treated()
              + " are not learned from");
    }
    return two;
  }

  /** Effects of all rows of the file, those not learned from among them. */
  private void write(CateModel model, Features x) throws IOException {
    double[] number = IntStream.rangeClosed(1, x.rows()).asDoubleStream().toArray();
    double[] low = new double[x.rows()];
    double[] high = new double[x.rows()];
    double[] error = new double[x.rows()];
    double[] effects = new double[x.rows()];
    if (model.hasIntervals()) {
      ImmutableList<CateEstimate> estimates = model.estimates(x, level);
      for (int row = 0; row < effects.length; row++) {
        CateEstimate estimate = estimates.get(row);
        effects[row] = estimate.effect();
        low[row] = estimate.interval().low();
        high[row] = estimate.interval().high();
        error[row] = estimate.standardError();
      }
    } else {
      effects = model.effects(x);
      Arrays.fill(low, Double.NaN);
      Arrays.fill(high, Double.NaN);
      Arrays.fill(error, Double.NaN);
    }
    Table.of(
            Column.Continuous.of("row", number),
            Column.Continuous.of("effect", effects),
            Column.Continuous.of("low", low),
            Column.Continuous.of("high", high),
            Column.Continuous.of("standardError", error))
        .writeCsv(out);
  }

  private void print(CateAnalysis analysis, long millis) throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    if (output.json()) {
      writer.println(CateJson.of(analysis, level, out, millis));
      writer.flush();
      return;
    }
    writer.println(analysis.model().name() + ", " + analysis.n() + " rows");
    writer.println(analysis.overlap());
    if (analysis.overlap().verdict() != Overlap.Verdict.NONE) {
      writer.println("average effect " + analysis.average());
      analysis.calibration().ifPresent(c -> writer.println("calibration: " + c));
      analysis.groups().forEach(writer::println);
      analysis.rules().forEach(writer::println);
    }
    writer.printf(Locale.ROOT, "effects written to %s, %d ms%n", out, millis);
    writer.flush();
  }
}
