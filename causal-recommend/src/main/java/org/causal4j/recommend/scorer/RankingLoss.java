package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;

/**
 * What training makes small, over a batch of pairs (u, i) that came together.
 *
 * <p>Losses may be weighted, one weight a pair: with the inverse of how likely an item is to be
 * seen, they estimate the loss over all items alike (Saito et al., "Unbiased recommender learning
 * from missing-not-at-random implicit feedback", WSDM 2020, eq. 7); see {@link Exposure}.
 */
public sealed interface RankingLoss {

  /** BPR. */
  static RankingLoss bpr() {
    return new Bpr();
  }

  /** Sampled softmax among the items of the batch. */
  static RankingLoss sampledSoftmax(double temperature) {
    return new SampledSoftmax(temperature, 0, false);
  }

  /** Sampled softmax among items that are drawn for each batch, each item as likely. */
  static RankingLoss sampledSoftmax(double temperature, int shared) {
    return new SampledSoftmax(temperature, shared, false);
  }

  /** Alignment and uniformity. */
  static RankingLoss directAu(double uniformity) {
    return new DirectAu(uniformity);
  }

  /** Whether a batch must bring an item that the user does not have for each pair. */
  default boolean needsNegatives() {
    return this instanceof Bpr;
  }

  /** Whether directions count and lengths don't, in training and for scores. */
  default boolean comparesDirections() {
    return !(this instanceof Bpr);
  }

  /**
   * Bayesian personalized ranking: the mean of −log σ(⟨u, i⟩ − ⟨u, j⟩) for an item j that the user
   * does not have (Rendle et al., UAI 2009, eq. 4).
   */
  record Bpr() implements RankingLoss {}

  /**
   * Softmax over some items: the mean of −log[e^(c(u,i)/τ) / (e^(c(u,i)/τ) + Σⱼ wⱼ e^(c(u,j)/τ))],
   * c the cosine and j the items of the batch, each as often as it stands there, or items drawn for
   * the batch, but for i (Wu et al., "On the effectiveness of sampled softmax loss for item
   * recommendation", ACM TOIS 42(4), 2024, eq. 5). Items stand in a batch as often as they are
   * taken, so popular ones are held down; with the correction w is 1/(n q), q an item's share of
   * the pairs and n the number of items, as if they were drawn alike (Yi et al.,
   * "Sampling-bias-corrected neural modeling for large corpus item recommendations", RecSys 2019,
   * eq. 4, here without a correction of i, which is not drawn), else 1.
   *
   * @param temperature τ above 0; .05 to .2 are usual
   * @param shared how many items are drawn for a batch, each as likely, for all of its pairs; 0 for
   *     those of the batch
   * @param corrected whether items of the batch count as if drawn alike
   */
  record SampledSoftmax(double temperature, int shared, boolean corrected) implements RankingLoss {
    /** Checks the limits. */
    public SampledSoftmax {
      Preconditions.checkArgument(
          temperature >= 0.01 && temperature <= 100,
          "temperature: %s is not .01 to 100",
          temperature);
      Preconditions.checkArgument(
          shared >= 0 && shared <= 1 << 20, "shared: %s is not 0 to %s", shared, 1 << 20);
      Preconditions.checkArgument(
          shared == 0 || !corrected,
          "corrected: %s drawn items are drawn alike, so there is nothing to correct",
          shared);
    }
  }

  /**
   * DirectAU: the mean of ‖u − i‖² over pairs plus γ/2 of the uniformity of users and that of
   * items, each log of the mean of e^(−2‖a − b‖²) over all two of the batch; vectors of length 1
   * (Wang et al., "Towards representation alignment and uniformity in collaborative filtering", KDD
   * 2022, eqs. 5–7).
   *
   * @param uniformity γ, 0 or above; .5 to 5 are usual
   */
  record DirectAu(double uniformity) implements RankingLoss {
    /** Checks the limit. */
    public DirectAu {
      Preconditions.checkArgument(
          uniformity >= 0 && uniformity <= 1000, "uniformity: %s is not 0 to 1000", uniformity);
    }
  }
}
