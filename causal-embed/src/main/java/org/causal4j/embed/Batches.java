package org.causal4j.embed;

import com.google.common.base.Preconditions;
import java.util.List;
import org.causal4j.core.CausalException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.matrix.FloatMatrix;

/** Embeds a long list a batch at a time: what {@link EmbeddingProvider#embedAll} does. */
final class Batches {
  /** Large enough for providers that group texts by length, small enough to hear of progress. */
  private static final int BATCH = 512;

  private static final String STAGE = "embed texts";

  private Batches() {}

  static Embeddings embedAll(
      EmbeddingProvider provider, List<String> texts, ProgressListener progress) {
    EmbeddingModelInfo model = provider.info();
    checkTexts(texts);
    FloatMatrix.Builder all = FloatMatrix.builder(texts.size(), model.dimension());
    progress.step(STAGE, 0, texts.size());
    for (int start = 0; start < texts.size(); start += BATCH) {
      int end = Math.min(start + BATCH, texts.size());
      FloatMatrix batch = embedChecked(provider, texts.subList(start, end));
      for (int i = start; i < end; i++) {
        all.setRow(i, batch.row(i - start));
      }
      progress.step(STAGE, end, texts.size());
    }
    return Embeddings.of(all.build(), model, Embeddings.provenanceOf(model, texts));
  }

  /** Embeds, and refuses a matrix that a faulty provider got wrong. */
  static FloatMatrix embedChecked(EmbeddingProvider provider, List<String> texts) {
    FloatMatrix vectors = provider.embed(texts);
    EmbeddingModelInfo model = provider.info();
    if (vectors.rows() != texts.size() || vectors.columns() != model.dimension()) {
      throw new CausalException(
          "provider %s gave %d x %d values for %d texts of dimension %d"
              .formatted(
                  model.name(),
                  vectors.rows(),
                  vectors.columns(),
                  texts.size(),
                  model.dimension()));
    }
    if (!vectors.isFinite()) {
      throw new CausalException("provider " + model.name() + " gave NaN or infinite values");
    }
    return vectors;
  }

  static void checkTexts(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      Preconditions.checkArgument(texts.get(i) != null, "texts: the text at index %s is null", i);
    }
  }
}
