package org.causal4j.recommend.scorer;

/**
 * Bayesian personalized ranking, −log σ(s⁺ − s⁻) (Rendle et al., UAI 2009, eq. 4), averaged over a
 * batch, with its gradient. Triples are user, positive and negative row, one after the other; rows
 * are added up in the order of the batch, so that the bits do not depend on threads.
 */
final class BprLoss {
  private BprLoss() {}

  /** Adds the gradient with respect to the rows and returns the mean loss. */
  static double addGradient(float[] rows, int[] triples, int width, float[] gradient) {
    int count = triples.length / 3;
    double loss = 0;
    for (int t = 0; t < triples.length; t += 3) {
      int u = triples[t] * width;
      int p = triples[t + 1] * width;
      int n = triples[t + 2] * width;
      double margin = 0;
      for (int k = 0; k < width; k++) {
        margin += (double) rows[u + k] * (rows[p + k] - rows[n + k]);
      }
      // softplus(−margin), without overflow
      loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
      float slope = (float) (-1 / (1 + Math.exp(margin)) / count);
      for (int k = 0; k < width; k++) {
        gradient[u + k] += slope * (rows[p + k] - rows[n + k]);
        gradient[p + k] += slope * rows[u + k];
        gradient[n + k] -= slope * rows[u + k];
      }
    }
    return loss / count;
  }

  /**
   * Adds the gradient of l2/2 · mean of the squared rows of the triples, and returns that value.
   */
  static double addPenalty(float[] rows, int[] triples, int width, double l2, float[] gradient) {
    int count = triples.length / 3;
    float slope = (float) (l2 / count);
    double squares = 0;
    for (int row : triples) {
      int at = row * width;
      for (int k = 0; k < width; k++) {
        float value = rows[at + k];
        squares += (double) value * value;
        gradient[at + k] += slope * value;
      }
    }
    return l2 / 2 * squares / count;
  }
}
