package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.TypedInteractions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** States and files of the models that an {@link Encoder} is trained for. */
class EncoderCheckpointTest {
  private static final InteractionGraph GRAPH = Graphs.twoGroups(120, 80, 5);
  private static final Training TRAINING =
      Training.defaults().withLearningRate(0.01).withBatch(128).withEpochs(6);
  private static final Training STOPPING =
      TRAINING.withEarlyStopping(EarlyStopping.patience(2).withEvery(1));

  @TempDir private Path folder;

  /** The models of the train command. */
  enum Model {
    GCN,
    XSIMGCL,
    SOFTMAX,
    SHARED_SOFTMAX,
    CORRECTED_SOFTMAX,
    DIRECTAU;

    private ContrastiveGcn.Options options() {
      ContrastiveGcn.Options options =
          switch (this) {
            case XSIMGCL -> ContrastiveGcn.Options.xSimGcl();
            case DIRECTAU -> ContrastiveGcn.Options.of(RankingLoss.directAu(1));
            case SHARED_SOFTMAX -> ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(0.2, 50));
            case CORRECTED_SOFTMAX ->
                ContrastiveGcn.Options.of(new RankingLoss.SampledSoftmax(0.2, 0, true));
            default -> ContrastiveGcn.Options.of(RankingLoss.sampledSoftmax(0.2));
          };
      return options.withShape(2, 8);
    }

    Scorer train(InteractionGraph graph, Training training, long seed) {
      return this == GCN
          ? Gcn.train(
              TypedInteractions.of(graph),
              null,
              Gcn.Options.defaults().withShape(2, 8),
              training,
              Seed.of(seed),
              Kernels.scalar(),
              ProgressListener.NONE)
          : ContrastiveGcn.train(
              graph,
              null,
              options(),
              training,
              Seed.of(seed),
              Kernels.scalar(),
              ProgressListener.NONE);
    }

    Scorer resume(
        InteractionGraph graph,
        Training training,
        long seed,
        int threads,
        ProgressListener progress,
        Path folder)
        throws IOException {
      Kernels kernels = Kernels.scalar().withThreads(threads);
      return this == GCN
          ? Gcn.trainOrResume(
              TypedInteractions.of(graph),
              null,
              Gcn.Options.defaults().withShape(2, 8),
              training,
              Seed.of(seed),
              kernels,
              progress,
              folder)
          : ContrastiveGcn.trainOrResume(
              graph, null, options(), training, Seed.of(seed), kernels, progress, folder);
    }

    TrainingReport choose(int threads, Path folder) throws IOException {
      EarlyStopping rule = EarlyStopping.patience(2).withEvery(2);
      Kernels kernels = Kernels.scalar().withThreads(threads);
      return this == GCN
          ? Gcn.chooseEpochs(
              TypedInteractions.of(GRAPH),
              Gcn.Options.defaults().withShape(2, 8),
              TRAINING,
              0.2,
              rule,
              Seed.of(9),
              kernels,
              ProgressListener.NONE,
              folder)
          : ContrastiveGcn.chooseEpochs(
              GRAPH,
              options(),
              TRAINING,
              0.2,
              rule,
              Seed.of(9),
              kernels,
              ProgressListener.NONE,
              folder);
    }
  }

  private static FloatMatrix vectors(Scorer scorer) {
    return scorer instanceof Gcn gcn ? gcn.vectors() : ((ContrastiveGcn) scorer).vectors();
  }

  private static TrainingReport report(Scorer scorer) {
    return scorer instanceof Gcn gcn ? gcn.report() : ((ContrastiveGcn) scorer).report();
  }

  /** Cancels before the epoch of this number. */
  private static ProgressListener killedBefore(int epoch) {
    return (stage, done, total) -> {
      if (done == epoch - 1 && done < total) {
        throw new CancellationException("killed");
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void trainOrResume_killedBeforeEachEpoch_endsWithTheBitsOfOneRun(Model model) throws IOException {
    Scorer whole = model.train(GRAPH, STOPPING, 4);
    int epochs = report(whole).epochs();
    for (int epoch = 2; epoch <= epochs; epoch++) {
      int next = epoch;
      assertThatThrownBy(() -> model.resume(GRAPH, STOPPING, 4, 1, killedBefore(next), folder))
          .isInstanceOf(CancellationException.class);
    }
    Scorer resumed = model.resume(GRAPH, STOPPING, 4, 2, ProgressListener.NONE, folder);
    assertThat(vectors(resumed)).isEqualTo(vectors(whole));
    assertThat(report(resumed)).isEqualTo(report(whole));
    Scorer again = model.resume(GRAPH, STOPPING, 4, 1, killedBefore(1), folder);
    assertThat(vectors(again)).isEqualTo(vectors(whole));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void trainOrResume_stateOfAnother_isRefusedNamingWhatDiffers(Model model) throws IOException {
    Training one = TRAINING.withEpochs(1);
    model.resume(GRAPH, one, 4, 1, ProgressListener.NONE, folder);
    InteractionGraph other = Graphs.twoGroups(120, 80, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.resume(other, one, 4, 1, ProgressListener.NONE, folder))
        .withMessageContaining("is of another training: its graph is");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.resume(GRAPH, TRAINING, 4, 1, ProgressListener.NONE, folder))
        .withMessageContaining("its training is");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.resume(GRAPH, one, 5, 1, ProgressListener.NONE, folder))
        .withMessageContaining("its seed is 4, not 5");
    for (Model stranger : Model.values()) {
      if (stranger != model) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> stranger.resume(GRAPH, one, 4, 1, ProgressListener.NONE, folder))
            .withMessageContaining("is of another training");
      }
    }
  }

  @Test
  void trainOrResume_stateOfAnotherKernel_isRefused() throws IOException {
    Checkpoint mine = new Checkpoint(folder, ImmutableMap.of("kernel", "scalar"));
    TrainingState state = new TrainingState(List.of(new float[3]));
    state.ended(1, 1);
    mine.write(state.kept());
    Checkpoint other = new Checkpoint(folder, ImmutableMap.of("kernel", "vector"));
    assertThatIllegalArgumentException()
        .isThrownBy(other::read)
        .withMessageContaining("its kernel is scalar, not vector");
  }

  @Test
  void trainOrResume_damagedState_isRefused() throws IOException {
    Model.SOFTMAX.resume(GRAPH, TRAINING, 4, 1, ProgressListener.NONE, folder);
    Path file = folder.resolve(Checkpoint.FILE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(
            () -> Model.SOFTMAX.resume(GRAPH, TRAINING, 4, 1, ProgressListener.NONE, folder))
        .withMessageContaining("its checksum does not fit");
  }

  /** Parameters that are about to overflow stand for a training that goes wrong later. */
  @ParameterizedTest
  @EnumSource(Model.class)
  void trainOrResume_lossIsNoNumber_keepsTheLastGoodState(Model model) throws IOException {
    assertThatThrownBy(() -> model.resume(GRAPH, TRAINING, 4, 1, killedBefore(3), folder))
        .isInstanceOf(CancellationException.class);
    Path file = folder.resolve(Checkpoint.FILE);
    byte[] before = Files.readAllBytes(file);
    broken(file, before);
    byte[] poisoned = Files.readAllBytes(file);
    assertThatExceptionOfType(NotConvergedException.class)
        .isThrownBy(() -> model.resume(GRAPH, TRAINING, 4, 1, ProgressListener.NONE, folder))
        .withMessageContaining("epoch 3, batch 1 did not converge")
        .withMessageContaining("use a smaller learning rate");
    assertThat(Files.readAllBytes(file)).isEqualTo(poisoned);
  }

  /** Makes the first parameters NaN; where they stand is known from a state that is read back. */
  private void broken(Path file, byte[] whole) throws IOException {
    LinkedHashMap<String, String> owner = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(whole))) {
      in.readLong();
      in.readInt();
      for (int left = in.readInt(); left > 0; left--) {
        owner.put(ModelFile.readText(in), ModelFile.readText(in));
      }
    }
    Checkpoint checkpoint = new Checkpoint(file.getParent(), ImmutableMap.copyOf(owner));
    Checkpoint.State state = checkpoint.read();
    assertThat(state).isNotNull();
    Arrays.fill(state.parameters().get(0), Float.NaN);
    checkpoint.write(state);
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void chooseEpochs_sameSeed_choosesTheSame(Model model) throws IOException {
    TrainingReport one = model.choose(1, null);
    TrainingReport two = model.choose(4, folder);
    assertThat(two).isEqualTo(one);
    assertThat(one.validations()).isNotEmpty();
    double best = one.validations().stream().mapToDouble(v -> v.ndcg()).max().orElseThrow();
    assertThat(one.validations()).anyMatch(v -> v.epoch() == one.chosenEpoch() && v.ndcg() == best);
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void load_savedModel_scoresAndExplainsAlike(Model model) throws IOException {
    Scorer saved = model.train(GRAPH, TRAINING.withEpochs(2), 4);
    Path file = folder.resolve("model");
    if (saved instanceof Gcn gcn) {
      gcn.save(file);
    } else {
      ((ContrastiveGcn) saved).save(file);
    }
    Scorer loaded = model == Model.GCN ? Gcn.load(file) : ContrastiveGcn.load(file);
    assertThat(vectors(loaded)).isEqualTo(vectors(saved));
    assertThat(report(loaded)).isEqualTo(report(saved));
    assertThat(loaded.provenance()).isEqualTo(saved.provenance());
    assertThat(loaded.graph().hash()).isEqualTo(GRAPH.hash());
    assertThat(loaded.toString()).isEqualTo(saved.toString());
    assertThat(loaded.score(3, 7)).isEqualTo(saved.score(3, 7));
    assertThat(loaded.explain(3, 7).toString()).isEqualTo(saved.explain(3, 7).toString());
    byte[] bytes = Files.readAllBytes(file);
    for (int at : IntStream.of(0, 9, bytes.length / 2, bytes.length - 1).toArray()) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> Gcn.load(file));
      assertThatExceptionOfType(DataFormatException.class)
          .isThrownBy(() -> ContrastiveGcn.load(file));
    }
  }

  @Test
  void load_savedFactors_scoreAlike() throws IOException {
    MatrixFactorization saved =
        MatrixFactorization.als(
            GRAPH,
            MatrixFactorization.AlsOptions.defaults().withDimensions(8).withEpochs(2),
            Seed.of(3),
            Kernels.scalar(),
            ProgressListener.NONE);
    Path file = folder.resolve("model");
    saved.save(file);
    MatrixFactorization loaded = MatrixFactorization.load(file);
    assertThat(loaded.name()).isEqualTo("ALS");
    assertThat(loaded.report()).isEqualTo(saved.report());
    assertThat(loaded.provenance()).isEqualTo(saved.provenance());
    assertThat(loaded.score(5, 6)).isCloseTo(saved.score(5, 6), within(1e-6));
    assertThat(loaded.recommend("u5", 5).get(0).item())
        .isEqualTo(saved.recommend("u5", 5).get(0).item());
    Files.write(file, new byte[20]);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> MatrixFactorization.load(file))
        .withMessageContaining("is no matrix factorization");
  }
}
