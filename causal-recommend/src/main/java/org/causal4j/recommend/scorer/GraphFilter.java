package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import org.causal4j.core.Provenance;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * The linear low-pass graph filter, which needs no training: a user's items, smoothed once over the
 * item-item graph, s = r R̃ᵀR̃ with R̃ = D_U^(−1/2) R D_I^(−1/2) (Shen et al., "How powerful is
 * graph convolution for recommendation?", CIKM 2021, the linear part of GF-CF).
 *
 * <p>Scoring a user costs the edges within two steps of it.
 */
public final class GraphFilter implements Scorer {
  private final InteractionGraph graph;

  private GraphFilter(InteractionGraph graph) {
    this.graph = graph;
  }

  /** The filter of a graph. */
  public static GraphFilter of(InteractionGraph graph) {
    return new GraphFilter(graph);
  }

  @Override
  public String name() {
    return "GraphFilter";
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public void scoreAll(int user, float[] scores) {
    Preconditions.checkArgument(
        scores.length == graph.items().size(),
        "scores: has %s places for %s items",
        scores.length,
        graph.items().size());
    double[] sums = new double[scores.length];
    for (int had : graph.byUser().rowColumns(user)) {
      spread(had, sums);
    }
    for (int item = 0; item < sums.length; item++) {
      scores[item] = (float) sums[item];
    }
  }

  /** Adds what one item gives to each: Σ_v R̃_v,had R̃_v,item. */
  private void spread(int had, double[] sums) {
    CsrMatrix byUser = graph.byUser();
    CsrMatrix byItem = graph.byItem();
    double own = 1 / Math.sqrt(byItem.rowLength(had));
    for (int e = byItem.rowStart(had); e < byItem.rowEnd(had); e++) {
      int neighbor = byItem.column(e);
      double step = own / byUser.rowLength(neighbor);
      for (int f = byUser.rowStart(neighbor); f < byUser.rowEnd(neighbor); f++) {
        int item = byUser.column(f);
        sums[item] += step / Math.sqrt(byItem.rowLength(item));
      }
    }
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    double[] sums = new double[graph.items().size()];
    double score = 0;
    for (int had : graph.byUser().rowColumns(user)) {
      Arrays.fill(sums, 0);
      spread(had, sums);
      score += sums[item];
      contributions.add(new Contribution(graph.items().get(had), sums[item]));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, 0, contributions.build());
  }

  @Override
  public Provenance provenance() {
    return Provenance.of(name(), ImmutableMap.of(), graph.provenance());
  }

  @Override
  public String toString() {
    return name() + " over " + graph;
  }
}
