package org.causal4j.core.forest;

/** Steps down the trees of {@link PackedTrees}, which says what the bits are. */
final class PackedWalk {
  static final int CLASS = 0xFF;
  static final int FEATURE = 0xFFFF;
  static final int STEP = 0x7F;

  /** Of a part's number in a top, where the part is. */
  static final int PLACE = 0x7FFFFFFE;

  private PackedWalk() {}

  /** Where the means of a part's leaf are. */
  static int leafPlace(int start, int leaf) {
    return start - (leaf + 1) * LittleBags.WIDTH;
  }

  /**
   * Where a walk is after a split of a top that is not wide. Masks and no jumps, as every other one
   * is guessed wrong.
   */
  static int below(int split, byte[] codes, int row, int at, int mask, int shift) {
    int code = codes[row + ((split >>> 8) & mask)] & CLASS;
    int right = ((split & CLASS) - code) >> 31;
    return at + 1 + ((split >>> shift) & right);
  }

  /**
   * The parts of eight trees that a row falls into.
   *
   * @param tops are not wide
   * @param mask of a feature
   * @param shift of a count
   */
  static void partsOfEight(
      int[] tops, int[] starts, int mask, int shift, byte[] codes, int t, int[] part) {
    int a = starts[t];
    int b = starts[t + 1];
    int c = starts[t + 2];
    int d = starts[t + 3];
    int e = starts[t + 4];
    int f = starts[t + 5];
    int g = starts[t + 6];
    int h = starts[t + 7];
    int ofA = tops[a];
    int ofB = tops[b];
    int ofC = tops[c];
    int ofD = tops[d];
    int ofE = tops[e];
    int ofF = tops[f];
    int ofG = tops[g];
    int ofH = tops[h];
    while ((ofA & ofB & ofC & ofD & ofE & ofF & ofG & ofH) >= 0) {
      if (ofA >= 0) {
        a = below(ofA, codes, 0, a, mask, shift);
        ofA = tops[a];
      }
      if (ofB >= 0) {
        b = below(ofB, codes, 0, b, mask, shift);
        ofB = tops[b];
      }
      if (ofC >= 0) {
        c = below(ofC, codes, 0, c, mask, shift);
        ofC = tops[c];
      }
      if (ofD >= 0) {
        d = below(ofD, codes, 0, d, mask, shift);
        ofD = tops[d];
      }
      if (ofE >= 0) {
        e = below(ofE, codes, 0, e, mask, shift);
        ofE = tops[e];
      }
      if (ofF >= 0) {
        f = below(ofF, codes, 0, f, mask, shift);
        ofF = tops[f];
      }
      if (ofG >= 0) {
        g = below(ofG, codes, 0, g, mask, shift);
        ofG = tops[g];
      }
      if (ofH >= 0) {
        h = below(ofH, codes, 0, h, mask, shift);
        ofH = tops[h];
      }
    }
    part[t] = ofA;
    part[t + 1] = ofB;
    part[t + 2] = ofC;
    part[t + 3] = ofD;
    part[t + 4] = ofE;
    part[t + 5] = ofF;
    part[t + 6] = ofG;
    part[t + 7] = ofH;
  }

  /**
   * A walk through a part before its first split: its place in the lower half, the number of leaves
   * passed in the upper one, below 0 at the end.
   */
  static long begin(int part) {
    return (part & PLACE) | ((long) part << 63);
  }

  /** A step of a walk, see {@link ForestTree#next}. */
  static long next(int[] from, byte[] codes, int row, long state) {
    long split = from[(int) state];
    int code = codes[row + ((int) (split >>> 8) & FEATURE)] & CLASS;
    long right = ((split & CLASS) - code) >> 63;
    long step = (split >>> 24) & STEP;
    long to = state + (((step << 32 | step) & right) | (1 & ~right));
    // bit 31 says whether the right part is a leaf, a step of 1 that the left one is
    long ends = ((split << 32) & right) | ((step - 2) & ~right);
    return to | (ends & Long.MIN_VALUE);
  }

  /** Where the leaf's means are at the end of a walk. */
  static int end(int part, long state) {
    return leafPlace(part & PLACE, (int) (state >>> 32) & Integer.MAX_VALUE);
  }

  /** Where the means of a row's leaf in a part are. */
  static int leafOf(int[] from, byte[] codes, int row, int part) {
    long state = begin(part);
    while (state >= 0) {
      state = next(from, codes, row, state);
    }
    return end(part, state);
  }

  /** Where the means of a row's leaves in eight trees are, in the place of its parts. */
  static void leavesOfEight(int[] from, byte[] codes, int t, int[] at) {
    long a = begin(at[t]);
    long b = begin(at[t + 1]);
    long c = begin(at[t + 2]);
    long d = begin(at[t + 3]);
    long e = begin(at[t + 4]);
    long f = begin(at[t + 5]);
    long g = begin(at[t + 6]);
    long h = begin(at[t + 7]);
    while ((a & b & c & d & e & f & g & h) >= 0) {
      a = a < 0 ? a : next(from, codes, 0, a);
      b = b < 0 ? b : next(from, codes, 0, b);
      c = c < 0 ? c : next(from, codes, 0, c);
      d = d < 0 ? d : next(from, codes, 0, d);
      e = e < 0 ? e : next(from, codes, 0, e);
      f = f < 0 ? f : next(from, codes, 0, f);
      g = g < 0 ? g : next(from, codes, 0, g);
      h = h < 0 ? h : next(from, codes, 0, h);
    }
    at[t] = end(at[t], a);
    at[t + 1] = end(at[t + 1], b);
    at[t + 2] = end(at[t + 2], c);
    at[t + 3] = end(at[t + 3], d);
    at[t + 4] = end(at[t + 4], e);
    at[t + 5] = end(at[t + 5], f);
    at[t + 6] = end(at[t + 6], g);
    at[t + 7] = end(at[t + 7], h);
  }
}
