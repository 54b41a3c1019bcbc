package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a user at a visit: how often and how much before, how long ago, and what, as the
 * text vectors of everything touched up to and including the visit. The pair of items that is asked
 * about is left out of it, since its presence is the treatment or the outcome.
 *
 * <p>Taste is told twice: by the mean text vector in its first principal components, and by its
 * cosine with, and the nearest single cosine to, the text of either item of the pair. The second is
 * the direction in which a taste would make both purchases likely, which a few components miss.
 */
final class VisitProfiles {
  private static final int HISTORY = 7;
  private static final int NEAR = 6;

  /** A mean over few items says little of a taste: it is drawn towards 0 as by so many more. */
  private static final double PRIOR_ITEMS = 5;

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  private final Visits visits;
  private final @Nullable FloatMatrix text;
  private final @Nullable FloatMatrix reduced;
  private final int dimensions;

  /**
   * Over the visits of a log.
   *
   * @param text a vector for each item number, or null
   * @param components how many principal components of the mean text to use, at most
   */
  VisitProfiles(Visits visits, @Nullable FloatMatrix text, int components) {
    this.visits = visits;
    this.text = text == null ? null : normalized(text);
    int possible = text == null ? 0 : Math.min(text.columns(), text.rows() - 1);
    this.dimensions = Math.min(components, possible);
    this.reduced =
        this.text == null || dimensions == 0
            ? null
            : Reduction.pca(dimensions).fit(this.text).apply(this.text);
  }

  private VisitProfiles(VisitProfiles same, Visits visits) {
    this.visits = visits;
    this.text = same.text;
    this.reduced = same.reduced;
    this.dimensions = same.dimensions;
  }

  /** The same description of other visits with the same items. */
  VisitProfiles of(Visits others) {
    return new VisitProfiles(this, others);
  }

  private static FloatMatrix normalized(FloatMatrix text) {
    FloatMatrix.Builder unit = FloatMatrix.builder(text.rows(), text.columns());
    for (int item = 0; item < text.rows(); item++) {
      double norm = Math.sqrt(text.dot(item, text, item));
      for (int k = 0; k < text.columns(); k++) {
        unit.set(item, k, norm == 0 ? 0 : (float) (text.get(item, k) / norm));
      }
    }
    return unit.build();
  }

  /** Names of the covariates. */
  ImmutableList<String> names() {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    names.add(
        "visits before (log)",
        "items before (log)",
        "days since last visit (log)",
        "days since first visit (log)",
        "calendar time",
        "calendar time squared",
        "other items at the visit (log)");
    for (int k = 1; k <= dimensions; k++) {
      names.add("text profile " + k);
    }
    if (text != null) {
      names.add(
          "text near the cause, mean",
          "text near the effect, mean",
          "text near the cause, nearest",
          "text near the effect, nearest",
          "text near both",
          "spread of the texts");
    }
    return names.build();
  }

  /** A walk over the visits of each user in time order, for one pair. */
  ForPair forPair(int cause, int effect) {
    return new ForPair(cause, effect);
  }

  /** Describes the visits of a pair; call {@link #newUser} before the first visit of each user. */
  final class ForPair {
    private final int cause;
    private final int effect;
    private final double[] nearCause;
    private final double[] nearEffect;
    private final double[] sum = new double[dimensions];
    private int first = -1;
    private int items;
    private double causeSum;
    private double effectSum;
    private double squareSum;
    private double causeBest;
    private double effectBest;

    private ForPair(int cause, int effect) {
      this.cause = cause;
      this.effect = effect;
      this.nearCause = cosines(cause);
      this.nearEffect = cosines(effect);
    }

    private double[] cosines(int item) {
      if (text == null) {
        return new double[0];
      }
      double[] cosines = new double[text.rows()];
      FloatMatrix vectors = text;
      Arrays.setAll(cosines, other -> vectors.dot(item, vectors, other));
      return cosines;
    }

    void newUser() {
      first = -1;
      items = 0;
      causeSum = 0;
      effectSum = 0;
      squareSum = 0;
      causeBest = 0;
      effectBest = 0;
      Arrays.fill(sum, 0);
    }

    /** The covariates of the next visit of the user. */
    double[] next(int v) {
      if (first < 0) {
        first = v;
      }
      double[] row = new double[HISTORY + dimensions + (text == null ? 0 : NEAR)];
      double span = Math.max(1, visits.lastTime() - visits.firstTime());
      double calendar = (visits.time(v) - visits.firstTime()) / span;
      row[0] = Math.log1p(v - first);
      row[1] = Math.log1p(items);
      row[2] = v == first ? 0 : Math.log1p(days(visits.time(v) - visits.time(v - 1)));
      row[3] = Math.log1p(days(visits.time(v) - visits.time(first)));
      row[4] = calendar;
      row[5] = calendar * calendar;
      row[6] = Math.log1p(add(v));
      describeText(row);
      return row;
    }

    /** Adds the items of a visit to the profile and returns how many they are. */
    private int add(int v) {
      int added = 0;
      for (int item : visits.touched(v)) {
        if (item == cause || item == effect) {
          continue;
        }
        added++;
        if (text != null) {
          causeSum += nearCause[item];
          effectSum += nearEffect[item];
          squareSum += nearCause[item] * nearEffect[item];
          causeBest = Math.max(causeBest, nearCause[item]);
          effectBest = Math.max(effectBest, nearEffect[item]);
        }
        if (reduced != null) {
          for (int k = 0; k < dimensions; k++) {
            sum[k] += reduced.get(item, k);
          }
        }
      }
      items += added;
      return added;
    }

    private void describeText(double[] row) {
      if (text == null) {
        return;
      }
      double count = items + PRIOR_ITEMS;
      double length = 0;
      for (int k = 0; k < dimensions; k++) {
        double mean = sum[k] / count;
        row[HISTORY + k] = mean;
        length += mean * mean;
      }
      int at = HISTORY + dimensions;
      row[at] = causeSum / count;
      row[at + 1] = effectSum / count;
      row[at + 2] = causeBest;
      row[at + 3] = effectBest;
      row[at + 4] = squareSum / count;
      row[at + 5] = length;
    }

    private double days(long millis) {
      return millis / MILLIS_PER_DAY;
    }
  }
}
