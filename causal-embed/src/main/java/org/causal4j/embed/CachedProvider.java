package org.causal4j.embed;

import java.util.List;
import org.causal4j.core.matrix.FloatMatrix;

/** Looks into a cache before it asks a provider. */
final class CachedProvider implements EmbeddingProvider {
  private final EmbeddingCache cache;
  private final EmbeddingProvider provider;

  CachedProvider(EmbeddingCache cache, EmbeddingProvider provider) {
    this.cache = cache;
    this.provider = provider;
  }

  @Override
  public EmbeddingModelInfo info() {
    return provider.info();
  }

  @Override
  public FloatMatrix embed(List<String> texts) {
    return cache.embed(provider, texts);
  }

  @Override
  public void close() {
    provider.close();
  }

  @Override
  public String toString() {
    return provider + " behind " + cache;
  }
}
