package org.causal4j.recommend;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.recommend.effect.BehaviorEffectGraph;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;

/** Graded effects as a table for the terminal, the firmest and largest first. */
final class EffectsText {
  private static final int ROWS = 5;
  private static final int WIDEST = 36;

  private EffectsText() {}

  static String of(BehaviorEffectGraph behavior, UnaryOperator<String> label) {
    if (behavior.effects().isEmpty()) {
      return "no pairs";
    }
    List<GradedEffect> shown = behavior.effects().stream().limit(ROWS).toList();
    int width =
        shown.stream()
            .flatMap(e -> List.of(e.pair().cause(), e.pair().effect()).stream())
            .mapToInt(item -> name(label, item).length())
            .max()
            .orElse(0);
    String left = "%-" + Math.max(1, width) + "s  ";
    StringBuilder text = new StringBuilder(counts(behavior));
    double level = shown.get(0).effect().adjusted().interval().level();
    text.append('\n')
        .append(String.format(Locale.ROOT, left + left, "A", "B"))
        .append(
            String.format(
                Locale.ROOT,
                "%6s  %8s  %-18s  %5s  %s",
                "naive",
                "adjusted",
                percent(level) + " % interval",
                "q",
                "grade"));
    for (GradedEffect graded : shown) {
      ConfidenceInterval interval = graded.effect().adjusted().interval();
      text.append('\n')
          .append(
              String.format(
                  Locale.ROOT,
                  left + left,
                  name(label, graded.pair().cause()),
                  name(label, graded.pair().effect())))
          .append(
              String.format(
                  Locale.ROOT,
                  "%+6.3f  %+8.3f  %-18s  %5.3f  %s",
                  graded.effect().naive().estimate(),
                  graded.effect().adjusted().estimate(),
                  String.format(Locale.ROOT, "[%+.3f, %+.3f]", interval.low(), interval.high()),
                  graded.effect().qValue(),
                  graded.grade()));
    }
    return text.append('\n').append(shown.get(0)).toString();
  }

  private static String percent(double level) {
    return BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  private static String counts(BehaviorEffectGraph behavior) {
    return Arrays.stream(ClaimGrade.values())
        .filter(grade -> count(behavior, grade) > 0)
        .map(grade -> count(behavior, grade) + " " + grade)
        .collect(Collectors.joining(", "));
  }

  private static long count(BehaviorEffectGraph behavior, ClaimGrade grade) {
    return behavior.effects().stream().filter(e -> e.grade() == grade).count();
  }

  private static String name(UnaryOperator<String> label, String item) {
    String name = label.apply(item);
    return name.codePointCount(0, name.length()) <= WIDEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }
}
