package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.uplift.CalibrationBin;
import org.causal4j.core.uplift.UpliftCalibration;

/**
 * Predicted effects across, observed ones with intervals up, a mark for each group of units: on the
 * diagonal the predictions are right. Groups whose effect is unknown are left out.
 */
public final class CalibrationPlot {
  private static final double WIDTH = 560;
  private static final double HEIGHT = 430;

  private final Language language;
  private final String title;
  private final List<Group> groups = new ArrayList<>();

  private record Group(double predicted, Measured observed, long count) {}

  CalibrationPlot(Language language, String title) {
    this.language = language;
    this.title = title;
  }

  /** Adds a group of units of like prediction. */
  public CalibrationPlot group(double predicted, Measured observed, long count) {
    Preconditions.checkArgument(
        Double.isFinite(predicted), "predicted: %s is not finite", predicted);
    groups.add(new Group(predicted, observed, count));
    return this;
  }

  /** Adds the groups of a calibration. */
  public CalibrationPlot groups(UpliftCalibration calibration) {
    for (CalibrationBin bin : calibration.bins()) {
      bin.observed()
          .ifPresent(
              o ->
                  group(
                      bin.predicted(),
                      Measured.of(o.estimate(), o.interval().low(), o.interval().high()),
                      bin.n()));
    }
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no group
   */
  public Picture draw() {
    Preconditions.checkState(!groups.isEmpty(), "groups: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    double low = 0;
    double high = 0;
    double least = 0;
    double most = 0;
    for (Group group : groups) {
      least = Math.min(least, group.predicted);
      most = Math.max(most, group.predicted);
      low = Math.min(low, group.observed.low());
      high = Math.max(high, group.observed.high());
    }
    Axis across = Axis.around(least, most, 5);
    Axis up = Axis.around(low, high, 5);
    double left = 36 + Plane.labels(up, false);
    double right = WIDTH - 24;
    ChartLegend legend = new ChartLegend();
    legend.add(
        language.word(Word.OBSERVED_EFFECT) + " [" + language.word(Word.INTERVAL) + "]",
        (c, x, y) -> {
          c.line(x + 7, y - 7, x + 7, y + 7, 2, "round s-blue");
          c.circle(x + 7, y, 4.4, 1, "f-blue");
        });
    legend.add(
        language.word(Word.CALIBRATED),
        (c, x, y) -> c.dashedLine(x - 2, y, x + 16, y, 1.6, "s-gray"));
    double top = 18 + legend.draw(canvas, left, 4, right - left);
    Plane plane = new Plane(across, up, left, right, top, HEIGHT - 46);
    plane.draw(
        canvas, language.word(Word.PREDICTED), false, language.word(Word.OBSERVED_EFFECT), false);
    double from = Math.max(across.low(), up.low());
    double to = Math.min(across.high(), up.high());
    canvas.dashedLine(plane.x(from), plane.y(from), plane.x(to), plane.y(to), 1.6, "s-gray");
    for (Group group : groups) {
      double x = plane.x(group.predicted);
      Measured observed = group.observed;
      canvas.group(
          language.word(Word.PREDICTED)
              + " "
              + NumberText.brief(group.predicted)
              + ", "
              + language.word(Word.OBSERVED_EFFECT)
              + " "
              + NumberText.brief(observed.value())
              + " ["
              + NumberText.brief(observed.low())
              + ", "
              + NumberText.brief(observed.high())
              + "], n = "
              + NumberText.count(group.count));
      if (observed.hasInterval()) {
        canvas.line(x, plane.y(observed.low()), x, plane.y(observed.high()), 2, "round s-blue");
      }
      canvas.circle(x, plane.y(observed.value()), 4.8, 1.5, "s-surface f-blue").end();
    }
    return canvas.toPicture(title, WIDTH, HEIGHT);
  }

  @Override
  public String toString() {
    return "CalibrationPlot[" + title + ", " + groups.size() + " groups]";
  }
}
