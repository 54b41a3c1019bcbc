package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The distribution P(outcomes | do(treatments), conditions) that is asked for.
 *
 * <pre>{@code
 * CausalQuery.effectOf("shown").on("buy")
 * CausalQuery.effectOf("price", "shown").on("buy").given("season")
 * }</pre>
 *
 * @param treatments what is set, at least one
 * @param outcomes what is looked at, at least one
 * @param conditions what is seen to have some value; may be empty
 */
public record CausalQuery(List<String> treatments, List<String> outcomes, List<String> conditions) {

  /** Checks that there are treatments and outcomes and that no name stands twice. */
  public CausalQuery {
    treatments = List.copyOf(treatments);
    outcomes = List.copyOf(outcomes);
    conditions = List.copyOf(conditions);
    Preconditions.checkArgument(!treatments.isEmpty(), "treatments: must not be empty");
    Preconditions.checkArgument(!outcomes.isEmpty(), "outcomes: must not be empty");
    List<String> all = new ArrayList<>(treatments);
    all.addAll(outcomes);
    all.addAll(conditions);
    Set<String> seen = new HashSet<>();
    for (String name : all) {
      Preconditions.checkArgument(!name.isEmpty(), "query: holds an empty name");
      Preconditions.checkArgument(seen.add(name), "query: %s is named twice", name);
    }
  }

  /** Starts a query: the effect of setting these, together. */
  public static EffectOf effectOf(String... treatments) {
    return new EffectOf(List.of(treatments));
  }

  /** The same query among the units with some value of these. */
  public CausalQuery given(String... conditions) {
    List<String> all = new ArrayList<>(this.conditions);
    all.addAll(List.of(conditions));
    return new CausalQuery(treatments, outcomes, all);
  }

  /** As papers write it: {@code P(y | do(x), z)}. */
  @Override
  public String toString() {
    String given = conditions.isEmpty() ? "" : ", " + String.join(", ", conditions);
    return "P("
        + String.join(", ", outcomes)
        + " | do("
        + String.join(", ", treatments)
        + ")"
        + given
        + ")";
  }

  /**
   * A query that still lacks its outcome.
   *
   * @param treatments what is set
   */
  public record EffectOf(List<String> treatments) {

    /** Takes a copy. */
    public EffectOf {
      treatments = List.copyOf(treatments);
    }

    /** The effect on these, jointly. */
    public CausalQuery on(String... outcomes) {
      return new CausalQuery(treatments, List.of(outcomes), List.of());
    }
  }
}
