package org.causal4j.recommend.effect;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.FitOptions;
import org.causal4j.graph.bayes.SeeingVersusDoing;

/**
 * One pair of items as a Bayesian network over its visits: what is seen of those who bought the
 * first, and what would be if everybody did.
 *
 * @param visits the table, the graph over it and what it identifies
 * @param network fitted to the table
 * @param comparison association, effect and their difference in that network
 */
public record SeeingAndDoing(
    VisitTable visits, BayesianNetwork network, SeeingVersusDoing comparison) {

  /** Fits the network; the prior counts as one visit in all. */
  public static SeeingAndDoing of(VisitTable visits) {
    BayesianNetwork network =
        BayesianNetwork.fit(visits.graph(), visits.table(), FitOptions.bdeu(1));
    return new SeeingAndDoing(
        visits,
        network,
        SeeingVersusDoing.of(network, VisitTable.BOUGHT, "yes", "no", VisitTable.LATER, "yes"));
  }

  /** What was assumed and what follows, in a few lines. */
  public String describe(UnaryOperator<String> label) {
    return String.format(
        Locale.ROOT,
        "%s -> %s, %d visits%n%s%n%s%n%s",
        label.apply(visits.pair().cause()),
        label.apply(visits.pair().effect()),
        visits.table().rows(),
        visits.graph(),
        visits.identification(),
        comparison);
  }
}
