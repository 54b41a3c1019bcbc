package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
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
  private static final double DONE = 1e-12;

  private final InteractionGraph graph;
  private final MatrixFactorization.AlsOptions options;
  private final Kernels kernels;

  /** For the work inside a task. */
  private final Kernels single;

  private final Workers workers;
  private final int width;
  private final float[] users;
  private final float[] items;

  AlsTrainer(
      InteractionGraph graph, MatrixFactorization.AlsOptions options, Seed seed, Kernels kernels) {
    this.graph = graph;
    this.options = options;
    this.kernels = kernels;
    this.single = kernels.withThreads(1);
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
        block -> new Block(pairs, others, gram, block * BLOCK).solve(mine));
  }

  /**
   * Conjugate gradients for (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀC p of some rows in step, so that their
   * products with YᵀY are one dense product. Vectors are in single precision, lengths in double.
   */
  private final class Block {
    private final CsrMatrix pairs;
    private final float[] others;
    private final float[] gram;
    private final int from;
    private final int rows;
    private final float[] extra;
    private final float[] image;

    Block(CsrMatrix pairs, float[] others, float[] gram, int from) {
      this.pairs = pairs;
      this.others = others;
      this.gram = gram;
      this.from = from;
      this.rows = Math.min(BLOCK, pairs.rows() - from);
      this.image = new float[rows * width];
      int first = pairs.rowStart(from);
      this.extra = new float[pairs.rowEnd(from + rows - 1) - first];
      for (int e = 0; e < extra.length; e++) {
        extra[e] = (float) extra(pairs.value(first + e));
      }
    }

    void solve(float[] mine) {
      float[] x = Arrays.copyOfRange(mine, from * width, (from + rows) * width);
      float[] residual = new float[rows * width];
      double[] least = new double[rows];
      double[] squares = new double[rows];
      right(residual);
      for (int r = 0; r < rows; r++) {
        least[r] = DONE * squares(residual, r);
        if (least[r] == 0) {
          // A row without pairs has the solution zero.
          Arrays.fill(x, r * width, (r + 1) * width, 0);
        }
      }
      multiply(x);
      single.axpy(-1, image, 0, residual, 0, image.length);
      for (int r = 0; r < rows; r++) {
        squares[r] = squares(residual, r);
      }
      float[] direction = residual.clone();
      for (int step = 0; step < options.steps(); step++) {
        multiply(direction);
        boolean all = true;
        for (int r = 0; r < rows; r++) {
          if (squares[r] > least[r]) {
            all = false;
            step(r, x, residual, direction, squares);
          }
        }
        if (all) {
          break;
        }
      }
      System.arraycopy(x, 0, mine, from * width, x.length);
    }

    private void step(int r, float[] x, float[] residual, float[] direction, double[] squares) {
      int at = r * width;
      float length = (float) (squares[r] / single.dot(direction, at, image, at, width));
      single.axpy(length, direction, at, x, at, width);
      single.axpy(-length, image, at, residual, at, width);
      double next = squares(residual, r);
      float kept = (float) (next / squares[r]);
      for (int k = at; k < at + width; k++) {
        direction[k] = residual[k] + kept * direction[k];
      }
      squares[r] = next;
    }

    private double squares(float[] values, int r) {
      return single.dot(values, r * width, values, r * width, width);
    }

    private void right(float[] to) {
      int first = pairs.rowStart(from);
      for (int r = 0; r < rows; r++) {
        for (int e = pairs.rowStart(from + r); e < pairs.rowEnd(from + r); e++) {
          float confidence = 1 + extra[e - first];
          single.axpy(confidence, others, pairs.column(e) * width, to, r * width, width);
        }
      }
    }

    private void multiply(float[] by) {
      single.gemm(Transpose.NONE, rows, width, width, 1, by, gram, 0, image);
      single.axpy((float) options.l2(), by, 0, image, 0, image.length);
      int first = pairs.rowStart(from);
      for (int r = 0; r < rows; r++) {
        for (int e = pairs.rowStart(from + r); e < pairs.rowEnd(from + r); e++) {
          int at = pairs.column(e) * width;
          float score = (float) single.dot(others, at, by, r * width, width);
          single.axpy(extra[e - first] * score, others, at, image, r * width, width);
        }
      }
    }
  }

  /** The objective over the number of cells: Σ s² of all cells is Σ xᵀ(YᵀY)x. */
  private double loss() {
    CsrMatrix pairs = graph.byUser();
    float[] gram = gram(items);
    double[] sums = new double[(pairs.rows() + BLOCK - 1) / BLOCK];
    workers.run(sums.length, block -> sums[block] = loss(pairs, gram, block * BLOCK));
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    total += options.l2() * (squares(users) + squares(items));
    return total / ((double) pairs.rows() * pairs.columns());
  }

  private double loss(CsrMatrix pairs, float[] gram, int from) {
    int rows = Math.min(BLOCK, pairs.rows() - from);
    float[] image = new float[rows * width];
    single.gemm(Transpose.NONE, rows, width, width, 1, users, from * width, gram, 0, 0, image, 0);
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      int at = (from + r) * width;
      sum += single.dot(users, at, image, r * width, width);
      for (int e = pairs.rowStart(from + r); e < pairs.rowEnd(from + r); e++) {
        double score = single.dot(users, at, items, pairs.column(e) * width, width);
        double confidence = 1 + extra(pairs.value(e));
        sum += confidence * (1 - score) * (1 - score) - score * score;
      }
    }
    return sum;
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
