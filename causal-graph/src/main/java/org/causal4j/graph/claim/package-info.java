/**
 * What may be said about an effect, and how firmly. Start with {@link
 * org.causal4j.graph.claim.CausalClaim}, whose {@link org.causal4j.graph.claim.ClaimGrade} follows
 * from identification, interval and refutation and can't be set by hand.
 */
@NullMarked
package org.causal4j.graph.claim;

import org.jspecify.annotations.NullMarked;
