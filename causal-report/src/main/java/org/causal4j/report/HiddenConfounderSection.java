package org.causal4j.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.LinearStrengths;
import org.causal4j.core.estimate.Recipe;
import org.causal4j.core.refute.ConfounderStrength;
import org.causal4j.core.refute.OmittedVariable;
import org.causal4j.core.refute.Sensitivity;
import org.causal4j.graph.claim.EValue;

/** What a confounder left out could do to an estimate: E-value and contours over its strengths. */
final class HiddenConfounderSection {
  private static final int BENCHMARKS = 4;

  private final EffectEstimate effect;
  private final Table table;
  private final Language language;
  private final Charts charts;

  HiddenConfounderSection(EffectEstimate effect, Table table, Language language) {
    this.effect = effect;
    this.table = table;
    this.language = language;
    this.charts = Charts.in(language);
  }

  private static String number(double value) {
    return NumberText.brief(value);
  }

  void write(ReportContent s) {
    if (!effect.isQuotable()) {
      s.paragraph(language.say("There is no number to question.", "没有可供质疑的数值。"));
      return;
    }
    Optional<String> eValue = eValue();
    eValue.ifPresent(s::paragraph);
    Optional<Recipe> recipe = effect.recipe();
    boolean adjusts = recipe.isPresent() && recipe.get().design() instanceof Design.Backdoor;
    if (!adjusts) {
      s.paragraph(
          language.say(
              "Contours are drawn of adjustment for covariates alone.", "仅对协变量调整的设计绘制敏感性等值线。"));
      return;
    }
    LinearStrengths linear;
    try {
      Recipe used = recipe.orElseThrow();
      linear = LinearStrengths.of(used.design(), table, used.contrast());
    } catch (IllegalArgumentException e) {
      s.paragraph(
          language.say("There is no linear regression to judge: ", "没有可评估的线性回归：") + e.getMessage());
      return;
    }
    if (linear.standardError() == 0 || linear.estimate() == 0) {
      s.paragraph(language.say("The linear regression leaves no residual.", "线性回归没有残差。"));
      return;
    }
    contours(s, linear);
  }

  private void contours(ReportContent s, LinearStrengths linear) {
    OmittedVariable omitted =
        Sensitivity.omittedVariable(
            linear.estimate(), linear.standardError(), linear.degreesOfFreedom());
    s.paragraph(
        language.say(
            "A linear regression on the same columns finds "
                + number(linear.estimate())
                + " (t "
                + number(omitted.t())
                + "). A confounder left out would have to explain "
                + NumberText.percent(omitted.robustnessValue(), 1)
                + " of what is left of both treatment and outcome to take that to 0, and "
                + NumberText.percent(omitted.robustnessOfSignificance(0.05), 1)
                + " to make it insignificant at 5%. Another estimator's number differs from the"
                + " regression's, so this is an approximation of its own robustness.",
            "对相同变量的线性回归得到 "
                + number(linear.estimate())
                + "（t 值 "
                + number(omitted.t())
                + "）。被遗漏的混杂因素须同时解释处理与结果剩余变异的 "
                + NumberText.percent(omitted.robustnessValue(), 1)
                + " 才能使其归零，解释 "
                + NumberText.percent(omitted.robustnessOfSignificance(0.05), 1)
                + " 才能使其在 5% 水平不显著。其他估计方法的数值与回归不同，因此这只是近似。"));
    SensitivityContours estimates =
        charts.sensitivity(language.say("Estimate under hidden confounding", "隐藏混杂下的估计"), omitted);
    SensitivityContours ts =
        charts
            .sensitivity(language.say("t-value under hidden confounding", "隐藏混杂下的 t 值"), omitted)
            .tValues(1.96);
    linear.covariates().stream()
        .filter(c -> c.withTreatment() < 0.4 && c.withOutcome() < 0.5)
        .sorted(Comparator.comparingDouble(c -> -omitted.bias(c.withTreatment(), c.withOutcome())))
        .limit(BENCHMARKS)
        .forEach(
            c -> {
              ConfounderStrength strength =
                  OmittedVariable.asStrongAs(c.withTreatment(), c.withOutcome(), 1);
              estimates.benchmark(c.covariate(), strength.withTreatment(), strength.withOutcome());
              ts.benchmark(c.covariate(), strength.withTreatment(), strength.withOutcome());
            });
    s.figure(
        Text.of(
            language.say(
                "What would be left with a hidden confounder of any strength; points are as strong"
                    + " as the covariates that would matter most.",
                "任意强度的隐藏混杂下的剩余效应；各点的强度相当于影响最大的协变量。")),
        estimates.draw(),
        ts.draw());
  }

  /** Of a risk ratio where the outcome is 0 and 1, else by the approximation of the paper. */
  private Optional<String> eValue() {
    Optional<Recipe> recipe = effect.recipe();
    if (recipe.isEmpty()
        || !(table.column(recipe.get().design().outcome()) instanceof Column.Continuous column)) {
      return Optional.empty();
    }
    double[] y = column.values();
    ConfidenceInterval interval = effect.interval();
    boolean binary = Arrays.stream(y).allMatch(v -> v == 0 || v == 1);
    double mean = Arrays.stream(y).average().orElse(0);
    double point;
    double low;
    double high;
    if (binary) {
      String control = recipe.get().contrast().control();
      Column arm = table.column(recipe.get().contrast().treatment());
      double base =
          IntStream.range(0, y.length)
              .filter(i -> arm.text(i).equals(control))
              .mapToDouble(i -> y[i])
              .average()
              .orElse(0);
      if (base <= 0 || base + effect.estimate() <= 0) {
        return Optional.empty();
      }
      point = (base + effect.estimate()) / base;
      low = Math.max(0, (base + interval.low()) / base);
      high = (base + interval.high()) / base;
    } else {
      double deviation =
          Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElse(0));
      if (!(deviation > 0)) {
        return Optional.empty();
      }
      point = Math.exp(0.91 * effect.estimate() / deviation);
      low = Math.exp(0.91 * interval.low() / deviation);
      high = Math.exp(0.91 * interval.high() / deviation);
    }
    EValue value = EValue.ofRiskRatio(point, low, high);
    String limit = number(value.limit().orElse(1));
    return Optional.of(
        language.say(
            "E-value "
                + number(value.point())
                + ", of the interval's nearer end "
                + limit
                + ": a hidden common cause would have to raise the risk of both treatment and"
                + " outcome by that factor to explain the estimate away"
                + (binary
                    ? " (risk ratio over the mean of the controls, an approximation)."
                    : " (risk ratio approximated by exp(.91 d), d in standard deviations of the"
                        + " outcome)."),
            "E 值 "
                + number(value.point())
                + "，区间近端的 E 值 "
                + limit
                + "：隐藏的共同原因须使处理与结果的风险都达到该倍数，才能完全解释该估计"
                + (binary ? "（以对照组均值计算的风险比，为近似）。" : "（风险比以 exp(.91 d) 近似，d 以结果标准差计）。")));
  }
}
