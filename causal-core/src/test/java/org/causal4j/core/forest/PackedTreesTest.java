package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

/** Packed trees against the trees that they were made of. */
class PackedTreesTest {
  private static final int ROWS = 43;

  /**
   * A tree of so many splits.
   *
   * @param share of a node's splits that lie on its left, give or take
   */
  private static ForestTree tree(int total, int features, double share, SplittableRandom random) {
    long[] splits = new long[total];
    fill(splits, 0, total, features, share, random);
    float[] leaves = new float[(total + 1) * LittleBags.WIDTH];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = (float) random.nextGaussian();
    }
    return new ForestTree(splits, leaves);
  }

  private static void fill(
      long[] splits, int at, int total, int features, double share, SplittableRandom random) {
    if (total == 0) {
      return;
    }
    int left = (int) Math.min(total - 1, Math.round(share * random.nextDouble(0.9, 1.1) * total));
    int feature = random.nextInt(4) == 0 ? features - 1 : random.nextInt(features);
    splits[at] = ForestTree.split(feature, random.nextInt(254), left + 1, total == left + 1);
    fill(splits, at + 1, left, features, share, random);
    fill(splits, at + 1 + left, total - 1 - left, features, share, random);
  }

  /** Packs copies, and holds all that the pack says against the trees. */
  private static PackedTrees check(ForestTree[] trees, int features, long seed) {
    PackedTrees packed = new PackedTrees(trees.clone(), features);
    assertThat(packed.count()).isEqualTo(trees.length);
    assertThat(packed.leafCount())
        .isEqualTo(Arrays.stream(trees).mapToLong(ForestTree::leafCount).sum());
    int words = Codes.wordsOf(features);
    int width = words * Long.BYTES;
    SplittableRandom random = Seed.of(seed).random();
    byte[] codes = new byte[ROWS * width];
    long[] longs = new long[ROWS * words];
    for (int r = 0; r < ROWS; r++) {
      for (int f = 0; f < features; f++) {
        int code = random.nextInt(255);
        codes[r * width + f] = (byte) code;
        longs[r * words + f / 8] |= (long) code << 8 * (f % 8);
      }
    }
    int[][] leaf = new int[trees.length][ROWS];
    for (int t = 0; t < trees.length; t++) {
      for (int r = 0; r < ROWS; r++) {
        leaf[t][r] = ForestTree.leafOf(trees[t].splits, longs, r * words);
      }
      assertThat(packed.unpack(t).splits).isEqualTo(trees[t].splits);
      assertThat(packed.unpack(t).leaves).isEqualTo(trees[t].leaves);
    }
    for (int r = 0; r < ROWS; r++) {
      int[] means = packed.meansOf(Arrays.copyOfRange(codes, r * width, (r + 1) * width));
      for (int t = 0; t < trees.length; t++) {
        assertThat(floats(means, 4 * t)).isEqualTo(meansOf(trees[t], leaf[t][r]));
      }
    }
    int first = 100;
    int[] rows = IntStream.range(0, ROWS).filter(r -> r % 5 != 3).map(r -> first + r).toArray();
    int[] at = new int[ROWS];
    for (int t = 0; t < trees.length; t++) {
      packed.leavesOf(t, codes, width, first, rows, rows.length, at);
      for (int k = 0; k < rows.length; k++) {
        assertThat(floats(packed.means(t), at[k]))
            .isEqualTo(meansOf(trees[t], leaf[t][rows[k] - first]));
      }
    }
    return packed;
  }

  private static float[] floats(int[] bits, int at) {
    float[] floats = new float[LittleBags.WIDTH];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(bits[at + i]);
    }
    return floats;
  }

  private static float[] meansOf(ForestTree tree, int leaf) {
    int at = leaf * LittleBags.WIDTH;
    return Arrays.copyOfRange(tree.leaves, at, at + LittleBags.WIDTH);
  }

  @Property(tries = 60)
  void packed_anyTrees_sayWhatTheySaid(
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 600) int features,
      @ForAll @IntRange(min = 0, max = 400) int most,
      @ForAll long seed) {
    SplittableRandom random = Seed.of(seed).random();
    ForestTree[] trees = new ForestTree[count];
    for (int t = 0; t < count; t++) {
      int total = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(most + 1);
      trees[t] = tree(total, features, random.nextDouble(), random);
    }
    assertThat(check(trees, features, seed).wide).isFalse();
  }

  @Test
  void packed_partsOfEachSize_sayWhatTheySaid() {
    SplittableRandom random = Seed.of(1).random();
    ForestTree[] trees = new ForestTree[2 * PackedTrees.PART + 4];
    for (int t = 0; t < trees.length; t++) {
      trees[t] = tree(t / 2, 3, t % 2 == 0 ? 1 : 0, random);
    }
    check(trees, 3, 2);
  }

  @Test
  void packed_countsThatDoNotFitBesideTheFeature_areWideAndSayTheSame() {
    SplittableRandom random = Seed.of(3).random();
    ForestTree[] few = {tree(4000, 60_000, 0.5, random), tree(10, 60_000, 0.5, random)};
    assertThat(check(few, 60_000, 4).wide).isTrue();
    assertThat(check(new ForestTree[] {few[1]}, 60_000, 5).wide).isFalse();
    ForestTree[] many = new ForestTree[9];
    for (int t = 0; t < many.length; t++) {
      many[t] = tree(t == 4 ? 300_000 : 1000 * t, 2000, 0.8, random);
    }
    assertThat(check(many, 2000, 6).wide).isTrue();
    many[4] = many[5];
    assertThat(check(many, 2000, 7).wide).isFalse();
  }

  @Test
  void packed_treesOfSeveralArrays_sayWhatTheySaid() {
    SplittableRandom random = Seed.of(8).random();
    ForestTree[] trees = new ForestTree[21];
    for (int t = 0; t < trees.length; t++) {
      trees[t] = tree(60_000 + t, 20, t % 3 == 0 ? 0.9 : 0.4, random);
    }
    PackedTrees packed = check(trees, 20, 9);
    assertThat(packed.means(0)).isNotSameAs(packed.means(20));
    long leaves = packed.leafCount();
    assertThat(packed.bytes()).isBetween(20 * leaves, 22 * leaves);
    assertThat(packed.bytes()).isLessThan(Arrays.stream(trees).mapToLong(ForestTree::bytes).sum());
  }
}
