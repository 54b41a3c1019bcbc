package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.InteractionGraph;
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
      description = "folder in which lightgcn keeps its state, and from which it goes on")
  private @Nullable Path checkpoint;

  @Option(names = "--out", paramLabel = "MODEL", description = "file of the trained lightgcn model")
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

  @Option(names = "--gamma", description = "weight of the uniformity of directau (default: 1)")
  private @Nullable Double gamma;

  @Option(
      names = "--alpha",
      description = "confidence of a pair of als is 1 + alpha ln(1 + w) (default: 40)")
  private @Nullable Double alpha;

  @Option(names = "--lambda", description = "penalty of ease (default: 100)")
  private @Nullable Double lambda;

  @Option(names = "--rank", description = "singular vectors of gfcf (default: 256)")
  private @Nullable Integer rank;

  @Option(names = "--weight", description = "weight of the ideal low-pass of gfcf (default: 0.3)")
  private @Nullable Double weight;

  @Option(names = "--iterations", description = "iterations of gfcf's decomposition (default: 30)")
  private @Nullable Integer iterations;

  @Option(names = "--neighbors", description = "neighbors of an item of itemknn (default: 100)")
  private @Nullable Integer neighbors;

  @Option(names = "--shrinkage", description = "shrinkage of the cosines of itemknn (default: 10)")
  private @Nullable Double shrinkage;

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
      case LIGHTGCN -> lightGcn(graph, seed, kernels, progress);
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
            seed,
            kernels,
            progress);
      }
      case LIGHTGCN_SSM ->
          contrastive(
              graph,
              ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(or(temperature, 0.15))),
              seed,
              kernels,
              progress);
      case DIRECTAU ->
          contrastive(
              graph,
              ContrastiveGcn.Options.of(RankingLoss.directAu(or(gamma, 1.0))),
              seed,
              kernels,
              progress);
      case BPR -> factors(MatrixFactorization.bpr(graph, bpr(), seed, kernels, progress));
      case ALS -> factors(MatrixFactorization.als(graph, als(), seed, kernels, progress));
      case GFCF -> Trained.of(GraphFilter.withIdealLowPass(graph, gfcf(), seed, kernels));
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

  private static Trained factors(MatrixFactorization model) {
    return new Trained(model, Optional.of(model.report()), Optional.empty(), Optional.empty());
  }

  private Training training() {
    Training standard = Training.defaults();
    return standard
        .withBatch(or(batch, standard.batch()))
        .withEpochs(or(epochs, standard.epochs()))
        .withLearningRate(or(learningRate, standard.learningRate()));
  }

  private Trained gcn(
      InteractionGraph graph, Seed seed, Kernels kernels, ProgressListener progress) {
    Gcn.Options standard = Gcn.Options.defaults();
    Gcn.Options options =
        standard
            .withShape(or(layers, standard.layers()), or(dim, standard.dimensions()))
            .withL2(or(l2, standard.l2()))
            .withDropout(or(dropout, standard.dropout()));
    Gcn model =
        Gcn.train(TypedInteractions.of(graph), null, options, training(), seed, kernels, progress);
    return new Trained(model, Optional.of(model.report()), Optional.empty(), Optional.empty());
  }

  private Trained contrastive(
      InteractionGraph graph,
      ContrastiveGcn.Options standard,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    ContrastiveGcn.Options options =
        standard
            .withShape(or(layers, standard.layers()), or(dim, standard.dimensions()))
            .withL2(or(l2, standard.l2()));
    ContrastiveGcn model =
        ContrastiveGcn.train(graph, null, options, training(), seed, kernels, progress);
    return new Trained(model, Optional.of(model.report()), Optional.empty(), Optional.empty());
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

  private GraphFilter.Options gfcf() {
    GraphFilter.Options standard = GraphFilter.Options.defaults();
    return new GraphFilter.Options(
        or(rank, standard.rank()),
        or(weight, standard.weight()),
        or(iterations, standard.iterations()));
  }

  private Trained lightGcn(
      InteractionGraph graph, Seed seed, Kernels kernels, ProgressListener progress)
      throws IOException {
    Preconditions.checkArgument(
        holdout != null || (every == null && patience == null),
        "--every, --patience: go with --holdout");
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
    Optional<TrainingReport> report = Optional.empty();
    if (holdout != null) {
      EarlyStopping rule = EarlyStopping.patience(or(patience, 10)).withEvery(or(every, 5));
      report =
          Optional.of(
              LightGcn.chooseEpochs(
                  graph,
                  options,
                  holdout,
                  rule,
                  seed.derive("holdout"),
                  kernels,
                  progress,
                  folder("holdout")));
      options = options.withEpochs(report.get().chosenEpoch());
    }
    Path folder = folder("train");
    LightGcn model =
        folder == null
            ? LightGcn.train(graph, null, options, seed, kernels, progress)
            : LightGcn.trainOrResume(graph, null, options, seed, kernels, progress, folder);
    if (out != null) {
      model.save(out);
    }
    return new Trained(
        model, Optional.of(model.report()), report, report.map(TrainingReport::chosenEpoch));
  }

  private @Nullable Path folder(String part) {
    return checkpoint == null ? null : checkpoint.resolve(part);
  }
}
