package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSpecTest {
  private static final Instant T0 = Instant.parse("2011-09-01T00:00:00Z");

  private static BehaviorEvent event(
      String user, String item, double day, double quantity, double price) {
    return new BehaviorEvent(
        user, item, "buy", T0.plusSeconds((long) (86_400 * day)), "", quantity, price);
  }

  private static final EventLog LOG =
      EventLog.of(
          List.of(
              event("a", "x", 0, 2, 1.5),
              event("a", "x", 0, Double.NaN, 4),
              event("b", "x", 1, 1, Double.NaN),
              event("a", "y", 3.5, 1, Double.NaN)));

  @Test
  void table_defaults_holdEveryFeature() {
    Table table = TableSpec.defaults().table(LOG);

    assertThat(table)
        .hasToString(
            """
            Table of 2 rows: user, events, distinct_items, visits, basket_size_mean, spend, recency_days, tenure_days
            a | 3 | 2 | 2 | 1.5 | 7 | 0 | 3.5
            b | 1 | 1 | 1 | 1 | - | 2.5 | 2.5""");
  }

  @Test
  void table_asOf_countsBackFromThere() {
    Table table =
        TableSpec.of(UserFeature.RECENCY_DAYS).withAsOf(T0.plusSeconds(86_400 * 10)).table(LOG);

    assertThat(table.names()).containsExactly("user", "recency_days");
    assertThat(table.continuous("recency_days").values()).containsExactly(6.5, 9);
  }

  @Test
  void table_eventsAfterTheDay_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSpec.defaults().withAsOf(T0).table(LOG))
        .withMessageContaining("asOf: 2011-09-01T00:00:00Z is before the last event")
        .withMessageContaining("log.before(asOf)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSpec.defaults().table(EventLog.of(List.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSpec.of(UserFeature.EVENTS, UserFeature.EVENTS));
    assertThatIllegalArgumentException().isThrownBy(() -> TableSpec.of());
  }

  @Test
  void scaler_fittedToTrain_scalesTestByTrain() {
    Table train = Table.of(Column.Continuous.of("x", 2, 4, Double.NaN, 6), numbers("flat", 4));
    Table test = Table.of(Column.Continuous.of("x", 4, Double.NaN), numbers("flat", 2));
    Scaler scaler = Scaler.fit(train, "x", "flat");
    double[] scaled = scaler.apply(train).continuous("x").values();

    // Mean 4, deviation sqrt(8/3).
    assertThat(scaled[0]).isCloseTo(-2 / Math.sqrt(8.0 / 3), within(1e-15));
    assertThat(scaled[2]).isNaN();
    assertThat(scaler.apply(test).continuous("x").values()).containsExactly(0, Double.NaN);
    assertThat(scaler.apply(test).continuous("flat").values()).containsExactly(0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scaler.fit(Table.of(Column.Continuous.of("x", Double.NaN)), "x"))
        .withMessage("x: has no cell");
  }

  private static Column numbers(String name, int size) {
    double[] values = new double[size];
    Arrays.fill(values, 5);
    return Column.Continuous.of(name, values);
  }

  @Test
  void oneHot_fittedToTrain_hasItsStatesOnly() {
    List<String> states = List.of("a", "b", "c");
    Table train = Table.of(Column.Discrete.of("s", states, Arrays.asList("c", "a", null)));
    Table test =
        Table.of(Column.Discrete.of("s", states, Arrays.asList("a", "b", null)), numbers("x", 3));
    Table hot = OneHot.fit(train, "s").apply(test);

    assertThat(hot.names()).containsExactly("s=a", "s=c", "x");
    assertThat(hot.continuous("s=a").values()).containsExactly(1, 0, Double.NaN);
    assertThat(hot.continuous("s=c").values()).containsExactly(0, 0, Double.NaN);
    assertThatIllegalArgumentException().isThrownBy(() -> OneHot.fit(test, "x"));
  }
}
