package org.causal4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
     * First eight components from onnxruntime 1.32.0 and tokenizers 0.23.3 in Python, on the model
     * and tokenizer of the same jar, one text at a time: mean of last_hidden_state, divided by its
     * length. Both run ONNX Runtime, if in versions far apart: an error of the model file or of the
     * runtime itself could be common to them.
     */
    @Test
    void embed_oracleTexts_agreesWithPython() {
      assertHead(
          provider.embed("WHITE HANGING HEART T-LIGHT HOLDER"),
          .0166445f,
          .1267160f,
          .0207919f,
          .0503402f,
          -.0635665f,
          -.0213536f,
          .0495964f,
          .0349416f);
      assertHead(
          provider.embed("The cat sits outside."),
          .1388418f,
          .0001264f,
          .0426341f,
          .0457524f,
          -.0586281f,
          -.0067413f,
          .0085980f,
          .0354192f);
      assertHead(
          provider.embed(""),
          -.1188383f,
          .0482987f,
          -.0025481f,
          -.0110111f,
          .0519508f,
          .0102918f,
          .1154333f,
          .0007007f);
    }

    /** Of the same origin. */
    @Test
    void embed_shortText_agreesWithPython() {
      assertHead(
          provider.embed("a red mug"),
          -0.0454089f,
          0.0354950f,
          -0.0555255f,
          0.0939222f,
          -0.0146953f,
          0.0390387f);
    }

    /** The frame tokens count among the 256; numbers of the same origin as above. */
    @Test
    void embed_longText_isCutAt256Tokens() {
      assertHead(
          provider.embed("mug ".repeat(200) + "lamp ".repeat(100)),
          .0279853f,
          -.0276016f,
          -.0116629f,
          -.0078019f,
          .0353605f,
          .0676042f,
          .1456618f,
          -.0420602f);
      float[] cut = provider.embed("mug ".repeat(254));
      assertThat(provider.embed("mug ".repeat(254) + "lamp")).isEqualTo(cut);
      assertThat(provider.embed("mug ".repeat(253) + "lamp")).isNotEqualTo(cut);
    }

    @Test
    void embed_anyNumberOfThreads_givesTheSameBits() {
      List<String> texts =
          IntStream.range(0, 150).mapToObj(i -> "red mug ".repeat(1 + i % 7) + i).toList();
      FloatMatrix expected = provider.embed(texts);
      for (int threads : new int[] {1, 3}) {
        try (EmbeddingProvider other = OnnxEmbeddings.named("all-minilm-l6-v2", threads)) {
          assertThat(other.info()).isEqualTo(provider.info());
          assertThat(other.embed(texts)).isEqualTo(expected);
        }
      }
    }

    @Test
    void embed_otherCompany_changesAtMostARounding() {
      List<String> texts =
          IntStream.range(0, 40).mapToObj(i -> "garden lamp ".repeat(1 + i % 5) + i).toList();
      FloatMatrix together = provider.embed(texts);
      for (int i = 0; i < texts.size(); i += 7) {
        float[] alone = provider.embed(texts.get(i));
        for (int k = 0; k < alone.length; k++) {
          assertThat(alone[k]).isCloseTo(together.get(i, k), within(1e-6f));
        }
      }
    }

    @Test
    void close_whileOthersEmbed_waitsForThem() throws Exception {
      EmbeddingProvider own = OnnxEmbeddings.named("all-minilm-l6-v2", 2);
      List<String> texts = IntStream.range(0, 200).mapToObj(i -> "mug " + i).toList();
      CountDownLatch started = new CountDownLatch(1);
      FutureTask<Integer> others =
          new FutureTask<>(
              () -> {
                int rows = 0;
                try {
                  while (true) {
                    rows += own.embed(texts).rows();
                    started.countDown();
                  }
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessageContaining("closed");
                  return rows;
                }
              });
      new Thread(others).start();
      assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
      own.close();
      assertThat(others.get(1, TimeUnit.MINUTES)).isGreaterThanOrEqualTo(200);
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

    /** Cosines of the same origin. */
    @Test
    void embed_likeAndUnlikeTexts_haveTheCosinesOfPython() {
      FloatMatrix v = provider.embed(List.of("蓝牙耳机", "无线蓝牙耳机", "纯棉T恤"));
      assertThat(v.cosine(0, v, 1)).isCloseTo(.92373, within(1e-4));
      assertThat(v.cosine(0, v, 2)).isCloseTo(.35830, within(1e-4));
    }

    /** First eight components; origin as for MiniLM, but the vector of the first token. */
    @Test
    void embed_oracleTexts_agreesWithPython() {
      assertThat(provider.info().dimension()).isEqualTo(512);
      assertHead(
          provider.embed("蓝牙耳机"),
          .0157307f,
          .0227812f,
          .0718996f,
          .0438119f,
          -.0547511f,
          -.0605636f,
          -.0560539f,
          .0357947f);
      assertHead(
          provider.embed("纯棉T恤"),
          .0080726f,
          -.0250507f,
          .0132877f,
          .0084162f,
          -.0192781f,
          -.0545449f,
          -.0603806f,
          .0143006f);
      assertHead(
          provider.embed("杯子".repeat(2000)),
          .0429545f,
          -.0150114f,
          -.0081465f,
          .0299689f,
          -.0130694f,
          -.0458671f,
          -.0821299f,
          -.0189715f);
    }

    /** Cosines from the same Python run: .92373, .71966, .35830. */
    @Test
    void embed_likeMeaning_isNearerThanUnlike() {
      FloatMatrix v = provider.embed(List.of("蓝牙耳机", "无线蓝牙耳机", "无线降噪耳机", "纯棉T恤"));
      assertThat(v.cosine(0, v, 1)).isCloseTo(.92373, within(1e-4));
      assertThat(v.cosine(0, v, 2)).isCloseTo(.71966, within(1e-4));
      assertThat(v.cosine(0, v, 3)).isCloseTo(.35830, within(1e-4));
    }
  }

  private static void assertHead(float[] vector, float... head) {
    for (int k = 0; k < head.length; k++) {
      assertThat(vector[k]).isCloseTo(head[k], within(1e-4f));
    }
  }
}
