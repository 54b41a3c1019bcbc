package org.causal4j.embed;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

/**
 * What a provider says about its vectors. Immutable.
 *
 * @param name the name a user knows it by, as {@code all-minilm-l6-v2}
 * @param dimension length of every vector
 * @param pooling how a text's vector comes out of its parts
 * @param normalized whether every vector has Euclidean length 1 (but for texts without content,
 *     where a provider may give the zero vector)
 * @param languages BCP 47 tags of the languages that the model was made for; empty where it was
 *     made for none in particular
 * @param fingerprint a hash over model, tokenizer and every setting that changes a vector: equal
 *     fingerprints mean interchangeable vectors. Lower-case hexadecimal, 8 to 64 digits; an {@link
 *     EmbeddingCache} names files by it
 */
public record EmbeddingModelInfo(
    String name,
    int dimension,
    Pooling pooling,
    boolean normalized,
    ImmutableList<String> languages,
    String fingerprint) {

  /** Checks every part. */
  public EmbeddingModelInfo {
    Preconditions.checkArgument(!name.isBlank(), "name: must not be blank");
    Preconditions.checkArgument(dimension >= 1, "dimension: %s is below 1", dimension);
    Preconditions.checkArgument(
        fingerprint.matches("[0-9a-f]{8,64}"),
        "fingerprint: \"%s\" is not 8 to 64 lower-case hexadecimal digits",
        fingerprint);
  }

  @Override
  public String toString() {
    return name
        + " ("
        + dimension
        + " dimensions, "
        + pooling
        + " pooling"
        + (normalized ? ", normalized" : "")
        + (languages.isEmpty() ? "" : ", made for " + String.join(" ", languages))
        + ", fingerprint "
        + fingerprint.substring(0, 8)
        + ")";
  }
}
