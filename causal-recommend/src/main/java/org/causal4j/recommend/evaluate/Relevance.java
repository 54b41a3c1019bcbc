package org.causal4j.recommend.evaluate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.causal4j.core.data.EventLog;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * What should have been ranked high: for each user of the training graph the items that it took in
 * the test period. Users and items that the graph does not know can't be ranked; they are counted
 * and left out.
 *
 * @param train the graph that numbers users and items
 * @param targets item numbers by user number, ascending
 * @param excludeKnown whether items that the user took before are no candidates
 * @param usersWithoutTargets users of the graph that have no such item in the test period
 * @param unknownUsers users of the test period that the graph does not have
 * @param unknownItems items of the test period that the graph does not have
 */
public record Relevance(
    InteractionGraph train,
    ImmutableMap<Integer, ImmutableIntArray> targets,
    boolean excludeKnown,
    int usersWithoutTargets,
    int unknownUsers,
    int unknownItems) {

  /** Checks that there is something to test. */
  public Relevance {
    Preconditions.checkArgument(
        !targets.isEmpty(),
        "test: no user of the training period has such an item in the test period");
  }

  /**
   * Items that the user had not taken before the test period.
   *
   * @throws IllegalArgumentException if no user has one
   */
  public static Relevance newItems(InteractionGraph train, EventLog test) {
    return of(train, test, false);
  }

  /**
   * Items of a test graph that the training graph does not have for the user.
   *
   * @param test over the same users and items, as {@link
   *     org.causal4j.recommend.interaction.InteractionSplit} makes them
   * @throws IllegalArgumentException if the graphs number users or items differently, or no user
   *     has a new item
   */
  public static Relevance newItems(InteractionGraph train, InteractionGraph test) {
    Preconditions.checkArgument(
        train.users().equals(test.users()) && train.items().equals(test.items()),
        "test: is of %s, which does not number users and items as %s",
        test,
        train);
    ImmutableMap.Builder<Integer, ImmutableIntArray> targets = ImmutableMap.builder();
    int users = 0;
    for (int user = 0; user < train.users().size(); user++) {
      int owner = user;
      int[] items =
          Arrays.stream(test.byUser().rowColumns(user))
              .filter(item -> !train.contains(owner, item))
              .toArray();
      if (items.length > 0) {
        targets.put(user, ImmutableIntArray.copyOf(items));
        users++;
      }
    }
    return new Relevance(train, targets.buildOrThrow(), true, train.users().size() - users, 0, 0);
  }

  /**
   * Items that the user had taken before: repeat purchases. All items are candidates then.
   *
   * @throws IllegalArgumentException if no user has one
   */
  public static Relevance repeatItems(InteractionGraph train, EventLog test) {
    return of(train, test, true);
  }

  private static Relevance of(InteractionGraph train, EventLog test, boolean repeats) {
    TreeMap<Integer, TreeSet<Integer>> sets = new TreeMap<>();
    TreeSet<String> unknownUsers = new TreeSet<>();
    TreeSet<String> unknownItems = new TreeSet<>();
    for (int row = 0; row < test.size(); row++) {
      int user = train.userNumber(test.userId(test.user(row)));
      int item = train.itemNumber(test.itemId(test.item(row)));
      if (user < 0) {
        unknownUsers.add(test.userId(test.user(row)));
      } else if (item < 0) {
        unknownItems.add(test.itemId(test.item(row)));
      } else if (train.contains(user, item) == repeats) {
        sets.computeIfAbsent(user, key -> new TreeSet<>()).add(item);
      }
    }
    ImmutableMap.Builder<Integer, ImmutableIntArray> targets = ImmutableMap.builder();
    sets.forEach((user, items) -> targets.put(user, ImmutableIntArray.copyOf(items)));
    return new Relevance(
        train,
        targets.buildOrThrow(),
        !repeats,
        train.users().size() - sets.size(),
        unknownUsers.size(),
        unknownItems.size());
  }

  /** Number of users with targets. */
  public int users() {
    return targets.size();
  }

  /** Number of user–item pairs to find. */
  public int pairs() {
    return targets.values().stream().mapToInt(ImmutableIntArray::length).sum();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d users with %,d %s items (%,d users without; %,d users and %,d items unknown at training)",
        users(),
        pairs(),
        excludeKnown ? "new" : "repeat",
        usersWithoutTargets,
        unknownUsers,
        unknownItems);
  }
}
