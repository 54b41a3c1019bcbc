package org.causal4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.EmbeddingProviderContract;
import org.causal4j.embed.EmbeddingProviders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

class OnnxEmbeddingsTest {
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class MiniLm implements EmbeddingProviderContract {
    private final EmbeddingProvider provider = EmbeddingProviders.named("all-minilm-l6-v2");

    @Override
    public EmbeddingProvider provider() {
      return provider;
    }

    @AfterAll
    void close() {
      provider.close();
    }

    /** First components as this code gave them when it was written: they must not drift. */
    @Test
    void embed_knownText_doesNotDrift() {
      float[] vector = provider.embed("a red mug");
      float[] expected = {-0.04540892f, 0.035494998f, -0.055525545f, 0.09392226f};
      for (int k = 0; k < expected.length; k++) {
        assertThat(vector[k]).isCloseTo(expected[k], within(1e-4f));
      }
    }

    @Test
    void embed_likeMeaning_isNearerThanUnlike() {
      FloatMatrix v = provider.embed(List.of("a red mug", "red cup", "wooden sledge"));
      assertThat(v.cosine(0, v, 1)).isGreaterThan(v.cosine(0, v, 2) + .3);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class BgeSmallZh implements EmbeddingProviderContract {
    private final EmbeddingProvider provider = EmbeddingProviders.named("bge-small-zh-v1.5");

    @Override
    public EmbeddingProvider provider() {
      return provider;
    }

    @AfterAll
    void close() {
      provider.close();
    }

    @Test
    void embed_likeMeaning_isNearerThanUnlike() {
      assertThat(provider.info().dimension()).isEqualTo(512);
      FloatMatrix v = provider.embed(List.of("蓝牙耳机", "无线蓝牙耳机", "纯棉T恤"));
      assertThat(v.cosine(0, v, 1)).isCloseTo(.924, within(.01));
      assertThat(v.cosine(0, v, 2)).isCloseTo(.358, within(.01));
    }
  }
}
