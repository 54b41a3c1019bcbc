package org.causal4j.report;

import org.causal4j.report.SvgCanvas.Anchor;

/** The field of a chart with two scales, and where values lie in it. */
record Plane(Axis across, Axis up, double left, double right, double top, double bottom) {
  private static final double TICK = 11;

  double x(double value) {
    return across.place(value, left, right);
  }

  double y(double value) {
    return up.place(value, bottom, top);
  }

  /** Room for the labels of a scale that stands at the left. */
  static double labels(Axis up, boolean percent) {
    return up.ticks().stream()
        .mapToDouble(tick -> TextMetrics.width(label(up, tick, percent), TICK))
        .max()
        .orElse(0);
  }

  static String label(Axis axis, double tick, boolean percent) {
    return percent ? NumberText.percent(tick, Math.max(0, axis.decimals() - 2)) : axis.label(tick);
  }

  /** Lines, ticks and titles; the line at 0 is stronger. */
  void draw(
      SvgCanvas canvas,
      String acrossTitle,
      boolean acrossPercent,
      String upTitle,
      boolean upPercent) {
    for (double tick : up.ticks()) {
      boolean zero = Math.abs(tick) < up.step() / 1000;
      canvas.line(left, y(tick), right, y(tick), 1, zero ? "s-gray" : "s-line");
      canvas.text(
          left - 8, y(tick) + 4, label(up, tick, upPercent), TICK, Anchor.END, "f-muted num");
    }
    for (double tick : across.ticks()) {
      canvas.line(x(tick), bottom, x(tick), bottom + 4, 1, "s-gray");
      canvas.text(
          x(tick),
          bottom + 17,
          label(across, tick, acrossPercent),
          TICK,
          Anchor.MIDDLE,
          "f-muted num");
    }
    canvas.line(left, bottom, right, bottom, 1, "s-gray");
    canvas.fittedText(
        (left + right) / 2, bottom + 36, acrossTitle, 11.5, Anchor.MIDDLE, "f-muted", right - left);
    String fitted = TextMetrics.fit(upTitle, 11.5, false, bottom - top);
    canvas.group(fitted.equals(upTitle) ? "" : upTitle);
    canvas.uprightText(18, (top + bottom) / 2, fitted, 11.5, "f-muted").end();
  }

  String point(double valueX, double valueY) {
    return NumberText.coordinate(x(valueX)) + " " + NumberText.coordinate(y(valueY));
  }
}
