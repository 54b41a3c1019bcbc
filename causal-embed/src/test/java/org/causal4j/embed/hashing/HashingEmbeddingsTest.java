package org.causal4j.embed.hashing;

import static org.assertj.core.api.Assertions.assertThat;

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
}
