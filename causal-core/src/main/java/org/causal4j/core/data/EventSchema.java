package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which column of a file is what. Defaults: every event is a "buy", there is no session, quantity
 * or price, local times are UTC, text is UTF-8.
 *
 * @param user column of the user id
 * @param item column of the item id
 * @param time column of the time
 * @param action column of the action, empty where all events are of one kind
 * @param defaultAction the action where there is no such column
 * @param session column of the visit or basket
 * @param quantity column of the quantity
 * @param price column of the price per unit
 * @param zone where local times were taken; times with an offset ignore it
 * @param charset how the file is encoded
 */
public record EventSchema(
    String user,
    String item,
    String time,
    Optional<String> action,
    String defaultAction,
    Optional<String> session,
    Optional<String> quantity,
    Optional<String> price,
    ZoneId zone,
    Charset charset) {

  /** Checks that names are given and differ. */
  public EventSchema {
    Preconditions.checkArgument(!user.isBlank(), "user: must not be blank");
    Preconditions.checkArgument(!item.isBlank(), "item: must not be blank");
    Preconditions.checkArgument(!time.isBlank(), "time: must not be blank");
    Preconditions.checkArgument(!defaultAction.isBlank(), "defaultAction: must not be blank");
    Preconditions.checkArgument(!user.equals(item), "item: is the user column, '%s'", item);
    Preconditions.checkArgument(!user.equals(time), "time: is the user column, '%s'", time);
    Preconditions.checkArgument(!item.equals(time), "time: is the item column, '%s'", time);
  }

  /** Events of one kind, "buy". */
  public static EventSchema of(String user, String item, String time) {
    return new EventSchema(
        user,
        item,
        time,
        Optional.empty(),
        "buy",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ZoneOffset.UTC,
        StandardCharsets.UTF_8);
  }

  /** Events of several kinds. */
  public static EventSchema of(String user, String item, String action, String time) {
    return of(user, item, time).withAction(action);
  }

  /** With the column of the action. */
  public EventSchema withAction(String column) {
    return new EventSchema(
        user,
        item,
        time,
        Optional.of(column),
        defaultAction,
        session,
        quantity,
        price,
        zone,
        charset);
  }

  /** With another action for files without such a column. */
  public EventSchema withDefaultAction(String name) {
    return new EventSchema(user, item, time, action, name, session, quantity, price, zone, charset);
  }

  /** With the column of the visit or basket. */
  public EventSchema withSession(String column) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        Optional.of(column),
        quantity,
        price,
        zone,
        charset);
  }

  /** With the column of the quantity. */
  public EventSchema withQuantity(String column) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        Optional.of(column),
        price,
        zone,
        charset);
  }

  /** With the column of the price per unit. */
  public EventSchema withPrice(String column) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        quantity,
        Optional.of(column),
        zone,
        charset);
  }

  /** With the zone of local times. */
  public EventSchema withZone(ZoneId newZone) {
    return new EventSchema(
        user, item, time, action, defaultAction, session, quantity, price, newZone, charset);
  }

  /** With the encoding of the file, as {@code Charset.forName("GBK")}. */
  public EventSchema withCharset(Charset newCharset) {
    return new EventSchema(
        user, item, time, action, defaultAction, session, quantity, price, zone, newCharset);
  }
}
