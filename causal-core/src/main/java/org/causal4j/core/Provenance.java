package org.causal4j.core;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where a result comes from: what made it, with which settings, out of which earlier results. Every
 * result of the library carries one, so that a recommendation can be traced back to the event log;
 * {@link #toTree()} prints the way.
 *
 * <p>Settings hold nothing that changes from run to run (no times, paths or thread counts): equal
 * provenance means equal input and settings. Immutable.
 *
 * @param what the step, as "LightGCN" or "event log"
 * @param settings what it was run with, in a fixed order
 * @param sources the results it was made from
 */
public record Provenance(
    String what, ImmutableMap<String, String> settings, ImmutableList<Provenance> sources) {

  /** Checks that {@code what} is given. */
  public Provenance {
    Preconditions.checkArgument(!what.isBlank(), "what: must not be blank");
  }

  /** A step with its settings and the results it was made from. */
  public static Provenance of(String what, Map<String, String> settings, Provenance... sources) {
    return new Provenance(what, ImmutableMap.copyOf(settings), ImmutableList.copyOf(sources));
  }

  /** A step with its settings and the results it was made from. */
  public static Provenance of(String what, Map<String, String> settings, List<Provenance> sources) {
    return new Provenance(what, ImmutableMap.copyOf(settings), ImmutableList.copyOf(sources));
  }

  /** SHA-256 over the whole tree, in hexadecimal: equal trees, equal hash. */
  public String hash() {
    Hasher hasher = Hashing.sha256().newHasher();
    addTo(hasher);
    return hasher.hash().toString();
  }

  private void addTo(Hasher hasher) {
    put(hasher, what);
    hasher.putInt(settings.size());
    settings.forEach(
        (key, value) -> {
          put(hasher, key);
          put(hasher, value);
        });
    hasher.putInt(sources.size());
    sources.forEach(source -> source.addTo(hasher));
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }

  /** The way back as an indented tree, one step a line. */
  public String toTree() {
    StringBuilder out = new StringBuilder();
    appendTo(out, "", "");
    return out.toString();
  }

  private void appendTo(StringBuilder out, String first, String rest) {
    out.append(first).append(what);
    if (!settings.isEmpty()) {
      out.append(' ').append(settings);
    }
    out.append('\n');
    for (int i = 0; i < sources.size(); i++) {
      boolean last = i == sources.size() - 1;
      sources.get(i).appendTo(out, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
    }
  }

  @Override
  public String toString() {
    return toTree();
  }
}
