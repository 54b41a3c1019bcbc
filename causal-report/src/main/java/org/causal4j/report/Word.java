package org.causal4j.report;

/** The words that reports and pictures bring along, in each {@link Language}. */
enum Word {
  CONTENTS("Contents", "目录"),
  FIGURE("Figure", "图"),
  TABLE("Table", "表"),
  NOTE("Note", "说明"),
  WARNING("Warning", "注意"),
  PROVENANCE("Provenance", "来源追溯"),
  PROVENANCE_LEAD(
      "Each line was made from the lines indented below it. Equal trees mean equal input and settings.",
      "每一行由其下缩进的各行得出；树相同，则输入与设置相同。"),
  FINGERPRINT("Fingerprint", "指纹"),
  PLAIN("variable", "变量"),
  TREATMENT("treatment", "处理"),
  OUTCOME("outcome", "结果"),
  ADJUSTED("adjusted for", "已调整"),
  LATENT("not observed", "未观测"),
  OBSERVED("seen", "已观察"),
  INTERVENED("set by intervening", "干预设定"),
  CAUSES("causes", "因果作用"),
  HIDDEN_CAUSE("hidden common cause", "隐藏的共同原因"),
  UNDIRECTED("direction unknown", "方向未定"),
  ANCESTOR("causes, directly or by others", "直接或间接的原因"),
  POSSIBLE_CAUSE("cause or hidden common cause", "原因或隐藏的共同原因"),
  UNDECIDED("cause, effect or hidden common cause", "因、果或隐藏的共同原因"),
  NAIVE("naive difference", "未调整差异"),
  ADJUSTED_EFFECT("adjusted effect, with interval", "调整后效应及区间"),
  EFFECT("Effect", "效应"),
  INTERVAL("interval", "区间"),
  GRADE("Grade", "等级"),
  COUNT("n", "样本量"),
  PROPENSITY("Propensity score", "倾向得分"),
  SHARE_OF_ARM("Share of arm", "占本组比例"),
  TRIMMED("outside the kept range", "保留范围之外"),
  SEEING("seeing", "观察"),
  DOING("doing", "干预"),
  PROBABILITY("Probability", "概率"),
  BASE("base", "基准"),
  TOTAL("score", "总分"),
  OTHERS("others", "其余"),
  EPOCH("Epoch", "轮次"),
  BEST("best", "最优"),
  DIFFERENCE("difference", "差"),
  RANDOM_TARGETING("random targeting", "随机投放"),
  TARGETED("Share targeted, highest scores first", "投放比例（按得分由高到低）"),
  GAIN("Gain per unit of the population", "总体人均增益"),
  WHOLE_BAND("band of the whole curve", "整条曲线的置信带"),
  POINT_BAND("interval at each point", "逐点区间"),
  PREDICTED("Predicted effect", "预测效应"),
  OBSERVED_EFFECT("Observed effect", "观测效应"),
  CALIBRATED("predicted is observed", "预测等于观测"),
  BEFORE_WEIGHTING("before weighting", "加权前"),
  AFTER_WEIGHTING("after weighting", "加权后"),
  STANDARDIZED("Standardized difference, treated less control", "标准化均值差（处理组减对照组）"),
  WITH_TREATMENT("Partial R² of a hidden confounder with the treatment", "隐藏混杂因素与处理的偏 R²"),
  WITH_OUTCOME("Partial R² of a hidden confounder with the outcome", "隐藏混杂因素与结果的偏 R²"),
  NONE_HIDDEN("as estimated", "原估计"),
  ROBUSTNESS("robustness value", "稳健值"),
  AS_STRONG_AS("as strong as", "强度相当于"),
  ADJUSTED_TO("estimate with such a confounder", "存在该混杂时的估计"),
  ADJUSTED_T("t-value with such a confounder", "存在该混杂时的 t 值"),
  THRESHOLD("conclusion changes", "结论改变处");

  private final String english;
  private final String chinese;

  Word(String english, String chinese) {
    this.english = english;
    this.chinese = chinese;
  }

  String english() {
    return english;
  }

  String chinese() {
    return chinese;
  }
}
