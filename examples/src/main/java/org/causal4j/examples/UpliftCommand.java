package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.uplift.TargetingValue;
import org.causal4j.core.uplift.UpliftCalibration;
import org.causal4j.core.uplift.UpliftComparison;
import org.causal4j.core.uplift.UpliftCurve;
import org.causal4j.core.uplift.UpliftData;
import org.causal4j.core.uplift.UpliftOptions;
import org.causal4j.report.Charts;
import org.causal4j.report.UpliftChart;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well a score tells whom to treat: Qini, AUUC and their curve. */
@Command(
    name = "uplift",
    description = "how well a score of a table (CSV, TSV; plain or gz) tells whom to treat")
final class UpliftCommand implements Callable<Integer> {
  private static final int BINS = 10;
  private static final int MOST_SCORES = 4;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "table with a header, a row a unit")
  private Path file;

  @Option(
      names = "--score",
      required = true,
      split = ",",
      description =
          "column of scores learned from other units, the highest targeted first; A,B compares")
  private List<String> scores = new ArrayList<>();

  @Option(names = "--treatment", required = true, description = "column of the treatment")
  private String treatment;

  @Option(names = "--outcome", required = true, description = "column to gain in")
  private String outcome;

  @Option(
      names = "--propensity",
      description = "column with each row's probability of treatment, where it is not the same")
  private @Nullable String propensity;

  @Option(names = "--cluster", description = "column whose equal cells mark dependent rows")
  private @Nullable String cluster;

  @Option(names = "--weights", description = "column of sampling weights, above 0")
  private @Nullable String weights;

  @Option(names = "--control", description = "treatment state compared with (default: 0)")
  private @Nullable String control;

  @Option(names = "--treated", description = "treatment state asked about (default: 1)")
  private @Nullable String treated;

  @Option(
      names = "--level",
      defaultValue = ".95",
      description = "level of the intervals (default: ${DEFAULT-VALUE})")
  private double level;

  @Option(
      names = "--replicates",
      defaultValue = "500",
      description =
          "bootstrap samples for the band of the whole curve, 0 for none; intervals do not need"
              + " them (default: ${DEFAULT-VALUE})")
  private int replicates;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of the bootstrap (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--out", description = "SVG file for the picture of the curve")
  private @Nullable Path out;

  @Option(
      names = "--lang",
      defaultValue = "en",
      description = "language of the picture, en or zh (default: ${DEFAULT-VALUE})")
  private String lang;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Preconditions.checkArgument(
        scores.size() <= MOST_SCORES, "--score: %s are more than 4", scores.size());
    Charts charts = Charts.in(Languages.of(lang));
    UpliftOptions options =
        UpliftOptions.defaults()
            .withLevel(level)
            .withReplicates(replicates)
            .withThreads(Runtime.getRuntime().availableProcessors());
    Table all = Table.readCsv(file);
    List<String> needed = new ArrayList<>(List.of(treatment, outcome));
    needed.addAll(scores);
    for (String name : new String[] {propensity, cluster, weights}) {
      if (name != null) {
        needed.add(name);
      }
    }
    needed.forEach(all::column);
    TwoStates two =
        TwoStates.of(all, treatment, needed, control, treated, spec.commandLine().getErr());
    long start = System.nanoTime();
    UpliftData data = data(two);
    List<UpliftCurve> curves = new ArrayList<>();
    for (String score : scores) {
      curves.add(UpliftCurve.of(data.withScore(two.table(), score), options, Seed.of(seed)));
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (out != null) {
      UpliftChart chart = charts.uplift("uplift: " + treatment + " → " + outcome);
      for (int k = 0; k < curves.size(); k++) {
        chart.curve(scores.get(k), curves.get(k));
      }
      chart.draw().writeTo(out);
    }
    print(curves, millis);
    return 0;
  }

  private UpliftData data(TwoStates two) {
    Table table = two.table();
    UpliftData data = UpliftData.of(table, scores.get(0), two.contrast(), outcome);
    if (propensity != null) {
      data = data.withPropensity(table, propensity);
    }
    if (weights != null) {
      data = data.withWeights(table, weights);
    }
    return cluster == null ? data : data.withClusters(table, cluster);
  }

  private void print(List<UpliftCurve> curves, long millis) throws IOException {
    PrintWriter printed = spec.commandLine().getOut();
    PrintWriter notes = spec.commandLine().getErr();
    for (int k = 0; k < curves.size(); k++) {
      String score = scores.get(k);
      curves.get(k).notes().forEach(note -> notes.println("note: " + score + ": " + note));
    }
    if (output.json()) {
      printed.println(UpliftJson.of(scores, curves, BINS, millis));
      printed.flush();
      return;
    }
    for (int k = 0; k < curves.size(); k++) {
      UpliftCurve curve = curves.get(k);
      printed.println(scores.get(k) + ": " + curve.data());
      printed.println("  Qini " + curve.qini() + ", AUUC " + curve.auuc());
      printed.println("  average effect " + curve.ate());
      for (double cut : new double[] {0.1, 0.3, 0.5}) {
        TargetingValue target = curve.target(cut);
        printed.println("  " + target);
      }
      printed.println("  " + UpliftCalibration.of(curve, BINS));
      if (k > 0) {
        printed.println(
            "  "
                + scores.get(0)
                + " less "
                + scores.get(k)
                + ": "
                + UpliftComparison.of(curves.get(0), curve));
      }
    }
    printed.printf(Locale.ROOT, "%d ms%n", millis);
    printed.flush();
  }
}
