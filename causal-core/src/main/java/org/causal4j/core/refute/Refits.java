package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.causal4j.core.CausalException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.data.Table;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Recipe;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * An estimate together with its table, and the means to make it again many times. Safe to share
 * between threads.
 */
public final class Refits {
  private static final double MOST_FAILURES = 0.1;

  private final EffectEstimate original;
  private final Recipe recipe;
  private final Table table;
  private final RefuteOptions options;
  private final Workers workers;
  private final ProgressListener listener;

  Refits(
      EffectEstimate original,
      Recipe recipe,
      Table table,
      RefuteOptions options,
      ProgressListener listener) {
    this.original = original;
    this.recipe = recipe;
    this.table = table;
    this.options = options;
    this.workers = new Workers(options.threads());
    this.listener = listener;
  }

  /** The estimate that is to be refuted. */
  public EffectEstimate original() {
    return original;
  }

  /** How it was made. */
  public Recipe recipe() {
    return recipe;
  }

  /** What it was made from. */
  public Table table() {
    return table;
  }

  /** How hard to try. */
  public RefuteOptions options() {
    return options;
  }

  /**
   * Runs {@code count} refits, several at once, and keeps those that succeed in the order of their
   * numbers. A refit that is refused ({@link IllegalArgumentException}, {@link CausalException})
   * counts as failed; anything else ends the whole run.
   *
   * @param stage what the listener hears
   * @param refit makes the refit of a number; must depend on nothing but that number
   */
  public Outcome run(String stage, int count, IntFunction<EffectEstimate> refit) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    EffectEstimate[] made = new EffectEstimate[count];
    String[] failures = new String[count];
    AtomicInteger done = new AtomicInteger();
    listener.step(stage, 0, count);
    workers.run(
        count,
        i -> {
          try {
            made[i] = refit.apply(i).withoutInfluence();
          } catch (IllegalArgumentException | CausalException e) {
            failures[i] = String.valueOf(e.getMessage());
          }
          listener.step(stage, done.incrementAndGet(), count);
        });
    List<EffectEstimate> kept = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    String first = null;
    for (int i = 0; i < count; i++) {
      EffectEstimate estimate = made[i];
      if (estimate != null) {
        kept.add(estimate);
        numbers.add(i);
      } else if (first == null) {
        first = failures[i];
      }
    }
    return new Outcome(ImmutableList.copyOf(kept), ImmutableList.copyOf(numbers), count, first);
  }

  @Override
  public String toString() {
    return "Refits of " + original;
  }

  /** What refits gave. */
  public static final class Outcome {
    private final ImmutableList<EffectEstimate> estimates;
    private final ImmutableList<Integer> numbers;
    private final int tried;
    private final @Nullable String failure;

    private Outcome(
        ImmutableList<EffectEstimate> estimates,
        ImmutableList<Integer> numbers,
        int tried,
        @Nullable String failure) {
      this.estimates = estimates;
      this.numbers = numbers;
      this.tried = tried;
      this.failure = failure;
    }

    /** The refits that succeeded. */
    public ImmutableList<EffectEstimate> estimates() {
      return estimates;
    }

    /** The number of each of them. */
    public ImmutableList<Integer> numbers() {
      return numbers;
    }

    /** Their point estimates. */
    public double[] points() {
      return estimates.stream().mapToDouble(EffectEstimate::estimate).toArray();
    }

    /** Whether so many failed that the rest says nothing: more than a tenth, or all but one. */
    public boolean isTooFew() {
      return estimates.isEmpty() || tried - estimates.size() > MOST_FAILURES * tried;
    }

    /** What failed, in words; empty where nothing did. */
    public ImmutableList<String> notes() {
      return failure == null
          ? ImmutableList.of()
          : ImmutableList.of(
              (tried - estimates.size()) + " of " + tried + " refits failed: " + failure);
    }

    @Override
    public String toString() {
      return estimates.size() + " of " + tried + " refits";
    }
  }
}
