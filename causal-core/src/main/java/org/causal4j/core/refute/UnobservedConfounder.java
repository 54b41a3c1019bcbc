package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Recipe;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/**
 * See {@link Refuters#unobservedConfounder}. The idea of drawing the confounder given what is
 * observed is that of Ichino, Mealli and Nannicini (Journal of Applied Econometrics 23(3), 2008)
 * and Carnegie, Harada and Hill (Journal of Research on Educational Effectiveness 9(3), 2016), here
 * with a normal confounder and residuals of flexible fits: with r the residual of the treatment
 * given covariates, s that of the outcome given covariates and treatment,
 *
 * <pre>
 *   U = α/var(r) · r + W,   W | s ~ N(β v/var(s) · s, v (1 − β² v/var(s))),   v = 1 − α²/var(r)
 * </pre>
 *
 * <p>so that U has variance 1, moves treatment by α and outcome by β, and has no part in anything
 * else. Adjusting for it moves a linear estimate by −αβ/var(r). Draws are combined by Rubin's
 * rules.
 */
final class UnobservedConfounder implements Refuter {
  private static final int DRAWS = 20;

  private final double onTreatment;
  private final double onOutcome;

  UnobservedConfounder(double onTreatment, double onOutcome) {
    Preconditions.checkArgument(
        Double.isFinite(onTreatment), "effectOnTreatment: %s is not finite", onTreatment);
    Preconditions.checkArgument(
        Double.isFinite(onOutcome), "effectOnOutcome: %s is not finite", onOutcome);
    this.onTreatment = onTreatment;
    this.onOutcome = onOutcome;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "unobserved confounder (%s, %s)", onTreatment, onOutcome);
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            "a confounder that moves treatment by "
                + onTreatment
                + " and the outcome by "
                + onOutcome
                + " of its standard deviations explains the estimate",
            "STANDS if, adjusted for it, the interval still lies on the estimate's side of 0;"
                + " WEAKENED if only the estimate does; REFUTED if neither does. Not a test of"
                + " whether there is such a confounder. If there is one, no stronger one, and no"
                + " effect, STANDS is found with half the chance that the interval misses 0.");
    Recipe recipe = refits.recipe();
    Roles roles = new Roles(refits.table(), recipe);
    String name = roles.freeName("unobserved");
    Optional<Design> wider =
        recipe.design() instanceof Design.Backdoor
            ? Roles.plus(recipe.design(), name)
            : Optional.empty();
    if (wider.isEmpty() || recipe.estimator().refuses(wider.get()).isPresent()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE,
          "this design does not rest on having measured all confounders: %s",
          recipe.design());
    }
    if (refits.original().interval().covers(0)) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "the interval holds 0 without any such confounder");
    }
    Residuals residuals = new Residuals(roles, seed);
    residuals.check();
    Recipe adjusted = recipe.withDesign(wider.get());
    Refits.Outcome outcome =
        refits.run(
            name(),
            DRAWS,
            i ->
                adjusted.estimate(
                    refits
                        .table()
                        .with(Column.Continuous.of(name, residuals.draw(seed.derive(i))))));
    finding.notes(outcome.notes()).estimates(outcome.points());
    if (outcome.isTooFew()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "too many refits failed to say anything");
    }
    return judge(finding, refits, outcome);
  }

  private static Refutation judge(Finding finding, Refits refits, Refits.Outcome outcome) {
    double mean = Finding.mean(outcome.points());
    double within =
        outcome.estimates().stream()
            .mapToDouble(EffectEstimate::standardError)
            .map(e -> e * e)
            .average()
            .orElseThrow();
    double between = Math.pow(Finding.deviation(outcome.points()), 2);
    double error = Math.sqrt(within + between * (1 + 1.0 / outcome.points().length));
    ConfidenceInterval interval =
        ConfidenceInterval.normal(mean, error, refits.original().interval().level());
    finding
        .interval(interval)
        .pValue(2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(mean) / error));
    boolean sameSide = Math.signum(mean) == Math.signum(refits.original().estimate());
    Refutation.Verdict verdict =
        !sameSide
            ? Refutation.Verdict.REFUTED
            : interval.covers(0) ? Refutation.Verdict.WEAKENED : Refutation.Verdict.STANDS;
    return finding.verdict(
        verdict,
        "adjusted for it the estimate is %.4g %s instead of %.4g",
        mean,
        interval,
        refits.original().estimate());
  }

  private final class Residuals {
    private final double[] treatment;
    private final double[] outcome;
    private final double treatmentVariance;
    private final double outcomeVariance;
    private final double beta;

    Residuals(Roles roles, Seed seed) {
      double[] t = roles.treatment();
      double[] y = roles.outcome();
      Features x = roles.covariates();
      int[] rows = IntStream.range(0, y.length).toArray();
      Predictor ofTreatment =
          Surfaces.learner(x, roles.isBinaryTreatment()).fit(x, t, rows, seed.derive("treatment"));
      Predictor ofOutcome = Surfaces.learner(x, false).fit(x, y, rows, seed.derive("outcome"));
      treatment = Arrays.stream(rows).mapToDouble(i -> t[i] - ofTreatment.predict(x, i)).toArray();
      double[] raw = Arrays.stream(rows).mapToDouble(i -> y[i] - ofOutcome.predict(x, i)).toArray();
      treatmentVariance = meanProduct(treatment, treatment);
      double slope = treatmentVariance == 0 ? 0 : meanProduct(treatment, raw) / treatmentVariance;
      outcome = Arrays.stream(rows).mapToDouble(i -> raw[i] - slope * treatment[i]).toArray();
      outcomeVariance = meanProduct(outcome, outcome);
      beta = onOutcome * Finding.deviation(y);
    }

    private static double meanProduct(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum / a.length;
    }

    void check() {
      Preconditions.checkArgument(
          onTreatment * onTreatment < treatmentVariance,
          "effectOnTreatment: %s is beyond ±%s, which would explain the treatment entirely",
          onTreatment,
          Math.sqrt(treatmentVariance));
      double left = 1 - onTreatment * onTreatment / treatmentVariance;
      Preconditions.checkArgument(
          beta * beta * left <= outcomeVariance,
          "effectOnOutcome: %s is beyond ±%s, which would explain the outcome entirely",
          onOutcome,
          Math.sqrt(outcomeVariance / left) * Math.abs(onOutcome / beta));
    }

    double[] draw(Seed seed) {
      SplittableRandom random = seed.random();
      double v = 1 - onTreatment * onTreatment / treatmentVariance;
      double slope = beta * v / outcomeVariance;
      double noise = Math.sqrt(Math.max(0, v * (1 - beta * slope)));
      double[] u = new double[treatment.length];
      for (int i = 0; i < u.length; i++) {
        u[i] =
            onTreatment / treatmentVariance * treatment[i]
                + slope * outcome[i]
                + noise * random.nextGaussian();
      }
      return u;
    }
  }
}
