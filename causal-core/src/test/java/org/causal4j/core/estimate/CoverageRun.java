package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * Estimates of several estimators on one simulated data set. Estimators are those that a user gets,
 * with {@link Learners#splines()} for outcomes and {@link Learners#logisticSplines()} for the
 * propensity; models that several of them ask for are fitted once.
 */
public final class CoverageRun {
  /** Splits of double machine learning. */
  static final int SPLITS = 3;

  /** The estimators of designs with adjustment. */
  public static final List<String> ADJUSTING = List.of("aipw", "tmle", "dml", "dml-plr");

  private static final Map<String, Double> TRUTHS = new ConcurrentHashMap<>();

  private CoverageRun() {}

  private static double truth(Simulation simulation, Estimand estimand) {
    return TRUTHS.computeIfAbsent(simulation + " " + estimand, key -> simulation.truth(estimand));
  }

  /**
   * One interval.
   *
   * @param simulation the law that data were drawn from
   * @param estimator its name
   * @param replication number of the data set
   * @param estimate of the effect
   * @param standardError of it
   * @param low end of the interval
   * @param high end of the interval
   * @param truth the value of the estimand
   * @param micros what it took, with the time of shared models
   */
  public record Line(
      Simulation simulation,
      String estimator,
      int replication,
      double estimate,
      double standardError,
      double low,
      double high,
      double truth,
      long micros) {

    /** Reads what {@link #text} wrote. */
    public static Line parse(String text) {
      List<String> cells = Splitter.on('\t').splitToList(text);
      Preconditions.checkArgument(
          cells.size() == 9, "line: has %s cells, not 9: %s", cells.size(), text);
      return new Line(
          Simulation.valueOf(cells.get(0)),
          cells.get(1),
          Integer.parseInt(cells.get(2)),
          Double.parseDouble(cells.get(3)),
          Double.parseDouble(cells.get(4)),
          Double.parseDouble(cells.get(5)),
          Double.parseDouble(cells.get(6)),
          Double.parseDouble(cells.get(7)),
          Long.parseLong(cells.get(8)));
    }

    /** As tab-separated cells. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%d",
          simulation,
          estimator,
          replication,
          estimate,
          standardError,
          low,
          high,
          truth,
          micros);
    }

    /** With an interval as if the standard error were this many times as large. */
    Line withErrorTimes(double factor) {
      return new Line(
          simulation,
          estimator,
          replication,
          estimate,
          standardError * factor,
          estimate + (low - estimate) * factor,
          estimate + (high - estimate) * factor,
          truth,
          micros);
    }

    boolean covers() {
      return low <= truth && truth <= high;
    }
  }

  /** The estimators that serve a simulation. */
  public static List<String> estimators(Simulation simulation) {
    return simulation.isPanel() ? List.of("did") : ADJUSTING;
  }

  /** The seed of a data set. */
  static Seed seed(Simulation simulation, long baseSeed, int replication) {
    return Seed.of(baseSeed).derive(simulation.name()).derive(replication);
  }

  /** Estimates on the data set of a number. */
  public static List<Line> run(
      Simulation simulation, List<String> estimators, int rows, long baseSeed, int replication) {
    Seed seed = seed(simulation, baseSeed, replication);
    Table table = simulation.draw(rows, seed.derive("data"));
    Remembering outcome = new Remembering(Learners.splines(), false);
    Remembering propensity = new Remembering(Learners.logisticSplines(), false);
    List<Line> lines = new ArrayList<>();
    for (String name : estimators) {
      Estimator estimator = estimator(name, simulation, outcome, propensity);
      long start = System.nanoTime();
      EffectEstimate found =
          estimator.estimate(
              simulation.design(), table, simulation.contrast(), seed.derive("analysis"));
      long nanos = System.nanoTime() - start + outcome.savedNanos() + propensity.savedNanos();
      lines.add(
          new Line(
              simulation,
              name,
              replication,
              found.estimate(),
              found.standardError(),
              found.interval().low(),
              found.interval().high(),
              truth(simulation, found.estimand()),
              nanos / 1000));
    }
    return lines;
  }

  /** An estimator as the public API gives it, with these learners. */
  static Estimator estimator(
      String name, Simulation simulation, Learner outcome, Learner propensity) {
    switch (name) {
      case "aipw":
        return Estimators.aipw().withOutcome(outcome).withPropensity(propensity);
      case "tmle":
        return Estimators.tmle().withOutcome(outcome).withPropensity(propensity);
      case "dml":
        return Estimators.dmlInteractive()
            .withSplits(SPLITS)
            .withOutcome(outcome)
            .withPropensity(propensity);
      case "dml-plr":
        return Estimators.dmlPartiallyLinear()
            .withSplits(SPLITS)
            .withOutcome(outcome)
            .withTreatment(propensity);
      case "did":
        DifferenceInDifferences did = Estimators.differenceInDifferences();
        return simulation == Simulation.PANEL_REGIONS ? did.withClusters("region") : did;
      default:
        throw new IllegalArgumentException(
            "estimator: '" + name + "' is none of aipw, tmle, dml, dml-plr, did");
    }
  }
}
