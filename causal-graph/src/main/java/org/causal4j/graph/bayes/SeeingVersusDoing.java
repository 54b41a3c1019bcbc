package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.OptionalDouble;
import org.causal4j.graph.Do;

/**
 * The association of a treatment with an outcome beside its effect: P(y|x) − P(y|x′) beside
 * P(y|do(x)) − P(y|do(x′)). Their difference is the confounding bias. The bounds are what the joint
 * distribution of x and y alone allows for the effect, without any assumption on what else causes
 * them (Robins 1989; Manski 1990, "Nonparametric bounds on treatment effects"): P(y|do(x)) is at
 * least P(x, y), and at most P(x, y) + 1 − P(x). Immutable.
 *
 * @param treatment as "shown=yes rather than no"
 * @param outcome as "buy=yes"
 * @param seenTreated P(y|x)
 * @param seenControl P(y|x′)
 * @param doneTreated P(y|do(x)); empty where no causal assumption was given
 * @param doneControl P(y|do(x′)); empty where no causal assumption was given
 * @param lowerBound the least effect that P(x, y) allows
 * @param upperBound the greatest effect that P(x, y) allows
 */
public record SeeingVersusDoing(
    String treatment,
    String outcome,
    double seenTreated,
    double seenControl,
    OptionalDouble doneTreated,
    OptionalDouble doneControl,
    double lowerBound,
    double upperBound) {

  /**
   * Compares the two in a network.
   *
   * @throws IllegalArgumentException for unknown variables or states, and where treatment and
   *     outcome, or the two treatment states, are the same
   * @throws ImpossibleEvidenceException where a treatment state has probability 0, so that P(y|x)
   *     isn't defined
   */
  public static SeeingVersusDoing of(
      BayesianNetwork network,
      String treatment,
      String treatedState,
      String controlState,
      String outcome,
      String outcomeState) {
    Preconditions.checkArgument(
        !treatment.equals(outcome), "outcome: %s is also the treatment", outcome);
    Preconditions.checkArgument(
        !treatedState.equals(controlState), "controlState: %s is also treated", controlState);
    network.code(treatment, controlState);
    network.code(outcome, outcomeState);
    Posterior treatments = network.query(treatment).posterior();
    double seenTreated = seen(network, treatment, treatedState, outcome, outcomeState);
    double seenControl = seen(network, treatment, controlState, outcome, outcomeState);
    return compare(
        treatment + "=" + treatedState + " rather than " + controlState,
        outcome + "=" + outcomeState,
        treatments.probability(treatedState),
        treatments.probability(controlState),
        seenTreated,
        seenControl,
        OptionalDouble.of(done(network, treatment, treatedState, outcome, outcomeState)),
        OptionalDouble.of(done(network, treatment, controlState, outcome, outcomeState)));
  }

  /**
   * From a two-by-two table of counts, without causal assumptions: there is no effect, only bounds.
   *
   * @param treatedYes treated units with the outcome
   * @param treatedNo treated units without it
   * @param controlYes control units with it
   * @param controlNo control units without it
   */
  public static SeeingVersusDoing ofCounts(
      long treatedYes, long treatedNo, long controlYes, long controlNo) {
    for (long count : new long[] {treatedYes, treatedNo, controlYes, controlNo}) {
      Preconditions.checkArgument(count >= 0, "counts: %s is below 0", count);
    }
    double treated = (double) treatedYes + treatedNo;
    double control = (double) controlYes + controlNo;
    Preconditions.checkArgument(treated > 0, "counts: no unit is treated");
    Preconditions.checkArgument(control > 0, "counts: no unit is a control");
    return ofProbabilities(
        treated / (treated + control), treatedYes / treated, controlYes / control);
  }

  /**
   * From the probabilities of a two-by-two table, without causal assumptions.
   *
   * @param treated P(x), above 0 and below 1
   * @param seenTreated P(y|x)
   * @param seenControl P(y|¬x)
   */
  public static SeeingVersusDoing ofProbabilities(
      double treated, double seenTreated, double seenControl) {
    Preconditions.checkArgument(
        treated > 0 && treated < 1, "treated: %s is not between 0 and 1", treated);
    for (double p : new double[] {seenTreated, seenControl}) {
      Preconditions.checkArgument(p >= 0 && p <= 1, "P(y|x): %s is not in [0, 1]", p);
    }
    return compare(
        "x",
        "y",
        treated,
        1 - treated,
        seenTreated,
        seenControl,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static double seen(
      BayesianNetwork network, String x, String xState, String y, String yState) {
    return network.query(y).given(x, xState).posterior().probability(yState);
  }

  private static double done(
      BayesianNetwork network, String x, String xState, String y, String yState) {
    return network.intervene(Do.set(x, xState)).query(y).posterior().probability(yState);
  }

  private static SeeingVersusDoing compare(
      String treatment,
      String outcome,
      double treated,
      double control,
      double seenTreated,
      double seenControl,
      OptionalDouble doneTreated,
      OptionalDouble doneControl) {
    double treatedAndOutcome = treated * seenTreated;
    double controlAndOutcome = control * seenControl;
    return new SeeingVersusDoing(
        treatment,
        outcome,
        seenTreated,
        seenControl,
        doneTreated,
        doneControl,
        treatedAndOutcome - (controlAndOutcome + 1 - control),
        treatedAndOutcome + 1 - treated - controlAndOutcome);
  }

  /** P(y|x) − P(y|x′): what is seen. */
  public double association() {
    return seenTreated - seenControl;
  }

  /** P(y|do(x)) − P(y|do(x′)), the average treatment effect; empty without causal assumptions. */
  public OptionalDouble effect() {
    return doneTreated.isPresent() && doneControl.isPresent()
        ? OptionalDouble.of(doneTreated.getAsDouble() - doneControl.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Association less effect; empty without causal assumptions. */
  public OptionalDouble confoundingBias() {
    OptionalDouble effect = effect();
    return effect.isPresent() ? OptionalDouble.of(association() - effect.getAsDouble()) : effect;
  }

  /** Seeing and doing side by side. */
  @Override
  public String toString() {
    return String.join(
        "\n",
        List.of(
            outcome + " by " + treatment,
            "  seeing: P(y|x) "
                + text(seenTreated)
                + ", P(y|x') "
                + text(seenControl)
                + ", association "
                + text(association()),
            effect().isPresent()
                ? "  doing:  P(y|do(x)) "
                    + text(doneTreated.orElseThrow())
                    + ", P(y|do(x')) "
                    + text(doneControl.orElseThrow())
                    + ", effect "
                    + text(effect().orElseThrow())
                : "  doing:  effect unknown without a causal graph",
            effect().isPresent()
                ? "  confounding bias " + text(confoundingBias().orElseThrow())
                : "  confounding bias unknown",
            "  without any assumption the effect is in ["
                + text(lowerBound)
                + ", "
                + text(upperBound)
                + "]"));
  }

  private static String text(double value) {
    return ShortNumbers.probability(value);
  }
}
