package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * Nearest-neighbor matching with replacement in Mahalanobis distance, corrected for what is left of
 * the differences by a linear regression in the matched units of an arm (Abadie and Imbens, Journal
 * of Business and Economic Statistics 29(1), 2011), with the standard error of Abadie and Imbens
 * (Econometrica 74(1), 2006, Theorem 7), whose conditional variances come from the nearest unit of
 * the same arm. Ties are all taken. The bootstrap is not valid for matching (Econometrica 76(6),
 * 2008).
 *
 * <p>Serves randomized and back-door designs. The search for the nearest goes outward along one
 * coordinate. Cost: at most the sizes of the arms multiplied, times the covariates; clusters are
 * refused.
 *
 * @param neighbors matches of a unit
 * @param corrected whether the bias is corrected
 * @param estimand ATE, ATT or ATC
 * @param level of the interval
 */
public record Matching(int neighbors, boolean corrected, Estimand estimand, double level)
    implements Estimator {
  private static final double TIE = 1e-9;

  /** Checks the ranges. */
  public Matching {
    Preconditions.checkArgument(neighbors >= 1, "neighbors: %s is below 1", neighbors);
    ConfidenceInterval.checkLevel(level);
    Estimands.check(estimand, "matching", Estimand.ATE, Estimand.ATT, Estimand.ATC);
  }

  static Matching defaults() {
    return new Matching(1, true, Estimand.ATE, 0.95);
  }

  /** With this many matches of a unit (default 1). */
  public Matching withNeighbors(int newNeighbors) {
    return new Matching(newNeighbors, corrected, estimand, level);
  }

  /** With or without the correction of the bias (default with). */
  public Matching withCorrection(boolean newCorrected) {
    return new Matching(neighbors, newCorrected, estimand, level);
  }

  /** With another estimand (default ATE). */
  public Matching withEstimand(Estimand newEstimand) {
    return new Matching(neighbors, corrected, newEstimand, level);
  }

  /** With intervals of a level (default .95). */
  public Matching withLevel(double newLevel) {
    return new Matching(neighbors, corrected, estimand, newLevel);
  }

  @Override
  public String name() {
    return "matching, "
        + neighbors
        + (neighbors == 1 ? " neighbor" : " neighbors")
        + (corrected ? ", bias corrected" : "");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "matching compares units with alike covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    int smaller = Math.min(study.arms.treated(), study.arms.control());
    Preconditions.checkArgument(
        smaller > neighbors,
        "neighbors: %s matches ask for more than %s units in an arm",
        neighbors,
        smaller);
    Preconditions.checkArgument(
        study.x.columns() > 0, "adjustment: is empty, and there is nothing to match by");
    Matches matches = new Matches(study, neighbors, estimand);
    return new Findings(new Recipe(this, design, contrast, seed), level)
        .note(study.x.notes())
        .note(LeastSquares.note(matches.space.dropped, study.x.names()))
        .overlap(matches.overlap())
        .estimate(
            estimand,
            matches.effect(corrected),
            matches.standardError(),
            study.n(),
            study.arms.treated(),
            study.arms.control());
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }

  /** Covariates turned so that squared Euclidean distance is Mahalanobis distance. */
  private static final class Space {
    private final double[][] z;
    private final List<Integer> dropped = new ArrayList<>();

    Space(Features x) {
      int p = x.columns();
      int n = x.rows();
      double[] mean = new double[p];
      double[] row = new double[p];
      for (int i = 0; i < n; i++) {
        x.copyRow(i, row);
        for (int c = 0; c < p; c++) {
          mean[c] += row[c];
        }
      }
      for (int c = 0; c < p; c++) {
        mean[c] /= n;
      }
      z = new double[n][p];
      double[][] covariance = new double[p][p];
      for (int i = 0; i < n; i++) {
        double[] off = z[i];
        x.copyRow(i, off);
        for (int c = 0; c < p; c++) {
          off[c] -= mean[c];
        }
        for (int a = 0; a < p; a++) {
          double[] sums = covariance[a];
          double by = off[a];
          for (int b = 0; b <= a; b++) {
            sums[b] += by * off[b];
          }
        }
      }
      for (int a = 0; a < p; a++) {
        for (int b = 0; b <= a; b++) {
          covariance[a][b] /= n;
        }
      }
      Gram gram = new Gram(covariance, 1e-10);
      for (int c = 0; c < p; c++) {
        if (gram.isDropped(c)) {
          dropped.add(c);
        }
      }
      for (double[] off : z) {
        gram.whiten(off);
      }
    }

    /** The coordinate that has the most different values; −1 where there is none. */
    private int finest() {
      int finest = -1;
      int most = 0;
      double[] values = new double[z.length];
      for (int c = 0; z.length > 0 && c < z[0].length; c++) {
        for (int i = 0; i < z.length; i++) {
          values[i] = z[i][c];
        }
        int distinct = distinct(values);
        if (distinct > most) {
          most = distinct;
          finest = c;
        }
      }
      return finest;
    }

    /** How many different values there are, 0 and −0 being two. */
    private static int distinct(double[] values) {
      int mask = Integer.highestOneBit(Math.max(2, values.length)) * 4 - 1;
      double[] slots = new double[mask + 1];
      Arrays.fill(slots, Double.NaN);
      int distinct = 0;
      for (double value : values) {
        long bits = Double.doubleToLongBits(value);
        int slot = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (!Double.isNaN(slots[slot]) && Double.doubleToLongBits(slots[slot]) != bits) {
          slot = (slot + 1) & mask;
        }
        distinct += Double.isNaN(slots[slot]) ? 1 : 0;
        slots[slot] = value;
      }
      return distinct;
    }
  }

  /**
   * The units of an arm in the order of one coordinate: the search goes outward from a unit. The
   * points lie in that order, too.
   */
  private static final class Line {
    private final Space space;
    private final int coordinate;
    private final int[] units;
    private final double[] keys;
    private final double[] points;

    Line(Space space, int coordinate, int[] arm) {
      this.space = space;
      this.coordinate = coordinate;
      this.units = sorted(arm);
      this.keys = IntStream.of(units).mapToDouble(this::key).toArray();
      int p = space.z[0].length;
      this.points = new double[units.length * p];
      for (int k = 0; k < units.length; k++) {
        System.arraycopy(space.z[units[k]], 0, points, k * p, p);
      }
    }

    /** Units by their keys, and where those are equal in the order given; a merge sort. */
    private int[] sorted(int[] arm) {
      int[] from = arm.clone();
      int[] to = new int[arm.length];
      for (int width = 1; width < arm.length; width *= 2) {
        for (int low = 0; low < arm.length; low += 2 * width) {
          int middle = Math.min(low + width, arm.length);
          int high = Math.min(low + 2 * width, arm.length);
          int a = low;
          int b = middle;
          for (int k = low; k < high; k++) {
            boolean first =
                a < middle && (b >= high || Double.compare(key(from[a]), key(from[b])) <= 0);
            to[k] = first ? from[a++] : from[b++];
          }
        }
        int[] held = from;
        from = to;
        to = held;
      }
      return from;
    }

    private double key(int unit) {
      return coordinate < 0 ? 0 : space.z[unit][coordinate];
    }

    /** The square of a distance, or some number above the limit where it is above. */
    private double distance(double[] from, int place, double limit) {
      double sum = 0;
      int at = place * from.length;
      for (int c = 0; c < from.length && sum <= limit; c++) {
        double off = from[c] - points[at + c];
        sum += off * off;
      }
      return sum;
    }

    /** The nearest other units, all that are as near as the last of them, in their own order. */
    int[] nearest(int i, int neighbors) {
      double[] from = space.z[i];
      double[] best = new double[neighbors];
      Arrays.fill(best, Double.POSITIVE_INFINITY);
      double at = key(i);
      int found = Arrays.binarySearch(keys, at);
      int above = found >= 0 ? found : -1 - found;
      int below = above - 1;
      int[] near = new int[16];
      double[] distance = new double[16];
      int count = 0;
      while (below >= 0 || above < keys.length) {
        double down = below >= 0 ? at - keys[below] : Double.POSITIVE_INFINITY;
        double up = above < keys.length ? keys[above] - at : Double.POSITIVE_INFINITY;
        double limit = best[neighbors - 1] + TIE;
        double along = Math.min(down, up);
        if (along * along > limit) {
          break;
        }
        int place = down < up ? below-- : above++;
        double apart = distance(from, place, limit);
        if (apart > limit || units[place] == i) {
          continue;
        }
        if (count == near.length) {
          // What is no longer near enough goes first.
          int kept = 0;
          for (int k = 0; k < count; k++) {
            if (distance[k] <= limit) {
              near[kept] = near[k];
              distance[kept++] = distance[k];
            }
          }
          count = kept;
          if (2 * count > near.length) {
            near = Arrays.copyOf(near, 2 * near.length);
            distance = Arrays.copyOf(distance, near.length);
          }
        }
        near[count] = units[place];
        distance[count++] = apart;
        insert(best, apart);
      }
      double limit = best[neighbors - 1] + TIE;
      int taken = 0;
      for (int k = 0; k < count; k++) {
        if (distance[k] <= limit) {
          near[taken++] = near[k];
        }
      }
      int[] units = Arrays.copyOf(near, taken);
      Arrays.sort(units);
      return units;
    }

    private static void insert(double[] best, double value) {
      for (int slot = 0; slot < best.length; slot++) {
        if (value < best[slot]) {
          System.arraycopy(best, slot, best, slot + 1, best.length - slot - 1);
          best[slot] = value;
          return;
        }
      }
    }
  }

  /** Matches of every unit in the other arm, and what follows from them. */
  private static final class Matches {
    private final Study study;
    private final Space space;

    private final Estimand estimand;

    /** How much each unit serves as a match, and the sum of the squares of that. */
    private final double[][] uses;

    private final int[][] across;
    private final double[] variance;
    private double[] residual = new double[0];
    private double estimate;

    Matches(Study study, int neighbors, Estimand estimand) {
      this.study = study;
      this.estimand = estimand;
      this.space = new Space(study.x);
      int n = study.n();
      int finest = space.finest();
      Line[] arms = {new Line(space, finest, arm(0)), new Line(space, finest, arm(1))};
      this.across = new int[n][];
      this.uses = new double[2][n];
      for (int i = 0; i < n; i++) {
        if (counts(i)) {
          across[i] = arms[1 - study.arm[i]].nearest(i, neighbors);
          double share = 1.0 / across[i].length;
          for (int j : across[i]) {
            uses[0][j] += share;
            uses[1][j] += share * share;
          }
        }
      }
      this.variance = new double[n];
      for (int i = 0; i < n; i++) {
        if (uses[0][i] > 0) {
          int[] alike = arms[study.arm[i]].nearest(i, neighbors);
          double mean = Arrays.stream(alike).mapToDouble(j -> study.y[j]).average().orElseThrow();
          double size = alike.length;
          variance[i] = size / (size + 1) * (study.y[i] - mean) * (study.y[i] - mean);
        }
      }
    }

    private int[] arm(int a) {
      return IntStream.range(0, study.n()).filter(i -> study.arm[i] == a).toArray();
    }

    private boolean counts(int i) {
      return estimand == Estimand.ATE || (study.arm[i] == 1) == (estimand == Estimand.ATT);
    }

    double effect(boolean corrected) {
      int n = study.n();
      double[] used = uses[0];
      LeastSquares[] models = new LeastSquares[2];
      for (int a = 0; a < 2 && corrected; a++) {
        int matched = a;
        int[] rows =
            IntStream.range(0, n).filter(i -> study.arm[i] == matched && used[i] > 0).toArray();
        if (rows.length > 0) {
          models[a] =
              new LeastSquares(
                  rows.length,
                  study.x.columns(),
                  (i, row) -> fill(rows[i], row),
                  Arrays.stream(rows).mapToDouble(i -> study.y[i]).toArray(),
                  Arrays.stream(rows).mapToDouble(i -> used[i]).toArray());
        }
      }
      residual = new double[n];
      double sum = 0;
      int count = 0;
      double[] row = new double[study.x.columns()];
      for (int i = 0; i < n; i++) {
        if (!counts(i)) {
          continue;
        }
        double other = 0;
        LeastSquares model = models[1 - study.arm[i]];
        for (int j : across[i]) {
          other += study.y[j] / across[i].length;
          if (model != null) {
            fill(i, row);
            double here = model.at(row);
            fill(j, row);
            other += (here - model.at(row)) / across[i].length;
          }
        }
        residual[i] = study.arm[i] == 1 ? study.y[i] - other : other - study.y[i];
        sum += residual[i];
        count++;
      }
      estimate = sum / count;
      return estimate;
    }

    private void fill(int i, double[] row) {
      for (int c = 0; c < row.length; c++) {
        row[c] = study.x.get(i, c);
      }
    }

    /** After {@link #effect}. */
    double standardError() {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < study.n(); i++) {
        double k = uses[0][i];
        if (counts(i)) {
          sum += (residual[i] - estimate) * (residual[i] - estimate);
          count++;
        }
        double factor = k * k - uses[1][i];
        if (estimand == Estimand.ATE) {
          factor += 2 * k;
        }
        sum += factor * variance[i];
      }
      return Math.sqrt(Math.max(0, sum)) / count;
    }

    /** Effective sizes and balance under the matches; the propensity only shows what overlaps. */
    Overlap overlap() {
      double[] w = uses[0].clone();
      for (int i = 0; i < w.length; i++) {
        w[i] += counts(i) ? 1 : 0;
      }
      return Overlap.of(study.x, Overlap.propensity(study.x, study.arm), study.arm, w, 0);
    }
  }
}
