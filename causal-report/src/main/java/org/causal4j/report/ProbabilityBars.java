package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * Seeing beside doing: for each value x, P(y | x) as a light bar and P(y | do(x)) as a full one, on
 * one scale of probability, with their difference below.
 */
public final class ProbabilityBars {
  private static final double GROUP = 122;
  private static final double BAR = 38;
  private static final double HEIGHT = 320;

  private final Language language;
  private final String title;
  private final List<Row> rows = new ArrayList<>();
  private String seeing;
  private String doing;
  private int decimals = 3;

  private record Row(String label, Measured seeing, Measured doing) {}

  ProbabilityBars(Language language, String title) {
    this.language = language;
    this.title = title;
    this.seeing = language.word(Word.SEEING) + ": P(y | x)";
    this.doing = language.word(Word.DOING) + ": P(y | do(x))";
  }

  /** What the legend calls the two kinds of bars. */
  public ProbabilityBars names(String seeingName, String doingName) {
    seeing = seeingName;
    doing = doingName;
    return this;
  }

  /** Adds a value x with its two probabilities, each within 0 and 1. */
  public ProbabilityBars row(String label, Measured seeingValue, Measured doingValue) {
    for (Measured m : List.of(seeingValue, doingValue)) {
      Preconditions.checkArgument(
          m.value() >= 0 && m.value() <= 1 && m.low() >= 0 && m.high() <= 1,
          "probability: %s is not within 0 to 1",
          m);
    }
    rows.add(new Row(label, seeingValue, doingValue));
    return this;
  }

  /** Decimals of the probabilities; 3 by default. */
  public ProbabilityBars decimals(int value) {
    decimals = value;
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
    double left = 62;
    double width = Math.max(480, left + rows.size() * GROUP + 24);
    double right = width - 14;
    ChartLegend legend = new ChartLegend();
    legend.add(seeing, (c, x, y) -> c.rect(x, y - 5, 14, 10, 2, "w-blue s-blue", 1.3));
    legend.swatch(doing, Hue.BLUE);
    double top = 22 + legend.draw(canvas, left, 4, right - left);
    double bottom = HEIGHT - 52;
    double most =
        rows.stream().mapToDouble(r -> Math.max(r.seeing.high(), r.doing.high())).max().orElse(1);
    Axis axis = Axis.around(0, Math.max(most, 1e-9), 5);
    for (double tick : axis.ticks()) {
      double y = axis.place(tick, bottom, top);
      canvas.line(left, y, right, y, 1, tick == 0 ? "s-gray" : "s-line");
      canvas.text(left - 8, y + 4, axis.label(tick), 11, Anchor.END, "f-muted num");
    }
    canvas.uprightText(16, (top + bottom) / 2, language.word(Word.PROBABILITY), 11.5, "f-muted");
    double step = (right - left) / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double x = left + (i + 0.5) * step;
      bar(canvas, row.label + ", " + seeing, row.seeing, axis, x - BAR - 2, top, bottom, false);
      bar(canvas, row.label + ", " + doing, row.doing, axis, x + 2, top, bottom, true);
      canvas.fittedText(x, bottom + 19, row.label, 12, Anchor.MIDDLE, "f-ink b", step - 8);
      String gap = NumberText.signed(row.doing.value() - row.seeing.value(), decimals);
      String text = language.word(Word.DIFFERENCE) + " " + gap;
      canvas.fittedText(x, bottom + 36, text, 11, Anchor.MIDDLE, "f-muted num", step - 8);
    }
    return canvas.toPicture(title, width, HEIGHT);
  }

  private void bar(
      SvgCanvas canvas,
      String name,
      Measured m,
      Axis axis,
      double x,
      double top,
      double bottom,
      boolean full) {
    double y = axis.place(m.value(), bottom, top);
    canvas.group(name + ": " + m.text(decimals));
    canvas.rect(x, y, BAR, bottom - y, 2, full ? "f-blue s-blue" : "w-blue s-blue", 1.3);
    double above = y;
    if (m.hasInterval()) {
      double low = axis.place(m.low(), bottom, top);
      double high = axis.place(m.high(), bottom, top);
      double middle = x + BAR / 2;
      String d = "M%s %sh8m-4 0V%sm-4 0h8";
      d =
          d.formatted(
              NumberText.coordinate(middle - 4),
              NumberText.coordinate(high),
              NumberText.coordinate(low));
      canvas.path(d, 3.6, "", "none s-surface").path(d, 1.4, "", "none s-ink");
      above = Math.min(above, high);
    }
    canvas.text(
        x + BAR / 2,
        above - 6,
        NumberText.fixed(m.value(), decimals),
        11,
        Anchor.MIDDLE,
        "halo s-surface f-ink num");
    canvas.end();
  }

  @Override
  public String toString() {
    return "ProbabilityBars[" + title + ", " + rows.size() + " rows]";
  }
}
