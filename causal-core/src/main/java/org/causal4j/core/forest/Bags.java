package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/**
 * Which units a tree sees. Each group of trees has a half-sample of the clusters; each of its trees
 * a part of that, one share of which chooses the splits. A unit is out of bag for a group, and for
 * all its trees, where its cluster is not in the half-sample.
 */
final class Bags {
  /** Units by cluster, and where each cluster begins; empty where each unit is a cluster. */
  private final int[] members;

  private final int[] starts;
  private final int clusters;
  private final int n;
  private final int half;
  private final int sample;
  private final int splitting;

  /** A bit a unit, set where it is in the half-sample, by group. */
  private final long[][] inBag;

  /**
   * @param cluster numbers of any size, one a unit
   */
  Bags(int[] cluster, int groups, double fraction, double honesty) {
    this.n = cluster.length;
    int[] dense = dense(cluster);
    this.clusters = 1 + Arrays.stream(dense).max().orElse(-1);
    if (clusters == n) {
      members = new int[0];
      starts = new int[0];
    } else {
      starts = new int[clusters + 1];
      for (int c : dense) {
        starts[c + 1]++;
      }
      for (int c = 0; c < clusters; c++) {
        starts[c + 1] += starts[c];
      }
      int[] next = starts.clone();
      members = new int[n];
      for (int i = 0; i < n; i++) {
        members[next[dense[i]]++] = i;
      }
    }
    this.half = clusters / 2;
    this.sample = Math.min(half, (int) Math.floor(clusters * fraction));
    this.splitting = (int) Math.floor(sample * honesty);
    this.inBag = new long[groups][];
  }

  /** Numbers from 0 in the order of first appearance. */
  private static int[] dense(int[] cluster) {
    int[] sorted = Arrays.stream(cluster).sorted().distinct().toArray();
    int[] dense = new int[cluster.length];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = Arrays.binarySearch(sorted, cluster[i]);
    }
    return dense;
  }

  static long bitBytes(long units, int groups) {
    return (units + 63) / 64 * 8 * groups;
  }

  int groups() {
    return inBag.length;
  }

  int clusters() {
    return clusters;
  }

  /** Clusters that choose the splits of a tree. */
  int splittingClusters() {
    return splitting;
  }

  /** Clusters that give a tree's leaves their means. */
  int estimatingClusters() {
    return sample - splitting;
  }

  boolean inBag(int group, int unit) {
    return ((inBag[group][unit >>> 6] >>> unit) & 1) != 0;
  }

  /** Draws the half-sample of a group, notes it, and returns its clusters. */
  int[] drawHalf(int group, Seed seed) {
    int[] order = new int[clusters];
    for (int c = 0; c < clusters; c++) {
      order[c] = c;
    }
    shuffle(order, half, seed.random());
    int[] drawn = Arrays.copyOf(order, half);
    long[] bits = new long[(n + 63) / 64];
    for (int c : drawn) {
      if (members.length == 0) {
        bits[c >>> 6] |= 1L << c;
      } else {
        for (int at = starts[c]; at < starts[c + 1]; at++) {
          bits[members[at] >>> 6] |= 1L << members[at];
        }
      }
    }
    inBag[group] = bits;
    return drawn;
  }

  /** Draws the units of a tree from a half-sample, whose order it changes. */
  Sample drawTree(int[] drawn, SplittableRandom random) {
    shuffle(drawn, sample, random);
    // in the order of the data, so that memory is read forward
    Arrays.sort(drawn, 0, splitting);
    Arrays.sort(drawn, splitting, sample);
    if (members.length == 0) {
      return new Sample(drawn, splitting, sample);
    }
    int count = 0;
    int atSplitting = 0;
    for (int i = 0; i < sample; i++) {
      count += starts[drawn[i] + 1] - starts[drawn[i]];
      atSplitting = i < splitting ? count : atSplitting;
    }
    int[] units = new int[count];
    int at = 0;
    for (int i = 0; i < sample; i++) {
      int size = starts[drawn[i] + 1] - starts[drawn[i]];
      System.arraycopy(members, starts[drawn[i]], units, at, size);
      at += size;
    }
    return new Sample(units, atSplitting, count);
  }

  /** The units of a tree: the splitting ones first. */
  static final class Sample {
    final int[] units;
    final int splitting;
    final int count;

    Sample(int[] units, int splitting, int count) {
      this.units = units;
      this.splitting = splitting;
      this.count = count;
    }
  }

  private static void shuffle(int[] values, int first, SplittableRandom random) {
    for (int i = 0; i < first && i < values.length - 1; i++) {
      int other = random.nextInt(i, values.length);
      int held = values[i];
      values[i] = values[other];
      values[other] = held;
    }
  }
}
