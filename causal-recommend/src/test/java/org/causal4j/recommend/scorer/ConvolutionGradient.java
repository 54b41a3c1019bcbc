package org.causal4j.recommend.scorer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;

/** The loss of {@link Gcn} in double precision, and how far its gradient is from the quotients. */
final class ConvolutionGradient {
  private static final int WIDTH = 4;
  private static final int TEXT = 3;
  private static final int USERS = 7;
  private static final int ITEMS = 6;
  private static final int NODES = USERS + ITEMS;

  private final List<CsrMatrix> adjacencies;
  private final FloatMatrix text;
  private final Gcn.Options options;
  private final PairBatch batch;

  private ConvolutionGradient(
      List<CsrMatrix> adjacencies, FloatMatrix text, Gcn.Options options, PairBatch batch) {
    this.adjacencies = adjacencies;
    this.text = text;
    this.options = options;
    this.batch = batch;
  }

  /** ‖gradient − difference quotients‖ over the length of the latter. */
  static double distance(boolean twoKinds, RankingLoss loss) {
    InteractionGraph first = Graphs.random(USERS, ITEMS, 0.4, 3);
    List<CsrMatrix> adjacencies = new ArrayList<>(List.of(first.normalizedAdjacency()));
    if (twoKinds) {
      adjacencies.add(Graphs.random(USERS, ITEMS, 0.3, 9).normalizedAdjacency());
    }
    SplittableRandom random = Seed.of(4).random();
    float[] start = new float[NODES * WIDTH];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) random.nextGaussian();
    }
    FloatMatrix.Builder told = FloatMatrix.builder(ITEMS, TEXT);
    for (int i = 0; i < ITEMS; i++) {
      for (int k = 0; k < TEXT; k++) {
        told.set(i, k, (float) random.nextGaussian());
      }
    }
    FloatMatrix text = told.build();
    Gcn.Options options = new Gcn.Options(2, WIDTH, loss, 0.1, 0, twoKinds);
    ConvolutionEncoder encoder =
        ConvolutionEncoder.of(
            adjacencies, USERS, text, options, start, Seed.of(1), Kernels.scalar());
    int[] users = {0, 2, 2, 5};
    int[] items = {USERS, USERS + 3, USERS + 5, USERS + 3};
    int[] negatives = {USERS + 1, USERS + 2, USERS + 1, USERS + 4};
    PairBatch batch =
        PairBatch.of(users, items, loss.needsNegatives() ? negatives : null, null, USERS);
    List<float[]> gradients = new ArrayList<>();
    List<double[]> at = new ArrayList<>();
    for (float[] parameter : encoder.parameters()) {
      gradients.add(new float[parameter.length]);
      double[] exact = new double[parameter.length];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = parameter[i];
      }
      at.add(exact);
    }
    encoder.gradient(batch, Seed.of(1), gradients);
    ConvolutionGradient formula = new ConvolutionGradient(adjacencies, text, options, batch);
    double apart = 0;
    double length = 0;
    for (int p = 0; p < at.size(); p++) {
      double[] values = at.get(p);
      for (int i = 0; i < values.length; i++) {
        double here = values[i];
        values[i] = here + 1e-6;
        double above = formula.value(at);
        values[i] = here - 1e-6;
        double below = formula.value(at);
        values[i] = here;
        double quotient = (above - below) / 2e-6;
        apart += Math.pow(quotient - gradients.get(p)[i], 2);
        length += quotient * quotient;
      }
    }
    return Math.sqrt(apart / length);
  }

  /** Parameters: start, projection, the weights of layer after layer, then the biases. */
  private double value(List<double[]> parameters) {
    int matrices = adjacencies.size() == 1 ? 1 : adjacencies.size() + 1;
    double[] hidden = parameters.get(0).clone();
    for (int item = 0; item < ITEMS; item++) {
      for (int k = 0; k < WIDTH; k++) {
        for (int t = 0; t < TEXT; t++) {
          hidden[(USERS + item) * WIDTH + k] +=
              text.get(item, t) * parameters.get(1)[t * WIDTH + k];
        }
      }
    }
    List<double[]> layers = new ArrayList<>(List.of(hidden));
    for (int layer = 0; layer < 2; layer++) {
      double[] next = new double[hidden.length];
      for (int w = 0; w < matrices; w++) {
        double[] moved = w < adjacencies.size() ? step(adjacencies.get(w), hidden) : hidden;
        double[] matrix = parameters.get(2 + layer * matrices + w);
        for (int r = 0; r < NODES; r++) {
          for (int k = 0; k < WIDTH; k++) {
            for (int i = 0; i < WIDTH; i++) {
              next[r * WIDTH + k] += moved[r * WIDTH + i] * matrix[i * WIDTH + k];
            }
          }
        }
      }
      double[] bias = parameters.get(2 + 2 * matrices + layer);
      for (int i = 0; i < next.length; i++) {
        next[i] += bias[i % WIDTH];
        next[i] = layer == 0 ? Math.max(0, next[i]) : next[i];
      }
      hidden = next;
      layers.add(hidden);
    }
    double[] vectors = options.concatenates() ? sideBySide(layers) : hidden;
    return ranking(vectors, vectors.length / NODES) + penalty(parameters, matrices);
  }

  private static double[] step(CsrMatrix a, double[] x) {
    double[] y = new double[x.length];
    for (int r = 0; r < NODES; r++) {
      for (int e = a.rowStart(r); e < a.rowEnd(r); e++) {
        for (int k = 0; k < WIDTH; k++) {
          y[r * WIDTH + k] += a.value(e) * x[a.column(e) * WIDTH + k];
        }
      }
    }
    return y;
  }

  private static double[] sideBySide(List<double[]> layers) {
    int wide = layers.size() * WIDTH;
    double[] all = new double[NODES * wide];
    for (int layer = 0; layer < layers.size(); layer++) {
      for (int r = 0; r < NODES; r++) {
        System.arraycopy(layers.get(layer), r * WIDTH, all, r * wide + layer * WIDTH, WIDTH);
      }
    }
    return all;
  }

  private double ranking(double[] vectors, int width) {
    double sum = 0;
    for (int p = 0; p < batch.size(); p++) {
      int user = batch.nodes[batch.users[p]];
      int item = batch.nodes[batch.items[p]];
      if (options.loss() instanceof RankingLoss.Bpr) {
        int negative = batch.nodes[batch.negatives[p]];
        double margin = dot(vectors, user, item, width) - dot(vectors, user, negative, width);
        sum += Math.log1p(Math.exp(-margin));
      } else if (options.loss() instanceof RankingLoss.SampledSoftmax softmax) {
        double all = 0;
        for (int q = 0; q < batch.size(); q++) {
          int other = batch.nodes[batch.items[q]];
          if (q == p || other != item) {
            all += Math.exp(cosine(vectors, user, other, width) / softmax.temperature());
          }
        }
        sum += Math.log(all) - cosine(vectors, user, item, width) / softmax.temperature();
      }
    }
    return sum / batch.size();
  }

  private double penalty(List<double[]> parameters, int matrices) {
    double squares = 0;
    double[] start = parameters.get(0);
    for (int p = 0; p < batch.size(); p++) {
      squares += length(start, batch.nodes[batch.users[p]]);
      squares += length(start, batch.nodes[batch.items[p]]);
      squares += batch.negatives == null ? 0 : length(start, batch.nodes[batch.negatives[p]]);
    }
    squares /= batch.size();
    for (int m = 1; m < 2 + 2 * matrices; m++) {
      for (double value : parameters.get(m)) {
        squares += value * value;
      }
    }
    return options.l2() / 2 * squares;
  }

  private static double length(double[] start, int node) {
    return dot(start, node, node, WIDTH);
  }

  private static double dot(double[] x, int a, int b, int width) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += x[a * width + k] * x[b * width + k];
    }
    return sum;
  }

  private static double cosine(double[] x, int a, int b, int width) {
    return dot(x, a, b, width) / Math.sqrt(dot(x, a, a, width) * dot(x, b, b, width));
  }
}
