package org.causal4j.report;

import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/** Places labels in a field so that none meets another or leaves the field. */
final class TextBoxes {
  private final double left;
  private final double top;
  private final double right;
  private final double bottom;
  private final List<double[]> taken = new ArrayList<>();

  TextBoxes(double left, double top, double right, double bottom) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
  }

  /** Keeps labels off a mark. */
  void block(double x, double y, double radius) {
    taken.add(new double[] {x - radius, y - radius, x + radius, y + radius});
  }

  /**
   * Writes text beside a point, at the first of several places that is free; nowhere if none is. A
   * thin line leads to a text that is not at its point.
   *
   * @param gap between point and text
   * @return whether it was written
   */
  boolean write(
      SvgCanvas canvas, double x, double y, double gap, String text, double size, String classes) {
    boolean bold = (" " + classes + " ").contains(" b ");
    double wide = TextMetrics.width(text, size, bold);
    double high = size * 1.1;
    for (double far : new double[] {gap, gap + 9, gap + 20, gap + 34, gap + 50}) {
      double[][] places = {
        {x + far, y + size * 0.35},
        {x - far - wide, y + size * 0.35},
        {x - wide / 2, y - far - 2},
        {x - wide / 2, y + far + size * 0.8},
        {x + far * 0.7, y - far * 0.7},
        {x + far * 0.7, y + far * 0.7 + size * 0.7},
        {x - far * 0.7 - wide, y - far * 0.7},
        {x - far * 0.7 - wide, y + far * 0.7 + size * 0.7}
      };
      for (double[] place : places) {
        double[] box = {place[0] - 2, place[1] - high * 0.8, place[0] + wide + 2, place[1] + 3};
        if (isFree(box)) {
          taken.add(box);
          if (far > gap) {
            double toX = Math.min(box[2], Math.max(box[0], x));
            double toY = Math.min(box[3], Math.max(box[1], y));
            canvas.line(x, y, toX, toY, 0.8, "s-gray");
          }
          canvas.text(place[0], place[1], text, size, Anchor.START, classes + " halo s-surface");
          return true;
        }
      }
    }
    return false;
  }

  private boolean isFree(double[] box) {
    return box[0] >= left
        && box[1] >= top
        && box[2] <= right
        && box[3] <= bottom
        && taken.stream()
            .noneMatch(
                other ->
                    box[0] < other[2]
                        && other[0] < box[2]
                        && box[1] < other[3]
                        && other[1] < box[3]);
  }
}
