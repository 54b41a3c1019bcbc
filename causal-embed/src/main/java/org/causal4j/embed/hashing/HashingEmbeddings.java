package org.causal4j.embed.hashing;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingModelInfo;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.Pooling;

/**
 * Embeddings without a model: the words and character n-grams of a text, each hashed to one
 * coordinate with a sign (Weinberger, Dasgupta, Langford, Smola and Attenberg, "Feature hashing for
 * large scale multitask learning", ICML 2009, section 2). With features {@code f} of frequency
 * {@code tf(f)},
 *
 * <pre>x[k] = Σ over f with h(f) = k of  ξ(f) · (1 + ln tf(f)),    then x / ‖x‖</pre>
 *
 * <p>where {@code h} and {@code ξ} come from one 128-bit MurmurHash3 (seed 0) of the feature's
 * name. Inner products are unbiased estimates of those of the unhashed vectors. Texts that share
 * words, stems or characters come out near each other; synonyms do not, which is what a trained
 * encoder is for.
 *
 * <p>Text is brought to Unicode form NFKC and to lower case. Words of alphabetic scripts give word
 * n-grams and, with {@code <} and {@code >} around the word, character n-grams. Chinese and
 * Japanese characters, Hangul syllables and symbols such as emoji give single characters and pairs.
 * A text without any of these, such as the empty one, has the zero vector, whose cosine with
 * everything is 0.
 *
 * <p>The same bits on every JVM whose Unicode version knows the text's characters. Reads the whole
 * text: time and memory grow with its length. Immutable and safe to share between threads; closing
 * does nothing.
 */
public final class HashingEmbeddings implements EmbeddingProvider {
  /** The name of this provider. */
  public static final String NAME = "hashing";

  /** Part of the fingerprint: changes whenever the same text and options give another vector. */
  private static final String ALGORITHM = "hashing/1";

  private static final HashFunction HASH = Hashing.murmur3_128(0);

  private final Options options;
  private final EmbeddingModelInfo info;

  private HashingEmbeddings(Options options) {
    this.options = options;
    this.info =
        new EmbeddingModelInfo(
            NAME,
            options.dimension(),
            Pooling.HASHED,
            options.normalized(),
            ImmutableList.of(),
            Hashing.sha256()
                .hashString(ALGORITHM + " " + options, StandardCharsets.UTF_8)
                .toString());
  }

  /** With default options. */
  public static HashingEmbeddings create() {
    return of(Options.defaults());
  }

  /** With these options. */
  public static HashingEmbeddings of(Options options) {
    return new HashingEmbeddings(options);
  }

  /** The options. */
  public Options options() {
    return options;
  }

  @Override
  public EmbeddingModelInfo info() {
    return info;
  }

  @Override
  public FloatMatrix embed(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      Preconditions.checkArgument(texts.get(i) != null, "texts: the text at index %s is null", i);
    }
    FloatMatrix.Builder vectors = FloatMatrix.builder(texts.size(), options.dimension());
    for (int i = 0; i < texts.size(); i++) {
      vectors.setRow(i, vector(TextFeatures.count(texts.get(i), options)));
    }
    return vectors.build();
  }

  private float[] vector(Map<String, Integer> frequencies) {
    double[] sums = new double[options.dimension()];
    frequencies.forEach(
        (feature, frequency) -> {
          long hash = HASH.hashString(feature, StandardCharsets.UTF_8).asLong();
          int at = (int) Long.remainderUnsigned(hash >>> 1, options.dimension());
          // StrictMath, because Math.log may differ in its last bit between JVMs.
          double weight = 1 + StrictMath.log(frequency);
          sums[at] += (hash & 1) == 0 ? weight : -weight;
        });
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    double scale = options.normalized() && squares > 0 ? 1 / Math.sqrt(squares) : 1;
    float[] vector = new float[sums.length];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (sums[k] * scale);
    }
    return vector;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "HashingEmbeddings " + options;
  }

  /**
   * How texts are hashed. {@code new} checks every part; start from {@link #defaults()}.
   *
   * @param dimension length of the vectors, 2 to 1,048,576; two features fall on one coordinate
   *     with probability 1/dimension
   * @param maxWordGram longest word n-gram, 0 (no words) to 5
   * @param minCharGram shortest character n-gram of a word, from 1 on; 0 together with {@code
   *     maxCharGram} 0 for none
   * @param maxCharGram longest character n-gram of a word, up to 8
   * @param normalized whether vectors are scaled to Euclidean length 1
   */
  public record Options(
      int dimension, int maxWordGram, int minCharGram, int maxCharGram, boolean normalized) {
    private static final int MAX_DIMENSION = 1 << 20;
    private static final int MAX_WORD_GRAM = 5;
    private static final int MAX_CHAR_GRAM = 8;

    /** Checks every part. */
    public Options {
      Preconditions.checkArgument(
          dimension >= 2 && dimension <= MAX_DIMENSION,
          "dimension: %s is not between 2 and %s",
          dimension,
          MAX_DIMENSION);
      Preconditions.checkArgument(
          maxWordGram >= 0 && maxWordGram <= MAX_WORD_GRAM,
          "maxWordGram: %s is not between 0 and %s",
          maxWordGram,
          MAX_WORD_GRAM);
      boolean noCharGrams = minCharGram == 0 && maxCharGram == 0;
      Preconditions.checkArgument(
          noCharGrams
              || (minCharGram >= 1 && minCharGram <= maxCharGram && maxCharGram <= MAX_CHAR_GRAM),
          "minCharGram, maxCharGram: %s to %s is neither 0 to 0 nor a range within 1 to %s",
          minCharGram,
          maxCharGram,
          MAX_CHAR_GRAM);
      Preconditions.checkArgument(
          maxWordGram > 0 || !noCharGrams,
          "maxWordGram: 0 without character n-grams leaves nothing");
    }

    /** 384 dimensions, words and pairs of words, character 3- to 5-grams, normalized. */
    public static Options defaults() {
      return new Options(384, 2, 3, 5, true);
    }

    /** With vectors of this length. */
    public Options withDimension(int newDimension) {
      return new Options(newDimension, maxWordGram, minCharGram, maxCharGram, normalized);
    }

    /** With word n-grams up to this length; 0 for none. */
    public Options withWordGrams(int max) {
      return new Options(dimension, max, minCharGram, maxCharGram, normalized);
    }

    /** With character n-grams of these lengths; 0 to 0 for none. */
    public Options withCharGrams(int min, int max) {
      return new Options(dimension, maxWordGram, min, max, normalized);
    }

    /** With vectors scaled to length 1, or not. */
    public Options withNormalized(boolean newNormalized) {
      return new Options(dimension, maxWordGram, minCharGram, maxCharGram, newNormalized);
    }
  }
}
