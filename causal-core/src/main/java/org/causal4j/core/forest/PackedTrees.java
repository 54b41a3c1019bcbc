package org.causal4j.core.forest;

import org.jspecify.annotations.Nullable;

/**
 * The trees of a causal forest in the order in which memory is wanted: most of the time that a row
 * takes is spent on lines and pages that are in no cache.
 *
 * <p>A tree is cut where less than {@value #PART} splits are left. What is above is its top: the
 * tops of all trees stand in one array that is small enough to stay near. What is below a cut is a
 * part: its splits and then its leaves are one piece of memory, so a row needs one page of it, and
 * where that is, is known for all trees before any part is looked at.
 *
 * <p>A top is in preorder, with a part's place where a leaf would be. An int of a split has how
 * many ints its left part takes, the feature, and in bits 0–7 the last class that goes left; the
 * number of features says how many bits one has. Where counts do not fit beside it, tops are wide:
 * two ints a split, the second one for the count. A part's place is below 0; its bit 0 says that
 * the part is a leaf.
 *
 * <p>A part is in preorder, too. Bit 31 of a split says that its right part is a leaf, bits 24–30
 * are the number of splits in its left part plus one, bits 8–23 the feature and 0–7 the last class
 * that goes left: {@link ForestTree} in half the bits. Leaves lie before the splits, the first one
 * last: {@value LittleBags#WIDTH} means of 4 bytes. Parts start at multiples of 16 bytes and share
 * arrays of some megabytes, so that there are few lengths to look up.
 */
final class PackedTrees {
  /** Most splits of a part, plus one; below 128. */
  static final int PART = 48;

  /** Ints of a line of a cache. */
  private static final int LINE = 16;

  /** Ints after the last leaf that are touched where its part is. */
  private static final int MARGIN = 2 * LINE + 1;

  /** Trees that a row goes down at a time. */
  private static final int LANES = 8;

  /** Ints of the parts that share an array, at least; four times that where lanes are empty. */
  private static final int ARRAY = 1 << 22;

  private static final int LARGEST = PackedWalk.PLACE - MARGIN;

  private final int count;
  private final int[] leaves;
  private final int featureMask;
  private final int countShift;

  /** Whether a split of a top takes two ints. */
  final boolean wide;

  private final int[] tops;

  /** Where the top of each tree starts. */
  private final int[] starts;

  /** The array that each tree's parts are in. */
  private final int[][] parts;

  /**
   * @param trees are taken out one by one, so that their memory is free when it is needed
   */
  PackedTrees(@Nullable ForestTree[] trees, int features) {
    count = trees.length;
    int featureBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, features - 1));
    featureMask = (1 << featureBits) - 1;
    countShift = Byte.SIZE + featureBits;
    leaves = new int[count];
    starts = new int[count + 1];
    int[] cuts = new int[count];
    int most = 0;
    for (int t = 0; t < count; t++) {
      long[] splits = taken(trees, t).splits;
      leaves[t] = splits.length + 1;
      cuts[t] = cuts(splits, 0, splits.length);
      most = Math.max(most, cuts[t]);
    }
    wide = (2L * most) >>> (Integer.SIZE - 1 - countShift) != 0;
    for (int t = 0; t < count; t++) {
      starts[t + 1] = Math.addExact(starts[t], cuts[t] + (wide ? 2 : 1) * (cuts[t] - 1));
    }
    tops = new int[starts[count]];
    parts = new int[count][];
    int end = 0;
    for (int t = 0; t < count; t = end) {
      long size = 0;
      for (end = t; end < count && (size < ARRAY || wanting(size, end - t)); end++) {
        long[] splits = taken(trees, end).splits;
        long more = size(splits, 0, splits.length);
        if (end > t && size + more > LARGEST) {
          break;
        }
        size += more;
      }
      Packer packer = new Packer(Math.toIntExact(size) + MARGIN);
      for (int i = t; i < end; i++) {
        packer.pack(taken(trees, i), starts[i]);
        parts[i] = packer.to;
        trees[i] = null;
      }
    }
  }

  private static boolean wanting(long size, int trees) {
    return size < 4L * ARRAY && trees % LANES != 0;
  }

  private static ForestTree taken(@Nullable ForestTree[] trees, int t) {
    ForestTree tree = trees[t];
    if (tree == null) {
      throw new IllegalStateException("tree " + t + " is packed already");
    }
    return tree;
  }

  /** Most bytes that packing takes beside trees of so many bytes. */
  static long packingBytes(long ofTrees) {
    return Math.min(ofTrees, 4L * ARRAY * Integer.BYTES);
  }

  /** Parts of a tree. */
  private static int cuts(long[] splits, int at, int total) {
    if (total < PART) {
      return 1;
    }
    int step = ForestTree.step(splits[at]);
    return cuts(splits, at + 1, step - 1) + cuts(splits, at + step, total - step);
  }

  /** Ints of the parts of a tree. */
  private static long size(long[] splits, int at, int total) {
    if (total < PART) {
      return ints(total);
    }
    int step = ForestTree.step(splits[at]);
    return size(splits, at + 1, step - 1) + size(splits, at + step, total - step);
  }

  /** Ints of a part. */
  private static int ints(int splits) {
    return leavesInts(splits) + (splits + LittleBags.WIDTH - 1) / LittleBags.WIDTH * 4;
  }

  private static int leavesInts(int splits) {
    return (splits + 1) * LittleBags.WIDTH;
  }

  /** Writes trees to an array of parts. */
  private final class Packer {
    private final int[] to;
    private int next;
    private int top;
    private long[] splits = new long[0];
    private float[] means = new float[0];

    Packer(int ints) {
      to = new int[ints];
    }

    void pack(ForestTree tree, int start) {
      splits = tree.splits;
      means = tree.leaves;
      top = start;
      top(0, 0, splits.length);
    }

    private void top(int at, int leaf, int total) {
      if (total < PART) {
        tops[top++] = Integer.MIN_VALUE | part(at, leaf, total) | (total == 0 ? 1 : 0);
        return;
      }
      long split = splits[at];
      int step = ForestTree.step(split);
      int rule = (ForestTree.feature(split) << 8) | ForestTree.lastLeft(split);
      int own = top;
      top += wide ? 2 : 1;
      int left = top;
      top(at + 1, leaf, step - 1);
      if (wide) {
        tops[own] = rule;
        tops[own + 1] = top - left;
      } else {
        tops[own] = ((top - left) << countShift) | rule;
      }
      top(at + step, leaf + step, total - step);
    }

    private int part(int at, int leaf, int total) {
      int start = next + leavesInts(total);
      for (int j = 0; j <= total; j++) {
        int from = (leaf + j) * LittleBags.WIDTH;
        for (int i = 0; i < LittleBags.WIDTH; i++) {
          to[PackedWalk.leafPlace(start, j) + i] = Float.floatToRawIntBits(means[from + i]);
        }
      }
      for (int k = 0; k < total; k++) {
        long split = splits[at + k];
        to[start + k] =
            (ForestTree.rightIsLeaf(split) ? 1 << 31 : 0)
                | (ForestTree.step(split) << 24)
                | (ForestTree.feature(split) << 8)
                | ForestTree.lastLeft(split);
      }
      next += ints(total);
      return start;
    }
  }

  int count() {
    return count;
  }

  long leafCount() {
    long sum = 0;
    for (int ofTree : leaves) {
      sum += ofTree;
    }
    return sum;
  }

  long bytes() {
    long ints = tops.length + starts.length + 2L * count;
    for (int t = 0; t < count; t++) {
      ints += t > 0 && parts[t] == parts[t - 1] ? 0 : parts[t].length;
    }
    return Integer.BYTES * ints;
  }

  /** The array with the bits of the means of a tree's leaves. */
  int[] means(int tree) {
    return parts[tree];
  }

  /** A tree as it was before it was packed. */
  ForestTree unpack(int tree) {
    return new Unpacker(tree).tree();
  }

  private final class Unpacker {
    private final int[] from;
    private final long[] splits;
    private final float[] means;
    private int top;
    private int split;
    private int leaf;

    Unpacker(int tree) {
      from = parts[tree];
      splits = new long[leaves[tree] - 1];
      means = new float[leaves[tree] * LittleBags.WIDTH];
      top = starts[tree];
    }

    ForestTree tree() {
      top();
      return new ForestTree(splits, means);
    }

    /** Returns how many splits there were. */
    private int top() {
      int rule = tops[top];
      top += rule >= 0 && wide ? 2 : 1;
      if (rule < 0) {
        return part(rule);
      }
      int own = split++;
      int left = top();
      int right = top();
      splits[own] = ForestTree.split(feature(rule), rule & PackedWalk.CLASS, left + 1, right == 0);
      return left + right + 1;
    }

    private int part(int place) {
      int start = place & PackedWalk.PLACE;
      int total = (place & 1) == 0 ? total(start) : 0;
      for (int k = 0; k < total; k++) {
        int rule = from[start + k];
        splits[split++] =
            ForestTree.split(
                (rule >>> 8) & PackedWalk.FEATURE,
                rule & PackedWalk.CLASS,
                (rule >>> 24) & PackedWalk.STEP,
                rule < 0);
      }
      for (int j = 0; j <= total; j++) {
        int at = PackedWalk.leafPlace(start, j);
        for (int i = 0; i < LittleBags.WIDTH; i++) {
          means[leaf * LittleBags.WIDTH + i] = Float.intBitsToFloat(from[at + i]);
        }
        leaf++;
      }
      return total;
    }

    /** Splits of a part from one of its splits on. */
    private int total(int at) {
      int step = (from[at] >>> 24) & PackedWalk.STEP;
      return step + (from[at] < 0 ? 0 : total(at + step));
    }
  }

  private int feature(int rule) {
    return wide ? rule >>> 8 : (rule >>> 8) & featureMask;
  }

  /**
   * The bits of the means in a row's leaves, tree after tree.
   *
   * @param codes the row's class of each feature
   */
  int[] meansOf(byte[] codes) {
    int[] at = new int[count + 1];
    int t = 0;
    for (; !wide && t + LANES <= count; t += LANES) {
      PackedWalk.partsOfEight(tops, starts, featureMask, countShift, codes, t, at);
    }
    for (; t < count; t++) {
      at[t] = partOf(t, codes, 0);
    }
    int[] means = new int[count * LittleBags.WIDTH];
    for (int start = 0; start < count; ) {
      int end = start;
      while (end < count && parts[end] == parts[start]) {
        end++;
      }
      at[count] += touch(parts[start], at, start, end);
      leaves(parts[start], codes, at, start, end);
      copy(parts[start], at, start, end, means);
      start = end;
    }
    return means;
  }

  /**
   * Reads the parts' lines, so that they all come at a time: the steps of a walk wait for each
   * other. The sum is of no use but that it is asked for.
   */
  private static int touch(int[] part, int[] at, int start, int end) {
    int sum = 0;
    for (int t = start; t < end; t++) {
      int place = at[t] & PackedWalk.PLACE;
      sum += part[place] + part[place + LINE] + part[place + 2 * LINE];
    }
    return sum;
  }

  private static void leaves(int[] part, byte[] codes, int[] at, int start, int end) {
    int t = start;
    for (; t + LANES <= end; t += LANES) {
      PackedWalk.leavesOfEight(part, codes, t, at);
    }
    for (; t < end; t++) {
      at[t] = PackedWalk.leafOf(part, codes, 0, at[t]);
    }
  }

  private static void copy(int[] part, int[] at, int start, int end, int[] means) {
    for (int t = start; t < end; t++) {
      int from = at[t];
      int to = t * LittleBags.WIDTH;
      means[to] = part[from];
      means[to + 1] = part[from + 1];
      means[to + 2] = part[from + 2];
      means[to + 3] = part[from + 3];
    }
  }

  /** The part of a tree that a row falls into. */
  private int partOf(int tree, byte[] codes, int row) {
    int at = starts[tree];
    int split = tops[at];
    while (split >= 0) {
      at = below(split, codes, row, at);
      split = tops[at];
    }
    return split;
  }

  /**
   * Where a walk is after a split of a top. Masks and no jumps, as every other one is guessed
   * wrong.
   */
  private int below(int split, byte[] codes, int row, int at) {
    int code = codes[row + feature(split)] & PackedWalk.CLASS;
    // all ones where the row goes right
    int right = ((split & PackedWalk.CLASS) - code) >> 31;
    return wide ? at + 2 + (tops[at + 1] & right) : at + 1 + ((split >>> countShift) & right);
  }

  /**
   * Where the means of chosen rows' leaves are in {@link #means}, four walks at a time.
   *
   * @param codes a byte a class, {@code width} a row
   * @param first number of the row that is the first of {@code codes}
   */
  void leavesOf(int tree, byte[] codes, int width, int first, int[] rows, int count, int[] at) {
    int[] from = parts[tree];
    int r = 0;
    for (; !wide && r + 4 <= count; r += 4) {
      int rowA = (rows[r] - first) * width;
      int rowB = (rows[r + 1] - first) * width;
      int rowC = (rows[r + 2] - first) * width;
      int rowD = (rows[r + 3] - first) * width;
      int partA = starts[tree];
      int partB = partA;
      int partC = partA;
      int partD = partA;
      int ofA = tops[partA];
      int ofB = ofA;
      int ofC = ofA;
      int ofD = ofA;
      while ((ofA & ofB & ofC & ofD) >= 0) {
        if (ofA >= 0) {
          partA = PackedWalk.below(ofA, codes, rowA, partA, featureMask, countShift);
          ofA = tops[partA];
        }
        if (ofB >= 0) {
          partB = PackedWalk.below(ofB, codes, rowB, partB, featureMask, countShift);
          ofB = tops[partB];
        }
        if (ofC >= 0) {
          partC = PackedWalk.below(ofC, codes, rowC, partC, featureMask, countShift);
          ofC = tops[partC];
        }
        if (ofD >= 0) {
          partD = PackedWalk.below(ofD, codes, rowD, partD, featureMask, countShift);
          ofD = tops[partD];
        }
      }
      long a = PackedWalk.begin(ofA);
      long b = PackedWalk.begin(ofB);
      long c = PackedWalk.begin(ofC);
      long d = PackedWalk.begin(ofD);
      while ((a & b & c & d) >= 0) {
        a = a < 0 ? a : PackedWalk.next(from, codes, rowA, a);
        b = b < 0 ? b : PackedWalk.next(from, codes, rowB, b);
        c = c < 0 ? c : PackedWalk.next(from, codes, rowC, c);
        d = d < 0 ? d : PackedWalk.next(from, codes, rowD, d);
      }
      at[r] = PackedWalk.end(ofA, a);
      at[r + 1] = PackedWalk.end(ofB, b);
      at[r + 2] = PackedWalk.end(ofC, c);
      at[r + 3] = PackedWalk.end(ofD, d);
    }
    for (; r < count; r++) {
      int row = (rows[r] - first) * width;
      at[r] = PackedWalk.leafOf(from, codes, row, partOf(tree, codes, row));
    }
  }
}
