package org.causal4j.core.estimate;

import java.util.Locale;

/**
 * How far the arms differ in a covariate: treated mean less control mean, in standard deviations of
 * the unweighted arms pooled (Austin, "Balance diagnostics", Statistics in Medicine 28(25), 2009).
 * Below .1 in size is commonly called balanced.
 *
 * @param covariate its name; of a column of states there is one for each state but the first
 * @param before the difference as the units are; 0 where the covariate does not vary
 * @param after the difference under the weights of the estimate
 */
public record CovariateBalance(String covariate, double before, double after) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.3f before, %.3f after", covariate, before, after);
  }
}
