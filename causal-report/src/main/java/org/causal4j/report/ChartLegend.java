package org.causal4j.report;

import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/** A row of swatches with names, which goes on in a next row where it must. */
final class ChartLegend {
  static final double TEXT = 11.5;
  private static final double ROW = 20;
  private static final double MARK = 22;

  private final List<Entry> entries = new ArrayList<>();

  /** Draws a swatch into a field of 16 by 10 whose left middle is the point. */
  interface Mark {
    void draw(SvgCanvas canvas, double x, double y);
  }

  private record Entry(String name, Mark mark) {}

  ChartLegend add(String name, Mark mark) {
    entries.add(new Entry(name, mark));
    return this;
  }

  ChartLegend swatch(String name, Hue hue) {
    return add(name, (canvas, x, y) -> canvas.rect(x, y - 5, 14, 10, 2, "f-" + hue.key()));
  }

  /** Draws from (x, y) downward within the width, and returns the height taken. */
  double draw(SvgCanvas canvas, double x, double y, double width) {
    double at = x;
    double row = y + ROW / 2;
    for (Entry entry : entries) {
      String name = TextMetrics.fit(entry.name, TEXT, false, width - MARK);
      double wide = MARK + TextMetrics.width(name, TEXT);
      if (at > x && at + wide > x + width) {
        at = x;
        row += ROW;
      }
      entry.mark.draw(canvas, at, row);
      canvas.fittedText(
          at + MARK, row + TEXT * 0.35, entry.name, TEXT, Anchor.START, "f-muted", width - MARK);
      at += wide + 20;
    }
    return row + ROW / 2 - y;
  }
}
