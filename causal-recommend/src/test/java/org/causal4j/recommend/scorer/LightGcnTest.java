package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightGcnTest implements ScorerContract {
  private static final LightGcn.Options SMALL =
      LightGcn.Options.defaults()
          .withDimensions(8)
          .withBatch(64)
          .withEpochs(15)
          .withLearningRate(0.02);

  @TempDir private Path folder;

  @Override
  public Scorer scorer(InteractionGraph graph) {
    return LightGcn.train(graph, SMALL.withEpochs(3), Seed.of(5));
  }

  private static LightGcn train(
      InteractionGraph graph, FloatMatrix text, LightGcn.Options options, int threads) {
    return LightGcn.train(
        graph,
        text,
        options,
        Seed.of(1),
        Kernels.scalar().withThreads(threads),
        ProgressListener.NONE);
  }

  /** Large enough that the kernels do split work; small batches take the restricted products. */
  @ParameterizedTest
  @ValueSource(ints = {64, 512})
  void train_moreThreads_givesTheSameBits(int batch) throws IOException {
    InteractionGraph graph = Graphs.random(400, 300, 0.05, 3);
    LightGcn.Options options =
        SMALL
            .withDimensions(32)
            .withBatch(batch)
            .withEpochs(2)
            .withNegatives(2)
            .withEarlyStopping(EarlyStopping.patience(3).withEvery(1));
    LightGcn one = train(graph, null, options, 1);
    for (int threads : new int[] {2, 4}) {
      LightGcn more = train(graph, null, options, threads);
      assertThat(more.vectors()).isEqualTo(one.vectors());
      assertThat(more.report()).isEqualTo(one.report());
      one.save(folder.resolve("one"));
      more.save(folder.resolve("more"));
      assertThat(folder.resolve("more")).hasSameBinaryContentAs(folder.resolve("one"));
    }
  }

  @Test
  void train_otherSeed_givesOtherVectors() {
    InteractionGraph graph = graph();
    assertThat(LightGcn.train(graph, SMALL, Seed.of(1)).vectors())
        .isNotEqualTo(LightGcn.train(graph, SMALL, Seed.of(2)).vectors());
  }

  @Test
  void train_twoGroups_ranksTheOwnGroupFirst() {
    InteractionGraph graph = Graphs.twoGroups(60, 40, 2);
    LightGcn model = LightGcn.train(graph, SMALL.withEpochs(40), Seed.of(1));
    assertThat(model.report().losses().get(39)).isLessThan(0.8 * model.report().losses().get(0));
    int own = 0;
    int all = 0;
    for (int user = 0; user < 60; user++) {
      for (ScoredItem item : model.recommend("u" + user, 5)) {
        all++;
        own += graph.itemNumber(item.item()) % 2 == user % 2 ? 1 : 0;
      }
    }
    assertThat(own).isGreaterThan((int) (0.9 * all));
  }

  @Test
  void train_itemWithoutUsersButWithText_isScoredLikeItsTextNeighbors() {
    // item 40 and 41 have no users; their texts are those of the even and the odd items
    InteractionGraph groups = Graphs.twoGroups(60, 40, 2);
    InteractionGraph graph =
        Graphs.of(
            60,
            42,
            java.util.stream.IntStream.range(0, 60)
                .boxed()
                .flatMap(
                    u ->
                        java.util.Arrays.stream(groups.byUser().rowColumns(u))
                            .mapToObj(i -> new int[] {u, i}))
                .toArray(int[][]::new));
    FloatMatrix.Builder text = FloatMatrix.builder(42, 12);
    SplittableRandom random = new SplittableRandom(4);
    for (int item = 0; item < 42; item++) {
      for (int k = 0; k < 12; k++) {
        float topic = k % 2 == item % 2 ? 1 : 0;
        text.set(item, k, topic + 0.1f * (float) random.nextGaussian());
      }
    }
    LightGcn model = LightGcn.train(graph, text.build(), SMALL, Seed.of(1));
    int right = 0;
    for (int user = 0; user < 60; user++) {
      right += model.score(user, 40 + user % 2) > model.score(user, 41 - user % 2) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(54);
    assertThat(model.provenance().settings()).containsEntry("start", "item texts");
  }

  @Test
  void start_itemsWithText_haveTheSpreadOfTheOptionsAndOthersAreRandom() {
    FloatMatrix.Builder text = FloatMatrix.builder(50, 20);
    SplittableRandom random = new SplittableRandom(4);
    for (int item = 1; item < 50; item++) {
      for (int k = 0; k < 20; k++) {
        text.set(item, k, 3 + (float) random.nextGaussian());
      }
    }
    LightGcn.Options options = SMALL.withSpread(0.1).withTextSpread(2);
    StartVectors start = new StartVectors(8, options.spread(), options.textSpread());
    float[] plain = start.of(10, 50, null, Seed.of(1));
    float[] told = start.of(10, 50, text.build(), Seed.of(1));
    double squares = 0;
    for (int i = 0; i < told.length; i++) {
      if (i < 11 * 8) {
        assertThat(told[i]).isEqualTo(plain[i]);
      } else {
        assertThat(told[i]).isNotEqualTo(plain[i]);
        squares += told[i] * told[i];
      }
    }
    assertThat(Math.sqrt(squares / (49 * 8))).isBetween(0.199, 0.201);
  }

  @Test
  void train_textOfTheWrongShapeOrNotFinite_isRefused() {
    InteractionGraph graph = graph();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LightGcn.train(graph, FloatMatrix.zeros(3, 8), SMALL, Seed.of(1)))
        .withMessage("itemText: has 3 rows for 17 items");
    FloatMatrix bad = FloatMatrix.builder(17, 2).set(0, 0, Float.NaN).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LightGcn.train(graph, bad, SMALL, Seed.of(1)))
        .withMessageContaining("not a finite number");
    assertThat(LightGcn.train(graph, FloatMatrix.zeros(17, 8), SMALL, Seed.of(1)).vectors())
        .isEqualTo(LightGcn.train(graph, SMALL, Seed.of(1)).vectors());
  }

  @Test
  void train_earlyStopping_keepsTheBestEpochAndStopsAfterPatience() {
    InteractionGraph graph = Graphs.twoGroups(60, 40, 2);
    LightGcn.Options options =
        SMALL.withEpochs(200).withEarlyStopping(new EarlyStopping(2, 3, 1000));
    TrainingReport report = LightGcn.train(graph, options, Seed.of(1)).report();
    assertThat(report.epochs()).isLessThan(200);
    TrainingReport.Validation best =
        report.validations().stream().reduce((a, b) -> b.ndcg() > a.ndcg() ? b : a).orElseThrow();
    assertThat(report.chosenEpoch()).isEqualTo(best.epoch());
    assertThat(report.epochs()).isEqualTo(best.epoch() + 2 * 3);
    assertThat(report.toString()).contains("epoch " + best.epoch() + " kept");
  }

  @Test
  void holdout_graphWithTimes_takesTheLastItemOfUsersWithThree() {
    EventLogBuilder events = EventLog.builder();
    String[][] rows = {
      {"a", "x", "1"}, {"a", "y", "9"}, {"a", "z", "5"}, {"b", "x", "2"}, {"b", "y", "3"}
    };
    for (String[] row : rows) {
      events.add(row[0], row[1], "buy", Long.parseLong(row[2]), "", Double.NaN, Double.NaN);
    }
    InteractionGraph graph = InteractionGraph.from(events.build());
    InteractionGraph train = Holdout.of(graph, 100, Seed.of(1)).train();
    assertThat(train.pairs()).isEqualTo(4);
    assertThat(train.contains(graph.userNumber("a"), graph.itemNumber("y"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Holdout.of(Graphs.of(1, 2, new int[] {0, 0}), 100, Seed.of(1)))
        .withMessageContaining("nothing to validate on");
  }

  @Test
  void holdout_fewerUsersAllowed_drawsAsManyAndRanksByHand() {
    InteractionGraph graph = Graphs.random(30, 12, 0.5, 1);
    Holdout part = Holdout.of(graph, 7, Seed.of(1));
    assertThat(graph.pairs() - part.train().pairs()).isEqualTo(7);
    float[] vectors = new float[42];
    java.util.Arrays.fill(vectors, 1);
    double expected = 0;
    for (int user = 0; user < 30; user++) {
      int rank = 0;
      for (int item = 0; item < 12; item++) {
        // all scores tie: the rank is that among the items that the user is not known to have
        rank += part.train().contains(user, item) ? 0 : 1;
        if (graph.contains(user, item) && !part.train().contains(user, item)) {
          expected += Math.log(2) / Math.log(rank + 1) / 7;
        }
      }
    }
    assertThat(part.ndcg(vectors, 1, Kernels.scalar()))
        .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void train_lossOverflows_stopsNamingEpochAndBatch() {
    assertThatExceptionOfType(NotConvergedException.class)
        .isThrownBy(() -> LightGcn.train(graph(), SMALL.withSpread(1e30), Seed.of(1)))
        .withMessageContaining("LightGCN, epoch 1, batch 1")
        .withMessageContaining("learning rate");
  }

  @Test
  void train_cancelled_stopsBetweenEpochs() {
    List<Long> heard = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {
            heard.add(done);
          }

          @Override
          public boolean isCancelled() {
            return heard.size() == 3;
          }
        };
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () -> LightGcn.train(graph(), null, SMALL, Seed.of(1), Kernels.scalar(), listener));
    assertThat(heard).containsExactly(0L, 1L, 2L);
  }

  @Test
  void train_everyUserHasEverything_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LightGcn.train(Graphs.random(3, 3, 1, 1), SMALL, Seed.of(1)))
        .withMessage("graph: every user has every item");
  }

  @Test
  void options_outOfRange_areNamed() {
    LightGcn.Options options = LightGcn.Options.defaults();
    assertThatIllegalArgumentException().isThrownBy(() -> options.withLayers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withDimensions(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withLearningRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withL2(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withBatch(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withEpochs(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withNegatives(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withSpread(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withTextSpread(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> EarlyStopping.patience(0));
    assertThat(options.withLayers(2).layers()).isEqualTo(2);
    assertThat(options.withNegatives(3).negatives()).isEqualTo(3);
  }

  @Test
  void save_thenLoad_isTheSameModel() throws IOException {
    EventLogBuilder events = EventLog.builder();
    for (int i = 0; i < 200; i++) {
      String user = "用户" + i % 23;
      events.add(user, "i" + i * 31 % 19, "buy", i, "", Double.NaN, Double.NaN);
    }
    InteractionGraph graph = InteractionGraph.from(events.build());
    LightGcn model =
        LightGcn.train(
            graph, SMALL.withEarlyStopping(EarlyStopping.patience(2).withEvery(3)), Seed.of(1));
    Path file = folder.resolve("model.bin");
    Files.writeString(file, "a former file");
    model.save(file);
    LightGcn loaded = LightGcn.load(file);
    assertThat(loaded.vectors()).isEqualTo(model.vectors());
    assertThat(loaded.options()).isEqualTo(model.options());
    assertThat(loaded.report()).isEqualTo(model.report());
    assertThat(loaded.graph().hash()).isEqualTo(graph.hash());
    assertThat(loaded.provenance()).isEqualTo(model.provenance());
    assertThat(loaded.recommend("用户3", 5)).isEqualTo(model.recommend("用户3", 5));
    assertThat(loaded.explain(3, 4)).isEqualTo(model.explain(3, 4));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void load_damagedFile_isRefused() throws IOException {
    Path file = folder.resolve("model.bin");
    LightGcn.train(graph(), SMALL.withEpochs(1), Seed.of(1)).save(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertThatThrownBy(() -> LightGcn.load(file))
          .as("byte %s", at)
          .isInstanceOf(DataFormatException.class)
          .hasMessageContaining("model.bin");
    }
    for (int length : new int[] {0, 7, 19, 100, bytes.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> LightGcn.load(file)).isInstanceOf(DataFormatException.class);
    }
    Files.writeString(file, "this is a text and not a model at all");
    assertThatThrownBy(() -> LightGcn.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("is no LightGCN model");
    bytes[11]++;
    Files.write(file, bytes);
    assertThatThrownBy(() -> LightGcn.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("is of version 2, not 1");
  }

  @Test
  void equals_reportsThatDifferInSecondsOnly_areEqual() {
    TrainingReport one = LightGcn.train(graph(), SMALL, Seed.of(1)).report();
    TrainingReport two = LightGcn.train(graph(), SMALL, Seed.of(1)).report();
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one).isNotEqualTo(LightGcn.train(graph(), SMALL, Seed.of(2)).report());
  }
}
