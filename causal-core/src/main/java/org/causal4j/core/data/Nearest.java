package org.causal4j.core.data;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that a mistyped one most likely stands for. */
final class Nearest {
  private Nearest() {}

  /** "; did you mean 'x'?", or nothing where no name is near. */
  static String hint(String wanted, Collection<String> names) {
    String best = "";
    int least = Math.max(2, wanted.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(simplified(wanted), simplified(name));
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  private static String simplified(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Levenshtein's distance, by two rows of its table. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
