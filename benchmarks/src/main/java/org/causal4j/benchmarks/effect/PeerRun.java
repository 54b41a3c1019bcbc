package org.causal4j.benchmarks.effect;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateLearners;
import org.causal4j.core.cate.CateModel;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.DmlInteractive;
import org.causal4j.core.estimate.DmlPartiallyLinear;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.ForestOptions;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * This library's side of {@code benchmarks/peers/effects}: {@code FOLDER causal4j TASK} prints a
 * line of CSV with the estimate, its interval and wall and processor seconds, of the first fit of
 * the process, and of the mean of runs for a second after four seconds of the same. Reading the
 * file is not counted. Of learners of effects that differ the estimate is the mean of the effects
 * of all rows.
 */
public final class PeerRun {
  private static final int THREADS = 2;
  private static final int MOST = 10_000;
  private static final double WARM_UP_SECONDS = 4;
  private static final double MEASURED_SECONDS = 1;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PeerRun() {}

  /** One split, as the peers have by default. */
  private static DmlInteractive irm() {
    return Estimators.dmlInteractive().withSplits(1);
  }

  private static DmlPartiallyLinear plr() {
    return Estimators.dmlPartiallyLinear().withSplits(1);
  }

  private static Map<String, Estimator> tasks() {
    Learner boosting = Learners.boosting(BoostingOptions.defaults());
    Learner logisticBoosting = Learners.logisticBoosting(BoostingOptions.defaults());
    Learner forest = Learners.forest(ForestOptions.defaults().withThreads(THREADS));
    Learner line = Learners.ridge(0);
    Estimator aipw = Estimators.aipw().withOutcome(line).withThreads(THREADS);
    Estimator irm = irm().withOutcome(line).withThreads(THREADS);
    Estimator plr = plr().withOutcome(line).withTreatment(Learners.logistic());
    Estimator tmle = Estimators.tmle().withOutcome(line);
    Estimator regression = Estimators.regression().withProducts();
    Map<String, Estimator> tasks = new TreeMap<>();
    for (String study : List.of("nhefs", "hillstrom", "simulated")) {
      tasks.put(study + " ipw", Estimators.ipw());
      tasks.put(study + " regression", regression);
      tasks.put(study + " aipw", aipw);
      tasks.put(study + " irm", irm);
      tasks.put(study + " plr", plr);
      tasks.put(study + " tmle", tmle);
      tasks.put(
          study + " aipw boosting",
          Estimators.aipw()
              .withOutcome(boosting)
              .withPropensity(logisticBoosting)
              .withThreads(THREADS));
      tasks.put(
          study + " irm boosting",
          irm().withOutcome(boosting).withPropensity(logisticBoosting).withThreads(THREADS));
      tasks.put(
          study + " plr boosting", plr().withOutcome(boosting).withTreatment(logisticBoosting));
      tasks.put(study + " irm forest", irm().withOutcome(forest).withPropensity(forest));
    }
    tasks.put("nhefs matching", Estimators.matching());
    tasks.put("nsw ipw att", Estimators.ipw().withEstimand(Estimand.ATT));
    tasks.put("nsw matching att", Estimators.matching().withEstimand(Estimand.ATT));
    tasks.put(
        "nsw irm att", irm().withOutcome(line).withEstimand(Estimand.ATT).withThreads(THREADS));
    tasks.put("card iv", Estimators.twoStageLeastSquares());
    return tasks;
  }

  /** Learners of the effects of rows. */
  private static Map<String, CateLearner> rows() {
    CateOptions boosted =
        CateOptions.defaults()
            .withBase(Learners.boosting(BoostingOptions.defaults()))
            .withPropensity(Learners.logistic())
            .withThreads(THREADS);
    CateOptions line = boosted.withOutcome(Learners.ridge(0));
    return Map.of(
        "s", CateLearners.s(boosted),
        "t", CateLearners.t(boosted),
        "x", CateLearners.x(boosted),
        "r", CateLearners.r(boosted),
        "dr", CateLearners.dr(boosted),
        "r line", CateLearners.rLinear(line),
        "dr line", CateLearners.drLinear(line));
  }

  /** The mean of the effects of all rows; of a linear model with its interval, too. */
  private static double[] meanEffect(CateLearner learner, CateData data) {
    CateModel model = learner.fit(data, Seed.of(7));
    Features x = data.x();
    double mean = Arrays.stream(model.effects(x)).average().orElseThrow();
    if (!model.hasIntervals()) {
      return new double[] {mean, Double.NaN, Double.NaN};
    }
    model.estimates(x, CateModel.LEVEL);
    double[] center = new double[x.columns()];
    for (int row = 0; row < x.rows(); row++) {
      for (int c = 0; c < center.length; c++) {
        center[c] += x.get(row, c) / x.rows();
      }
    }
    CateEstimate at = model.estimate(Features.ofRows(x.names(), new double[][] {center}), 0);
    return new double[] {mean, at.interval().low(), at.interval().high()};
  }

  private static double[] forest(CateData data) {
    CausalForestOptions options =
        CausalForestOptions.defaults()
            .withTrees(500)
            .withLearners(Learners.boosting(BoostingOptions.defaults()), Learners.logistic())
            .withThreads(THREADS);
    CausalForest forest = CausalForest.fit(data, options, Seed.of(7));
    forest.estimates(data.x(), CateModel.LEVEL);
    return numbers(forest.averageEffect());
  }

  private static double[] numbers(EffectEstimate effect) {
    return new double[] {effect.estimate(), effect.interval().low(), effect.interval().high()};
  }

  private interface Fit {
    double[] once();
  }

  /** Runs a task. */
  public static void main(String[] args) throws IOException {
    Fit fit = fit(args[2], Path.of(args[0], args[2].split(" ")[0] + ".csv"));
    Timing cold = Timing.of(fit, 1, 0);
    Timing.of(fit, MOST, WARM_UP_SECONDS);
    Timing warm = Timing.of(fit, MOST, MEASURED_SECONDS);
    System.out.printf(
        Locale.ROOT,
        "causal4j,%s,%.6g,%.6g,%.6g,%.4f,%.4f,%.4f,%.4f%n",
        args[2],
        cold.numbers[0],
        cold.numbers[1],
        cold.numbers[2],
        cold.wall,
        cold.cpu,
        warm.wall,
        warm.cpu);
  }

  private static Fit fit(String task, Path file) throws IOException {
    Table table = Table.readCsv(file);
    List<String> x = table.names().stream().filter(name -> name.startsWith("x")).toList();
    Design.Backdoor backdoor = new Design.Backdoor("t", "y", x);
    Contrast contrast = Contrast.binary("t");
    String kind = task.substring(task.indexOf(' ') + 1);
    if (kind.equals("forest")) {
      return () -> forest(CateData.of(backdoor, table, contrast));
    }
    CateLearner learner = rows().get(kind);
    if (learner != null) {
      return () -> meanEffect(learner, CateData.of(backdoor, table, contrast));
    }
    Estimator estimator = tasks().get(task);
    if (estimator == null) {
      throw new IllegalArgumentException("task: no task '" + task + "'");
    }
    Design design = task.endsWith(" iv") ? Design.instrument("t", "y", List.of("z"), x) : backdoor;
    return () -> numbers(estimator.estimate(design, table, contrast, Seed.of(7)));
  }

  /** The mean of some runs. */
  private record Timing(double[] numbers, double wall, double cpu) {
    static Timing of(Fit fit, int most, double seconds) {
      int runs = 0;
      long wall = System.nanoTime();
      double cpu = PROCESS.getProcessCpuTime() / 1e9;
      double spent = 0;
      double[] numbers = {};
      while (numbers.length == 0 || (runs < most && spent < seconds)) {
        numbers = fit.once();
        runs++;
        spent = PROCESS.getProcessCpuTime() / 1e9 - cpu;
      }
      return new Timing(numbers, (System.nanoTime() - wall) / 1e9 / runs, spent / runs);
    }
  }
}
