package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * The front-door formula (Pearl 2009, <i>Causality</i>, Theorem 3.3.4).
 *
 * <ul>
 *   <li>Where all mediators are discrete: Σ_m P(m | t) Σ_t' E[Y | t', m] P(t') by the shares and
 *       means of the table, with the efficient influence function (Fulcher et al., JRSS B 82(1),
 *       2020)
 *   <li>Else linear: Σ_k a_k b_k, a_k being the effect of treatment on mediator k and b_k the
 *       coefficient of that mediator beside treatment in the regression of the outcome
 * </ul>
 *
 * <p>Serves front-door designs with a treatment of two states; standard errors are robust to
 * clusters.
 *
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record FrontDoorPlugIn(double level, Optional<String> clusters) implements Estimator {

  /** Checks the level. */
  public FrontDoorPlugIn {
    ConfidenceInterval.checkLevel(level);
  }

  static FrontDoorPlugIn defaults() {
    return new FrontDoorPlugIn(0.95, Optional.empty());
  }

  /** With intervals of a level (default .95). */
  public FrontDoorPlugIn withLevel(double newLevel) {
    return new FrontDoorPlugIn(newLevel, clusters);
  }

  @Override
  public FrontDoorPlugIn withClusters(String column) {
    return new FrontDoorPlugIn(level, Optional.of(column));
  }

  @Override
  public String name() {
    return "front-door formula";
  }

  @Override
  public Optional<String> refuses(Design design) {
    return design instanceof Design.FrontDoor
        ? Optional.empty()
        : Refusal.of(design, "the front-door formula needs mediators");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    List<Column> mediators =
        ((Design.FrontDoor) design).mediators().stream().map(table::column).toList();
    for (Column mediator : mediators) {
      Preconditions.checkArgument(
          mediator.missing() == 0,
          "mediator '%s': %s cells are missing",
          mediator.name(),
          mediator.missing());
    }
    Features told = Features.of(table, ((Design.FrontDoor) design).mediators());
    Preconditions.checkArgument(
        Overlap.ofSeparated(told, study.arm).isEmpty(),
        "mediators: %s tell the arms apart, so their outcomes under the other arm are unknown",
        ((Design.FrontDoor) design).mediators());
    boolean discrete = mediators.stream().allMatch(m -> m instanceof Column.Discrete);
    double[] influence = new double[study.n()];
    double estimate =
        discrete ? byShares(study, mediators, influence) : linear(study, mediators, influence);
    return new Findings(new Recipe(this, design, contrast, seed), level)
        .note(discrete ? "mediators by their joint states" : "mediators in linear models")
        .estimate(
            Estimand.ATE,
            estimate,
            influence,
            study.clusters,
            study.arms.treated(),
            study.arms.control());
  }

  private static double byShares(Study study, List<Column> mediators, double[] influence) {
    int n = study.n();
    int[] state = states(mediators, n);
    int states = Arrays.stream(state).max().orElseThrow() + 1;
    double[][] count = new double[2][states];
    double[][] mean = new double[2][states];
    double[] total = new double[2];
    for (int i = 0; i < n; i++) {
      int a = study.arm[i];
      count[a][state[i]]++;
      mean[a][state[i]] += study.y[i];
      total[a]++;
    }
    for (int m = 0; m < states; m++) {
      for (int a = 0; a < 2; a++) {
        Preconditions.checkArgument(
            count[a][m] > 0,
            "mediators: joint state %s does not occur in an arm, so its outcome there is unknown",
            m);
        mean[a][m] /= count[a][m];
      }
    }
    double[] share = {total[0] / n, total[1] / n};
    double[] standardized = new double[states];
    double[] value = new double[2];
    double[] outcomeOf = new double[2];
    for (int m = 0; m < states; m++) {
      standardized[m] = share[0] * mean[0][m] + share[1] * mean[1][m];
      for (int a = 0; a < 2; a++) {
        value[a] += count[a][m] / total[a] * standardized[m];
      }
      for (int t = 0; t < 2; t++) {
        outcomeOf[t] += mean[t][m] * (count[1][m] / total[1] - count[0][m] / total[0]);
      }
    }
    double estimate = value[1] - value[0];
    for (int i = 0; i < n; i++) {
      int a = study.arm[i];
      int m = state[i];
      double own = count[a][m] / total[a];
      double residual = study.y[i] - mean[a][m];
      influence[i] =
          (count[1][m] / total[1] - count[0][m] / total[0]) / own * residual
              + (a == 1 ? 1 : -1) / share[a] * (standardized[m] - value[a])
              + outcomeOf[a]
              - estimate;
    }
    return estimate;
  }

  private static int[] states(List<Column> mediators, int n) {
    Map<List<String>, Integer> numbers = new LinkedHashMap<>();
    int[] state = new int[n];
    for (int i = 0; i < n; i++) {
      List<String> cell = new ArrayList<>();
      for (Column mediator : mediators) {
        cell.add(mediator.text(i));
      }
      state[i] = numbers.computeIfAbsent(cell, key -> numbers.size());
    }
    return state;
  }

  private static double linear(Study study, List<Column> mediators, double[] influence) {
    int n = study.n();
    int k = mediators.size();
    double[][] m = new double[k][];
    for (int j = 0; j < k; j++) {
      m[j] =
          mediators
              .get(j)
              .fold(
                  discrete -> Arrays.stream(discrete.codes()).asDoubleStream().toArray(),
                  Column.Continuous::values);
    }
    LeastSquares ofOutcome =
        new LeastSquares(
            n,
            k + 1,
            (i, row) -> {
              row[0] = study.arm[i];
              for (int j = 0; j < k; j++) {
                row[1 + j] = m[j][i];
              }
            },
            study.y,
            null);
    double estimate = 0;
    for (int j = 0; j < k; j++) {
      LeastSquares ofMediator =
          new LeastSquares(n, 1, (i, row) -> row[0] = study.arm[i], m[j], null);
      double a = ofMediator.coefficient(0);
      double b = ofOutcome.coefficient(1 + j);
      estimate += a * b;
      double[] ofA = ofMediator.influenceOfCoefficient(0);
      double[] ofB = ofOutcome.influenceOfCoefficient(1 + j);
      for (int i = 0; i < n; i++) {
        influence[i] += b * ofA[i] + a * ofB[i];
      }
    }
    return estimate;
  }

  @Override
  public String toString() {
    return name();
  }
}
