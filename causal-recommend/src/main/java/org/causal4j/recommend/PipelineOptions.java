package org.causal4j.recommend;

import com.google.common.base.Preconditions;
import java.time.Duration;
import java.util.Optional;
import org.causal4j.core.data.Cleaning;
import org.causal4j.recommend.effect.ItemEffects;
import org.causal4j.recommend.scorer.ItemKnn;
import org.causal4j.recommend.scorer.LightGcn;

/**
 * How the walk is done.
 *
 * @param cleaning what is dropped from the log
 * @param testShare share of the events, the last ones, that scorers are tested on
 * @param cutoff length of the ranked lists that are tested
 * @param lightGcn options of the graph convolution
 * @param textStart whether its items start from their texts
 * @param easePenalty λ of EASE
 * @param itemKnn options of the nearest neighbors
 * @param effects options of the pair effects
 * @param horizon how long after a visit an effect counts; empty for 28 days, or .3 of the time that
 *     the log spans where that is shorter
 * @param pairs most candidate pairs whose effects are estimated
 * @param users users that are recommended to where none are named: those with the most events among
 *     those with at most 50 distinct items
 * @param recommendations items for each of them
 */
public record PipelineOptions(
    Cleaning cleaning,
    double testShare,
    int cutoff,
    LightGcn.Options lightGcn,
    boolean textStart,
    double easePenalty,
    ItemKnn.Options itemKnn,
    ItemEffects.Options effects,
    Optional<Duration> horizon,
    int pairs,
    int users,
    int recommendations) {
  /** Checks the limits. */
  public PipelineOptions {
    Preconditions.checkArgument(
        testShare > 0 && testShare < 1, "testShare: %s is not between 0 and 1", testShare);
    Preconditions.checkArgument(cutoff >= 1, "cutoff: %s is below 1", cutoff);
    Preconditions.checkArgument(easePenalty > 0, "easePenalty: %s is not above 0", easePenalty);
    Preconditions.checkArgument(pairs >= 1, "pairs: %s is below 1", pairs);
    Preconditions.checkArgument(users >= 1, "users: %s is below 1", users);
    Preconditions.checkArgument(
        recommendations >= 1, "recommendations: %s is below 1", recommendations);
  }

  /** The last fifth for testing, lists of 20, 40 pairs, 3 users with 5 items each. */
  public static PipelineOptions defaults() {
    return new PipelineOptions(
        Cleaning.defaults(),
        0.2,
        20,
        LightGcn.Options.defaults(),
        true,
        300,
        ItemKnn.Options.defaults(),
        ItemEffects.Options.defaults(),
        Optional.empty(),
        40,
        3,
        5);
  }

  /** With other cleaning. */
  public PipelineOptions withCleaning(Cleaning value) {
    return new PipelineOptions(
        value,
        testShare,
        cutoff,
        lightGcn,
        textStart,
        easePenalty,
        itemKnn,
        effects,
        horizon,
        pairs,
        users,
        recommendations);
  }

  /** With another share for testing. */
  public PipelineOptions withTestShare(double value) {
    return new PipelineOptions(
        cleaning,
        value,
        cutoff,
        lightGcn,
        textStart,
        easePenalty,
        itemKnn,
        effects,
        horizon,
        pairs,
        users,
        recommendations);
  }

  /** With other options of the graph convolution. */
  public PipelineOptions withLightGcn(LightGcn.Options value) {
    return new PipelineOptions(
        cleaning,
        testShare,
        cutoff,
        value,
        textStart,
        easePenalty,
        itemKnn,
        effects,
        horizon,
        pairs,
        users,
        recommendations);
  }

  /** With other options of the pair effects. */
  public PipelineOptions withEffects(ItemEffects.Options value) {
    return new PipelineOptions(
        cleaning,
        testShare,
        cutoff,
        lightGcn,
        textStart,
        easePenalty,
        itemKnn,
        value,
        horizon,
        pairs,
        users,
        recommendations);
  }

  /** With a fixed horizon. */
  public PipelineOptions withHorizon(Duration value) {
    return new PipelineOptions(
        cleaning,
        testShare,
        cutoff,
        lightGcn,
        textStart,
        easePenalty,
        itemKnn,
        effects,
        Optional.of(value),
        pairs,
        users,
        recommendations);
  }

  /** With another number of pairs. */
  public PipelineOptions withPairs(int value) {
    return new PipelineOptions(
        cleaning,
        testShare,
        cutoff,
        lightGcn,
        textStart,
        easePenalty,
        itemKnn,
        effects,
        horizon,
        value,
        users,
        recommendations);
  }
}
