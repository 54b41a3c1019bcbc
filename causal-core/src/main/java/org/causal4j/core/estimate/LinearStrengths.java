package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * The linear regression of the outcome on treatment and covariates, without products, as the
 * analysis of a left-out confounder wants it (Cinelli and Hazlett, "Making sense of sensitivity",
 * JRSS B 82(1), 2020, §4): the coefficient of the treatment, and how strong each covariate is.
 * Another estimator's number may differ; this one is what its robustness is told of.
 *
 * @param estimate the coefficient, for the difference between the two states of the contrast
 * @param standardError of it, under equal variances
 * @param degreesOfFreedom of the residuals
 * @param covariates the columns adjusted for
 */
public record LinearStrengths(
    double estimate,
    double standardError,
    int degreesOfFreedom,
    ImmutableList<Strength> covariates) {

  /**
   * How strong a column is, all of its states together.
   *
   * @param covariate the column
   * @param withTreatment partial R² with the treatment, given the other covariates
   * @param withOutcome partial R² with the outcome, given treatment and the other covariates
   */
  public record Strength(String covariate, double withTreatment, double withOutcome) {}

  /**
   * Fits the regressions: two for each covariate. Cost n p² for each.
   *
   * @param design randomized or back-door
   * @throws IllegalArgumentException if the design is another, the treatment is no number and not
   *     of two states, covariates determine it, or no degree of freedom is left
   */
  public static LinearStrengths of(Design design, Table table, Contrast contrast) {
    NumericStudy study =
        NumericStudy.of(Regression.defaults().withProducts(), design, table, contrast);
    Regressions fits = new Regressions(study);
    List<Integer> all = IntStream.range(0, study.x.columns()).boxed().toList();
    double[] treatmentRest = fits.residuals(study.treatment, all, false);
    double[] outcomeRest = fits.residuals(study.y, all, false);
    double moved = squares(treatmentRest);
    Preconditions.checkArgument(
        moved > 1e-10 * squares(centered(study.treatment)),
        "treatment '%s': covariates determine it",
        contrast.treatment());
    double coefficient = 0;
    for (int i = 0; i < study.n(); i++) {
      coefficient += treatmentRest[i] * outcomeRest[i] / moved;
    }
    double left = squares(fits.residuals(study.y, all, true));
    int df = fits.degreesOfFreedom;
    Preconditions.checkArgument(
        df >= 2, "rows: %s leave %s degrees of freedom, fewer than 2", study.n(), df);
    ImmutableList.Builder<Strength> strengths = ImmutableList.builder();
    for (String column : columns(design)) {
      List<Integer> others = all.stream().filter(c -> !belongs(study.x, c, column)).toList();
      strengths.add(
          new Strength(
              column,
              share(squares(fits.residuals(study.treatment, others, false)), moved),
              share(squares(fits.residuals(study.y, others, true)), left)));
    }
    return new LinearStrengths(
        coefficient * study.difference(),
        Math.sqrt(left / df / moved) * Math.abs(study.difference()),
        df,
        strengths.build());
  }

  private static List<String> columns(Design design) {
    return design.fold(
        randomized -> ImmutableList.<String>of(),
        Design.Backdoor::adjustment,
        frontDoor -> ImmutableList.<String>of(),
        Design.Instrument::adjustment,
        Design.Panel::adjustment,
        Design.Mediation::adjustment);
  }

  private static boolean belongs(Features x, int c, String column) {
    String name = x.names().get(c);
    return name.equals(column) || name.startsWith(column + "=") || name.equals(column + " missing");
  }

  /** Share of the squares without a covariate that it takes away. */
  private static double share(double without, double with) {
    return without > 0 ? Math.min(1, Math.max(0, 1 - with / without)) : 0;
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }

  private static double[] centered(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> v - mean).toArray();
  }

  /** Regressions on some covariates, with or without the treatment. */
  private static final class Regressions {
    private final NumericStudy study;
    private int degreesOfFreedom;

    Regressions(NumericStudy study) {
      this.study = study;
    }

    double[] residuals(double[] y, List<Integer> columns, boolean withTreatment) {
      List<Integer> used = new ArrayList<>(columns);
      int width = used.size() + (withTreatment ? 1 : 0);
      LeastSquares model =
          new LeastSquares(
              study.n(),
              width,
              (i, row) -> {
                for (int k = 0; k < used.size(); k++) {
                  row[k] = study.x.get(i, used.get(k));
                }
                if (withTreatment) {
                  row[width - 1] = study.treatment[i];
                }
              },
              y,
              null);
      if (withTreatment && used.size() == study.x.columns()) {
        degreesOfFreedom = model.degreesOfFreedom();
      }
      return model.residuals();
    }
  }
}
