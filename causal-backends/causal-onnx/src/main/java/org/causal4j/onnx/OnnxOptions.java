package org.causal4j.onnx;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import org.causal4j.embed.Pooling;

/**
 * How an encoder is run.
 *
 * @param name the name of its vectors
 * @param pooling how token vectors become one
 * @param normalized whether vectors get Euclidean length 1
 * @param maxTokens text beyond this many tokens is not read
 * @param languages BCP 47 tags of the languages that it was trained for
 * @param threads how many batches run at a time; has no influence on the vectors
 */
public record OnnxOptions(
    String name,
    Pooling pooling,
    boolean normalized,
    int maxTokens,
    ImmutableList<String> languages,
    int threads) {
  /** Checks the limits. */
  public OnnxOptions {
    Preconditions.checkArgument(!name.isBlank(), "name: must not be blank");
    Preconditions.checkArgument(
        pooling == Pooling.MEAN || pooling == Pooling.CLS,
        "pooling: %s is not one that turns token vectors into one, MEAN or CLS",
        pooling);
    Preconditions.checkArgument(maxTokens >= 3, "maxTokens: %s is below 3", maxTokens);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /** Mean pooling, normalized, 512 tokens, one thread a processor. */
  public static OnnxOptions named(String name) {
    return new OnnxOptions(
        name,
        Pooling.MEAN,
        true,
        512,
        ImmutableList.of(),
        Runtime.getRuntime().availableProcessors());
  }

  /** With another pooling. */
  public OnnxOptions withPooling(Pooling newPooling) {
    return new OnnxOptions(name, newPooling, normalized, maxTokens, languages, threads);
  }

  /** With vectors of length 1 or not. */
  public OnnxOptions withNormalized(boolean wanted) {
    return new OnnxOptions(name, pooling, wanted, maxTokens, languages, threads);
  }

  /** With another limit of tokens. */
  public OnnxOptions withMaxTokens(int limit) {
    return new OnnxOptions(name, pooling, normalized, limit, languages, threads);
  }

  /** With the languages that the encoder was trained for. */
  public OnnxOptions withLanguages(String... tags) {
    return new OnnxOptions(
        name, pooling, normalized, maxTokens, ImmutableList.copyOf(tags), threads);
  }

  /** With this many batches at a time. */
  public OnnxOptions withThreads(int count) {
    return new OnnxOptions(name, pooling, normalized, maxTokens, languages, count);
  }
}
