package org.causal4j.embed;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Ordering;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.causal4j.core.Provenance;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * Vectors of texts, one row a text, with the model that made them. Immutable and safe to share
 * between threads.
 */
public final class Embeddings {
  /** Nearest first, and where two are as near the lower row first. */
  private static final Ordering<Neighbor> NEAREST =
      Ordering.from(
          Comparator.comparingDouble(Neighbor::cosine).reversed().thenComparingInt(Neighbor::row));

  private final FloatMatrix matrix;
  private final EmbeddingModelInfo model;
  private final Provenance provenance;

  private Embeddings(FloatMatrix matrix, EmbeddingModelInfo model, Provenance provenance) {
    this.matrix = matrix;
    this.model = model;
    this.provenance = provenance;
  }

  /**
   * Vectors that were made elsewhere, or are kept.
   *
   * @param matrix one row a text, finite
   * @param model what made them; its dimension is the number of columns
   * @param provenance where they come from
   * @throws IllegalArgumentException if the shapes differ or a value is NaN or infinite
   */
  public static Embeddings of(FloatMatrix matrix, EmbeddingModelInfo model, Provenance provenance) {
    Preconditions.checkArgument(
        matrix.columns() == model.dimension(),
        "matrix: has %s columns, but %s has dimension %s",
        matrix.columns(),
        model.name(),
        model.dimension());
    Preconditions.checkArgument(matrix.isFinite(), "matrix: holds NaN or infinite values");
    return new Embeddings(matrix, model, provenance);
  }

  /** Model and texts, the latter as a hash. */
  static Provenance provenanceOf(EmbeddingModelInfo model, List<String> texts) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (String text : texts) {
      hasher.putInt(text.length()).putUnencodedChars(text);
    }
    return Provenance.of(
        "text embeddings",
        ImmutableMap.of(
            "model", model.name(),
            "fingerprint", model.fingerprint(),
            "dimension", String.valueOf(model.dimension()),
            "texts", String.valueOf(texts.size()),
            "textHash", hasher.hash().toString().substring(0, 16)));
  }

  /** The vectors, size x dimension. */
  public FloatMatrix matrix() {
    return matrix;
  }

  /** What made the vectors. */
  public EmbeddingModelInfo model() {
    return model;
  }

  /** Where the vectors come from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Number of vectors. */
  public int size() {
    return matrix.rows();
  }

  /** Length of each vector. */
  public int dimension() {
    return matrix.columns();
  }

  /** Cosine of the angle between two rows; 0 where one of them is the zero vector. */
  public double cosine(int i, int j) {
    return matrix.cosine(i, matrix, j);
  }

  /**
   * The {@code k} other rows nearest to a row by cosine, nearest first; of rows that are equally
   * near, the one with the lower index first. Compares with every row: O(size x dimension).
   *
   * @param k at least 0; where it exceeds the number of other rows, all of them come back
   */
  public ImmutableList<Neighbor> nearest(int row, int k) {
    Preconditions.checkElementIndex(row, size(), "row");
    Preconditions.checkArgument(k >= 0, "k: %s is below 0", k);
    List<Neighbor> others = new ArrayList<>(size());
    for (int other = 0; other < size(); other++) {
      if (other != row) {
        others.add(new Neighbor(other, cosine(row, other)));
      }
    }
    return ImmutableList.copyOf(NEAREST.leastOf(others, k));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embeddings that
        && model.equals(that.model)
        && provenance.equals(that.provenance)
        && matrix.equals(that.matrix);
  }

  @Override
  public int hashCode() {
    return 31 * model.hashCode() + matrix.hashCode();
  }

  @Override
  public String toString() {
    return "Embeddings of " + size() + " texts by " + model;
  }
}
