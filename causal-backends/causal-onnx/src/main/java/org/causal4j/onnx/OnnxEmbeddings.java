package org.causal4j.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import com.google.common.base.Preconditions;
import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingModelInfo;
import org.causal4j.embed.EmbeddingProvider;

/**
 * A sentence encoder in ONNX form, run in this process through DJL's ONNX Runtime engine and
 * Hugging Face tokenizers.
 *
 * <p>Texts are sorted by their number of tokens and cut into batches, so that little is padded;
 * each batch runs on one thread of the runtime, and as many batches at a time as {@link
 * OnnxOptions#threads()} says. Batches depend on the texts alone: the same list gives the same bits
 * for any number of threads. Beside other texts a text's vector may differ in the last bits. The
 * empty text has the vector of the model's two frame tokens.
 *
 * <p>Nothing is downloaded. DJL itself asks the metadata address of a cloud machine where it runs,
 * unless the JVM has {@code -Dai.djl.offline=true}; this library sets no such property.
 *
 * <p>Holds native memory of about the size of the model until closed. Safe to share between
 * threads.
 */
public final class OnnxEmbeddings implements EmbeddingProvider {
  private static final int BATCH = 32;
  private static final String ENGINE = "OnnxRuntime";

  private final EmbeddingModelInfo info;
  private final OnnxOptions options;
  private final HuggingFaceTokenizer tokenizer;
  private final Model model;
  private final ExecutorService workers;
  private final BlockingQueue<Predictor<TokenBatch, float[][]>> predictors;
  private volatile boolean closed;

  private OnnxEmbeddings(
      EmbeddingModelInfo info, OnnxOptions options, HuggingFaceTokenizer tokenizer, Model model) {
    this.info = info;
    this.options = options;
    this.tokenizer = tokenizer;
    this.model = model;
    this.workers =
        Executors.newFixedThreadPool(
            options.threads(),
            task -> {
              Thread thread = new Thread(task, "causal4j-onnx");
              thread.setDaemon(true);
              return thread;
            });
    this.predictors = new ArrayBlockingQueue<>(options.threads());
    for (int t = 0; t < options.threads(); t++) {
      predictors.add(model.newPredictor(new PoolingTranslator(options)));
    }
  }

  /**
   * The encoder in two files.
   *
   * @param modelFile the {@code .onnx} file, with inputs {@code input_ids}, {@code attention_mask}
   *     and, if it has a third, {@code token_type_ids}; its first output is tokens x dimension
   * @param tokenizerFile {@code tokenizer.json} of the Hugging Face format
   * @throws CausalException if the native libraries do not load or the files are no such model
   */
  public static OnnxEmbeddings fromFiles(Path modelFile, Path tokenizerFile, OnnxOptions options)
      throws IOException {
    return fromBytes(Files.readAllBytes(modelFile), Files.readAllBytes(tokenizerFile), options);
  }

  static OnnxEmbeddings fromBytes(byte[] modelBytes, byte[] tokenizerBytes, OnnxOptions options) {
    try {
      return load(modelBytes, tokenizerBytes, options);
    } catch (IOException | MalformedModelException e) {
      throw new CausalException(options.name() + ": is no model that ONNX Runtime can load", e);
    } catch (LinkageError e) {
      throw new CausalException(
          options.name()
              + ": a native library does not load here ("
              + e.getMessage()
              + "); it needs 64-bit Linux, macOS or Windows and a writable temporary folder",
          e);
    }
  }

  private static OnnxEmbeddings load(byte[] modelBytes, byte[] tokenizerBytes, OnnxOptions options)
      throws IOException, MalformedModelException {
    HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(tokenizerBytes),
            Map.of(
                "padding",
                "false",
                "truncation",
                "true",
                "maxLength",
                Integer.toString(options.maxTokens()),
                "modelMaxLength",
                Integer.toString(options.maxTokens())));
    Model model = Model.newInstance(options.name(), ENGINE);
    model.load(
        new ByteArrayInputStream(modelBytes),
        Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
    String settings = options.pooling() + " " + options.normalized() + " " + options.maxTokens();
    String fingerprint =
        Hashing.sha256()
            .newHasher()
            .putBytes(modelBytes)
            .putBytes(tokenizerBytes)
            .putString(settings, StandardCharsets.UTF_8)
            .hash()
            .toString();
    int dimension = dimension(tokenizer, model, options);
    EmbeddingModelInfo info =
        new EmbeddingModelInfo(
            options.name(),
            dimension,
            options.pooling(),
            options.normalized(),
            options.languages(),
            fingerprint);
    return new OnnxEmbeddings(info, options, tokenizer, model);
  }

  private static int dimension(HuggingFaceTokenizer tokenizer, Model model, OnnxOptions options) {
    try (Predictor<TokenBatch, float[][]> probe =
        model.newPredictor(new PoolingTranslator(options))) {
      return probe.predict(new TokenBatch(List.of(tokenizer.encode("a"))))[0].length;
    } catch (TranslateException e) {
      throw new CausalException(options.name() + ": does not run: " + e.getMessage(), e);
    }
  }

  @Override
  public EmbeddingModelInfo info() {
    return info;
  }

  @Override
  public FloatMatrix embed(List<String> texts) {
    Preconditions.checkState(!closed, "the provider %s is closed", info.name());
    for (int i = 0; i < texts.size(); i++) {
      Preconditions.checkArgument(texts.get(i) != null, "texts: the text at index %s is null", i);
    }
    FloatMatrix.Builder vectors = FloatMatrix.builder(texts.size(), info.dimension());
    if (texts.isEmpty()) {
      return vectors.build();
    }
    Encoding[] encodings = tokenizer.batchEncode(new ArrayList<>(texts));
    List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
    order.sort(
        Comparator.comparingInt((Integer i) -> encodings[i].getIds().length)
            .thenComparing(texts::get));
    List<Future<float[][]>> batches = new ArrayList<>();
    for (int from = 0; from < order.size(); from += BATCH) {
      List<Encoding> batch =
          order.subList(from, Math.min(order.size(), from + BATCH)).stream()
              .map(i -> encodings[i])
              .toList();
      batches.add(workers.submit(() -> run(new TokenBatch(batch))));
    }
    for (int b = 0; b < batches.size(); b++) {
      float[][] rows = result(batches.get(b));
      for (int r = 0; r < rows.length; r++) {
        vectors.setRow(order.get(b * BATCH + r), rows[r]);
      }
    }
    return vectors.build();
  }

  private float[][] run(TokenBatch batch) throws InterruptedException, TranslateException {
    Predictor<TokenBatch, float[][]> predictor = predictors.take();
    try {
      return predictor.predict(batch);
    } finally {
      predictors.add(predictor);
    }
  }

  private float[][] result(Future<float[][]> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CausalException("embedding was interrupted", e);
    } catch (ExecutionException e) {
      throw new CausalException(info.name() + ": does not run: " + e.getCause(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      workers.shutdown();
      List<Predictor<TokenBatch, float[][]>> all = new ArrayList<>();
      predictors.drainTo(all);
      all.forEach(Predictor::close);
      model.close();
      tokenizer.close();
    }
  }

  /** Texts of like length, as tokens. */
  record TokenBatch(List<Encoding> texts) {
    TokenBatch {
      texts = Collections.unmodifiableList(texts);
    }

    int longest() {
      return texts.stream().mapToInt(text -> text.getIds().length).max().orElse(0);
    }
  }

  @Override
  public String toString() {
    return info.toString() + ", " + options.threads() + " threads";
  }
}
