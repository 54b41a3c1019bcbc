package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * Effects with intervals, one a row, about a zero line: the adjusted effect as a full mark, the
 * naive difference as a hollow one, with name, count, numbers and grade in columns. What lies
 * outside the shown range ends in an arrow head at its border.
 */
public final class ForestPlot {
  private static final double WIDTH = 960;
  private static final double PAD = 14;
  private static final double LABEL_LIMIT = 270;
  private static final double TEXT = 12;
  private static final double SMALL = 11;

  private final Language language;
  private final String title;
  private final List<Object> lines = new ArrayList<>();
  private String axisTitle;
  private String gradeTitle;
  private String markTitle;
  private int decimals = 3;
  private double low = Double.NEGATIVE_INFINITY;
  private double high = Double.POSITIVE_INFINITY;

  /** Left edges of the columns, and the scale. */
  private record Columns(
      double label, double count, double from, double to, double effect, double grade, Axis axis) {
    double x(double value) {
      return axis.place(value, from, to);
    }
  }

  ForestPlot(Language language, String title) {
    this.language = language;
    this.title = title;
    this.axisTitle = language.word(Word.EFFECT);
    this.gradeTitle = language.word(Word.GRADE);
    this.markTitle = language.word(Word.ADJUSTED_EFFECT);
  }

  /** Begins a group: a heading above the rows that follow. */
  public ForestPlot group(String heading) {
    lines.add(heading);
    return this;
  }

  /** Adds an effect. */
  public ForestPlot row(ForestRow row) {
    lines.add(row);
    return this;
  }

  /** Text below the axis, with the unit. */
  public ForestPlot axisTitle(String value) {
    axisTitle = value;
    return this;
  }

  /** Heading of the last column, "Grade" by default: "Verdict" where rows are refutations. */
  public ForestPlot gradeTitle(String value) {
    gradeTitle = value;
    return this;
  }

  /** What a full mark is, "adjusted effect, with interval" by default. */
  public ForestPlot markTitle(String value) {
    markTitle = value;
    return this;
  }

  /** Decimals of the effects; 3 by default. */
  public ForestPlot decimals(int value) {
    decimals = value;
    return this;
  }

  /** Shows no more than this range; by default all of every interval. */
  public ForestPlot range(double from, double to) {
    Preconditions.checkArgument(from < 0 && to > 0, "range: %s to %s lacks 0", from, to);
    low = from;
    high = to;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no row
   */
  public Picture draw() {
    List<ForestRow> rows = rows();
    Preconditions.checkState(!rows.isEmpty(), "rows: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    Columns columns = columns(rows);
    double legend = legend(canvas, columns);
    double top = legend + 26;
    double height = lines.stream().mapToDouble(this::height).sum();
    double bottom = top + height + 4;
    header(canvas, columns, top - 10);
    zebra(canvas, top);
    axis(canvas, columns, top, bottom);
    double y = top;
    for (Object line : lines) {
      if (line instanceof ForestRow row) {
        drawRow(canvas, row, columns, y);
      } else {
        canvas.fittedText(
            PAD, y + 18, line.toString(), TEXT, Anchor.START, "f-ink b", columns.from - 2 * PAD);
      }
      y += height(line);
    }
    canvas.fittedText(
        (columns.from + columns.to) / 2,
        bottom + 36,
        axisTitle,
        SMALL + 0.5,
        Anchor.MIDDLE,
        "f-muted",
        columns.to - columns.from + 120);
    return canvas.toPicture(title, WIDTH, bottom + 46);
  }

  private List<ForestRow> rows() {
    return lines.stream().filter(ForestRow.class::isInstance).map(ForestRow.class::cast).toList();
  }

  private double height(Object line) {
    return line instanceof ForestRow row ? row.detail().isEmpty() ? 24 : 36 : 27;
  }

  private Columns columns(List<ForestRow> rows) {
    double label = 90;
    double count = 0;
    double effect = TextMetrics.width(effectHeading(), SMALL, true);
    double grade = 0;
    double least = 0;
    double most = 0;
    for (ForestRow row : rows) {
      label = Math.max(label, TextMetrics.width(row.label(), TEXT));
      label = Math.max(label, TextMetrics.width(row.detail(), SMALL));
      effect = Math.max(effect, TextMetrics.width(effectText(row), SMALL));
      if (row.count().isPresent()) {
        String n = NumberText.count(row.count().getAsLong());
        count = Math.max(count, TextMetrics.width(n, SMALL));
        count = Math.max(count, TextMetrics.width(language.word(Word.COUNT), SMALL, true));
      }
      if (!row.grade().isEmpty()) {
        grade = Math.max(grade, TextMetrics.width(row.grade(), SMALL, true) + 14);
        grade = Math.max(grade, TextMetrics.width(gradeTitle, SMALL, true));
      }
      least = Math.min(least, Math.min(row.effect().low(), row.naive().orElse(0)));
      most = Math.max(most, Math.max(row.effect().high(), row.naive().orElse(0)));
    }
    double countEnd = PAD + Math.min(label, LABEL_LIMIT) + 18 + Math.min(count, 90);
    double gradeStart = WIDTH - PAD - Math.min(grade, 110);
    double effectStart = gradeStart - (grade > 0 ? 16 : 0) - effect;
    boolean whole = least >= low && most <= high;
    Axis axis =
        whole
            ? Axis.around(least, most, 5)
            : Axis.exactly(Math.max(low, least), Math.min(high, most), 5);
    return new Columns(
        Math.min(label, LABEL_LIMIT),
        countEnd,
        countEnd + 26,
        effectStart - 26,
        effectStart,
        gradeStart,
        axis);
  }

  private double legend(SvgCanvas canvas, Columns columns) {
    ChartLegend legend = new ChartLegend();
    Hue hue = rows().get(0).grade().isEmpty() ? rows().get(0).hue() : Hue.INK;
    legend.add(
        markTitle,
        (c, x, y) -> {
          c.line(x - 2, y, x + 16, y, 2, "round s-" + hue.key());
          c.circle(x + 7, y, 4.4, 1, "f-" + hue.key());
        });
    if (rows().stream().anyMatch(row -> row.naive().isPresent())) {
      legend.add(language.word(Word.NAIVE), (c, x, y) -> hollow(c, x + 7, y));
    }
    return 4 + legend.draw(canvas, columns.from, 4, WIDTH - PAD - columns.from);
  }

  private String effectHeading() {
    return language.word(Word.EFFECT) + " [" + language.word(Word.INTERVAL) + "]";
  }

  private String effectText(ForestRow row) {
    Measured m = row.effect();
    String point = NumberText.signed(m.value(), decimals);
    return m.hasInterval() ? point + " " + m.intervalText(decimals) : point;
  }

  private void header(SvgCanvas canvas, Columns columns, double y) {
    String style = "f-muted b";
    if (rows().stream().anyMatch(row -> row.count().isPresent())) {
      canvas.text(columns.count, y, language.word(Word.COUNT), SMALL, Anchor.END, style);
    }
    canvas.text(columns.effect, y, effectHeading(), SMALL, Anchor.START, style);
    if (rows().stream().anyMatch(row -> !row.grade().isEmpty())) {
      canvas.fittedText(columns.grade, y, gradeTitle, SMALL, Anchor.START, style, 110);
    }
  }

  private void zebra(SvgCanvas canvas, double top) {
    double y = top;
    canvas.line(PAD, y, WIDTH - PAD, y, 1, "s-line");
    for (Object line : lines) {
      if (!(line instanceof ForestRow)) {
        canvas.rect(PAD - 6, y + 1, WIDTH - 2 * PAD + 12, height(line) - 2, 4, "w-gray");
      }
      y += height(line);
      canvas.line(PAD, y, WIDTH - PAD, y, 1, "s-line");
    }
  }

  private void axis(SvgCanvas canvas, Columns columns, double top, double bottom) {
    for (double tick : columns.axis.ticks()) {
      double x = columns.x(tick);
      boolean zero = Math.abs(tick) < columns.axis.step() / 1000;
      if (zero) {
        canvas.dashedLine(x, top, x, bottom, 1.4, "s-gray");
      } else {
        canvas.line(x, top, x, bottom, 1, "s-line");
      }
      canvas.line(x, bottom, x, bottom + 4, 1, "s-gray");
      String label = columns.axis.label(tick);
      canvas.text(
          x, bottom + 17, label, SMALL, Anchor.MIDDLE, zero ? "f-ink b num" : "f-muted num");
    }
    canvas.line(columns.from, bottom, columns.to, bottom, 1, "s-gray");
  }

  private void drawRow(SvgCanvas canvas, ForestRow row, Columns columns, double top) {
    double height = height(row);
    double y = top + height / 2;
    double text = y + 4;
    double first = row.detail().isEmpty() ? text : y - 3.5;
    canvas.fittedText(PAD, first, row.label(), TEXT, Anchor.START, "f-ink", columns.label);
    if (!row.detail().isEmpty()) {
      canvas.fittedText(PAD, y + 11, row.detail(), SMALL, Anchor.START, "f-muted", columns.label);
    }
    row.count()
        .ifPresent(
            n ->
                canvas.fittedText(
                    columns.count,
                    text,
                    NumberText.count(n),
                    SMALL,
                    Anchor.END,
                    "f-muted num",
                    90));
    canvas.group(tooltip(row));
    row.naive()
        .ifPresent(
            naive ->
                canvas.line(columns.x(naive), y, columns.x(row.effect().value()), y, 1, "s-line"));
    interval(canvas, row, columns, y);
    row.naive().ifPresent(naive -> hollow(canvas, columns.x(naive), y));
    mark(canvas, row, columns, y);
    canvas.end();
    canvas.text(columns.effect, text, effectText(row), SMALL, Anchor.START, "f-ink num");
    if (!row.grade().isEmpty()) {
      double wide = Math.min(110, TextMetrics.width(row.grade(), SMALL, true) + 14);
      String key = row.hue().key();
      canvas.rect(columns.grade, y - 9, wide, 18, 9, "w-" + key + " s-" + key);
      canvas.fittedText(
          columns.grade + wide / 2, text, row.grade(), SMALL, Anchor.MIDDLE, "f-ink b", wide - 12);
    }
  }

  /** A ring at the border where the value lies beyond it, as places are kept within the scale. */
  private static void hollow(SvgCanvas canvas, double x, double y) {
    canvas.circle(x, y, 4, 1.5, "f-surface s-gray");
  }

  private void interval(SvgCanvas canvas, ForestRow row, Columns columns, double y) {
    Measured m = row.effect();
    String key = row.hue().key();
    if (m.hasInterval()) {
      double from = columns.x(m.low());
      double to = columns.x(m.high());
      canvas.line(from, y, to, y, 2.2, "round s-" + key);
      end(canvas, from, y, m.low() < columns.axis.low() ? -1 : 0, key);
      end(canvas, to, y, m.high() > columns.axis.high() ? 1 : 0, key);
    }
  }

  private void mark(SvgCanvas canvas, ForestRow row, Columns columns, double y) {
    Measured m = row.effect();
    if (m.value() >= columns.axis.low() && m.value() <= columns.axis.high()) {
      canvas.circle(columns.x(m.value()), y, 4.8, 1.5, "s-surface f-" + row.hue().key());
    }
  }

  /** A short bar where the interval ends, an arrow head where it goes on beyond the range. */
  private static void end(SvgCanvas canvas, double x, double y, int beyond, String key) {
    if (beyond == 0) {
      canvas.line(x, y - 3.5, x, y + 3.5, 1.6, "round s-" + key);
      return;
    }
    String d =
        "M"
            + NumberText.coordinate(x + beyond * 7)
            + " "
            + NumberText.coordinate(y)
            + "l"
            + NumberText.coordinate(-beyond * 7)
            + " -4.5v9Z";
    canvas.path(d, 0.5, "", "f-" + key + " s-" + key);
  }

  private String tooltip(ForestRow row) {
    String name = row.detail().isEmpty() ? row.label() : row.label() + " " + row.detail();
    String text = name + ": " + effectText(row);
    if (row.naive().isPresent()) {
      String naive = NumberText.signed(row.naive().getAsDouble(), decimals);
      text += "; " + language.word(Word.NAIVE) + " " + naive;
    }
    return text;
  }

  @Override
  public String toString() {
    return "ForestPlot[" + title + ", " + rows().size() + " rows]";
  }
}
