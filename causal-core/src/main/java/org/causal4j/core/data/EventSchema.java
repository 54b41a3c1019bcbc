package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which column of a file is what, and how it is written. Defaults: every event is a "buy", there is
 * no session, quantity or price, the first line is a header, local times are UTC, text is UTF-8.
 *
 * <p>The way in which times are written is found out from the first rows and then holds for all:
 * {@code 2011-09-01T08:25:00.123} (or with a blank for the {@code T}, to the minute, or a date
 * alone), the same with {@code Z} or an offset, {@code 2011/9/1 8:25}, {@code 9/1/2011 8:25} (month
 * first), and seconds or milliseconds since 1970. {@link #withTimeFormat} names any other. A local
 * time that the clocks of the zone skipped is rejected; one that they showed twice is the earlier.
 *
 * @param user column of the user id
 * @param item column of the item id
 * @param time column of the time
 * @param action column of the action, empty where all events are of one kind
 * @param defaultAction the action where there is no such column
 * @param session column of the visit or basket
 * @param quantity column of the quantity
 * @param price column of the price per unit
 * @param headerless present where a delimited file has no header: the names of its columns in
 *     order, or none, and then columns are "1", "2" and so on
 * @param timePattern how times are written, as {@link DateTimeFormatter} has it; empty to find out
 * @param zone where local times were taken; times with an offset ignore it
 * @param charset how the file is encoded; a byte-order mark in it decides over this
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
    Optional<ImmutableList<String>> headerless,
    Optional<String> timePattern,
    ZoneId zone,
    Charset charset) {

  /** Checks that names are given and differ, and that the pattern is one. */
  public EventSchema {
    Preconditions.checkArgument(!user.isBlank(), "user: must not be blank");
    Preconditions.checkArgument(!item.isBlank(), "item: must not be blank");
    Preconditions.checkArgument(!time.isBlank(), "time: must not be blank");
    Preconditions.checkArgument(!defaultAction.isBlank(), "defaultAction: must not be blank");
    Preconditions.checkArgument(!user.equals(item), "item: is the user column, '%s'", item);
    Preconditions.checkArgument(!user.equals(time), "time: is the user column, '%s'", time);
    Preconditions.checkArgument(!item.equals(time), "time: is the item column, '%s'", time);
    timePattern.ifPresent(TimeParser::checkPattern);
    Set<String> distinct = new HashSet<>();
    for (String name : headerless.orElse(ImmutableList.of())) {
      Preconditions.checkArgument(distinct.add(name), "column '%s': is named twice", name);
    }
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
        Optional.empty(),
        Optional.empty(),
        ZoneOffset.UTC,
        StandardCharsets.UTF_8);
  }

  /** Events of several kinds. */
  public static EventSchema of(String user, String item, String action, String time) {
    return of(user, item, time).withAction(action);
  }

  /**
   * The order of columns of Taobao's published user behavior: user, item, category, action ({@code
   * pv}, {@code fav}, {@code cart}, {@code buy}) and seconds since 1970, without a header.
   */
  public static EventSchema taobao() {
    return of("user", "item", "action", "timestamp")
        .withoutHeader("user", "item", "category", "action", "timestamp");
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
        headerless,
        timePattern,
        zone,
        charset);
  }

  /** With another action for files without such a column. */
  public EventSchema withDefaultAction(String name) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        name,
        session,
        quantity,
        price,
        headerless,
        timePattern,
        zone,
        charset);
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
        headerless,
        timePattern,
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
        headerless,
        timePattern,
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
        headerless,
        timePattern,
        zone,
        charset);
  }

  /**
   * For a delimited file without a header.
   *
   * @param columns the names of all its columns in order; none to call them "1", "2" and so on
   */
  public EventSchema withoutHeader(String... columns) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        quantity,
        price,
        Optional.of(ImmutableList.copyOf(columns)),
        timePattern,
        zone,
        charset);
  }

  /**
   * With times written in one pattern; without an offset in it they are local times.
   *
   * @param pattern of {@link DateTimeFormatter}, as {@code "dd.MM.uuuu HH:mm"}
   * @throws IllegalArgumentException if it is none
   */
  public EventSchema withTimeFormat(String pattern) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        quantity,
        price,
        headerless,
        Optional.of(pattern),
        zone,
        charset);
  }

  /** With the zone of local times. */
  public EventSchema withZone(ZoneId newZone) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        quantity,
        price,
        headerless,
        timePattern,
        newZone,
        charset);
  }

  /** With the encoding of the file. */
  public EventSchema withCharset(Charset newCharset) {
    return new EventSchema(
        user,
        item,
        time,
        action,
        defaultAction,
        session,
        quantity,
        price,
        headerless,
        timePattern,
        zone,
        newCharset);
  }

  /**
   * With the encoding of the file by name, as {@code "GBK"}.
   *
   * @throws IllegalArgumentException if this Java does not know it
   */
  public EventSchema withCharset(String name) {
    return withCharset(charset(name));
  }

  static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      String hint = Nearest.hint(name, Charset.availableCharsets().keySet());
      throw new IllegalArgumentException("charset: '" + name + "' is not known" + hint, e);
    }
  }
}
