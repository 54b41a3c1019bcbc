package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * How contributions add up to a score: from a base, each bar begins where the one above ended; blue
 * adds, vermilion takes away, the last bar is the sum. Steps are drawn in the order given.
 */
public final class Waterfall {
  private static final double WIDTH = 500;
  private static final double ROW = 25;
  private static final double BAR = 14;
  private static final double PAD = 12;

  private final Language language;
  private final String title;
  private final List<Step> steps = new ArrayList<>();
  private double base;
  private boolean hasBase;
  private String total;
  private int decimals = 3;
  private int limit = 12;

  private record Step(String label, double value) {}

  Waterfall(Language language, String title) {
    this.language = language;
    this.title = title;
    this.total = language.word(Word.TOTAL);
  }

  /** Where the sum begins; without it at 0, and no bar for it. */
  public Waterfall base(double value) {
    Preconditions.checkArgument(Double.isFinite(value), "base: %s is not finite", value);
    base = value;
    hasBase = true;
    return this;
  }

  /** Adds a contribution. */
  public Waterfall step(String label, double value) {
    Preconditions.checkArgument(Double.isFinite(value), "value: %s is not finite", value);
    steps.add(new Step(label, value));
    return this;
  }

  /** What the sum is called. */
  public Waterfall total(String name) {
    total = name;
    return this;
  }

  /** Decimals of the contributions; 3 by default. */
  public Waterfall decimals(int value) {
    decimals = value;
    return this;
  }

  /** Draws this many of the largest contributions and the rest as one; 12 by default. */
  public Waterfall largest(int count) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    limit = count;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no step
   */
  public Picture draw() {
    Preconditions.checkState(!steps.isEmpty(), "steps: none to draw");
    List<Step> shown = shown();
    double sum = base;
    double low = Math.min(0, base);
    double high = Math.max(0, base);
    double longest = TextMetrics.width(total, 12, true);
    double widest = TextMetrics.width(NumberText.fixed(base, decimals), 11);
    for (Step step : shown) {
      sum += step.value;
      low = Math.min(low, sum);
      high = Math.max(high, sum);
      longest = Math.max(longest, TextMetrics.width(step.label, 12));
      String text = NumberText.signed(step.value, decimals);
      widest = Math.max(widest, TextMetrics.width(text, 11));
    }
    widest = Math.max(widest, TextMetrics.width(NumberText.fixed(sum, decimals), 11, true));
    double label = Math.min(longest, Math.max(60, Math.min(222, WIDTH - widest - 200)));
    double left = PAD + label + 12;
    double right = WIDTH - PAD - widest - 8;
    Axis axis = Axis.exactly(low, Math.max(high, low + 1e-12), 4);
    SvgCanvas canvas = new SvgCanvas();
    double y = 8;
    double bottom = y + (shown.size() + 1 + (hasBase ? 1 : 0)) * ROW + 6;
    double zero = axis.place(0, left, right);
    canvas.line(zero, y, zero, bottom, 1, "s-gray");
    double at = base;
    if (hasBase) {
      String text = NumberText.fixed(base, decimals);
      row(canvas, language.word(Word.BASE), text, 0, base, "f-gray", axis, left, right, y, false);
      y += ROW;
    }
    for (Step step : shown) {
      String fill = step.value < 0 ? "f-vermilion" : "f-blue";
      String text = NumberText.signed(step.value, decimals);
      double next = at + step.value;
      row(canvas, step.label, text, at, next, fill, axis, left, right, y, false);
      double x = axis.place(next, left, right);
      canvas.line(x, y + ROW / 2 + BAR / 2, x, y + ROW * 1.5 + 3 - BAR / 2, 1, "s-gray");
      at = next;
      y += ROW;
    }
    y += 4;
    canvas.line(PAD, y, WIDTH - PAD, y, 1, "s-line");
    String text = NumberText.fixed(at, decimals);
    row(canvas, total, text, 0, at, "f-ink", axis, left, right, y + 1, true);
    return canvas.toPicture(title, WIDTH, bottom + 4);
  }

  private List<Step> shown() {
    if (steps.size() <= limit + 1) {
      return steps;
    }
    List<Integer> bySize =
        IntStream.range(0, steps.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(steps.get(i).value)))
            .toList();
    List<Step> shown = new ArrayList<>();
    bySize.subList(0, limit).stream().sorted().forEach(i -> shown.add(steps.get(i)));
    double rest =
        bySize.subList(limit, bySize.size()).stream().mapToDouble(i -> steps.get(i).value).sum();
    String name = language.word(Word.OTHERS) + " (" + (bySize.size() - limit) + ")";
    shown.add(new Step(name, rest));
    return shown;
  }

  private void row(
      SvgCanvas canvas,
      String label,
      String value,
      double from,
      double to,
      String fill,
      Axis axis,
      double left,
      double right,
      double y,
      boolean bold) {
    double middle = y + ROW / 2;
    double x1 = axis.place(Math.min(from, to), left, right);
    double x2 = axis.place(Math.max(from, to), left, right);
    String style = bold ? " b" : "";
    canvas.fittedText(
        left - 12, middle + 4, label, 12, Anchor.END, "f-ink" + style, left - 12 - PAD);
    canvas.group(label + ": " + value);
    canvas.rect(x1, middle - BAR / 2, Math.max(1, x2 - x1), BAR, 2, fill);
    canvas.text(x2 + 7, middle + 4, value, 11, Anchor.START, "halo s-surface f-ink num" + style);
    canvas.end();
  }

  @Override
  public String toString() {
    return "Waterfall[" + title + ", " + steps.size() + " steps]";
  }
}
