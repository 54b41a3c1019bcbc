package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * Natural direct and indirect effects under a {@link Design.Mediation}.
 *
 * <ul>
 *   <li>{@link Method#MODELS}: a model of each mediator and one of the outcome, standardized (Imai,
 *       Keele and Tingley, Psychological Methods 15(4), 2010); the mediator is summed or integrated
 *       over where the paper simulates it. Intervals are percentiles of a bootstrap over units or
 *       clusters, every model refitted. Several mediators need a linear outcome model.
 *   <li>{@link Method#ROBUST}: the multiply robust scores of Tchetgen Tchetgen and Shpitser (Annals
 *       of Statistics 40(3), 2012), cross-fitted with learners; intervals from influence values.
 *       Mediators may be several and of any kind.
 * </ul>
 *
 * <p>Immutable and safe to share between threads. Rows without a mediator are refused.
 *
 * @param method of the two
 * @param outcomeModel for MODELS; empty for logistic of an outcome of 0 and 1 and linear else
 * @param interaction whether the outcome model has products of treatment and mediators (MODELS)
 * @param folds of the cross-fitting (ROBUST)
 * @param outcome learner (ROBUST)
 * @param propensity learner (ROBUST)
 * @param trim propensities are kept within [trim, 1 − trim] (ROBUST)
 * @param replicates of the bootstrap (MODELS)
 * @param threads of the bootstrap; the result does not depend on it
 * @param level of the intervals
 * @param clusters column whose equal cells mark dependent rows
 */
public record MediationAnalysis(
    Method method,
    Optional<OutcomeModel> outcomeModel,
    boolean interaction,
    int folds,
    Learner outcome,
    Learner propensity,
    double trim,
    int replicates,
    int threads,
    double level,
    Optional<String> clusters) {
  private static final double MOST_FAILURES = 0.1;

  /** How the means are estimated. */
  public enum Method {
    /** By models of mediator and outcome. */
    MODELS,
    /** By scores that are right if enough of several models are. */
    ROBUST
  }

  /** The outcome given treatment, mediators and covariates. */
  public enum OutcomeModel {
    /** Least squares. */
    LINEAR,
    /** Logistic regression, with a logistic model of a mediator of 0 and 1. */
    LOGISTIC,
    /** Probit regression, with a probit model of a mediator of 0 and 1. */
    PROBIT
  }

  /** Checks the ranges. */
  public MediationAnalysis {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(
        trim > 0 && trim < 0.5, "trim: %s is not above 0 and below .5", trim);
    Preconditions.checkArgument(replicates >= 20, "replicates: %s is below 20", replicates);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
    ConfidenceInterval.checkLevel(level);
  }

  static MediationAnalysis defaults() {
    return new MediationAnalysis(
        Method.ROBUST,
        Optional.empty(),
        true,
        5,
        Learners.ridge(),
        Learners.logistic(),
        0.01,
        500,
        1,
        0.95,
        Optional.empty());
  }

  /** By models, with products of treatment and mediators in that of the outcome or without. */
  public MediationAnalysis withModels(boolean products) {
    return new MediationAnalysis(
        Method.MODELS,
        outcomeModel,
        products,
        folds,
        outcome,
        propensity,
        trim,
        replicates,
        threads,
        level,
        clusters);
  }

  /** By models, with this one of the outcome. */
  public MediationAnalysis withOutcomeModel(OutcomeModel model) {
    return new MediationAnalysis(
        Method.MODELS,
        Optional.of(model),
        interaction,
        folds,
        outcome,
        propensity,
        trim,
        replicates,
        threads,
        level,
        clusters);
  }

  /** By robust scores with these learners of outcome and propensity (default ridge, logistic). */
  public MediationAnalysis withLearners(Learner newOutcome, Learner newPropensity) {
    return new MediationAnalysis(
        Method.ROBUST,
        outcomeModel,
        interaction,
        folds,
        newOutcome,
        newPropensity,
        trim,
        replicates,
        threads,
        level,
        clusters);
  }

  /** With this many replicates of the bootstrap (default 500) on this many threads (default 1). */
  public MediationAnalysis withReplicates(int newReplicates, int newThreads) {
    return new MediationAnalysis(
        method,
        outcomeModel,
        interaction,
        folds,
        outcome,
        propensity,
        trim,
        newReplicates,
        newThreads,
        level,
        clusters);
  }

  /** With a column whose equal cells mark dependent rows. */
  public MediationAnalysis withClusters(String column) {
    return new MediationAnalysis(
        method,
        outcomeModel,
        interaction,
        folds,
        outcome,
        propensity,
        trim,
        replicates,
        threads,
        level,
        Optional.of(column));
  }

  /** What it is and with which settings. */
  public String name() {
    return method == Method.ROBUST
        ? "multiply robust mediation, "
            + folds
            + " folds, outcome "
            + outcome.name()
            + ", propensity "
            + propensity.name()
        : "mediation by models"
            + outcomeModel.map(m -> ", outcome " + m.name().toLowerCase(Locale.ROOT)).orElse("")
            + (interaction ? ", with products" : ", without products")
            + ", bootstrap of "
            + replicates;
  }

  /**
   * The effects.
   *
   * @throws IllegalArgumentException if the table does not fit the design, a cell of a mediator is
   *     missing, or the models can't take the mediators
   * @throws org.causal4j.core.NotConvergedException if a model does not converge
   */
  public MediationEstimate estimate(
      Design.Mediation design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(design, table, contrast, clusters);
    Preconditions.checkArgument(
        study.arms.clusters() > 1, "clusters: there is one, so no standard error");
    List<Column> columns = design.mediators().stream().map(table::column).toList();
    double[][] mediators =
        columns.stream().map(MediationAnalysis::mediator).toArray(double[][]::new);
    return method == Method.ROBUST
        ? robust(study, Features.of(table, both(design)), seed)
        : byModels(study, mediators, seed);
  }

  private static List<String> both(Design.Mediation design) {
    List<String> names = new ArrayList<>(design.adjustment());
    names.addAll(design.mediators());
    return names;
  }

  /** A mediator as numbers; a column of two states counts its second one as 1. */
  static double[] mediator(Column column) {
    Preconditions.checkArgument(
        column.missing() == 0,
        "mediator '%s': %s cells are missing",
        column.name(),
        column.missing());
    double[] values =
        column.fold(
            discrete -> {
              Preconditions.checkArgument(
                  discrete.states().size() == 2,
                  "mediator '%s': has the states %s, not two",
                  discrete.name(),
                  discrete.states());
              return Arrays.stream(discrete.codes()).asDoubleStream().toArray();
            },
            Column.Continuous::values);
    for (int i = 0; i < values.length; i++) {
      Preconditions.checkArgument(
          Double.isFinite(values[i]), "mediator '%s': row %s is %s", column.name(), i, values[i]);
    }
    return values;
  }

  private MediationEstimate robust(Study study, Features both, Seed seed) {
    MediationScores scores = new MediationScores(this, study, both, seed);
    int n = study.n();
    double[][] mean = new double[2][2];
    for (int a = 0; a < 2; a++) {
      for (int from = 0; from < 2; from++) {
        mean[a][from] = Arrays.stream(scores.score[a][from]).average().orElseThrow();
      }
    }
    MediationNumbers numbers = MediationNumbers.of(mean);
    double[][] influence = new double[MediationNumbers.COUNT][n];
    for (int i = 0; i < n; i++) {
      double[][] of = new double[2][2];
      for (int a = 0; a < 2; a++) {
        for (int from = 0; from < 2; from++) {
          of[a][from] = scores.score[a][from][i] - mean[a][from];
        }
      }
      double[] values = MediationNumbers.of(of).values();
      for (int k = 0; k < values.length; k++) {
        influence[k][i] = values[k];
      }
    }
    MediationEstimate.Effect[] effects = new MediationEstimate.Effect[MediationNumbers.COUNT];
    for (int k = 0; k < effects.length; k++) {
      effects[k] =
          effect(numbers.values()[k], ClusterVariance.standardError(influence[k], study.clusters));
    }
    Optional<MediationEstimate.Effect> proportion = Optional.empty();
    if (!effects[MediationNumbers.TOTAL].interval().covers(0)) {
      double total = numbers.values()[MediationNumbers.TOTAL];
      double share = numbers.values()[MediationNumbers.INDIRECT] / total;
      double[] ofShare = new double[n];
      Arrays.setAll(
          ofShare,
          i ->
              (influence[MediationNumbers.INDIRECT][i]
                      - share * influence[MediationNumbers.TOTAL][i])
                  / total);
      proportion =
          Optional.of(effect(share, ClusterVariance.standardError(ofShare, study.clusters)));
    }
    double[] weights = new double[n];
    Arrays.setAll(
        weights,
        i -> {
          double e = Math.min(1 - trim, Math.max(trim, scores.propensity[i]));
          return study.arm[i] == 1 ? 1 / e : 1 / (1 - e);
        });
    Overlap overlap = Overlap.of(study.x, scores.propensity, study.arm, weights, scores.clipped);
    return result(study, effects, proportion, Optional.of(overlap), both.notes());
  }

  private MediationEstimate.Effect effect(double estimate, double error) {
    return new MediationEstimate.Effect(
        estimate, error, ConfidenceInterval.normal(estimate, error, level));
  }

  private MediationEstimate byModels(Study study, double[][] mediators, Seed seed) {
    int n = study.n();
    boolean binaryOutcome = Arrays.stream(study.y).allMatch(v -> v == 0 || v == 1);
    OutcomeModel model =
        outcomeModel.orElse(binaryOutcome ? OutcomeModel.LOGISTIC : OutcomeModel.LINEAR);
    Preconditions.checkArgument(
        model == OutcomeModel.LINEAR || binaryOutcome,
        "outcomeModel: %s needs an outcome of 0 and 1",
        model);
    Preconditions.checkArgument(
        model == OutcomeModel.LINEAR || mediators.length == 1,
        "mediators: %s of them need a linear outcome model or the robust method",
        mediators.length);
    boolean binaryMediator =
        mediators.length == 1 && Arrays.stream(mediators[0]).allMatch(v -> v == 0 || v == 1);
    int p = study.x.columns();
    double[][] x = new double[n][p];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < p; c++) {
        x[i][c] = study.x.get(i, c);
      }
    }
    Preconditions.checkArgument(
        n > 2 + p + 2 * mediators.length, "rows: %s are too few for %s columns", n, p);
    MediationModels models =
        new MediationModels(x, study.arm, mediators, study.y, binaryMediator, model, this);
    MediationNumbers numbers = MediationNumbers.of(models.means(IntStream.range(0, n).toArray()));
    List<MediationNumbers> draws = bootstrap(models, study, seed);
    List<String> notes = new ArrayList<>(study.x.notes());
    if (draws.size() < replicates) {
      notes.add((replicates - draws.size()) + " of " + replicates + " replicates failed");
    }
    MediationEstimate.Effect[] effects = new MediationEstimate.Effect[MediationNumbers.COUNT];
    for (int k = 0; k < effects.length; k++) {
      int which = k;
      effects[k] =
          percentiles(
              numbers.values()[k], draws.stream().mapToDouble(d -> d.values()[which]).toArray());
    }
    Optional<MediationEstimate.Effect> proportion = Optional.empty();
    if (!effects[MediationNumbers.TOTAL].interval().covers(0)) {
      proportion =
          Optional.of(
              percentiles(
                  numbers.proportion(),
                  draws.stream().mapToDouble(MediationNumbers::proportion).toArray()));
    }
    return result(study, effects, proportion, Optional.empty(), notes);
  }

  private List<MediationNumbers> bootstrap(MediationModels models, Study study, Seed seed) {
    int[][] groups = groups(study.clusters);
    MediationNumbers[] draws = new MediationNumbers[replicates];
    new Workers(threads)
        .run(
            replicates,
            b -> {
              SplittableRandom random = seed.derive("bootstrap").derive(b).random();
              int[] rows =
                  IntStream.range(0, groups.length)
                      .flatMap(g -> Arrays.stream(groups[random.nextInt(groups.length)]))
                      .toArray();
              try {
                draws[b] = MediationNumbers.of(models.means(rows));
              } catch (IllegalArgumentException | CausalException e) {
                draws[b] = MediationNumbers.NONE;
              }
            });
    List<MediationNumbers> kept =
        Arrays.stream(draws).filter(d -> d != MediationNumbers.NONE).toList();
    Preconditions.checkArgument(
        replicates - kept.size() <= MOST_FAILURES * replicates,
        "replicates: %s of %s failed, too many to judge the error by",
        replicates - kept.size(),
        replicates);
    return kept;
  }

  private static int[][] groups(int[] clusters) {
    int count = Arrays.stream(clusters).max().orElse(-1) + 1;
    List<List<Integer>> groups = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      groups.add(new ArrayList<>());
    }
    for (int i = 0; i < clusters.length; i++) {
      groups.get(clusters[i]).add(i);
    }
    return groups.stream()
        .map(g -> g.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private MediationEstimate.Effect percentiles(double estimate, double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    return new MediationEstimate.Effect(
        estimate,
        Math.sqrt(squares / (sorted.length - 1)),
        new ConfidenceInterval(
            quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level));
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private MediationEstimate result(
      Study study,
      MediationEstimate.Effect[] effects,
      Optional<MediationEstimate.Effect> proportion,
      Optional<Overlap> overlap,
      List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    if (proportion.isEmpty()) {
      all.add("the interval of the total effect covers 0: no proportion is given");
    }
    return new MediationEstimate(
        name(),
        effects[MediationNumbers.DIRECT],
        effects[MediationNumbers.INDIRECT],
        effects[MediationNumbers.TOTAL],
        effects[MediationNumbers.DIRECT_TREATED],
        effects[MediationNumbers.INDIRECT_CONTROL],
        proportion,
        study.n(),
        overlap,
        ImmutableList.copyOf(all));
  }
}
