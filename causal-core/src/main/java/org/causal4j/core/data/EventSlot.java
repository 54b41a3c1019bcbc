package org.causal4j.core.data;

import java.util.Optional;

/** What a row of a file can say of an event. */
enum EventSlot {
  USER(0),
  ITEM(1),
  TIME(2),
  ACTION(3),
  SESSION(4),
  QUANTITY(5),
  PRICE(6);

  static final int COUNT = 7;

  private final int index;

  EventSlot(int index) {
    this.index = index;
  }

  /** Its place among the slots, from 0 to {@link #COUNT} - 1. */
  int index() {
    return index;
  }

  /** The name of the column, empty where the schema has none. */
  Optional<String> column(EventSchema schema) {
    return switch (this) {
      case USER -> Optional.of(schema.user());
      case ITEM -> Optional.of(schema.item());
      case TIME -> Optional.of(schema.time());
      case ACTION -> schema.action();
      case SESSION -> schema.session();
      case QUANTITY -> schema.quantity();
      case PRICE -> schema.price();
    };
  }
}
