package org.causal4j.core.estimate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.causal4j.core.Seed;

/**
 * Folds that keep clusters whole and share out the clusters with treated units evenly: for those
 * who write an estimator.
 */
public final class Folds {
  private Folds() {}

  /** The fold of each unit, 0 to {@code folds − 1}. */
  public static int[] assign(int[] arm, int[] clusters, int folds, Seed seed) {
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
}
