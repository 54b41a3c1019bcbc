package org.causal4j.benchmarks.effect;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.DmlInteractive;
import org.causal4j.core.estimate.DmlPartiallyLinear;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.ForestOptions;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * This library's side of {@code benchmarks/peers/effects}: {@code FOLDER causal4j TASK} prints a
 * line of CSV with the estimate, its interval and wall and processor seconds, of the first fit of
 * the process, and of the mean of runs for a second after four seconds of the same. Reading the
 * file is not counted.
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

  /** Runs a task. */
  public static void main(String[] args) throws IOException {
    String task = args[2];
    Table table = Table.readCsv(Path.of(args[0], task.split(" ")[0] + ".csv"));
    List<String> x = table.names().stream().filter(name -> name.startsWith("x")).toList();
    Design design =
        task.endsWith(" iv")
            ? Design.instrument("t", "y", List.of("z"), x)
            : new Design.Backdoor("t", "y", x);
    Estimator estimator = tasks().get(task);
    if (estimator == null) {
      throw new IllegalArgumentException("task: no task '" + task + "'");
    }
    Timing cold = Timing.of(estimator, design, table, 1, 0);
    Timing.of(estimator, design, table, MOST, WARM_UP_SECONDS);
    Timing warm = Timing.of(estimator, design, table, MOST, MEASURED_SECONDS);
    EffectEstimate effect = cold.effect;
    System.out.printf(
        Locale.ROOT,
        "causal4j,%s,%.6g,%.6g,%.6g,%.4f,%.4f,%.4f,%.4f%n",
        task,
        effect.estimate(),
        effect.interval().low(),
        effect.interval().high(),
        cold.wall,
        cold.cpu,
        warm.wall,
        warm.cpu);
  }

  /** The mean of some runs. */
  private record Timing(EffectEstimate effect, double wall, double cpu) {
    static Timing of(Estimator estimator, Design design, Table table, int most, double seconds) {
      int runs = 0;
      long wall = System.nanoTime();
      double cpu = PROCESS.getProcessCpuTime() / 1e9;
      double spent = 0;
      EffectEstimate effect = null;
      while (effect == null || (runs < most && spent < seconds)) {
        effect = estimator.estimate(design, table, Contrast.binary("t"), Seed.of(7));
        runs++;
        spent = PROCESS.getProcessCpuTime() / 1e9 - cpu;
      }
      return new Timing(effect, (System.nanoTime() - wall) / 1e9 / runs, spent / runs);
    }
  }
}
