package org.causal4j.core.estimate;

import java.util.Arrays;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;

/**
 * Scores of E[Y(a, M(a'))] that are right if enough of the nuisances are (Tchetgen Tchetgen and
 * Shpitser, Annals of Statistics 40(3), 2012, Theorem 1). The ratio of the mediator's densities is
 * taken from propensities with and without the mediators (Zheng and van der Laan, International
 * Journal of Biostatistics 8(1), 2012), so that no density is modeled:
 *
 * <pre>
 * 1{A=a} P(a'|M,X) / (P(a|M,X) P(a'|X)) (Y − μ(a,M,X)) + 1{A=a'}/P(a'|X) (μ(a,M,X) − ν(X)) + ν(X)
 * </pre>
 *
 * with ν(X) = E[μ(a,M,X) | a', X]. Each nuisance is cross-fitted; the inner μ that ν is fitted to
 * is predicted out of fold too.
 */
final class MediationScores {
  final double[][][] score = new double[2][2][];
  final double[] propensity;
  int clipped;

  private final MediationAnalysis settings;
  private final Study study;
  private final int[] fold;

  MediationScores(MediationAnalysis settings, Study study, Features both, Seed seed) {
    this.settings = settings;
    this.study = study;
    CrossFit.checkFolds(study.arms.clusters(), settings.folds());
    fold = Folds.assign(study.arm, study.clusters, settings.folds(), seed.derive("folds"));
    double[] arms = Arrays.stream(study.arm).asDoubleStream().toArray();
    propensity =
        CrossFit.predict(
            settings.propensity(),
            study.x,
            arms,
            fold,
            settings.folds(),
            i -> true,
            "propensity",
            seed);
    double[] given =
        CrossFit.predict(
            settings.propensity(),
            both,
            arms,
            fold,
            settings.folds(),
            i -> true,
            "propensity given mediators",
            seed);
    for (int a = 0; a < 2; a++) {
      double[] outer = outcome(a, both, study.y, "outcome given mediators, arm " + a, seed);
      double[] total = outcome(a, study.x, study.y, "outcome, arm " + a, seed);
      double[] nested = outcome(1 - a, study.x, outer, "nested outcome, arm " + a, seed);
      score[a][a] = new double[study.n()];
      score[a][1 - a] = new double[study.n()];
      for (int i = 0; i < study.n(); i++) {
        boolean own = study.arm[i] == a;
        double mine = of(a, propensity[i]);
        double other = of(1 - a, propensity[i]);
        double odds = of(1 - a, given[i]) / of(a, given[i]);
        score[a][a][i] = total[i] + (own ? (study.y[i] - total[i]) / mine : 0);
        score[a][1 - a][i] =
            nested[i]
                + (own ? odds / other * (study.y[i] - outer[i]) : (outer[i] - nested[i]) / other);
      }
    }
    for (int i = 0; i < study.n(); i++) {
      clipped += propensity[i] < settings.trim() || propensity[i] > 1 - settings.trim() ? 1 : 0;
      propensity[i] = Math.min(1, Math.max(0, propensity[i]));
    }
  }

  private double of(int a, double treated) {
    double kept = Math.min(1 - settings.trim(), Math.max(settings.trim(), treated));
    return a == 1 ? kept : 1 - kept;
  }

  private double[] outcome(int a, Features x, double[] target, String part, Seed seed) {
    return CrossFit.predict(
        settings.outcome(), x, target, fold, settings.folds(), i -> study.arm[i] == a, part, seed);
  }
}
