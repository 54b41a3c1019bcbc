package org.causal4j.core.estimate;

import java.util.Locale;

/**
 * What the instruments can tell.
 *
 * @param firstStageF of the instruments in the regression of the treatment, homoskedastic; below 10
 *     they are weak (Staiger and Stock, Econometrica 65(3), 1997), and for a test of size 5 % by
 *     the usual interval 104.7 is needed (Lee et al., American Economic Review 112(10), 2022)
 * @param robustF the same, robust to heteroskedasticity and clusters
 * @param hausmanP p-value of: the treatment needs no instrument (Wu and Hausman, by the residual of
 *     the first stage in the regression of the outcome; robust)
 * @param andersonRubinP p-value of no effect, valid however weak the instruments are (Anderson and
 *     Rubin, 1949; robust)
 */
public record InstrumentStrength(
    double firstStageF, double robustF, double hausmanP, double andersonRubinP) {
  /** Below this F the instruments are weak. */
  public static final double WEAK = 10;

  /** Whether the interval can't be trusted. */
  public boolean isWeak() {
    return Math.min(firstStageF, robustF) < WEAK;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "first-stage F %.4g (robust %.4g)%s, Wu–Hausman p %.3g, Anderson–Rubin p of no effect %.3g",
        firstStageF,
        robustF,
        isWeak() ? ", weak: the interval can't be trusted" : "",
        hausmanP,
        andersonRubinP);
  }
}
