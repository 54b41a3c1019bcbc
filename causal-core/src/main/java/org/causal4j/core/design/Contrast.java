package org.causal4j.core.design;

import com.google.common.base.Preconditions;

/**
 * The two treatment states that an effect compares: E[outcome | do(treated)] − E[outcome |
 * do(control)]. Without a control state there is no effect to speak of, so both are required.
 *
 * @param treatment the column
 * @param control the state compared with, as it stands in the table
 * @param treated the state asked about, as it stands in the table
 */
public record Contrast(String treatment, String control, String treated) {

  /** Checks that the column is named and the two states differ. */
  public Contrast {
    Preconditions.checkArgument(!treatment.isEmpty(), "treatment: must not be empty");
    Preconditions.checkArgument(
        !control.equals(treated), "treated: %s is also the control state", treated);
  }

  /** {@code Contrast.of("shown", "no", "yes")}: column, control state, treated state. */
  public static Contrast of(String treatment, String control, String treated) {
    return new Contrast(treatment, control, treated);
  }

  /** A 0/1 column: 1 against 0. */
  public static Contrast binary(String treatment) {
    return new Contrast(treatment, "0", "1");
  }

  /** The same comparison read the other way; the effect changes its sign. */
  public Contrast reversed() {
    return new Contrast(treatment, treated, control);
  }

  @Override
  public String toString() {
    return treatment + ": " + treated + " against " + control;
  }
}
