package org.causal4j.recommend.explain;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A score as a sum: what each item of the user's history adds, and a base that comes from none of
 * them. {@code score = base + Σ contributions}, exactly but for rounding: a property of the scorer,
 * not a model of it.
 *
 * @param user id of the user
 * @param item id of the item that is scored
 * @param score of the item
 * @param base the part that no item of the history accounts for
 * @param contributions one an item of the history, largest amount first
 */
public record ScoreExplanation(
    String user,
    String item,
    double score,
    double base,
    ImmutableList<Contribution> contributions) {

  /** Sorts the contributions. */
  public static ScoreExplanation of(
      String user, String item, double score, double base, Iterable<Contribution> contributions) {
    return new ScoreExplanation(
        user,
        item,
        score,
        base,
        ImmutableList.sortedCopyOf(
            Comparator.comparingDouble((Contribution c) -> -c.amount())
                .thenComparing(Contribution::item),
            contributions));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s for %s: %.4f = %.4f + %s%s",
        item,
        user,
        score,
        base,
        contributions.stream()
            .limit(5)
            .map(Contribution::toString)
            .collect(Collectors.joining(" + ")),
        contributions.size() > 5 ? " + " + (contributions.size() - 5) + " more" : "");
  }
}
