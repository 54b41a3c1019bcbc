package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.uplift.UpliftCurve;
import org.causal4j.core.uplift.UpliftPoint;

/**
 * Gain curves of scores with their bands, beside the straight line of random targeting. The area
 * between a curve and that line is its Qini coefficient, which the legend names.
 */
public final class UpliftChart {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 400;
  private static final int MOST = 4;

  private final Language language;
  private final String title;
  private final List<Score> scores = new ArrayList<>();
  private String gainTitle;

  private record Score(String name, UpliftCurve curve, Hue hue) {}

  UpliftChart(Language language, String title) {
    this.language = language;
    this.title = title;
    this.gainTitle = language.word(Word.GAIN);
  }

  /** Adds a score, one of four at most; all must be of the same units. */
  public UpliftChart curve(String name, UpliftCurve curve) {
    Preconditions.checkState(scores.size() < MOST, "curves: %s is one more than 4", name);
    scores.add(new Score(name, curve, Hue.series(scores.size())));
    return this;
  }

  /** Text beside the axis of gains, with the unit. */
  public UpliftChart gainTitle(String value) {
    gainTitle = value;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no curve
   */
  public Picture draw() {
    Preconditions.checkState(!scores.isEmpty(), "curves: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    double low = 0;
    double high = 0;
    for (Score score : scores) {
      for (UpliftPoint point : score.curve.points()) {
        low = Math.min(low, band(point).low());
        high = Math.max(high, band(point).high());
      }
    }
    Axis up = Axis.around(low, high, 5);
    double left = 36 + Plane.labels(up, false);
    double right = WIDTH - 24;
    double top = 18 + legend(canvas, left, right);
    Plane plane = new Plane(new Axis(0, 1, 0.2), up, left, right, top, HEIGHT - 46);
    for (Score score : scores) {
      band(canvas, plane, score);
    }
    plane.draw(canvas, language.word(Word.TARGETED), true, gainTitle, false);
    double effect = scores.get(0).curve.ate().estimate();
    canvas.dashedLine(plane.x(0), plane.y(0), plane.x(1), plane.y(effect), 1.6, "s-gray");
    for (Score score : scores) {
      line(canvas, plane, score);
    }
    return canvas.toPicture(title, WIDTH, HEIGHT);
  }

  private double legend(SvgCanvas canvas, double left, double right) {
    ChartLegend legend = new ChartLegend();
    for (Score score : scores) {
      String key = score.hue.key();
      legend.add(
          score.name + " · Qini " + number(score.curve),
          (c, x, y) -> {
            c.rect(x - 2, y - 6, 18, 12, 2, "haze f-" + key);
            c.line(x - 2, y, x + 16, y, 2.4, "round s-" + key);
          });
    }
    legend.add(
        language.word(Word.RANDOM_TARGETING),
        (c, x, y) -> c.dashedLine(x - 2, y, x + 16, y, 1.6, "s-gray"));
    UpliftCurve first = scores.get(0).curve;
    boolean whole = first.points().get(0).band().isPresent();
    String level = NumberText.percent(first.options().level(), 0) + " ";
    legend.add(
        level + language.word(whole ? Word.WHOLE_BAND : Word.POINT_BAND),
        (c, x, y) -> c.rect(x - 2, y - 6, 18, 12, 2, "haze f-gray"));
    return legend.draw(canvas, left, 4, right - left);
  }

  private static String number(UpliftCurve curve) {
    ConfidenceInterval interval = curve.qini().interval();
    return NumberText.brief(curve.qini().estimate())
        + " ["
        + NumberText.brief(interval.low())
        + ", "
        + NumberText.brief(interval.high())
        + "]";
  }

  private static ConfidenceInterval band(UpliftPoint point) {
    return point.band().orElse(point.gain().interval());
  }

  private static void band(SvgCanvas canvas, Plane plane, Score score) {
    List<UpliftPoint> points = score.curve.points();
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      d.append(i == 0 ? 'M' : 'L');
      d.append(plane.point(points.get(i).fraction(), band(points.get(i)).high()));
    }
    for (int i = points.size() - 1; i >= 0; i--) {
      d.append('L').append(plane.point(points.get(i).fraction(), band(points.get(i)).low()));
    }
    canvas.path(d.append('Z').toString(), 0, "", "haze f-" + score.hue.key());
  }

  private static void line(SvgCanvas canvas, Plane plane, Score score) {
    StringBuilder d = new StringBuilder();
    List<UpliftPoint> points = score.curve.points();
    for (int i = 0; i < points.size(); i++) {
      d.append(i == 0 ? 'M' : 'L');
      d.append(plane.point(points.get(i).fraction(), points.get(i).gain().estimate()));
    }
    String share = NumberText.brief(score.curve.ate().estimate());
    canvas.group(score.name + ": Qini " + number(score.curve) + ", ATE " + share);
    canvas.path(d.toString(), 2.4, "", "none round s-" + score.hue.key()).end();
  }

  @Override
  public String toString() {
    return "UpliftChart[" + title + ", " + scores.size() + " curves]";
  }
}
