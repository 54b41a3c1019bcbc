package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * The training of {@link MatrixFactorization#als}. A row is the work of one thread from its own
 * former value and the vectors of the other side, so that the bits do not depend on threads.
 */
final class AlsTrainer {
  private static final String STAGE = "train ALS";

  /** Rows of one task. */
  private static final int BLOCK = 64;

  /** A squared residual below this share of the right side's is a rounding error. */
  private static final double DONE = 1e-14;

  private final InteractionGraph graph;
  private final MatrixFactorization.AlsOptions options;
  private final Kernels kernels;
  private final Workers workers;
  private final int width;
  private final float[] users;
  private final float[] items;

  AlsTrainer(
      InteractionGraph graph, MatrixFactorization.AlsOptions options, Seed seed, Kernels kernels) {
    this.graph = graph;
    this.options = options;
    this.kernels = kernels;
    this.workers = new Workers(kernels.threads());
    this.width = options.dimensions();
    this.users = new float[Math.multiplyExact(graph.users().size(), width)];
    this.items =
        BprTrainer.start(graph.items().size(), width, options.spread(), seed.derive("items"));
  }

  TrainingReport train(ProgressListener progress) {
    double[] losses = new double[options.epochs()];
    double[] seconds = new double[options.epochs()];
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      progress.step(STAGE, epoch - 1, options.epochs());
      long began = System.nanoTime();
      solve(graph.byUser(), users, items);
      solve(graph.byItem(), items, users);
      losses[epoch - 1] = loss();
      if (!Double.isFinite(losses[epoch - 1])) {
        throw new NotConvergedException(
            "ALS, epoch " + epoch,
            epoch - 1,
            losses[epoch - 1],
            "use a smaller alpha than " + options.alpha());
      }
      seconds[epoch - 1] = (System.nanoTime() - began) / 1e9;
    }
    progress.step(STAGE, options.epochs(), options.epochs());
    return new TrainingReport(
        ImmutableDoubleArray.copyOf(losses),
        ImmutableList.of(),
        options.epochs(),
        ImmutableDoubleArray.copyOf(seconds));
  }

  /** c − 1 of a pair. */
  private double extra(float weight) {
    return options.alpha() * Math.log1p(weight);
  }

  /** YᵀY in single precision. */
  private float[] gram(float[] vectors) {
    float[] gram = new float[width * width];
    kernels.gemm(
        Transpose.LEFT, width, width, vectors.length / width, 1, vectors, vectors, 0, gram);
    return gram;
  }

  private void solve(CsrMatrix pairs, float[] mine, float[] others) {
    float[] gram = gram(others);
    workers.run(
        (pairs.rows() + BLOCK - 1) / BLOCK,
        block -> {
          Row row = new Row(pairs, others, gram);
          int to = Math.min(pairs.rows(), (block + 1) * BLOCK);
          for (int r = block * BLOCK; r < to; r++) {
            row.solve(r, mine);
          }
        });
  }

  /** Conjugate gradients for (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀC p, one row at a time. */
  private final class Row {
    private final CsrMatrix pairs;
    private final float[] others;
    private final float[] gram;
    private final double[] x = new double[width];
    private final double[] residual = new double[width];
    private final double[] direction = new double[width];
    private final double[] image = new double[width];

    Row(CsrMatrix pairs, float[] others, float[] gram) {
      this.pairs = pairs;
      this.others = others;
      this.gram = gram;
    }

    void solve(int row, float[] mine) {
      for (int k = 0; k < width; k++) {
        x[k] = mine[row * width + k];
      }
      multiply(row, x);
      double right = 0;
      for (int k = 0; k < width; k++) {
        double sum = 0;
        for (int e = pairs.rowStart(row); e < pairs.rowEnd(row); e++) {
          sum += (1 + extra(pairs.value(e))) * others[pairs.column(e) * width + k];
        }
        right += sum * sum;
        residual[k] = sum - image[k];
        direction[k] = residual[k];
      }
      double squares = dot(residual, residual);
      for (int step = 0; step < options.steps() && squares > DONE * right; step++) {
        multiply(row, direction);
        double length = squares / dot(direction, image);
        for (int k = 0; k < width; k++) {
          x[k] += length * direction[k];
          residual[k] -= length * image[k];
        }
        double next = dot(residual, residual);
        for (int k = 0; k < width; k++) {
          direction[k] = residual[k] + next / squares * direction[k];
        }
        squares = next;
      }
      for (int k = 0; k < width; k++) {
        // A row without pairs has the solution zero.
        mine[row * width + k] = right == 0 ? 0 : (float) x[k];
      }
    }

    private void multiply(int row, double[] by) {
      for (int i = 0; i < width; i++) {
        double sum = options.l2() * by[i];
        for (int k = 0; k < width; k++) {
          sum += gram[i * width + k] * by[k];
        }
        image[i] = sum;
      }
      for (int e = pairs.rowStart(row); e < pairs.rowEnd(row); e++) {
        int at = pairs.column(e) * width;
        double sum = 0;
        for (int k = 0; k < width; k++) {
          sum += others[at + k] * by[k];
        }
        double scaled = extra(pairs.value(e)) * sum;
        for (int k = 0; k < width; k++) {
          image[k] += scaled * others[at + k];
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** The objective over the number of cells: Σ s² of all cells is Σ xᵀ(YᵀY)x. */
  private double loss() {
    CsrMatrix pairs = graph.byUser();
    float[] gram = gram(items);
    double[] sums = new double[pairs.rows()];
    workers.run(
        pairs.rows(),
        user -> {
          double sum = 0;
          for (int i = 0; i < width; i++) {
            for (int k = 0; k < width; k++) {
              sum +=
                  (double) users[user * width + i] * gram[i * width + k] * users[user * width + k];
            }
          }
          for (int e = pairs.rowStart(user); e < pairs.rowEnd(user); e++) {
            double score = 0;
            for (int k = 0; k < width; k++) {
              score += (double) users[user * width + k] * items[pairs.column(e) * width + k];
            }
            double confidence = 1 + extra(pairs.value(e));
            sum += confidence * (1 - score) * (1 - score) - score * score;
          }
          sums[user] = sum;
        });
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    total += options.l2() * (squares(users) + squares(items));
    return total / ((double) pairs.rows() * pairs.columns());
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  MatrixFactorization.Factors factors() {
    return new MatrixFactorization.Factors(width, users, items, new float[graph.items().size()]);
  }
}
