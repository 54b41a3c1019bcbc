package org.causal4j.core.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums over the rows of each user, by user number. */
final class UserSums {
  private static final double DAY_MILLIS = 86_400_000;

  private final double[] events;
  private final double[] visits;
  private final double[] distinctItems;
  private final double[] spend;
  private final double[] recencyDays;
  private final double[] tenureDays;

  /** Sums over a log, with days counted back from {@code endMillis}. */
  UserSums(EventLog log, long endMillis) {
    int users = log.userCount();
    events = new double[users];
    visits = new double[users];
    spend = new double[users];
    recencyDays = new double[users];
    tenureDays = new double[users];
    distinctItems = distinctItems(log);
    Arrays.fill(spend, Double.NaN);
    for (int row = 0; row < log.size(); row++) {
      addRow(log, row, (endMillis - log.timeMillis(row)) / DAY_MILLIS);
    }
    for (Sessions.Visit visit : Sessions.of(log).visits()) {
      visits[visit.user()]++;
    }
  }

  private void addRow(EventLog log, int row, double days) {
    int user = log.user(row);
    if (events[user]++ == 0) {
      tenureDays[user] = days;
    }
    recencyDays[user] = days;
    double price = log.price(row);
    if (!Double.isNaN(price)) {
      double quantity = Double.isNaN(log.quantity(row)) ? 1 : log.quantity(row);
      spend[user] = (Double.isNaN(spend[user]) ? 0 : spend[user]) + quantity * price;
    }
  }

  private static double[] distinctItems(EventLog log) {
    long items = log.itemCount();
    double[] distinct = new double[log.userCount()];
    IntStream.range(0, log.size())
        .mapToLong(row -> log.user(row) * items + log.item(row))
        .sorted()
        .distinct()
        .forEach(pair -> distinct[(int) (pair / items)]++);
    return distinct;
  }

  double[] of(UserFeature feature) {
    return switch (feature) {
      case EVENTS -> events;
      case DISTINCT_ITEMS -> distinctItems;
      case VISITS -> visits;
      case BASKET_SIZE_MEAN ->
          IntStream.range(0, events.length).mapToDouble(u -> events[u] / visits[u]).toArray();
      case SPEND -> spend;
      case RECENCY_DAYS -> recencyDays;
      case TENURE_DAYS -> tenureDays;
    };
  }
}
