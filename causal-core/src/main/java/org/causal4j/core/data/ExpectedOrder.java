package org.causal4j.core.data;

import com.google.common.base.Preconditions;

/**
 * An action that comes before another within a visit, as a view before a buy.
 *
 * @param first the action that comes first
 * @param then the action that follows it
 */
public record ExpectedOrder(String first, String then) {
  /** Checks that the two are given and differ. */
  public ExpectedOrder {
    Preconditions.checkArgument(!first.isEmpty(), "first: must not be empty");
    Preconditions.checkArgument(!then.isEmpty(), "then: must not be empty");
    Preconditions.checkArgument(!first.equals(then), "then: is '%s' as first", then);
  }

  @Override
  public String toString() {
    return first + " before " + then;
  }
}
