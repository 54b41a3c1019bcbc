package org.causal4j.recommend;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.causal4j.core.Provenance;
import org.causal4j.recommend.effect.UpliftRanker;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.scorer.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the items that a user does not have by score times uplift. Scores of all scorers are made
 * comparable by setting the user's worst candidate to 0 and the best to 1; without known effects
 * the order is that of the scorer.
 *
 * <pre>{@code
 * Recommender rec = Recommender.builder().scorer(gcn).uplift(uplift).build();
 * List<Recommendation> top = rec.recommend("17850", 10);
 * rec.explain(top.get(0));
 * }</pre>
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Recommender {
  private final Scorer scorer;
  private final UpliftRanker uplift;
  private final UnaryOperator<String> label;
  private final ImmutableList<Provenance> sources;

  private Recommender(Builder builder, Scorer scorer) {
    this.scorer = scorer;
    this.uplift = builder.uplift;
    this.label = builder.label;
    this.sources =
        ImmutableList.<Provenance>builder()
            .add(scorer.provenance())
            .addAll(builder.effectSources)
            .build();
  }

  /** A builder; a scorer is all that it needs. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The best items for a user.
   *
   * @throws IllegalArgumentException if the scorer does not know the user
   */
  public ImmutableList<Recommendation> recommend(String user, int count) {
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    int number = scorer.graph().userNumber(user);
    Preconditions.checkArgument(
        number >= 0, "user '%s': has no history in %s", user, scorer.graph());
    float[] scores = new float[scorer.graph().items().size()];
    scorer.scoreAll(number, scores);
    Set<String> had = new HashSet<>();
    for (int item : scorer.graph().byUser().rowColumns(number)) {
      had.add(scorer.graph().items().get(item));
    }
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int item = 0; item < scores.length; item++) {
      if (!scorer.graph().contains(number, item)) {
        lowest = Math.min(lowest, scores[item]);
        highest = Math.max(highest, scores[item]);
      }
    }
    Provenance provenance = Provenance.of("recommendation", ImmutableMap.of("user", user), sources);
    List<Recommendation> all = new ArrayList<>();
    for (int item = 0; item < scores.length; item++) {
      String id = scorer.graph().items().get(item);
      if (!had.contains(id)) {
        double share = highest > lowest ? (scores[item] - lowest) / (highest - lowest) : 1;
        double more = uplift.uplift(id, had::contains);
        all.add(
            new Recommendation(
                user,
                id,
                label.apply(id),
                scores[item],
                share,
                more,
                share * more,
                uplift.effects(id, had::contains),
                provenance));
      }
    }
    all.sort(
        Comparator.comparingDouble((Recommendation r) -> -r.value())
            .thenComparing(r -> -r.score())
            .thenComparing(Recommendation::item));
    return ImmutableList.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /** Why an item is recommended. */
  public Explanation explain(Recommendation recommendation) {
    int user = scorer.graph().userNumber(recommendation.user());
    int item = scorer.graph().itemNumber(recommendation.item());
    Preconditions.checkArgument(
        user >= 0 && item >= 0, "recommendation: is not of this recommender's graph");
    ScoreExplanation score = scorer.explain(user, item);
    return new Explanation(recommendation, score, scorer.name(), label);
  }

  /** The scorer. */
  public Scorer scorer() {
    return scorer;
  }

  @Override
  public String toString() {
    return "Recommender: " + scorer.name() + " x " + uplift;
  }

  /** Collects the parts. Not safe to share between threads. */
  public static final class Builder {
    private @Nullable Scorer scorer;
    private UpliftRanker uplift = UpliftRanker.none();
    private UnaryOperator<String> label = id -> id;
    private ImmutableList<Provenance> effectSources = ImmutableList.of();

    private Builder() {}

    /** What ranks items by taste; needed. */
    public Builder scorer(Scorer value) {
      this.scorer = value;
      return this;
    }

    /** What is known of effects; none by default. */
    public Builder uplift(UpliftRanker value) {
      this.uplift = value;
      return this;
    }

    /** Where the effects come from, for the provenance. */
    public Builder effectsFrom(Provenance value) {
      this.effectSources = ImmutableList.of(value);
      return this;
    }

    /** What an item is called; its id by default. */
    public Builder label(UnaryOperator<String> value) {
      this.label = value;
      return this;
    }

    /** The recommender. */
    public Recommender build() {
      Scorer given = scorer;
      Preconditions.checkState(given != null, "a scorer is needed");
      return new Recommender(this, given);
    }
  }
}
