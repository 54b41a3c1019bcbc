package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

/** Trees, half-samples and the variance, one by one. */
class ForestPartsTest {
  private static final int N = 2000;
  private static final Workers ALONE = new Workers(1);

  private static Codes codes(long seed) {
    return Codes.of(
        ForestData.features(ForestData.uniform(N, 11, Seed.of(seed).random())), 255, ALONE);
  }

  private static float[] noise(long seed) {
    SplittableRandom random = Seed.of(seed).random();
    float[] values = new float[N];
    for (int i = 0; i < N; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static TreeGrower.Rule rule(boolean causal) {
    return new TreeGrower.Rule(causal, 5, 0.05, 11, 0);
  }

  private static final int[] UNITS = IntStream.range(0, N).toArray();

  @Test
  void grow_outcomesOfEstimatingUnitsChange_splitsStayAndLeavesFollow() {
    Codes codes = codes(1);
    float[] y = noise(2);
    float[] w = noise(3);
    ForestTree tree =
        new TreeGrower(codes, y, w, rule(true)).grow(UNITS, 1000, N, Seed.of(4).random());
    float[] changed = y.clone();
    for (int i = 1000; i < N; i++) {
      changed[i] = 100 + y[N - 1 - (i - 1000)];
    }
    ForestTree other =
        new TreeGrower(codes, changed, w, rule(true)).grow(UNITS, 1000, N, Seed.of(4).random());
    assertThat(other.splits).isEqualTo(tree.splits).hasSizeGreaterThan(50);
    assertThat(other.leaves).isNotEqualTo(tree.leaves);
  }

  @Test
  void leafMeans_outcomesOfSplittingUnitsChangeAfterGrowth_leavesStay() {
    Codes codes = codes(5);
    float[] y = noise(6);
    float[] w = noise(7);
    ForestTree tree =
        new TreeGrower(codes, y, w, rule(true)).grow(UNITS, 1000, N, Seed.of(8).random());
    float[] changed = y.clone();
    for (int i = 0; i < 1000; i++) {
      changed[i] = y[999 - i] * 50;
    }
    ForestTree again = LeafMeans.of(tree.splits, codes, changed, w, UNITS, 1000, N, 4);
    assertThat(again.splits).isEqualTo(tree.splits);
    assertThat(again.leaves).isEqualTo(tree.leaves);
  }

  @Test
  void grow_leaf_holdsTheMeansOfItsEstimatingUnits() {
    Codes codes = codes(9);
    float[] y = noise(10);
    float[] w = noise(11);
    ForestTree tree =
        new TreeGrower(codes, y, w, rule(true)).grow(UNITS, 1000, N, Seed.of(12).random());
    double[][] sums = new double[tree.leafCount()][5];
    int[] splitting = new int[tree.leafCount()];
    for (int i = 0; i < N; i++) {
      int leaf = ForestTree.leafOf(tree.splits, codes.packed, i * codes.words);
      if (i < 1000) {
        splitting[leaf]++;
        continue;
      }
      double[] sum = sums[leaf];
      sum[0] += y[i];
      sum[1] += w[i];
      sum[2] += (double) w[i] * y[i];
      sum[3] += (double) w[i] * w[i];
      sum[4]++;
    }
    for (int leaf = 0; leaf < sums.length; leaf++) {
      assertThat(sums[leaf][4]).isPositive();
      assertThat(splitting[leaf]).isGreaterThanOrEqualTo(5);
      for (int k = 0; k < 4; k++) {
        assertThat((double) tree.leaves[4 * leaf + k])
            .isCloseTo(sums[leaf][k] / sums[leaf][4], within(1e-5));
      }
    }
  }

  @Test
  void leavesOf_manyRows_areThoseOfEachRow() {
    Codes codes = codes(13);
    ForestTree tree =
        new TreeGrower(codes, noise(14), noise(15), rule(false))
            .grow(UNITS, 1000, N, Seed.of(16).random());
    int[] leaf = new int[N];
    tree.leavesOf(codes.packed, codes.words, UNITS, N - 1, leaf);
    for (int i = 0; i < N - 1; i++) {
      assertThat(leaf[i]).isEqualTo(ForestTree.leafOf(tree.splits, codes.packed, i * codes.words));
    }
  }

  @Test
  void grow_oneSplitAtAStep_isTheBestOfAllSplitsByBruteForce() {
    Codes codes = codes(17);
    float[] w = noise(18);
    float[] y = new float[N];
    for (int i = 0; i < N; i++) {
      int code = (int) codes.packed[i * codes.words] & 0xFF;
      y[i] = code > 100 ? w[i] : -w[i];
    }
    TreeGrower.Rule one = new TreeGrower.Rule(true, 5, 0.05, 1000, 1);
    ForestTree tree = new TreeGrower(codes, y, w, one).grow(UNITS, 1000, N, Seed.of(19).random());
    assertThat(tree.splits).hasSize(1);
    assertThat(ForestTree.feature(tree.splits[0])).isZero();
    assertThat(ForestTree.lastLeft(tree.splits[0])).isEqualTo(100);
    assertThat(bestByHand(codes, y, w)).containsExactly(0, 100);
  }

  private static int[] bestByHand(Codes codes, float[] y, float[] w) {
    int n = 1000;
    double meanY = 0;
    double meanW = 0;
    for (int i = 0; i < n; i++) {
      meanY += y[i] / (double) n;
      meanW += w[i] / (double) n;
    }
    double wy = 0;
    double ww = 0;
    for (int i = 0; i < n; i++) {
      wy += (w[i] - meanW) * (y[i] - meanY);
      ww += (w[i] - meanW) * (w[i] - meanW);
    }
    int[] best = new int[2];
    double bestGain = 0;
    for (int f = 0; f < codes.cuts.length; f++) {
      for (int last = 0; last < 255; last++) {
        double sum = 0;
        int left = 0;
        for (int i = 0; i < n; i++) {
          long word = codes.packed[i * codes.words + f / 8];
          if ((word >>> 8 * (f % 8) & 0xFF) <= last) {
            left++;
            sum += (w[i] - meanW) * (y[i] - meanY - wy / ww * (w[i] - meanW));
          }
        }
        double gain = sum * sum / left + sum * sum / (n - left);
        if (left >= 50 && n - left >= 50 && gain > bestGain) {
          bestGain = gain;
          best = new int[] {f, last};
        }
      }
    }
    return best;
  }

  @Test
  void outOfBagMeans_rowOfExtremeOutcome_isNotInItsOwnPrediction() {
    Codes codes = codes(20);
    float[] y = noise(21);
    float[] extreme = y.clone();
    extreme[123] = 1e6f;
    int[] own = UNITS.clone();
    double[] plain = oob(codes, y, own);
    double[] moved = oob(codes, extreme, own);
    assertThat(moved[123]).isEqualTo(plain[123]);
    assertThat(Arrays.stream(moved).max().orElseThrow()).isGreaterThan(1000);
  }

  @Test
  void outOfBagMeans_clusterOfExtremeOutcomes_isNotInItsOwnPredictions() {
    Codes codes = codes(22);
    float[] y = noise(23);
    float[] extreme = y.clone();
    int[] pairs = IntStream.range(0, N).map(i -> 7 * (i / 4)).toArray();
    Arrays.fill(extreme, 400, 404, 1e6f);
    double[] plain = oob(codes, y, pairs);
    double[] moved = oob(codes, extreme, pairs);
    for (int i = 400; i < 404; i++) {
      assertThat(moved[i]).isEqualTo(plain[i]);
    }
  }

  private static double[] oob(Codes codes, float[] y, int[] clusters) {
    Bags bags = new Bags(clusters, 10, 0.5, 0.5);
    return Trees.grow(
            codes,
            y,
            y,
            null,
            rule(false),
            bags,
            2,
            Seed.of(24),
            ALONE,
            ProgressListener.NONE,
            "grow")
        .outOfBagMeans(codes, N, bags, ALONE);
  }

  @Test
  void drawHalf_units_areExactlyHalfAndTreesStayWithin() {
    Bags bags = new Bags(UNITS, 3, 0.3, 0.5);
    for (int group = 0; group < 3; group++) {
      int[] half = bags.drawHalf(group, Seed.of(group));
      int g = group;
      assertThat(IntStream.range(0, N).filter(i -> bags.inBag(g, i)).count()).isEqualTo(1000);
      Bags.Sample sample = bags.drawTree(half, Seed.of(9).random());
      assertThat(sample.count).isEqualTo(600);
      assertThat(sample.splitting).isEqualTo(300);
      assertThat(Arrays.stream(sample.units, 0, 600).distinct().count()).isEqualTo(600);
      assertThat(Arrays.stream(sample.units, 0, 600).allMatch(i -> bags.inBag(g, i))).isTrue();
    }
  }

  @Test
  void standardError_moreData_isPositiveAndShrinks() {
    double small = meanError(500);
    double large = meanError(8000);
    assertThat(small).isPositive();
    assertThat(large).isPositive().isLessThan(0.8 * small);
  }

  private static double meanError(int n) {
    CausalForest forest =
        CausalForest.fit(
            ForestData.confounded(n, x -> x[0], Seed.of(25)),
            // leaves grow with n, so that the weights of a point spread over more units
            ForestData.SMALL
                .withTrees(200)
                .withMaxDepth(3)
                .withLearners(Learners.ridge(), Learners.logistic()),
            Seed.of(26));
    return IntStream.range(0, n)
        .mapToDouble(i -> forest.outOfBag(i, 0.95).standardError())
        .average()
        .orElseThrow();
  }

  @Test
  void positive_normalTruncatedAtZero_isItsMeanByIntegration() {
    for (double[] c :
        new double[][] {{2, 1, 50}, {1, 1, 100}, {0.5, 1, 200}, {1, 3, 1000}, {0.1, 1, 2000}}) {
      double at = c[0] - c[1];
      double deviation = Math.max(c[0], c[1]) * Math.sqrt(2 / c[2]);
      double mass = 0;
      double moment = 0;
      double end = Math.max(at + 12 * deviation, 12 * deviation);
      int steps = 400_000;
      for (int i = 0; i < steps; i++) {
        double s = (i + 0.5) * end / steps;
        // the largest exponent is taken out, so that nothing vanishes
        double peak = Math.max(at, 0);
        double z = (s - at) * (s - at) - (peak - at) * (peak - at);
        double density = Math.exp(-z / (2 * deviation * deviation));
        mass += density;
        moment += density * s;
      }
      assertThat(LittleBags.positive(c[0], c[1], (int) c[2]))
          .isCloseTo(moment / mass, within(2e-3 * moment / mass));
    }
  }

  @Test
  void bags_weightedMoments_giveTheSlopeOfOutcomeOnTreatment() {
    // two leaves: units (w, y) = (0, 1), (1, 3) and (1, 2), (2, 6); slope under equal weights
    LittleBags bags = new LittleBags(2 + 4, 0.5 + 1.5, 1.5 + 7, 0.5 + 2.5, 2, 0);
    // w = {0,1,1,2}, y = {1,3,2,6}: covariance 1.25, variance .5
    assertThat(bags.effect()).isCloseTo(2.5, within(1e-12));
  }

  @Test
  void convexMix_oneLearnerIsTheTruth_takesItAlone() {
    double[] truth = {1, 4, 2, 8, 5, 7};
    double[] off = {2, 4, 3, 9, 4, 9};
    double[] constant = {4, 4, 4, 4, 4, 4};
    double[] weight = ConvexMix.weights(new double[][] {off, truth, constant}, truth);
    assertThat(weight[1]).isCloseTo(1, within(1e-9));
    assertThat(Arrays.stream(weight).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(weight).min().orElseThrow()).isGreaterThanOrEqualTo(0);
  }

  /** A wave over two features, of standard deviation .31; the noise has 1. */
  @Test
  void expect_surfaceOverTwoFeatures_isFoundUpToThirtyFeatures() {
    assertThat(errorOfExpectation(5)).isLessThan(0.11);
    assertThat(errorOfExpectation(31)).isBetween(0.11, 0.31);
  }

  private static double errorOfExpectation(int features) {
    SplittableRandom random = Seed.of(3).random();
    double[][] rows = ForestData.uniform(N, features, random);
    double[] truth = new double[N];
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      truth[i] = Math.sin(Math.PI * rows[i][0] * rows[i][1]);
      y[i] = truth[i] + random.nextGaussian();
    }
    Features x = ForestData.features(rows);
    double[] expected =
        new Nuisances(
                x,
                Codes.of(x, 255, ALONE),
                UNITS,
                CausalForestOptions.defaults(),
                ALONE,
                ProgressListener.NONE)
            .expect("outcome", Optional.empty(), y, false, Seed.of(4));
    double squares = 0;
    for (int i = 0; i < N; i++) {
      squares += Math.pow(expected[i] - truth[i], 2) / N;
    }
    return Math.sqrt(squares);
  }
}
