package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.matrix.FloatMatrix;
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
}
