package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.Normalization;
import org.causal4j.recommend.interaction.TypedInteractions;
import org.causal4j.recommend.scorer.ContrastiveGcn;
import org.causal4j.recommend.scorer.EarlyStopping;
import org.causal4j.recommend.scorer.Ease;
import org.causal4j.recommend.scorer.Gcn;
import org.causal4j.recommend.scorer.GraphFilter;
import org.causal4j.recommend.scorer.ItemKnn;
import org.causal4j.recommend.scorer.LightGcn;
import org.causal4j.recommend.scorer.MatrixFactorization;
import org.causal4j.recommend.scorer.Popularity;
import org.causal4j.recommend.scorer.RankingLoss;
import org.causal4j.recommend.scorer.Scorer;
import org.causal4j.recommend.scorer.Sharpening;
import org.causal4j.recommend.scorer.Training;
import org.causal4j.recommend.scorer.TrainingReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that single models of the train command take, and their training. */
final class TrainOptions {
  @Option(names = "--layers", description = "layers of a graph model (default: 3; gcn 2)")
  private @Nullable Integer layers;

  @Option(names = "--dim", description = "length of the vectors (default: 64)")
  private @Nullable Integer dim;

  @Option(names = "--batch", description = "pairs of a step of a graph model (default: 2048)")
  private @Nullable Integer batch;

  @Option(
      names = "--epochs",
      description =
          "passes over the pairs, at most (default: lightgcn 20, other graph models 40, bpr 100, als"
              + " 15)")
  private @Nullable Integer epochs;

  @Option(
      names = "--learning-rate",
      description = "step size (default: graph models 0.001, bpr 0.01)")
  private @Nullable Double learningRate;

  @Option(
      names = "--l2",
      description = "weight of squared vectors (default: graph models 0.0001, bpr 0.001, als 10)")
  private @Nullable Double l2;

  @Option(names = "--negatives", description = "negatives a pair of lightgcn (default: 1)")
  private @Nullable Integer negatives;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      description =
          "first choose the number of epochs on this share of each user's training pairs, then train"
              + " on all of them")
  private @Nullable Double holdout;

  @Option(names = "--every", description = "epochs between two looks at --holdout (default: 5)")
  private @Nullable Integer every;

  @Option(
      names = "--patience",
      description = "looks at --holdout without a better one before it ends (default: 10)")
  private @Nullable Integer patience;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "folder in which a graph model keeps its state, and from which it goes on")
  private @Nullable Path checkpoint;

  @Option(names = "--out", paramLabel = "MODEL", description = "file of the trained model")
  private @Nullable Path out;

  @Option(names = "--dropout", description = "share of a hidden layer of gcn (default: 0.1)")
  private @Nullable Double dropout;

  @Option(names = "--contrast", description = "weight of the contrast of xsimgcl (default: 0.2)")
  private @Nullable Double contrast;

  @Option(names = "--noise", description = "length of the noise of xsimgcl (default: 0.2)")
  private @Nullable Double noise;

  @Option(
      names = "--temperature",
      description = "of the softmax of lightgcn-ssm and xsimgcl (default: 0.15)")
  private @Nullable Double temperature;

  @Option(
      names = "--shared",
      paramLabel = "N",
      description =
          "items drawn for each batch of lightgcn-ssm; 0 for those of the batch (default: 0)")
  private @Nullable Integer shared;

  @Option(
      names = "--corrected",
      description = "lightgcn-ssm: items of the batch count as if drawn alike")
  private boolean corrected;

  @Option(names = "--gamma", description = "weight of the uniformity of directau (default: 1)")
  private @Nullable Double gamma;

  @Option(
      names = "--alpha",
      description = "confidence of a pair of als is 1 + alpha ln(1 + w) (default: 40)")
  private @Nullable Double alpha;

  @Option(names = "--lambda", description = "penalty of ease (default: 100)")
  private @Nullable Double lambda;

  @Option(names = "--rank", description = "singular vectors (default: gfcf 256, bspm 448)")
  private @Nullable Integer rank;

  @Option(
      names = "--weight",
      description = "weight of the ideal low-pass (default: gfcf 0.3, bspm 0.2)")
  private @Nullable Double weight;

  @Option(names = "--iterations", description = "iterations of the decomposition (default: 30)")
  private @Nullable Integer iterations;

  @Option(
      names = "--sharpening",
      description = "time to which bspm sharpens (default: 2.5), at most 2.78 a step")
  private @Nullable Double sharpening;

  @Option(names = "--steps", description = "steps to that time (default: 1)")
  private @Nullable Integer steps;

  @Option(
      names = "--merge",
      description = "early: bspm sharpens the ideal low-pass too; or late (default: early)")
  private @Nullable String merge;

  @Option(names = "--neighbors", description = "neighbors of an item of itemknn (default: 100)")
  private @Nullable Integer neighbors;

  @Option(names = "--shrinkage", description = "shrinkage of the cosines of itemknn (default: 10)")
  private @Nullable Double shrinkage;

  @Option(
      names = "--normalization",
      description =
          "what a step over the graph takes of a neighbor, d counting neighbors: symmetric, 1 over"
              + " the root of both d; left, 1 over d of the node; right, 1 over d of the neighbor"
              + " (default: symmetric)")
  private @Nullable String normalization;

  /**
   * A model and how it came about.
   *
   * @param report empty for models without epochs
   * @param holdout how epochs were chosen, where they were
   * @param chosenEpochs how many were chosen
   */
  record Trained(
      Scorer scorer,
      Optional<TrainingReport> report,
      Optional<TrainingReport> holdout,
      Optional<Integer> chosenEpochs) {
    static Trained of(Scorer scorer) {
      return new Trained(scorer, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  Trained train(
      RankingModel model,
      InteractionGraph graph,
      Seed seed,
      Kernels kernels,
      ProgressListener progress)
      throws IOException {
    return switch (model) {
      case LIGHTGCN ->
          normalization() == Normalization.SYMMETRIC
              ? lightGcn(graph, seed, kernels, progress)
              : otherLightGcn(graph, seed, kernels, progress);
      case GCN -> gcn(graph, seed, kernels, progress);
      case XSIMGCL -> {
        ContrastiveGcn.Options standard = ContrastiveGcn.Options.xSimGcl();
        yield contrastive(
            graph,
            standard.withContrast(
                or(contrast, standard.contrast()),
                or(noise, standard.noise()),
                or(temperature, standard.contrastTemperature()),
                standard.contrastLayer()),
            training(),
            seed,
            kernels,
            progress);
      }
      case LIGHTGCN_SSM ->
          contrastive(
              graph,
              ContrastiveGcn.Options.of(
                  new RankingLoss.SampledSoftmax(or(temperature, 0.15), or(shared, 0), corrected)),
              training(),
              seed,
              kernels,
              progress);
      case DIRECTAU ->
          contrastive(
              graph,
              ContrastiveGcn.Options.of(RankingLoss.directAu(or(gamma, 1.0))),
              training(),
              seed,
              kernels,
              progress);
      case BPR -> factors(MatrixFactorization.bpr(graph, bpr(), seed, kernels, progress));
      case ALS -> factors(MatrixFactorization.als(graph, als(), seed, kernels, progress));
      case GFCF ->
          Trained.of(
              GraphFilter.withIdealLowPass(
                  graph, filter(GraphFilter.Options.defaults()), seed, kernels));
      case BSPM ->
          Trained.of(
              GraphFilter.withSharpening(
                  graph,
                  filter(GraphFilter.Options.defaults().withRank(448).withWeight(0.2)),
                  sharpening(),
                  seed,
                  kernels));
      case LINEAR_FILTER -> Trained.of(GraphFilter.of(graph, kernels));
      case EASE -> Trained.of(Ease.of(graph, or(lambda, 100.0), kernels));
      case ITEMKNN ->
          Trained.of(
              ItemKnn.of(graph, new ItemKnn.Options(or(neighbors, 100), or(shrinkage, 10.0))));
      case POPULARITY -> Trained.of(Popularity.of(graph));
    };
  }

  private static <T> T or(@Nullable T given, T standard) {
    return given == null ? standard : given;
  }

  private Trained factors(MatrixFactorization model) throws IOException {
    if (out != null) {
      model.save(out);
    }
    return new Trained(model, Optional.of(model.report()), Optional.empty(), Optional.empty());
  }

  private Training training() {
    Training standard = Training.defaults();
    return standard
        .withBatch(or(batch, standard.batch()))
        .withEpochs(or(epochs, standard.epochs()))
        .withLearningRate(or(learningRate, standard.learningRate()));
  }

  /** Chooses the number of epochs with held-out pairs; a folder of null is for no state. */
  private interface Choice {
    TrainingReport choose(double share, EarlyStopping rule, Seed seed, @Nullable Path folder)
        throws IOException;
  }

  /** Trains for so many epochs. */
  private interface Fit<M> {
    M fit(int epochs, @Nullable Path folder) throws IOException;
  }

  /** Writes a model. */
  private interface Save<M> {
    void save(M model, Path file) throws IOException;
  }

  /** Epochs by {@code --holdout} where it is given, training, and the file of the model. */
  private <M extends Scorer> Trained run(
      int most,
      Seed seed,
      Choice choice,
      Fit<M> fit,
      Function<M, TrainingReport> reportOf,
      Save<M> save)
      throws IOException {
    Preconditions.checkArgument(
        holdout != null || (every == null && patience == null),
        "--every, --patience: go with --holdout");
    Optional<TrainingReport> report = Optional.empty();
    int number = most;
    if (holdout != null) {
      EarlyStopping rule = EarlyStopping.patience(or(patience, 10)).withEvery(or(every, 5));
      TrainingReport found =
          choice.choose(holdout, rule, seed.derive("holdout"), folder("holdout"));
      report = Optional.of(found);
      number = found.chosenEpoch();
    }
    M model = fit.fit(number, folder("train"));
    if (out != null) {
      save.save(model, out);
    }
    return new Trained(
        model, Optional.of(reportOf.apply(model)), report, report.map(TrainingReport::chosenEpoch));
  }

  private Trained gcn(InteractionGraph graph, Seed seed, Kernels kernels, ProgressListener progress)
      throws IOException {
    Gcn.Options standard = Gcn.Options.defaults();
    Gcn.Options options =
        standard
            .withShape(or(layers, standard.layers()), or(dim, standard.dimensions()))
            .withL2(or(l2, standard.l2()))
            .withDropout(or(dropout, standard.dropout()));
    TypedInteractions kinds = TypedInteractions.of(graph);
    Training training = training();
    return run(
        training.epochs(),
        seed,
        (share, rule, chosen, folder) ->
            Gcn.chooseEpochs(
                kinds, options, training, share, rule, chosen, kernels, progress, folder),
        (number, folder) -> {
          Training all = training.withEpochs(number);
          return folder == null
              ? Gcn.train(kinds, null, options, all, seed, kernels, progress)
              : Gcn.trainOrResume(kinds, null, options, all, seed, kernels, progress, folder);
        },
        Gcn::report,
        Gcn::save);
  }

  private Trained contrastive(
      InteractionGraph graph,
      ContrastiveGcn.Options standard,
      Training training,
      Seed seed,
      Kernels kernels,
      ProgressListener progress)
      throws IOException {
    ContrastiveGcn.Options options =
        standard
            .withShape(or(layers, standard.layers()), or(dim, standard.dimensions()))
            .withL2(or(l2, standard.l2()))
            .withNormalization(normalization());
    return run(
        training.epochs(),
        seed,
        (share, rule, chosen, folder) ->
            ContrastiveGcn.chooseEpochs(
                graph, options, training, share, rule, chosen, kernels, progress, folder),
        (number, folder) -> {
          Training all = training.withEpochs(number);
          return folder == null
              ? ContrastiveGcn.train(graph, null, options, all, seed, kernels, progress)
              : ContrastiveGcn.trainOrResume(
                  graph, null, options, all, seed, kernels, progress, folder);
        },
        ContrastiveGcn::report,
        ContrastiveGcn::save);
  }

  private MatrixFactorization.BprOptions bpr() {
    MatrixFactorization.BprOptions standard = MatrixFactorization.BprOptions.defaults();
    return new MatrixFactorization.BprOptions(
        or(dim, standard.dimensions()),
        or(learningRate, standard.learningRate()),
        or(l2, standard.l2()),
        or(epochs, standard.epochs()),
        standard.spread());
  }

  private MatrixFactorization.AlsOptions als() {
    MatrixFactorization.AlsOptions standard = MatrixFactorization.AlsOptions.defaults();
    return standard
        .withDimensions(or(dim, standard.dimensions()))
        .withAlpha(or(alpha, standard.alpha()))
        .withL2(or(l2, standard.l2()))
        .withEpochs(or(epochs, standard.epochs()));
  }

  private GraphFilter.Options filter(GraphFilter.Options standard) {
    return new GraphFilter.Options(
        or(rank, standard.rank()),
        or(weight, standard.weight()),
        or(iterations, standard.iterations()));
  }

  private Sharpening sharpening() {
    Sharpening standard = Sharpening.defaults();
    String word = merge == null ? "early" : merge;
    Preconditions.checkArgument(
        word.equals("early") || word.equals("late"), "--merge: %s is neither early nor late", word);
    return new Sharpening(
        or(sharpening, standard.time()),
        or(steps, standard.steps()),
        word.equals("early") ? Sharpening.Merge.EARLY : Sharpening.Merge.LATE);
  }

  private Trained lightGcn(
      InteractionGraph graph, Seed seed, Kernels kernels, ProgressListener progress)
      throws IOException {
    LightGcn.Options standard = LightGcn.Options.defaults();
    LightGcn.Options options =
        standard
            .withLayers(or(layers, standard.layers()))
            .withDimensions(or(dim, standard.dimensions()))
            .withBatch(or(batch, standard.batch()))
            .withEpochs(or(epochs, standard.epochs()))
            .withLearningRate(or(learningRate, 0.001))
            .withL2(or(l2, standard.l2()))
            .withNegatives(or(negatives, standard.negatives()));
    return run(
        options.epochs(),
        seed,
        (share, rule, chosen, folder) ->
            LightGcn.chooseEpochs(graph, options, share, rule, chosen, kernels, progress, folder),
        (number, folder) -> {
          LightGcn.Options all = options.withEpochs(number);
          return folder == null
              ? LightGcn.train(graph, null, all, seed, kernels, progress)
              : LightGcn.trainOrResume(graph, null, all, seed, kernels, progress, folder);
        },
        LightGcn::report,
        LightGcn::save);
  }

  /** LightGCN over a graph that is normalized otherwise, which no closed form is built for. */
  private Trained otherLightGcn(
      InteractionGraph graph, Seed seed, Kernels kernels, ProgressListener progress)
      throws IOException {
    Preconditions.checkArgument(
        or(negatives, 1) == 1,
        "--negatives: %s is not 1, the only number with --normalization %s",
        negatives,
        normalization);
    int standard = LightGcn.Options.defaults().epochs();
    return contrastive(
        graph,
        ContrastiveGcn.Options.of(RankingLoss.bpr()),
        training().withEpochs(or(epochs, standard)),
        seed,
        kernels,
        progress);
  }

  private Normalization normalization() {
    String word = or(normalization, "symmetric");
    for (Normalization one : Normalization.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "--normalization: " + word + " is none of symmetric, left and right");
  }

  private @Nullable Path folder(String part) {
    return checkpoint == null ? null : checkpoint.resolve(part);
  }
}
