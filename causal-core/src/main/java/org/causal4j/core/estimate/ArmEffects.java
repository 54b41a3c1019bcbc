package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;

/**
 * The effects of several treatment states against one, estimated together.
 *
 * @param control the state compared with
 * @param arms the mean outcome under each state that was asked for, the control first
 * @param effects one a treated state, in the order asked for; {@link EffectEstimate#influence} is
 *     over all units of the table, whatever their state
 * @param bands intervals of the differences that all cover at once
 */
public record ArmEffects(
    String control,
    ImmutableList<ArmMean> arms,
    ImmutableList<EffectEstimate> effects,
    SimultaneousBands bands) {}
