package org.causal4j.recommend.interaction;

/**
 * How much of a neighbor's vector a step over the graph takes, d counting neighbors (He et al.,
 * "LightGCN", SIGIR 2020, §4.4.2).
 */
public enum Normalization {
  /** 1/√(d of the node · d of the neighbor): D^(−1/2) A D^(−1/2). */
  SYMMETRIC,
  /** 1/d of the node, the mean over its neighbors, as a random walk takes it: D⁻¹ A. */
  LEFT,
  /** 1/d of the neighbor, which shares itself out: A D⁻¹. */
  RIGHT;

  /** What a node takes of a neighbor. */
  public double weight(int nodeDegree, int neighborDegree) {
    if (this == LEFT) {
      return 1.0 / nodeDegree;
    }
    return this == RIGHT
        ? 1.0 / neighborDegree
        : 1 / Math.sqrt((double) nodeDegree * neighborDegree);
  }
}
