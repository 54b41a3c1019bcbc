package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * Two-stage least squares (Wooldridge, <i>Econometric Analysis of Cross Section and Panel Data</i>,
 * 2010, §5.2): with covariates and constant taken out of everything, the outcome is regressed on
 * what the instruments predict of the treatment. Standard errors are robust to heteroskedasticity
 * and clusters. The strength of the instruments is among the notes and from {@link #strength}. The
 * treatment may be a number; the effect is the coefficient times the difference of the two states.
 *
 * <p>With a treatment and an instrument of two states the estimand is the effect on compliers
 * (Imbens and Angrist, Econometrica 62(2), 1994), exactly so where there are no covariates. Serves
 * instrument designs. Cost n (p + q)².
 *
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record TwoStageLeastSquares(double level, Optional<String> clusters) implements Estimator {

  /** Checks the level. */
  public TwoStageLeastSquares {
    ConfidenceInterval.checkLevel(level);
  }

  static TwoStageLeastSquares defaults() {
    return new TwoStageLeastSquares(0.95, Optional.empty());
  }

  /** With intervals of a level (default .95). */
  public TwoStageLeastSquares withLevel(double newLevel) {
    return new TwoStageLeastSquares(newLevel, clusters);
  }

  @Override
  public TwoStageLeastSquares withClusters(String column) {
    return new TwoStageLeastSquares(level, Optional.of(column));
  }

  @Override
  public String name() {
    return "two-stage least squares";
  }

  @Override
  public Optional<String> refuses(Design design) {
    return design instanceof Design.Instrument
        ? Optional.empty()
        : Refusal.of(design, "two-stage least squares needs an instrument");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Stages stages = new Stages(this, design, table, contrast);
    NumericStudy study = stages.study;
    InstrumentStrength strength = stages.strength();
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level)
            .note(study.x.notes())
            .note(stages.notes())
            .note(strength.toString());
    double[] influence = stages.influence();
    boolean compliers =
        study.binary && stages.instruments.columns() == 1 && stages.isBinaryInstrument();
    return findings.estimate(
        compliers ? Estimand.LATE : Estimand.COEFFICIENT,
        stages.beta * study.difference(),
        Arrays.stream(influence).map(v -> v * study.difference()).toArray(),
        study.clusters,
        study.treatedUnits(),
        study.controlUnits());
  }

  /** How much the instruments can tell. */
  public InstrumentStrength strength(Design.Instrument design, Table table, Contrast contrast) {
    return new Stages(this, design, table, contrast).strength();
  }

  @Override
  public String toString() {
    return name();
  }

  private static final class Stages {
    private final NumericStudy study;
    private final Features instruments;
    private final int n;
    private final double[] treatment;
    private final double[] outcome;
    private final LeastSquares first;
    private final LeastSquares ofCovariates;
    private final double[] z;
    private final double[] predicted;
    private final double squares;
    private final double beta;

    Stages(Estimator estimator, Design design, Table table, Contrast contrast) {
      this.study = NumericStudy.of(estimator, design, table, contrast);
      List<String> names = ((Design.Instrument) design).instruments();
      this.instruments = Features.of(table, names);
      this.n = study.n();
      int p = study.x.columns();
      int q = instruments.columns();
      this.ofCovariates = new LeastSquares(n, p, this::covariates, study.treatment, null);
      this.treatment = ofCovariates.residuals();
      this.outcome = new LeastSquares(n, p, this::covariates, study.y, null).residuals();
      this.z = new double[n * q];
      for (int k = 0; k < q; k++) {
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
          column[i] = instruments.get(i, k);
        }
        double[] left = new LeastSquares(n, p, this::covariates, column, null).residuals();
        double size = spread(column);
        double kept = spread(left);
        Preconditions.checkArgument(
            kept > 1e-10 * size,
            "instrument '%s': is constant or the covariates determine it",
            instruments.names().get(k));
        for (int i = 0; i < n; i++) {
          z[i * q + k] = left[i];
        }
      }
      this.first = new LeastSquares(n, q, this::instruments, treatment, null);
      this.predicted = new double[n];
      double sum = 0;
      double product = 0;
      for (int i = 0; i < n; i++) {
        predicted[i] = treatment[i] - first.residuals()[i];
        sum += predicted[i] * predicted[i];
        product += predicted[i] * outcome[i];
      }
      this.squares = sum;
      Preconditions.checkArgument(
          sum > 1e-12 * spread(treatment) && sum > 0,
          "instruments: %s do not move the treatment at all",
          names);
      this.beta = product / sum;
    }

    private static double spread(double[] values) {
      double mean = Arrays.stream(values).average().orElseThrow();
      double sum = 0;
      for (double v : values) {
        sum += (v - mean) * (v - mean);
      }
      return sum;
    }

    private void covariates(int i, double[] row) {
      for (int c = 0; c < row.length; c++) {
        row[c] = study.x.get(i, c);
      }
    }

    private void instruments(int i, double[] row) {
      System.arraycopy(z, i * row.length, row, 0, row.length);
    }

    boolean isBinaryInstrument() {
      for (int i = 0; i < n; i++) {
        double v = instruments.get(i, 0);
        if (v != 0 && v != 1) {
          return false;
        }
      }
      return true;
    }

    List<String> notes() {
      return LeastSquares.note(ofCovariates.dropped(), study.x.names());
    }

    double[] influence() {
      double[] influence = new double[n];
      Arrays.setAll(
          influence, i -> n / squares * predicted[i] * (outcome[i] - beta * treatment[i]));
      return influence;
    }

    InstrumentStrength strength() {
      int q = instruments.columns();
      int usable = q - first.dropped().size();
      int freedom = n - usable - (study.x.columns() - ofCovariates.dropped().size()) - 1;
      Preconditions.checkArgument(freedom > 0, "rows: %s are too few for the columns", n);
      double left = 0;
      for (double r : first.residuals()) {
        left += r * r;
      }
      double plain = squares / usable / (left / freedom);
      return new InstrumentStrength(
          plain, wald(treatment) / usable, hausman(), tail(wald(outcome), usable));
    }

    private static double tail(double statistic, int degrees) {
      return ChiSquaredDistribution.of(degrees).survivalProbability(statistic);
    }

    /** Robust Wald statistic of: the instruments predict nothing of a target. */
    private double wald(double[] target) {
      int q = instruments.columns();
      LeastSquares fit = new LeastSquares(n, q, this::instruments, target, null);
      double[][] influence = new double[q][];
      double[] estimate = new double[q];
      for (int k = 0; k < q; k++) {
        influence[k] = fit.influenceOfCoefficient(k);
        estimate[k] = fit.coefficient(k);
      }
      double[][] covariance = ClusterVariance.covariance(influence, study.clusters);
      double[] solved = new Gram(covariance, 1e-10).solve(estimate);
      double sum = 0;
      for (int k = 0; k < q; k++) {
        sum += solved[k] * estimate[k];
      }
      return sum;
    }

    private double hausman() {
      double[] residual = first.residuals();
      LeastSquares control =
          new LeastSquares(
              n,
              2,
              (i, row) -> {
                row[0] = treatment[i];
                row[1] = residual[i];
              },
              outcome,
              null);
      double error =
          ClusterVariance.standardError(control.influenceOfCoefficient(1), study.clusters);
      double t = error == 0 ? 0 : control.coefficient(1) / error;
      return tail(t * t, 1);
    }
  }
}
