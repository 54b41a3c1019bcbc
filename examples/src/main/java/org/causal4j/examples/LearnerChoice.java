package org.causal4j.examples;

import java.util.Arrays;
import java.util.Locale;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/** The learners that the command line knows; each serves a number and a probability. */
enum LearnerChoice {
  RIDGE,
  LASSO,
  LOGISTIC,
  SPLINES,
  FOREST,
  BOOSTING,
  MLP,
  STACKING;

  static LearnerChoice of(String name) {
    return of("--learner", name);
  }

  static LearnerChoice of(String option, String name) {
    for (LearnerChoice choice : values()) {
      if (choice.word().equals(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        option
            + ": no learner '"
            + name
            + "'; known are "
            + Arrays.stream(values()).map(LearnerChoice::word).toList());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The learner of a number, or of a probability where the target is 0 and 1.
   *
   * @param binary whether all values to be learned are 0 or 1
   */
  Learner learner(boolean binary) {
    if (this == RIDGE || this == LOGISTIC) {
      return binary ? Learners.logistic() : Learners.ridge();
    }
    if (this == LASSO) {
      return binary ? Learners.logisticLasso() : Learners.lasso();
    }
    if (this == SPLINES) {
      return binary ? Learners.logisticSplines() : Learners.splines();
    }
    Learner forest = Learners.forest();
    if (this == FOREST) {
      return forest;
    }
    BoostingOptions options = BoostingOptions.defaults();
    Learner boosting = binary ? Learners.logisticBoosting(options) : Learners.boosting(options);
    if (this == BOOSTING) {
      return boosting;
    }
    if (this == MLP) {
      return binary ? Learners.logisticMlp() : Learners.mlp();
    }
    return Learners.stacking(RIDGE.learner(binary), LASSO.learner(binary), forest, boosting);
  }
}
