package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/** Lines by epoch, each named at its end, with an optional mark at one epoch. */
public final class LineChart {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 300;
  private static final double LABEL_STEP = 15;

  private final Language language;
  private final String title;
  private final List<Series> series = new ArrayList<>();
  private String valueTitle = "";
  private String epochTitle;
  private int marked;

  private record Series(String name, ImmutableDoubleArray values, Hue hue) {
    double last() {
      return values.get(values.length() - 1);
    }
  }

  LineChart(Language language, String title) {
    this.language = language;
    this.title = title;
    this.epochTitle = language.word(Word.EPOCH);
  }

  /** Adds a line, one of 8 at most, with its values at epochs 1, 2 and so on; they are copied. */
  public LineChart series(String name, double[] values) {
    Preconditions.checkState(series.size() < Hue.SERIES, "series: %s is one more than 8", name);
    Preconditions.checkArgument(values.length > 0, "values: none for %s", name);
    for (double value : values) {
      Preconditions.checkArgument(Double.isFinite(value), "values: %s is not finite", value);
    }
    series.add(new Series(name, ImmutableDoubleArray.copyOf(values), Hue.series(series.size())));
    return this;
  }

  /** Marks the best epoch, from 1. */
  public LineChart best(int epoch) {
    Preconditions.checkArgument(epoch >= 1, "epoch: %s is below 1", epoch);
    marked = epoch;
    return this;
  }

  /** Text beside the axis of values; none by default. */
  public LineChart valueTitle(String value) {
    valueTitle = value;
    return this;
  }

  /** Text below the other axis; "Epoch" by default. */
  public LineChart epochTitle(String value) {
    epochTitle = value;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no series
   */
  public Picture draw() {
    Preconditions.checkState(!series.isEmpty(), "series: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double longest = 0;
    int epochs = 1;
    for (Series s : series) {
      for (double value : s.values.asList()) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      epochs = Math.max(epochs, s.values.length());
      longest = Math.max(longest, TextMetrics.width(s.name, 11.5, true));
    }
    Axis axis = Axis.around(low, high, 5);
    double nameWidth = Math.min(longest, 160);
    double tickWidth =
        axis.ticks().stream()
            .mapToDouble(t -> TextMetrics.width(axis.label(t), 11))
            .max()
            .orElse(0);
    double left = (valueTitle.isEmpty() ? 12 : 30) + tickWidth + 8;
    double right = WIDTH - 14 - nameWidth - 8;
    double top = marked > 0 ? 26 : 14;
    double bottom = HEIGHT - 46;
    for (double tick : axis.ticks()) {
      double y = axis.place(tick, bottom, top);
      canvas.line(left, y, right, y, 1, "s-line");
      canvas.text(left - 8, y + 4, axis.label(tick), 11, Anchor.END, "f-muted num");
    }
    Axis along = Axis.exactly(1, Math.max(2, epochs), 8);
    for (double tick : along.ticks()) {
      if (tick == Math.rint(tick)) {
        double x = along.place(tick, left, right);
        canvas.line(x, bottom, x, bottom + 4, 1, "s-gray");
        canvas.text(x, bottom + 17, NumberText.fixed(tick, 0), 11, Anchor.MIDDLE, "f-muted num");
      }
    }
    canvas.line(left, bottom, right, bottom, 1, "s-gray");
    canvas.fittedText(
        (left + right) / 2, bottom + 36, epochTitle, 11.5, Anchor.MIDDLE, "f-muted", right - left);
    if (!valueTitle.isEmpty()) {
      String fitted = TextMetrics.fit(valueTitle, 11.5, false, bottom - top);
      canvas.group(fitted.equals(valueTitle) ? "" : valueTitle);
      canvas.uprightText(18, (top + bottom) / 2, fitted, 11.5, "f-muted").end();
    }
    if (marked > 0 && marked <= epochs) {
      double x = along.place(marked, left, right);
      canvas.dashedLine(x, top, x, bottom, 1.2, "s-gray");
      String text = language.word(Word.BEST) + ": " + marked;
      double half = TextMetrics.width(text, 11) / 2;
      double at = Math.min(WIDTH - 6 - half, Math.max(6 + half, x));
      canvas.text(at, top - 8, text, 11, Anchor.MIDDLE, "f-muted num");
    }
    series.forEach(s -> line(canvas, s, along, axis, left, right, top, bottom));
    names(canvas, axis, right, top, bottom, nameWidth);
    return canvas.toPicture(title, WIDTH, HEIGHT);
  }

  private static void line(
      SvgCanvas canvas,
      Series s,
      Axis along,
      Axis axis,
      double left,
      double right,
      double top,
      double bottom) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < s.values.length(); i++) {
      double x = along.place(i + 1, left, right);
      double y = axis.place(s.values.get(i), bottom, top);
      d.append(i == 0 ? 'M' : 'L').append(NumberText.coordinate(x)).append(' ');
      d.append(NumberText.coordinate(y));
    }
    String key = s.hue.key();
    canvas.path(d.toString(), 2.2, "", "none round s-" + key);
    for (int i = 0; i < s.values.length() && s.values.length() <= 60; i++) {
      double x = along.place(i + 1, left, right);
      double y = axis.place(s.values.get(i), bottom, top);
      canvas.group(s.name + ", " + (i + 1) + ": " + NumberText.brief(s.values.get(i)));
      canvas.circle(x, y, s.values.length() <= 30 ? 2.6 : 1.6, 1, "s-surface f-" + key).end();
    }
  }

  /** Names at the ends of lines, moved apart where they would meet. */
  private void names(
      SvgCanvas canvas, Axis axis, double right, double top, double bottom, double width) {
    List<Series> ordered =
        series.stream().sorted(Comparator.comparingDouble(Series::last).reversed()).toList();
    double[] wish = new double[ordered.size()];
    double[] weight = new double[ordered.size()];
    for (int i = 0; i < wish.length; i++) {
      wish[i] = axis.place(ordered.get(i).last(), bottom, top) - i * LABEL_STEP;
      weight[i] = 1;
    }
    double most = bottom - (wish.length - 1) * LABEL_STEP;
    double[] placed = LayerPlacement.increasing(wish, weight);
    for (int i = 0; i < placed.length; i++) {
      Series s = ordered.get(i);
      double y = Math.min(most, Math.max(top, placed[i])) + i * LABEL_STEP + 4;
      String classes = "b f-" + s.hue.key();
      canvas.fittedText(right + 9, y, s.name, 11.5, Anchor.START, classes, width);
    }
  }

  @Override
  public String toString() {
    return "LineChart[" + title + ", " + series.size() + " series]";
  }
}
