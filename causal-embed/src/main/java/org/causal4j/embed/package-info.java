/**
 * Text as vectors. Start with {@link org.causal4j.embed.EmbeddingProviders}, which finds an {@link
 * org.causal4j.embed.EmbeddingProvider} by name; it turns texts into {@link
 * org.causal4j.embed.Embeddings}. An {@link org.causal4j.embed.EmbeddingCache} embeds no text
 * twice, and a {@link org.causal4j.embed.Reduction} makes vectors shorter.
 */
@NullMarked
package org.causal4j.embed;

import org.jspecify.annotations.NullMarked;
