package org.causal4j.core.data;

import com.google.common.base.Preconditions;

/**
 * How strict reading is.
 *
 * @param maxRejectedShare a file is refused where more than this share of its rows can't be read;
 *     0.1 by default, 0 to refuse a file with one such row, 1 to take what can be read
 * @param examples how many rows a report names for each reason; 5 by default
 */
public record ReadOptions(double maxRejectedShare, int examples) {

  /** Checks the limits. */
  public ReadOptions {
    Preconditions.checkArgument(
        maxRejectedShare >= 0 && maxRejectedShare <= 1,
        "maxRejectedShare: %s is not between 0 and 1",
        maxRejectedShare);
    Preconditions.checkArgument(examples >= 0, "examples: %s is below 0", examples);
  }

  /** At most a tenth of the rows rejected, five examples a reason. */
  public static ReadOptions defaults() {
    return new ReadOptions(0.1, 5);
  }

  /** With another limit on the share of rejected rows. */
  public ReadOptions withMaxRejectedShare(double share) {
    return new ReadOptions(share, examples);
  }

  /** With another number of examples. */
  public ReadOptions withExamples(int count) {
    return new ReadOptions(maxRejectedShare, count);
  }
}
