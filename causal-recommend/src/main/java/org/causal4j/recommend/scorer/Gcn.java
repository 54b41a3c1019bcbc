package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.causal4j.recommend.interaction.TypedInteractions;
import org.jspecify.annotations.Nullable;

/**
 * The graph convolution with weights and bends, H′ = ReLU(Ã H W + b), Ã = D̃^(−1/2)(A + I)D̃^(−1/2)
 * (Kipf and Welling, "Semi-supervised classification with graph convolutional networks", ICLR 2017,
 * eq. 2), the last layer without ReLU. Layer 0 is a learned vector a node plus, for items with a
 * text, the text's vector times a learned matrix. The score is the inner product of the vectors of
 * user and item: those of the last layer, or of all layers side by side (Wang et al., "Neural graph
 * collaborative filtering", SIGIR 2019, eq. 9).
 *
 * <p>Over several kinds of interaction each has its weights and nodes have weights of their own, H′
 * = ReLU(Σᵣ Ãᵣ H Wᵣ + H W₀ + b) (Schlichtkrull et al., "Modeling relational data with graph
 * convolutional networks", ESWC 2018, eq. 2), with Ãᵣ normalized symmetrically and without I. Pairs
 * to learn from are those of the first kind.
 *
 * <p>The model is not linear in a user's history. {@link #explain} therefore says by how much the
 * score falls when an item's edges are taken out of the user's own row in every layer, all other
 * nodes as they are; the base is what is left.
 *
 * <p>Memory in training: about 4 (8 K + 10) bytes a node and dimension. A batch costs, forward and
 * twice that backward, K sparse products a kind and K dense ones of nodes x dimensions².
 *
 * <p>Immutable and safe to share between threads. The same seed gives the same bits for any number
 * of threads and one kernel provider.
 */
public final class Gcn implements Scorer {
  private static final String NAME = "GCN";

  private final TypedInteractions interactions;
  private final InteractionGraph graph;
  private final Options options;
  private final VectorScores scores;
  private final ConvolutionEncoder.Learned learned;
  private final ConvolutionExplainer explainer;
  private final TrainingReport report;
  private final Provenance provenance;

  Gcn(
      TypedInteractions interactions,
      Options options,
      VectorScores scores,
      ConvolutionEncoder trained,
      TrainingReport report,
      Provenance provenance) {
    this.interactions = interactions;
    this.graph = interactions.target();
    this.options = options;
    this.scores = scores;
    this.learned = trained.learned();
    this.explainer = trained.explainer();
    this.report = report;
    this.provenance = provenance;
  }

  /**
   * How the model is shaped; {@link Training} says how it is trained.
   *
   * @param layers K, 1 to 8
   * @param dimensions of each layer
   * @param loss what is made small
   * @param l2 weight of the squared start of the batch and of the squared weights
   * @param dropout share of a hidden layer that is set to 0 in training
   * @param concatenates whether the vectors of all layers count, or those of the last alone
   */
  public record Options(
      int layers,
      int dimensions,
      RankingLoss loss,
      double l2,
      double dropout,
      boolean concatenates) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(layers >= 1 && layers <= 8, "layers: %s is not 1 to 8", layers);
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          l2 >= 0 && Double.isFinite(l2), "l2: %s is not 0 or above and finite", l2);
      Preconditions.checkArgument(
          dropout >= 0 && dropout < 1, "dropout: %s is not 0 to below 1", dropout);
    }

    /** 2 layers of 64 dimensions, BPR, L2 of 1e-4, dropout .1, all layers side by side. */
    public static Options defaults() {
      return new Options(2, 64, RankingLoss.bpr(), 1e-4, 0.1, true);
    }

    /** With another shape. */
    public Options withShape(int newLayers, int newDimensions) {
      return new Options(newLayers, newDimensions, loss, l2, dropout, concatenates);
    }

    /** With another loss. */
    public Options withLoss(RankingLoss newLoss) {
      return new Options(layers, dimensions, newLoss, l2, dropout, concatenates);
    }

    /** With another L2 weight. */
    public Options withL2(double weight) {
      return new Options(layers, dimensions, loss, weight, dropout, concatenates);
    }

    /** With another share of dropout. */
    public Options withDropout(double share) {
      return new Options(layers, dimensions, loss, l2, share, concatenates);
    }

    /** With the last layer alone. */
    public Options withLastLayerOnly() {
      return new Options(layers, dimensions, loss, l2, dropout, false);
    }
  }

  /** Trains on one kind of interaction without texts, with the kernels of choice of this JVM. */
  public static Gcn train(InteractionGraph graph, Options options, Training training, Seed seed) {
    return train(
        TypedInteractions.of(graph),
        null,
        options,
        training,
        seed,
        Kernels.automatic(),
        ProgressListener.NONE);
  }

  /**
   * Trains. With early stopping the validation part is taken out of the first kind alone.
   *
   * @param itemText a vector for each item number, a row of zeros for none; null for no texts
   * @param progress hears of the stage "train GCN" in epochs, and can cancel between them
   * @throws IllegalArgumentException if the JVM may not take the memory, which is estimated before
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number
   */
  public static Gcn train(
      TypedInteractions interactions,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    Run run = new Run(interactions, itemText, options, training, seed, kernels);
    EncoderTrainer trainer =
        new EncoderTrainer(
            NAME,
            interactions.target(),
            options.loss(),
            Exposure.ignored(),
            training,
            seed,
            kernels);
    return run.finish(trainer.train(run::encoder, progress));
  }

  /**
   * Trains with a state on disk, as {@link LightGcn#trainOrResume}: however often it is killed, the
   * result has the bits of a training that was not.
   *
   * @param itemText as above, or null for no texts
   * @param checkpoint folder of the state, made if need be; 16 bytes a parameter at most
   * @throws IOException if the state can't be read or written
   * @throws org.causal4j.core.DataFormatException if the state is damaged
   * @throws IllegalArgumentException if it belongs to other interactions, options, training, seed,
   *     kernel provider or text, or the JVM may not take the memory
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number; the state of
   *     the last epoch before stays
   */
  public static Gcn trainOrResume(
      TypedInteractions interactions,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      Path checkpoint)
      throws IOException {
    Run run = new Run(interactions, itemText, options, training, seed, kernels);
    EncoderTrainer trainer =
        new EncoderTrainer(
            NAME,
            interactions.target(),
            options.loss(),
            Exposure.ignored(),
            training,
            seed,
            kernels);
    return run.finish(trainer.train(run::encoder, progress, checkpoint, run.belongsTo()));
  }

  /**
   * How many epochs to train, as {@link LightGcn#chooseEpochs}: decided on a share of each user's
   * pairs of the first kind that is held out of training. Train on all pairs with that number of
   * epochs afterwards.
   *
   * @param share of each user's pairs, between 0 and 1
   * @param rule how often to look, and when to stop; the early stopping of the training is not used
   * @param checkpoint folder of a state as of {@link #trainOrResume}, or null for none
   */
  public static TrainingReport chooseEpochs(
      TypedInteractions interactions,
      Options options,
      Training training,
      double share,
      EarlyStopping rule,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      @Nullable Path checkpoint)
      throws IOException {
    InteractionSplit split =
        InteractionSplit.stratified(interactions.target(), share, seed.derive("split"));
    Run run = new Run(interactions, null, options, training, seed, kernels);
    return EncoderTrainer.choosing(
            NAME, split, options.loss(), Exposure.ignored(), training, rule, seed, kernels)
        .train(run::encoder, progress, checkpoint, run.belongsTo());
  }

  /** What the parts of one training share. */
  private static final class Run {
    private final TypedInteractions interactions;
    private final @Nullable FloatMatrix itemText;
    private final Options options;
    private final Training training;
    private final Seed seed;
    private final Kernels kernels;
    private final List<ConvolutionEncoder> made = new ArrayList<>();

    Run(
        TypedInteractions interactions,
        @Nullable FloatMatrix itemText,
        Options options,
        Training training,
        Seed seed,
        Kernels kernels) {
      InteractionGraph target = interactions.target();
      int items = target.items().size();
      Preconditions.checkArgument(
          itemText == null || itemText.rows() == items,
          "itemText: has %s rows for %s items",
          itemText == null ? 0 : itemText.rows(),
          items);
      checkMemory((long) target.users().size() + items, options);
      this.interactions = interactions;
      this.itemText = itemText;
      this.options = options;
      this.training = training;
      this.seed = seed;
      this.kernels = kernels;
    }

    /** For the target that is learned from. */
    ConvolutionEncoder encoder(InteractionGraph learned) {
      int users = learned.users().size();
      float[] start =
          new StartVectors(options.dimensions(), training.spread(), training.textSpread())
              .of(users, learned.items().size(), null, seed.derive("start"));
      ConvolutionEncoder encoder =
          ConvolutionEncoder.of(
              adjacencies(interactions, learned), users, itemText, options, start, seed, kernels);
      made.add(encoder);
      return encoder;
    }

    ImmutableMap<String, String> belongsTo() {
      StringBuilder kinds = new StringBuilder();
      for (String name : interactions.names()) {
        kinds.append(name).append(' ').append(interactions.relation(name).hash()).append(' ');
      }
      return ImmutableMap.of(
          "options",
          options.toString(),
          "item text",
          EncoderTrainer.textName(itemText),
          "kinds",
          kinds.toString().strip());
    }

    Gcn finish(TrainingReport report) {
      InteractionGraph target = interactions.target();
      ConvolutionEncoder trained = made.get(0).over(adjacencies(interactions, target));
      int nodes = target.users().size() + target.items().size();
      float[] vectors = new float[Math.multiplyExact(nodes, trained.width())];
      trained.encode(vectors);
      boolean normalized = options.loss().comparesDirections();
      return new Gcn(
          interactions,
          options,
          VectorScores.of(target, vectors, trained.width(), normalized, kernels),
          trained,
          report,
          Provenance.of(
              NAME,
              ImmutableMap.of(
                  "options", options.toString(),
                  "training", training.toString(),
                  "kinds", interactions.names().toString(),
                  "kernel", kernels.info().name(),
                  "seed", Long.toString(seed.value())),
              target.provenance()));
    }
  }

  private static void checkMemory(long nodes, Options options) {
    long bytes = Float.BYTES * nodes * options.dimensions() * (8L * options.layers() + 10);
    long limit = Runtime.getRuntime().maxMemory();
    Preconditions.checkArgument(
        bytes <= limit && nodes * options.dimensions() * (options.layers() + 1L) < 1L << 31,
        "dimensions: %s with %s layers for %s nodes need %s MB; the JVM may take %s MB, and an array"
            + " holds 2 billion values",
        options.dimensions(),
        options.layers(),
        nodes,
        bytes >> 20,
        limit >> 20);
  }

  /** With one kind, nodes have an edge to themselves; with several, weights of their own. */
  static List<CsrMatrix> adjacencies(TypedInteractions interactions, InteractionGraph target) {
    if (interactions.names().size() == 1) {
      return List.of(withSelf(target));
    }
    List<CsrMatrix> all = new ArrayList<>();
    for (String name : interactions.names()) {
      InteractionGraph graph = interactions.relation(name);
      all.add((graph == interactions.target() ? target : graph).normalizedAdjacency());
    }
    return all;
  }

  private static CsrMatrix withSelf(InteractionGraph graph) {
    int users = graph.users().size();
    int nodes = users + graph.items().size();
    int[] rows = new int[2 * graph.pairs() + nodes];
    int[] columns = new int[rows.length];
    float[] values = new float[rows.length];
    int at = 0;
    for (int user = 0; user < users; user++) {
      int userDegree = graph.byUser().rowLength(user) + 1;
      for (int item : graph.byUser().rowColumns(user)) {
        int itemDegree = graph.byItem().rowLength(item) + 1;
        float value = (float) (1 / Math.sqrt((double) userDegree * itemDegree));
        rows[at] = user;
        columns[at] = users + item;
        values[at++] = value;
        rows[at] = users + item;
        columns[at] = user;
        values[at++] = value;
      }
    }
    for (int node = 0; node < nodes; node++) {
      int degree =
          node < users ? graph.byUser().rowLength(node) : graph.byItem().rowLength(node - users);
      rows[at] = node;
      columns[at] = node;
      values[at++] = 1f / (degree + 1);
    }
    return CsrMatrix.ofEntries(nodes, nodes, rows, columns, values);
  }

  /** How training went. */
  public TrainingReport report() {
    return report;
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** The kinds of interaction it was trained on. */
  public TypedInteractions interactions() {
    return interactions;
  }

  ConvolutionEncoder.Learned learned() {
    return learned;
  }

  /** Writes the model with its interactions to a file, as {@link LightGcn#save}. */
  public void save(Path file) throws IOException {
    EncoderModelFile.write(this, file);
  }

  /**
   * Reads a model that {@link #save} wrote; it scores as the one that was saved, bit by bit for one
   * kernel provider.
   *
   * @throws org.causal4j.core.DataFormatException if the file is no such model, is of a later
   *     version, or is damaged
   */
  public static Gcn load(Path file) throws IOException {
    return EncoderModelFile.readGcn(file, Kernels.automatic());
  }

  float[] rawVectors() {
    return scores.rawVectors();
  }

  /** The vectors that scores are products of, users first, then items. */
  public FloatMatrix vectors() {
    return scores.vectors();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public double score(int user, int item) {
    return scores.score(user, item);
  }

  @Override
  public void scoreAll(int user, float[] target) {
    scores.scoreAll(user, target);
  }

  @Override
  public void scoreAll(int[] users, float[] target) {
    scores.scoreAll(users, target);
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    double score = scores.score(user, item);
    double[] full = explainer.vector(user, -1);
    double rest = score;
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    for (int had : graph.byUser().rowColumns(user)) {
      double[] without = explainer.vector(user, graph.users().size() + had);
      double amount = scores.itemProduct(full, item) - scores.itemProduct(without, item);
      rest -= amount;
      contributions.add(new Contribution(graph.items().get(had), amount));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, rest, contributions.build());
  }

  /** A user's vector by its own row alone, which {@link #explain} takes items out of. */
  double[] ownRow(int user) {
    return explainer.vector(user, -1);
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return "GCN " + options + " over " + interactions;
  }
}
