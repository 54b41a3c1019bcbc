package org.causal4j.recommend.scorer;

import org.causal4j.core.kernel.spi.Workers;

/**
 * Bayesian personalized ranking, −log σ(s⁺ − s⁻) (Rendle et al., UAI 2009, eq. 4), averaged over
 * triples, with its gradient. Triples are user, positive and negative row, one after the other.
 *
 * <p>Threads share the triples for what does not depend on other triples, and the columns of the
 * rows for the gradient: each of its numbers is added up in the order of the triples, so that the
 * bits do not depend on threads.
 */
final class BprLoss {
  /** Triples of one task. */
  private static final int TRIPLES = 256;

  /** Columns of one task: whole cache lines, where rows begin on them. */
  private static final int COLUMNS = 32;

  private final int width;
  private final int offset;
  private final Workers workers;

  /**
   * @param width of a row
   * @param offset where the first row begins
   */
  BprLoss(int width, int offset, Workers workers) {
    this.width = width;
    this.offset = offset;
    this.workers = workers;
  }

  /** Does a part of the work on the columns from one to below another. */
  private interface Part {
    void run(int from, int to);
  }

  private void forColumns(Part part) {
    // a single thread takes whole rows: they are read once
    int step = workers.threads() == 1 ? width : COLUMNS;
    workers.run(
        (width + step - 1) / step, t -> part.run(t * step, Math.min(width, (t + 1) * step)));
  }

  private void forTriples(int count, Part part) {
    workers.run(
        (count + TRIPLES - 1) / TRIPLES,
        t -> part.run(t * TRIPLES, Math.min(count, (t + 1) * TRIPLES)));
  }

  /**
   * Adds the gradient with respect to the rows and returns the mean loss.
   *
   * @param scale of a score: s = scale · ⟨user row, item row⟩
   */
  double addGradient(float[] rows, int[] triples, double scale, float[] gradient) {
    int count = triples.length / 3;
    double[] losses = new double[count];
    float[] slopes = new float[count];
    forTriples(
        count,
        (from, to) -> {
          for (int t = from; t < to; t++) {
            double margin =
                scale * margin(rows, at(triples, t, 0), at(triples, t, 1), at(triples, t, 2));
            // softplus(−margin), without overflow
            losses[t] = Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
            slopes[t] = (float) (-scale / (1 + Math.exp(margin)) / count);
          }
        });
    forColumns(
        (from, to) -> {
          for (int t = 0; t < count; t++) {
            int u = at(triples, t, 0) + from;
            int p = at(triples, t, 1) + from;
            int n = at(triples, t, 2) + from;
            addSlope(rows, u, p, n, to - from, slopes[t], gradient);
          }
        });
    double loss = 0;
    for (double ofTriple : losses) {
      loss += ofTriple;
    }
    return loss / count;
  }

  private int at(int[] triples, int triple, int member) {
    return offset + triples[3 * triple + member] * width;
  }

  /** Four sums at a time: one after the other, each addition would wait for the one before. */
  private double margin(float[] rows, int u, int p, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= width; k += 4) {
      s0 += rows[u + k] * (double) (rows[p + k] - rows[n + k]);
      s1 += rows[u + k + 1] * (double) (rows[p + k + 1] - rows[n + k + 1]);
      s2 += rows[u + k + 2] * (double) (rows[p + k + 2] - rows[n + k + 2]);
      s3 += rows[u + k + 3] * (double) (rows[p + k + 3] - rows[n + k + 3]);
    }
    for (; k < width; k++) {
      s0 += rows[u + k] * (double) (rows[p + k] - rows[n + k]);
    }
    return s0 + s1 + (s2 + s3);
  }

  private static void addSlope(
      float[] rows, int u, int p, int n, int columns, float slope, float[] gradient) {
    for (int k = 0; k < columns; k++) {
      gradient[u + k] += slope * (rows[p + k] - rows[n + k]);
    }
    for (int k = 0; k < columns; k++) {
      gradient[p + k] += slope * rows[u + k];
    }
    for (int k = 0; k < columns; k++) {
      gradient[n + k] -= slope * rows[u + k];
    }
  }

  /** Adds the gradient of l2/2 · mean over triples of the squared rows, and returns that value. */
  double addPenalty(float[] rows, int[] triples, double l2, float[] gradient) {
    int count = triples.length / 3;
    float slope = (float) (l2 / count);
    float[] squares = new float[triples.length];
    forTriples(
        count,
        (from, to) -> {
          for (int r = 3 * from; r < 3 * to; r++) {
            squares[r] = squares(rows, offset + triples[r] * width);
          }
        });
    forColumns(
        (from, to) -> {
          for (int row : triples) {
            int at = offset + row * width + from;
            addScaled(slope, rows, at, to - from, gradient);
          }
        });
    double sum = 0;
    for (float ofRow : squares) {
      sum += ofRow;
    }
    return l2 / 2 * sum / count;
  }

  private float squares(float[] rows, int at) {
    float sum = 0;
    for (int k = at; k < at + width; k++) {
      sum += rows[k] * rows[k];
    }
    return sum;
  }

  private static void addScaled(float slope, float[] rows, int at, int columns, float[] gradient) {
    for (int k = at; k < at + columns; k++) {
      gradient[k] += slope * rows[k];
    }
  }
}
