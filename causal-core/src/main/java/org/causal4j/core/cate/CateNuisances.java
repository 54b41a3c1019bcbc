package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.base.Suppliers;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.Folds;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;

/**
 * Outcome and propensity of each unit, predicted by models that have not seen its fold, and what
 * follows from them: scores of which the mean given features is the effect, and the R-loss. With
 * them several learners of the effect can be fitted and compared at the cost of one.
 *
 * <p>With m₁, m₀ the outcomes of the arms, e the propensity, trimmed, and m = e m₁ + (1 − e) m₀ the
 * outcome whatever the treatment:
 *
 * <ul>
 *   <li>score: m₁ − m₀ + T(Y − m₁)/e − (1 − T)(Y − m₀)/(1 − e) (Robins, Rotnitzky and Zhao, JASA
 *       89(427), 1994)
 *   <li>R-loss of τ: mean of [Y − m − (T − e)τ]² (Nie and Wager, "Quasi-oracle estimation of
 *       heterogeneous treatment effects", Biometrika 108(2), 2021, equation 4)
 * </ul>
 *
 * <p>Clusters stay within one fold. The models are fitted when they are first asked for; what they
 * say depends on data, options and seed alone. Safe to share between threads. Cost: three models a
 * fold.
 */
public final class CateNuisances {
  private final CateData data;
  private final CateOptions options;
  private final Seed seed;
  private final int[] fold;
  private final Supplier<Fitted> fitted = Suppliers.memoize(this::crossFit);
  private final Supplier<Arms> whole = Suppliers.memoize(this::fitWhole);
  private final Supplier<Predictor> wholePropensity = Suppliers.memoize(this::fitPropensity);

  /** Models of the outcome of either arm. */
  record Arms(Predictor control, Predictor treated) {}

  private static final class Fitted {
    private final Arms[] arms;
    private final Predictor[] propensities;
    private final double[] treated;
    private final double[] control;
    private final double[] outcome;
    private final double[] raw;
    private final double[] propensity;

    Fitted(int n, int folds) {
      arms = new Arms[folds];
      propensities = new Predictor[folds];
      treated = new double[n];
      control = new double[n];
      outcome = new double[n];
      raw = new double[n];
      propensity = new double[n];
    }
  }

  /**
   * The nuisances of data.
   *
   * @throws IllegalArgumentException if there are fewer clusters than folds
   */
  public static CateNuisances of(CateData data, CateOptions options, Seed seed) {
    return new CateNuisances(data, options, seed, assign(data, options, seed));
  }

  private CateNuisances(CateData data, CateOptions options, Seed seed, int[] fold) {
    this.data = data;
    this.options = options;
    this.seed = seed;
    this.fold = fold;
  }

  private static int[] assign(CateData data, CateOptions options, Seed seed) {
    int[] clusters = data.clusters();
    long count = Arrays.stream(clusters).distinct().count();
    Preconditions.checkArgument(
        count >= options.folds(), "clusters: %s are too few for %s folds", count, options.folds());
    return Folds.assign(data.treatments(), clusters, options.folds(), seed.derive("folds"));
  }

  private Fitted crossFit() {
    Fitted fit = new Fitted(data.n(), options.folds());
    double[] y = data.outcomes();
    double[] arm = data.arms();
    new Workers(options.threads())
        .run(options.folds(), f -> fitFold(fit, y, arm, f, seed.derive(f)));
    return fit;
  }

  private void fitFold(Fitted fit, double[] y, double[] arm, int held, Seed foldSeed) {
    int[] learn = rowsOutside(held);
    Features x = data.x();
    Arms arms = fitArms(y, learn, foldSeed);
    Predictor e = options.propensity().fit(x, arm, learn, foldSeed.derive("propensity"));
    fit.arms[held] = arms;
    fit.propensities[held] = e;
    double[] known = data.propensity().orElse(new double[0]);
    for (int i = 0; i < y.length; i++) {
      if (fold[i] != held) {
        continue;
      }
      fit.treated[i] = finite(arms.treated, i, options.outcome());
      fit.control[i] = finite(arms.control, i, options.outcome());
      double raw =
          known.length > 0
              ? known[i]
              : Math.min(1, Math.max(0, finite(e, i, options.propensity())));
      fit.raw[i] = raw;
      double used = known.length > 0 ? raw : trimmed(raw);
      fit.propensity[i] = used;
      fit.outcome[i] = used * fit.treated[i] + (1 - used) * fit.control[i];
    }
  }

  private double finite(Predictor model, int row, Learner learner) {
    double predicted = model.predict(data.x(), row);
    // The name is put together where it is needed, not for every row.
    if (!Double.isFinite(predicted)) {
      throw new IllegalArgumentException(
          "learner '" + learner.name() + "': predicts " + predicted + " for row " + row);
    }
    return predicted;
  }

  double trimmed(double e) {
    return Math.min(1 - options.trim(), Math.max(options.trim(), e));
  }

  private Arms fitArms(double[] y, int[] learn, Seed armSeed) {
    int[] treated = Arrays.stream(learn).filter(i -> data.treatment(i) == 1).toArray();
    int[] control = Arrays.stream(learn).filter(i -> data.treatment(i) == 0).toArray();
    Preconditions.checkArgument(
        treated.length > 1 && control.length > 1,
        "folds: %s folds leave %s treated and %s control units to learn from",
        options.folds(),
        treated.length,
        control.length);
    return new Arms(
        options.outcome().fit(data.x(), y, control, armSeed.derive("control outcome")),
        options.outcome().fit(data.x(), y, treated, armSeed.derive("treated outcome")));
  }

  private Arms fitWhole() {
    return fitArms(data.outcomes(), rowsOutside(-1), seed.derive("whole"));
  }

  private Predictor fitPropensity() {
    return options
        .propensity()
        .fit(data.x(), data.arms(), rowsOutside(-1), seed.derive("whole").derive("propensity"));
  }

  /** The rows outside a fold; all rows where it is −1. */
  int[] rowsOutside(int held) {
    return IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray();
  }

  /** Models of the outcome of either arm, fitted to the rows outside a fold. */
  Arms arms(int held) {
    return held < 0 ? whole.get() : fitted.get().arms[held];
  }

  /** The model of the propensity, fitted to the rows outside a fold. */
  Predictor propensityModel(int held) {
    return held < 0 ? wholePropensity.get() : fitted.get().propensities[held];
  }

  /** Other nuisances of the same data in the same folds. */
  CateNuisances withOptions(CateOptions other, Seed otherSeed) {
    return new CateNuisances(data, other.withFolds(options.folds()), otherSeed, fold);
  }

  CateData data() {
    return data;
  }

  CateOptions options() {
    return options;
  }

  /** Number of folds. */
  public int folds() {
    return options.folds();
  }

  /** The fold of a unit. */
  public int fold(int unit) {
    return fold[unit];
  }

  /** The outcome of a unit under treatment, m₁. */
  public double treatedOutcome(int unit) {
    return fitted.get().treated[unit];
  }

  /** The outcome of a unit without treatment, m₀. */
  public double controlOutcome(int unit) {
    return fitted.get().control[unit];
  }

  /** The outcome of a unit whatever its treatment, m. */
  public double outcome(int unit) {
    return fitted.get().outcome[unit];
  }

  /** The propensity of a unit, e, trimmed where it is learned. */
  public double propensity(int unit) {
    return fitted.get().propensity[unit];
  }

  /** The propensity of a unit before trimming. */
  public double rawPropensity(int unit) {
    return fitted.get().raw[unit];
  }

  /** The score of a unit, whose mean given features is the effect. */
  public double score(int unit) {
    Fitted fit = fitted.get();
    double e = fit.propensity[unit];
    double difference = fit.treated[unit] - fit.control[unit];
    return difference
        + (data.treatment(unit) == 1
            ? (data.y(unit) - fit.treated[unit]) / e
            : -(data.y(unit) - fit.control[unit]) / (1 - e));
  }

  /** The scores of all units. */
  public double[] scores() {
    return IntStream.range(0, data.n()).mapToDouble(this::score).toArray();
  }

  /** Y − m. */
  double outcomeResidual(int unit) {
    return data.y(unit) - outcome(unit);
  }

  /** T − e. */
  double treatmentResidual(int unit) {
    return data.treatment(unit) - propensity(unit);
  }

  /**
   * The R-loss of effects, one a unit, which must come from models that have not seen the unit.
   *
   * @throws IllegalArgumentException if there are not as many as units
   */
  public double rLoss(double[] effects) {
    Preconditions.checkArgument(
        effects.length == data.n(),
        "effects: has %s values for %s units",
        effects.length,
        data.n());
    double loss = 0;
    for (int i = 0; i < effects.length; i++) {
      double error = outcomeResidual(i) - treatmentResidual(i) * effects[i];
      loss += error * error / effects.length;
    }
    return loss;
  }
}
