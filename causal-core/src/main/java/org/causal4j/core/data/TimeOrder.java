package org.causal4j.core.data;

import java.util.Arrays;

/** Sorts rows by time; rows of one time keep their order. No object a row. */
final class TimeOrder {
  private static final int KEY_BITS = 63;

  private TimeOrder() {}

  /** The first {@code size} rows in the order of their times. */
  static int[] of(long[] time, int size) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int row = 0; row < size; row++) {
      first = Math.min(first, time[row]);
      last = Math.max(last, time[row]);
    }
    int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(size);
    int timeBits = Long.SIZE - Long.numberOfLeadingZeros(last - first);
    return rowBits + timeBits <= KEY_BITS ? packed(time, size, first, rowBits) : merged(time, size);
  }

  /** Time and row in one number: equal times then stand in the order of their rows. */
  static int[] packed(long[] time, int size, long first, int rowBits) {
    long[] keys = new long[size];
    for (int row = 0; row < size; row++) {
      keys[row] = ((time[row] - first) << rowBits) | row;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    long mask = (1L << rowBits) - 1;
    for (int i = 0; i < size; i++) {
      order[i] = (int) (keys[i] & mask);
    }
    return order;
  }

  /** Merge sort from runs of one row upwards, for times too far apart to pack. */
  static int[] merged(long[] time, int size) {
    int[] from = new int[size];
    Arrays.setAll(from, row -> row);
    int[] to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      for (long start = 0; start < size; start += 2 * width) {
        int left = (int) start;
        int middle = (int) Math.min(start + width, size);
        int right = middle;
        int end = (int) Math.min(start + 2 * width, size);
        for (int i = left; i < end; i++) {
          boolean takeLeft =
              left < middle && (right >= end || time[from[left]] <= time[from[right]]);
          to[i] = takeLeft ? from[left++] : from[right++];
        }
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }
}
