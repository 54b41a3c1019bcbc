package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;

/**
 * What is assumed about a visit: the season, how long a customer has been coming, what the customer
 * likes and what else is in the basket may each make one item likely now and another later. What is
 * missing matters as much as what is there: nothing unseen makes both likely.
 */
public final class VisitAssumptions {
  /** Time of the year. */
  public static final String SEASON = "season";

  /** How often and how much the customer bought before. */
  public static final String HISTORY = "history";

  /** What the customer likes, as the texts of the items so far tell it. */
  public static final String TASTE = "taste";

  /** What else is taken at the visit. */
  public static final String BASKET = "basket";

  private static final ImmutableList<String> COMMON =
      ImmutableList.of(SEASON, HISTORY, TASTE, BASKET);

  private VisitAssumptions() {}

  /** The names of what is adjusted for. */
  public static ImmutableList<String> common() {
    return COMMON;
  }

  /**
   * The graph of one pair of items.
   *
   * @param bought name of the node of the item bought at the visit
   * @param later name of the node of the item bought later
   */
  public static CausalGraph graph(String bought, String later) {
    return graph(List.of(SEASON, HISTORY, TASTE), bought, later);
  }

  /** The same with only some of the common causes. */
  static CausalGraph graph(List<String> causes, String bought, String later) {
    CausalGraph.Builder graph = CausalGraph.builder();
    for (String cause : causes) {
      graph.edge(cause, BASKET).edge(cause, bought).edge(cause, later);
    }
    return graph.edge(BASKET, bought).edge(BASKET, later).edge(bought, later).build();
  }

  /** Whether, and how, the effect of the one on the other is identified in that graph. */
  public static Identification identify(String bought, String later) {
    return Identifier.identify(graph(bought, later), CausalQuery.effectOf(bought).on(later));
  }
}
