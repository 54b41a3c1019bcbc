package org.causal4j.onnx;

import ai.djl.Model;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import com.google.common.collect.ImmutableSet;
import java.util.function.Function;
import org.causal4j.core.CausalException;
import org.causal4j.embed.Pooling;

/** Lays out a batch of tokens, and turns the vectors of its tokens into one a text. */
final class PoolingTranslator
    implements NoBatchifyTranslator<OnnxEmbeddings.TokenBatch, float[][]> {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final OnnxOptions options;
  private final ImmutableSet<String> inputs;

  private PoolingTranslator(OnnxOptions options, ImmutableSet<String> inputs) {
    this.options = options;
    this.inputs = inputs;
  }

  /** A translator that gives a model the inputs it has. */
  static PoolingTranslator of(OnnxOptions options, Model model) {
    ImmutableSet<String> inputs = ImmutableSet.copyOf(model.describeInput().keys());
    if (!inputs.contains(IDS) || !ImmutableSet.of(IDS, MASK, TYPES).containsAll(inputs)) {
      throw new CausalException(
          "%s: has the inputs %s; it needs %s, and may have %s and %s"
              .formatted(options.name(), inputs, IDS, MASK, TYPES));
    }
    return new PoolingTranslator(options, inputs);
  }

  @Override
  public NDList processInput(TranslatorContext context, OnnxEmbeddings.TokenBatch batch) {
    NDManager manager = context.getNDManager();
    NDList list = new NDList();
    add(list, manager, IDS, batch, Encoding::getIds);
    add(list, manager, MASK, batch, Encoding::getAttentionMask);
    add(list, manager, TYPES, batch, Encoding::getTypeIds);
    return list;
  }

  private void add(
      NDList list,
      NDManager manager,
      String name,
      OnnxEmbeddings.TokenBatch batch,
      Function<Encoding, long[]> part) {
    if (inputs.contains(name)) {
      int width = batch.length();
      long[] values = new long[batch.texts().size() * width];
      for (int r = 0; r < batch.texts().size(); r++) {
        System.arraycopy(part.apply(batch.texts().get(r)), 0, values, r * width, width);
      }
      NDArray array = manager.create(values, new Shape(batch.texts().size(), width));
      array.setName(name);
      list.add(array);
    }
  }

  @Override
  public float[][] processOutput(TranslatorContext context, NDList output) {
    NDArray tokens = output.get(0);
    if (tokens.getShape().dimension() != 3) {
      throw new CausalException(
          "%s: its first output has the shape %s, not texts x tokens x dimension"
              .formatted(options.name(), tokens.getShape()));
    }
    int rows = (int) tokens.getShape().get(0);
    int width = (int) tokens.getShape().get(1);
    int dimension = (int) tokens.getShape().get(2);
    float[] values = tokens.toFloatArray();
    // Nothing is padded, so that the mean goes over all tokens.
    int used = options.pooling() == Pooling.CLS ? 1 : width;
    float[][] vectors = new float[rows][];
    for (int r = 0; r < rows; r++) {
      double[] sum = new double[dimension];
      for (int t = 0; t < used; t++) {
        int at = (r * width + t) * dimension;
        for (int k = 0; k < dimension; k++) {
          sum[k] += values[at + k];
        }
      }
      vectors[r] = finish(sum, used);
    }
    return vectors;
  }

  private float[] finish(double[] sum, double count) {
    double length = 0;
    for (double value : sum) {
      length += value / count * value / count;
    }
    double scale = count * (options.normalized() && length > 0 ? Math.sqrt(length) : 1);
    float[] vector = new float[sum.length];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) (sum[k] / scale);
    }
    return vector;
  }
}
