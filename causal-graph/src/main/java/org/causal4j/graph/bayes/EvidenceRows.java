package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/**
 * The rows of a table as evidence: states as the network numbers them, equal rows once. The column
 * of the target, if there is one, is left out. Immutable.
 */
final class EvidenceRows {
  private static final int UNKNOWN = -2;

  /** The observed variable by column. */
  final int[] variables;

  /** How many different rows there are. */
  final int distinct;

  /** By row of the table, which of the different rows it is. */
  final int[] distinctOf;

  private final BayesianNetwork network;

  /** By column and row of the table, the state or -1. */
  private final int[][] codes;

  /** A row of the table for each different row. */
  private final int[] first;

  EvidenceRows(Inquiry inquiry, int target, Table table) {
    this.network = inquiry.network();
    List<Integer> found = new ArrayList<>();
    List<int[]> translated = new ArrayList<>();
    for (String name : table.names()) {
      int v = network.index(name);
      if (v != target) {
        inquiry.checkObservable(name);
        found.add(v);
        translated.add(translate(name, table));
      }
    }
    this.variables = found.stream().mapToInt(Integer::intValue).toArray();
    this.codes = translated.toArray(int[][]::new);
    int rows = table.rows();
    this.distinctOf = new int[rows];
    int[] representatives = new int[Math.min(rows, 1024)];
    int[] slots = new int[2048];
    Arrays.fill(slots, -1);
    int count = 0;
    for (int row = 0; row < rows; row++) {
      int slot = find(slots, representatives, row);
      if (slots[slot] < 0) {
        if (count == representatives.length) {
          representatives = Arrays.copyOf(representatives, (int) Math.min(rows, 2L * count));
        }
        representatives[count] = row;
        slots[slot] = count++;
        distinctOf[row] = count - 1;
        if (2 * count > slots.length && slots.length < 1 << 30) {
          slots = spread(representatives, count, 2 * slots.length);
        }
      } else {
        distinctOf[row] = slots[slot];
      }
    }
    this.first = Arrays.copyOf(representatives, count);
    this.distinct = count;
  }

  private int[] translate(String name, Table table) {
    Column.Discrete column = table.discrete(name);
    List<String> states = network.states(name);
    int[] to = new int[column.states().size()];
    for (int s = 0; s < to.length; s++) {
      int code = states.indexOf(column.states().get(s));
      to[s] = code < 0 ? UNKNOWN : code;
    }
    int[] result = new int[column.size()];
    for (int row = 0; row < result.length; row++) {
      int code = column.code(row);
      result[row] = code < 0 ? -1 : to[code];
      Preconditions.checkArgument(
          result[row] != UNKNOWN,
          "rows: row %s holds '%s', none of %s's states %s",
          row,
          column.text(row),
          name,
          states);
    }
    return result;
  }

  private int find(int[] slots, int[] representatives, int row) {
    int slot = hash(row) & (slots.length - 1);
    while (slots[slot] >= 0 && !same(representatives[slots[slot]], row)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int[] spread(int[] representatives, int count, int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, -1);
    for (int i = 0; i < count; i++) {
      int slot = hash(representatives[i]) & (size - 1);
      while (slots[slot] >= 0) {
        slot = (slot + 1) & (size - 1);
      }
      slots[slot] = i;
    }
    return slots;
  }

  private int hash(int row) {
    long hash = 0;
    for (int[] column : codes) {
      hash = (hash + column[row] + 2) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ (hash >>> 32));
  }

  private boolean same(int a, int b) {
    for (int[] column : codes) {
      if (column[a] != column[b]) {
        return false;
      }
    }
    return true;
  }

  /** The state of a column in one of the different rows, -1 where it is missing. */
  int code(int distinctRow, int column) {
    return codes[column][first[distinctRow]];
  }

  /** The different rows by what is observed in them: columns, then rows in ascending order. */
  Map<BitSet, int[]> byObserved() {
    Map<BitSet, int[]> groups = new LinkedHashMap<>();
    Map<BitSet, Integer> sizes = new LinkedHashMap<>();
    for (int i = 0; i < distinct; i++) {
      BitSet observed = new BitSet();
      for (int c = 0; c < codes.length; c++) {
        observed.set(c, code(i, c) >= 0);
      }
      int size = sizes.merge(observed, 1, Integer::sum);
      int[] members = groups.getOrDefault(observed, new int[4]);
      if (size > members.length) {
        members = Arrays.copyOf(members, 2 * members.length);
      }
      members[size - 1] = i;
      groups.put(observed, members);
    }
    groups.replaceAll(
        (observed, members) -> Arrays.copyOf(members, sizes.getOrDefault(observed, 0)));
    return groups;
  }

  /** What one of the different rows says. */
  Evidence evidence(int distinctRow) {
    ImmutableMap.Builder<String, String> states = ImmutableMap.builder();
    for (int c = 0; c < variables.length; c++) {
      int code = code(distinctRow, c);
      if (code >= 0) {
        String name = network.variables().get(variables[c]);
        states.put(name, network.states(name).get(code));
      }
    }
    return Evidence.of(states.buildOrThrow());
  }
}
