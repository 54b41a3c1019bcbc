package org.causal4j.core.refute;

/**
 * How strong a confounder is that was left out of a regression.
 *
 * @param withTreatment partial R² with the treatment, given the covariates
 * @param withOutcome partial R² with the outcome, given treatment and covariates
 */
public record ConfounderStrength(double withTreatment, double withOutcome) {}
