package org.causal4j.core.estimate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the units of an arm that are nearest to a point, all ties included, by a k-d tree: boxes
 * are halved across their widest side (Bentley, "Multidimensional binary search trees used for
 * associative searching", Communications of the ACM 18(9), 1975), and a box is left out where its
 * nearest corner is too far. Distances and those of boxes are summed in the same order of
 * coordinates, so that rounding can't leave out a unit. Cost n log n to build; a search takes about
 * log n where coordinates are few, at most n. Immutable and safe to share between threads.
 */
final class NearestUnits {
  private static final int LEAF = 16;
  private static final int DEEPEST = 60;

  private final int p;
  private final int[] units;
  private final double[] points;
  private final double tie;
  private final Node root;

  /**
   * @param z coordinates of every unit
   * @param arm the units to find, ascending
   * @param tie how much farther a square may be than the last of the nearest
   */
  NearestUnits(double[][] z, int[] arm, double tie) {
    this.p = z.length == 0 ? 0 : z[0].length;
    this.units = arm.clone();
    this.tie = tie;
    this.points = new double[arm.length * p];
    for (int k = 0; k < arm.length; k++) {
      System.arraycopy(z[arm[k]], 0, points, k * p, p);
    }
    this.root = new Node(0, arm.length, 0);
  }

  /** Some places that lie side by side, and the box around their points. */
  private final class Node {
    private final int from;
    private final int to;
    private final double[] low = new double[p];
    private final double[] high = new double[p];
    private final @Nullable Node left;
    private final @Nullable Node right;

    Node(int from, int to, int depth) {
      this.from = from;
      this.to = to;
      Arrays.fill(low, Double.POSITIVE_INFINITY);
      Arrays.fill(high, Double.NEGATIVE_INFINITY);
      for (int k = from, at = from * p; k < to; k++) {
        for (int c = 0; c < p; c++, at++) {
          low[c] = Math.min(low[c], points[at]);
          high[c] = Math.max(high[c], points[at]);
        }
      }
      int widest = -1;
      double width = 0;
      for (int c = 0; c < p; c++) {
        if (high[c] - low[c] > width) {
          width = high[c] - low[c];
          widest = c;
        }
      }
      if (to - from <= LEAF || widest < 0 || depth >= DEEPEST) {
        left = null;
        right = null;
        return;
      }
      double middle = low[widest] + width / 2;
      int split = partition(from, to, widest, middle < high[widest] ? middle : low[widest]);
      left = new Node(from, split, depth + 1);
      right = new Node(split, to, depth + 1);
    }

    /** The square of the distance of the box. */
    double distance(double[] at) {
      double sum = 0;
      for (int c = 0; c < p; c++) {
        double off = Math.max(0, Math.max(low[c] - at[c], at[c] - high[c]));
        sum += off * off;
      }
      return sum;
    }
  }

  /** Brings those that are not above a value to the front; returns the first that is. */
  private int partition(int from, int to, int coordinate, double value) {
    int l = from;
    int r = to - 1;
    while (l <= r) {
      if (points[l * p + coordinate] <= value) {
        l++;
      } else if (points[r * p + coordinate] > value) {
        r--;
      } else {
        swap(l++, r--);
      }
    }
    return l;
  }

  private void swap(int a, int b) {
    int unit = units[a];
    units[a] = units[b];
    units[b] = unit;
    for (int c = 0; c < p; c++) {
      double held = points[a * p + c];
      points[a * p + c] = points[b * p + c];
      points[b * p + c] = held;
    }
  }

  /**
   * The nearest units but one, all that are as near as the last of them, in ascending order.
   *
   * @param at a point
   * @param self a unit that is not to be found
   */
  int[] nearest(double[] at, int self, int neighbors) {
    Search search = new Search(at, self, neighbors);
    search.visit(root);
    return search.found();
  }

  private final class Search {
    private final double[] at;
    private final int self;
    private final double[] best;
    private int[] near = new int[16];
    private double[] distance = new double[16];
    private int count;

    Search(double[] at, int self, int neighbors) {
      this.at = at;
      this.self = self;
      this.best = new double[neighbors];
      Arrays.fill(best, Double.POSITIVE_INFINITY);
    }

    private double limit() {
      return best[best.length - 1] + tie;
    }

    void visit(Node node) {
      Node left = node.left;
      Node right = node.right;
      if (left == null || right == null) {
        for (int k = node.from; k < node.to; k++) {
          look(k);
        }
        return;
      }
      double toLeft = left.distance(at);
      double toRight = right.distance(at);
      boolean leftFirst = toLeft <= toRight;
      if (Math.min(toLeft, toRight) <= limit()) {
        visit(leftFirst ? left : right);
      }
      if (Math.max(toLeft, toRight) <= limit()) {
        visit(leftFirst ? right : left);
      }
    }

    private void look(int place) {
      double limit = limit();
      double sum = 0;
      int from = place * p;
      for (int c = 0; c < p && sum <= limit; c++) {
        double off = at[c] - points[from + c];
        sum += off * off;
      }
      if (sum > limit || units[place] == self) {
        return;
      }
      if (count == near.length) {
        // What is no longer near enough goes first.
        keep(limit);
        if (2 * count > near.length) {
          near = Arrays.copyOf(near, 2 * near.length);
          distance = Arrays.copyOf(distance, near.length);
        }
      }
      near[count] = units[place];
      distance[count++] = sum;
      insert(sum);
    }

    private void keep(double limit) {
      int kept = 0;
      for (int k = 0; k < count; k++) {
        if (distance[k] <= limit) {
          near[kept] = near[k];
          distance[kept++] = distance[k];
        }
      }
      count = kept;
    }

    private void insert(double value) {
      for (int slot = 0; slot < best.length; slot++) {
        if (value < best[slot]) {
          System.arraycopy(best, slot, best, slot + 1, best.length - slot - 1);
          best[slot] = value;
          return;
        }
      }
    }

    int[] found() {
      keep(limit());
      int[] units = Arrays.copyOf(near, count);
      Arrays.sort(units);
      return units;
    }
  }
}
