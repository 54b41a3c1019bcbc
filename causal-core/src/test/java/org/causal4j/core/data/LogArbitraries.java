package org.causal4j.core.data;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small logs in which everything coincides often: few users, items, times and prices. */
final class LogArbitraries {
  private static final Instant START = Instant.parse("2011-09-01T00:00:00Z");
  private static final long STEP_SECONDS = 600;

  private LogArbitraries() {}

  static Arbitrary<BehaviorEvent> event() {
    return Combinators.combine(
            Arbitraries.of("ann", "bob", "cy"),
            Arbitraries.of("pen", "ink", "cap", "mug"),
            Arbitraries.of("view", "buy"),
            Arbitraries.integers().between(0, 40),
            Arbitraries.of("", "s1", "s2"),
            Arbitraries.of(Double.NaN, -1.0, 0.0, 1.0, 2.0),
            Arbitraries.of(Double.NaN, -0.5, 0.0, 9.5))
        .as(
            (user, item, action, step, session, quantity, price) ->
                new BehaviorEvent(
                    user,
                    item,
                    action,
                    START.plusSeconds(STEP_SECONDS * step),
                    session,
                    quantity,
                    price));
  }

  static Arbitrary<List<BehaviorEvent>> events(int atLeast) {
    return event().list().ofMinSize(atLeast).ofMaxSize(60);
  }

  /** Events without named sessions, so that pauses make the visits. */
  static Arbitrary<List<BehaviorEvent>> eventsWithoutSessions(int atLeast) {
    return events(atLeast)
        .map(
            events ->
                events.stream()
                    .map(e -> BehaviorEvent.of(e.user(), e.item(), e.action(), e.time()))
                    .toList());
  }

  static List<BehaviorEvent> eventsOf(EventLog log) {
    return IntStream.range(0, log.size()).mapToObj(log::event).toList();
  }
}
