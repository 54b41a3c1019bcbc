package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * Difference-in-differences by the regression with an effect of each unit and of each time (Angrist
 * and Pischke, <i>Mostly Harmless Econometrics</i>, 2009, §5.2); with two groups and two times it
 * is (ȳ₁₁ − ȳ₁₀) − (ȳ₀₁ − ȳ₀₀). The estimand is the effect on the treated when treated, if it is
 * the same for all; else a weighted average, whose negative weights are counted and noted (de
 * Chaisemartin and D'Haultfœuille, American Economic Review 110(9), 2020).
 *
 * <p>Standard errors are clustered by unit (Bertrand, Duflo and Mullainathan, Quarterly Journal of
 * Economics 119(1), 2004), unless another column is named, as one that numbers the rows where the
 * "units" are two groups of a repeated cross section. Serves panel designs; rows may be missing.
 *
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows; empty for the unit
 */
public record DifferenceInDifferences(double level, Optional<String> clusters)
    implements Estimator {
  private static final int MAX_SWEEPS = 10_000;
  private static final double TOLERANCE = 1e-11;

  /** Checks the level. */
  public DifferenceInDifferences {
    ConfidenceInterval.checkLevel(level);
  }

  static DifferenceInDifferences defaults() {
    return new DifferenceInDifferences(0.95, Optional.empty());
  }

  /** With intervals of a level (default .95). */
  public DifferenceInDifferences withLevel(double newLevel) {
    return new DifferenceInDifferences(newLevel, clusters);
  }

  /** With another column of dependent rows than the unit. */
  @Override
  public DifferenceInDifferences withClusters(String column) {
    return new DifferenceInDifferences(level, Optional.of(column));
  }

  @Override
  public String name() {
    return "difference-in-differences, two-way effects";
  }

  @Override
  public Optional<String> refuses(Design design) {
    return design instanceof Design.Panel
        ? Optional.empty()
        : Refusal.of(design, "difference-in-differences needs units and times");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    Design.Panel panel = (Design.Panel) design;
    int[] unit = codes(table.column(panel.unit()));
    int[] time = codes(table.column(panel.time()));
    int[] clustered = BinaryTable.clusters(table, Optional.of(clusters.orElse(panel.unit())));
    int groups = ClusterVariance.count(clustered);
    Preconditions.checkArgument(
        groups > 2,
        "clusters: %s units are too few for a standard error; where they are groups of independent"
            + " rows, name a column that tells the rows apart",
        groups);
    int n = study.n();
    int p = study.x.columns();
    double[] treatment = Arrays.stream(study.arm).asDoubleStream().toArray();
    double[][] within = new double[p + 1][];
    within[0] = within(treatment, unit, time);
    double spread = 0;
    double kept = 0;
    double mean = Arrays.stream(treatment).average().orElseThrow();
    for (int i = 0; i < n; i++) {
      spread += (treatment[i] - mean) * (treatment[i] - mean);
      kept += within[0][i] * within[0][i];
    }
    Preconditions.checkArgument(
        kept > 1e-9 * spread,
        "treatment '%s': units and times determine it; some must change between the times while"
            + " others don't",
        panel.treatment());
    for (int c = 0; c < p; c++) {
      double[] column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = study.x.get(i, c);
      }
      within[c + 1] = within(column, unit, time);
    }
    Preconditions.checkArgument(
        unexplained(within) > 1e-9 * kept,
        "treatment '%s': covariates determine it once units and times are taken out",
        panel.treatment());
    LeastSquares fit =
        new LeastSquares(
            n,
            p + 1,
            (i, row) -> {
              for (int c = 0; c <= p; c++) {
                row[c] = within[c][i];
              }
            },
            within(study.y, unit, time),
            null);
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level).note(study.x.notes());
    int negative = 0;
    for (int i = 0; i < n; i++) {
      negative += study.arm[i] == 1 && within[0][i] < -1e-9 ? 1 : 0;
    }
    if (negative > 0) {
      findings.note(
          negative
              + " of "
              + study.arms.treated()
              + " treated cells have a negative weight: where effects vary, the estimate may lie"
              + " outside of all of them");
    }
    return findings.estimate(
        Estimand.ATT,
        fit.coefficient(0),
        fit.influenceOfCoefficient(0),
        clustered,
        study.arms.treated(),
        study.arms.control());
  }

  /** Squares of the treatment, the first row, that the other rows do not explain. */
  private static double unexplained(double[][] within) {
    LeastSquares fit =
        new LeastSquares(
            within[0].length,
            within.length - 1,
            (i, row) -> {
              for (int c = 1; c < within.length; c++) {
                row[c - 1] = within[c][i];
              }
            },
            within[0],
            null);
    return Arrays.stream(fit.residuals()).map(r -> r * r).sum();
  }

  private static int[] codes(Column column) {
    Preconditions.checkArgument(
        column.missing() == 0,
        "column '%s': %s cells are missing",
        column.name(),
        column.missing());
    Map<String, Integer> numbers = new HashMap<>();
    int[] codes = new int[column.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = numbers.computeIfAbsent(column.text(i), key -> numbers.size());
    }
    return codes;
  }

  /** What is left once the means of units and times are taken out, by turns until nothing moves. */
  private static double[] within(double[] values, int[] unit, int[] time) {
    double[] left = values.clone();
    double size = Math.max(1e-300, Arrays.stream(values).map(Math::abs).max().orElseThrow());
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double moved = Math.max(center(left, unit), center(left, time));
      if (moved <= TOLERANCE * size) {
        return left;
      }
    }
    throw new NotConvergedException(
        "effects of units and times",
        MAX_SWEEPS,
        TOLERANCE,
        "the panel is too sparse: look for units that are hardly seen");
  }

  private static double center(double[] values, int[] group) {
    int groups = Arrays.stream(group).max().orElseThrow() + 1;
    double[] mean = new double[groups];
    int[] count = new int[groups];
    for (int i = 0; i < values.length; i++) {
      mean[group[i]] += values[i];
      count[group[i]]++;
    }
    double largest = 0;
    for (int g = 0; g < groups; g++) {
      mean[g] /= count[g];
      largest = Math.max(largest, Math.abs(mean[g]));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean[group[i]];
    }
    return largest;
  }

  @Override
  public String toString() {
    return name();
  }
}
