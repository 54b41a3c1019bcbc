package org.causal4j.recommend.effect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * Logs of the shape of a real one, with effects that are known. Users, visits, times, baskets and
 * texts are the real ones; only the items of a few pairs are taken out and put back by chance:
 *
 * <pre>
 * logit P(item at visit) = constant + taste · (how near all of the user's items are to its text)
 *                                   + exposure · (how near the items so far are to its text)
 * </pre>
 *
 * <p>so that both items of a pair with like texts are taken by the same users: confounding through
 * text. Taste looks at all of a user's items, those of later visits too, and so is not fully seen
 * by an estimator. In the first half of the pairs, taking the cause for the first time puts the
 * effect into the next visit with a fixed probability; in the other half it does nothing.
 */
final class PairSimulator {
  static final int PAIRS = 8;
  private static final int PLANTED = PAIRS / 2;
  private static final double PREVALENCE = 0.08;
  private static final double TASTE = 0.8;
  private static final double EXPOSURE = 0.8;
  private static final double PLANTED_PROBABILITY = 0.3;
  private static final int POPULAR = 60;
  private static final double TOO_ALIKE = 0.8;

  private final EventLog real;
  private final Visits visits;
  private final long horizon;
  private final List<int[]> pairs = new ArrayList<>();
  private final double[][] logits;
  private final Set<Integer> pairItems = new HashSet<>();

  PairSimulator(EventLog real, FloatMatrix text, long horizon) {
    this.real = real;
    this.visits = Visits.of(real, "", "");
    this.horizon = horizon;
    choosePairs(text);
    this.logits = new double[real.itemCount()][];
    for (int item : pairItems) {
      logits[item] = logit(text, item);
    }
  }

  /** The pairs of popular items with the most alike texts, but not the same ones. */
  private void choosePairs(FloatMatrix text) {
    int[] counts = new int[real.itemCount()];
    for (int v = 0; v < visits.count(); v++) {
      for (int item : visits.touched(v)) {
        counts[item]++;
      }
    }
    int[] popular =
        IntStream.range(0, counts.length)
            .boxed()
            .sorted(Comparator.comparingInt(item -> -counts[item]))
            .limit(POPULAR)
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> all = new ArrayList<>();
    for (int a : popular) {
      for (int b : popular) {
        if (a != b && text.cosine(a, text, b) < TOO_ALIKE) {
          all.add(new int[] {a, b});
        }
      }
    }
    all.sort(Comparator.comparingDouble(pair -> -text.cosine(pair[0], text, pair[1])));
    for (int[] pair : all) {
      if (pairs.size() < PAIRS && !pairItems.contains(pair[0]) && !pairItems.contains(pair[1])) {
        pairs.add(pair);
        pairItems.add(pair[0]);
        pairItems.add(pair[1]);
      }
    }
  }

  private double[] logit(FloatMatrix text, int item) {
    double[] taste = new double[visits.count()];
    double[] soFar = new double[visits.count()];
    for (int u = 0; u < visits.users(); u++) {
      double sum = 0;
      int count = 0;
      for (int v = visits.from(u); v < visits.to(u); v++) {
        for (int other : visits.touched(v)) {
          if (!pairItems.contains(other)) {
            sum += text.cosine(item, text, other);
            count++;
          }
        }
        soFar[v] = count == 0 ? 0 : sum / count;
      }
      Arrays.fill(taste, visits.from(u), visits.to(u), count == 0 ? 0 : sum / count);
    }
    standardize(taste);
    standardize(soFar);
    double[] linear = new double[visits.count()];
    Arrays.setAll(linear, v -> TASTE * taste[v] + EXPOSURE * soFar[v]);
    double low = -20;
    double high = 20;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      double mean = Arrays.stream(linear).map(l -> sigmoid(middle + l)).average().orElseThrow();
      if (mean < PREVALENCE) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double constant = low;
    return Arrays.stream(linear).map(l -> constant + l).toArray();
  }

  private static void standardize(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-3, Math.min(3, (values[i] - mean) / deviation));
    }
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** A simulated log and the true effect on the treated of each pair in it. */
  record Simulated(EventLog log, List<ItemPair> pairs, double[] truth) {}

  static boolean isPlanted(int pair) {
    return pair < PLANTED;
  }

  Simulated simulate(Seed seed) {
    boolean[][] present = new boolean[real.itemCount()][];
    for (int item : pairItems) {
      SplittableRandom random = seed.derive("present").derive(item).random();
      boolean[] at = new boolean[visits.count()];
      for (int v = 0; v < at.length; v++) {
        at[v] = random.nextDouble() < sigmoid(logits[item][v]);
      }
      present[item] = at;
    }
    double[] truth = new double[PAIRS];
    List<ItemPair> named = new ArrayList<>();
    for (int p = 0; p < PAIRS; p++) {
      int[] pair = pairs.get(p);
      named.add(new ItemPair(real.itemId(pair[0]), real.itemId(pair[1])));
      if (isPlanted(p)) {
        truth[p] = plant(present[pair[0]], present[pair[1]], seed.derive("coins").derive(p));
      }
    }
    return new Simulated(write(present), named, truth);
  }

  /** Plants the effect and returns its true mean over the treated trials. */
  private double plant(boolean[] cause, boolean[] effect, Seed seed) {
    SplittableRandom random = seed.random();
    boolean[] coin = new boolean[visits.count()];
    for (int v = 0; v < coin.length; v++) {
      coin[v] = random.nextDouble() < PLANTED_PROBABILITY;
    }
    boolean[] organic = effect.clone();
    double sum = 0;
    int treated = 0;
    for (int u = 0; u < visits.users(); u++) {
      int first = first(cause, visits.from(u), visits.to(u));
      if (first < 0) {
        continue;
      }
      if (first + 1 < visits.to(u) && coin[first]) {
        effect[first + 1] = true;
      }
      boolean isTrial =
          visits.time(first) + horizon <= visits.lastTime()
              && first(organic, visits.from(u), first + 1) < 0;
      if (isTrial) {
        treated++;
        sum +=
            outcomeWith(u, first, organic, coin) - outcomeWithout(u, first, cause, organic, coin);
      }
    }
    return sum / treated;
  }

  private static int first(boolean[] present, int from, int to) {
    for (int v = from; v < to; v++) {
      if (present[v]) {
        return v;
      }
    }
    return -1;
  }

  private boolean follows(int u, int v, int later) {
    return later < visits.to(u)
        && visits.time(later) > visits.time(v)
        && visits.time(later) <= visits.time(v) + horizon;
  }

  private boolean organicFollows(int u, int v, boolean[] organic) {
    return IntStream.range(v + 1, visits.to(u))
        .anyMatch(later -> follows(u, v, later) && organic[later]);
  }

  private int outcomeWith(int u, int v, boolean[] organic, boolean[] coin) {
    return organicFollows(u, v, organic) || (coin[v] && follows(u, v, v + 1)) ? 1 : 0;
  }

  /** Had the cause not been taken at this visit, a later taking could still have had its effect. */
  private int outcomeWithout(int u, int v, boolean[] cause, boolean[] organic, boolean[] coin) {
    int next = first(cause, v + 1, visits.to(u));
    boolean planted = next >= 0 && coin[next] && follows(u, v, next + 1);
    return organicFollows(u, v, organic) || planted ? 1 : 0;
  }

  private EventLog write(boolean[][] present) {
    EventLogBuilder builder = EventLog.builder();
    int[] order = pairItems.stream().mapToInt(Integer::intValue).sorted().toArray();
    for (int v = 0; v < visits.count(); v++) {
      String user = real.userId(visits.user(v));
      for (int item : visits.touched(v)) {
        if (!pairItems.contains(item)) {
          builder.add(
              user, real.itemId(item), "buy", visits.time(v), "v" + v, Double.NaN, Double.NaN);
        }
      }
      for (int item : order) {
        if (present[item][v]) {
          builder.add(
              user, real.itemId(item), "buy", visits.time(v), "v" + v, Double.NaN, Double.NaN);
        }
      }
    }
    return builder.build();
  }
}
