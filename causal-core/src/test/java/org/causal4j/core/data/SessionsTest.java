package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Instant T0 = Instant.parse("2011-09-01T00:00:00Z");

  @Provide
  Arbitrary<List<BehaviorEvent>> events() {
    return LogArbitraries.events(1);
  }

  @Provide
  Arbitrary<List<BehaviorEvent>> unnamed() {
    return LogArbitraries.eventsWithoutSessions(1);
  }

  private static BehaviorEvent at(String user, long minute, String session) {
    return new BehaviorEvent(
        user, "x", "view", T0.plusSeconds(60 * minute), session, Double.NaN, Double.NaN);
  }

  @Test
  void of_pauses_endVisitsAfterMoreThanTheGap() {
    EventLog log =
        EventLog.of(
            List.of(
                at("a", 0, ""),
                at("b", 10, ""),
                at("a", 30, ""),
                at("a", 61, ""),
                at("b", 41, "")));
    Sessions sessions = Sessions.of(log);

    assertThat(sessions.visits())
        .extracting(visit -> log.userId(visit.user()) + Arrays.toString(visit.rows()))
        .containsExactly("a[0, 2]", "b[1]", "b[3]", "a[4]");
    assertThat(sessions.visits().get(1).startMillis())
        .isEqualTo(T0.plusSeconds(600).toEpochMilli());
    assertThat(sessions.visitOf(2)).isZero();
    assertThat(sessions.visitOf(4)).isEqualTo(3);
    assertThat(sessions).hasToString("4 visits with 1.3 events on average");
    assertThat(sessions.visits().get(0))
        .hasToString("Visit of user 0 with 2 events from 2011-09-01T00:00:00Z on");
    assertThat(Sessions.of(log, Duration.ofMinutes(31)).visits()).hasSize(2);
  }

  @Test
  void of_namedSessions_areTheVisitsWhateverThePauses() {
    EventLog log =
        EventLog.of(
            List.of(
                at("a", 0, "s"),
                at("a", 1, "t"),
                at("a", 5000, "s"),
                at("b", 5001, "s"),
                at("b", 5002, ""),
                at("b", 5003, "s")));

    assertThat(Sessions.of(log).visits())
        .extracting(visit -> Arrays.toString(visit.rows()))
        .containsExactly("[0, 2]", "[1]", "[3, 5]", "[4]");
  }

  @Test
  void visit_rows_areACopy() {
    Sessions.Visit visit = Sessions.of(EventLog.of(List.of(at("a", 0, "")))).visits().get(0);
    visit.rows()[0] = 9;

    assertThat(visit.rows()).containsExactly(0);
    assertThat(visit.row(0)).isZero();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> visit.row(1));
  }

  @Test
  void of_gapOfZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sessions.of(EventLog.of(List.of()), Duration.ZERO))
        .withMessage("gap: PT0S is not above 0");
    assertThat(Sessions.of(EventLog.of(List.of())).visits()).isEmpty();
  }

  @Property(tries = 300, seed = "17")
  void of_anyLog_everyRowIsInOneVisitOfItsUserAndSession(
      @ForAll("events") List<BehaviorEvent> events) {
    EventLog log = EventLog.of(events);
    Sessions sessions = Sessions.of(log);
    List<Integer> rows = new ArrayList<>();
    for (int v = 0; v < sessions.visits().size(); v++) {
      Sessions.Visit visit = sessions.visits().get(v);
      assertThat(visit.startMillis()).isEqualTo(log.timeMillis(visit.row(0)));
      for (int row : visit.rows()) {
        rows.add(row);
        assertThat(log.user(row)).isEqualTo(visit.user());
        assertThat(log.session(row)).isEqualTo(log.session(visit.row(0)));
        assertThat(sessions.visitOf(row)).isEqualTo(v);
      }
      assertThat(visit.rows()).isSorted();
    }

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, log.size()).boxed().toList());
    assertThat(sessions.visits()).extracting(visit -> visit.row(0)).isSorted();
  }

  /** The oracle goes through the rows of each user by lists. */
  @Property(tries = 300, seed = "18")
  void of_anyLogWithoutNames_splitsWhereThePauseIsLonger(
      @ForAll("unnamed") List<BehaviorEvent> events) {
    EventLog log = EventLog.of(events);
    Map<Integer, List<Integer>> byUser = new LinkedHashMap<>();
    for (int row = 0; row < log.size(); row++) {
      byUser.computeIfAbsent(log.user(row), user -> new ArrayList<>()).add(row);
    }
    List<List<Integer>> expected = new ArrayList<>();
    byUser
        .values()
        .forEach(
            rows -> {
              for (int i = 0; i < rows.size(); i++) {
                boolean starts =
                    i == 0
                        || log.timeMillis(rows.get(i)) - log.timeMillis(rows.get(i - 1))
                            > 30 * 60_000;
                if (starts) {
                  expected.add(new ArrayList<>());
                }
                expected.get(expected.size() - 1).add(rows.get(i));
              }
            });

    assertThat(Sessions.of(log).visits())
        .extracting(visit -> Arrays.stream(visit.rows()).boxed().toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
