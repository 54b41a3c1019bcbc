package org.causal4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of the built-in refuters in Chinese: their names, null hypotheses and what they found.
 * A refutation holds its texts with the numbers in them, so that they are found again by patterns
 * in which {@code {}} stands for a number or a name. The text of a refuter that is not built in
 * stays as it is.
 */
enum RefuterWords {
  PLACEBO_TREATMENT("placebo treatment", "安慰剂处理"),
  PLACEBO_OUTCOME("placebo outcome", "安慰剂结果"),
  DUMMY_OUTCOME("dummy outcome", "植入效应的结果"),
  RANDOM_COMMON_CAUSE("random common cause", "随机共同原因"),
  DATA_SUBSET("data subset", "数据子集"),
  BOOTSTRAP("bootstrap", "自助法"),
  UNOBSERVED("unobserved confounder ({}, {})", "未观测混杂（{}，{}）"),
  CONTROL_OUTCOME("negative control outcome {}", "阴性对照结果 {}"),
  CONTROL_TREATMENT("negative control treatment {}: {} against {}", "阴性对照处理 {}：{} 对 {}"),
  NOTHING_FOUND(
      "given the covariates, the estimator finds nothing where treatment does nothing: the mean of"
          + " its estimates is 0, and its intervals miss 0 as often as they say",
      "给定协变量，处理不起作用时该估计方法也找不到效应：估计的均值为 0，区间不含 0 的频率与其声明的一致"),
  PLANTED_FOUND(
      "the estimator finds an effect that was planted in an outcome with the observed dependence on"
          + " the covariates, neither less nor more",
      "在与协变量保持所观测关系的结果中植入一个效应，该估计方法找到的效应不多也不少"),
  NOTHING_IN_OUTCOME(
      "the estimator finds nothing in an outcome that depends on the covariates as the observed one"
          + " does, and on treatment not at all",
      "对与协变量保持所观测关系、但完全不受处理影响的结果，该估计方法找不到效应"),
  NOISE_MOVES_LITTLE(
      "a covariate that is noise moves the estimate by a standard deviation of at most half its"
          + " standard error",
      "加入一个纯噪声协变量，估计变动的标准差不超过其标准误的一半"),
  PARTS_SCATTER(
      "estimates on random parts scatter as their standard errors say: their standard deviation is"
          + " at most 1.5 · SE · √(1 − share)",
      "随机子集上的估计按其标准误所示的幅度波动：标准差不超过 1.5 · SE · √(1 − 子集比例)"),
  SAMPLES_SCATTER(
      "the standard error is that of the whole analysis: estimates on samples drawn with replacement"
          + " have a standard deviation of at most 1.5 times the standard error that they report",
      "标准误反映整个分析的不确定性：有放回抽样所得估计的标准差不超过其报告标准误的 1.5 倍"),
  CONFOUNDER_EXPLAINS(
      "a confounder that moves treatment by {} and the outcome by {} of its standard deviations"
          + " explains the estimate",
      "一个使处理变动 {}、使结果变动 {} 个标准差的混杂因素足以解释该估计"),
  NOTHING_UNMEASURED(
      "nothing unmeasured confounds: the effect of {}: {} against {} on {}, which can be no effect, is"
          + " found to be 0",
      "不存在未测量的混杂：{}（{} 对 {}）对 {} 不可能有效应，估计也应为 0"),
  PLANTED_RESULT(
      "in {} refits the mean error is {} (standard error of the estimate {}), and {} % of the"
          + " intervals miss the planted effect",
      "{} 次重新估计的平均误差为 {}（估计的标准误为 {}），{} % 的区间未包含植入的效应"),
  NO_PLACEBO(
      "a placebo treatment would not follow the instrument or move the mediators; a placebo outcome"
          + " fits this design",
      "安慰剂处理不会随工具变量变化，也不会影响中介变量；此设计应使用安慰剂结果"),
  FEW_UNITS(
      "there are {} units; placebos exchange the paths of at least ten units that are seen equally"
          + " often",
      "共有 {} 个单位；安慰剂需要至少十个观测次数相同的单位来交换处理路径"),
  TOO_MANY_FAILED("too many refits failed to say anything", "失败的重新估计过多，无法得出结论"),
  OTHER_STRUCTURE(
      "an outcome simulated from the covariates does not have the structure of this design: {}",
      "由协变量模拟的结果不具有此设计的结构"),
  NOISE_MOVED("noise moves the estimate by {} standard errors", "噪声使估计变动 {} 个标准误"),
  NO_COVARIATES("the estimator or the design takes no covariates", "该估计方法或设计不使用协变量"),
  NO_ERROR("the estimate has a standard error of 0", "该估计的标准误为 0"),
  PARTS_SCATTERED(
      "on parts of {} % the estimates scatter {} times as widely as their standard errors say",
      "在 {} % 的子集上，估计的波动为其标准误所示的 {} 倍"),
  FEW_GROUPS_FOR_PARTS(
      "{} independent groups of rows are too few to take parts of", "独立的行组只有 {} 个，不足以取子集"),
  FEW_GROUPS_TO_DRAW(
      "{} independent groups of rows are too few to draw from", "独立的行组只有 {} 个，不足以重新抽样"),
  SAMPLES_SCATTERED(
      "the bootstrap's standard deviation is {} times the standard error reported there",
      "自助法的标准差为所报告标准误的 {} 倍"),
  NOT_ON_CONFOUNDERS(
      "this design does not rest on having measured all confounders: {}", "此设计不依赖于测量了所有混杂因素"),
  HOLDS_ZERO("the interval holds 0 without any such confounder", "即使没有这样的混杂因素，区间也包含 0"),
  ADJUSTED_FOR("adjusted for it the estimate is {} {} instead of {}", "对其调整后，估计为 {} {}，而非 {}"),
  NO_CONTROL("the control could not be estimated", "无法对阴性对照进行估计"),
  CONTROL_FOUND(
      "on the control {} standard deviations are found, the estimate is {}; their difference is known"
          + " to ± {}",
      "在阴性对照上得到 {} 个标准差，原估计为 {}；两者之差的精度为 ± {}");

  private static final String PLACE = "{}";

  private final Pattern english;
  private final String chinese;

  RefuterWords(String english, String chinese) {
    List<String> quoted = new ArrayList<>();
    for (String piece : english.split(Pattern.quote(PLACE), -1)) {
      quoted.add(piece.isEmpty() ? "" : Pattern.quote(piece));
    }
    this.english = Pattern.compile(String.join("(.+?)", quoted), Pattern.DOTALL);
    this.chinese = chinese;
  }

  /** A refuter's text in a language; one that is not known stays English. */
  static String in(Language language, String text) {
    if (language == Language.EN) {
      return text;
    }
    for (RefuterWords words : values()) {
      Optional<String> found = words.chinese(text);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return text;
  }

  /** Whether a text is this one. */
  boolean isOf(String text) {
    return english.matcher(text).matches();
  }

  private Optional<String> chinese(String text) {
    Matcher matcher = english.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    StringBuilder result = new StringBuilder();
    int from = 0;
    int group = 1;
    for (int at = chinese.indexOf(PLACE); at >= 0; at = chinese.indexOf(PLACE, from)) {
      result.append(chinese, from, at).append(matcher.group(group++));
      from = at + PLACE.length();
    }
    return Optional.of(result.append(chinese.substring(from)).toString());
  }
}
