package org.causal4j.benchmarks.effect;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateLearners;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.cate.CateSelection;
import org.causal4j.core.learn.Learners;

/** Learners of effects on worlds whose effects are known. */
public final class CateBenchmark {
  private CateBenchmark() {}

  public static void main(String[] arguments) {
    int replicates = Integer.parseInt(arguments[1]);
    Map<String, Map<String, List<CateRow>>> tables = new LinkedHashMap<>();
    for (int r = 0; r < replicates; r++) {
      for (String design : arguments[2].split("")) {
        Seed seed = Seed.of(20261124).derive(design).derive(r);
        CateWorld world = design.equals("H") ? CateWorld.hill(seed) : CateWorld.nieWager(design.charAt(0), 500, seed);
        long start = System.nanoTime();
        for (CateRow row : compare(world, seed.derive("fit"))) {
          tables.computeIfAbsent(world.name(), k -> new LinkedHashMap<>()).computeIfAbsent(row.learner(), k -> new ArrayList<>()).add(row);
        }
        System.err.printf("%s %d %d ms%n", world.name(), r, (System.nanoTime() - start) / 1_000_000);
      }
      tables.forEach(CateBenchmark::print);
    }
  }

  static void print(String world, Map<String, List<CateRow>> table) {
    System.out.println(world);
    table.forEach((learner, rows) ->
        System.out.printf(Locale.ROOT, "  %-16s pehe %.3f  ate %.3f  att %.3f  rloss %.4f%n", learner,
            CateWorld.median(rows, CateRow::pehe),
            CateWorld.median(rows, row -> Math.abs(row.ateError())),
            CateWorld.median(rows, row -> Math.abs(row.attError())),
            CateWorld.median(rows, CateRow::rLoss)));
  }

  static ImmutableMap<String, CateLearner> learners(CateOptions base) {
    ImmutableMap.Builder<String, CateLearner> learners = ImmutableMap.builder();
    learners.put("constant", CateLearners.r(base.withEffect(Learners.mean())));
    learners.put("S stack", CateLearners.s(base));
    learners.put("T stack", CateLearners.t(base));
    learners.put("X stack", CateLearners.x(base));
    learners.put("R stack", CateLearners.r(base));
    learners.put("DR stack", CateLearners.dr(base));
    learners.put("R ridge", CateLearners.r(base.withEffect(Learners.ridge())));
    learners.put("DR ridge", CateLearners.dr(base.withEffect(Learners.ridge())));
    learners.put("X ridge", CateLearners.x(base.withEffect(Learners.ridge())));
    learners.put("R kernel", CateLearners.r(base.withEffect(Learners.kernelRidge())));
    learners.put("R spline", CateLearners.r(base.withEffect(Learners.splineRidge())));
    learners.put("DR spline", CateLearners.dr(base.withEffect(Learners.splineRidge())));
    learners.put("X spline", CateLearners.x(base.withEffect(Learners.splineRidge())));
    learners.put("X kernel", CateLearners.x(base.withEffect(Learners.kernelRidge())));
    learners.put("T spline", CateLearners.t(base.withOutcome(Learners.splineRidge())));
    learners.put("T kernel", CateLearners.t(base.withOutcome(Learners.kernelRidge())));
    return learners.buildOrThrow();
  }

  static List<CateRow> compare(CateWorld world, Seed seed) {
    CateOptions base = CateOptions.defaults().withThreads(1);
    ImmutableMap<String, CateLearner> learners = learners(base);
    ImmutableList<String> names = learners.keySet().asList();
    CateSelection selection = CateSelection.byRLoss(world.data(), learners.values().asList(), base, seed);
    List<CateRow> rows = new ArrayList<>();
    double[][] all = new double[names.size()][];
    for (int k = 0; k < names.size(); k++) {
      all[k] = selection.fitted(k).effects(world.data().x());
      rows.add(row(names.get(k), world, all[k], selection.candidates().get(k).rLoss()));
    }
    rows.add(row("BEST of all", world, all[selection.bestIndex()], selection.candidates().get(selection.bestIndex()).rLoss()));
    double[] stack = new double[world.data().n()];
    for (int k = 0; k < names.size(); k++) {
      for (int i = 0; i < stack.length; i++) {
        stack[i] += selection.candidates().get(k).weight() * all[k][i];
      }
    }
    rows.add(row("STACK of all", world, stack, selection.nuisances().rLoss(selection.outOfFoldOfStack())));
    return rows;
  }

  private static CateRow row(String name, CateWorld world, double[] effects, double rLoss) {
    return new CateRow(name, world.pehe(effects), world.error(effects, false), world.error(effects, true), rLoss);
  }
}
