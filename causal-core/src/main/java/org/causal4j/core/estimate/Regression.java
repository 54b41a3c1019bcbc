package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * Linear regression, standardized over the covariates: the parametric g-formula (Robins,
 * Mathematical Modelling 7, 1986; Hernán and Robins, <i>Causal Inference: What If</i>, §13.2). The
 * estimate is the mean of m(treated, x) − m(control, x), m being linear in treatment, covariates
 * and chosen products of the two.
 *
 * <p>The standard error is that of the influence values, robust to heteroskedasticity and clusters;
 * it counts the sampling of the covariates too. The treatment may be a number. Columns that others
 * determine are left out and noted. Serves randomized and back-door designs. Cost n p².
 *
 * @param products covariates whose products with the treatment are in the model; empty means all of
 *     them, an empty set none
 * @param estimand ATE, ATT or ATC
 * @param weights column of the weights of the units, as of a survey or against censoring; taken as
 *     known
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record Regression(
    Optional<ImmutableSet<String>> products,
    Estimand estimand,
    Optional<String> weights,
    double level,
    Optional<String> clusters)
    implements Estimator {

  /** Checks level and estimand. */
  public Regression {
    ConfidenceInterval.checkLevel(level);
    Estimands.check(estimand, "regression", Estimand.ATE, Estimand.ATT, Estimand.ATC);
  }

  static Regression defaults() {
    return new Regression(Optional.empty(), Estimand.ATE, Optional.empty(), 0.95, Optional.empty());
  }

  /** With the products of the treatment with these covariates alone; none where none is named. */
  public Regression withProducts(String... covariates) {
    return new Regression(
        Optional.of(ImmutableSet.copyOf(covariates)), estimand, weights, level, clusters);
  }

  /** With another estimand (default ATE). */
  public Regression withEstimand(Estimand newEstimand) {
    return new Regression(products, newEstimand, weights, level, clusters);
  }

  /** With weights of the units, in the model and in the average over the covariates. */
  @Override
  public Regression withWeights(String column) {
    return new Regression(products, estimand, Optional.of(column), level, clusters);
  }

  /** With intervals of a level (default .95). */
  public Regression withLevel(double newLevel) {
    return new Regression(products, estimand, weights, newLevel, clusters);
  }

  @Override
  public Regression withClusters(String column) {
    return new Regression(products, estimand, weights, level, Optional.of(column));
  }

  @Override
  public String name() {
    return "regression, standardized, products with "
        + products.map(names -> names.isEmpty() ? "none" : names.toString()).orElse("all");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "regression adjusts for covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    NumericStudy study = NumericStudy.of(this, design, table, contrast);
    Estimands.needsArms(estimand, study);
    int n = study.n();
    int p = study.x.columns();
    List<Integer> multiplied = multiplied(study);
    int width = 1 + p + multiplied.size();
    double[] given = BinaryTable.weights(table, weights);
    LeastSquares model =
        new LeastSquares(
            n,
            width,
            (i, row) -> fill(study, multiplied, i, study.treatment[i], row),
            study.y,
            weights.isPresent() ? given : null);
    if (model.degreesOfFreedom() < 1) {
      throw new IllegalArgumentException(
          "rows: "
              + n
              + " are too few for "
              + width
              + " columns; use an estimator with a learner that shrinks, as AIPW with ridge");
    }
    if (model.dropped().contains(p)) {
      throw new IllegalArgumentException(
          "treatment '" + contrast.treatment() + "': is constant or a covariate determines it");
    }
    double[] counted = Estimands.units(estimand, study);
    double total = 0;
    for (int i = 0; i < n; i++) {
      counted[i] *= given[i];
      total += counted[i];
    }
    double[] mean = new double[2];
    double[][] ofMean = new double[2][];
    for (int a = 0; a < 2; a++) {
      double at = a == 1 ? study.treated : study.control;
      double[] value = new double[n];
      double[] c = new double[width + 1];
      double[] row = new double[width];
      for (int i = 0; i < n; i++) {
        fill(study, multiplied, i, at, row);
        double[] z = model.scaled(row);
        value[i] = model.value(z);
        mean[a] += counted[i] * value[i] / total;
        for (int k = 0; k <= width; k++) {
          c[k] += counted[i] * z[k] / total;
        }
      }
      ofMean[a] = model.influence(c);
      for (int i = 0; i < n; i++) {
        ofMean[a][i] += n * counted[i] / total * (value[i] - mean[a]);
      }
    }
    double[] fitted = new double[n];
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      fitted[i] = study.y[i] - model.residuals()[i];
      all[i] = i;
    }
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level)
            .note(study.x.notes())
            .note(LeastSquares.note(model.dropped(), names(study, multiplied)))
            .score(NuisanceScore.rSquared("outcome", "least squares", study.y, fitted, all, false));
    if (model.degreesOfFreedom() < 10) {
      findings.note("only " + model.degreesOfFreedom() + " degrees of freedom are left");
    }
    if (study.binary) {
      int[] arm =
          Arrays.stream(study.treatment).mapToInt(t -> t == study.treated ? 1 : 0).toArray();
      Overlap.ofSeparated(study.x, arm).ifPresent(findings::overlap);
    }
    return findings.difference(
        estimand,
        mean,
        ofMean,
        study.y,
        study.clusters,
        new DifferenceInMeans.Arms(
            study.treatedUnits(), study.controlUnits(), ClusterVariance.count(study.clusters)));
  }

  private List<Integer> multiplied(NumericStudy study) {
    List<Integer> columns = new ArrayList<>();
    for (int c = 0; c < study.x.columns(); c++) {
      String name = study.x.names().get(c);
      boolean wanted =
          products.isEmpty()
              || products.get().stream()
                  .anyMatch(
                      named ->
                          name.equals(named)
                              || name.startsWith(named + "=")
                              || name.equals(named + " missing"));
      if (wanted) {
        columns.add(c);
      }
    }
    return columns;
  }

  private static void fill(
      NumericStudy study, List<Integer> multiplied, int i, double treatment, double[] row) {
    // The treatment comes after the covariates: where they determine it, it is what is left out.
    int p = study.x.columns();
    for (int c = 0; c < p; c++) {
      row[c] = study.x.get(i, c);
    }
    row[p] = treatment;
    for (int k = 0; k < multiplied.size(); k++) {
      row[1 + p + k] = treatment * study.x.get(i, multiplied.get(k));
    }
  }

  private static List<String> names(NumericStudy study, List<Integer> multiplied) {
    List<String> names = new ArrayList<>();
    names.addAll(study.x.names());
    names.add("treatment");
    multiplied.forEach(c -> names.add("treatment × " + study.x.names().get(c)));
    return names;
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }
}
