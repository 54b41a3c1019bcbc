package org.causal4j.embed;

import java.util.Collections;
import java.util.List;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * Turns texts into vectors of one dimension. A writer of a provider implements {@link #info()},
 * {@link #embed(List)} and {@link #close()}; the other methods build on them.
 *
 * <p>Every provider keeps these promises, which the test kit {@code EmbeddingProviderContract}
 * checks:
 *
 * <ul>
 *   <li>a text's vector does not depend on the texts beside it (up to rounding), and is finite;
 *   <li>row {@code i} belongs to text {@code i};
 *   <li>the empty text is allowed and has a fixed vector, which the provider documents; text of any
 *       length is allowed, and a provider that reads only its beginning says how much;
 *   <li>all methods may be called from several threads at once.
 * </ul>
 *
 * <p>Close a provider after use: it may hold native memory. Embedding with a closed one throws
 * {@link IllegalStateException} where it held any.
 */
public interface EmbeddingProvider extends AutoCloseable {
  /** What this provider's vectors are. */
  EmbeddingModelInfo info();

  /**
   * The vectors of texts, one row a text.
   *
   * @return texts x dimension; 0 x dimension for no texts
   * @throws IllegalArgumentException if a text is null; the message names its index
   */
  FloatMatrix embed(List<String> texts);

  /** The vector of one text. */
  default float[] embed(String text) {
    return embed(Collections.singletonList(text)).row(0);
  }

  /** The vectors of texts together with where they come from. */
  default Embeddings embedAll(List<String> texts) {
    return embedAll(texts, ProgressListener.NONE);
  }

  /**
   * The vectors of texts together with where they come from, embedded a batch at a time.
   *
   * @param progress hears of the stage {@code "embed texts"} in texts, and can cancel between
   *     batches
   * @throws IllegalArgumentException if a text is null; the message names its index
   * @throws java.util.concurrent.CancellationException if {@code progress} cancels
   */
  default Embeddings embedAll(List<String> texts, ProgressListener progress) {
    return Batches.embedAll(this, texts, progress);
  }

  /** Frees what the provider holds. A second call does nothing. */
  @Override
  void close();
}
