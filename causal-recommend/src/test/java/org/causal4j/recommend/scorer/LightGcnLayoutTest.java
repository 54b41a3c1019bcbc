package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How vectors lie in the arrays of a training is seen by nobody. */
class LightGcnLayoutTest {
  private static final int USERS = 150;
  private static final int NODES = 241;
  private static final InteractionGraph GRAPH = Graphs.twoGroups(USERS, NODES - USERS, 5);

  /** Batches of 512 touch most nodes, those of 16 few: both ways of multiplying take part. */
  private static LightGcn.Options options(int batch) {
    return LightGcn.Options.defaults()
        .withDimensions(40)
        .withBatch(batch)
        .withEpochs(4)
        .withNegatives(2)
        .withEarlyStopping(EarlyStopping.patience(2).withEvery(1));
  }

  private static NodeLayout plain(CsrMatrix adjacency, int width) {
    return NodeLayout.plain(adjacency.rows(), width);
  }

  private static NodeLayout mixed(CsrMatrix adjacency, int width) {
    return NodeLayout.ordered(
        IntStream.range(0, NODES).map(place -> place * 100 % NODES).toArray(), width);
  }

  private static LightGcnTrainer trainer(int batch, int threads, NodeLayout.Choice layouts) {
    return new LightGcnTrainer(
        GRAPH,
        null,
        options(batch),
        Seed.of(4),
        Kernels.scalar().withThreads(threads),
        () -> Holdout.of(GRAPH, 100, Seed.of(6)),
        layouts);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 512})
  void train_otherOrderOfNodes_givesTheSameBits(int batch) {
    LightGcn plain = trainer(batch, 1, LightGcnLayoutTest::plain).train(ProgressListener.NONE);
    for (int threads : new int[] {1, 2, 4}) {
      LightGcn mixed =
          trainer(batch, threads, LightGcnLayoutTest::mixed).train(ProgressListener.NONE);
      assertThat(mixed.vectors()).isEqualTo(plain.vectors());
      assertThat(mixed.report()).isEqualTo(plain.report());
    }
  }

  @Test
  void train_stateOfAnotherLayout_goesOnToTheSameBits(@TempDir Path folder) throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    LightGcn plain = trainer(64, 1, LightGcnLayoutTest::plain).train(ProgressListener.NONE, one);
    assertThatThrownBy(
            () ->
                trainer(64, 1, LightGcnLayoutTest::mixed)
                    .train(LightGcnCheckpointTest.killedBefore(3), other))
        .isInstanceOf(CancellationException.class);
    assertThat(read(other).report().epochs()).isEqualTo(2);
    LightGcn resumed =
        trainer(64, 2, LightGcnLayoutTest::plain).train(ProgressListener.NONE, other);
    assertThat(resumed.vectors()).isEqualTo(plain.vectors());

    LightGcn mixed = trainer(64, 2, LightGcnLayoutTest::mixed).train(ProgressListener.NONE, one);
    assertThat(mixed.vectors()).isEqualTo(plain.vectors());
  }

  @Test
  void train_stateOfEachLayout_hasTheSameBits(@TempDir Path folder) throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    trainer(64, 1, LightGcnLayoutTest::plain).train(ProgressListener.NONE, one);
    trainer(64, 1, LightGcnLayoutTest::mixed).train(ProgressListener.NONE, other);
    Checkpoint.State plain = read(one);
    Checkpoint.State mixed = read(other);
    assertThat(mixed.parameters()).usingRecursiveComparison().isEqualTo(plain.parameters());
    assertThat(mixed.means()).usingRecursiveComparison().isEqualTo(plain.means());
    assertThat(mixed.squares()).usingRecursiveComparison().isEqualTo(plain.squares());
    assertThat(mixed.best()).usingRecursiveComparison().isEqualTo(plain.best());
    assertThat(plain.best()).isNotEmpty();
  }

  private static Checkpoint.State read(Path folder) throws IOException {
    return Objects.requireNonNull(
        new Checkpoint(folder, trainer(64, 1, LightGcnLayoutTest::plain).belongsTo()).read());
  }

  @Test
  void of_someSize_ordersLargeGraphsOnly() {
    CsrMatrix adjacency = Graphs.random(500, 300, 0.02, 3).normalizedAdjacency();
    NodeLayout small = NodeLayout.of(adjacency, 64);
    assertThat(IntStream.range(0, 800)).allMatch(node -> small.place(node) == node);
    NodeLayout large = NodeLayout.of(adjacency, 700);
    assertThat(IntStream.range(0, 800)).anyMatch(node -> large.place(node) != node);
    float[] vectors = new float[800 * 700];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i;
    }
    assertThat(large.outward(large.inward(vectors))).isEqualTo(vectors);
    assertThat(large.inward(vectors)[SparseOperator.LINE_OFFSET + 700 * large.place(41)])
        .isEqualTo(41 * 700);
  }
}
