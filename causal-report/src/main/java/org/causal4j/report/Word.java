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
  DIFFERENCE("difference", "差");

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
