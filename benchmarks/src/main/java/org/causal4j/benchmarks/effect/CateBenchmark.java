package org.causal4j.benchmarks.effect;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.Calibration;
import org.causal4j.core.cate.CateEvaluation;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateLearners;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.cate.CateSelection;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;

/**
 * Learners of effects on data whose effects are known: {@code CateBenchmark
 * ihdp|acic|twins|simulated DIR FROM TO}, DIR the folder of the data and FROM to TO the
 * replications, seeds for twins and simulated worlds (which read no file). Prints a table of
 * medians over the replications, after each of them; learners run with seed 7.
 */
public final class CateBenchmark {
  private static final Seed SEED = Seed.of(7);
  private static final String DESIGNS = "HABCD";

  private CateBenchmark() {}

  /** One source of worlds. */
  private interface Source {
    List<CateWorld> of(int replication) throws IOException;
  }

  /** Runs one table. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: ihdp|acic|twins|simulated DIR FROM TO");
    }
    Path folder = Path.of(arguments[1]);
    Source source = source(arguments[0], folder);
    boolean small = arguments[0].equals("ihdp") || arguments[0].equals("simulated");
    Map<String, Map<String, List<CateRow>>> tables = new LinkedHashMap<>();
    for (int r = Integer.parseInt(arguments[2]); r <= Integer.parseInt(arguments[3]); r++) {
      for (CateWorld world : source.of(r)) {
        for (CateRow row : compare(world, small, r)) {
          tables
              .computeIfAbsent(world.name(), key -> new LinkedHashMap<>())
              .computeIfAbsent(row.learner(), key -> new ArrayList<>())
              .add(row);
        }
      }
      tables.forEach(CateBenchmark::print);
    }
  }

  private static Source source(String name, Path folder) {
    return switch (name) {
      case "ihdp" -> r -> List.of(CateFiles.ihdp(folder, r));
      case "acic" -> r -> List.of(CateFiles.acic(folder, r));
      case "twins" -> r -> List.of(CateFiles.twins(folder, Seed.of(r)));
      case "simulated" ->
          r ->
              DESIGNS
                  .chars()
                  .mapToObj(c -> simulated((char) c, Seed.of(20261124).derive(r).derive(c)))
                  .toList();
      default ->
          throw new IllegalArgumentException(
              "no table '" + name + "'; known are [ihdp, acic, twins, simulated]");
    };
  }

  private static CateWorld simulated(char design, Seed seed) {
    return design == 'H' ? CateWorld.hill(seed) : CateWorld.nieWager(design, 500, seed);
  }

  private static void print(String world, Map<String, List<CateRow>> table) {
    System.out.println(world + ", medians");
    table.forEach(
        (learner, rows) ->
            System.out.printf(
                Locale.ROOT,
                "  %-12s root PEHE %.4f  ATE error %.4f  ATT error %.4f  (of sd(y) %.4f)"
                    + "  R-loss %s  of %d%n",
                learner,
                CateWorld.median(rows, CateRow::pehe),
                CateWorld.median(rows, row -> Math.abs(row.ateError())),
                CateWorld.median(rows, row -> Math.abs(row.attError())),
                CateWorld.median(rows, row -> Math.abs(row.attShare())),
                rows.get(0).rLoss().isPresent()
                    ? String.format(
                        Locale.ROOT,
                        "%.5f",
                        CateWorld.median(rows, row -> row.rLoss().orElseThrow()))
                    : "-",
                rows.size()));
  }

  private static final ImmutableList<String> CANDIDATES =
      ImmutableList.of(
          "constant",
          "T",
          "X ridge",
          "X spline",
          "R ridge",
          "R spline",
          "R kernel",
          "DR ridge",
          "DR spline");

  /** Learners beside the candidates of the default one. */
  private static ImmutableMap<String, CateLearner> others(CateOptions base) {
    return ImmutableMap.<String, CateLearner>builder()
        .put("S", CateLearners.s(base))
        .put("X", CateLearners.x(base))
        .put("R", CateLearners.r(base))
        .put("DR", CateLearners.dr(base))
        .put("T ridge", CateLearners.t(base.withOutcome(Learners.ridge())))
        .put("T spline", CateLearners.t(base.withOutcome(Learners.splineRidge())))
        .put("T kernel", CateLearners.t(base.withOutcome(Learners.kernelRidge())))
        .put("T forest", CateLearners.t(base.withOutcome(Learners.forest())))
        .put("T boosting", CateLearners.t(base.withOutcome(Learners.boosting())))
        .put("T MLP", CateLearners.t(base.withOutcome(Learners.mlp())))
        .buildOrThrow();
  }

  private static List<CateRow> compare(CateWorld world, boolean small, int replication) {
    long start = System.nanoTime();
    CateOptions base = CateOptions.defaults().withThreads(2).withFolds(small ? 5 : 2);
    CateSelection selection =
        CateSelection.byRLoss(world.data(), CateLearners.candidates(base), base, SEED);
    Features x = world.data().x();
    List<CateRow> rows = new ArrayList<>();
    CateEvaluation evaluation =
        CateEvaluation.of(selection.outOfFoldOfStack(), selection.nuisances());
    rows.add(
        world.row("AUTO", selection.stack().effects(x), OptionalDouble.of(evaluation.rLoss())));
    double average = evaluation.average(0.95).effect();
    double[] constant = new double[world.data().n()];
    Arrays.fill(constant, average);
    rows.add(world.row("AIPW", constant, OptionalDouble.of(selection.nuisances().rLoss(constant))));
    for (int k = 0; k < CANDIDATES.size(); k++) {
      CateSelection.Candidate candidate = selection.candidates().get(k);
      CateRow row =
          world.row(
              CANDIDATES.get(k),
              selection.fitted(k).effects(x),
              OptionalDouble.of(candidate.rLoss()));
      rows.add(row);
      if (k == selection.bestIndex()) {
        rows.add(row.named("best R-loss"));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s %d: true ATE %.4f, sd(y) %.4f, AUTO root PEHE %.4f, ATE error %.4f, ATT error %.4f,"
            + " weights %s, calibration %s, %s, %d ms%n",
        world.name(),
        replication,
        world.ate(),
        world.outcomeDeviation(),
        rows.get(0).pehe(),
        rows.get(0).ateError(),
        rows.get(0).attError(),
        selection.candidates().stream()
            .map(c -> String.format(Locale.ROOT, "%.2f", c.weight()))
            .toList(),
        evaluation.calibration(0.95).map(Calibration::toString).orElse("none"),
        evaluation.overlap(),
        (System.nanoTime() - start) / 1_000_000);
    if (small) {
      others(base)
          .forEach(
              (name, learner) ->
                  rows.add(
                      world.row(
                          name,
                          learner.fit(world.data(), SEED).effects(x),
                          OptionalDouble.empty())));
    }
    return rows;
  }
}
