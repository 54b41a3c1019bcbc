package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final Instant T0 = Instant.parse("2011-09-01T00:00:00Z");

  @Provide
  Arbitrary<List<BehaviorEvent>> events() {
    return LogArbitraries.events(0);
  }

  @Test
  void of_threeEvents_sortsAndNumbersInTheOrderOfTime() {
    EventLog log =
        EventLog.of(
            List.of(
                BehaviorEvent.of("b", "y", "buy", T0.plusSeconds(2)),
                BehaviorEvent.of("a", "x", "view", T0),
                BehaviorEvent.of("b", "x", "view", T0.plusSeconds(1))));

    assertThat(log.userIds()).containsExactly("a", "b");
    assertThat(log.itemIds()).containsExactly("x", "y");
    assertThat(log.actions()).containsExactly("view", "buy");
    assertThat(log.user(0)).isZero();
    assertThat(log.item(2)).isEqualTo(1);
    assertThat(log.action(2)).isEqualTo("buy");
    assertThat(log.timeMillis(0)).isEqualTo(T0.toEpochMilli());
    assertThat(log.firstTime()).isEqualTo(T0);
    assertThat(log.lastTime()).isEqualTo(T0.plusSeconds(2));
    assertThat(log.userNumber("b")).isEqualTo(1);
    assertThat(log.userNumber("nobody")).isEqualTo(-1);
    assertThat(log.itemNumber("y")).isEqualTo(1);
    assertThat(log.userId(1)).isEqualTo("b");
    assertThat(log.itemId(1)).isEqualTo("y");
    assertThat(log.hasSessions()).isFalse();
    assertThat(log.sessionCount()).isZero();
    assertThat(log.session(0)).isEqualTo(-1);
    assertThat(log.quantity(0)).isNaN();
    assertThat(log.price(0)).isNaN();
    assertThat(log.userCount()).isEqualTo(2);
    assertThat(log.itemCount()).isEqualTo(2);
    assertThat(log)
        .hasToString(
            "EventLog: 3 events of 2 users with 2 items, actions [view, buy],"
                + " 2011-09-01T00:00:00Z to 2011-09-01T00:00:02Z");
  }

  @Property(tries = 300, seed = "8")
  void of_anyEvents_isTheirStableOrderByTime(@ForAll("events") List<BehaviorEvent> events) {
    List<BehaviorEvent> expected = new ArrayList<>(events);
    expected.sort(Comparator.comparing(BehaviorEvent::time));
    EventLog log = EventLog.of(events);

    assertThat(LogArbitraries.eventsOf(log)).isEqualTo(expected);
    assertNumberedInOrder(log);
  }

  @Property(tries = 300, seed = "9")
  void where_anyRows_equalsTheLogOfThoseEvents(@ForAll("events") List<BehaviorEvent> events) {
    EventLog log = EventLog.of(events);
    EventLog chosen = log.where(row -> log.user(row) != 1 && row % 3 != 0, "some");
    List<BehaviorEvent> expected = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      if (log.user(row) != 1 && row % 3 != 0) {
        expected.add(log.event(row));
      }
    }

    assertThat(LogArbitraries.eventsOf(chosen)).isEqualTo(expected);
    assertNumberedInOrder(chosen);
    assertThat(chosen.fingerprint()).isEqualTo(EventLog.of(expected).fingerprint());
    assertThat(chosen.provenance().sources()).containsExactly(log.provenance());
  }

  /** Numbers are given in the order of first events, and texts stand for exactly these numbers. */
  private static void assertNumberedInOrder(EventLog log) {
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> items = new HashMap<>();
    for (int row = 0; row < log.size(); row++) {
      users.putIfAbsent(log.userId(log.user(row)), users.size());
      items.putIfAbsent(log.itemId(log.item(row)), items.size());
      assertThat(log.user(row)).isEqualTo(users.get(log.event(row).user()));
      assertThat(log.item(row)).isEqualTo(items.get(log.event(row).item()));
    }
    assertThat(log.userCount()).isEqualTo(users.size());
    assertThat(log.itemCount()).isEqualTo(items.size());
    users.forEach((id, number) -> assertThat(log.userNumber(id)).isEqualTo(number));
  }

  @Property(tries = 200, seed = "10")
  void fingerprint_oneCellChanged_differs(@ForAll("events") List<BehaviorEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    BehaviorEvent e = events.get(0);
    List<BehaviorEvent> others =
        List.of(
            new BehaviorEvent(
                "eve", e.item(), e.action(), e.time(), e.session(), e.quantity(), e.price()),
            new BehaviorEvent(
                e.user(), "hat", e.action(), e.time(), e.session(), e.quantity(), e.price()),
            new BehaviorEvent(
                e.user(), e.item(), "cart", e.time(), e.session(), e.quantity(), e.price()),
            new BehaviorEvent(
                e.user(),
                e.item(),
                e.action(),
                e.time().plusMillis(1),
                e.session(),
                e.quantity(),
                e.price()),
            new BehaviorEvent(
                e.user(), e.item(), e.action(), e.time(), "s9", e.quantity(), e.price()),
            new BehaviorEvent(e.user(), e.item(), e.action(), e.time(), e.session(), 99, e.price()),
            new BehaviorEvent(
                e.user(), e.item(), e.action(), e.time(), e.session(), e.quantity(), 99));
    List<String> seen = new ArrayList<>(List.of(EventLog.of(events).fingerprint()));
    for (BehaviorEvent other : others) {
      List<BehaviorEvent> changed = new ArrayList<>(events);
      changed.set(0, other);
      seen.add(EventLog.of(changed).fingerprint());
    }

    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void fingerprint_manyRows_isTheSameForAnotherNumbering() {
    EventLogBuilder sorted = EventLog.builder();
    EventLogBuilder shuffled = EventLog.builder();
    for (int i = 0; i < 5000; i++) {
      add(sorted, i);
      add(shuffled, (int) (i * 1237L % 5000));
    }
    EventLog log = sorted.build();

    assertThat(shuffled.build().fingerprint()).isEqualTo(log.fingerprint()).hasSize(64);
    assertThat(log.fingerprint()).isEqualTo(log.fingerprint());
  }

  private static void add(EventLogBuilder builder, int i) {
    builder.add(
        "u" + i % 77, "i" + i % 101, i % 9 == 0 ? "buy" : "view", 1000L * i, "s" + i / 8, i % 5, 1);
  }

  @Test
  void only_before_from_chooseByActionAndTime() {
    EventLog log =
        EventLog.of(
            List.of(
                BehaviorEvent.of("a", "x", "view", T0),
                BehaviorEvent.of("a", "x", "buy", T0.plusMillis(5)),
                BehaviorEvent.of("b", "y", "view", T0.plusMillis(9))));

    assertThat(log.only("view").itemIds()).containsExactly("x", "y");
    assertThat(log.before(T0.plusMillis(5)).size()).isEqualTo(1);
    assertThat(log.from(T0.plusMillis(5)).size()).isEqualTo(2);
    // Half a millisecond after the second event: that event is before it.
    assertThat(log.before(T0.plusNanos(5_500_000)).size()).isEqualTo(2);
    assertThat(log.from(T0.plusNanos(5_500_000)).size()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.only("cart"))
        .withMessage("action 'cart': not among [view, buy]");
  }

  @Test
  void where_everyRow_keepsEverythingAndSaysSo() {
    EventLog log = EventLog.of(List.of(BehaviorEvent.of("a", "x", "view", T0)));
    EventLog all = log.where(row -> true, "all");

    assertThat(all.fingerprint()).isEqualTo(log.fingerprint());
    assertThat(all.provenance().settings()).containsEntry("chosen", "all");
  }

  @Test
  void emptyLog_hasNoTimes() {
    EventLog log = EventLog.of(List.of());

    assertThat(log).hasToString("EventLog: 0 events of 0 users with 0 items, actions []");
    assertThatIllegalStateException().isThrownBy(log::firstTime);
    assertThatIllegalStateException().isThrownBy(log::lastTime);
    assertThat(log.fingerprint()).hasSize(64);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.user(0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.userId(0));
  }

  @Test
  void builder_badEventOrSecondBuild_isRefused() {
    EventLogBuilder builder = EventLog.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("", "x", "view", 0, "", 1, 1))
        .withMessage("user: must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("a", "", "view", 0, "", 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.add("a", "x", "", 0, "", 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("a", "x", "view", 0, "", 1, Double.POSITIVE_INFINITY));
    assertThat(builder.size()).isZero();
    assertThat(builder.build().userCount()).isZero();
    assertThatIllegalStateException().isThrownBy(builder::build);
    assertThatIllegalStateException().isThrownBy(() -> builder.add("a", "x", "view", 0, "", 1, 1));
  }

  @Test
  void builder_sessionQuantityAndPriceComeLate_earlierRowsHaveNone() {
    EventLogBuilder builder = EventLog.builder();
    for (int i = 0; i < 3000; i++) {
      builder.add("a", "x", "view", i, "", Double.NaN, Double.NaN);
    }
    builder.add("a", "x", "view", 5000, "s", 2, 3);
    for (int i = 0; i < 3000; i++) {
      builder.add("a", "x", "view", 6000 + i, "", Double.NaN, Double.NaN);
    }
    EventLog log = builder.build();

    assertThat(log.session(2999)).isEqualTo(-1);
    assertThat(log.session(3000)).isZero();
    assertThat(log.quantity(2999)).isNaN();
    assertThat(log.quantity(3000)).isEqualTo(2);
    assertThat(log.price(3001)).isNaN();
    assertThat(log.price(3000)).isEqualTo(3);
    assertThat(log.session(6000)).isEqualTo(-1);
  }

  @Test
  void behaviorEvent_emptyId_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BehaviorEvent.of("a", "", "view", T0))
        .withMessage("item: must not be empty");
  }
}
