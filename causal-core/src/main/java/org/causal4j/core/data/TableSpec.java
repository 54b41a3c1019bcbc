package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a table of users says: a row a user, in the order of their first event, with the id in
 * column "user" and a continuous column for each feature.
 *
 * <p>Nothing here is learned from the log as a whole, so that the table of the log before a cut
 * holds nothing from after it. What is learned ({@link Scaler}, {@link OneHot}, {@link CutPoints})
 * is fitted to the table of the training part.
 *
 * @param features the columns, each once
 * @param asOf the time from which recency and tenure count back; empty for the last event of the
 *     log. It must not be before that: a table as of a time is made of {@code log.before(time)}.
 */
public record TableSpec(ImmutableList<UserFeature> features, Optional<Instant> asOf) {
  /** The name of the column of user ids. */
  public static final String USER = "user";

  /** Checks that there are features, none of them twice. */
  public TableSpec {
    Preconditions.checkArgument(!features.isEmpty(), "features: must not be empty");
    Preconditions.checkArgument(
        ImmutableSet.copyOf(features).size() == features.size(),
        "features: %s names one twice",
        features);
  }

  /** A table with all features, as of the last event. */
  public static TableSpec defaults() {
    return of(UserFeature.values());
  }

  /** A table with these features, as of the last event. */
  public static TableSpec of(UserFeature... features) {
    return new TableSpec(ImmutableList.copyOf(features), Optional.empty());
  }

  /** With the time from which recency and tenure count back. */
  public TableSpec withAsOf(Instant time) {
    return new TableSpec(features, Optional.of(time));
  }

  /**
   * The table of the users of a log.
   *
   * @throws IllegalArgumentException if the log is empty or has events after {@link #asOf()}
   */
  public Table table(EventLog log) {
    Preconditions.checkArgument(log.size() > 0, "log: is empty");
    Instant end = asOf.orElse(log.lastTime());
    Preconditions.checkArgument(
        !log.lastTime().isAfter(end),
        "asOf: %s is before the last event, %s; make the table of log.before(asOf)",
        end,
        log.lastTime());
    UserSums sums = new UserSums(log, end.toEpochMilli());
    List<Column> columns = new ArrayList<>();
    columns.add(
        Column.Discrete.ofCodes(
            USER, log.userIds(), IntStream.range(0, log.userCount()).toArray()));
    for (UserFeature feature : features) {
      columns.add(Column.Continuous.of(feature.column(), sums.of(feature)));
    }
    return Table.of(columns);
  }
}
