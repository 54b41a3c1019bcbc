package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What an approximate method found.
 *
 * @param probabilities of {@link TargetSets}, each table summing to 1
 * @param standardErrors of the probabilities, null where none are claimed
 * @param logProbability of the evidence, NaN where it is not estimated
 * @param report the method's own
 * @param warnings for the user
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Estimate(
    double[] probabilities,
    double @Nullable [] standardErrors,
    double logProbability,
    ApproximationReport report,
    ImmutableList<String> warnings) {}
