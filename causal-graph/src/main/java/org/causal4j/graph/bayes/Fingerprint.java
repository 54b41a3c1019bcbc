package org.causal4j.graph.bayes;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.causal4j.core.data.Column;
import org.jspecify.annotations.Nullable;

/** Short hashes of tables and columns, for provenance. */
final class Fingerprint {
  private static final int DIGITS = 16;

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

  static String ofColumns(List<Column.Discrete> columns) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Column.Discrete column : columns) {
      put(hasher, column.name());
      hasher.putInt(column.states().size());
      column.states().forEach(state -> put(hasher, state));
      for (int row = 0; row < column.size(); row++) {
        hasher.putInt(column.code(row));
      }
    }
    return hasher.hash().toString().substring(0, DIGITS);
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }
}
