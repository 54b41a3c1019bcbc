package org.causal4j.recommend.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.junit.jupiter.api.Test;

/** The edges of eligibility: what a user had before, the last moment of the horizon, actions. */
class PairTrialsRulesTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final Duration HORIZON = Duration.ofDays(10);

  private final EventLogBuilder log = EventLog.builder();

  private PairTrialsRulesTest take(String user, String action, String item, Duration when) {
    log.add(
        user, item, action, START.plus(when).toEpochMilli(), user + when, Double.NaN, Double.NaN);
    return this;
  }

  private PairTrialsRulesTest buy(String user, String item, int day) {
    return take(user, "buy", item, Duration.ofDays(day));
  }

  /** Of a before b, in a log that ends on day 100 with a visit that is no trial. */
  private PairTrials trials(String causeAction, String effectAction) {
    buy("last", "other", 100);
    EventLog built = log.build();
    Visits visits = Visits.of(built, causeAction, effectAction);
    return PairTrials.of(
        visits,
        new VisitProfiles(visits, null, 0),
        built.itemNumber("a"),
        built.itemNumber("b"),
        HORIZON.toMillis());
  }

  private PairTrials trials() {
    return trials("", "");
  }

  @Test
  void of_userHadTheEffectBefore_isNoTrialAnyMore() {
    PairTrials trials = buy("u", "b", 1).buy("u", "a", 3).buy("u", "b", 5).trials();
    assertThat(trials.count()).isZero();
  }

  @Test
  void of_userTakesTheCauseAgain_isOneTrial() {
    PairTrials trials = buy("u", "a", 1).buy("u", "a", 20).buy("u", "b", 25).trials();
    assertThat(trials.count()).isEqualTo(1);
    assertThat(trials.treated()).isEqualTo(1);
    // b came 24 days after the first a: too late for it
    assertThat(trials.outcomes(1)).isZero();
  }

  @Test
  void of_visitsOfOneUser_areOneCluster() {
    PairTrials trials = buy("u", "x", 1).buy("u", "x", 2).buy("v", "a", 3).trials();
    assertThat(trials.clusters()).hasSize(3);
    assertThat(trials.clusters()[0]).isEqualTo(trials.clusters()[1]);
    assertThat(trials.clusters()[2]).isNotEqualTo(trials.clusters()[0]);
    assertThat(trials.treatment()).containsExactly(0, 0, 1);
  }

  @Test
  void of_effectAtTheLastMomentOfTheHorizon_isAnOutcomeAndLaterIsNot() {
    Duration day = Duration.ofDays(1);
    take("u", "buy", "a", day).take("u", "buy", "b", day.plus(HORIZON));
    take("v", "buy", "a", day).take("v", "buy", "b", day.plus(HORIZON).plusMillis(1));
    PairTrials trials = trials();
    assertThat(trials.treated()).isEqualTo(2);
    assertThat(trials.outcomes(1)).isEqualTo(1);
  }

  @Test
  void of_horizonEndsWithTheLog_isATrialAndAMomentLaterIsNot() {
    Duration latest = Duration.ofDays(100).minus(HORIZON);
    take("u", "buy", "a", latest).take("v", "buy", "a", latest.plusMillis(1)).buy("w", "b", 2);
    assertThat(trials().treated()).isEqualTo(1);
  }

  @Test
  void of_causeByViewAndEffectByPurchase_countOnlyThoseActions() {
    take("u", "view", "a", Duration.ofDays(1));
    take("u", "view", "b", Duration.ofDays(2)).buy("u", "b", 3);
    take("v", "view", "a", Duration.ofDays(1)).take("v", "view", "b", Duration.ofDays(2));
    take("w", "buy", "a", Duration.ofDays(1)).buy("w", "b", 3);
    PairTrials trials = trials("view", "buy");
    assertThat(trials.treated()).isEqualTo(2);
    assertThat(trials.outcomes(1)).isEqualTo(1);
    // w bought a without viewing it
    assertThat(trials.outcomes(0)).isEqualTo(1);
  }
}
