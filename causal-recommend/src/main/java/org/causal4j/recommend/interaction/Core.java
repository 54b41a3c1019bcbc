package org.causal4j.recommend.interaction;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.causal4j.core.matrix.CsrMatrix;

/** The k-core by peeling: nodes with too few partners go, which leaves others with too few. */
final class Core {
  private Core() {}

  static InteractionGraph of(InteractionGraph graph, int k) {
    CsrMatrix byUser = graph.byUser();
    CsrMatrix byItem = graph.byItem();
    int users = byUser.rows();
    int nodes = users + byItem.rows();
    int[] degree = new int[nodes];
    boolean[] gone = new boolean[nodes];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int node = 0; node < nodes; node++) {
      degree[node] = node < users ? byUser.rowLength(node) : byItem.rowLength(node - users);
      if (degree[node] < k) {
        gone[node] = true;
        queue.add(node);
      }
    }
    while (!queue.isEmpty()) {
      int node = queue.remove();
      boolean user = node < users;
      int[] partners = user ? byUser.rowColumns(node) : byItem.rowColumns(node - users);
      for (int partner : partners) {
        int other = user ? users + partner : partner;
        if (--degree[other] < k && !gone[other]) {
          gone[other] = true;
          queue.add(other);
        }
      }
    }
    int[] keptUsers = IntStream.range(0, users).filter(u -> !gone[u]).toArray();
    int[] keptItems = IntStream.range(0, nodes - users).filter(i -> !gone[users + i]).toArray();
    Preconditions.checkArgument(
        keptUsers.length > 0, "k: no pair of %s is left in the %s-core", graph, k);
    return cut(graph, keptUsers, keptItems, k);
  }

  private static InteractionGraph cut(InteractionGraph graph, int[] users, int[] items, int k) {
    CsrMatrix counts = graph.byUser();
    long[] times = graph.lastTimes().orElse(null);
    int[] column = new int[graph.items().size()];
    Arrays.fill(column, -1);
    for (int i = 0; i < items.length; i++) {
      column[items[i]] = i;
    }
    int[] pointers = new int[users.length + 1];
    int[] columns = new int[counts.entries()];
    float[] values = new float[counts.entries()];
    long[] keptTimes = new long[counts.entries()];
    int used = 0;
    for (int u = 0; u < users.length; u++) {
      for (int entry = counts.rowStart(users[u]); entry < counts.rowEnd(users[u]); entry++) {
        if (column[counts.column(entry)] >= 0) {
          columns[used] = column[counts.column(entry)];
          values[used] = counts.value(entry);
          keptTimes[used++] = times == null ? 0 : times[entry];
        }
      }
      pointers[u + 1] = used;
    }
    List<String> userIds = Arrays.stream(users).mapToObj(graph.users()::get).toList();
    List<String> itemIds = Arrays.stream(items).mapToObj(graph.items()::get).toList();
    return InteractionGraph.of(
        userIds,
        itemIds,
        CsrMatrix.copyOf(
            items.length, pointers, Arrays.copyOf(columns, used), Arrays.copyOf(values, used)),
        times == null ? null : Arrays.copyOf(keptTimes, used),
        Provenance.of("core", ImmutableMap.of("k", Integer.toString(k)), graph.provenance()));
  }
}
