package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.TruncatedSvd;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.jspecify.annotations.Nullable;

/**
 * Low-pass graph filters, which need no training (Shen et al., "How powerful is graph convolution
 * for recommendation?", CIKM 2021). With R of zeros and ones, R̃ = D_U^(−1/2) R D_I^(−1/2) and r a
 * user's row of R:
 *
 * <ul>
 *   <li>{@link #of}: the linear filter, s = r R̃ᵀR̃: a user's items, smoothed once over the
 *       item-item graph
 *   <li>{@link #withIdealLowPass}: GF-CF, s = r R̃ᵀR̃ + w r D_I^(−1/2) V Vᵀ D_I^(1/2) with V the
 *       first right singular vectors of R̃ (eq. 8)
 *   <li>{@link #withSharpening}: BSPM, either of the two parts or only the first sharpened again,
 *       see {@link Sharpening}
 * </ul>
 *
 * <p>All are sums over the user's items, which is their exact explanation. Scoring one user costs
 * the edges within two steps of it; scoring a block of 64 users one pass over all edges, and for
 * GF-CF 128 · items · rank multiply-adds. GF-CF holds 8 · items · rank bytes. A step of sharpening
 * costs eight passes more, for one user too.
 *
 * <p>Immutable and safe to share between threads. The same seed gives the same bits for any number
 * of threads and one kernel provider.
 */
public final class GraphFilter implements Scorer {
  /** Users that are scored in one pass over the edges. */
  private static final int BLOCK = 64;

  private final InteractionGraph graph;
  private final Kernels kernels;
  private final SparseOperator toItems;
  private final @Nullable LowPass lowPass;
  private final @Nullable Sharpener sharpener;
  private final Provenance provenance;

  private GraphFilter(
      InteractionGraph graph,
      CsrMatrix normalized,
      Kernels kernels,
      @Nullable LowPass lowPass,
      @Nullable Sharpener sharpener,
      Provenance provenance) {
    this.graph = graph;
    this.kernels = kernels.withThreads(1);
    this.toItems = this.kernels.sparse(normalized.transpose());
    this.lowPass = lowPass;
    this.sharpener = sharpener;
    this.provenance = provenance;
  }

  /**
   * The ideal low-pass part of GF-CF.
   *
   * @param rank number of singular vectors
   * @param weight of the part beside the linear filter
   * @param iterations of {@link TruncatedSvd}
   */
  public record Options(int rank, double weight, int iterations) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(rank >= 1, "rank: %s is below 1", rank);
      Preconditions.checkArgument(
          weight > 0 && Double.isFinite(weight), "weight: %s is not above 0 and finite", weight);
      Preconditions.checkArgument(iterations >= 1, "iterations: %s is below 1", iterations);
    }

    /** The paper's 256 vectors and weight .3, from 30 iterations. */
    public static Options defaults() {
      return new Options(256, 0.3, 30);
    }

    /** With another rank. */
    public Options withRank(int vectors) {
      return new Options(vectors, weight, iterations);
    }

    /** With another weight. */
    public Options withWeight(double factor) {
      return new Options(rank, factor, iterations);
    }

    /** With another number of iterations. */
    public Options withIterations(int count) {
      return new Options(rank, weight, count);
    }
  }

  /** V D_I^(−1/2) times the weight, and V D_I^(1/2), items x rank. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the class
  private record LowPass(int rank, float[] in, float[] out) {}

  /** The linear filter of a graph, with the kernels of choice of this JVM. */
  public static GraphFilter of(InteractionGraph graph) {
    return of(graph, Kernels.automatic());
  }

  /** The linear filter of a graph. */
  public static GraphFilter of(InteractionGraph graph, Kernels kernels) {
    return new GraphFilter(
        graph,
        normalized(graph),
        kernels,
        null,
        null,
        Provenance.of("GraphFilter", ImmutableMap.of(), graph.provenance()));
  }

  /**
   * GF-CF: the linear filter and the ideal low-pass filter. A rank above the number of users or
   * items is cut to it.
   *
   * @param seed of the singular vectors
   */
  public static GraphFilter withIdealLowPass(
      InteractionGraph graph, Options options, Seed seed, Kernels kernels) {
    CsrMatrix normalized = normalized(graph);
    return new GraphFilter(
        graph,
        normalized,
        kernels,
        lowPass(graph, normalized, options, seed, kernels),
        null,
        Provenance.of(
            "GF-CF",
            ImmutableMap.of(
                "options",
                options.toString(),
                "kernel",
                kernels.info().name(),
                "seed",
                Long.toString(seed.value())),
            graph.provenance()));
  }

  /**
   * BSPM: what GF-CF sums up, sharpened. A rank above the number of users or items is cut to it.
   *
   * @param options of the ideal low-pass part; the paper has rank 448 and weight .2 for Gowalla
   * @param seed of the singular vectors
   */
  public static GraphFilter withSharpening(
      InteractionGraph graph, Options options, Sharpening sharpening, Seed seed, Kernels kernels) {
    CsrMatrix normalized = normalized(graph);
    LowPass part = lowPass(graph, normalized, options, seed, kernels);
    double[] polynomial = sharpening.polynomial();
    if (sharpening.merge() == Sharpening.Merge.EARLY) {
      new Sharpener(normalized, polynomial, kernels).sharpen(part.out(), part.rank());
    }
    return new GraphFilter(
        graph,
        normalized,
        kernels,
        part,
        new Sharpener(normalized, polynomial, kernels.withThreads(1)),
        Provenance.of(
            "BSPM",
            ImmutableMap.of(
                "options",
                options.toString(),
                "sharpening",
                sharpening.toString(),
                "kernel",
                kernels.info().name(),
                "seed",
                Long.toString(seed.value())),
            graph.provenance()));
  }

  private static LowPass lowPass(
      InteractionGraph graph, CsrMatrix normalized, Options options, Seed seed, Kernels kernels) {
    int items = graph.items().size();
    int rank = Math.min(options.rank(), Math.min(graph.users().size(), items));
    TruncatedSvd svd =
        TruncatedSvd.of(
            normalized,
            TruncatedSvd.Options.of(rank).withIterations(options.iterations()),
            seed,
            kernels);
    float[] in = svd.right().toArray();
    float[] out = in.clone();
    for (int item = 0; item < items; item++) {
      // An item that nobody has is in no history, and its row of V is zero.
      double root = Math.sqrt(Math.max(1, graph.byItem().rowLength(item)));
      for (int k = item * svd.rank(); k < (item + 1) * svd.rank(); k++) {
        in[k] *= (float) (options.weight() / root);
        out[k] *= (float) root;
      }
    }
    return new LowPass(svd.rank(), in, out);
  }

  /** R̃, users x items. */
  private static CsrMatrix normalized(InteractionGraph graph) {
    CsrMatrix byUser = graph.byUser();
    float[] values = new float[byUser.entries()];
    for (int user = 0; user < byUser.rows(); user++) {
      for (int e = byUser.rowStart(user); e < byUser.rowEnd(user); e++) {
        double degree =
            (double) byUser.rowLength(user) * graph.byItem().rowLength(byUser.column(e));
        values[e] = (float) (1 / Math.sqrt(degree));
      }
    }
    return CsrMatrix.copyOf(byUser.columns(), byUser.rowPointers(), byUser.columnIndexes(), values);
  }

  @Override
  public String name() {
    return lowPass == null ? "GraphFilter" : sharpener == null ? "GF-CF" : "BSPM";
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public void scoreAll(int user, float[] scores) {
    int items = graph.items().size();
    Preconditions.checkArgument(
        scores.length == items, "scores: has %s places for %s items", scores.length, items);
    double[] sums = new double[items];
    for (int had : graph.byUser().rowColumns(user)) {
      spread(had, sums);
    }
    double[] sharp = sharpener == null ? sums : sharpener.sharpen(sums);
    for (int item = 0; item < items; item++) {
      scores[item] = (float) sharp[item];
    }
    addLowPass(new int[] {user}, scores, 0);
  }

  @Override
  public void scoreAll(int[] users, float[] scores) {
    int items = graph.items().size();
    Preconditions.checkArgument(
        scores.length == (long) users.length * items,
        "scores: has %s places for %s users and %s items",
        scores.length,
        users.length,
        items);
    for (int from = 0; from < users.length; from += BLOCK) {
      int[] some = Arrays.copyOfRange(users, from, Math.min(users.length, from + BLOCK));
      linear(some, scores, from * items);
      addLowPass(some, scores, from * items);
    }
  }

  /**
   * R̃ᵀ (R̃ rᵀ) for a block of users: the first product entry by entry, since r is sparse, the
   * second as a sparse times a dense matrix of always the same width, so that a score does not
   * depend on who else is in the block.
   */
  private void linear(int[] users, float[] scores, int offset) {
    CsrMatrix byUser = graph.byUser();
    CsrMatrix byItem = graph.byItem();
    int items = graph.items().size();
    float[] near = new float[byUser.rows() * BLOCK];
    for (int i = 0; i < users.length; i++) {
      for (int e = byUser.rowStart(users[i]); e < byUser.rowEnd(users[i]); e++) {
        int had = byUser.column(e);
        double own = 1 / Math.sqrt(byItem.rowLength(had));
        for (int f = byItem.rowStart(had); f < byItem.rowEnd(had); f++) {
          int neighbor = byItem.column(f);
          near[neighbor * BLOCK + i] += (float) (own / Math.sqrt(byUser.rowLength(neighbor)));
        }
      }
    }
    float[] smoothed = new float[items * BLOCK];
    toItems.multiply(near, BLOCK, smoothed);
    if (sharpener != null) {
      smoothed = sharpener.sharpened(smoothed, BLOCK);
    }
    for (int first = 0; first < items; first += BLOCK) {
      int last = Math.min(items, first + BLOCK);
      for (int i = 0; i < users.length; i++) {
        int row = offset + i * items;
        for (int item = first; item < last; item++) {
          scores[row + item] = smoothed[item * BLOCK + i];
        }
      }
    }
  }

  private void addLowPass(int[] users, float[] scores, int offset) {
    LowPass part = lowPass;
    if (part == null) {
      return;
    }
    float[] rows = new float[users.length * part.rank()];
    for (int i = 0; i < users.length; i++) {
      for (int had : graph.byUser().rowColumns(users[i])) {
        for (int k = 0; k < part.rank(); k++) {
          rows[i * part.rank() + k] += part.in()[had * part.rank() + k];
        }
      }
    }
    kernels.gemm(
        Transpose.RIGHT,
        users.length,
        graph.items().size(),
        part.rank(),
        1,
        rows,
        0,
        part.out(),
        0,
        1,
        scores,
        offset);
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
    // The filter is symmetric: what each item gives to this one is what this one gives to each.
    double[] sums = new double[graph.items().size()];
    spread(item, sums);
    double[] sharp = sharpener == null ? sums : sharpener.sharpen(sums);
    double score = 0;
    for (int had : graph.byUser().rowColumns(user)) {
      double amount = sharp[had] + lowPass(had, item);
      score += amount;
      contributions.add(new Contribution(graph.items().get(had), amount));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, 0, contributions.build());
  }

  private double lowPass(int had, int item) {
    LowPass part = lowPass;
    if (part == null) {
      return 0;
    }
    double sum = 0;
    for (int k = 0; k < part.rank(); k++) {
      sum += (double) part.in()[had * part.rank() + k] * part.out()[item * part.rank() + k];
    }
    return sum;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return name() + " over " + graph;
  }
}
