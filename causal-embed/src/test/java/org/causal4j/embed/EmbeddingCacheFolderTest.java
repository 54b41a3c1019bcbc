package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that keeps its vectors on disk, and what may happen to the file. */
class EmbeddingCacheFolderTest implements EmbeddingProviderContract {
  private static final FloatMatrix FRESH = EmbeddingProviders.hashing().embed(TEXTS);

  @TempDir private Path folder;
  private EmbeddingProvider onDisk = EmbeddingProviders.hashing();

  @BeforeEach
  void open() {
    onDisk = EmbeddingCache.inFolder(folder).wrap(EmbeddingProviders.hashing());
  }

  @Override
  public EmbeddingProvider provider() {
    return onDisk;
  }

  private Path file() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void embed_fromDisk_hasTheBitsOfTheProvider() {
    onDisk.embed(TEXTS);
    EmbeddingCache again = EmbeddingCache.inFolder(folder);
    assertThat(again.wrap(EmbeddingProviders.hashing()).embed(TEXTS)).isEqualTo(FRESH);
    assertThat(again.stats().misses()).isZero();
  }

  @Test
  void embed_fileCutAnywhere_givesTheRightVectors() throws IOException {
    onDisk.embed(TEXTS);
    byte[] whole = Files.readAllBytes(file());
    int records = TEXTS.size() - 1;
    int record = whole.length / records;
    for (int length : new int[] {0, 1, record - 1, record, record + 1, 3 * record + 7}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      EmbeddingCache cut = EmbeddingCache.inFolder(folder);
      assertThat(cut.wrap(EmbeddingProviders.hashing()).embed(TEXTS)).isEqualTo(FRESH);
      assertThat(cut.stats().misses()).as("%s bytes", length).isEqualTo(records - length / record);
      assertThat(cut.stats().damaged()).isEqualTo(length % record == 0 ? 0 : 1);
      EmbeddingCache healed = EmbeddingCache.inFolder(folder);
      healed.wrap(EmbeddingProviders.hashing()).embed(TEXTS);
      assertThat(healed.stats().misses()).isZero();
      assertThat(healed.stats().damaged()).isZero();
    }
  }

  @Test
  void wrap_twoModels_doNotMixTheirVectors() throws IOException {
    EmbeddingCache cache = EmbeddingCache.inFolder(folder);
    EmbeddingProvider second = new Negated();
    cache.wrap(EmbeddingProviders.hashing()).embed(TEXTS);
    FloatMatrix negative = cache.wrap(second).embed(TEXTS);
    assertThat(negative.get(0, 0)).isEqualTo(-1f);
    assertThat(cache.wrap(EmbeddingProviders.hashing()).embed(TEXTS)).isEqualTo(FRESH);
    try (var files = Files.list(folder)) {
      assertThat(files.count()).isEqualTo(2);
    }
  }

  /** Gives (−1) for every text. */
  private static final class Negated implements EmbeddingProvider {
    @Override
    public EmbeddingModelInfo info() {
      return new EmbeddingModelInfo(
          "negated", 1, Pooling.MEAN, true, ImmutableList.of(), "0123456789abcdef");
    }

    @Override
    public FloatMatrix embed(List<String> texts) {
      FloatMatrix.Builder rows = FloatMatrix.builder(texts.size(), 1);
      for (int i = 0; i < texts.size(); i++) {
        rows.set(i, 0, -1);
      }
      return rows.build();
    }

    @Override
    public void close() {}
  }
}
