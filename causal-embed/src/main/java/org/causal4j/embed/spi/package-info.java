/**
 * For those who write a provider: implement {@link org.causal4j.embed.spi.EmbeddingProviderFactory}
 * and name it in {@code META-INF/services/org.causal4j.embed.spi.EmbeddingProviderFactory}.
 */
@NullMarked
package org.causal4j.embed.spi;

import org.jspecify.annotations.NullMarked;
