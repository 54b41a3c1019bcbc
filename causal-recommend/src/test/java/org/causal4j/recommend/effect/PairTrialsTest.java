package org.causal4j.recommend.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.junit.jupiter.api.Test;

/** Which visits are trials, which of them are treated, and which have an outcome. */
class PairTrialsTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final long HORIZON = Duration.ofDays(10).toMillis();

  private final EventLogBuilder log = EventLog.builder();

  private PairTrialsTest visit(String user, int day, String... items) {
    for (String item : items) {
      log.add(
          user,
          item,
          "buy",
          START.plus(Duration.ofDays(day)).toEpochMilli(),
          user + day,
          Double.NaN,
          Double.NaN);
    }
    return this;
  }

  private PairTrials trials() {
    visit("last", 0, "other");
    visit("last", 100, "other");
    EventLog built = log.build();
    Visits visits = Visits.of(built, "", "");
    return PairTrials.of(
        visits,
        new VisitProfiles(visits, null, 0),
        built.itemNumber("a"),
        built.itemNumber("b"),
        HORIZON);
  }

  @Test
  void of_causeThenEffectWithinTheHorizon_isTreatedWithOutcome() {
    PairTrials trials = visit("u", 1, "a", "x").visit("u", 5, "b").trials();
    // the visits are the one of u with a, and the first of the user who closes the log
    assertThat(trials.count()).isEqualTo(2);
    assertThat(trials.treated()).isEqualTo(1);
    assertThat(trials.outcomes(1)).isEqualTo(1);
    assertThat(trials.outcomes(0)).isZero();
  }

  @Test
  void of_effectAfterTheHorizon_isNoOutcome() {
    PairTrials trials = visit("u", 1, "a").visit("u", 30, "b").trials();
    assertThat(trials.outcomes(1)).isZero();
  }

  @Test
  void of_effectAtTheSameVisit_isNoTrial() {
    PairTrials trials = visit("u", 1, "a", "b").visit("u", 5, "b").trials();
    assertThat(trials.treated()).isZero();
  }

  @Test
  void of_visitBeforeTheCause_isAControlTrial() {
    PairTrials trials = visit("u", 1, "x").visit("u", 3, "a").visit("u", 5, "b").trials();
    assertThat(trials.treated()).isEqualTo(1);
    assertThat(trials.outcomes(0)).isEqualTo(1);
  }

  @Test
  void of_visitWhoseHorizonRunsPastTheLog_isNoTrial() {
    PairTrials trials = visit("u", 95, "a").visit("u", 97, "b").trials();
    assertThat(trials.treated()).isZero();
  }

  @Test
  void itemEffects_unknownItemOrTooFewTrials_isRefused() {
    EventLog built = visit("u", 1, "a").visit("v", 2, "b").log.build();
    ItemEffects effects = ItemEffects.of(built, ItemEffects.Options.defaults());
    assertThat(effects.candidates(5)).isEmpty();
    assertThatThrownBy(() -> effects.estimate(List.of(new ItemPair("a", "z")), Seed.of(1)))
        .hasMessageContaining("item 'z'");
    assertThatThrownBy(() -> effects.estimate(List.of(new ItemPair("a", "b")), Seed.of(1)))
        .hasMessageContaining("too few");
    assertThatThrownBy(() -> new ItemPair("a", "a")).hasMessageContaining("itself");
  }
}
