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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.causal4j.core.CausalException;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingModelInfo;
import org.causal4j.embed.EmbeddingProvider;
import org.jspecify.annotations.Nullable;

/**
 * A sentence encoder in ONNX form, run in this process through DJL's ONNX Runtime engine and
 * Hugging Face tokenizers.
 *
 * <p>Texts are sorted by their number of tokens, and a batch holds texts of one number, so that
 * nothing is padded; each batch runs on one thread of the runtime, and as many batches at a time as
 * {@link OnnxOptions#threads()} says. Batches depend on the texts alone: the same list gives the
 * same bits for any number of threads. Beside other texts a text's vector may differ in the last
 * bits. The empty text has the vector of the model's two frame tokens. Tokens beyond {@link
 * OnnxOptions#maxTokens()} are not read: 256 for {@code all-minilm-l6-v2}, 512 for {@code
 * bge-small-zh-v1.5}, frame tokens included.
 *
 * <p>This class downloads and sends nothing; DJL may. Unless the JVM runs with {@code
 * -Dai.djl.offline=true}, DJL asks the metadata address of a cloud machine at its first use and, on
 * Amazon EC2, reports the machine to its maker ({@code OPT_OUT_TRACKING=true} turns off just that);
 * with a CUDA driver present it may fetch a CUDA build of the tokenizer. A library sets no system
 * property: set {@code ai.djl.offline} where the machine must stay silent.
 *
 * <p>Holds native memory of about the size of the model until closed, and while it embeds up to
 * some 100 MB a thread more. Safe to share between threads; closing waits for calls under way.
 */
public final class OnnxEmbeddings implements EmbeddingProvider {
  private static final int BATCH = 32;

  /** Bounds a batch's memory: attention takes heads · tokens² floats a text. */
  private static final int BATCH_TOKENS = 4096;

  private static final String ENGINE = "OnnxRuntime";

  private final EmbeddingModelInfo info;
  private final OnnxOptions options;
  private final HuggingFaceTokenizer tokenizer;
  private final Model model;
  private final ExecutorService workers;
  private final BlockingQueue<Predictor<TokenBatch, float[][]>> predictors;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

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
      predictors.add(model.newPredictor(PoolingTranslator.of(options, model)));
    }
  }

  /**
   * The encoder in two files.
   *
   * @param modelFile the {@code .onnx} file, with input {@code input_ids} and, if it has them,
   *     {@code attention_mask} and {@code token_type_ids}; its first output is texts x tokens x
   *     dimension
   * @param tokenizerFile {@code tokenizer.json} of the Hugging Face format
   * @throws IOException if a file can't be read
   * @throws CausalException if the native libraries do not load or the files are no such model
   */
  public static OnnxEmbeddings fromFiles(Path modelFile, Path tokenizerFile, OnnxOptions options)
      throws IOException {
    return fromBytes(Files.readAllBytes(modelFile), Files.readAllBytes(tokenizerFile), options);
  }

  /**
   * A published encoder as {@link org.causal4j.embed.EmbeddingProviders#named} gives it, but with
   * this many batches at a time rather than one a processor.
   *
   * @throws IllegalArgumentException if no encoder is published by this name
   * @throws CausalException if it can't be loaded, with the reason and the remedy
   */
  public static OnnxEmbeddings named(String name, int threads) {
    return OnnxProviderFactory.open(name, options -> options.withThreads(threads));
  }

  static OnnxEmbeddings fromBytes(byte[] modelBytes, byte[] tokenizerBytes, OnnxOptions options) {
    HuggingFaceTokenizer tokenizer = null;
    Model model = null;
    try {
      tokenizer = tokenizer(tokenizerBytes, options);
      model = Model.newInstance(options.name(), ENGINE);
      model.load(
          new ByteArrayInputStream(modelBytes),
          Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
      EmbeddingModelInfo info =
          new EmbeddingModelInfo(
              options.name(),
              dimension(tokenizer, model, options),
              options.pooling(),
              options.normalized(),
              options.languages(),
              fingerprint(modelBytes, tokenizerBytes, options));
      return new OnnxEmbeddings(info, options, tokenizer, model);
    } catch (LinkageError e) {
      release(tokenizer, model);
      throw NativeCode.missing(options.name(), e);
    } catch (CausalException e) {
      release(tokenizer, model);
      throw e;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      release(tokenizer, model);
      throw new CausalException(
          options.name() + ": model or tokenizer can't be loaded: " + e.getMessage(), e);
    }
  }

  private static HuggingFaceTokenizer tokenizer(byte[] bytes, OnnxOptions options)
      throws IOException {
    String most = Integer.toString(options.maxTokens());
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(bytes),
        Map.of(
            "padding", "false", "truncation", "true", "maxLength", most, "modelMaxLength", most));
  }

  private static String fingerprint(byte[] model, byte[] tokenizer, OnnxOptions options) {
    return Hashing.sha256()
        .newHasher()
        .putBytes(model)
        .putBytes(tokenizer)
        .putString(
            options.pooling() + " " + options.normalized() + " " + options.maxTokens(),
            StandardCharsets.UTF_8)
        .hash()
        .toString();
  }

  private static int dimension(HuggingFaceTokenizer tokenizer, Model model, OnnxOptions options) {
    try (Predictor<TokenBatch, float[][]> probe =
        model.newPredictor(PoolingTranslator.of(options, model))) {
      return probe.predict(new TokenBatch(List.of(tokenizer.encode("a"))))[0].length;
    } catch (TranslateException e) {
      throw new CausalException(options.name() + ": does not run: " + e.getMessage(), e);
    }
  }

  private static void release(@Nullable HuggingFaceTokenizer tokenizer, @Nullable Model model) {
    if (model != null) {
      model.close();
    }
    if (tokenizer != null) {
      tokenizer.close();
    }
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
    open.readLock().lock();
    try {
      Preconditions.checkState(!closed, "the provider %s is closed", info.name());
      return embedOpen(texts);
    } finally {
      open.readLock().unlock();
    }
  }

  private FloatMatrix embedOpen(List<String> texts) {
    FloatMatrix.Builder vectors = FloatMatrix.builder(texts.size(), info.dimension());
    if (texts.isEmpty()) {
      return vectors.build();
    }
    Encoding[] encodings = tokenizer.batchEncode(new ArrayList<>(texts));
    List<List<Integer>> batches = batches(texts, encodings);
    List<Future<float[][]>> results = new ArrayList<>(batches.size());
    try {
      for (List<Integer> batch : batches) {
        TokenBatch tokens = new TokenBatch(batch.stream().map(i -> encodings[i]).toList());
        results.add(workers.submit(() -> run(tokens)));
      }
      for (int b = 0; b < results.size(); b++) {
        float[][] rows = result(results.get(b));
        for (int r = 0; r < rows.length; r++) {
          vectors.setRow(batches.get(b).get(r), rows[r]);
        }
      }
    } finally {
      // Only after a failure is there anything left to call off.
      results.forEach(result -> result.cancel(false));
    }
    return vectors.build();
  }

  /** Indexes of texts by number of tokens, equal ones by content; each batch is of one number. */
  private static List<List<Integer>> batches(List<String> texts, Encoding[] encodings) {
    int[] tokens = Arrays.stream(encodings).mapToInt(text -> text.getIds().length).toArray();
    List<Integer> order =
        IntStream.range(0, tokens.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> tokens[i]).thenComparing(texts::get))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int from = 0;
    while (from < order.size()) {
      int length = tokens[order.get(from)];
      int most = Math.max(1, Math.min(BATCH, BATCH_TOKENS / length));
      int to = from + 1;
      while (to < order.size() && to - from < most && tokens[order.get(to)] == length) {
        to++;
      }
      batches.add(order.subList(from, to));
      from = to;
    }
    return batches;
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
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        stopWorkers();
        predictors.forEach(Predictor::close);
        release(tokenizer, model);
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  /** Waits for batches that outlived a failed call: their native memory is about to go. */
  private void stopWorkers() {
    workers.shutdown();
    boolean interrupted = false;
    boolean stopped = false;
    while (!stopped) {
      try {
        stopped = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Texts of one number of tokens. */
  record TokenBatch(List<Encoding> texts) {
    int length() {
      return texts.get(0).getIds().length;
    }
  }

  @Override
  public String toString() {
    return info.toString() + ", " + options.threads() + " threads";
  }
}
