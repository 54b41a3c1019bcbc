package org.causal4j.core.tape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arrays that steps of one shape use again and again. Not safe to share between threads. */
final class Buffers {
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();
  private final List<float[]> lent = new ArrayList<>();

  /** An array with any content. */
  float[] take(int size) {
    Deque<float[]> known = free.get(size);
    float[] array = known == null || known.isEmpty() ? new float[size] : known.pop();
    lent.add(array);
    return array;
  }

  float[] zeros(int size) {
    float[] array = take(size);
    Arrays.fill(array, 0);
    return array;
  }

  /** Takes back what was lent. What the former step did not need is given to the collector. */
  void reclaim() {
    free.clear();
    for (float[] array : lent) {
      free.computeIfAbsent(array.length, size -> new ArrayDeque<>()).push(array);
    }
    lent.clear();
  }
}
