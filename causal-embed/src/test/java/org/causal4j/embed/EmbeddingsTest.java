package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  private static final EmbeddingModelInfo MODEL =
      new EmbeddingModelInfo("two", 2, Pooling.OTHER, false, ImmutableList.of("en"), "0123abcd");
  private static final Provenance ORIGIN = Provenance.of("test", ImmutableMap.of());

  private static Embeddings of(float[]... rows) {
    return Embeddings.of(FloatMatrix.ofRows(rows), MODEL, ORIGIN);
  }

  @Test
  void nearest_ties_comeByRow() {
    Embeddings e =
        of(
            new float[] {1, 0},
            new float[] {0, 1},
            new float[] {2, 0},
            new float[] {0, 0},
            new float[] {1, 1},
            new float[] {5, 0});
    assertThat(e.nearest(0, 4)).extracting(Neighbor::row).containsExactly(2, 5, 4, 1);
    assertThat(e.nearest(0, 99)).extracting(Neighbor::row).containsExactly(2, 5, 4, 1, 3);
    assertThat(e.nearest(0, 0)).isEmpty();
    assertThat(e.nearest(0, 3).get(2).cosine()).isCloseTo(Math.sqrt(.5), within(1e-12));
    assertThat(e.cosine(0, 3)).isZero();
    assertThat(e.nearest(0, 1).get(0)).hasToString("row 2 (cosine 1.000)");
  }

  @Test
  void of_wrongColumnsOrNaN_isRefused() {
    assertThatThrownBy(() -> of(new float[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 columns");
    assertThatThrownBy(() -> of(new float[] {1, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void modelInfo_badFingerprint_isRefused() {
    assertThatThrownBy(
            () ->
                new EmbeddingModelInfo("m", 2, Pooling.MEAN, true, ImmutableList.of(), "../../etc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fingerprint");
  }

  @Test
  void embedAll_longList_reportsEachBatch() {
    List<String> heard = new ArrayList<>();
    List<String> texts = IntStream.range(0, 1100).mapToObj(i -> "text " + i).toList();
    try (EmbeddingProvider provider = EmbeddingProviders.hashing()) {
      Embeddings all =
          provider.embedAll(
              texts, (stage, done, total) -> heard.add(stage + " " + done + "/" + total));
      assertThat(all.matrix()).isEqualTo(provider.embed(texts));
      assertThat(all.size()).isEqualTo(1100);
      assertThat(all.dimension()).isEqualTo(384);
      assertThat(all.toString()).contains("1100 texts", "hashing");
    }
    assertThat(heard)
        .containsExactly(
            "embed texts 0/1100",
            "embed texts 512/1100",
            "embed texts 1024/1100",
            "embed texts 1100/1100");
  }

  @Test
  void embedAll_cancelled_stops() {
    ProgressListener cancels =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> EmbeddingProviders.hashing().embedAll(List.of("a"), cancels))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("embed texts");
  }

  @Test
  void embedAll_nullBehindTheFirstBatch_namesItsIndexInTheList() {
    String[] texts = new String[700];
    Arrays.fill(texts, "a");
    texts[600] = null;
    assertThatThrownBy(() -> EmbeddingProviders.hashing().embedAll(Arrays.asList(texts)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("600");
  }

  @Test
  void provenance_otherTexts_hasAnotherHash() {
    EmbeddingProvider hashing = EmbeddingProviders.hashing();
    String ab = hashing.embedAll(List.of("a", "b")).provenance().hash();
    assertThat(hashing.embedAll(List.of("a", "b")).provenance().hash()).isEqualTo(ab);
    assertThat(hashing.embedAll(List.of("ab", "")).provenance().hash()).isNotEqualTo(ab);
    assertThat(hashing.embedAll(List.of("a", "b"))).isEqualTo(hashing.embedAll(List.of("a", "b")));
  }

  @Test
  void embedAll_faultyProvider_isToldApart() {
    EmbeddingProvider faulty = new Fixed(FloatMatrix.copyOf(1, 2, new float[] {0, Float.NaN}));
    assertThatThrownBy(() -> faulty.embedAll(List.of("a")))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("two gave NaN");
    assertThatThrownBy(() -> EmbeddingCache.inMemory().wrap(faulty).embed(List.of("a")))
        .isInstanceOf(CausalException.class);
    assertThatThrownBy(() -> new Fixed(FloatMatrix.zeros(2, 2)).embedAll(List.of("a")))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("2 x 2");
  }

  /** Gives one matrix, whatever it is asked for. */
  private record Fixed(FloatMatrix answer) implements EmbeddingProvider {
    @Override
    public EmbeddingModelInfo info() {
      return MODEL;
    }

    @Override
    public FloatMatrix embed(List<String> texts) {
      return answer;
    }

    @Override
    public void close() {}
  }
}
