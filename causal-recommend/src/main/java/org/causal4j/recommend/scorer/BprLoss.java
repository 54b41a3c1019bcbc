package org.causal4j.recommend.scorer;

/**
 * Bayesian personalized ranking, −log σ(s⁺ − s⁻) (Rendle et al., UAI 2009, eq. 4), averaged over
 * triples, with its gradient. Triples are user, positive and negative row, one after the other;
 * rows are added up in the order of the triples, so that the bits do not depend on threads.
 */
final class BprLoss {
  private BprLoss() {}

  /**
   * Adds the gradient with respect to the rows and returns the mean loss.
   *
   * @param offset where the first row begins
   * @param scale of a score: s = scale · ⟨user row, item row⟩
   */
  static double addGradient(
      float[] rows, int offset, int[] triples, int width, double scale, float[] gradient) {
    int count = triples.length / 3;
    double loss = 0;
    for (int t = 0; t < triples.length; t += 3) {
      int u = offset + triples[t] * width;
      int p = offset + triples[t + 1] * width;
      int n = offset + triples[t + 2] * width;
      double margin = scale * margin(rows, u, p, n, width);
      // softplus(−margin), without overflow
      loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
      addSlope(rows, u, p, n, width, (float) (-scale / (1 + Math.exp(margin)) / count), gradient);
    }
    return loss / count;
  }

  /** Four sums at a time: one after the other, each addition would wait for the one before. */
  private static double margin(float[] rows, int u, int p, int n, int width) {
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
      float[] rows, int u, int p, int n, int width, float slope, float[] gradient) {
    for (int k = 0; k < width; k++) {
      gradient[u + k] += slope * (rows[p + k] - rows[n + k]);
    }
    for (int k = 0; k < width; k++) {
      gradient[p + k] += slope * rows[u + k];
    }
    for (int k = 0; k < width; k++) {
      gradient[n + k] -= slope * rows[u + k];
    }
  }

  /** Adds the gradient of l2/2 · mean over triples of the squared rows, and returns that value. */
  static double addPenalty(
      float[] rows, int offset, int[] triples, int width, double l2, float[] gradient) {
    int count = triples.length / 3;
    float slope = (float) (l2 / count);
    double squares = 0;
    for (int row : triples) {
      int at = offset + row * width;
      float sum = 0;
      for (int k = 0; k < width; k++) {
        float value = rows[at + k];
        sum += value * value;
        gradient[at + k] += slope * value;
      }
      squares += sum;
    }
    return l2 / 2 * squares / count;
  }
}
