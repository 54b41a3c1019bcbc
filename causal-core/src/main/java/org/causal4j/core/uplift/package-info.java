/**
 * How well a score tells whom to treat. Start with {@link org.causal4j.core.uplift.UpliftCurve}.
 *
 * <p>One definition of each measure is used throughout. S is the score, Y(1) and Y(0) are the
 * outcomes with and without treatment, and q is the fraction of the population that is targeted,
 * the highest scores first.
 *
 * <ul>
 *   <li><b>Gain</b> (cumulative gain): G(q) = E[(Y(1) − Y(0)) · 1{S in the top q}], in units of the
 *       outcome, a unit of the whole population. G(0) = 0 and G(1) is the average effect. Treating
 *       a fraction q at random gains q · G(1): a straight line.
 *   <li><b>Qini curve</b>: G(q) − q · G(1). <b>Qini coefficient</b>: its area, ∫₀¹ (G(q) − q G(1))
 *       dq (Radcliffe and Surry, "Real-world uplift modelling with significance-based uplift
 *       trees", Portrait TR-2011-1, §3: the area between the incremental gains curve and the
 *       diagonal; in this form Yadlowsky, Fleming, Shah, Brunskill and Wager, "Evaluating treatment
 *       prioritization rules via rank-weighted average treatment effects", JASA 120(549), 2025,
 *       §2).
 *   <li><b>AUUC</b>: the area under the gain curve, ∫₀¹ G(q) dq = Qini + G(1)/2.
 * </ul>
 *
 * <p>No measure is divided by anything unless its name says so, none takes an absolute value, and
 * units of equal score are one straight segment of the curve. What other libraries call by the same
 * names is compared in docs/uplift.md.
 */
@NullMarked
package org.causal4j.core.uplift;

import org.jspecify.annotations.NullMarked;
