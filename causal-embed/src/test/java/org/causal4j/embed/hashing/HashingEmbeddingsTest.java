package org.causal4j.embed.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.EmbeddingProviderContract;
import org.causal4j.embed.EmbeddingProviders;
import org.junit.jupiter.api.Test;

class HashingEmbeddingsTest implements EmbeddingProviderContract {
  @Override
  public EmbeddingProvider provider() {
    return EmbeddingProviders.hashing();
  }

  @Test
  void embed_sharedWords_areNearerThanNone() {
    FloatMatrix v = provider().embed(List.of("red garden mug", "blue garden mug", "paper lamp"));
    assertThat(v.cosine(0, v, 1)).isGreaterThan(v.cosine(0, v, 2) + .2);
    FloatMatrix zh = provider().embed(List.of("蓝牙耳机", "无线蓝牙耳机", "纯棉衬衫"));
    assertThat(zh.cosine(0, zh, 1)).isGreaterThan(zh.cosine(0, zh, 2) + .2);
  }

  @Test
  void embed_sameTextInOtherForms_hasTheSameVector() {
    EmbeddingProvider p = provider();
    assertThat(p.embed("ＲＥＤ mug")).isEqualTo(p.embed("red MUG"));
    assertThat(p.embed("cafe\u0301")).isEqualTo(p.embed("caf\u00e9"));
  }

  @Test
  void embed_noFeature_isTheZeroVector() {
    assertThat(provider().embed("")).containsOnly(0);
    assertThat(provider().embed(" ., !")).containsOnly(0);
    assertThat(provider().embed("🙂")).isNotEqualTo(provider().embed("🎁"));
  }

  @Test
  void embed_chinese_usesCharactersAndPairs() {
    float[] vector = HashingEmbeddings.of(plain()).embed("蓝牙耳机");
    assertThat(countNonZero(vector)).isEqualTo(4 + 3);
  }

  /** "aa b aa": aa twice, b once; the pairs aa b and b aa. */
  @Test
  void embed_words_weighByOnePlusLogOfFrequency() {
    float[] vector = HashingEmbeddings.of(plain()).embed("aa b aa");
    assertThat(countNonZero(vector)).isEqualTo(4);
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isEqualTo((float) (1 + Math.log(2)));
  }

  @Test
  void options_outOfRange_areRefused() {
    HashingEmbeddings.Options options = HashingEmbeddings.Options.defaults();
    assertThatThrownBy(() -> options.withDimension(1)).hasMessageContaining("dimension: 1");
    assertThatThrownBy(() -> options.withWordGrams(6)).hasMessageContaining("maxWordGram: 6");
    assertThatThrownBy(() -> options.withCharGrams(4, 3)).hasMessageContaining("4 to 3");
    assertThatThrownBy(() -> plain().withWordGrams(0)).hasMessageContaining("leaves nothing");
  }

  @Test
  void fingerprint_otherOptions_differs() {
    HashingEmbeddings.Options options = HashingEmbeddings.Options.defaults();
    assertThat(HashingEmbeddings.of(options.withNormalized(false)).info().fingerprint())
        .isNotEqualTo(HashingEmbeddings.of(options).info().fingerprint());
  }

  /** So wide that features of a short text do not fall together. */
  private static HashingEmbeddings.Options plain() {
    return HashingEmbeddings.Options.defaults()
        .withDimension(1 << 16)
        .withCharGrams(0, 0)
        .withNormalized(false);
  }

  private static int countNonZero(float[] vector) {
    int count = 0;
    for (float value : vector) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }
}
