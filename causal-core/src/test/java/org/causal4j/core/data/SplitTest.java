package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Instant T0 = Instant.parse("2011-09-01T00:00:00Z");

  @Provide
  Arbitrary<List<BehaviorEvent>> events() {
    return LogArbitraries.events(2);
  }

  @Provide
  Arbitrary<List<BehaviorEvent>> unnamed() {
    return LogArbitraries.eventsWithoutSessions(2);
  }

  private static BehaviorEvent at(String user, String item, long minute) {
    return BehaviorEvent.of(user, item, "view", T0.plusSeconds(60 * minute));
  }

  /** Nothing leaks: the one law that a cut by time is for. */
  private static void assertCut(EventLog log, Split split) {
    Instant cut = split.cut().orElseThrow();
    assertThat(split.train().lastTime()).isBefore(cut);
    assertThat(split.test().firstTime()).isAfterOrEqualTo(cut);
    List<BehaviorEvent> both = new ArrayList<>(LogArbitraries.eventsOf(split.train()));
    both.addAll(LogArbitraries.eventsOf(split.test()));
    assertThat(both).isEqualTo(LogArbitraries.eventsOf(log));
    assertThat(split.dividedVisits()).isEqualTo(divided(log, cut));
  }

  private static long divided(EventLog log, Instant cut) {
    return Sessions.of(log).visits().stream()
        .filter(
            visit ->
                log.timeMillis(visit.row(0)) < cut.toEpochMilli()
                    && log.timeMillis(visit.row(visit.size() - 1)) >= cut.toEpochMilli())
        .count();
  }

  @Property(tries = 500, seed = "19")
  void byTime_anyShare_leaksNothing(
      @ForAll("events") List<BehaviorEvent> events,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
    EventLog log = EventLog.of(events);
    Assume.that(log.firstTime().isBefore(log.lastTime()));

    assertCut(log, Split.byTime(log, share));
  }

  @Property(tries = 500, seed = "20")
  void byTime_anyInstantWithin_leaksNothingAndIsKept(
      @ForAll("events") List<BehaviorEvent> events, @ForAll @IntRange(min = 1, max = 40) int step) {
    EventLog log = EventLog.of(events);
    Instant cut = T0.plusSeconds(600L * step - 300);
    Assume.that(cut.isAfter(log.firstTime()) && !cut.isAfter(log.lastTime()));
    Split split = Split.byTime(log, cut);

    assertCut(log, split);
    assertThat(split.cut()).contains(cut);
  }

  /** Where a moment without a visit is near enough, no visit is divided. */
  @Property(tries = 500, seed = "21")
  void byTime_shareWithARestNearby_dividesNoVisit(@ForAll("unnamed") List<BehaviorEvent> events) {
    EventLog log = EventLog.of(events);
    Assume.that(log.firstTime().isBefore(log.lastTime()));
    Split split = Split.byTime(log, 0.5);
    int target = log.size() - (int) Math.round(0.5 * log.size());
    long reach = Math.round(0.5 * Math.min(target, log.size() - target));
    boolean restNearby = false;
    for (int row = 1; row < log.size(); row++) {
      restNearby |=
          Math.abs(row - target) <= reach
              && log.timeMillis(row - 1) < log.timeMillis(row)
              && divided(log, Instant.ofEpochMilli(log.timeMillis(row))) == 0;
    }

    if (restNearby) {
      assertThat(split.dividedVisits()).isZero();
      assertThat(Math.abs(split.train().size() - target)).isLessThanOrEqualTo((int) reach);
    }
  }

  @Test
  void byTime_cutWouldFallIntoAVisit_movesToItsNearerEnd() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // Visits of ten events, a day apart.
      events.add(at("a", "x" + i, 1440L * (i / 10) + i % 10));
    }
    Split split = Split.byTime(EventLog.of(events), 0.23);

    assertThat(split.test().size()).isEqualTo(20);
    assertThat(split.dividedVisits()).isZero();
    assertThat(split.toString())
        .isEqualTo(
            "80 events to learn from, 20 to test on: events from 2011-09-09T00:00:00Z on are for"
                + " testing");
  }

  @Test
  void byTime_logThatNeverRests_staysNearAndCountsDividedVisits() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      events.add(at("a", "x" + i, i));
    }
    Split split = Split.byTime(EventLog.of(events), 0.2);

    assertThat(split.test().size()).isEqualTo(200);
    assertThat(split.dividedVisits()).isEqualTo(1);
    assertThat(split.toString()).endsWith("for testing, dividing 1 visits");
  }

  @Test
  void byTime_nothingOnOneSide_namesTheDates() {
    EventLog log = EventLog.of(List.of(at("a", "x", 0), at("a", "y", 60)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.byTime(log, T0.plusSeconds(7200)))
        .withMessage(
            "cut: 2011-09-01T02:00:00Z leaves nothing to learn from or nothing to test on; the"
                + " events go from 2011-09-01T00:00:00Z to 2011-09-01T01:00:00Z");
    assertThatIllegalArgumentException().isThrownBy(() -> Split.byTime(log, T0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.byTime(EventLog.of(List.of(at("a", "x", 0), at("b", "y", 0))), 0.2))
        .withMessageContaining("all events are at 2011-09-01T00:00:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.byTime(log, 1.0))
        .withMessage("testShare: 1.0 is not between 0 and 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Split.byTime(EventLog.of(List.of()), T0));
  }

  @Test
  void random_share_isAboutKeptAndRepeats() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      events.add(at("u" + i / 40, "x" + i, i));
    }
    EventLog log = EventLog.of(events);
    Split split = Split.random(log, 0.2, Seed.of(42));

    // 2,000 with a standard deviation of 40.
    assertThat(split.test().size()).isBetween(1800, 2200);
    assertThat(split.train().size() + split.test().size()).isEqualTo(10_000);
    assertThat(split.cut()).isEmpty();
    assertThat(split.dividedVisits()).isPositive();
    assertThat(Split.random(log, 0.2, Seed.of(42)).test().fingerprint())
        .isEqualTo(split.test().fingerprint());
    assertThat(Split.random(log, 0.2, Seed.of(43)).test().fingerprint())
        .isNotEqualTo(split.test().fingerprint());
  }

  @Test
  void byUser_users_areOnOneSide() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      events.add(at("u" + i % 500, "x", i));
    }
    Split split = Split.byUser(EventLog.of(events), 0.3, Seed.of(1));

    assertThat(new HashSet<>(split.train().userIds()))
        .doesNotContainAnyElementsOf(split.test().userIds());
    assertThat(split.train().userCount() + split.test().userCount()).isEqualTo(500);
    assertThat(split.test().userCount()).isBetween(110, 190);
    assertThat(split.dividedVisits()).isZero();
  }

  @Test
  void coldItems_onlyItemsNewAfterTheCut_areTested() {
    EventLog log =
        EventLog.of(
            List.of(at("a", "old", 0), at("a", "old", 10), at("b", "new", 11), at("b", "new", 12)));
    Split split = Split.coldItems(log, T0.plusSeconds(300));

    assertThat(split.train().itemIds()).containsExactly("old");
    assertThat(split.test().itemIds()).containsExactly("new");
    assertThat(split.test().size()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.coldItems(log, T0.plusSeconds(720)))
        .withMessageContaining("2011-09-01T00:12:00Z");
  }
}
