package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/** Horizontal bars from zero with interval whiskers; several series make groups. */
public final class BarChart {
  private static final double WIDTH = 860;
  private static final double TEXT = 12;
  private static final double BAR = 13;
  private static final double BAR_STEP = 17;
  private static final double ROW_GAP = 14;

  private final String title;
  private final List<Series> series = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private String highlighted = "";
  private String axisTitle = "";
  private int decimals = 3;
  private boolean percent;

  private record Series(String name, Hue hue) {}

  private record Row(String label, ImmutableList<Measured> values) {}

  BarChart(String title) {
    this.title = title;
  }

  /** Adds a series in the next of 8 colors. */
  public BarChart series(String name) {
    Preconditions.checkState(series.size() < Hue.SERIES, "series: %s is one more than 8", name);
    return series(name, Hue.series(series.size()));
  }

  /** Adds a series. All series come before the first row. */
  public BarChart series(String name, Hue hue) {
    Preconditions.checkState(rows.isEmpty(), "series: %s comes after the first row", name);
    series.add(new Series(name, hue));
    return this;
  }

  /** Adds a row with one value for each series. */
  public BarChart row(String label, Measured... values) {
    Preconditions.checkArgument(
        values.length == series.size(), "values: %s for %s series", values.length, series.size());
    rows.add(new Row(label, ImmutableList.copyOf(values)));
    return this;
  }

  /** Sets the row of this label apart. */
  public BarChart highlight(String label) {
    highlighted = label;
    return this;
  }

  /** Decimals of the values; 3 by default. */
  public BarChart decimals(int value) {
    decimals = value;
    percent = false;
    return this;
  }

  /** Shows shares as percent with this many decimals. */
  public BarChart percent(int value) {
    decimals = value;
    percent = true;
    return this;
  }

  /** Text below the axis; none by default. */
  public BarChart axisTitle(String value) {
    axisTitle = value;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no row
   */
  public Picture draw() {
    Preconditions.checkState(!rows.isEmpty(), "rows: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    double longest = 0;
    double widestValue = 0;
    double low = 0;
    double high = 0;
    for (Row row : rows) {
      longest = Math.max(longest, TextMetrics.width(row.label, TEXT, isHighlighted(row)));
      for (Measured m : row.values) {
        widestValue = Math.max(widestValue, TextMetrics.width(value(m.value()), 11));
        low = Math.min(low, Math.min(m.low(), m.value()));
        high = Math.max(high, Math.max(m.high(), m.value()));
      }
    }
    Axis axis = Axis.around(low, high, 5);
    double labelWidth = Math.min(longest, 240);
    double left = 16 + labelWidth + 12;
    double right = WIDTH - 14 - widestValue - 8;
    double top = 8 + (series.size() > 1 ? legend(canvas, left) : 0);
    double rowHeight = series.size() * BAR_STEP + ROW_GAP;
    double bottom = top + rows.size() * rowHeight;
    for (double tick : axis.ticks()) {
      double x = axis.place(tick, left, right);
      canvas.line(x, top, x, bottom + 4, 1, tick == 0 ? "s-gray" : "s-line");
      canvas.text(x, bottom + 18, value(tick, axis), 11, Anchor.MIDDLE, "f-muted num");
    }
    double y = top;
    for (Row row : rows) {
      drawRow(canvas, row, axis, left, right, y, labelWidth);
      y += rowHeight;
    }
    double end = bottom + 26;
    if (!axisTitle.isEmpty()) {
      canvas.fittedText(
          (left + right) / 2, end + 12, axisTitle, 11.5, Anchor.MIDDLE, "f-muted", right - left);
      end += 20;
    }
    return canvas.toPicture(title, WIDTH, end);
  }

  private double legend(SvgCanvas canvas, double left) {
    ChartLegend legend = new ChartLegend();
    series.forEach(s -> legend.swatch(s.name, s.hue));
    return legend.draw(canvas, left, 4, WIDTH - left - 14) + 6;
  }

  private boolean isHighlighted(Row row) {
    return row.label.equals(highlighted);
  }

  private void drawRow(
      SvgCanvas canvas, Row row, Axis axis, double left, double right, double y, double label) {
    double height = series.size() * BAR_STEP + ROW_GAP;
    boolean bold = isHighlighted(row);
    if (bold) {
      canvas.rect(6, y + 2, left - 12, height - 4, 5, "w-blue");
    }
    canvas.fittedText(
        left - 12,
        y + height / 2 + TEXT * 0.35,
        row.label,
        TEXT,
        Anchor.END,
        bold ? "f-ink b" : "f-ink",
        label);
    double zero = axis.place(0, left, right);
    for (int i = 0; i < series.size(); i++) {
      Measured m = row.values.get(i);
      double barTop = y + ROW_GAP / 2 + i * BAR_STEP + (BAR_STEP - BAR) / 2;
      double middle = barTop + BAR / 2;
      double x = axis.place(m.value(), left, right);
      canvas.group(row.label + " · " + series.get(i).name + ": " + text(m));
      String fill = "f-" + series.get(i).hue.key();
      canvas.rect(Math.min(zero, x), barTop, Math.abs(x - zero), BAR, 2, fill);
      double reach = Math.max(zero, x);
      if (m.hasInterval()) {
        double from = axis.place(m.low(), left, right);
        double to = axis.place(m.high(), left, right);
        whisker(canvas, from, to, middle);
        reach = Math.max(reach, to);
      }
      canvas.text(
          reach + 7, middle + 4, value(m.value()), 11, Anchor.START, "halo s-surface f-ink num");
      canvas.end();
    }
  }

  private static void whisker(SvgCanvas canvas, double from, double to, double y) {
    String d = "M%s %sv6m0 -3H%sm0 -3v6".formatted(text(from), text(y - 3), text(to));
    canvas.path(d, 3.6, "", "none s-surface").path(d, 1.4, "", "none s-ink");
  }

  private static String text(double coordinate) {
    return NumberText.coordinate(coordinate);
  }

  private String text(Measured m) {
    return m.hasInterval()
        ? value(m.value()) + " [" + value(m.low()) + ", " + value(m.high()) + "]"
        : value(m.value());
  }

  private String value(double value) {
    return percent ? NumberText.percent(value, decimals) : NumberText.fixed(value, decimals);
  }

  private String value(double tick, Axis axis) {
    return percent ? NumberText.percent(tick, Math.max(0, axis.decimals() - 2)) : axis.label(tick);
  }

  @Override
  public String toString() {
    return "BarChart[" + title + ", " + rows.size() + " rows, " + series.size() + " series]";
  }
}
