package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.hashing.HashingEmbeddings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest implements EmbeddingProviderContract {
  private static final List<String> TEXTS = List.of("red mug", "blue mug", "red mug", "lamp");

  @TempDir private Path folder;

  private final EmbeddingProvider inMemory =
      EmbeddingCache.inMemory().wrap(EmbeddingProviders.hashing());

  @Override
  public EmbeddingProvider provider() {
    return inMemory;
  }

  private static FloatMatrix embed(EmbeddingCache cache) {
    return cache.wrap(EmbeddingProviders.hashing()).embed(TEXTS);
  }

  @Test
  void wrap_secondRun_embedsNothing() {
    EmbeddingCache first = EmbeddingCache.inFolder(folder);
    FloatMatrix vectors = embed(first);
    assertThat(first.stats()).isEqualTo(new CacheStatistics(1, 3, 0));
    EmbeddingCache second = EmbeddingCache.inFolder(folder);
    assertThat(embed(second)).isEqualTo(vectors);
    assertThat(second.stats()).isEqualTo(new CacheStatistics(4, 0, 0));
  }

  @Test
  void wrap_fileCutShort_embedsWhatIsLostAndCountsIt() throws IOException {
    FloatMatrix vectors = embed(EmbeddingCache.inFolder(folder));
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    EmbeddingCache cut = EmbeddingCache.inFolder(folder);
    assertThat(embed(cut)).isEqualTo(vectors);
    assertThat(cut.stats()).isEqualTo(new CacheStatistics(3, 1, 1));
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void wrap_changedByte_givesNoWrongVector() throws IOException {
    FloatMatrix vectors = embed(EmbeddingCache.inFolder(folder));
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);
    EmbeddingCache damaged = EmbeddingCache.inFolder(folder);
    assertThat(embed(damaged)).isEqualTo(vectors);
    assertThat(damaged.stats().damaged()).isEqualTo(1);
  }

  @Test
  void inFolder_notAFolder_worksInMemoryAndSaysWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    EmbeddingCache cache = EmbeddingCache.inFolder(file.resolve("below"));
    assertThat(cache.problem()).isPresent();
    assertThat(embed(cache).rows()).isEqualTo(4);
  }

  @Test
  void inFolder_notAFolder_saysSoOnceAndKeepsInMemory() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    EmbeddingCache cache = EmbeddingCache.inFolder(file);
    String problem = cache.problem().orElseThrow();
    embed(cache);
    embed(cache);
    assertThat(cache.problem()).hasValue(problem);
    assertThat(cache.stats()).isEqualTo(new CacheStatistics(5, 3, 0));
    assertThat(cache.toString()).contains(problem, "5 hits, 3 misses");
  }

  /** A folder in the file's place can't be written, whoever runs the test. */
  @Test
  void wrap_fileThatCannotBeWritten_worksInMemoryAndSaysWhy() throws IOException {
    String fingerprint = EmbeddingProviders.hashing().info().fingerprint();
    Files.createDirectories(folder.resolve(fingerprint + ".vectors").resolve("in the way"));
    EmbeddingCache cache = EmbeddingCache.inFolder(folder);
    assertThat(cache.problem()).isEmpty();
    assertThat(embed(cache)).isEqualTo(EmbeddingProviders.hashing().embed(TEXTS));
    assertThat(cache.problem().orElseThrow()).contains(fingerprint, "in memory only");
    assertThat(embed(cache)).isEqualTo(EmbeddingProviders.hashing().embed(TEXTS));
    assertThat(cache.stats().misses()).isEqualTo(3);
  }

  @Test
  void wrap_otherOptions_shareNoVectors() {
    EmbeddingCache cache = EmbeddingCache.inFolder(folder);
    HashingEmbeddings.Options words = HashingEmbeddings.Options.defaults().withCharGrams(0, 0);
    FloatMatrix plain = embed(cache);
    FloatMatrix other = cache.wrap(HashingEmbeddings.of(words)).embed(TEXTS);
    assertThat(other).isEqualTo(HashingEmbeddings.of(words).embed(TEXTS)).isNotEqualTo(plain);
    assertThat(cache.stats().misses()).isEqualTo(6);
  }

  @Test
  void wrap_textsThatDifferOnlyInLoneSurrogates_areTwoTexts() {
    EmbeddingCache cache = EmbeddingCache.inMemory();
    cache.wrap(EmbeddingProviders.hashing()).embed(List.of("a\uD800", "a\uD801"));
    assertThat(cache.stats().misses()).isEqualTo(2);
  }

  @Test
  void wrap_manyCachesWriteOneFolder_loseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<String> texts = new ArrayList<>();
    try {
      List<Future<EmbeddingCache>> writers = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        List<String> own = IntStream.range(t * 20, t * 20 + 20).mapToObj(i -> "text " + i).toList();
        texts.addAll(own);
        writers.add(
            threads.submit(
                () -> {
                  EmbeddingCache cache = EmbeddingCache.inFolder(folder);
                  own.forEach(cache.wrap(EmbeddingProviders.hashing())::embed);
                  return cache;
                }));
      }
      for (Future<EmbeddingCache> writer : writers) {
        assertThat(writer.get().problem()).isEmpty();
      }
    } finally {
      threads.shutdown();
    }
    EmbeddingCache reader = EmbeddingCache.inFolder(folder);
    FloatMatrix vectors = reader.wrap(EmbeddingProviders.hashing()).embed(texts);
    assertThat(vectors).isEqualTo(EmbeddingProviders.hashing().embed(texts));
    assertThat(reader.stats()).isEqualTo(new CacheStatistics(160, 0, 0));
  }

  /** Whatever happens to the bytes, a vector is the right one or is made anew. */
  @Property(tries = 60, seed = "17")
  void wrap_anyDamage_givesNoWrongVector(
      @ForAll @IntRange(max = 4800) int at,
      @ForAll @IntRange(max = 255) int value,
      @ForAll @IntRange(max = 4800) int length)
      throws IOException {
    Path place = Files.createTempDirectory("cache");
    try {
      FloatMatrix vectors = embed(EmbeddingCache.inFolder(place));
      Path file = place.resolve(EmbeddingProviders.hashing().info().fingerprint() + ".vectors");
      byte[] bytes = Files.readAllBytes(file);
      bytes[at % bytes.length] = (byte) value;
      Files.write(file, Arrays.copyOf(bytes, Math.min(bytes.length, length)));
      assertThat(embed(EmbeddingCache.inFolder(place))).isEqualTo(vectors);
      assertThat(embed(EmbeddingCache.inFolder(place))).isEqualTo(vectors);
    } finally {
      MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
