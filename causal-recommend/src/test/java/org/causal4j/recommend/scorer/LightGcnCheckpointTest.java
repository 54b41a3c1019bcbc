package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightGcnCheckpointTest {
  private static final InteractionGraph GRAPH = Graphs.twoGroups(120, 80, 5);
  private static final LightGcn.Options OPTIONS =
      LightGcn.Options.defaults().withDimensions(8).withBatch(128).withEpochs(6);

  @TempDir private Path folder;

  private LightGcn train(LightGcn.Options options, int threads, ProgressListener progress)
      throws IOException {
    return LightGcn.trainOrResume(
        GRAPH, null, options, Seed.of(4), Kernels.scalar().withThreads(threads), progress, folder);
  }

  /** Cancels before the epoch of this number. */
  static ProgressListener killedBefore(int epoch) {
    return new ProgressListener() {
      private boolean cancelled;

      @Override
      public void onProgress(String stage, long done, long total) {
        cancelled = done == epoch - 1 && done < total;
      }

      @Override
      public boolean isCancelled() {
        return cancelled;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void trainOrResume_killedOnce_endsWithTheBitsOfOneRun(int epoch) throws IOException {
    LightGcn.Options options = OPTIONS.withEarlyStopping(EarlyStopping.patience(2).withEvery(1));
    LightGcn whole =
        LightGcn.train(GRAPH, null, options, Seed.of(4), Kernels.scalar(), ProgressListener.NONE);
    try {
      train(options, 1, killedBefore(epoch));
    } catch (CancellationException e) {
      assertThat(Files.exists(folder.resolve(Checkpoint.FILE))).isTrue();
    }
    LightGcn resumed = train(options, 2, ProgressListener.NONE);
    assertThat(resumed.vectors()).isEqualTo(whole.vectors());
    assertThat(resumed.report()).isEqualTo(whole.report());
    assertThat(train(options, 1, killedBefore(1)).vectors()).isEqualTo(whole.vectors());
  }

  @Test
  void trainOrResume_killedAtEveryEpoch_endsWithTheBitsOfOneRun() throws IOException {
    LightGcn whole =
        LightGcn.train(GRAPH, null, OPTIONS, Seed.of(4), Kernels.scalar(), ProgressListener.NONE);
    for (int epoch = 2; epoch <= 6; epoch++) {
      int next = epoch;
      assertThatThrownBy(() -> train(OPTIONS, 1, killedBefore(next)))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(train(OPTIONS, 1, ProgressListener.NONE).vectors()).isEqualTo(whole.vectors());
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void trainOrResume_otherTraining_isRefusedNamingWhatDiffers() throws IOException {
    train(OPTIONS.withEpochs(1), 1, ProgressListener.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(OPTIONS.withEpochs(2), 1, ProgressListener.NONE))
        .withMessageContaining("is of another training: its options is");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LightGcn.trainOrResume(
                    Graphs.twoGroups(120, 80, 6),
                    null,
                    OPTIONS.withEpochs(1),
                    Seed.of(4),
                    Kernels.scalar(),
                    ProgressListener.NONE,
                    folder))
        .withMessageContaining("its graph is");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LightGcn.trainOrResume(
                    GRAPH,
                    null,
                    OPTIONS.withEpochs(1),
                    Seed.of(5),
                    Kernels.scalar(),
                    ProgressListener.NONE,
                    folder))
        .withMessageContaining("its seed is 4, not 5");
  }

  @Test
  void trainOrResume_damagedState_isRefused() throws IOException {
    train(OPTIONS.withEpochs(1), 1, ProgressListener.NONE);
    Path file = folder.resolve(Checkpoint.FILE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> train(OPTIONS.withEpochs(1), 1, ProgressListener.NONE))
        .withMessageContaining("its checksum does not fit");
  }

  /** A state whose vectors are about to overflow stands for a training that goes wrong later. */
  @Test
  void trainOrResume_lossOverflows_keepsTheLastGoodState() throws IOException {
    assertThatThrownBy(() -> train(OPTIONS, 1, killedBefore(3)))
        .isInstanceOf(CancellationException.class);
    Path file = folder.resolve(Checkpoint.FILE);
    Checkpoint checkpoint =
        new Checkpoint(
            folder,
            new LightGcnTrainer(GRAPH, null, OPTIONS, Seed.of(4), Kernels.scalar()).belongsTo());
    Checkpoint.State state = checkpoint.read();
    assertThat(state).isNotNull();
    Arrays.fill(state.parameters().get(0), 1e30f);
    checkpoint.write(state);
    byte[] before = Files.readAllBytes(file);
    assertThatExceptionOfType(NotConvergedException.class)
        .isThrownBy(() -> train(OPTIONS, 1, ProgressListener.NONE))
        .withMessageStartingWith("LightGCN, epoch 3, batch 1 did not converge")
        .withMessageContaining("use a smaller learning rate");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void chooseEpochs_sameSeed_choosesTheSameWithoutTheHeldOutPairs() throws IOException {
    LightGcn.Options options = OPTIONS.withEpochs(12);
    EarlyStopping rule = EarlyStopping.patience(3).withEvery(2);
    TrainingReport one =
        LightGcn.chooseEpochs(
            GRAPH, options, 0.2, rule, Seed.of(9), Kernels.scalar(), ProgressListener.NONE, null);
    TrainingReport two =
        LightGcn.chooseEpochs(
            GRAPH,
            options,
            0.2,
            rule,
            Seed.of(9),
            Kernels.scalar().withThreads(4),
            ProgressListener.NONE,
            folder);
    assertThat(two).isEqualTo(one);
    assertThat(one.validations()).isNotEmpty();
    double best = one.validations().stream().mapToDouble(v -> v.ndcg()).max().orElseThrow();
    assertThat(one.validations()).anyMatch(v -> v.epoch() == one.chosenEpoch() && v.ndcg() == best);
    assertThat(best).isBetween(0.05, 1.0);
  }
}
