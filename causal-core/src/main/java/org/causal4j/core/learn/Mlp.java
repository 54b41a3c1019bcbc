package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;

/**
 * A network with one hidden layer of 32 rectified units on standardized features, squared or
 * logistic loss, trained by Adam (Kingma and Ba, ICLR 2015) with weight decay, and stopped where a
 * tenth of the rows, held out, has not got better for ten passes (at most 200). Cost 64 p a row and
 * pass.
 */
final class Mlp implements Learner {
  private static final int HIDDEN = 32;
  private static final int EPOCHS = 200;
  private static final int PATIENCE = 10;
  private static final int BATCH = 64;
  private static final double RATE = 3e-3;
  private static final double DECAY = 1e-4;

  private final boolean logistic;

  Mlp(boolean logistic) {
    this.logistic = logistic;
  }

  @Override
  public String name() {
    return (logistic ? "logistic " : "") + "MLP (" + HIDDEN + " hidden units)";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    if (logistic) {
      Targets.checkBinary(x, y, rows);
    } else {
      Scaling.checkRows(x, y, rows);
    }
    Scaling scaling = new Scaling(x, rows);
    double mean = IntStream.of(rows).mapToDouble(r -> y[r]).average().orElseThrow();
    double variance =
        IntStream.of(rows).mapToDouble(r -> (y[r] - mean) * (y[r] - mean)).average().orElseThrow();
    if (variance == 0 || x.columns() == 0) {
      return new MeanLearner().fit(x, y, rows, seed);
    }
    double center = logistic ? 0 : mean;
    double scale = logistic ? 1 : Math.sqrt(variance);
    Training training = new Training(x, y, rows, scaling, center, scale, seed);
    double[] weights = training.run();
    boolean toProbability = logistic;
    int p = x.columns();
    return (features, row) -> {
      Preconditions.checkArgument(
          features.columns() == p, "x: has %s columns, the model %s", features.columns(), p);
      double[] z = new double[p];
      scaling.scale(features, row, z);
      double out = forward(weights, z, new double[HIDDEN]);
      return toProbability ? Logistic.sigmoid(out) : center + scale * out;
    };
  }

  /** Weights: hidden unit after hidden unit with p slopes and a constant; then the output's. */
  private static double forward(double[] weights, double[] z, double[] hidden) {
    int p = z.length;
    int last = HIDDEN * (p + 1);
    double out = weights[last + HIDDEN];
    for (int h = 0; h < HIDDEN; h++) {
      int at = h * (p + 1);
      double sum = weights[at + p];
      for (int c = 0; c < p; c++) {
        sum += weights[at + c] * z[c];
      }
      hidden[h] = Math.max(0, sum);
      out += weights[last + h] * hidden[h];
    }
    return out;
  }

  private final class Training {
    private final double[][] z;
    private final double[] target;
    private final int p;
    private final int[] learn;
    private final int[] held;
    private final SplittableRandom random;
    private final double[] weights;

    Training(
        Features x,
        double[] y,
        int[] rows,
        Scaling scaling,
        double center,
        double scale,
        Seed seed) {
      p = x.columns();
      z = new double[rows.length][p];
      target = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        scaling.scale(x, rows[i], z[i]);
        target[i] = (y[rows[i]] - center) / scale;
      }
      random = seed.random();
      int[] order = IntStream.range(0, rows.length).toArray();
      CvFolds.shuffle(order, random);
      int out = rows.length / 10;
      held = Arrays.copyOf(order, out);
      learn = Arrays.copyOfRange(order, out, order.length);
      weights = new double[HIDDEN * (p + 1) + HIDDEN + 1];
      double spread = Math.sqrt(2.0 / Math.max(1, p));
      for (int h = 0; h < HIDDEN; h++) {
        for (int c = 0; c < p; c++) {
          weights[h * (p + 1) + c] = spread * random.nextGaussian();
        }
        weights[HIDDEN * (p + 1) + h] = random.nextGaussian() / Math.sqrt(HIDDEN);
      }
    }

    double[] run() {
      double[] first = new double[weights.length];
      double[] second = new double[weights.length];
      double[] best = weights.clone();
      double lowest = loss();
      int since = 0;
      int step = 0;
      for (int epoch = 0; epoch < EPOCHS && since < PATIENCE; epoch++) {
        CvFolds.shuffle(learn, random);
        for (int from = 0; from < learn.length; from += BATCH) {
          adam(gradient(from, Math.min(learn.length, from + BATCH)), first, second, ++step);
        }
        double loss = loss();
        since++;
        if (loss < lowest) {
          lowest = loss;
          best = weights.clone();
          since = 0;
        }
      }
      return best;
    }

    private double[] gradient(int from, int to) {
      double[] gradient = new double[weights.length];
      double[] hidden = new double[HIDDEN];
      int last = HIDDEN * (p + 1);
      for (int k = from; k < to; k++) {
        double[] row = z[learn[k]];
        double out = forward(weights, row, hidden);
        double error = ((logistic ? Logistic.sigmoid(out) : out) - target[learn[k]]) / (to - from);
        gradient[last + HIDDEN] += error;
        for (int h = 0; h < HIDDEN; h++) {
          if (hidden[h] > 0) {
            gradient[last + h] += error * hidden[h];
            double back = error * weights[last + h];
            int at = h * (p + 1);
            gradient[at + p] += back;
            for (int c = 0; c < p; c++) {
              gradient[at + c] += back * row[c];
            }
          }
        }
      }
      return gradient;
    }

    private void adam(double[] gradient, double[] first, double[] second, int step) {
      double one = 1 - Math.pow(0.9, step);
      double two = 1 - Math.pow(0.999, step);
      for (int k = 0; k < weights.length; k++) {
        first[k] = 0.9 * first[k] + 0.1 * gradient[k];
        second[k] = 0.999 * second[k] + 0.001 * gradient[k] * gradient[k];
        weights[k] -=
            RATE * (first[k] / one / (Math.sqrt(second[k] / two) + 1e-8) + DECAY * weights[k]);
      }
    }

    /** Mean loss of the rows held out, or of all where they are too few to hold any out. */
    private double loss() {
      int[] rows = held.length == 0 ? learn : held;
      double[] hidden = new double[HIDDEN];
      double loss = 0;
      for (int i : rows) {
        double out = forward(weights, z[i], hidden);
        loss +=
            logistic
                ? Math.max(out, 0) + Math.log1p(Math.exp(-Math.abs(out))) - target[i] * out
                : (out - target[i]) * (out - target[i]) / 2;
      }
      return loss / rows.length;
    }
  }
}
