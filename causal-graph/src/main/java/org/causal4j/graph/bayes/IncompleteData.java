package org.causal4j.graph.bayes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows with hidden cells, taken apart. What is hidden in a row falls into components: hidden
 * variables of one family belong together. A component's posterior depends on the row only through
 * the observed states in its families, so equal components of all rows are kept once, with their
 * number. Families without a hidden variable are counted once and for all.
 */
final class IncompleteData {
  final int[] card;

  /** By variable: the parents in order, then the variable. */
  final int[][] scopes;

  final int[][] strides;

  /** By variable: the counts of its family over the rows that hide nothing of it. */
  final double[][] complete;

  final List<Component> components;

  /**
   * Hidden variables, and the families in which they are.
   *
   * @param hidden the variables
   * @param families whose tables make up the joint distribution
   * @param bases by kind of row, for each family: the entry of its table that the observed states
   *     and the states 0 of the hidden ones stand for
   * @param weights by kind of row: how many there are
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Component(int[] hidden, int[] families, int[][] bases, double[] weights) {}

  private record Offsets(List<Integer> bases) {}

  /** A component while rows are read. */
  private static final class Open {
    final int[] hidden;
    final int[] families;
    final Map<Offsets, double[]> kinds = new LinkedHashMap<>();

    Open(int[] hidden, int[] families) {
      this.hidden = hidden;
      this.families = families;
    }
  }

  /** What is hidden in a row. */
  private record Pattern(List<Open> components, List<Integer> completeFamilies) {}

  private IncompleteData(
      int[] card, int[][] scopes, int[][] strides, double[][] complete, List<Component> parts) {
    this.card = card;
    this.scopes = scopes;
    this.strides = strides;
    this.complete = complete;
    this.components = parts;
  }

  /**
   * @param codes by row and variable, -1 where hidden; asked row by row into one array
   */
  static IncompleteData of(int[] card, int[][] scopes, int rows, RowCodes codes) {
    int[][] strides = new int[scopes.length][];
    double[][] complete = new double[scopes.length][];
    for (int f = 0; f < scopes.length; f++) {
      strides[f] = Factor.denseStrides(card, scopes[f]);
      complete[f] = new double[(int) Factor.size(card, scopes[f])];
    }
    Map<BitSet, Pattern> patterns = new HashMap<>();
    Map<List<Integer>, Open> open = new LinkedHashMap<>();
    int[] row = new int[card.length];
    for (int r = 0; r < rows; r++) {
      codes.read(r, row);
      BitSet hidden = new BitSet(card.length);
      for (int v = 0; v < row.length; v++) {
        if (row[v] < 0) {
          hidden.set(v);
          row[v] = 0;
        }
      }
      Pattern pattern = patterns.get(hidden);
      if (pattern == null) {
        pattern = pattern(scopes, hidden, open);
        patterns.put(hidden, pattern);
      }
      for (int f : pattern.completeFamilies) {
        complete[f][entry(scopes[f], strides[f], row)]++;
      }
      for (Open component : pattern.components) {
        Integer[] bases = new Integer[component.families.length];
        for (int i = 0; i < bases.length; i++) {
          int f = component.families[i];
          bases[i] = entry(scopes[f], strides[f], row);
        }
        component.kinds.computeIfAbsent(new Offsets(List.of(bases)), k -> new double[1])[0]++;
      }
    }
    return new IncompleteData(
        card,
        scopes,
        strides,
        complete,
        open.values().stream().map(IncompleteData::close).toList());
  }

  /** Fills an array with the codes of a row. */
  interface RowCodes {
    void read(int row, int[] into);
  }

  private static int entry(int[] scope, int[] strides, int[] row) {
    int at = 0;
    for (int i = 0; i < scope.length; i++) {
      at += strides[i] * row[scope[i]];
    }
    return at;
  }

  private static Component close(Open open) {
    int[][] bases =
        open.kinds.keySet().stream()
            .map(k -> k.bases.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    double[] weights = open.kinds.values().stream().mapToDouble(w -> w[0]).toArray();
    return new Component(open.hidden, open.families, bases, weights);
  }

  private static Pattern pattern(int[][] scopes, BitSet hidden, Map<List<Integer>, Open> open) {
    List<Integer> completeFamilies = new ArrayList<>();
    List<List<Integer>> familiesOf = new ArrayList<>();
    for (int v = 0; v < scopes.length; v++) {
      familiesOf.add(new ArrayList<>());
    }
    for (int f = 0; f < scopes.length; f++) {
      if (Arrays.stream(scopes[f]).noneMatch(hidden::get)) {
        completeFamilies.add(f);
      }
      for (int v : scopes[f]) {
        familiesOf.get(v).add(f);
      }
    }
    List<Open> components = new ArrayList<>();
    BitSet left = (BitSet) hidden.clone();
    for (int v = left.nextSetBit(0); v >= 0; v = left.nextSetBit(v + 1)) {
      BitSet variables = new BitSet();
      BitSet families = new BitSet();
      Deque<Integer> queue = new ArrayDeque<>(List.of(v));
      variables.set(v);
      while (!queue.isEmpty()) {
        for (int f : familiesOf.get(queue.remove())) {
          families.set(f);
          for (int u : scopes[f]) {
            if (hidden.get(u) && !variables.get(u)) {
              variables.set(u);
              queue.add(u);
            }
          }
        }
      }
      left.andNot(variables);
      List<Integer> key = variables.stream().boxed().toList();
      open.computeIfAbsent(
          key, k -> new Open(variables.stream().toArray(), families.stream().toArray()));
      components.add(Objects.requireNonNull(open.get(key)));
    }
    return new Pattern(components, completeFamilies);
  }
}
