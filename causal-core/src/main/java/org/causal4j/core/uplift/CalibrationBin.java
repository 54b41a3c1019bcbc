package org.causal4j.core.uplift;

import java.util.Optional;

/**
 * Units of like score in an {@link UpliftCalibration}.
 *
 * @param n number of rows
 * @param share of the population
 * @param lowest score among them
 * @param highest score among them
 * @param predicted mean score
 * @param observed effect among them, estimated as the average effect is; empty where an arm has
 *     fewer than two rows
 */
public record CalibrationBin(
    int n,
    double share,
    double lowest,
    double highest,
    double predicted,
    Optional<UpliftValue> observed) {}
