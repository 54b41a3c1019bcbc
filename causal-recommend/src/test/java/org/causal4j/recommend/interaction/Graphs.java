package org.causal4j.recommend.interaction;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.matrix.CsrMatrix;

/** Graphs for tests. */
public final class Graphs {
  private Graphs() {}

  /** A graph of these pairs of user and item number, users "u0", items "i0" and so on. */
  public static InteractionGraph of(int users, int items, int[]... pairs) {
    float[] ones = new float[pairs.length];
    Arrays.fill(ones, 1);
    return InteractionGraph.of(
        ids("u", users),
        ids("i", items),
        CsrMatrix.ofEntries(
            users,
            items,
            Arrays.stream(pairs).mapToInt(pair -> pair[0]).toArray(),
            Arrays.stream(pairs).mapToInt(pair -> pair[1]).toArray(),
            ones));
  }

  /** Each pair with the same chance; user 0 always has item 0. */
  public static InteractionGraph random(int users, int items, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(
        users,
        items,
        IntStream.range(0, users * items)
            .filter(at -> random.nextDouble() < share || at == 0)
            .mapToObj(at -> new int[] {at / items, at % items})
            .toArray(int[][]::new));
  }

  /** Even users take mostly even items, odd users odd ones. */
  public static InteractionGraph twoGroups(int users, int items, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(
        users,
        items,
        IntStream.range(0, users * items)
            .filter(
                at -> {
                  boolean same = at / items % 2 == at % items % 2;
                  return random.nextDouble() < (same ? 0.3 : 0.02);
                })
            .mapToObj(at -> new int[] {at / items, at % items})
            .toArray(int[][]::new));
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
