package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.Test;

/** What every provider promises. Implement {@link #provider()} and inherit the tests. */
public interface EmbeddingProviderContract {
  /** The provider under test; may be the same one each time. It is not closed. */
  EmbeddingProvider provider();

  /** Texts of both languages, of many lengths. */
  List<String> TEXTS =
      List.of(
          "red mug",
          "蓝牙耳机",
          "",
          "a wooden sledge for two children in the snow",
          "red mug",
          "R2-D2 🙂");

  @Test
  default void embed_texts_givesOneFiniteRowEach() {
    FloatMatrix vectors = provider().embed(TEXTS);
    assertThat(vectors.rows()).isEqualTo(TEXTS.size());
    assertThat(vectors.columns()).isEqualTo(provider().info().dimension());
    assertThat(vectors.isFinite()).isTrue();
  }

  @Test
  default void embed_noTexts_givesNoRows() {
    FloatMatrix none = provider().embed(List.of());
    assertThat(none.rows()).isZero();
    assertThat(none.columns()).isEqualTo(provider().info().dimension());
  }

  @Test
  default void embed_twice_givesTheSameBits() {
    assertThat(provider().embed(TEXTS)).isEqualTo(provider().embed(TEXTS));
  }

  @Test
  default void embed_oneByOne_equalsTheBatch() {
    FloatMatrix batch = provider().embed(TEXTS);
    for (int i = 0; i < TEXTS.size(); i++) {
      float[] alone = provider().embed(TEXTS.get(i));
      for (int k = 0; k < alone.length; k++) {
        assertThat(alone[k]).isCloseTo(batch.get(i, k), within(1e-4f));
      }
    }
  }

  @Test
  default void embed_equalTexts_haveEqualVectors() {
    FloatMatrix vectors = provider().embed(TEXTS);
    for (int k = 0; k < vectors.columns(); k++) {
      assertThat(vectors.get(0, k)).isCloseTo(vectors.get(4, k), within(1e-4f));
    }
  }

  @Test
  default void embed_nullText_namesItsIndex() {
    assertThatThrownBy(() -> provider().embed(Arrays.asList("a", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
  }

  @Test
  default void embed_longText_isAllowed() {
    assertThat(provider().embed(List.of("mug ".repeat(2500))).isFinite()).isTrue();
  }

  @Test
  default void embed_normalizedProvider_givesUnitLength() {
    if (provider().info().normalized()) {
      FloatMatrix one = provider().embed(List.of("red mug"));
      assertThat(one.dot(0, one, 0)).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  default void embed_eightThreads_giveTheSameBits() throws Exception {
    FloatMatrix expected = provider().embed(TEXTS);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<FloatMatrix>> results = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        results.add(threads.submit(() -> provider().embed(TEXTS)));
      }
      for (Future<FloatMatrix> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  default void embedAll_texts_carriesTheModel() {
    Embeddings all = provider().embedAll(TEXTS);
    assertThat(all.model()).isEqualTo(provider().info());
    assertThat(all.matrix()).isEqualTo(provider().embed(TEXTS));
    assertThat(all.provenance().toTree()).contains(provider().info().name());
  }
}
