package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.causal4j.core.refute.OmittedVariable;

/**
 * What an estimate, or its t-value, would be if a confounder had been left out, by how much of the
 * rest of treatment (across) and outcome (up) that confounder explains: the contour picture of
 * Cinelli and Hazlett ("Making sense of sensitivity", JRSS B 82(1), 2020, §5). Beyond the thick
 * line the conclusion changes. Points show confounders as strong as known covariates.
 *
 * <p>The contours are exact: with b = bias/SE, R²(treatment) = b²/(b² + df R²(outcome)); for the
 * t-value, too, each strength with the outcome has one solution in closed form.
 */
public final class SensitivityContours {
  private static final double WIDTH = 620;
  private static final double HEIGHT = 480;
  private static final int STEPS = 240;

  private final Language language;
  private final String title;
  private final OmittedVariable estimate;
  private final List<Benchmark> benchmarks = new ArrayList<>();
  private double critical = Double.NaN;

  private record Benchmark(String name, double withTreatment, double withOutcome) {}

  /** For each strength with the outcome there is one with the treatment; above 1 for none. */
  private record Contour(double level, boolean threshold, DoubleUnaryOperator treatmentAt) {}

  SensitivityContours(Language language, String title, OmittedVariable estimate) {
    Preconditions.checkArgument(estimate.estimate() != 0, "estimate: is 0, nothing to lose");
    this.language = language;
    this.title = title;
    this.estimate = estimate;
  }

  /**
   * Adds a point: a confounder of these strengths, named by the covariate it is as strong as.
   *
   * @param withTreatment partial R² with the treatment, 0 or above and below 1
   * @param withOutcome partial R² with the outcome, from 0 to 1
   */
  public SensitivityContours benchmark(String name, double withTreatment, double withOutcome) {
    estimate.bias(withTreatment, withOutcome); // checks the ranges
    benchmarks.add(new Benchmark(name, withTreatment, withOutcome));
    return this;
  }

  /** Shows t-values instead of estimates; the thick line is at this one, as 1.96. */
  public SensitivityContours tValues(double threshold) {
    Preconditions.checkArgument(
        threshold > 0 && Double.isFinite(threshold), "threshold: %s is not above 0", threshold);
    critical = threshold;
    return this;
  }

  private boolean showsT() {
    return !Double.isNaN(critical);
  }

  /** Draws the contours and what has been added. */
  public Picture draw() {
    SvgCanvas canvas = new SvgCanvas();
    double robust = estimate.robustnessValue();
    double across = Math.max(0.02, 1.6 * robust);
    double up = across;
    for (Benchmark benchmark : benchmarks) {
      across = Math.max(across, 1.25 * benchmark.withTreatment);
      up = Math.max(up, 1.25 * benchmark.withOutcome);
    }
    Axis acrossAxis = Axis.exactly(0, Math.min(0.98, across), 5);
    Axis upAxis = Axis.exactly(0, Math.min(1, up), 5);
    double left = 42 + Plane.labels(upAxis, true);
    double right = WIDTH - 24;
    ChartLegend legend = new ChartLegend();
    legend.add(
        language.word(showsT() ? Word.ADJUSTED_T : Word.ADJUSTED_TO),
        (c, x, y) -> c.line(x - 2, y, x + 16, y, 1.3, "s-sky"));
    legend.add(
        language.word(Word.THRESHOLD) + " (" + (showsT() ? NumberText.brief(critical) : "0") + ")",
        (c, x, y) -> c.line(x - 2, y, x + 16, y, 2.4, "round s-vermilion"));
    if (!benchmarks.isEmpty()) {
      legend.add(
          language.word(Word.AS_STRONG_AS) + " …",
          (c, x, y) -> c.circle(x + 7, y, 4.4, 1, "f-blue"));
    }
    double top = 16 + legend.draw(canvas, left, 4, right - left);
    Plane plane = new Plane(acrossAxis, upAxis, left, right, top, HEIGHT - 46);
    plane.draw(
        canvas, language.word(Word.WITH_TREATMENT), true, language.word(Word.WITH_OUTCOME), true);
    List<Contour> contours = contours();
    contours.forEach(contour -> line(canvas, plane, contour));
    TextBoxes boxes = new TextBoxes(left + 3, top + 2, right - 3, plane.bottom() - 3);
    marks(canvas, plane, boxes, robust);
    for (Contour contour : contours) {
      label(canvas, plane, boxes, contour);
    }
    return canvas.toPicture(title, WIDTH, HEIGHT);
  }

  private List<Contour> contours() {
    double value = showsT() ? estimate.t() : estimate.estimate();
    double size = Math.abs(value);
    double threshold = showsT() ? critical : 0;
    double step = Axis.exactly(0, size, 5).step();
    List<Contour> contours = new ArrayList<>();
    for (int k = (int) Math.ceil(size / step) - 1; k >= -6; k--) {
      double level = k * step;
      if (Math.abs(level - threshold) > step / 5 && level < size * 0.999) {
        contours.add(new Contour(Math.signum(value) * level, false, at(level)));
      }
    }
    if (threshold < size) {
      contours.add(new Contour(Math.signum(value) * threshold, true, at(threshold)));
    }
    return contours;
  }

  /** The partial R² with the treatment that brings the size of the value to a level. */
  private DoubleUnaryOperator at(double level) {
    double df = estimate.degreesOfFreedom();
    if (!showsT()) {
      double bias = (Math.abs(estimate.estimate()) - level) / estimate.standardError();
      return outcome -> bias * bias / (bias * bias + df * outcome);
    }
    // |t| cos a − √(df R²) sin a = level √(df/(df − 1)) √(1 − R²), R² with the outcome and
    // sin² a that with the treatment: the left side falls with a, so there is one solution
    return outcome -> {
      double ofCosine = Math.abs(estimate.t());
      double ofSine = Math.sqrt(df * outcome);
      double right = level * Math.sqrt(df / (df - 1)) * Math.sqrt(1 - outcome);
      if (right < -ofSine) {
        return 2;
      }
      double angle =
          Math.acos(Math.min(1, right / Math.hypot(ofCosine, ofSine)))
              - Math.atan2(ofSine, ofCosine);
      double root = Math.sin(Math.max(0, angle));
      return root * root;
    };
  }

  private static void line(SvgCanvas canvas, Plane plane, Contour contour) {
    StringBuilder d = new StringBuilder();
    boolean open = false;
    for (int i = 1; i <= STEPS; i++) {
      // denser where the strength with the outcome is small and contours are flat
      double share = (double) i / STEPS;
      double outcome = plane.up().high() * share * share;
      double treatment = contour.treatmentAt.applyAsDouble(outcome);
      if (treatment <= plane.across().high()) {
        d.append(open ? 'L' : 'M').append(plane.point(treatment, outcome));
        open = true;
      } else {
        open = false;
      }
    }
    if (d.length() > 0) {
      canvas.path(
          d.toString(),
          contour.threshold ? 2.4 : 1.3,
          "",
          "none round s-" + (contour.threshold ? "vermilion" : "sky"));
    }
  }

  private void marks(SvgCanvas canvas, Plane plane, TextBoxes boxes, double robust) {
    double x0 = plane.x(0);
    double y0 = plane.y(0);
    String value = NumberText.brief(showsT() ? estimate.t() : estimate.estimate());
    canvas.circle(x0, y0, 4.6, 1.5, "s-surface f-ink");
    boxes.block(x0, y0, 6);
    for (Benchmark benchmark : benchmarks) {
      boxes.block(plane.x(benchmark.withTreatment), plane.y(benchmark.withOutcome), 6);
    }
    String known = language.word(Word.NONE_HIDDEN) + ": " + value;
    boxes.write(canvas, x0 + 4, y0 - 8, 6, known, 11, "f-ink b");
    if (!showsT() && robust < plane.across().high() && robust < plane.up().high()) {
      double x = plane.x(robust);
      double y = plane.y(robust);
      boxes.block(x, y, 6);
      canvas.circle(x, y, 4.4, 1.8, "f-surface s-vermilion");
      String text = language.word(Word.ROBUSTNESS) + " " + NumberText.percent(robust, 1);
      boxes.write(canvas, x, y, 8, text, 11, "f-ink b");
    }
    for (Benchmark benchmark : benchmarks) {
      double x = plane.x(benchmark.withTreatment);
      double y = plane.y(benchmark.withOutcome);
      String left = left(benchmark);
      String name = TextMetrics.fit(benchmark.name, 11, false, 150);
      boxes.write(canvas, x, y, 8, name + " (" + left + ")", 11, "f-ink");
      canvas.group(
          language.word(Word.AS_STRONG_AS)
              + " "
              + benchmark.name
              + ": R² "
              + NumberText.percent(benchmark.withTreatment, 1)
              + ", "
              + NumberText.percent(benchmark.withOutcome, 1)
              + ": "
              + left);
      canvas.circle(x, y, 4.6, 1.5, "s-surface f-blue").end();
    }
  }

  /** What such a confounder leaves; where it explains all of the outcome there is no t-value. */
  private String left(Benchmark benchmark) {
    double value = estimate.adjusted(benchmark.withTreatment, benchmark.withOutcome);
    double error = estimate.adjustedStandardError(benchmark.withTreatment, benchmark.withOutcome);
    if (!showsT()) {
      return NumberText.brief(value);
    }
    return error > 0 ? NumberText.brief(value / error) : "\u2013";
  }

  /**
   * On the diagonal of the field, where contours follow each other; left out where there is no
   * room.
   */
  private void label(SvgCanvas canvas, Plane plane, TextBoxes boxes, Contour contour) {
    double ratio = plane.across().high() / plane.up().high();
    double low = 0;
    double high = plane.up().high();
    if (contour.treatmentAt.applyAsDouble(high) > high * ratio) {
      return;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (contour.treatmentAt.applyAsDouble(middle) > middle * ratio) {
        low = middle;
      } else {
        high = middle;
      }
    }
    String text = NumberText.brief(contour.level);
    String classes = contour.threshold ? "b f-vermilion num" : "f-muted num";
    double wide = TextMetrics.width(text, 10.5);
    boxes.write(
        canvas, plane.x(high * ratio) - wide / 2 - 1, plane.y(high), 1, text, 10.5, classes);
  }

  @Override
  public String toString() {
    return "SensitivityContours[" + title + ", " + benchmarks.size() + " benchmarks]";
  }
}
