package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Features;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;

/**
 * The trials of one pair as a small table of two-state columns, with the graph over them: coarse
 * enough to be a Bayesian network that can be printed. Columns of {@link VisitAssumptions#common}
 * are cut at their medians; {@value #BOUGHT} and {@value #LATER} are no or yes.
 *
 * @param pair the two items
 * @param table one row a trial
 * @param graph the assumptions
 * @param identification of the effect of {@value #BOUGHT} on {@value #LATER} in that graph
 * @param withHiddenCause the same if something unseen makes both likely
 */
public record VisitTable(
    ItemPair pair,
    Table table,
    CausalGraph graph,
    Identification identification,
    Identification withHiddenCause) {
  /** Whether the visit has the cause. */
  public static final String BOUGHT = "bought";

  /** Whether a later visit within the horizon has the effect. */
  public static final String LATER = "buys_later";

  static VisitTable of(ItemPair pair, PairTrials trials) {
    Features x = trials.covariates();
    boolean hasText = x.names().contains("text near the effect, mean");
    Column.Discrete history =
        split(VisitAssumptions.HISTORY, column(x, "visits before (log)"), 0, "first", "returning");
    Column.Discrete taste =
        halves(
            VisitAssumptions.TASTE,
            column(x, hasText ? "text near the effect, mean" : "items before (log)"),
            hasText ? "far" : "narrow",
            hasText ? "near" : "broad");
    Column.Discrete basket =
        halves(
            VisitAssumptions.BASKET, column(x, "other items at the visit (log)"), "small", "large");
    Table table =
        Table.of(
            history,
            taste,
            basket,
            Column.Discrete.ofCodes(BOUGHT, List.of("no", "yes"), trials.treatment()),
            Column.Discrete.ofCodes(
                LATER,
                List.of("no", "yes"),
                Arrays.stream(trials.outcome()).mapToInt(y -> (int) y).toArray()));
    CausalGraph graph =
        VisitAssumptions.graph(
            List.of(VisitAssumptions.HISTORY, VisitAssumptions.TASTE), BOUGHT, LATER);
    CausalQuery query = CausalQuery.effectOf(BOUGHT).on(LATER);
    return new VisitTable(
        pair,
        table,
        graph,
        Identifier.identify(graph, query),
        Identifier.identify(graph.withHiddenCause(BOUGHT, LATER), query));
  }

  /** Number of visits that have the cause. */
  public int treated() {
    return (int) Arrays.stream(table.discrete(BOUGHT).codes()).filter(code -> code == 1).count();
  }

  private static double[] column(Features x, String name) {
    int at = x.names().indexOf(name);
    double[] values = new double[x.rows()];
    Arrays.setAll(values, row -> x.get(row, at));
    return values;
  }

  private static Column.Discrete halves(String name, double[] values, String low, String high) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return split(name, values, sorted[(sorted.length - 1) / 2], low, high);
  }

  private static Column.Discrete split(
      String name, double[] values, double cut, String low, String high) {
    int[] codes = new int[values.length];
    Arrays.setAll(codes, row -> values[row] > cut ? 1 : 0);
    return Column.Discrete.ofCodes(name, ImmutableList.of(low, high), codes);
  }
}
