package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.causal4j.core.estimate.CovariateBalance;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * A love plot: the standardized difference of each covariate between the arms as a hollow mark
 * before weighting and a full one after, the largest before on top; the shaded strip is ±0.1, below
 * which arms are commonly called balanced.
 */
public final class BalancePlot {
  private static final double WIDTH = 720;
  private static final double ROW = 22;
  private static final double LABEL_LIMIT = 220;
  private static final double LIMIT = 0.1;

  private final Language language;
  private final String title;
  private final List<CovariateBalance> rows = new ArrayList<>();
  private int largest = 40;

  BalancePlot(Language language, String title) {
    this.language = language;
    this.title = title;
  }

  /** Adds a covariate with its differences. */
  public BalancePlot row(CovariateBalance balance) {
    Preconditions.checkArgument(
        Double.isFinite(balance.before()) && Double.isFinite(balance.after()),
        "balance: %s is not finite",
        balance);
    rows.add(balance);
    return this;
  }

  /** Adds covariates. */
  public BalancePlot rows(List<CovariateBalance> balances) {
    balances.forEach(this::row);
    return this;
  }

  /** Shows no more than so many covariates, those that differ most before; 40 by default. */
  public BalancePlot largest(int value) {
    Preconditions.checkArgument(value >= 1, "largest: %s is below 1", value);
    largest = value;
    return this;
  }

  /**
   * Draws what has been added.
   *
   * @throws IllegalStateException if there is no covariate
   */
  public Picture draw() {
    Preconditions.checkState(!rows.isEmpty(), "rows: none to draw");
    SvgCanvas canvas = new SvgCanvas();
    List<CovariateBalance> shown =
        rows.stream()
            .sorted(Comparator.comparingDouble((CovariateBalance b) -> -Math.abs(b.before())))
            .limit(largest)
            .toList();
    double wide = 60;
    double low = -LIMIT;
    double high = LIMIT;
    for (CovariateBalance row : shown) {
      wide = Math.max(wide, TextMetrics.width(row.covariate(), 11.5));
      low = Math.min(low, Math.min(row.before(), row.after()));
      high = Math.max(high, Math.max(row.before(), row.after()));
    }
    wide = Math.min(wide, LABEL_LIMIT);
    double left = 14 + wide + 14;
    double right = WIDTH - 28;
    Axis axis = Axis.around(low, high, 6);
    ChartLegend legend = new ChartLegend();
    legend.add(
        language.word(Word.BEFORE_WEIGHTING),
        (c, x, y) -> c.circle(x + 7, y, 4.4, 1.6, "f-surface s-vermilion"));
    legend.add(
        language.word(Word.AFTER_WEIGHTING), (c, x, y) -> c.circle(x + 7, y, 4.8, 1, "f-blue"));
    legend.add(
        "±" + NumberText.fixed(LIMIT, 1), (c, x, y) -> c.rect(x, y - 6, 14, 12, 2, "haze f-green"));
    double top = 10 + legend.draw(canvas, left, 4, right - left);
    double bottom = top + shown.size() * ROW + 6;
    double strip = axis.place(-LIMIT, left, right);
    canvas.rect(
        strip, top, axis.place(LIMIT, left, right) - strip, bottom - top, 0, "haze f-green");
    for (double tick : axis.ticks()) {
      double x = axis.place(tick, left, right);
      boolean zero = Math.abs(tick) < axis.step() / 1000;
      canvas.line(x, top, x, bottom, 1, zero ? "s-gray" : "s-line");
      canvas.line(x, bottom, x, bottom + 4, 1, "s-gray");
      canvas.text(x, bottom + 17, axis.label(tick), 11, Anchor.MIDDLE, "f-muted num");
    }
    canvas.line(left, bottom, right, bottom, 1, "s-gray");
    for (int i = 0; i < shown.size(); i++) {
      row(canvas, shown.get(i), axis, left, right, top + 3 + (i + 0.5) * ROW, wide);
    }
    canvas.fittedText(
        (left + right) / 2,
        bottom + 36,
        language.word(Word.STANDARDIZED),
        11.5,
        Anchor.MIDDLE,
        "f-muted",
        right - left);
    return canvas.toPicture(title, WIDTH, bottom + 46);
  }

  private void row(
      SvgCanvas canvas,
      CovariateBalance row,
      Axis axis,
      double left,
      double right,
      double y,
      double wide) {
    canvas.fittedText(left - 14, y + 4, row.covariate(), 11.5, Anchor.END, "f-ink", wide);
    double before = axis.place(row.before(), left, right);
    double after = axis.place(row.after(), left, right);
    canvas.group(
        row.covariate()
            + ": "
            + NumberText.signed(row.before(), 3)
            + " "
            + language.word(Word.BEFORE_WEIGHTING)
            + ", "
            + NumberText.signed(row.after(), 3)
            + " "
            + language.word(Word.AFTER_WEIGHTING));
    canvas.line(before, y, after, y, 1, "s-gray");
    canvas.circle(before, y, 4.4, 1.6, "f-surface s-vermilion");
    canvas.circle(after, y, 4.8, 1.5, "s-surface f-blue").end();
  }

  @Override
  public String toString() {
    return "BalancePlot[" + title + ", " + rows.size() + " covariates]";
  }
}
