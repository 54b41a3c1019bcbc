package org.causal4j.core.data;

/** Something that a log says of a user. */
public enum UserFeature {
  /** Number of events. */
  EVENTS("events"),
  /** Number of distinct items. */
  DISTINCT_ITEMS("distinct_items"),
  /** Number of visits, as {@link Sessions#of(EventLog)} has them. */
  VISITS("visits"),
  /** Mean number of events in a visit. */
  BASKET_SIZE_MEAN("basket_size_mean"),
  /**
   * Sum of quantity times price, with a quantity of 1 where none is given; missing where no event
   * of the user has a price.
   */
  SPEND("spend"),
  /** Days from the last event to the day of the table. */
  RECENCY_DAYS("recency_days"),
  /** Days from the first event to the day of the table. */
  TENURE_DAYS("tenure_days");

  private final String column;

  UserFeature(String column) {
    this.column = column;
  }

  /** The name of the column that holds it. */
  public String column() {
    return column;
  }
}
