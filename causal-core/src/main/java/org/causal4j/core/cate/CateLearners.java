package org.causal4j.core.cate;

/**
 * The built-in learners of effects. S, T, X, R and DR turn learners of means into one of effects;
 * they have no intervals of their own. {@link #drLinear} and {@link #rLinear} have, and {@link
 * #halfSampled} gives them to any learner.
 */
public final class CateLearners {
  private CateLearners() {}

  /**
   * A learner of the effect with its intervals by half-sampling: {@code replicates} models, each
   * fitted to a random half of the clusters; the standard error is the root mean square distance of
   * their effects from that of the model of all rows (the delete-d jackknife of Shao and Wu, Annals
   * of Statistics 17(3), 1989; with d = n/2 it needs no factor). Unlike the bootstrap no row comes
   * twice, which would mislead cross-validation within a learner. The normal interval covers what
   * the learner estimates on average; where that is smoothed, it covers the smoothed effect and not
   * the effect itself.
   *
   * @param replicates at least 2; with 50 the standard error has itself an error of 10 %
   * @param threads that fit replicates at once; the result does not depend on it
   */
  public static CateLearner halfSampled(CateLearner learner, int replicates, int threads) {
    return new HalfSampled(learner, replicates, threads);
  }

  /**
   * The best linear predictor of the effect given the features: ordinary least squares of doubly
   * robust scores, with nuisances cross-fitted (Semenova and Chernozhukov, "Debiased machine
   * learning of conditional average treatment effects and other causal functions", Econometrics
   * Journal 24(2), 2021, §3). Its interval covers the best linear predictor at x, which is the
   * effect itself only where that is linear; it is robust to unequal variances and to dependence
   * within clusters. Does not use the effect learner.
   *
   * <p>Fitting throws IllegalArgumentException if there are no more clusters than coefficients.
   */
  public static CateLearner drLinear(CateOptions options) {
    return new LinearLearner("DR", options, Pseudo::ofScores);
  }

  /**
   * The linear effect with the smallest R-loss: weighted least squares of (Y − m)/(T − e). Its
   * interval covers the linear function that is nearest to the effect under weights e(1 − e); it is
   * shorter than that of {@link #drLinear} where propensities are extreme. Otherwise as there.
   */
  public static CateLearner rLinear(CateOptions options) {
    return new LinearLearner("R", options, Pseudo::ofResiduals);
  }

  /**
   * S-learner: one model of the outcome given features and treatment, τ(x) = m(x, 1) − m(x, 0)
   * (Künzel, Sekhon, Bickel and Yu, "Metalearners for estimating heterogeneous treatment effects
   * using machine learning", PNAS 116(10), 2019, equations 1 and 2). With a linear learner without
   * products the effect is the same for all. Uses the outcome learner alone.
   */
  public static CateLearner s(CateOptions options) {
    return new SLearner(options);
  }

  /**
   * T-learner: one model of the outcome an arm, τ(x) = m₁(x) − m₀(x) (Künzel et al. 2019, equations
   * 3 to 5). Uses the outcome learner alone.
   */
  public static CateLearner t(CateOptions options) {
    return new TLearner(options);
  }

  /**
   * X-learner: the missing outcomes are filled in by the models of the arms, the differences
   * learned in each arm, and the two effects averaged with the propensity as weight, τ = e τ₀ + (1
   * − e) τ₁ (Künzel et al. 2019, equations 6 to 9). Good where one arm is much larger.
   */
  public static CateLearner x(CateOptions options) {
    return new XLearner(options);
  }

  /**
   * R-learner: minimizes the R-loss, Σ[Y − m(x) − (T − e(x)) τ(x)]², with m and e cross-fitted (Nie
   * and Wager, Biometrika 108(2), 2021, equation 5); as weighted regression of (Y − m)/(T − e).
   */
  public static CateLearner r(CateOptions options) {
    return new RLearner(options);
  }

  /**
   * DR-learner: regresses the doubly robust score on the features, with all nuisances cross-fitted
   * (Kennedy, "Towards optimal doubly robust estimation of heterogeneous causal effects",
   * Electronic Journal of Statistics 17(2), 2023, Algorithm 1). Differs in that the scores of all
   * folds go into one regression, where the paper averages a regression a fold.
   */
  public static CateLearner dr(CateOptions options) {
    return new DrLearner(options);
  }
}
