package org.causal4j.core.forest;

/**
 * One tree: 8 bytes a split and 4 bytes a number of a leaf.
 *
 * <p>Splits stand in preorder, leaves in the same order in an array of their own. Bits of a split:
 * 0–31 the number of splits in its left part plus one ({@code step}), 32–39 the last class that
 * goes left, 40–55 the feature, 62 whether the right part is a leaf. The left part is a leaf where
 * {@code step} is 1, else its first split follows. Going right from split {@code i} skips {@code
 * step} splits and as many leaves, so no child needs an address: the leaf's number is counted on
 * the way.
 */
final class ForestTree {
  private static final long RIGHT_IS_LEAF = 1L << 62;

  final long[] splits;

  /** Means of the estimating units, {@code width} numbers a leaf. */
  final float[] leaves;

  ForestTree(long[] splits, float[] leaves) {
    this.splits = splits;
    this.leaves = leaves;
  }

  static long split(int feature, int lastLeft, int step, boolean rightIsLeaf) {
    return (rightIsLeaf ? RIGHT_IS_LEAF : 0)
        | ((long) feature << 40)
        | ((long) lastLeft << 32)
        | step;
  }

  static int feature(long split) {
    return (int) (split >>> 40) & 0xFFFF;
  }

  static int lastLeft(long split) {
    return (int) (split >>> 32) & 0xFF;
  }

  static int step(long split) {
    return (int) split;
  }

  static boolean rightIsLeaf(long split) {
    return (split & RIGHT_IS_LEAF) != 0;
  }

  /** The number of the leaf that a packed row falls into. */
  static int leafOf(long[] splits, long[] packed, int base) {
    long state = start(splits);
    while (state >= 0) {
      state = next(splits, packed, base, state);
    }
    return leaf(state);
  }

  /** A walk before its first step: see {@link #next}. */
  static long start(long[] splits) {
    return splits.length == 0 ? Long.MIN_VALUE : 0;
  }

  /**
   * A step of a walk. The state has the split in the lower half and the number of leaves passed in
   * the upper one; it is below 0 at the end. Walks that do not depend on each other can be taken in
   * turns.
   */
  static long next(long[] splits, long[] packed, int base, long state) {
    long split = splits[(int) state];
    int feature = feature(split);
    int code = (int) (packed[base + (feature >>> 3)] >>> ((feature & 7) << 3)) & 0xFF;
    return moved(split, code, state);
  }

  /** Masks and no jumps: a processor guesses every other one wrong. */
  private static long moved(long split, int code, long state) {
    long step = split & 0xFFFFFFFFL;
    // all ones where the row goes right
    long right = ((long) lastLeft(split) - code) >> 63;
    // the highest bits say whether the walk ends there
    long rightEnds = split << 1;
    long leftEnds = step - 2;
    long to = state + (((step << 32 | step) & right) | (1 & ~right));
    return to | (((rightEnds & right) | (leftEnds & ~right)) & Long.MIN_VALUE);
  }

  /** The leaf at the end of a walk. */
  static int leaf(long state) {
    return (int) (state >>> 32) & Integer.MAX_VALUE;
  }

  /** The leaves of chosen rows, four walks at a time. */
  void leavesOf(long[] packed, int words, int[] rows, int count, int[] leaf) {
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      int rowA = rows[r] * words;
      int rowB = rows[r + 1] * words;
      int rowC = rows[r + 2] * words;
      int rowD = rows[r + 3] * words;
      long a = start(splits);
      long b = a;
      long c = a;
      long d = a;
      while ((a & b & c & d) >= 0) {
        a = a < 0 ? a : next(splits, packed, rowA, a);
        b = b < 0 ? b : next(splits, packed, rowB, b);
        c = c < 0 ? c : next(splits, packed, rowC, c);
        d = d < 0 ? d : next(splits, packed, rowD, d);
      }
      leaf[r] = leaf(a);
      leaf[r + 1] = leaf(b);
      leaf[r + 2] = leaf(c);
      leaf[r + 3] = leaf(d);
    }
    for (; r < count; r++) {
      leaf[r] = leafOf(splits, packed, rows[r] * words);
    }
  }

  int leafCount() {
    return splits.length + 1;
  }

  long bytes() {
    return 8L * splits.length + 4L * leaves.length + 2 * 16 + 24;
  }
}
