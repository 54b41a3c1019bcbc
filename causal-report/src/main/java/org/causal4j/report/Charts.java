package org.causal4j.report;

import org.causal4j.core.refute.OmittedVariable;

/**
 * Where charts begin. Each method returns a chart to fill; its {@code draw()} gives the {@link
 * Picture}.
 *
 * <pre>{@code
 * Picture p = Charts.in(Language.EN).bars("Ranking quality by scorer")
 *     .series("Recall@20").row("LightGCN", Measured.of(0.183, 0.180, 0.186)).draw();
 * }</pre>
 *
 * <p>The title is what a screen reader says; it is not drawn, because a report gives figures a
 * caption. Labels that are too long are cut, with all of the text in the tooltip. Charts are filled
 * by one thread; {@code Charts} itself is immutable.
 */
public final class Charts {
  private final Language language;

  private Charts(Language language) {
    this.language = language;
  }

  /** Charts whose own words are in this language. */
  public static Charts in(Language language) {
    return new Charts(language);
  }

  /** Horizontal bars with intervals, one or several series: metrics by scorer. */
  public BarChart bars(String title) {
    return new BarChart(title);
  }

  /** Effects with intervals, one a row, beside the naive difference. */
  public ForestPlot forest(String title) {
    return new ForestPlot(language, title);
  }

  /** Propensity scores of two arms, one upward and one downward. */
  public OverlapHistogram overlap(String title) {
    return new OverlapHistogram(language, title);
  }

  /** P(y | x) beside P(y | do(x)). */
  public ProbabilityBars seeingVersusDoing(String title) {
    return new ProbabilityBars(language, title);
  }

  /** How contributions add up to a score. */
  public Waterfall waterfall(String title) {
    return new Waterfall(language, title);
  }

  /** Values by epoch. */
  public LineChart lines(String title) {
    return new LineChart(language, title);
  }

  /** Gain by the share that a score targets, beside random targeting. */
  public UpliftChart uplift(String title) {
    return new UpliftChart(language, title);
  }

  /** Predicted effects beside those observed. */
  public CalibrationPlot calibration(String title) {
    return new CalibrationPlot(language, title);
  }

  /** Differences of covariates between the arms, before and after weighting (love plot). */
  public BalancePlot balance(String title) {
    return new BalancePlot(language, title);
  }

  /** What a hidden confounder of any strength would do to an estimate. */
  public SensitivityContours sensitivity(String title, OmittedVariable estimate) {
    return new SensitivityContours(language, title, estimate);
  }

  @Override
  public String toString() {
    return "Charts[" + language + "]";
  }
}
