package org.causal4j.core.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.causal4j.core.Seed;

/**
 * Folds that keep clusters whole and share out the clusters with treated units evenly: for those
 * who write an estimator.
 */
public final class Folds {
  private Folds() {}

  /** The fold of each unit, 0 to {@code folds − 1}. */
  public static int[] assign(int[] arm, int[] clusters, int folds, Seed seed) {
    if (ClusterVariance.eachAlone(clusters)) {
      return assign(arm, folds, seed);
    }
    Map<Integer, Boolean> treated = new LinkedHashMap<>();
    for (int i = 0; i < arm.length; i++) {
      treated.merge(clusters[i], arm[i] == 1, Boolean::logicalOr);
    }
    List<Integer> order = new ArrayList<>(treated.keySet());
    Collections.shuffle(order, new Random(seed.random().nextLong()));
    Map<Integer, Integer> foldOf = new LinkedHashMap<>();
    int next = 0;
    for (boolean wanted : new boolean[] {true, false}) {
      for (int cluster : order) {
        if (treated.getOrDefault(cluster, false) == wanted) {
          foldOf.put(cluster, next++ % folds);
        }
      }
    }
    int[] fold = new int[arm.length];
    for (int i = 0; i < fold.length; i++) {
      fold[i] = foldOf.getOrDefault(clusters[i], 0);
    }
    return fold;
  }

  /** The same where each unit is a cluster, without maps. */
  private static int[] assign(int[] arm, int folds, Seed seed) {
    int[] order = new int[arm.length];
    Arrays.setAll(order, i -> i);
    Random random = new Random(seed.random().nextLong());
    // As Collections.shuffle does it.
    for (int size = order.length; size > 1; size--) {
      int other = random.nextInt(size);
      int held = order[size - 1];
      order[size - 1] = order[other];
      order[other] = held;
    }
    int[] fold = new int[arm.length];
    int next = 0;
    for (int wanted = 1; wanted >= 0; wanted--) {
      for (int unit : order) {
        if (arm[unit] == wanted) {
          fold[unit] = next++ % folds;
        }
      }
    }
    return fold;
  }

  /** The numbers below n that are taken, in order. */
  static int[] rows(int n, IntPredicate taken) {
    int[] rows = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (taken.test(i)) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
