package org.causal4j.benchmarks.effect;

import com.google.common.base.Preconditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pairs of {@code --name value}. */
final class StudyOptions {
  private final Map<String, String> values = new LinkedHashMap<>();

  StudyOptions(String[] args, List<String> known) {
    Preconditions.checkArgument(args.length % 2 == 0, "arguments: come in pairs, --name value");
    for (int i = 0; i < args.length; i += 2) {
      Preconditions.checkArgument(
          known.contains(args[i]), "argument: %s is none of %s", args[i], known);
      values.put(args[i], args[i + 1]);
    }
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    int number = Integer.parseInt(text(name, Integer.toString(otherwise)));
    Preconditions.checkArgument(number >= 1, "%s: %s is below 1", name, number);
    return number;
  }

  long seed(String name, long otherwise) {
    return Long.parseLong(text(name, Long.toString(otherwise)));
  }
}
