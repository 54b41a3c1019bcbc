package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * How far two arms are alike: the propensity scores of the first arm as bars upward, of the second
 * downward, each as shares of its arm. Where one side is empty, the data can't tell what the other
 * arm would have done. For more arms draw one picture for each pair.
 */
public final class OverlapHistogram {
  private static final double WIDTH = 720;
  private static final double HEIGHT = 310;

  private final Language language;
  private final String title;
  private final List<Arm> arms = new ArrayList<>();
  private int bins = 25;
  private double keepLow;
  private double keepHigh = 1;

  /**
   * @param scores of the units, or in the middle of its class for each unit that was counted
   */
  private record Arm(String name, ImmutableDoubleArray scores, Hue hue) {}

  OverlapHistogram(Language language, String title) {
    this.language = language;
    this.title = title;
  }

  /** Adds an arm with its propensity scores, each within 0 and 1. The array is copied. */
  public OverlapHistogram arm(String name, double[] propensities) {
    Preconditions.checkState(arms.size() < 2, "arms: %s is the third", name);
    Preconditions.checkArgument(propensities.length > 0, "propensities: none for %s", name);
    for (double p : propensities) {
      Preconditions.checkArgument(p >= 0 && p <= 1, "propensities: %s is not within 0 to 1", p);
    }
    arms.add(
        new Arm(
            name,
            ImmutableDoubleArray.copyOf(propensities),
            arms.isEmpty() ? Hue.BLUE : Hue.ORANGE));
    return this;
  }

  /**
   * Adds an arm by how many units are in each of equal classes from 0 to 1, as an {@link
   * org.causal4j.core.estimate.Overlap} counts them; both arms must have as many classes, 5 to 100,
   * and the picture has as many bins.
   */
  public OverlapHistogram arm(String name, ImmutableIntArray counts) {
    bins(counts.length());
    ImmutableDoubleArray.Builder middles = ImmutableDoubleArray.builder();
    for (int c = 0; c < counts.length(); c++) {
      Preconditions.checkArgument(counts.get(c) >= 0, "counts: %s is below 0", counts.get(c));
      for (int unit = 0; unit < counts.get(c); unit++) {
        middles.add((c + 0.5) / counts.length());
      }
    }
    return arm(name, middles.build().toArray());
  }

  /** Number of bins between 0 and 1; 25 by default, 5 to 100. */
  public OverlapHistogram bins(int value) {
    Preconditions.checkArgument(
        value >= 5 && value <= 100, "bins: %s is not within 5 to 100", value);
    bins = value;
    return this;
  }

  /** Grays what lies outside the range that an analysis keeps. */
  public OverlapHistogram keep(double low, double high) {
    Preconditions.checkArgument(
        low >= 0 && low < high && high <= 1, "keep: %s to %s is no range within 0 to 1", low, high);
    keepLow = low;
    keepHigh = high;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there are not two arms
   */
  public Picture draw() {
    Preconditions.checkState(arms.size() == 2, "arms: %s instead of 2", arms.size());
    SvgCanvas canvas = new SvgCanvas();
    double left = 62;
    double right = WIDTH - 16;
    ChartLegend legend = new ChartLegend();
    for (Arm arm : arms) {
      legend.swatch(arm.name + " (n = " + NumberText.count(arm.scores.length()) + ")", arm.hue);
    }
    if (keepLow > 0 || keepHigh < 1) {
      legend.add(
          language.word(Word.TRIMMED), (c, x, y) -> c.rect(x, y - 5, 14, 10, 2, "w-gray s-line"));
    }
    double top = 18 + legend.draw(canvas, left, 4, right - left);
    double bottom = HEIGHT - 44;
    double middle = (top + bottom) / 2;
    double[] above = shares(arms.get(0));
    double[] below = shares(arms.get(1));
    double most = 0;
    for (int b = 0; b < bins; b++) {
      most = Math.max(most, Math.max(above[b], below[b]));
    }
    Axis axis = Axis.around(0, most, 3);
    shade(canvas, left, right, top, bottom);
    for (double tick : axis.ticks()) {
      double up = axis.place(tick, middle, top);
      double down = axis.place(tick, middle, bottom);
      String label = NumberText.percent(tick, Math.max(0, axis.decimals() - 2));
      canvas.line(left, up, right, up, 1, "s-line");
      canvas.line(left, down, right, down, 1, "s-line");
      canvas.text(left - 8, up + 4, label, 11, Anchor.END, "f-muted num");
      if (tick > 0) {
        canvas.text(left - 8, down + 4, label, 11, Anchor.END, "f-muted num");
      }
    }
    bars(canvas, arms.get(0), above, axis, left, right, middle, top);
    bars(canvas, arms.get(1), below, axis, left, right, middle, bottom);
    canvas.line(left, middle, right, middle, 1.2, "s-ink");
    for (int i = 0; i <= 5; i++) {
      double x = left + (right - left) * i / 5;
      String label = NumberText.fixed(i / 5.0, 1);
      canvas.line(x, bottom, x, bottom + 4, 1, "s-gray");
      canvas.text(x, bottom + 17, label, 11, i == 5 ? Anchor.END : Anchor.MIDDLE, "f-muted num");
    }
    canvas.text(
        (left + right) / 2,
        bottom + 35,
        language.word(Word.PROPENSITY),
        11.5,
        Anchor.MIDDLE,
        "f-muted");
    canvas.uprightText(16, middle, language.word(Word.SHARE_OF_ARM), 11.5, "f-muted");
    return canvas.toPicture(title, WIDTH, HEIGHT);
  }

  private double[] shares(Arm arm) {
    double[] shares = new double[bins];
    for (double p : arm.scores.asList()) {
      shares[Math.min(bins - 1, (int) (p * bins))] += 1.0 / arm.scores.length();
    }
    return shares;
  }

  private void shade(SvgCanvas canvas, double left, double right, double top, double bottom) {
    double wide = right - left;
    if (keepLow > 0) {
      canvas.rect(left, top, wide * keepLow, bottom - top, 0, "w-gray");
    }
    if (keepHigh < 1) {
      canvas.rect(left + wide * keepHigh, top, wide * (1 - keepHigh), bottom - top, 0, "w-gray");
    }
  }

  private void bars(
      SvgCanvas canvas,
      Arm arm,
      double[] shares,
      Axis axis,
      double left,
      double right,
      double zero,
      double end) {
    double wide = (right - left) / bins;
    for (int b = 0; b < bins; b++) {
      if (shares[b] > 0) {
        double y = axis.place(shares[b], zero, end);
        String from = NumberText.fixed((double) b / bins, 2);
        String to = NumberText.fixed((b + 1.0) / bins, 2);
        canvas.group(arm.name + ", " + from + "–" + to + ": " + NumberText.percent(shares[b], 1));
        canvas.rect(
            left + b * wide + 0.75,
            Math.min(y, zero),
            wide - 1.5,
            Math.abs(y - zero),
            1,
            "f-" + arm.hue.key());
        canvas.end();
      }
    }
  }

  @Override
  public String toString() {
    return "OverlapHistogram[" + title + ", " + arms.size() + " arms]";
  }
}
