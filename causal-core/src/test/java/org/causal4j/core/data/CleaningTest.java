package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CleaningTest {
  private static final Instant T0 = Instant.parse("2011-09-01T00:00:00Z");
  private static final Instant END = Instant.parse("2011-12-01T00:00:00Z");

  @Provide
  Arbitrary<List<BehaviorEvent>> events() {
    return LogArbitraries.events(0);
  }

  private static BehaviorEvent event(
      String user, String item, long minute, double n, double price) {
    return new BehaviorEvent(user, item, "buy", T0.plusSeconds(60 * minute), "", n, price);
  }

  /** Every kind of defect is planted among clean rows: each is found, and nothing else is. */
  @Test
  void clean_plantedDefects_areFoundWithPrecisionAndRecallOne() {
    List<BehaviorEvent> clean = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      clean.add(event("u" + i % 50, "i" + i % 40, i, 1 + i % 3, i % 7));
    }
    List<BehaviorEvent> bad = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      bad.add(clean.get(i * 17));
      bad.add(event("u" + i, "i1", 3 * i, -2, 1));
      bad.add(event("u" + i, "i2", 3 * i, 0, 1));
      bad.add(event("u" + i, "i3", 3 * i, 1, -0.01));
      bad.add(event("u" + i, "unknown" + i % 4, 3 * i, 1, 1));
      bad.add(new BehaviorEvent("u" + i, "i4", "buy", Instant.ofEpochMilli(i), "", 1, 1));
      bad.add(new BehaviorEvent("u" + i, "i5", "buy", END.plusMillis(1 + i), "", 1, 1));
    }
    for (int i = 0; i < 120; i++) {
      bad.add(new BehaviorEvent("bot", "i" + i % 40, "buy", T0.plusSeconds(i), "", 1, 1));
    }
    List<BehaviorEvent> all = new ArrayList<>(clean);
    all.addAll(bad);
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    for (int i = 0; i < 40; i++) {
      texts.put("i" + i, "item " + i);
    }

    Cleaning.Cleaned cleaned =
        Cleaning.defaults()
            .withTimeRange(T0, END)
            .withUnknownItemsDropped(true)
            .withMaxEventsPerUserHour(60)
            .clean(EventLog.of(all), Catalog.of(texts.buildOrThrow()));

    assertThat(LogArbitraries.eventsOf(cleaned.log())).isEqualTo(clean);
    CleaningReport report = cleaned.report();
    assertThat(report.read()).isEqualTo(2330);
    assertThat(report.kept()).isEqualTo(2000);
    assertThat(report.count("duplicate of an earlier row")).isEqualTo(30);
    assertThat(report.count("quantity not above 0")).isEqualTo(60);
    assertThat(report.count("price below 0")).isEqualTo(30);
    assertThat(report.count("item not in the catalog")).isEqualTo(30);
    assertThat(report.count("before 2011-09-01T00:00:00Z")).isEqualTo(30);
    assertThat(report.count("after 2011-12-01T00:00:00Z")).isEqualTo(30);
    assertThat(report.count("more than 60 events of one user within PT1H")).isEqualTo(120);
    assertThat(report.lines()).hasSize(7).allSatisfy(l -> assertThat(l.examples()).hasSize(5));
  }

  /** Found one by one with sets of events, the oracle, against the pass over columns. */
  @Property(tries = 500, seed = "15")
  void clean_anyLog_dropsExactlyWhatTheRulesSay(@ForAll("events") List<BehaviorEvent> events) {
    EventLog log = EventLog.of(events);
    Set<BehaviorEvent> seen = new HashSet<>();
    List<BehaviorEvent> expected = new ArrayList<>();
    for (BehaviorEvent event : LogArbitraries.eventsOf(log)) {
      if (seen.add(event) && !(event.quantity() <= 0) && !(event.price() < 0)) {
        expected.add(event);
      }
    }

    Cleaning.Cleaned cleaned = Cleaning.defaults().clean(log);

    assertThat(LogArbitraries.eventsOf(cleaned.log())).isEqualTo(expected);
    assertThat(cleaned.report().kept()).isEqualTo(expected.size());
  }

  @Property(tries = 500, seed = "16")
  void clean_twice_dropsNothingMore(@ForAll("events") List<BehaviorEvent> events) {
    Cleaning cleaning =
        Cleaning.defaults()
            .withTimeRange(T0.plusSeconds(600), T0.plusSeconds(20_000))
            .withBurstLimit(2, Duration.ofMinutes(25))
            .withUnknownItemsDropped(true);
    Catalog catalog = Catalog.of(ImmutableMap.of("pen", "a pen", "ink", "", "cap", "a cap"));
    Cleaning.Cleaned once = cleaning.clean(EventLog.of(events), catalog);
    Cleaning.Cleaned twice = cleaning.clean(once.log(), catalog);

    assertThat(twice.report().dropped()).isZero();
    assertThat(twice.log().fingerprint()).isEqualTo(once.log().fingerprint());
    // What is noted of a clean log is noted again.
    assertThat(twice.report().lines())
        .isEqualTo(
            once.report().lines().stream()
                .filter(line -> line.kind() == CleaningReport.Kind.NOTED)
                .toList());
  }

  @Test
  void clean_burstAcrossFullHours_isFoundWhereverItStarts() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(event("bot", "i" + i, 55 + 2 * i, 1, 1));
    }
    events.add(event("bot", "later", 55 + 61, 1, 1));
    events.add(event("bot", "much later", 500, 1, 1));

    Cleaning.Cleaned cleaned =
        Cleaning.defaults().withMaxEventsPerUserHour(5).clean(EventLog.of(events));

    assertThat(cleaned.log().itemIds()).containsExactly("much later");
    assertThat(
            Cleaning.defaults()
                .withBurstLimit(6, Duration.ofMinutes(10))
                .clean(EventLog.of(events))
                .report()
                .dropped())
        .isZero();
  }

  @Test
  void clean_eventsAWholeWindowApart_areNotInOne() {
    EventLog log = EventLog.of(List.of(event("a", "x", 0, 1, 1), event("a", "x", 60, 1, 1)));

    assertThat(Cleaning.defaults().withMaxEventsPerUserHour(1).clean(log).log().size())
        .isEqualTo(2);
    assertThat(
            Cleaning.defaults()
                .withBurstLimit(1, Duration.ofMinutes(61))
                .clean(log)
                .report()
                .dropped())
        .isEqualTo(2);
  }

  @Test
  void clean_defaults_keepAndNoteUnknownItemsAndItemsWithoutText() {
    EventLog log =
        EventLog.of(
            List.of(
                event("a", "x", 0, 1, 1),
                event("b", "y", 1, 1, 1),
                event("b", "z", 2, 1, 1),
                event("b", "z", 3, 1, 1)));
    Cleaning.Cleaned cleaned =
        Cleaning.defaults().clean(log, Catalog.of(ImmutableMap.of("x", "text", "y", " ")));

    assertThat(cleaned.log().size()).isEqualTo(4);
    assertThat(cleaned.report().count("item not in the catalog, kept without a text")).isEqualTo(2);
    assertThat(cleaned.report().count("item without a text")).isEqualTo(1);
    assertThat(cleaned.report().dropped()).isZero();
    assertThat(cleaned.report().isEmpty()).isFalse();
  }

  @Test
  void clean_oneUser_isNoted() {
    Cleaning.Cleaned cleaned =
        Cleaning.defaults().clean(EventLog.of(List.of(event("a", "x", 0, 1, 1))));

    assertThat(cleaned.report().count("only one user")).isEqualTo(1);
  }

  @Test
  void clean_buyBeforeTheFirstView_isNotedOnly() {
    EventLog log =
        EventLog.of(
            List.of(
                BehaviorEvent.of("a", "x", "buy", T0),
                BehaviorEvent.of("a", "x", "view", T0.plusSeconds(60)),
                BehaviorEvent.of("a", "x", "buy", T0.plusSeconds(120)),
                // Another visit, without a view: nothing says that it is out of order.
                BehaviorEvent.of("b", "x", "buy", T0),
                // At one time: the order in the file proves nothing.
                BehaviorEvent.of("c", "x", "buy", T0),
                BehaviorEvent.of("c", "x", "view", T0)));

    CleaningReport report = Cleaning.defaults().clean(log).report();

    assertThat(report.count("buy before the first view of its visit")).isEqualTo(1);
    assertThat(report.dropped()).isZero();
    assertThat(
            Cleaning.defaults()
                .withExpectedOrder("buy", "view")
                .clean(log)
                .report()
                .count("view before the first buy of its visit"))
        .isZero();
  }

  @Test
  void clean_everythingKeptByOption_keepsIt() {
    List<BehaviorEvent> events =
        List.of(event("a", "x", 0, -1, 1), event("a", "x", 0, -1, 1), event("b", "x", 1, 1, 1));
    Cleaning cleaning =
        Cleaning.defaults().withDuplicatesDropped(false).withNonPositiveDropped(false);

    assertThat(cleaning.clean(EventLog.of(events)).report().isEmpty()).isTrue();
    assertThat(
            Cleaning.defaults()
                .withEarliest(T0.plusSeconds(1))
                .clean(EventLog.of(events))
                .log()
                .size())
        .isEqualTo(1);
    assertThat(
            Cleaning.defaults()
                .withLatest(T0.plusSeconds(1))
                .withDuplicatesDropped(false)
                .withNonPositiveDropped(false)
                .clean(EventLog.of(events))
                .log()
                .size())
        .isEqualTo(2);
  }

  @Test
  void options_nonsense_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cleaning.defaults().withTimeRange(END, T0))
        .withMessageContaining("latest");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cleaning.defaults().withMaxEventsPerUserHour(-1))
        .withMessage("burstEvents: -1 is below 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cleaning.defaults().withBurstLimit(5, Duration.ZERO))
        .withMessageContaining("burstWindow");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cleaning.defaults().withExpectedOrder("buy", "buy"));
  }

  @Test
  void clean_provenance_saysWhatWasDone() {
    EventLog log = EventLog.of(List.of(event("a", "x", 0, 1, 1)));

    assertThat(Cleaning.defaults().clean(log).log().provenance().toTree())
        .contains("cleaned duplicates dropped, non-positive dropped, unknown items kept");
  }
}
