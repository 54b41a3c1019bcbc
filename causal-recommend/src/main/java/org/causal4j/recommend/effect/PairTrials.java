package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.causal4j.core.learn.Features;

/**
 * The trials of one pair of items. Every visit at which a user had touched neither item before is a
 * trial (Hernán and Robins, "Using big data to emulate a target trial", American Journal of
 * Epidemiology 183(8), 2016): treated if the visit has the cause, with an outcome if a later visit
 * within the horizon has the effect. Visits that already hold the effect are no trials, and neither
 * are visits whose horizon runs past the end of the log.
 */
final class PairTrials {
  private final int[] visit;
  private final int[] cluster;
  private final int[] treatment;
  private final double[] outcome;
  private final Features covariates;

  private PairTrials(
      int[] visit, int[] cluster, int[] treatment, double[] outcome, Features covariates) {
    this.visit = visit;
    this.cluster = cluster;
    this.treatment = treatment;
    this.outcome = outcome;
    this.covariates = covariates;
  }

  static PairTrials of(
      Visits visits, VisitProfiles profiles, int cause, int effect, long horizonMillis) {
    VisitProfiles.ForPair describe = profiles.forPair(cause, effect);
    int[] visit = new int[visits.count()];
    int[] treatment = new int[visits.count()];
    double[] outcome = new double[visits.count()];
    double[][] rows = new double[visits.count()][];
    int count = 0;
    for (int u = 0; u < visits.users(); u++) {
      describe.newUser();
      for (int v = visits.from(u); v < visits.to(u); v++) {
        if (visits.isEffect(v, effect) || visits.time(v) + horizonMillis > visits.lastTime()) {
          break;
        }
        boolean treated = visits.isCause(v, cause);
        visit[count] = v;
        treatment[count] = treated ? 1 : 0;
        outcome[count] = follows(visits, u, v, effect, horizonMillis) ? 1 : 0;
        rows[count++] = describe.next(v);
        if (treated) {
          break;
        }
      }
    }
    int[] trial = Arrays.copyOf(visit, count);
    return new PairTrials(
        trial,
        Arrays.stream(trial).map(visits::user).toArray(),
        Arrays.copyOf(treatment, count),
        Arrays.copyOf(outcome, count),
        Features.ofRows(profiles.names(), Arrays.copyOf(rows, count)));
  }

  private static boolean follows(Visits visits, int u, int v, int effect, long horizonMillis) {
    for (int later = v + 1; later < visits.to(u); later++) {
      if (visits.time(later) > visits.time(v) + horizonMillis) {
        return false;
      }
      if (visits.time(later) > visits.time(v) && visits.isEffect(later, effect)) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return visit.length;
  }

  int treated() {
    return Arrays.stream(treatment).sum();
  }

  /** Outcomes among the treated (1) or the controls (0). */
  int outcomes(int arm) {
    int sum = 0;
    for (int i = 0; i < treatment.length; i++) {
      sum += treatment[i] == arm ? (int) outcome[i] : 0;
    }
    return sum;
  }

  /** Number of the visit of each trial; not for writing. */
  int[] visits() {
    return visit;
  }

  /** User of each trial; not for writing. */
  int[] clusters() {
    return cluster;
  }

  /** 1 where the visit holds the cause; not for writing. */
  int[] treatment() {
    return treatment;
  }

  /** 1 where a later visit within the horizon holds the effect; not for writing. */
  double[] outcome() {
    return outcome;
  }

  Features covariates() {
    return covariates;
  }

  /** Names of the covariates in words, for the assumptions of a claim. */
  static ImmutableList<String> adjustedFor(boolean hasText) {
    ImmutableList<String> history =
        ImmutableList.of(
            "how often and how much the customer bought before",
            "how long ago",
            "the time of the year",
            "the size of the basket");
    return hasText
        ? ImmutableList.<String>builder()
            .addAll(history)
            .add("what the customer buys, as the texts of the items so far")
            .build()
        : history;
  }
}
