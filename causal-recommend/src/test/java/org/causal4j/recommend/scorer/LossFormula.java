package org.causal4j.recommend.scorer;

import java.util.function.IntPredicate;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.CsrMatrix;

/** The losses as the papers write them, in double precision, node by node. */
final class LossFormula {
  private final CsrMatrix adjacency;
  private final ContrastiveGcn.Options options;
  private final PairBatch batch;
  private final int width;

  /** The noise of each layer with its sign at the start: the sign has no slope. */
  private final double[][] noise;

  LossFormula(
      CsrMatrix adjacency,
      ContrastiveGcn.Options options,
      PairBatch batch,
      Seed seed,
      double[] start) {
    this.adjacency = adjacency;
    this.options = options;
    this.batch = batch;
    this.width = options.dimensions();
    this.noise = new double[options.layers() + 1][start.length];
    double[] layer = start;
    float[] drawn = new float[width];
    for (int k = 1; k <= options.layers(); k++) {
      layer = step(layer);
      for (int node = 0; node < adjacency.rows(); node++) {
        Noise.draw(seed.derive(k).value(), node, drawn);
        for (int c = 0; c < width; c++) {
          int at = node * width + c;
          noise[k][at] = options.noise() * Math.signum(layer[at]) * drawn[c];
        }
      }
      layer = plus(layer, noise[k], 1);
    }
  }

  private double[] step(double[] x) {
    double[] y = new double[x.length];
    for (int r = 0; r < adjacency.rows(); r++) {
      for (int e = adjacency.rowStart(r); e < adjacency.rowEnd(r); e++) {
        for (int c = 0; c < width; c++) {
          y[r * width + c] += adjacency.value(e) * x[adjacency.column(e) * width + c];
        }
      }
    }
    return y;
  }

  private static double[] plus(double[] x, double[] y, double factor) {
    double[] z = x.clone();
    for (int i = 0; i < z.length; i++) {
      z[i] += factor * y[i];
    }
    return z;
  }

  double value(double[] e0) {
    double[] mean = new double[e0.length];
    double[] view = e0;
    int counted = options.layers() + (options.countsStart() ? 1 : 0);
    if (options.countsStart()) {
      mean = plus(mean, e0, 1.0 / counted);
    }
    double[] layer = e0;
    for (int k = 1; k <= options.layers(); k++) {
      layer = plus(step(layer), noise[k], 1);
      mean = plus(mean, layer, 1.0 / counted);
      view = k == options.contrastLayer() ? layer : view;
    }
    double loss = ranking(mean) + penalty(e0);
    if (options.contrast() > 0) {
      loss += options.contrast() * (infoNce(mean, view, true) + infoNce(mean, view, false));
    }
    return loss;
  }

  private double weight(int pair) {
    return batch.weights == null ? 1 : batch.weights[pair];
  }

  private double ranking(double[] mean) {
    double sum = 0;
    for (int p = 0; p < batch.size(); p++) {
      int user = batch.nodes[batch.users[p]];
      int item = batch.nodes[batch.items[p]];
      if (options.loss() instanceof RankingLoss.Bpr) {
        int negative = batch.nodes[batch.negatives[p]];
        double margin = dot(mean, user, mean, item) - dot(mean, user, mean, negative);
        sum += weight(p) * Math.log1p(Math.exp(-margin));
      } else if (options.loss() instanceof RankingLoss.SampledSoftmax softmax) {
        double own = cosine(mean, user, mean, item) / softmax.temperature();
        double all = Math.exp(own);
        for (int row : batch.negatives == null ? batch.items : batch.negatives) {
          int other = batch.nodes[row];
          double weight = batch.corrections == null ? 1 : Math.exp(batch.corrections[row]);
          if (other != item) {
            all += weight * Math.exp(cosine(mean, user, mean, other) / softmax.temperature());
          }
        }
        sum += weight(p) * (Math.log(all) - own);
      } else {
        sum += weight(p) * (2 - 2 * cosine(mean, user, mean, item));
      }
    }
    double loss = sum / batch.size();
    if (options.loss() instanceof RankingLoss.DirectAu direct) {
      loss += direct.uniformity() / 2 * (uniformity(mean, batch.users));
      loss += direct.uniformity() / 2 * (uniformity(mean, batch.items));
    }
    return loss;
  }

  private double uniformity(double[] mean, int[] rows) {
    double sum = 0;
    int n = rows.length;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        double apart = 2 - 2 * cosine(mean, batch.nodes[rows[a]], mean, batch.nodes[rows[b]]);
        sum += a == b ? 0 : Math.exp(-2 * apart);
      }
    }
    return Math.log(sum / (n * (n - 1.0)));
  }

  private double infoNce(double[] first, double[] second, boolean ofUsers) {
    IntPredicate among = r -> r < batch.userRows == ofUsers;
    double sum = 0;
    int count = 0;
    for (int a = 0; a < batch.nodes.length; a++) {
      if (!among.test(a)) {
        continue;
      }
      double all = 0;
      for (int b = 0; b < batch.nodes.length; b++) {
        if (among.test(b)) {
          all += Math.exp(similarity(first, a, second, b));
        }
      }
      sum += Math.log(all) - similarity(first, a, second, a);
      count++;
    }
    return sum / count;
  }

  private double similarity(double[] first, int a, double[] second, int b) {
    double cosine = cosine(first, batch.nodes[a], second, batch.nodes[b]);
    return cosine / options.contrastTemperature();
  }

  private double penalty(double[] e0) {
    double squares = 0;
    for (int p = 0; p < batch.size(); p++) {
      int user = batch.nodes[batch.users[p]];
      int item = batch.nodes[batch.items[p]];
      squares += dot(e0, user, e0, user) + dot(e0, item, e0, item);
    }
    for (int row : batch.negatives == null ? new int[0] : batch.negatives) {
      squares += dot(e0, batch.nodes[row], e0, batch.nodes[row]);
    }
    return options.l2() / 2 * squares / batch.size();
  }

  private double dot(double[] x, int a, double[] y, int b) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += x[a * width + c] * y[b * width + c];
    }
    return sum;
  }

  private double cosine(double[] x, int a, double[] y, int b) {
    return dot(x, a, y, b) / Math.sqrt(dot(x, a, x, a) * dot(y, b, y, b));
  }
}
