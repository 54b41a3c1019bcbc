package org.causal4j.recommend.effect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses pairs by how often their items are taken at one visit, among those with enough support.
 * Support counts trials and outcomes of both arms together, never whether the effect follows the
 * cause.
 */
final class CandidatePairs {
  private CandidatePairs() {}

  private record Scored(int cause, int effect, double cosine) {}

  static List<int[]> choose(Visits visits, ItemEffects.Options options, int items, int count) {
    long horizon = options.horizon().toMillis();
    int[] firstTakes = new int[items];
    int[] atVisits = new int[items];
    int[] laterTakes = new int[items];
    for (int u = 0; u < visits.users(); u++) {
      boolean[] hadCause = new boolean[items];
      boolean[] hadEffect = new boolean[items];
      for (int v = visits.from(u); v < visits.to(u); v++) {
        boolean followed = visits.time(v) + horizon <= visits.lastTime();
        for (int item : visits.causes(v)) {
          if (!hadCause[item] && followed) {
            firstTakes[item]++;
          }
          hadCause[item] = true;
        }
        for (int item : visits.effects(v)) {
          if (!hadEffect[item] && v > visits.from(u)) {
            laterTakes[item]++;
          }
          hadEffect[item] = true;
        }
        for (int item : visits.touched(v)) {
          atVisits[item]++;
        }
      }
    }
    List<Scored> scored = new ArrayList<>();
    for (int cause = 0; cause < items; cause++) {
      if (firstTakes[cause] >= options.minTreated()) {
        addPairs(visits, options, cause, atVisits, laterTakes, scored);
      }
    }
    scored.sort(
        Comparator.comparingDouble((Scored pair) -> -pair.cosine)
            .thenComparingInt(Scored::cause)
            .thenComparingInt(Scored::effect));
    return limit(scored, options.pairsPerItem(), items, count);
  }

  private static void addPairs(
      Visits visits,
      ItemEffects.Options options,
      int cause,
      int[] atVisits,
      int[] laterTakes,
      List<Scored> scored) {
    int items = atVisits.length;
    long horizon = options.horizon().toMillis();
    int[] together = new int[items];
    int[] owned = new int[items];
    int treated = 0;
    for (int u = 0; u < visits.users(); u++) {
      boolean taken = false;
      boolean[] had = new boolean[items];
      for (int v = visits.from(u); v < visits.to(u); v++) {
        boolean holds = Arrays.binarySearch(visits.touched(v), cause) >= 0;
        if (holds) {
          for (int item : visits.touched(v)) {
            together[item]++;
          }
        }
        for (int item : visits.effects(v)) {
          had[item] = true;
        }
        if (!taken && visits.isCause(v, cause)) {
          taken = true;
          if (visits.time(v) + horizon <= visits.lastTime()) {
            treated++;
            for (int item = 0; item < items; item++) {
              owned[item] += had[item] ? 1 : 0;
            }
          }
        }
      }
    }
    for (int effect = 0; effect < items; effect++) {
      boolean supported =
          effect != cause
              && treated - owned[effect] >= options.minTreated()
              && laterTakes[effect] >= options.minOutcomes()
              && together[effect] > 0;
      if (supported) {
        double cosine = together[effect] / Math.sqrt((double) atVisits[cause] * atVisits[effect]);
        scored.add(new Scored(cause, effect, cosine));
      }
    }
  }

  private static List<int[]> limit(List<Scored> scored, int perItem, int items, int count) {
    int[] asCause = new int[items];
    int[] asEffect = new int[items];
    List<int[]> chosen = new ArrayList<>();
    for (Scored pair : scored) {
      if (chosen.size() == count) {
        break;
      }
      if (asCause[pair.cause] < perItem && asEffect[pair.effect] < perItem) {
        asCause[pair.cause]++;
        asEffect[pair.effect]++;
        chosen.add(new int[] {pair.cause, pair.effect});
      }
    }
    return chosen;
  }
}
