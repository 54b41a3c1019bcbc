package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss and gradient against the formulas in double precision and their difference quotients. */
class LightEncoderTest {
  private static final int WIDTH = 5;
  private static final Seed NOISE = Seed.of(17);

  static Stream<ContrastiveGcn.Options> options() {
    ContrastiveGcn.Options softmax =
        ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(0.5)).withShape(3, WIDTH).withL2(0.1);
    return Stream.of(
        softmax,
        softmax.withShape(1, WIDTH),
        softmax.withLoss(RankingLoss.sampledSoftmax(0.5, 9)),
        softmax.withLoss(new RankingLoss.SampledSoftmax(0.5, 0, true)),
        softmax.withLoss(RankingLoss.sampledSoftmax(0.02)),
        softmax.withLoss(RankingLoss.sampledSoftmax(0.2, 4)).withExposure(Exposure.ofPopularity(1)),
        softmax.withLoss(RankingLoss.bpr()),
        softmax.withLoss(RankingLoss.directAu(1.5)),
        softmax.withLoss(RankingLoss.directAu(0)),
        softmax.withExposure(Exposure.ofPopularity(0.5)),
        softmax.withLoss(RankingLoss.bpr()).withExposure(Exposure.ofPopularity(0.5)),
        softmax.withLoss(RankingLoss.directAu(1)).withExposure(Exposure.ofPopularity(0.5)),
        softmax.withNormalization(Normalization.LEFT),
        softmax.withNormalization(Normalization.RIGHT),
        softmax.withContrast(0.7, 0.2, 0.4, 3),
        ContrastiveGcn.Options.xSimGcl().withShape(2, WIDTH),
        ContrastiveGcn.Options.xSimGcl().withShape(3, WIDTH).withContrast(0.3, 0.1, 0.2, 2));
  }

  @ParameterizedTest
  @MethodSource("options")
  void gradient_anyLoss_isTheDifferenceQuotientOfTheFormula(ContrastiveGcn.Options options) {
    InteractionGraph graph = Graphs.random(9, 8, 0.4, 5);
    PairBatch batch = batch(graph, options);
    int nodes = 17;
    float[] e0 = random(nodes * WIDTH);
    CsrMatrix adjacency = graph.adjacency(options.normalization());
    LightEncoder encoder = new LightEncoder(adjacency, options, e0, Kernels.scalar());
    float[] gradient = new float[e0.length];
    double loss = encoder.gradient(batch, NOISE, List.of(gradient));

    double[] at = new double[e0.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = e0[i];
    }
    LossFormula formula = new LossFormula(adjacency, options, batch, NOISE, at);
    assertThat(loss).isCloseTo(formula.value(at), within(1e-5));
    double apart = 0;
    double length = 0;
    for (int i = 0; i < at.length; i++) {
      double here = at[i];
      at[i] = here + 1e-6;
      double above = formula.value(at);
      at[i] = here - 1e-6;
      double below = formula.value(at);
      at[i] = here;
      double quotient = (above - below) / 2e-6;
      apart += (quotient - gradient[i]) * (quotient - gradient[i]);
      length += quotient * quotient;
    }
    assertThat(Math.sqrt(apart / length)).isLessThan(1e-5);
  }

  /** Pairs of the graph, one of them twice, one item with two users. */
  private static PairBatch batch(InteractionGraph graph, ContrastiveGcn.Options options) {
    int[] users = new int[7];
    int[] items = new int[7];
    int[] negatives = new int[7];
    float[] byItem = options.exposure().weights(graph);
    float[] weights = new float[7];
    SplittableRandom random = Seed.of(8).random();
    for (int i = 0; i < 7; i++) {
      int user = i == 6 ? users[0] : random.nextInt(9);
      int[] had = graph.byUser().rowColumns(user);
      int item = i == 6 ? items[0] - 9 : had[random.nextInt(had.length)];
      int other = random.nextInt(8);
      while (graph.contains(user, other)) {
        other = random.nextInt(8);
      }
      users[i] = user;
      items[i] = 9 + item;
      negatives[i] = 9 + other;
      weights[i] = byItem[item];
    }
    boolean softmax = options.loss() instanceof RankingLoss.SampledSoftmax;
    boolean shared =
        options.loss() instanceof RankingLoss.SampledSoftmax drawn && drawn.shared() > 0;
    PairBatch batch =
        PairBatch.of(
            users,
            items,
            options.loss().needsNegatives() ? negatives : shared ? shared(options) : null,
            options.exposure().power() == 0 ? null : weights,
            9);
    return softmax && ((RankingLoss.SampledSoftmax) options.loss()).corrected()
        ? batch.corrected(new TrainingPairs(graph, false, 2).corrections(), 9)
        : batch;
  }

  /** Items drawn for all pairs, some of them twice. */
  private static int[] shared(ContrastiveGcn.Options options) {
    SplittableRandom random = Seed.of(6).random();
    int[] drawn = new int[((RankingLoss.SampledSoftmax) options.loss()).shared()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = 9 + random.nextInt(8);
    }
    return drawn;
  }

  private static float[] random(int size) {
    SplittableRandom random = Seed.of(2).random();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void noise_anyNode_hasLengthOneAndNoNegativePart() {
    float[] first = new float[7];
    float[] second = new float[7];
    Noise.draw(1, 3, first);
    Noise.draw(1, 4, second);
    double squares = 0;
    for (float value : first) {
      assertThat(value).isNotNegative();
      squares += (double) value * value;
    }
    assertThat(squares).isCloseTo(1, within(1e-6));
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void weights_popularItems_weighLessAndOneOnAverage() {
    InteractionGraph graph = Graphs.random(40, 30, 0.2, 5);
    float[] weights = Exposure.ofPopularity(0.5).weights(graph);
    double sum = 0;
    for (int item = 0; item < 30; item++) {
      sum += (double) weights[item] * graph.byItem().rowLength(item);
      for (int other = 0; other < 30; other++) {
        if (graph.byItem().rowLength(item) > graph.byItem().rowLength(other)) {
          assertThat(weights[item]).isLessThan(weights[other]);
        }
      }
    }
    assertThat(sum / graph.pairs()).isCloseTo(1, within(1e-5));
  }
}
