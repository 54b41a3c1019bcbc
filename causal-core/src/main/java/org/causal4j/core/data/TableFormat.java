package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a delimited file holds a {@link Table}. By default a column is continuous where all of its
 * cells are numbers and discrete else, its states being what occurs in natural order; empty cells
 * and "NA" are missing; text is UTF-8.
 *
 * @param kinds the kind of some columns; the others are found out, which takes more memory
 * @param states the states, and their order, of some discrete columns
 * @param missing cells that say nothing, besides empty ones
 * @param charset how the file is encoded; a byte-order mark in it decides over this
 */
public record TableFormat(
    ImmutableMap<String, Kind> kinds,
    ImmutableMap<String, ImmutableList<String>> states,
    ImmutableSet<String> missing,
    Charset charset) {
  /** The kind of a column. */
  public enum Kind {
    /** {@link Column.Discrete}. */
    DISCRETE,
    /** {@link Column.Continuous}. */
    CONTINUOUS
  }

  /** Checks that only discrete columns have states. */
  public TableFormat {
    for (String column : states.keySet()) {
      Preconditions.checkArgument(
          kinds.get(column) == Kind.DISCRETE,
          "column '%s': has states but is not discrete",
          column);
    }
  }

  /** Kinds are found out, "NA" is missing, text is UTF-8. */
  public static TableFormat defaults() {
    return new TableFormat(
        ImmutableMap.of(), ImmutableMap.of(), ImmutableSet.of("NA"), StandardCharsets.UTF_8);
  }

  /**
   * The format in which a table is read back as it was written: the kinds and states of its
   * columns, and nothing but empty cells missing.
   */
  public static TableFormat of(Table table) {
    TableFormat format = defaults().withMissing();
    for (Column column : table.columns()) {
      TableFormat before = format;
      format =
          column.<TableFormat>fold(
              discrete ->
                  before.withStates(column.name(), discrete.states().toArray(new String[0])),
              continuous -> before.withContinuous(column.name()));
    }
    return format;
  }

  /** With columns stated to be discrete, as codes that look like numbers. */
  public TableFormat withDiscrete(String... columns) {
    return withKind(Kind.DISCRETE, columns);
  }

  /** With columns stated to be continuous; a cell that is no number is then an error. */
  public TableFormat withContinuous(String... columns) {
    return withKind(Kind.CONTINUOUS, columns);
  }

  private TableFormat withKind(Kind kind, String... columns) {
    Map<String, Kind> all = new LinkedHashMap<>(kinds);
    for (String column : columns) {
      all.put(column, kind);
    }
    return new TableFormat(ImmutableMap.copyOf(all), states, missing, charset);
  }

  /** With the states of a discrete column, in order; any other cell is then an error. */
  public TableFormat withStates(String column, String... newStates) {
    Map<String, ImmutableList<String>> all = new LinkedHashMap<>(states);
    all.put(column, ImmutableList.copyOf(newStates));
    return new TableFormat(withDiscrete(column).kinds, ImmutableMap.copyOf(all), missing, charset);
  }

  /** With other texts that stand for a missing cell. */
  public TableFormat withMissing(String... texts) {
    return new TableFormat(kinds, states, ImmutableSet.copyOf(texts), charset);
  }

  /** With another encoding. */
  public TableFormat withCharset(Charset newCharset) {
    return new TableFormat(kinds, states, missing, newCharset);
  }
}
