/**
 * Embeddings without a model: start with {@link org.causal4j.embed.hashing.HashingEmbeddings},
 * which hashes the words and character n-grams of a text into a vector.
 */
@NullMarked
package org.causal4j.embed.hashing;

import org.jspecify.annotations.NullMarked;
