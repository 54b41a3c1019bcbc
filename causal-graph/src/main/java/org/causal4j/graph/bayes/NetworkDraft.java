package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Provenance;

/**
 * A network while a file is read: remembers where variables and tables stand, so that what is wrong
 * is told with its line and column whatever the format. For one file.
 */
final class NetworkDraft {
  /**
   * Entries that a file may ask for without writing each of them: 2^24, 128 MiB. A table that is
   * written out is bounded by the file.
   */
  private static final double UNWRITTEN_ENTRIES = 1 << 24;

  private final Source source;
  private final NetworkFormat format;
  private final NetworkBuilder builder = BayesianNetwork.builder();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Note> notes = new LinkedHashMap<>();
  private double entries;

  /** A variable, its state numbers, and where it is declared. */
  private static final class Variable {
    final long declaredAt;
    final ImmutableMap<String, Integer> codes;
    long tableAt;
    List<String> parents = ImmutableList.of();

    Variable(long declaredAt, ImmutableMap<String, Integer> codes) {
      this.declaredAt = declaredAt;
      this.codes = codes;
    }
  }

  private static final class Note {
    final long firstAt;
    int rows;
    double largest;

    Note(long firstAt) {
      this.firstAt = firstAt;
    }
  }

  NetworkDraft(Source source, NetworkFormat format) {
    this.source = source;
    this.format = format;
  }

  boolean isDeclared(String name) {
    return variables.containsKey(name);
  }

  /** Refuses a name that is taken. */
  void checkNew(String name, long at) {
    if (name.isBlank()) {
      throw source.error(at, "the variable's name is blank");
    }
    if (isDeclared(name)) {
      throw source.error(at, "variable " + name + " is declared twice");
    }
  }

  /** A variable whose states differ. */
  void variable(String name, List<String> states, long at) {
    checkNew(name, at);
    ImmutableMap.Builder<String, Integer> codes = ImmutableMap.builder();
    for (int i = 0; i < states.size(); i++) {
      codes.put(states.get(i), i);
    }
    builder.variable(name, states);
    variables.put(name, new Variable(at, codes.buildOrThrow()));
  }

  /** The name, if there is such a variable. */
  String known(String name, long at) {
    if (!isDeclared(name)) {
      throw source.error(at, "variable " + name + " is not declared" + before());
    }
    return name;
  }

  private String before() {
    return format == NetworkFormat.BIF ? " before this" : "";
  }

  List<String> states(String variable) {
    return builder.declared(variable);
  }

  ImmutableMap<String, Integer> codes(String variable) {
    return declared(variable).codes;
  }

  private Variable declared(String variable) {
    return Objects.requireNonNull(variables.get(variable));
  }

  void checkNoTable(String child, long at) {
    if (builder.hasTable(child)) {
      throw source.error(at, child + " has two tables");
    }
  }

  /**
   * Number of entries of a table, before anything is allocated.
   *
   * @param written how many numbers there can be in the file at most
   */
  int entries(String child, List<String> parents, long at, double written) {
    double size = states(child).size();
    for (String parent : parents) {
      size *= states(parent).size();
    }
    entries += size;
    if (entries > Math.max(written, UNWRITTEN_ENTRIES) || size > Integer.MAX_VALUE - 8) {
      throw source.error(
          at,
          "the table of "
              + child
              + " needs "
              + Math.round(size)
              + " entries; the file can't hold so many");
    }
    return (int) size;
  }

  /**
   * Divides a row by its sum and takes note of it, or tells what is wrong with it.
   *
   * @param at asked for only where there is something to tell
   */
  void normalize(String child, double[] table, int from, LongSupplier at) {
    int count = states(child).size();
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += table[i];
    }
    String problem = NetworkBuilder.normalize(table, from, count);
    if (problem != null) {
      throw source.error(
          at.getAsLong(), "this row of " + child + ", " + row(table, from, count) + problem);
    }
    if (Math.abs(sum - 1) > NetworkBuilder.EXACT) {
      Note note = notes.computeIfAbsent(child, name -> new Note(at.getAsLong()));
      note.rows++;
      note.largest = Math.max(note.largest, Math.abs(sum - 1));
    }
  }

  private static String row(double[] table, int from, int count) {
    int shown = Math.min(count, 8);
    String text = Arrays.toString(Arrays.copyOfRange(table, from, from + shown));
    return (shown < count ? text.substring(0, text.length() - 1) + ", …]" : text) + ", ";
  }

  /** Takes a table whose rows are normalized, without a copy. */
  void table(String child, List<String> parents, double[] table, long at) {
    Variable variable = declared(child);
    variable.tableAt = at;
    variable.parents = ImmutableList.copyOf(parents);
    builder.table(child, parents, table);
  }

  NetworkReading finish(long end) {
    if (variables.isEmpty()) {
      throw source.error(end, "no variable is declared");
    }
    variables.forEach(
        (name, variable) -> {
          if (!builder.hasTable(name)) {
            throw source.error(variable.declaredAt, "variable " + name + " has no table");
          }
        });
    checkAcyclic();
    Provenance provenance =
        Provenance.of(
            "network file",
            ImmutableMap.of("format", format.name(), "tables", builder.fingerprint()));
    ImmutableList.Builder<NormalizedRows> normalized = ImmutableList.builder();
    notes.forEach(
        (name, note) ->
            normalized.add(
                new NormalizedRows(
                    name,
                    note.rows,
                    note.largest,
                    source.line(note.firstAt),
                    source.column(note.firstAt))));
    try {
      return new NetworkReading(builder.build(provenance), format, normalized.build());
    } catch (IllegalArgumentException e) {
      throw source.error(end, String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes away variables without children until none is left, or only those above a cycle are. */
  private void checkAcyclic() {
    Map<String, Integer> children = new HashMap<>();
    variables.values().forEach(v -> v.parents.forEach(p -> children.merge(p, 1, Integer::sum)));
    ArrayDeque<String> free = new ArrayDeque<>();
    for (String name : variables.keySet()) {
      if (!children.containsKey(name)) {
        free.add(name);
      }
    }
    int taken = 0;
    while (!free.isEmpty()) {
      taken++;
      for (String parent : declared(free.remove()).parents) {
        if (children.merge(parent, -1, Integer::sum) == 0) {
          free.add(parent);
        }
      }
    }
    if (taken < variables.size()) {
      throw cycle(children);
    }
  }

  /** Walks down from a variable that has a child left until it meets itself. */
  private DataFormatException cycle(Map<String, Integer> children) {
    Map<String, String> childOf = new HashMap<>();
    variables.forEach(
        (name, variable) -> {
          if (children.getOrDefault(name, 0) > 0) {
            variable.parents.forEach(parent -> childOf.putIfAbsent(parent, name));
          }
        });
    String at =
        variables.keySet().stream()
            .filter(name -> children.getOrDefault(name, 0) > 0)
            .findFirst()
            .orElseThrow();
    List<String> walk = new ArrayList<>();
    Map<String, Integer> place = new HashMap<>();
    while (place.putIfAbsent(at, walk.size()) == null) {
      walk.add(at);
      at = Objects.requireNonNull(childOf.get(at));
    }
    List<String> cycle = walk.subList(Objects.requireNonNull(place.get(at)), walk.size());
    return source.error(
        declared(at).tableAt,
        "the parents form the cycle " + String.join(" -> ", cycle) + " -> " + at);
  }
}
