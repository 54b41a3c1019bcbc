package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.causal4j.core.data.Column;
import org.jspecify.annotations.Nullable;

/** Short hashes of tables and columns, for provenance. */
final class Fingerprint {
  private static final int DIGITS = 16;

  private static final int BLOCK = 4_096;

  private Fingerprint() {}

  static String of(List<? extends Cpd.@Nullable Tabular> cpds) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Cpd.Tabular cpd : cpds) {
      if (cpd != null) {
        put(hasher, cpd.variable());
        hasher.putInt(cpd.states().size());
        cpd.states().forEach(state -> put(hasher, state));
        hasher.putInt(cpd.parents().size());
        cpd.parents().forEach(parent -> put(hasher, parent));
        for (double p : cpd.table()) {
          hasher.putDouble(p);
        }
      }
    }
    return hasher.hash().toString().substring(0, DIGITS);
  }

  static String ofCounts(Map<String, ImmutableList<String>> states, double[][] counts) {
    Hasher hasher = Hashing.sha256().newHasher();
    states.forEach(
        (variable, of) -> {
          put(hasher, variable);
          hasher.putInt(of.size());
          of.forEach(state -> put(hasher, state));
        });
    for (double[] table : counts) {
      hasher.putInt(table.length);
      for (double count : table) {
        hasher.putDouble(count);
      }
    }
    return hasher.hash().toString().substring(0, DIGITS);
  }

  static String ofColumns(List<Column.Discrete> columns) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Column.Discrete column : columns) {
      put(hasher, column.name());
      hasher.putInt(column.states().size());
      column.states().forEach(state -> put(hasher, state));
      byte[] bytes = new byte[4 * BLOCK];
      for (int from = 0; from < column.size(); from += BLOCK) {
        int length = Math.min(BLOCK, column.size() - from);
        for (int i = 0; i < length; i++) {
          int code = column.code(from + i);
          bytes[4 * i] = (byte) code;
          bytes[4 * i + 1] = (byte) (code >> 8);
          bytes[4 * i + 2] = (byte) (code >> 16);
          bytes[4 * i + 3] = (byte) (code >> 24);
        }
        hasher.putBytes(bytes, 0, 4 * length);
      }
    }
    return hasher.hash().toString().substring(0, DIGITS);
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }
}
