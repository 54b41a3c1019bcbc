package org.causal4j.examples;

import java.util.Arrays;
import java.util.Locale;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateLearners;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.cate.CausalTreeOptions;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;

/** The learners of effects that the command line knows. */
enum CateLearnerChoice {
  S,
  T,
  X,
  R,
  DR,
  DR_LINEAR,
  R_LINEAR,
  TREE,
  FOREST,
  AUTO;

  static CateLearnerChoice of(String name) {
    for (CateLearnerChoice choice : values()) {
      if (choice.word().equals(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "--learner: no learner '"
            + name
            + "'; known are "
            + Arrays.stream(values()).map(CateLearnerChoice::word).toList());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  CateLearner learner(CateOptions options) {
    return switch (this) {
      case S -> CateLearners.s(options);
      case T -> CateLearners.t(options);
      case X -> CateLearners.x(options);
      case R -> CateLearners.r(options);
      case DR -> CateLearners.dr(options);
      case DR_LINEAR -> CateLearners.drLinear(options);
      case R_LINEAR -> CateLearners.rLinear(options);
      case TREE -> CateLearners.tree(options, CausalTreeOptions.defaults());
      case FOREST -> CausalForest.learner(CausalForestOptions.defaults());
      case AUTO -> CateLearners.auto(options);
    };
  }
}
