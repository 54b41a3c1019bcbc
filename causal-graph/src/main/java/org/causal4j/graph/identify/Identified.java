package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;

/**
 * The effect is a function of the observed distribution.
 *
 * @param query the question
 * @param strategy the kind of formula
 * @param estimand the formula; its free names are treatments, outcomes and conditions, and perhaps
 *     names whose value makes no difference
 * @param adjustmentSet what is adjusted for: present, and perhaps empty, for {@link
 *     Strategy#BACK_DOOR} and {@link Strategy#NO_ADJUSTMENT}, and for {@link Strategy#NO_EFFECT}
 *     where such a set exists
 * @param design what to hand to an estimator: for one treatment and one outcome without conditions,
 *     where the formula has a standard form
 * @param derivation the steps from the query to the formula, each of do-calculus or a law of
 *     probability; {@link DerivationChecker} verifies them
 * @param assumptions what has to be believed, in words
 * @param warnings what the asker may not have expected, in words
 */
public record Identified(
    CausalQuery query,
    Strategy strategy,
    Expr estimand,
    Optional<Set<String>> adjustmentSet,
    Optional<Design> design,
    Derivation derivation,
    List<String> assumptions,
    List<String> warnings)
    implements Identification {

  /** Takes copies. */
  public Identified {
    adjustmentSet = adjustmentSet.map(ImmutableSet::copyOf);
    assumptions = List.copyOf(assumptions);
    warnings = List.copyOf(warnings);
  }

  @Override
  public <R> R fold(
      Function<? super Identified, ? extends R> identified,
      Function<? super NotIdentified, ? extends R> notIdentified) {
    return identified.apply(this);
  }

  @Override
  public boolean isIdentified() {
    return true;
  }

  /**
   * The answer on a discrete joint distribution: P(outcomes | do(treatments), conditions) as a
   * table over treatments, then conditions, then outcomes, each in the order of the query.
   *
   * @throws org.causal4j.core.CausalException where positivity fails: the formula needs a
   *     conditional probability of an event that has probability 0
   * @throws IllegalArgumentException where the table lacks a variable of the formula
   */
  public ProbabilityTable evaluate(ProbabilityTable joint) {
    return evaluate(Distributions.of(joint));
  }

  /**
   * The same from several distributions, from a network, or from data.
   *
   * @throws org.causal4j.core.CausalException where positivity fails
   * @throws IllegalArgumentException where a distribution or a variable is missing
   */
  public ProbabilityTable evaluate(Distributions distributions) {
    List<String> order = new ArrayList<>(query.treatments());
    order.addAll(query.conditions());
    order.addAll(query.outcomes());
    return ExprEvaluator.evaluate(estimand, distributions, order);
  }

  /**
   * The answer on data, with bootstrap intervals: for formulas that no standard design estimates,
   * on discrete columns with few states. Cost: a pass over the rows for each probability of the
   * formula and each replicate.
   *
   * @throws org.causal4j.core.CausalException where a stratum that the formula needs is empty
   * @throws IllegalArgumentException where a column is missing, continuous, or misses cells
   */
  public PlugInEstimate estimate(
      Table table, PlugInEstimate.Options options, Seed seed, ProgressListener progress) {
    return PlugInEstimate.of(this, table, options, seed, progress);
  }

  /** The same without progress. */
  public PlugInEstimate estimate(Table table, PlugInEstimate.Options options, Seed seed) {
    return estimate(table, options, seed, ProgressListener.NONE);
  }

  @Override
  public String toString() {
    String warning = warnings.isEmpty() ? "" : "; " + String.join("; ", warnings);
    return query + " = " + estimand + " (" + strategy + ")" + warning;
  }
}
