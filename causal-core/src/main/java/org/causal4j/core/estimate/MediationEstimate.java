package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/**
 * A total effect divided into what goes through the mediators and the rest.
 *
 * @param analysis what estimated it
 * @param direct the natural direct effect, E[Y(1, M(0))] − E[Y(0, M(0))]; ADE (control) of the R
 *     package mediation
 * @param indirect the natural indirect effect, E[Y(1, M(1))] − E[Y(1, M(0))]; ACME (treated) there
 * @param total the sum of these two
 * @param directTreated E[Y(1, M(1))] − E[Y(0, M(1))]; ADE (treated)
 * @param indirectControl E[Y(0, M(1))] − E[Y(0, M(0))]; ACME (control)
 * @param proportion indirect / total; empty where the interval of the total covers 0, as then the
 *     ratio says nothing
 * @param n number of units
 * @param overlap of the treatment given the adjustment, where a propensity was fitted
 * @param notes what a reader must know
 */
public record MediationEstimate(
    String analysis,
    Effect direct,
    Effect indirect,
    Effect total,
    Effect directTreated,
    Effect indirectControl,
    Optional<Effect> proportion,
    int n,
    Optional<Overlap> overlap,
    ImmutableList<String> notes) {

  /**
   * One number with its uncertainty.
   *
   * @param estimate point estimate
   * @param standardError of it
   * @param interval normal, or the percentiles of a bootstrap
   */
  public record Effect(double estimate, double standardError, ConfidenceInterval interval) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.4g %s", estimate, interval);
    }
  }

  @Override
  public String toString() {
    return "direct "
        + direct
        + ", indirect "
        + indirect
        + ", total "
        + total
        + " ("
        + analysis
        + ", "
        + n
        + " units)";
  }
}
