package org.causal4j.recommend.interaction;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.matrix.CsrMatrix;

/**
 * Several kinds of interaction over one numbering of users and items, as views, carts and
 * purchases: one {@link InteractionGraph} a kind. The first is the target, the one that is to be
 * predicted.
 *
 * <p>Immutable and safe to share between threads. Memory is that of its graphs.
 */
public final class TypedInteractions {
  private final ImmutableMap<String, InteractionGraph> relations;

  private TypedInteractions(ImmutableMap<String, InteractionGraph> relations) {
    this.relations = relations;
  }

  /**
   * Graphs by the name of their kind, the target first.
   *
   * @throws IllegalArgumentException if there is none, or two differ in users or items
   */
  public static TypedInteractions of(Map<String, InteractionGraph> relations) {
    Preconditions.checkArgument(!relations.isEmpty(), "relations: there are none");
    InteractionGraph first = relations.values().iterator().next();
    relations.forEach(
        (name, graph) ->
            Preconditions.checkArgument(
                graph.users().equals(first.users()) && graph.items().equals(first.items()),
                "relation '%s': has other users or items than the first",
                name));
    return new TypedInteractions(ImmutableMap.copyOf(relations));
  }

  /** A graph alone. */
  public static TypedInteractions of(InteractionGraph graph) {
    return new TypedInteractions(ImmutableMap.of("interaction", graph));
  }

  /**
   * The actions of a log, each a kind, over all its users and items.
   *
   * @param actions the target first
   * @throws IllegalArgumentException if the log lacks one of them
   */
  public static TypedInteractions from(EventLog log, List<String> actions) {
    Preconditions.checkArgument(!actions.isEmpty(), "actions: there are none");
    Map<String, InteractionGraph> relations = new LinkedHashMap<>();
    for (String action : actions) {
      Preconditions.checkArgument(
          !relations.containsKey(action), "actions: '%s' stands twice", action);
      relations.put(action, over(InteractionGraph.from(log, action), log));
    }
    return of(relations);
  }

  /** The same pairs with the numbers of the whole log. */
  private static InteractionGraph over(InteractionGraph part, EventLog log) {
    ImmutableList<String> users = log.userIds();
    ImmutableList<String> items = log.itemIds();
    int[] rows = new int[part.pairs()];
    int[] columns = new int[part.pairs()];
    float[] counts = new float[part.pairs()];
    long[] given = part.lastTimes().orElseThrow();
    for (int user = 0; user < part.users().size(); user++) {
      int number = log.userNumber(part.users().get(user));
      for (int e = part.byUser().rowStart(user); e < part.byUser().rowEnd(user); e++) {
        rows[e] = number;
        columns[e] = log.itemNumber(part.items().get(part.byUser().column(e)));
        counts[e] = part.byUser().value(e);
      }
    }
    CsrMatrix all = CsrMatrix.ofEntries(users.size(), items.size(), rows, columns, counts);
    long[] times = new long[given.length];
    int[] sorted = all.columnIndexes();
    for (int e = 0; e < given.length; e++) {
      int from = all.rowStart(rows[e]);
      times[java.util.Arrays.binarySearch(sorted, from, all.rowEnd(rows[e]), columns[e])] =
          given[e];
    }
    return InteractionGraph.of(users, items, all, times, part.provenance());
  }

  /** Names of the kinds, the target first. */
  public ImmutableList<String> names() {
    return relations.keySet().asList();
  }

  /** The kind that is to be predicted. */
  public InteractionGraph target() {
    return relations.values().asList().get(0);
  }

  /** The graph of a kind. */
  public InteractionGraph relation(String name) {
    InteractionGraph graph = relations.get(name);
    Preconditions.checkArgument(graph != null, "relation '%s': not among %s", name, names());
    return graph;
  }

  @Override
  public String toString() {
    return "TypedInteractions " + relations;
  }
}
