package org.causal4j.recommend.interaction;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.CsrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Pairs to learn from and pairs to be tested on, over one numbering of users and items: all ids of
 * all parts, ascending by number where all of them are whole numbers and by text elsewhere. So
 * neither the order of lines nor which part an id stands in changes a number, and a user or item of
 * the test part alone is a node without an edge.
 *
 * <p>Files are UTF-8, plain or gzip, of one of two forms, which are told apart by their first line:
 *
 * <ul>
 *   <li>{@code user item item …}, between spaces; a user without items is counted
 *   <li>{@code user<TAB>item[<TAB>weight[<TAB>time]]}, each line with as many fields as the first;
 *       the weight above 0; the time in seconds since 1970, or in milliseconds from 10¹¹ on. A
 *       first line of names with types, as {@code user_id:token}, is skipped
 * </ul>
 *
 * <p>Ids are texts: ids with gaps stay as they are. A pair that stands twice in a part has the sum
 * of its weights and the later of its times, and is counted.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class InteractionSplit {
  private static final Pattern WHOLE = Pattern.compile("[0-9]+");

  private final InteractionGraph train;
  private final @Nullable InteractionGraph validation;
  private final InteractionGraph test;
  private final Counts counts;

  /**
   * What the parts hold.
   *
   * @param users of all parts
   * @param items of all parts
   * @param train distinct pairs to learn from
   * @param validation distinct pairs to choose on, 0 without such a part
   * @param test distinct pairs to be tested on
   * @param duplicates lines or items that named a pair of their part again
   * @param usersWithoutItems lines with a user and no item
   * @param usersOnlyInTest users with a test pair and no training pair
   * @param itemsOnlyInTest items with a test pair and no training pair
   * @param testPairsInTrain test pairs that are training pairs too
   * @param hash {@link InteractionGraph#hash} of the training part
   */
  public record Counts(
      int users,
      int items,
      int train,
      int validation,
      int test,
      int duplicates,
      int usersWithoutItems,
      int usersOnlyInTest,
      int itemsOnlyInTest,
      int testPairsInTrain,
      String hash) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d users, %,d items, %,d training and %,d test pairs; %,d duplicates, %,d users and"
              + " %,d items only in test",
          users,
          items,
          train,
          test,
          duplicates,
          usersOnlyInTest,
          itemsOnlyInTest);
    }
  }

  private InteractionSplit(
      InteractionGraph train,
      @Nullable InteractionGraph validation,
      InteractionGraph test,
      int duplicates,
      int usersWithoutItems) {
    this.train = train;
    this.validation = validation;
    this.test = test;
    this.counts = counts(train, validation, test, duplicates, usersWithoutItems);
  }

  /**
   * Reads a training and a test file.
   *
   * @throws org.causal4j.core.DataFormatException with file, line and field, if one can't be read
   */
  public static InteractionSplit read(Path train, Path test) throws IOException {
    return ofFiles(ImmutableList.of(PairFile.read(train), PairFile.read(test)));
  }

  /** Reads a training, a validation and a test file, as {@link #read(Path, Path)}. */
  public static InteractionSplit read(Path train, Path validation, Path test) throws IOException {
    return ofFiles(
        ImmutableList.of(PairFile.read(train), PairFile.read(validation), PairFile.read(test)));
  }

  /** Reads one file as a graph; its users and items are numbered as those of a split. */
  public static InteractionGraph readGraph(Path file) throws IOException {
    PairFile.Pairs pairs = PairFile.read(file);
    return graph(pairs, sorted(pairs.userIds()), sorted(pairs.itemIds()));
  }

  private static InteractionSplit ofFiles(ImmutableList<PairFile.Pairs> files) {
    Set<String> users = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    int lines = 0;
    int empty = 0;
    for (PairFile.Pairs file : files) {
      users.addAll(file.userIds());
      items.addAll(file.itemIds());
      lines += file.user().length;
      empty += file.usersWithoutItems();
    }
    ImmutableList<String> userIds = sorted(users);
    ImmutableList<String> itemIds = sorted(items);
    List<InteractionGraph> graphs = new ArrayList<>();
    int pairs = 0;
    for (PairFile.Pairs file : files) {
      InteractionGraph graph = graph(file, userIds, itemIds);
      graphs.add(graph);
      pairs += graph.pairs();
    }
    return new InteractionSplit(
        graphs.get(0),
        files.size() == 3 ? graphs.get(1) : null,
        graphs.get(files.size() - 1),
        lines - pairs,
        empty);
  }

  private static ImmutableList<String> sorted(Collection<String> ids) {
    if (!ids.stream().allMatch(id -> WHOLE.matcher(id).matches())) {
      return ImmutableList.sortedCopyOf(ids);
    }
    return ids.stream()
        .map(id -> new Whole(CharMatcher.is('0').trimLeadingFrom(id), id))
        .sorted()
        .map(Whole::id)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * A whole number of any length.
   *
   * @param digits without leading zeros
   * @param id as it stands in the file
   */
  private record Whole(String digits, String id) implements Comparable<Whole> {
    private static final Comparator<Whole> ORDER =
        Comparator.comparingInt((Whole one) -> one.digits.length())
            .thenComparing(Whole::digits)
            .thenComparing(Whole::id);

    @Override
    public int compareTo(Whole other) {
      return ORDER.compare(this, other);
    }
  }

  private static InteractionGraph graph(
      PairFile.Pairs file, ImmutableList<String> users, ImmutableList<String> items) {
    int[] user = renumbered(file.user(), file.userIds(), users);
    int[] item = renumbered(file.item(), file.itemIds(), items);
    CsrMatrix weights = CsrMatrix.ofEntries(users.size(), items.size(), user, item, file.weight());
    long[] times = file.time();
    return InteractionGraph.of(
        users,
        items,
        weights,
        times == null ? null : latest(weights, user, item, times),
        Provenance.of(
            "interactions",
            ImmutableMap.of(
                "file",
                String.valueOf(file.path().getFileName()),
                "pairs",
                Integer.toString(weights.entries()))));
  }

  private static int[] renumbered(int[] numbers, List<String> ids, ImmutableList<String> all) {
    ImmutableMap.Builder<String, Integer> places = ImmutableMap.builder();
    for (int i = 0; i < all.size(); i++) {
      places.put(all.get(i), i);
    }
    ImmutableMap<String, Integer> place = places.buildOrThrow();
    int[] moved = ids.stream().mapToInt(id -> place.getOrDefault(id, -1)).toArray();
    return Arrays.stream(numbers).map(n -> moved[n]).toArray();
  }

  private static long[] latest(CsrMatrix weights, int[] user, int[] item, long[] times) {
    int[] columns = weights.columnIndexes();
    long[] latest = new long[weights.entries()];
    for (int i = 0; i < times.length; i++) {
      int from = weights.rowStart(user[i]);
      int entry = Arrays.binarySearch(columns, from, weights.rowEnd(user[i]), item[i]);
      latest[entry] = Math.max(latest[entry], times[i]);
    }
    return latest;
  }

  /**
   * Splits a graph user by user: of n items, ⌊n · share + ½⌋ go to the test part but never all,
   * each set of that size with the same chance.
   *
   * @param share of the test part, between 0 and 1
   * @throws IllegalArgumentException if no user has enough items for a test pair
   */
  public static InteractionSplit stratified(InteractionGraph graph, double share, Seed seed) {
    Preconditions.checkArgument(
        share > 0 && share < 1, "share: %s is not between 0 and 1, both excluded", share);
    CsrMatrix byUser = graph.byUser();
    boolean[] held = new boolean[byUser.entries()];
    boolean any = false;
    for (int user = 0; user < byUser.rows(); user++) {
      int size = byUser.rowLength(user);
      int count = (int) Math.min(size - 1L, (long) Math.floor(size * share + 0.5));
      any |= count > 0;
      SplittableRandom random = seed.derive(user).random();
      // Sampling without replacement, one pass (Knuth, TAOCP 2, 3.4.2, algorithm S).
      int left = size;
      for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
        if (random.nextInt(left--) < count) {
          held[entry] = true;
          count--;
        }
      }
    }
    Preconditions.checkArgument(any, "share: of %s no user of %s gets a test pair", share, graph);
    return new InteractionSplit(
        part(graph, held, false, share), null, part(graph, held, true, share), 0, 0);
  }

  private static InteractionGraph part(
      InteractionGraph graph, boolean[] held, boolean test, double share) {
    CsrMatrix byUser = graph.byUser();
    long[] times = graph.lastTimes().orElse(null);
    int[] pointers = new int[byUser.rows() + 1];
    int[] columns = new int[byUser.entries()];
    float[] values = new float[byUser.entries()];
    long[] kept = new long[byUser.entries()];
    int used = 0;
    for (int user = 0; user < byUser.rows(); user++) {
      for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
        if (held[entry] == test) {
          kept[used] = times == null ? 0 : times[entry];
          columns[used] = byUser.column(entry);
          values[used++] = byUser.value(entry);
        }
      }
      pointers[user + 1] = used;
    }
    return InteractionGraph.of(
        graph.users(),
        graph.items(),
        CsrMatrix.copyOf(
            byUser.columns(), pointers, Arrays.copyOf(columns, used), Arrays.copyOf(values, used)),
        times == null ? null : Arrays.copyOf(kept, used),
        Provenance.of(
            "part",
            ImmutableMap.of("test", Boolean.toString(test), "share", Double.toString(share)),
            graph.provenance()));
  }

  private static Counts counts(
      InteractionGraph train,
      @Nullable InteractionGraph validation,
      InteractionGraph test,
      int duplicates,
      int usersWithoutItems) {
    int newUsers = 0;
    int both = 0;
    Set<Integer> newItems = new HashSet<>();
    for (int user = 0; user < train.users().size(); user++) {
      CsrMatrix pairs = test.byUser();
      newUsers += pairs.rowLength(user) > 0 && train.byUser().rowLength(user) == 0 ? 1 : 0;
      for (int entry = pairs.rowStart(user); entry < pairs.rowEnd(user); entry++) {
        int item = pairs.column(entry);
        both += train.contains(user, item) ? 1 : 0;
        if (train.byItem().rowLength(item) == 0) {
          newItems.add(item);
        }
      }
    }
    return new Counts(
        train.users().size(),
        train.items().size(),
        train.pairs(),
        validation == null ? 0 : validation.pairs(),
        test.pairs(),
        duplicates,
        usersWithoutItems,
        newUsers,
        newItems.size(),
        both,
        train.hash());
  }

  /** The pairs to learn from. */
  public InteractionGraph train() {
    return train;
  }

  /** The pairs to choose on, where such a file was given. */
  public Optional<InteractionGraph> validation() {
    return Optional.ofNullable(validation);
  }

  /** The pairs to be tested on. */
  public InteractionGraph test() {
    return test;
  }

  /** What the parts hold. */
  public Counts counts() {
    return counts;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
