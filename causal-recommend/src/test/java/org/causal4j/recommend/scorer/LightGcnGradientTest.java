package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The closed-form gradient against finite differences of a loss written out in double precision.
 */
class LightGcnGradientTest {
  private static final int WIDTH = 5;
  private static final double L2 = 0.3;

  /** The loss as the paper has it: powers of a dense Ã, no Horner, no restriction, no float. */
  private record Reference(double[][] adjacency, int layers, int[] triples) {
    static Reference of(InteractionGraph graph, int layers, int[] triples) {
      CsrMatrix sparse = graph.normalizedAdjacency();
      double[][] dense = new double[sparse.rows()][sparse.rows()];
      for (int r = 0; r < dense.length; r++) {
        for (int e = sparse.rowStart(r); e < sparse.rowEnd(r); e++) {
          dense[r][sparse.column(e)] = sparse.value(e);
        }
      }
      return new Reference(dense, layers, triples);
    }

    private double[] times(double[] x) {
      double[] y = new double[x.length];
      for (int r = 0; r < adjacency.length; r++) {
        for (int c = 0; c < adjacency.length; c++) {
          for (int k = 0; k < WIDTH; k++) {
            y[r * WIDTH + k] += adjacency[r][c] * x[c * WIDTH + k];
          }
        }
      }
      return y;
    }

    private double[] mean(double[] x) {
      double[] sum = x.clone();
      double[] layer = x;
      for (int k = 0; k < layers; k++) {
        layer = times(layer);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += layer[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= layers + 1;
      }
      return sum;
    }

    double loss(double[] e0) {
      double[] e = mean(e0);
      double loss = 0;
      for (int t = 0; t < triples.length; t += 3) {
        double margin = 0;
        for (int k = 0; k < WIDTH; k++) {
          margin +=
              e[triples[t] * WIDTH + k]
                  * (e[triples[t + 1] * WIDTH + k] - e[triples[t + 2] * WIDTH + k]);
        }
        loss -= Math.log(1 / (1 + Math.exp(-margin)));
        for (int node = 0; node < 3; node++) {
          for (int k = 0; k < WIDTH; k++) {
            loss += L2 / 2 * Math.pow(e0[triples[t + node] * WIDTH + k], 2);
          }
        }
      }
      return loss / (triples.length / 3.0);
    }

    /** The closed form in double precision: the same mean of the gradient with respect to E. */
    double[] gradient(double[] e0) {
      double[] e = mean(e0);
      double[] slopes = new double[e.length];
      double[] penalty = new double[e.length];
      double count = triples.length / 3.0;
      for (int t = 0; t < triples.length; t += 3) {
        int u = triples[t] * WIDTH;
        int p = triples[t + 1] * WIDTH;
        int n = triples[t + 2] * WIDTH;
        double margin = 0;
        for (int k = 0; k < WIDTH; k++) {
          margin += e[u + k] * (e[p + k] - e[n + k]);
        }
        double slope = -1 / (1 + Math.exp(margin)) / count;
        for (int k = 0; k < WIDTH; k++) {
          slopes[u + k] += slope * (e[p + k] - e[n + k]);
          slopes[p + k] += slope * e[u + k];
          slopes[n + k] -= slope * e[u + k];
          for (int at : new int[] {u, p, n}) {
            penalty[at + k] += L2 * e0[at + k] / count;
          }
        }
      }
      double[] gradient = mean(slopes);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += penalty[i];
      }
      return gradient;
    }
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** Few triples take the restricted product, many the full one. */
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "3, 2", "4, 3", "1, 40", "2, 40", "3, 40", "4, 40"})
  void gradient_randomBatch_isThatOfFiniteDifferences(int layers, int count) {
    InteractionGraph graph = Graphs.random(14, 11, 0.3, 8);
    SplittableRandom random = new SplittableRandom(layers);
    int[] triples = new int[3 * count];
    for (int t = 0; t < triples.length; t += 3) {
      triples[t] = random.nextInt(14);
      triples[t + 1] = 14 + random.nextInt(11);
      triples[t + 2] = 14 + random.nextInt(11);
    }
    double[] e0 = new double[25 * WIDTH];
    float[] single = new float[e0.length];
    for (int i = 0; i < e0.length; i++) {
      single[i] = (float) random.nextGaussian();
      e0[i] = single[i];
    }
    Reference reference = Reference.of(graph, layers, triples);
    double[] closed = reference.gradient(e0);
    double[] difference = new double[e0.length];
    double h = 1e-5;
    for (int i = 0; i < e0.length; i++) {
      double[] up = e0.clone();
      double[] down = e0.clone();
      up[i] += h;
      down[i] -= h;
      difference[i] = (reference.loss(up) - reference.loss(down)) / (2 * h) - closed[i];
    }
    assertThat(norm(difference)).isLessThan(1e-5 * norm(closed));

    CsrMatrix adjacency = graph.normalizedAdjacency();
    for (NodeLayout layout :
        List.of(NodeLayout.plain(25, WIDTH), NodeLayout.ordered(everySeventh(), WIDTH))) {
      LayerSums sums = new LayerSums(adjacency, layout, Kernels.scalar().withThreads(1));
      LightGcnObjective objective = new LightGcnObjective(sums, layers, L2);
      float[] gradient = new float[layout.length()];
      float[] start = layout.inward(single);
      // another batch before: its buffers must leave nothing behind
      objective.gradient(start, places(layout, 13, 24, 23, 12, 22, 21), gradient);
      double loss = objective.gradient(start, places(layout, triples), gradient);
      assertThat(loss).isCloseTo(reference.loss(e0), within(1e-5));
      float[] outward = layout.outward(gradient);
      double[] rounding = new double[e0.length];
      for (int i = 0; i < e0.length; i++) {
        rounding[i] = outward[i] - closed[i];
      }
      assertThat(norm(rounding)).isLessThan(1e-5 * norm(closed));
    }
  }

  private static int[] everySeventh() {
    return IntStream.range(0, 25).map(place -> 7 * place % 25).toArray();
  }

  private static int[] places(NodeLayout layout, int... nodes) {
    return Arrays.stream(nodes).map(layout::place).toArray();
  }
}
