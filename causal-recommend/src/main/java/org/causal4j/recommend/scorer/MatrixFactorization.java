package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * A vector for each user and item; the score is their inner product plus a number of the item.
 * Learned either from comparisons ({@link #bpr}) or by least squares ({@link #als}).
 *
 * <p>A user's vector is no sum over its items, so an explanation has a base and no contributions.
 *
 * <p>Immutable and safe to share between threads. 4 bytes a node and dimension.
 */
public final class MatrixFactorization implements Scorer {
  /** "C4J MFAC" in ASCII. */
  private static final long MAGIC = 0x43344A204D464143L;

  private static final int VERSION = 1;

  private final String name;
  private final InteractionGraph graph;
  private final Factors factors;
  private final TrainingReport report;
  private final Provenance provenance;
  private final Kernels kernels;

  private MatrixFactorization(
      String name,
      InteractionGraph graph,
      Factors factors,
      TrainingReport report,
      Provenance provenance,
      Kernels kernels) {
    this.name = name;
    this.graph = graph;
    this.factors = factors;
    this.report = report;
    this.provenance = provenance;
    this.kernels = kernels.withThreads(1);
  }

  private static Provenance provenance(
      String name, InteractionGraph graph, String options, Seed seed, Kernels kernels) {
    return Provenance.of(
        name,
        ImmutableMap.of(
            "options",
            options,
            "kernel",
            kernels.info().name(),
            "seed",
            Long.toString(seed.value())),
        graph.provenance());
  }

  /** Row-major vectors, and one number an item. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
  record Factors(int width, float[] users, float[] items, float[] itemBias) {}

  /**
   * How BPR is trained.
   *
   * @param dimensions of each vector
   * @param learningRate of stochastic gradient descent
   * @param l2 pulls the three vectors of a step towards zero
   * @param epochs passes over all pairs
   * @param spread standard deviation of the start
   */
  public record BprOptions(
      int dimensions, double learningRate, double l2, int epochs, double spread) {
    /** Checks the limits. */
    public BprOptions {
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          learningRate > 0 && learningRate < 1,
          "learningRate: %s is not between 0 and 1",
          learningRate);
      checkPenalty(l2);
      Preconditions.checkArgument(epochs >= 1, "epochs: %s is below 1", epochs);
      Preconditions.checkArgument(
          spread > 0 && Double.isFinite(spread), "spread: %s is not above 0 and finite", spread);
    }

    /** 64 dimensions, learning rate .01, L2 of .001, 100 epochs, spread .01. */
    public static BprOptions defaults() {
      return new BprOptions(64, 0.01, 0.001, 100, 0.01);
    }

    /** With another number of dimensions. */
    public BprOptions withDimensions(int count) {
      return new BprOptions(count, learningRate, l2, epochs, spread);
    }

    /** With another learning rate. */
    public BprOptions withLearningRate(double rate) {
      return new BprOptions(dimensions, rate, l2, epochs, spread);
    }

    /** With another L2 weight. */
    public BprOptions withL2(double weight) {
      return new BprOptions(dimensions, learningRate, weight, epochs, spread);
    }

    /** With another number of epochs. */
    public BprOptions withEpochs(int count) {
      return new BprOptions(dimensions, learningRate, l2, count, spread);
    }
  }

  /**
   * How ALS is trained.
   *
   * @param dimensions of each vector
   * @param alpha confidence of a pair of weight w is 1 + α ln(1 + w)
   * @param l2 λ, pulls all vectors towards zero
   * @param epochs each solves for all users and then for all items
   * @param steps of conjugate gradients for one vector, from its former value on
   * @param spread standard deviation of the start of the items
   */
  public record AlsOptions(
      int dimensions, double alpha, double l2, int epochs, int steps, double spread) {
    /** Checks the limits. */
    public AlsOptions {
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          alpha > 0 && Double.isFinite(alpha), "alpha: %s is not above 0 and finite", alpha);
      Preconditions.checkArgument(
          l2 > 0 && Double.isFinite(l2), "l2: %s is not above 0 and finite", l2);
      Preconditions.checkArgument(epochs >= 1, "epochs: %s is below 1", epochs);
      Preconditions.checkArgument(steps >= 1, "steps: %s is below 1", steps);
      Preconditions.checkArgument(
          spread > 0 && Double.isFinite(spread), "spread: %s is not above 0 and finite", spread);
    }

    /** 64 dimensions, α 40 as in the paper, λ of 10, 15 epochs, 3 steps, spread .1. */
    public static AlsOptions defaults() {
      return new AlsOptions(64, 40, 10, 15, 3, 0.1);
    }

    /** With another number of dimensions. */
    public AlsOptions withDimensions(int count) {
      return new AlsOptions(count, alpha, l2, epochs, steps, spread);
    }

    /** With another α. */
    public AlsOptions withAlpha(double factor) {
      return new AlsOptions(dimensions, factor, l2, epochs, steps, spread);
    }

    /** With another λ. */
    public AlsOptions withL2(double weight) {
      return new AlsOptions(dimensions, alpha, weight, epochs, steps, spread);
    }

    /** With another number of epochs. */
    public AlsOptions withEpochs(int count) {
      return new AlsOptions(dimensions, alpha, l2, count, steps, spread);
    }

    /** With another number of steps. */
    public AlsOptions withSteps(int count) {
      return new AlsOptions(dimensions, alpha, l2, epochs, count, spread);
    }
  }

  private static void checkPenalty(double l2) {
    Preconditions.checkArgument(
        l2 >= 0 && Double.isFinite(l2), "l2: %s is not 0 or above and finite", l2);
  }

  /**
   * Bayesian personalized ranking (Rendle et al., "BPR: Bayesian personalized ranking from implicit
   * feedback", UAI 2009, figure 4, LearnBPR with matrix factorization): for a pair and an item that
   * the user does not have, one step of stochastic gradient descent on −ln σ(s⁺ − s⁻).
   *
   * <p>Differs from the source: an epoch goes through all pairs in random order, each with one
   * negative, uniform among the items that somebody has and the user does not, instead of drawing
   * pairs with replacement; an item has a number of its own beside its vector. Each step reads what
   * the one before wrote, so one thread works, whatever the kernels may use. Costs pairs ·
   * dimensions an epoch.
   *
   * @param progress hears of the stage "train BPR" in epochs, and can cancel between them
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number
   */
  public static MatrixFactorization bpr(
      InteractionGraph graph,
      BprOptions options,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    BprTrainer trainer = new BprTrainer(graph, options, seed);
    TrainingReport report = trainer.train(progress);
    return new MatrixFactorization(
        "BPR-MF",
        graph,
        trainer.factors(),
        report,
        provenance("BPR-MF", graph, options.toString(), seed, kernels),
        kernels);
  }

  /**
   * Alternating least squares for implicit feedback (Hu, Koren and Volinsky, "Collaborative
   * filtering for implicit feedback datasets", ICDM 2008, eqs. 3–6): the sum over all users and
   * items of c (p − s)² with c = 1 + α ln(1 + w) and p = 1 for a pair of weight w, c = 1 and p = 0
   * elsewhere, plus λ times all squared vectors.
   *
   * <p>Differs from the source: a vector is found by some steps of conjugate gradients (Takács,
   * Pilászy and Tikk, "Applications of the conjugate gradient method for implicit feedback
   * collaborative filtering", RecSys 2011), never by inversion. Costs about 4 · steps · (pairs ·
   * dimensions + nodes · dimensions²) an epoch, on all threads of the kernels; the same bits for
   * any number of them.
   *
   * @param progress hears of the stage "train ALS" in epochs, and can cancel between them
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number
   */
  public static MatrixFactorization als(
      InteractionGraph graph,
      AlsOptions options,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    AlsTrainer trainer = new AlsTrainer(graph, options, seed, kernels);
    TrainingReport report = trainer.train(progress);
    return new MatrixFactorization(
        "ALS",
        graph,
        trainer.factors(),
        report,
        provenance("ALS", graph, options.toString(), seed, kernels),
        kernels);
  }

  /** How training went; the loss of BPR is the mean of a pair, that of ALS of all cells. */
  public TrainingReport report() {
    return report;
  }

  /** Writes the model with its graph to a file, as {@link LightGcn#save}. */
  public void save(Path file) throws IOException {
    ModelFile.write(
        file,
        MAGIC,
        VERSION,
        out -> {
          ModelFile.writeText(name, out);
          ModelFile.writeTimelessReport(report, out);
          ModelFile.writeGraph(graph, out);
          out.writeInt(factors.width());
          ModelFile.writeFloats(factors.users(), out);
          ModelFile.writeFloats(factors.items(), out);
          ModelFile.writeFloats(factors.itemBias(), out);
          ModelFile.writeProvenance(provenance, out);
        });
  }

  /**
   * Reads a model that {@link #save} wrote; it scores as the one that was saved, bit by bit for one
   * kernel provider.
   *
   * @throws DataFormatException if the file is no such model, is of a later version, or is damaged
   */
  public static MatrixFactorization load(Path file) throws IOException {
    try (DataInputStream in = ModelFile.open(file, MAGIC, VERSION, "matrix factorization")) {
      String name = ModelFile.readText(in);
      TrainingReport report = ModelFile.readReport(in);
      InteractionGraph graph = ModelFile.readGraph(in);
      Factors factors =
          new Factors(
              in.readInt(),
              ModelFile.readFloats(in),
              ModelFile.readFloats(in),
              ModelFile.readFloats(in));
      if (factors.users().length != (long) graph.users().size() * factors.width()
          || factors.items().length != (long) graph.items().size() * factors.width()
          || factors.itemBias().length != graph.items().size()) {
        throw new DataFormatException(file.toString(), 0, 0, "vectors do not fit the graph");
      }
      return new MatrixFactorization(
          name, graph, factors, report, ModelFile.readProvenance(in), Kernels.automatic());
    } catch (EOFException | IllegalArgumentException e) {
      throw new DataFormatException(
          file.toString(), 0, 0, "is no matrix factorization: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public void scoreAll(int user, float[] scores) {
    scoreAll(new int[] {user}, scores);
  }

  @Override
  public void scoreAll(int[] users, float[] scores) {
    int items = graph.items().size();
    int width = factors.width();
    float[] rows = new float[users.length * width];
    for (int i = 0; i < users.length; i++) {
      Preconditions.checkElementIndex(users[i], graph.users().size(), "user");
      System.arraycopy(factors.users(), users[i] * width, rows, i * width, width);
    }
    Preconditions.checkArgument(
        scores.length == (long) users.length * items,
        "scores: has %s places for %s users and %s items",
        scores.length,
        users.length,
        items);
    for (int i = 0; i < users.length; i++) {
      System.arraycopy(factors.itemBias(), 0, scores, i * items, items);
    }
    kernels.gemm(Transpose.RIGHT, users.length, items, width, 1, rows, factors.items(), 1, scores);
  }

  @Override
  public double score(int user, int item) {
    Preconditions.checkElementIndex(user, graph.users().size(), "user");
    Preconditions.checkElementIndex(item, graph.items().size(), "item");
    // The same sum in the same order as that of a block: a score is one number.
    int width = factors.width();
    float[] score = {factors.itemBias()[item]};
    kernels.gemm(
        Transpose.RIGHT,
        1,
        1,
        width,
        1,
        factors.users(),
        user * width,
        factors.items(),
        item * width,
        1,
        score,
        0);
    return score[0];
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    double score = score(user, item);
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, score, ImmutableList.of());
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return name + " over " + graph;
  }
}
