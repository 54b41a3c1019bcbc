package org.causal4j.core.design;

import com.google.common.base.Preconditions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How an effect may be estimated, in terms of columns of a table. A design says what identification
 * found and knows nothing of graphs: it can be written by hand where the study itself (a randomized
 * experiment, a published adjustment set) is the justification.
 *
 * <p>The hierarchy is sealed, so that an estimator can name every design it serves and refuse the
 * others with a reason. A new kind of design adds a parameter to {@link #fold}: code that folds
 * then fails to compile until it has considered it.
 *
 * <p>Implementations are immutable values.
 */
public sealed interface Design permits Design.Randomized, Design.Backdoor, Design.FrontDoor {

  /** The column whose effect is asked for. */
  String treatment();

  /** The column the effect is on. */
  String outcome();

  /** Calls the function for the kind of design this is. */
  <R> R fold(
      Function<? super Randomized, ? extends R> randomized,
      Function<? super Backdoor, ? extends R> backdoor,
      Function<? super FrontDoor, ? extends R> frontDoor);

  /** Treatment was assigned at random, or nothing confounds it. */
  static Randomized randomized(String treatment, String outcome) {
    return new Randomized(treatment, outcome);
  }

  /** Adjustment for the named columns removes all confounding. */
  static Backdoor backdoor(String treatment, String outcome, String... adjustment) {
    return new Backdoor(treatment, outcome, List.of(adjustment));
  }

  /** The named mediators carry the whole effect and are themselves unconfounded. */
  static FrontDoor frontDoor(String treatment, String outcome, String... mediators) {
    return new FrontDoor(treatment, outcome, List.of(mediators));
  }

  /**
   * No confounding of treatment and outcome: the contrast of outcome means is the effect.
   *
   * @param treatment the randomized column
   * @param outcome the column the effect is on
   */
  record Randomized(String treatment, String outcome) implements Design {

    /** Checks that the two columns are named and differ. */
    public Randomized {
      checkNames(treatment, outcome, "covariates", List.of());
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor) {
      return randomized.apply(this);
    }

    @Override
    public String toString() {
      return "randomized: effect of " + treatment + " on " + outcome;
    }
  }

  /**
   * Covariate adjustment: P(y | do(x)) = Σ_z P(y | x, z) P(z) (Pearl 2009, <i>Causality</i>,
   * Theorem 3.3.2).
   *
   * @param treatment the column whose effect is asked for
   * @param outcome the column the effect is on
   * @param adjustment the columns z; empty means that none is needed, not that none is known
   */
  record Backdoor(String treatment, String outcome, List<String> adjustment) implements Design {

    /** Checks that all columns are named and differ. */
    public Backdoor {
      adjustment = List.copyOf(adjustment);
      checkNames(treatment, outcome, "adjustment", adjustment);
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor) {
      return backdoor.apply(this);
    }

    @Override
    public String toString() {
      return "back-door: effect of " + treatment + " on " + outcome + " adjusted for " + adjustment;
    }
  }

  /**
   * Front-door: P(y | do(x)) = Σ_m P(m | x) Σ_x' P(y | x', m) P(x') (Pearl 2009, <i>Causality</i>,
   * Theorem 3.3.4).
   *
   * @param treatment the column whose effect is asked for
   * @param outcome the column the effect is on
   * @param mediators the columns m, at least one
   */
  record FrontDoor(String treatment, String outcome, List<String> mediators) implements Design {

    /** Checks that all columns are named and differ, and that there is a mediator. */
    public FrontDoor {
      mediators = List.copyOf(mediators);
      Preconditions.checkArgument(!mediators.isEmpty(), "mediators: must not be empty");
      checkNames(treatment, outcome, "mediators", mediators);
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor) {
      return frontDoor.apply(this);
    }

    @Override
    public String toString() {
      return "front-door: effect of " + treatment + " on " + outcome + " through " + mediators;
    }
  }

  private static void checkNames(
      String treatment, String outcome, String parameter, List<String> others) {
    Preconditions.checkArgument(!treatment.isEmpty(), "treatment: must not be empty");
    Preconditions.checkArgument(!outcome.isEmpty(), "outcome: must not be empty");
    Preconditions.checkArgument(
        !treatment.equals(outcome), "outcome: %s is also the treatment", outcome);
    Set<String> seen = new HashSet<>();
    for (String other : others) {
      Preconditions.checkArgument(!other.isEmpty(), "%s: holds an empty name", parameter);
      Preconditions.checkArgument(
          !other.equals(treatment) && !other.equals(outcome),
          "%s: %s is also the treatment or the outcome",
          parameter,
          other);
      Preconditions.checkArgument(seen.add(other), "%s: %s is named twice", parameter, other);
    }
  }
}
