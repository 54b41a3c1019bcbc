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

    /**
     * First components as Python gives them for the same model and tokenizer files (onnxruntime
     * 1.32.0, tokenizers 0.23.3; mean of the tokens, unit length).
     */
    @Test
    void embed_knownText_isTheReferenceVector() {
      float[] vector = provider.embed("a red mug");
      float[] expected = {
        -0.04540891f, 0.03549503f, -0.05552552f, 0.09392223f, -0.01469528f, 0.03903869f
      };
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

    /** Cosines as Python gives them in the same way, with the first token's vector. */
    @Test
    void embed_likeMeaning_hasTheReferenceCosines() {
      assertThat(provider.info().dimension()).isEqualTo(512);
      FloatMatrix v = provider.embed(List.of("蓝牙耳机", "无线蓝牙耳机", "纯棉T恤"));
      assertThat(v.cosine(0, v, 1)).isCloseTo(.92373, within(1e-3));
      assertThat(v.cosine(0, v, 2)).isCloseTo(.35830, within(1e-3));
    }
  }
}
