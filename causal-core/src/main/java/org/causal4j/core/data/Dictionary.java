package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers texts in the order in which they come. Not safe to share while it grows. */
final class Dictionary {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  int add(String text) {
    Integer number = numbers.get(text);
    if (number != null) {
      return number;
    }
    numbers.put(text, texts.size());
    texts.add(text);
    return texts.size() - 1;
  }

  int number(String text) {
    return numbers.getOrDefault(text, -1);
  }

  String text(int number) {
    return texts.get(number);
  }

  int size() {
    return texts.size();
  }

  ImmutableList<String> texts() {
    return ImmutableList.copyOf(texts);
  }
}
