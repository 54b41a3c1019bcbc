package org.causal4j.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import org.causal4j.embed.Pooling;

/** Pads a batch of tokens, and turns the vectors of its tokens into one a text. */
final class PoolingTranslator
    implements NoBatchifyTranslator<OnnxEmbeddings.TokenBatch, float[][]> {
  private static final String MASK = "mask";

  private final OnnxOptions options;

  PoolingTranslator(OnnxOptions options) {
    this.options = options;
  }

  @Override
  public NDList processInput(TranslatorContext context, OnnxEmbeddings.TokenBatch batch) {
    int rows = batch.texts().size();
    int width = batch.longest();
    long[] ids = new long[rows * width];
    long[] mask = new long[rows * width];
    long[] types = new long[rows * width];
    for (int r = 0; r < rows; r++) {
      Encoding text = batch.texts().get(r);
      System.arraycopy(text.getIds(), 0, ids, r * width, text.getIds().length);
      System.arraycopy(text.getAttentionMask(), 0, mask, r * width, text.getIds().length);
      System.arraycopy(text.getTypeIds(), 0, types, r * width, text.getIds().length);
    }
    context.setAttachment(MASK, mask);
    NDManager manager = context.getNDManager();
    Shape shape = new Shape(rows, width);
    return new NDList(
        named(manager.create(ids, shape), "input_ids"),
        named(manager.create(mask, shape), "attention_mask"),
        named(manager.create(types, shape), "token_type_ids"));
  }

  private static NDArray named(NDArray array, String name) {
    array.setName(name);
    return array;
  }

  @Override
  public float[][] processOutput(TranslatorContext context, NDList output) {
    NDArray tokens = output.get(0);
    int rows = (int) tokens.getShape().get(0);
    int width = (int) tokens.getShape().get(1);
    int dimension = (int) tokens.getShape().get(2);
    float[] values = tokens.toFloatArray();
    long[] mask = (long[]) context.getAttachment(MASK);
    float[][] vectors = new float[rows][];
    for (int r = 0; r < rows; r++) {
      double[] sum = new double[dimension];
      int used = options.pooling() == Pooling.CLS ? 1 : width;
      double count = 0;
      for (int t = 0; t < used; t++) {
        if (mask[r * width + t] == 0) {
          continue;
        }
        count++;
        int at = (r * width + t) * dimension;
        for (int k = 0; k < dimension; k++) {
          sum[k] += values[at + k];
        }
      }
      vectors[r] = finish(sum, count);
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
