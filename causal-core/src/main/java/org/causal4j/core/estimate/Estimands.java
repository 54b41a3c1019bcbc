package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.List;

/** Checks of estimands, and the units they average over. */
final class Estimands {
  private Estimands() {}

  static void check(Estimand estimand, String estimator, Estimand... served) {
    List<Estimand> all = Arrays.asList(served);
    Preconditions.checkArgument(
        all.contains(estimand), "estimand: %s estimates %s, not %s", estimator, all, estimand);
  }

  static void needsArms(Estimand estimand, NumericStudy study) {
    Preconditions.checkArgument(
        estimand == Estimand.ATE || study.binary,
        "estimand: %s needs a treatment of two states",
        estimand);
  }

  /** 1 for the units an estimand averages over, else 0. */
  static double[] units(Estimand estimand, NumericStudy study) {
    double[] counted = new double[study.n()];
    Arrays.setAll(
        counted,
        i ->
            estimand == Estimand.ATT
                ? study.treatment[i]
                : estimand == Estimand.ATC ? 1 - study.treatment[i] : 1);
    return counted;
  }
}
