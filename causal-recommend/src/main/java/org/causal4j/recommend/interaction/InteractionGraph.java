package org.causal4j.recommend.interaction;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.matrix.CsrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Users, items, and how often which user took which item: the two sides of a bipartite graph with
 * one weighted edge a pair. A graph of a log also knows when a pair came together last.
 *
 * <p>Immutable and safe to share between threads. 16 bytes an edge, and 8 more for its time.
 */
public final class InteractionGraph {
  private final ImmutableList<String> users;
  private final ImmutableList<String> items;
  private final ImmutableMap<String, Integer> userNumbers;
  private final ImmutableMap<String, Integer> itemNumbers;
  private final CsrMatrix byUser;
  private final CsrMatrix byItem;
  private final long @Nullable [] lastTimes;
  private final Provenance provenance;

  private InteractionGraph(
      ImmutableList<String> users,
      ImmutableList<String> items,
      CsrMatrix byUser,
      long @Nullable [] lastTimes,
      Provenance provenance) {
    this.users = users;
    this.items = items;
    this.userNumbers = numbers(users, "users");
    this.itemNumbers = numbers(items, "items");
    this.byUser = byUser;
    this.byItem = byUser.transpose();
    this.lastTimes = lastTimes;
    this.provenance = provenance;
  }

  private static ImmutableMap<String, Integer> numbers(ImmutableList<String> ids, String name) {
    Preconditions.checkArgument(
        new HashSet<>(ids).size() == ids.size(), "%s: an id stands twice", name);
    ImmutableMap.Builder<String, Integer> numbers = ImmutableMap.builder();
    for (int i = 0; i < ids.size(); i++) {
      numbers.put(ids.get(i), i);
    }
    return numbers.buildOrThrow();
  }

  /**
   * The graph of a matrix.
   *
   * @param counts users x items, how often; every stored entry above 0
   */
  public static InteractionGraph of(List<String> users, List<String> items, CsrMatrix counts) {
    return of(
        users,
        items,
        counts,
        null,
        Provenance.of("interactions", ImmutableMap.of("pairs", "" + counts.entries())));
  }

  /**
   * A graph as it was read from a file or cut out of another one.
   *
   * @param counts users x items, every stored entry above 0
   * @param lastTimes milliseconds since 1970-01-01T00:00Z of each entry, in the order of the
   *     entries; null where they are not known
   */
  public static InteractionGraph of(
      List<String> users,
      List<String> items,
      CsrMatrix counts,
      long @Nullable [] lastTimes,
      Provenance provenance) {
    Preconditions.checkArgument(
        counts.rows() == users.size() && counts.columns() == items.size(),
        "counts: is %s x %s for %s users and %s items",
        counts.rows(),
        counts.columns(),
        users.size(),
        items.size());
    Preconditions.checkArgument(counts.entries() > 0, "counts: there is no interaction");
    Preconditions.checkArgument(
        lastTimes == null || lastTimes.length == counts.entries(),
        "lastTimes: %s of them for %s entries",
        lastTimes == null ? 0 : lastTimes.length,
        counts.entries());
    for (int entry = 0; entry < counts.entries(); entry++) {
      Preconditions.checkArgument(
          counts.value(entry) > 0 && Float.isFinite(counts.value(entry)),
          "counts: an entry is %s, not above 0",
          counts.value(entry));
    }
    return new InteractionGraph(
        ImmutableList.copyOf(users),
        ImmutableList.copyOf(items),
        counts,
        lastTimes == null ? null : lastTimes.clone(),
        provenance);
  }

  /** All events of a log, whatever their action. */
  public static InteractionGraph from(EventLog log) {
    return build(log, log.itemIds());
  }

  /** The events of one action. */
  public static InteractionGraph from(EventLog log, String action) {
    return from(log.only(action));
  }

  /**
   * All events of a log over a fixed list of items, as a catalog has them; an item that nobody took
   * has no edge.
   *
   * @throws IllegalArgumentException if the log has an item that is not in the list
   */
  public static InteractionGraph from(EventLog log, List<String> items) {
    return build(log, items);
  }

  private static InteractionGraph build(EventLog log, List<String> items) {
    Preconditions.checkArgument(log.size() > 0, "log: has no events");
    ImmutableMap<String, Integer> numbers = numbers(ImmutableList.copyOf(items), "items");
    int[] item = new int[log.itemCount()];
    for (int i = 0; i < item.length; i++) {
      Integer number = numbers.get(log.itemId(i));
      Preconditions.checkArgument(
          number != null, "log: item '%s' is not in the list of items", log.itemId(i));
      item[i] = number;
    }
    int[] rows = new int[log.size()];
    int[] columns = new int[log.size()];
    float[] ones = new float[log.size()];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = log.user(r);
      columns[r] = item[log.item(r)];
      ones[r] = 1;
    }
    CsrMatrix counts = CsrMatrix.ofEntries(log.userCount(), items.size(), rows, columns, ones);
    return of(
        log.userIds(),
        items,
        counts,
        lastTimes(log, counts, columns),
        Provenance.of(
            "interactions",
            ImmutableMap.of("pairs", Integer.toString(counts.entries())),
            log.provenance()));
  }

  /** The rows of a log are sorted by time: what comes later overwrites. */
  private static long[] lastTimes(EventLog log, CsrMatrix counts, int[] itemOfRow) {
    int[] columns = counts.columnIndexes();
    long[] times = new long[counts.entries()];
    for (int r = 0; r < log.size(); r++) {
      int user = log.user(r);
      int from = counts.rowStart(user);
      times[Arrays.binarySearch(columns, from, counts.rowEnd(user), itemOfRow[r])] =
          log.timeMillis(r);
    }
    return times;
  }

  /** User ids, in the order of their numbers. */
  public ImmutableList<String> users() {
    return users;
  }

  /** Item ids, in the order of their numbers. */
  public ImmutableList<String> items() {
    return items;
  }

  /** The number of a user, -1 where the graph has no such user. */
  public int userNumber(String id) {
    return userNumbers.getOrDefault(id, -1);
  }

  /** The number of an item, -1 where the graph has no such item. */
  public int itemNumber(String id) {
    return itemNumbers.getOrDefault(id, -1);
  }

  /** Counts, users x items. */
  public CsrMatrix byUser() {
    return byUser;
  }

  /** Counts, items x users. */
  public CsrMatrix byItem() {
    return byItem;
  }

  /** Number of distinct pairs. */
  public int pairs() {
    return byUser.entries();
  }

  /** Whether a user took an item. */
  public boolean contains(int user, int item) {
    return byUser.contains(user, item);
  }

  /** Whether it is known when pairs came together. */
  public boolean hasTimes() {
    return lastTimes != null;
  }

  /** When a user took an item last; empty where it did not, or the graph knows no times. */
  public Optional<Instant> lastTime(int user, int item) {
    long[] times = lastTimes;
    if (times == null || !contains(user, item)) {
      return Optional.empty();
    }
    int entry = byUser.rowStart(user);
    while (byUser.column(entry) != item) {
      entry++;
    }
    return Optional.of(Instant.ofEpochMilli(times[entry]));
  }

  /**
   * When each pair came together last, in milliseconds since 1970-01-01T00:00Z and in the order of
   * the entries of {@link #byUser}; a copy, empty where the graph knows no times.
   */
  public Optional<long[]> lastTimes() {
    return Optional.ofNullable(lastTimes).map(long[]::clone);
  }

  /** How many items users have. */
  public Degrees userDegrees() {
    return Degrees.of(IntStream.range(0, users.size()).map(byUser::rowLength).toArray());
  }

  /** How many users items have. */
  public Degrees itemDegrees() {
    return Degrees.of(IntStream.range(0, items.size()).map(byItem::rowLength).toArray());
  }

  /**
   * The k-core: the largest part in which every user has at least {@code k} items and every item
   * {@code k} users, with ids in their former order (Seidman, Social Networks 5(3), 1983).
   *
   * @throws IllegalArgumentException if nothing is left
   */
  public InteractionGraph core(int k) {
    Preconditions.checkArgument(k >= 1, "k: %s is below 1", k);
    return Core.of(this, k);
  }

  /** {@link #adjacency} with {@link Normalization#SYMMETRIC}. */
  public CsrMatrix normalizedAdjacency() {
    return adjacency(Normalization.SYMMETRIC);
  }

  /**
   * The normalized adjacency of the bipartite graph, A of zeros and ones: users first, then items
   * (He et al., "LightGCN", SIGIR 2020, §3.1.2). 16 bytes an edge.
   */
  public CsrMatrix adjacency(Normalization normalization) {
    int u = users.size();
    int nodes = u + items.size();
    int[] rows = new int[2 * pairs()];
    int[] columns = new int[2 * pairs()];
    float[] values = new float[2 * pairs()];
    int at = 0;
    for (int user = 0; user < u; user++) {
      int userDegree = byUser.rowLength(user);
      for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
        int item = byUser.column(entry);
        int itemDegree = byItem.rowLength(item);
        rows[at] = user;
        columns[at] = u + item;
        values[at++] = (float) normalization.weight(userDegree, itemDegree);
        rows[at] = u + item;
        columns[at] = user;
        values[at++] = (float) normalization.weight(itemDegree, userDegree);
      }
    }
    return CsrMatrix.ofEntries(nodes, nodes, rows, columns, values);
  }

  /** SHA-256 over ids, counts and times, in hexadecimal: equal graphs, equal hash. */
  public String hash() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (ImmutableList<String> ids : List.of(users, items)) {
      hasher.putInt(ids.size());
      ids.forEach(id -> hasher.putInt(id.length()).putString(id, StandardCharsets.UTF_8));
    }
    for (int user = 0; user < users.size(); user++) {
      for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
        hasher.putInt(user).putInt(byUser.column(entry)).putFloat(byUser.value(entry));
        if (lastTimes != null) {
          hasher.putLong(lastTimes[entry]);
        }
      }
    }
    return hasher.hash().toString();
  }

  /** Where the graph comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** The graph in three lines: size, and the degrees of both sides. */
  public String describe() {
    return this + "\nusers: " + userDegrees() + "\nitems: " + itemDegrees();
  }

  @Override
  public String toString() {
    double cells = (double) users.size() * items.size();
    return String.format(
        Locale.ROOT,
        "InteractionGraph: %,d users, %,d items, %,d pairs (%.2f %% of all)",
        users.size(),
        items.size(),
        pairs(),
        100 * pairs() / cells);
  }
}
