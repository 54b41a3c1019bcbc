package org.causal4j.recommend.scorer;

import java.util.Arrays;
import org.causal4j.core.matrix.CsrMatrix;

/**
 * An order of the nodes of a graph in which those that share neighbors are close to each other, so
 * that a sparse product finds rows that it has just used in the caches: recursive bisection
 * (Dhulipala et al., "Compressing graphs and indexes with recursive graph bisection", KDD 2016,
 * algorithms 1 and 2). Each half is again halved until it is a small part of a cache; before that,
 * pairs of nodes change sides for as long as that lowers the cost, the sum over all nodes of the
 * bits that their neighbors on each side take if they are written as gaps.
 *
 * <p>Differs from the source: at most ten rounds a halving, and halves are not made smaller than
 * 256 nodes. On the calling thread and without chance: the same graph, the same order. Cost: ten
 * passes over the entries a halving, and a sort of the nodes.
 */
final class NodeOrder {
  private static final int SMALLEST = 256;
  private static final int ROUNDS = 10;

  private final int[] pointers;
  private final int[] neighbors;
  private final int[] order;

  /** Binary logarithms of whole numbers, the same on every machine. */
  private final float[] logarithms;

  /** How many of the neighbors of each node lie in the left and the right half of the part. */
  private final int[] left;

  private final int[] right;

  /** The nodes that have neighbors in the part. */
  private final int[] touched;

  private final boolean[] isTouched;

  /** What the cost of a node falls by if a neighbor of it changes to the other side. */
  private final float[] gainToRight;

  private final float[] gainToLeft;

  /** Nodes of a half with their gains, for sorting. */
  private final long[] leftKeys;

  private final long[] rightKeys;

  private NodeOrder(CsrMatrix adjacency) {
    int nodes = adjacency.rows();
    this.pointers = adjacency.rowPointers();
    this.neighbors = adjacency.columnIndexes();
    this.order = new int[nodes];
    Arrays.setAll(order, node -> node);
    int most = 0;
    for (int node = 0; node < nodes; node++) {
      most = Math.max(most, adjacency.rowLength(node));
    }
    this.logarithms = new float[most + 3];
    for (int i = 1; i < logarithms.length; i++) {
      logarithms[i] = logarithm(i);
    }
    this.left = new int[nodes];
    this.right = new int[nodes];
    this.touched = new int[nodes];
    this.isTouched = new boolean[nodes];
    this.gainToRight = new float[nodes];
    this.gainToLeft = new float[nodes];
    this.leftKeys = new long[nodes / 2 + 1];
    this.rightKeys = new long[nodes / 2 + 1];
  }

  /**
   * The node that stands at each place.
   *
   * @param adjacency symmetric in its entries
   */
  static int[] of(CsrMatrix adjacency) {
    NodeOrder made = new NodeOrder(adjacency);
    made.bisect(0, adjacency.rows());
    return made.order;
  }

  private static float logarithm(int n) {
    return (float) (StrictMath.log(n) / StrictMath.log(2));
  }

  private void bisect(int from, int to) {
    if (to - from <= SMALLEST) {
      return;
    }
    int middle = from + (to - from) / 2;
    int count = countSides(from, middle, to);
    float leftSize = logarithm(middle - from);
    float rightSize = logarithm(to - middle);
    int swaps = 1;
    for (int round = 0; round < ROUNDS && swaps > 0; round++) {
      gains(count, leftSize, rightSize);
      swaps = swap(from, middle, to);
    }
    for (int t = 0; t < count; t++) {
      left[touched[t]] = 0;
      right[touched[t]] = 0;
      isTouched[touched[t]] = false;
    }
    bisect(from, middle);
    bisect(middle, to);
  }

  /** Counts each node's neighbors on both sides; returns how many nodes have any. */
  private int countSides(int from, int middle, int to) {
    int count = 0;
    for (int place = from; place < to; place++) {
      int[] side = place < middle ? left : right;
      for (int p = pointers[order[place]]; p < pointers[order[place] + 1]; p++) {
        int neighbor = neighbors[p];
        side[neighbor]++;
        if (!isTouched[neighbor]) {
          isTouched[neighbor] = true;
          touched[count++] = neighbor;
        }
      }
    }
    return count;
  }

  private void gains(int count, float leftSize, float rightSize) {
    for (int t = 0; t < count; t++) {
      int node = touched[t];
      int l = left[node];
      int r = right[node];
      float now = cost(l, leftSize) + cost(r, rightSize);
      gainToRight[node] = l == 0 ? 0 : now - cost(l - 1, leftSize) - cost(r + 1, rightSize);
      gainToLeft[node] = r == 0 ? 0 : now - cost(l + 1, leftSize) - cost(r - 1, rightSize);
    }
  }

  /**
   * Bits of the gaps between so many neighbors in a half.
   *
   * @param size logarithm of the size of the half
   */
  private float cost(int neighborsInHalf, float size) {
    return neighborsInHalf * (size - logarithms[neighborsInHalf + 1]);
  }

  /** Exchanges the nodes that gain most, pair by pair; returns how many pairs gain at all. */
  private int swap(int from, int middle, int to) {
    sortByGain(from, middle, gainToRight, leftKeys);
    sortByGain(middle, to, gainToLeft, rightKeys);
    int pairs = 0;
    while (pairs < middle - from && gain(leftKeys[pairs]) + gain(rightKeys[pairs]) > 0) {
      int one = from + (int) leftKeys[pairs];
      int other = middle + (int) rightKeys[pairs];
      int node = order[one];
      order[one] = order[other];
      order[other] = node;
      move(node, left, right);
      move(order[one], right, left);
      pairs++;
    }
    return pairs;
  }

  private void move(int node, int[] source, int[] target) {
    for (int p = pointers[node]; p < pointers[node + 1]; p++) {
      source[neighbors[p]]--;
      target[neighbors[p]]++;
    }
  }

  /** Keys ascend with falling gain, and where gains are equal with the place. */
  private void sortByGain(int from, int to, float[] gains, long[] keys) {
    for (int place = from; place < to; place++) {
      float sum = 0;
      for (int p = pointers[order[place]]; p < pointers[order[place] + 1]; p++) {
        sum += gains[neighbors[p]];
      }
      keys[place - from] = (long) ~ascending(Float.floatToIntBits(sum)) << 32 | (place - from);
    }
    Arrays.sort(keys, 0, to - from);
  }

  private static float gain(long key) {
    return Float.intBitsToFloat(ascending(~(int) (key >> 32)));
  }

  /** Bits of floats to whole numbers in the same order, and back. */
  private static int ascending(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }
}
