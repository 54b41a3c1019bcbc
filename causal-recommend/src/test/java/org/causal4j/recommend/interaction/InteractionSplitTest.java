package org.causal4j.recommend.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionSplitTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void read_listsWithGaps_keepsIdsInOrderOfNumber() throws IOException {
    Path train = file("train", "30 7 100\n4 7\n\n");
    Path test = file("test", "4 100 5\n9 7\n");
    InteractionSplit split = InteractionSplit.read(train, test);
    assertThat(split.train().users()).containsExactly("4", "9", "30");
    assertThat(split.train().items()).containsExactly("5", "7", "100");
    assertThat(split.train().contains(2, 2)).isTrue();
    assertThat(split.train().pairs()).isEqualTo(3);
    assertThat(split.test().users()).isEqualTo(split.train().users());
    InteractionSplit.Counts counts = split.counts();
    assertThat(counts.users()).isEqualTo(3);
    assertThat(counts.items()).isEqualTo(3);
    assertThat(counts.train()).isEqualTo(3);
    assertThat(counts.test()).isEqualTo(3);
    assertThat(counts.usersOnlyInTest()).isEqualTo(1);
    assertThat(counts.itemsOnlyInTest()).isEqualTo(1);
    assertThat(counts.hash()).isEqualTo(split.train().hash());
    assertThat(split.validation()).isEmpty();
  }

  @Test
  void readGraph_numbersOfAnyLength_standByNumberAndThenByText() throws IOException {
    String big = "9".repeat(30);
    Path file = file("train", "7 0 00 " + big + " 10 010 9\n");
    assertThat(InteractionSplit.readGraph(file).items())
        .containsExactly("0", "00", "9", "010", "10", big);
    Path mixed = file("mixed", "7 9 10 a\n");
    assertThat(InteractionSplit.readGraph(mixed).items()).containsExactly("10", "9", "a");
  }

  @Test
  void read_duplicates_areAddedUpAndCounted() throws IOException {
    Path train = file("train", "u\ta\t2\t1000\nu\tb\t1\t5\nu\ta\t0.5\t900\n");
    Path test = file("test", "u c c\nv a\nw\n");
    InteractionSplit split = InteractionSplit.read(train, test);
    assertThat(split.counts().duplicates()).isEqualTo(2);
    assertThat(split.counts().usersWithoutItems()).isEqualTo(1);
    assertThat(split.counts().users()).isEqualTo(3);
    assertThat(split.train().byUser().get(0, 0)).isEqualTo(2.5f);
    assertThat(split.train().lastTime(0, 0)).contains(Instant.ofEpochSecond(1000));
    assertThat(split.test().hasTimes()).isFalse();
  }

  @Test
  void read_gzipAndOtherOrderOfLines_hasTheSameHash() throws IOException {
    Path plain = file("a", "1\t2\n10\t3\n1\t30\n");
    Path packed = folder.resolve("b");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("\uFEFF10 3\n1 30 2\n".getBytes(StandardCharsets.UTF_8));
    }
    Path test = file("test", "1 3\n");
    assertThat(InteractionSplit.read(packed, test).counts().hash())
        .isEqualTo(InteractionSplit.read(plain, test).counts().hash());
    assertThat(InteractionSplit.readGraph(packed).hash())
        .isEqualTo(InteractionSplit.readGraph(plain).hash());
  }

  @Test
  void read_headerOfTypedNames_isSkipped() throws IOException {
    Path file =
        file("ml", "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t4\n");
    InteractionGraph graph = InteractionSplit.readGraph(file);
    assertThat(graph.pairs()).isEqualTo(1);
    assertThat(graph.byUser().get(0, 0)).isEqualTo(3);
  }

  @Test
  void read_threeFiles_haveOneNumbering() throws IOException {
    InteractionSplit split =
        InteractionSplit.read(file("a", "1 2\n"), file("b", "5 2\n"), file("c", "1 2 9\n"));
    assertThat(split.validation().orElseThrow().users()).containsExactly("1", "5");
    assertThat(split.counts().validation()).isEqualTo(1);
    assertThat(split.counts().testPairsInTrain()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'1\t2\n\t3', 2:1, the user is empty",
    "'1\t2\n3\t', 2:2, the item is empty",
    "'1\t-2', 1:2, item '-2' is a negative number",
    "'-1 2', 1:1, user '-1' is a negative number",
    "'1 2 -3', 1:3, item '-3' is a negative number",
    "'1\t2\tNaN', 1:3, weight 'NaN' is not above 0",
    "'1\t2\t0', 1:3, weight '0' is not above 0",
    "'1\t2\t1e39', 1:3, weight '1e39' is not above 0 and finite",
    "'1\t2\tx', 1:3, weight 'x' is no number",
    "'1\t2\t1\t-5', 1:4, time '-5' is not a number from 0 up",
    "'1\t2\t1\tNaN', 1:4, time 'NaN'",
    "'1\t2\n1\t2\t3', 2:3, 'there are 3 fields, but 2 in the first line'",
    "'1\t2\t3\n1\t2', 2:2, 'there are 2 fields, but 3 in the first line'",
    "'1\t2\t3\t4\t5', 1:5, there are 5 fields",
    "'1 2\n1\t2', 2, has a tab",
  })
  void read_malformed_namesFileLineAndField(String text, String place, String problem)
      throws IOException {
    Path file = file("bad", text);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> InteractionSplit.readGraph(file))
        .withMessageStartingWith(file + ":" + place + ": ")
        .withMessageContaining(problem);
  }

  @Test
  void read_noPairOrNoText_isRefused() throws IOException {
    Path empty = file("empty", "\n3\n");
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> InteractionSplit.readGraph(empty))
        .withMessage(empty + ": has no pair of a user and an item");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {'1', ' ', (byte) 0xff, 10});
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> InteractionSplit.readGraph(binary))
        .withMessageContaining("is not UTF-8");
  }

  @Property(tries = 20)
  void stratified_anyShare_partsEachUserByIt(
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double share, @ForAll long seed) {
    InteractionGraph graph = Graphs.random(40, 30, 0.3, 8);
    InteractionSplit split = InteractionSplit.stratified(graph, share, Seed.of(seed));
    assertThat(split.train().pairs() + split.test().pairs()).isEqualTo(graph.pairs());
    assertThat(split.counts().testPairsInTrain()).isZero();
    for (int user = 0; user < 40; user++) {
      int size = graph.byUser().rowLength(user);
      assertThat(split.test().byUser().rowLength(user))
          .isEqualTo(Math.min(size - 1, (int) Math.floor(size * share + 0.5)));
    }
    assertThat(InteractionSplit.stratified(graph, share, Seed.of(seed)).counts())
        .isEqualTo(split.counts());
  }

  @Test
  void stratified_eachItem_isDrawnWithTheSameChance() {
    InteractionGraph graph = Graphs.random(1, 10, 1, 8);
    int[] drawn = new int[10];
    for (int seed = 0; seed < 4000; seed++) {
      for (int item :
          InteractionSplit.stratified(graph, 0.3, Seed.of(seed)).test().byUser().rowColumns(0)) {
        drawn[item]++;
      }
    }
    for (int count : drawn) {
      // binomial with mean 1,200 and deviation 29
      assertThat(count).isBetween(1200 - 5 * 29, 1200 + 5 * 29);
    }
  }

  @Test
  void stratified_wrongShare_isRefused() {
    InteractionGraph graph = Graphs.random(4, 3, 0.3, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionSplit.stratified(graph, 1, Seed.of(1)))
        .withMessageContaining("share: 1.0 is not between 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionSplit.stratified(graph, 0.001, Seed.of(1)))
        .withMessageContaining("no user");
  }
}
