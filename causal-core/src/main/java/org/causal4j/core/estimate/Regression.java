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
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.RowBlock;

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
            new ModelRows(study, multiplied, study.treatment),
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
    double[] share = new double[n];
    for (int i = 0; i < n; i++) {
      share[i] = counted[i] / total;
    }
    double[][] value = new double[2][];
    double[][] at = new double[2][width + 1];
    for (int a = 0; a < 2; a++) {
      double[] treatment = new double[n];
      Arrays.fill(treatment, a == 1 ? study.treated : study.control);
      value[a] = model.values(new ModelRows(study, multiplied, treatment), share, at[a]);
      for (int i = 0; i < n; i++) {
        mean[a] += share[i] * value[a][i];
      }
    }
    double[][] ofMean = model.influences(at);
    for (int a = 0; a < 2; a++) {
      for (int i = 0; i < n; i++) {
        ofMean[a][i] += n * share[i] * (value[a][i] - mean[a]);
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

  /**
   * The columns of the model. The treatment comes after the covariates: where they determine it, it
   * is what is left out.
   */
  private static final class ModelRows implements LeastSquares.Rows {
    private final Features x;
    private final List<Integer> multiplied;
    private final double[] treatment;
    private final double[] factor = new double[RowBlock.ROWS];

    ModelRows(NumericStudy study, List<Integer> multiplied, double[] treatment) {
      this.x = study.x;
      this.multiplied = multiplied;
      this.treatment = treatment;
    }

    @Override
    public void fill(int i, double[] row) {
      int p = x.columns();
      for (int c = 0; c < p; c++) {
        row[c] = x.get(i, c);
      }
      row[p] = treatment[i];
      for (int k = 0; k < multiplied.size(); k++) {
        row[1 + p + k] = treatment[i] * x.get(i, multiplied.get(k));
      }
    }

    @Override
    public void load(int from, int count, int columns, RowBlock block) {
      int p = x.columns();
      block.load(x, from, 0);
      block.setColumn(p, treatment, from, count);
      System.arraycopy(treatment, from, factor, 0, count);
      for (int k = 0; k < multiplied.size(); k++) {
        block.setProduct(1 + p + k, multiplied.get(k), factor);
      }
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
