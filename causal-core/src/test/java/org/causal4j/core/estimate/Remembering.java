package org.causal4j.core.estimate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * A learner that fits the same rows and target once, so that estimators which ask for the same
 * model share it. What it returns is what the learner would return. For one data set and thread.
 */
final class Remembering implements Learner {
  private final Learner learner;
  private final boolean draws;
  private final Map<Key, Fit> known = new HashMap<>();
  private long saved;

  /**
   * @param draws whether the model depends on the seed
   */
  Remembering(Learner learner, boolean draws) {
    this.learner = learner;
    this.draws = draws;
  }

  @Override
  public String name() {
    return learner.name();
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    double[] target = Arrays.stream(rows).mapToDouble(r -> y[r]).toArray();
    Key key = new Key(rows, target, draws ? seed : null);
    Fit fit = known.get(key);
    if (fit == null) {
      long start = System.nanoTime();
      Predictor model = learner.fit(x, y, rows, seed);
      known.put(key, new Fit(model, System.nanoTime() - start));
      return model;
    }
    saved += fit.nanos;
    return fit.model;
  }

  /** What the fits that were not repeated had taken, since the last call. */
  long savedNanos() {
    long since = saved;
    saved = 0;
    return since;
  }

  private record Fit(Predictor model, long nanos) {}

  private static final class Key {
    private final int[] rows;
    private final double[] target;
    private final @Nullable Seed seed;

    Key(int[] rows, double[] target, @Nullable Seed seed) {
      this.rows = rows;
      this.target = target;
      this.seed = seed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && Arrays.equals(rows, key.rows)
          && Arrays.equals(target, key.target)
          && Objects.equals(seed, key.seed);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(rows) + Arrays.hashCode(target);
    }
  }
}
