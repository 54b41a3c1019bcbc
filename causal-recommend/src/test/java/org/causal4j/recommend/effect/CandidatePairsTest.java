package org.causal4j.recommend.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.junit.jupiter.api.Test;

/** Which pairs are asked about, and that the answer does not decide it. */
class CandidatePairsTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final ItemPair PAIR = new ItemPair("a", "b");

  private final EventLogBuilder log = EventLog.builder();

  private void visit(String user, int day, String... items) {
    long time = START.plus(Duration.ofDays(day)).toEpochMilli();
    for (String item : items) {
      log.add(user, item, "buy", time, user + " " + day, Double.NaN, Double.NaN);
    }
  }

  /**
   * Forty users take a alone, forty x alone, twenty a and b at once. Thirty users take b later.
   *
   * @param followers whether those thirty took a, or x
   */
  private EventLog log(String followers) {
    for (int i = 0; i < 40; i++) {
      visit("a" + i, 1, "a");
      visit("x" + i, 1, "x");
    }
    for (int i = 0; i < 20; i++) {
      visit("both" + i, 1, "a", "b");
    }
    for (int i = 0; i < 30; i++) {
      visit(followers + i, 5, "b");
    }
    visit("last", 100, "other");
    return log.build();
  }

  private static ItemEffects.Options options(int minTreated, int minOutcomes, int pairsPerItem) {
    return new ItemEffects.Options(
        "", "", Duration.ofDays(28), minTreated, minOutcomes, pairsPerItem, 0, 5, 0.95);
  }

  private static List<ItemPair> candidates(EventLog log, ItemEffects.Options options) {
    return ItemEffects.of(log, options).candidates(10);
  }

  @Test
  void candidates_effectFollowsTheCause_pairIsAskedAbout() {
    assertThat(candidates(log("a"), options(40, 30, 3))).containsExactly(PAIR);
  }

  /** The same support, but b follows x: no pair is chosen or left out for its outcomes by arm. */
  @Test
  void candidates_effectFollowsOthersInstead_pairIsAskedAboutAllTheSame() {
    assertThat(candidates(log("x"), options(40, 30, 3))).containsExactly(PAIR);
  }

  /** Of the sixty who take a, twenty have b by then. */
  @Test
  void candidates_tooFewTreatedTrials_areLeftOut() {
    assertThat(candidates(log("a"), options(41, 30, 3))).isEmpty();
  }

  @Test
  void candidates_tooFewOutcomesInBothArms_areLeftOut() {
    assertThat(candidates(log("x"), options(40, 31, 3))).isEmpty();
  }

  @Test
  void candidates_limitOfPairs_keepsThoseMostOftenAtOneVisit() {
    for (int i = 0; i < 5; i++) {
      visit("c" + i, 2, "a", "c");
    }
    for (int i = 0; i < 30; i++) {
      visit("later" + i, 1, "x");
      visit("later" + i, 6, "c");
    }
    EventLog built = log("a");
    ItemPair rarer = new ItemPair("a", "c");
    assertThat(candidates(built, options(40, 30, 3))).containsExactly(PAIR, rarer);
    assertThat(candidates(built, options(40, 30, 1))).containsExactly(PAIR);
    assertThat(ItemEffects.of(built, options(40, 30, 3)).candidates(1)).containsExactly(PAIR);
  }
}
