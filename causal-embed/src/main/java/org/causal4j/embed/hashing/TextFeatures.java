package org.causal4j.embed.hashing;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Splits a text into named features and counts them, in the order of their first appearance. */
final class TextFeatures {
  private static final int PROLONGED_SOUND_MARK = 0x30FC;

  private final HashingEmbeddings.Options options;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<String> lastWords = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private String lastSign = "";

  private TextFeatures(HashingEmbeddings.Options options) {
    this.options = options;
  }

  static Map<String, Integer> count(String text, HashingEmbeddings.Options options) {
    TextFeatures features = new TextFeatures(options);
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    normal.codePoints().forEach(features::read);
    features.endWord();
    return features.counts;
  }

  private void read(int codePoint) {
    if (standsAlone(codePoint)) {
      endWord();
      String sign = Character.toString(codePoint);
      add("c:" + sign);
      if (!lastSign.isEmpty()) {
        add("c:" + lastSign + sign);
      }
      lastSign = sign;
    } else if (isWordPart(codePoint)) {
      lastSign = "";
      word.appendCodePoint(codePoint);
    } else {
      endWord();
      lastSign = "";
    }
  }

  private static boolean standsAlone(int codePoint) {
    if (codePoint == PROLONGED_SOUND_MARK
        || Character.getType(codePoint) == Character.OTHER_SYMBOL) {
      return true;
    }
    UnicodeScript script = UnicodeScript.of(codePoint);
    return (script == UnicodeScript.HAN
            || script == UnicodeScript.HIRAGANA
            || script == UnicodeScript.KATAKANA
            || script == UnicodeScript.HANGUL)
        && Character.isLetterOrDigit(codePoint);
  }

  private static boolean isWordPart(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetterOrDigit(codePoint)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private void endWord() {
    if (word.length() == 0) {
      return;
    }
    String ended = word.toString();
    word.setLength(0);
    addWordGrams(ended);
    addCharGrams(ended);
  }

  /** The n-grams that end with this word. */
  private void addWordGrams(String ended) {
    if (options.maxWordGram() == 0) {
      return;
    }
    if (lastWords.size() == options.maxWordGram()) {
      lastWords.remove(0);
    }
    lastWords.add(ended);
    for (int start = lastWords.size() - 1; start >= 0; start--) {
      add("w:" + String.join(" ", lastWords.subList(start, lastWords.size())));
    }
  }

  private void addCharGrams(String ended) {
    int[] marked = ("<" + ended + ">").codePoints().toArray();
    for (int n = Math.max(1, options.minCharGram()); n <= options.maxCharGram(); n++) {
      for (int start = 0; start + n <= marked.length; start++) {
        add("g:" + new String(marked, start, n));
      }
    }
  }

  private void add(String feature) {
    counts.merge(feature, 1, Integer::sum);
  }
}
