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
public sealed interface Design
    permits Design.Randomized,
        Design.Backdoor,
        Design.FrontDoor,
        Design.Instrument,
        Design.Panel,
        Design.Mediation {

  /** The column whose effect is asked for. */
  String treatment();

  /** The column the effect is on. */
  String outcome();

  /** Calls the function for the kind of design this is. */
  <R> R fold(
      Function<? super Randomized, ? extends R> randomized,
      Function<? super Backdoor, ? extends R> backdoor,
      Function<? super FrontDoor, ? extends R> frontDoor,
      Function<? super Instrument, ? extends R> instrument,
      Function<? super Panel, ? extends R> panel,
      Function<? super Mediation, ? extends R> mediation);

  /** Treatment was assigned at random, or nothing confounds it. */
  static Randomized randomized(String treatment, String outcome) {
    return new Randomized(treatment, outcome);
  }

  /** Adjustment for the named columns removes all confounding. */
  static Backdoor backdoor(String treatment, String outcome, String... adjustment) {
    return new Backdoor(treatment, outcome, List.of(adjustment));
  }

  /** The named instruments move the treatment and reach the outcome through it alone. */
  static Instrument instrument(
      String treatment, String outcome, List<String> instruments, List<String> adjustment) {
    return new Instrument(treatment, outcome, instruments, adjustment);
  }

  /** Units seen at several times: without treatment, the arms would have moved in parallel. */
  static Panel panel(
      String treatment, String outcome, String unit, String time, String... adjustment) {
    return new Panel(treatment, outcome, unit, time, List.of(adjustment));
  }

  /** Given the adjustment, the effect divides into one through the mediators and the rest. */
  static Mediation mediation(
      String treatment, String outcome, List<String> mediators, List<String> adjustment) {
    return new Mediation(treatment, outcome, mediators, adjustment);
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
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
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
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
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
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
      return frontDoor.apply(this);
    }

    @Override
    public String toString() {
      return "front-door: effect of " + treatment + " on " + outcome + " through " + mediators;
    }
  }

  /**
   * Instrumental variables: given the adjustment, the instruments are as good as random, reach the
   * outcome through the treatment alone, and move it (Angrist, Imbens and Rubin, JASA 91(434),
   * 1996). With one effect for all units that effect is identified; else that of the compliers.
   *
   * @param treatment the column whose effect is asked for
   * @param outcome the column the effect is on
   * @param instruments the columns z, at least one
   * @param adjustment columns given which the instruments are as good as random; may be empty
   */
  record Instrument(
      String treatment, String outcome, List<String> instruments, List<String> adjustment)
      implements Design {

    /** Checks that all columns are named and differ, and that there is an instrument. */
    public Instrument {
      instruments = List.copyOf(instruments);
      adjustment = List.copyOf(adjustment);
      Preconditions.checkArgument(!instruments.isEmpty(), "instruments: must not be empty");
      checkNames(treatment, outcome, "instruments", instruments);
      checkNames(treatment, outcome, "adjustment", adjustment);
      for (String name : adjustment) {
        Preconditions.checkArgument(
            !instruments.contains(name), "adjustment: %s is also an instrument", name);
      }
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
      return instrument.apply(this);
    }

    @Override
    public String toString() {
      return "instrument: effect of "
          + treatment
          + " on "
          + outcome
          + " by "
          + instruments
          + " given "
          + adjustment;
    }
  }

  /**
   * Difference-in-differences: one row a unit and time, treatment 1 where the unit is treated at
   * that time. Without it the outcomes of all units would have moved in parallel. In repeated cross
   * sections the unit is the group (Angrist and Pischke, <i>Mostly Harmless Econometrics</i>, 2009,
   * §5.2).
   *
   * @param treatment 1 where and when the unit is treated
   * @param outcome the column the effect is on
   * @param unit the column that names units or groups
   * @param time the column that names the times
   * @param adjustment covariates that vary over time; may be empty
   */
  record Panel(String treatment, String outcome, String unit, String time, List<String> adjustment)
      implements Design {

    /** Checks that all columns are named and differ. */
    public Panel {
      adjustment = List.copyOf(adjustment);
      checkNames(treatment, outcome, "unit and time", List.of(unit, time));
      checkNames(treatment, outcome, "adjustment", adjustment);
      Preconditions.checkArgument(
          !adjustment.contains(unit) && !adjustment.contains(time),
          "adjustment: %s names the unit or the time, which are accounted for",
          adjustment);
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
      return panel.apply(this);
    }

    @Override
    public String toString() {
      return "panel: effect of "
          + treatment
          + " on "
          + outcome
          + ", units "
          + unit
          + ", times "
          + time
          + (adjustment.isEmpty() ? "" : ", adjusted for " + adjustment);
    }
  }

  /**
   * Mediation: given the adjustment, treatment is unconfounded with mediators and outcome, and the
   * mediators with the outcome given treatment too, none of whose confounders treatment moves
   * (sequential ignorability: Imai, Keele and Yamamoto, Statistical Science 25(1), 2010, Assumption
   * 1). Then natural direct and indirect effects are identified (Pearl, "Direct and indirect
   * effects", UAI 2001).
   *
   * @param treatment the column whose effect is asked for
   * @param outcome the column the effect is on
   * @param mediators the columns m, at least one
   * @param adjustment columns measured before treatment; may be empty
   */
  record Mediation(
      String treatment, String outcome, List<String> mediators, List<String> adjustment)
      implements Design {

    /** Checks that all columns are named and differ, and that there is a mediator. */
    public Mediation {
      mediators = List.copyOf(mediators);
      adjustment = List.copyOf(adjustment);
      Preconditions.checkArgument(!mediators.isEmpty(), "mediators: must not be empty");
      checkNames(treatment, outcome, "mediators", mediators);
      checkNames(treatment, outcome, "adjustment", adjustment);
      for (String name : adjustment) {
        Preconditions.checkArgument(
            !mediators.contains(name), "adjustment: %s is also a mediator", name);
      }
    }

    @Override
    public <R> R fold(
        Function<? super Randomized, ? extends R> randomized,
        Function<? super Backdoor, ? extends R> backdoor,
        Function<? super FrontDoor, ? extends R> frontDoor,
        Function<? super Instrument, ? extends R> instrument,
        Function<? super Panel, ? extends R> panel,
        Function<? super Mediation, ? extends R> mediation) {
      return mediation.apply(this);
    }

    @Override
    public String toString() {
      return "mediation: effect of "
          + treatment
          + " on "
          + outcome
          + " through "
          + mediators
          + " given "
          + adjustment;
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
