package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.time.Instant;

/**
 * One thing that a user did with an item. A row of an {@link EventLog}, as a value.
 *
 * @param user who
 * @param item with what
 * @param action what was done, as "view" or "buy"
 * @param time when
 * @param session the visit or basket that it belongs to; empty where the log has none
 * @param quantity how many; NaN where the log has none
 * @param price per unit, in the currency of the log; NaN where the log has none
 */
public record BehaviorEvent(
    String user,
    String item,
    String action,
    Instant time,
    String session,
    double quantity,
    double price) {

  /** Checks that user, item and action are given. */
  public BehaviorEvent {
    Preconditions.checkArgument(!user.isEmpty(), "user: must not be empty");
    Preconditions.checkArgument(!item.isEmpty(), "item: must not be empty");
    Preconditions.checkArgument(!action.isEmpty(), "action: must not be empty");
  }

  /** An event with neither session, quantity nor price. */
  public static BehaviorEvent of(String user, String item, String action, Instant time) {
    return new BehaviorEvent(user, item, action, time, "", Double.NaN, Double.NaN);
  }
}
