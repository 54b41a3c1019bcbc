package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import org.causal4j.core.kernel.spi.KernelBackend;

/**
 * The k best of a row of scores: a heap with the worst kept score on top, and a scan for scores
 * above it. Candidates come in ascending order of position, so an equal score never displaces one.
 */
final class TopK {
  private final KernelBackend backend;
  private final float[] scores;
  private final int from;
  private final float[] keys;
  private final int[] positions;
  private int size;

  private TopK(KernelBackend backend, float[] scores, int from, int k) {
    this.backend = backend;
    this.scores = scores;
    this.from = from;
    this.keys = new float[k];
    this.positions = new int[k];
  }

  static int[] select(
      KernelBackend backend, float[] scores, int from, int to, int k, int[] excluded) {
    int kept = Math.min(k, to - from - excluded.length);
    TopK top = new TopK(backend, scores, from, kept);
    int start = from;
    for (int position : excluded) {
      top.scan(start, from + position);
      start = from + position + 1;
    }
    top.scan(start, to);
    return top.sorted();
  }

  private void scan(int start, int end) {
    int i = start;
    for (; i < end && size < keys.length; i++) {
      checkNumber(i);
      siftUp(scores[i], i - from);
    }
    if (keys.length == 0) {
      for (; i < end; i++) {
        checkNumber(i);
      }
    }
    while (i < end) {
      i = backend.firstAbove(scores, i, end, keys[0]);
      if (i < end) {
        checkNumber(i);
        siftDown(scores[i], i - from, size);
        i++;
      }
    }
  }

  private void checkNumber(int i) {
    Preconditions.checkArgument(
        !Float.isNaN(scores[i]), "scores: NaN at position %s can't be ranked", i - from);
  }

  private boolean worse(float key, int position, int other) {
    return key < keys[other] || (key == keys[other] && position > positions[other]);
  }

  private void siftUp(float key, int position) {
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!worse(key, position, parent)) {
        break;
      }
      keys[at] = keys[parent];
      positions[at] = positions[parent];
      at = parent;
    }
    keys[at] = key;
    positions[at] = position;
  }

  private void siftDown(float key, int position, int bound) {
    int at = 0;
    while (2 * at + 1 < bound) {
      int child = 2 * at + 1;
      if (child + 1 < bound && worse(keys[child + 1], positions[child + 1], child)) {
        child++;
      }
      if (worse(key, position, child)) {
        break;
      }
      keys[at] = keys[child];
      positions[at] = positions[child];
      at = child;
    }
    keys[at] = key;
    positions[at] = position;
  }

  private int[] sorted() {
    for (int last = size - 1; last > 0; last--) {
      float key = keys[last];
      int position = positions[last];
      keys[last] = keys[0];
      positions[last] = positions[0];
      siftDown(key, position, last);
    }
    return positions;
  }
}
