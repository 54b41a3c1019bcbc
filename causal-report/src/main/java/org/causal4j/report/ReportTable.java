package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption. The first cell of a row is its heading; a column whose cells are numbers
 * stands at the right. Immutable.
 */
public final class ReportTable {
  private final Text caption;
  private final ImmutableList<String> columns;
  private final ImmutableList<Row> rows;

  private record Row(boolean highlighted, ImmutableList<Cell> cells) {}

  private ReportTable(Builder builder) {
    caption = builder.caption;
    columns = builder.columns;
    rows = ImmutableList.copyOf(builder.rows);
  }

  /** A table with these column headings and no rows yet. */
  public static Builder builder(String caption, String... columns) {
    return new Builder(Text.of(caption), ImmutableList.copyOf(columns));
  }

  /** Writes the table; its number was given by the report. */
  void appendTo(XmlWriter out, String number) {
    out.open("div", "class", "table").open("table").newline();
    out.open("caption").leaf("span", number, "class", "number").text(" ");
    caption.appendTo(out);
    out.close().newline();
    out.open("thead").open("tr");
    for (int i = 0; i < columns.size(); i++) {
      out.leaf("th", columns.get(i), "scope", "col", "class", isNumeric(i) ? "n" : "t");
    }
    out.close().close().newline().open("tbody").newline();
    for (Row row : rows) {
      out.open("tr", "class", row.highlighted ? "highlight" : "row");
      for (int i = 0; i < row.cells.size(); i++) {
        String align = isNumeric(i) ? "n" : "t";
        if (i == 0) {
          out.open("th", "scope", "row", "class", align);
        } else {
          out.open("td", "class", align);
        }
        row.cells.get(i).appendTo(out);
        out.close();
      }
      out.close().newline();
    }
    out.close().close().close().newline();
  }

  private boolean isNumeric(int column) {
    return rows.stream().anyMatch(row -> row.cells.get(column).isNumber())
        && rows.stream()
            .allMatch(row -> row.cells.get(column).isNumber() || row.cells.get(column).isNone());
  }

  @Override
  public String toString() {
    return "ReportTable[" + caption + ", " + rows.size() + " rows]";
  }

  /** Gathers rows. Not for use by several threads at once. */
  public static final class Builder {
    private final Text caption;
    private final ImmutableList<String> columns;
    private final List<Row> rows = new ArrayList<>();

    private Builder(Text caption, ImmutableList<String> columns) {
      Preconditions.checkArgument(!columns.isEmpty(), "columns: none");
      this.caption = caption;
      this.columns = columns;
    }

    /** Adds a row with one cell for each column. */
    public Builder row(Cell... cells) {
      return add(false, cells);
    }

    /** Adds a row that is set apart. */
    public Builder highlightedRow(Cell... cells) {
      return add(true, cells);
    }

    private Builder add(boolean highlighted, Cell... cells) {
      Preconditions.checkArgument(
          cells.length == columns.size(), "cells: %s for %s columns", cells.length, columns.size());
      rows.add(new Row(highlighted, ImmutableList.copyOf(cells)));
      return this;
    }

    /** The table. */
    public ReportTable build() {
      return new ReportTable(this);
    }
  }
}
