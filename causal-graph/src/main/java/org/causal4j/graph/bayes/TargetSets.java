package org.causal4j.graph.bayes;

import java.util.List;

/**
 * The joint tables that are asked for, one behind the other in one array: one of several variables,
 * or one for each single variable.
 *
 * @param vars the variables of each table, last fastest
 * @param strides steps along each variable
 * @param offsets where each table begins
 * @param length of all tables
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record TargetSets(int[][] vars, int[][] strides, int[] offsets, int length) {

  static TargetSets of(int[] card, List<int[]> sets) {
    int[][] vars = sets.toArray(int[][]::new);
    int[][] strides = new int[vars.length][];
    int[] offsets = new int[vars.length];
    int length = 0;
    for (int i = 0; i < vars.length; i++) {
      strides[i] = Factor.denseStrides(card, vars[i]);
      offsets[i] = length;
      length = Math.addExact(length, Math.toIntExact((long) Factor.size(card, vars[i])));
    }
    return new TargetSets(vars, strides, offsets, length);
  }

  int sets() {
    return vars.length;
  }

  /** The end of a table. */
  int end(int set) {
    return set + 1 < offsets.length ? offsets[set + 1] : length;
  }

  /** The entry of a table that these states stand for. */
  int entry(int set, int[] codes) {
    int at = offsets[set];
    for (int i = 0; i < vars[set].length; i++) {
      at += strides[set][i] * codes[vars[set][i]];
    }
    return at;
  }
}
