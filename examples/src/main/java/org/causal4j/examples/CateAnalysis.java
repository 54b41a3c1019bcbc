package org.causal4j.examples;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.Calibration;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.cate.CateEvaluation;
import org.causal4j.core.cate.CateLearner;
import org.causal4j.core.cate.CateLearners;
import org.causal4j.core.cate.CateModel;
import org.causal4j.core.cate.CateNuisances;
import org.causal4j.core.cate.CateOptions;
import org.causal4j.core.cate.CateSelection;
import org.causal4j.core.cate.CausalRule;
import org.causal4j.core.cate.CausalTree;
import org.causal4j.core.cate.CausalTreeOptions;
import org.causal4j.core.cate.EffectGroup;
import org.causal4j.core.estimate.Overlap;

/**
 * What the command of effects says of data.
 *
 * @param model fitted to all of them; with intervals where half-samples were asked for
 */
record CateAnalysis(
    CateModel model,
    int n,
    CateEstimate average,
    Optional<Calibration> calibration,
    ImmutableList<EffectGroup> groups,
    ImmutableList<CausalRule> rules,
    Overlap overlap) {
  private static final int GROUPS = 5;

  static CateAnalysis of(
      CateData data,
      CateLearnerChoice choice,
      CateOptions options,
      int replicates,
      double level,
      Seed seed) {
    CateLearner learner = choice.learner(options);
    CateNuisances nuisances;
    CateEvaluation evaluation;
    if (choice == CateLearnerChoice.AUTO) {
      CateSelection selection =
          CateSelection.byRLoss(data, CateLearners.candidates(options), options, seed);
      learner = selection.stackedLearner();
      nuisances = selection.nuisances();
      evaluation = CateEvaluation.of(selection.outOfFoldOfStack(), nuisances);
    } else {
      nuisances = CateNuisances.of(data, options, seed.derive("nuisances"));
      evaluation = CateEvaluation.of(learner, nuisances, seed.derive("evaluation"));
    }
    CateModel model = learner.fit(data, seed.derive("model"));
    if (!model.hasIntervals() && replicates > 0) {
      model =
          CateLearners.halfSampled(learner, replicates, options.threads())
              .fit(data, seed.derive("model"));
    }
    return new CateAnalysis(
        model,
        data.n(),
        evaluation.average(level),
        evaluation.calibration(level),
        evaluation.groups(Math.min(GROUPS, data.n() / nuisances.folds()), level, seed),
        CausalTree.grow(nuisances, CausalTreeOptions.defaults(), seed.derive("rules")).rules(),
        evaluation.overlap());
  }
}
