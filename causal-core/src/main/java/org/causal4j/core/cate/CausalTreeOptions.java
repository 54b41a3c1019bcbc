package org.causal4j.core.cate;

import com.google.common.base.Preconditions;

/**
 * How a causal tree is grown.
 *
 * @param maxDepth most conditions a rule has on its way down, 0 or above
 * @param minLeaf fewest units a leaf has in each half of the data, at least 2
 * @param minArm fewest treated and fewest control units a leaf has in each half, at least 1
 */
public record CausalTreeOptions(int maxDepth, int minLeaf, int minArm) {
  /** Checks the ranges. */
  public CausalTreeOptions {
    Preconditions.checkArgument(
        maxDepth >= 0 && maxDepth <= 20, "maxDepth: %s is not between 0 and 20", maxDepth);
    Preconditions.checkArgument(minLeaf >= 2, "minLeaf: %s is below 2", minLeaf);
    Preconditions.checkArgument(minArm >= 1, "minArm: %s is below 1", minArm);
  }

  /** Depth 3, leaves of 25 units with 5 of each arm. */
  public static CausalTreeOptions defaults() {
    return new CausalTreeOptions(3, 25, 5);
  }

  /** With at most this depth. */
  public CausalTreeOptions withMaxDepth(int depth) {
    return new CausalTreeOptions(depth, minLeaf, minArm);
  }

  /** With at least this many units a leaf and half. */
  public CausalTreeOptions withMinLeaf(int units) {
    return new CausalTreeOptions(maxDepth, units, minArm);
  }

  /** With at least this many units of each arm a leaf and half. */
  public CausalTreeOptions withMinArm(int units) {
    return new CausalTreeOptions(maxDepth, minLeaf, units);
  }
}
