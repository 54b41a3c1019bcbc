package org.causal4j.recommend.scorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.core.tape.Tape;
import org.causal4j.core.tape.Variable;
import org.jspecify.annotations.Nullable;

/** The layers of {@link Gcn} on a tape. */
final class ConvolutionEncoder implements Encoder {
  private final List<SparseOperator> relations = new ArrayList<>();
  private final Gcn.Options options;
  private final int nodes;
  private final int firstItem;
  private final int width;
  private final boolean ownWeights;
  private final float @Nullable [] text;
  private final int textWidth;
  private final Kernels kernels;
  private final Tape tape;

  /** The vectors that go into each layer, of the last pass. */
  private final List<Variable> before = new ArrayList<>();

  private final float[] start;
  private final float[] projection;
  private final List<float[]> weights;
  private final List<float[]> biases;
  private final List<CsrMatrix> adjacencies;

  private ConvolutionEncoder(
      List<CsrMatrix> adjacencies,
      int firstItem,
      float @Nullable [] text,
      int textWidth,
      Gcn.Options options,
      float[] start,
      float[] projection,
      List<float[]> weights,
      List<float[]> biases,
      Kernels kernels) {
    this.adjacencies = adjacencies;
    adjacencies.forEach(adjacency -> relations.add(kernels.sparse(adjacency)));
    this.options = options;
    this.nodes = adjacencies.get(0).rows();
    this.firstItem = firstItem;
    this.width = options.dimensions();
    this.ownWeights = adjacencies.size() > 1;
    this.text = text;
    this.textWidth = textWidth;
    this.kernels = kernels;
    this.tape = new Tape(kernels);
    this.start = start;
    this.projection = projection;
    this.weights = weights;
    this.biases = biases;
  }

  /**
   * With weights that start at random.
   *
   * @param adjacencies one a relation, symmetric
   * @param text a vector an item, or null
   * @param start of the free part of layer 0, changed by training
   */
  static ConvolutionEncoder of(
      List<CsrMatrix> adjacencies,
      int firstItem,
      @Nullable FloatMatrix text,
      Gcn.Options options,
      float[] start,
      Seed seed,
      Kernels kernels) {
    SplittableRandom random = seed.derive("weights").random();
    int width = options.dimensions();
    int textWidth = text == null ? 0 : text.columns();
    float[] projection = glorot(textWidth, width, random);
    int matrices = adjacencies.size() == 1 ? 1 : adjacencies.size() + 1;
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < options.layers(); layer++) {
      for (int w = 0; w < matrices; w++) {
        weights.add(glorot(width, width, random));
      }
      biases.add(new float[width]);
    }
    return new ConvolutionEncoder(
        adjacencies,
        firstItem,
        text == null ? null : text.toArray(),
        textWidth,
        options,
        start,
        projection,
        weights,
        biases,
        kernels);
  }

  /** The same parameters over other graphs. */
  ConvolutionEncoder over(List<CsrMatrix> others) {
    return new ConvolutionEncoder(
        others, firstItem, text, textWidth, options, start, projection, weights, biases, kernels);
  }

  /**
   * What is learned, and the texts it was learned with.
   *
   * @param parameters in the order of {@link #parameters}
   * @param text a vector an item; empty for none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
  record Learned(List<float[]> parameters, float[] text, int textWidth) {}

  Learned learned() {
    float[] known = text;
    return new Learned(parameters(), known == null ? new float[0] : known, textWidth);
  }

  /** What is needed to leave out an item of a user. */
  ConvolutionExplainer explainer() {
    layers(zeros(), null);
    List<float[]> hidden = new ArrayList<>();
    for (Variable layer : before) {
      hidden.add(layer.toMatrix().toArray());
    }
    List<List<float[]>> ofLayers = new ArrayList<>();
    for (int layer = 0; layer < options.layers(); layer++) {
      int at = layer * weightsOfLayer();
      ofLayers.add(List.copyOf(weights.subList(at, at + weightsOfLayer())));
    }
    tape.reset();
    before.clear();
    return new ConvolutionExplainer(
        adjacencies, hidden, ofLayers, List.copyOf(biases), width, options.concatenates());
  }

  private List<float[]> zeros() {
    List<float[]> none = new ArrayList<>();
    for (float[] parameter : parameters()) {
      none.add(new float[parameter.length]);
    }
    return none;
  }

  private int weightsOfLayer() {
    return relations.size() + (ownWeights ? 1 : 0);
  }

  /** Uniform within ±√(6/(in + out)) (Glorot and Bengio, AISTATS 2010, eq. 16). */
  private static float[] glorot(int in, int out, SplittableRandom random) {
    float[] values = new float[in * out];
    double bound = Math.sqrt(6.0 / (in + out));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  @Override
  public int width() {
    return options.concatenates() ? width * (options.layers() + 1) : width;
  }

  @Override
  public List<float[]> parameters() {
    List<float[]> all = new ArrayList<>();
    all.add(start);
    if (text != null) {
      all.add(projection);
    }
    all.addAll(weights);
    all.addAll(biases);
    return all;
  }

  @Override
  public void encode(float[] vectors) {
    Variable result = layers(zeros(), null).get(0);
    System.arraycopy(result.toMatrix().toArray(), 0, vectors, 0, vectors.length);
    tape.reset();
  }

  @Override
  public double gradient(PairBatch batch, Seed seed, List<float[]> gradients) {
    gradients.forEach(gradient -> Arrays.fill(gradient, 0));
    List<Variable> known = layers(gradients, seed);
    Variable vectors = tape.gather(known.get(0), batch.nodes);
    Variable loss = new LossTerms(tape, batch, kernels).ranking(options.loss(), vectors);
    if (options.l2() > 0) {
      loss = tape.add(loss, tape.scale(squares(known, batch), options.l2() / 2));
    }
    tape.backward(loss);
    double value = loss.scalar();
    tape.reset();
    return value;
  }

  /** The squared start of each pair's nodes, mean over pairs, and the squared weights. */
  private Variable squares(List<Variable> known, PairBatch batch) {
    Variable rows = tape.gather(known.get(1), batch.nodes);
    Variable sum = tape.sumSquares(tape.gather(rows, batch.users));
    sum = tape.add(sum, tape.sumSquares(tape.gather(rows, batch.items)));
    int[] negatives = batch.negatives;
    if (negatives != null) {
      sum = tape.add(sum, tape.sumSquares(tape.gather(rows, negatives)));
    }
    sum = tape.scale(sum, 1.0 / batch.size());
    for (Variable weight : known.subList(2, known.size())) {
      sum = tape.add(sum, tape.sumSquares(weight));
    }
    return sum;
  }

  /**
   * The result, the learned part of layer 0, and all matrices of weights.
   *
   * @param dropout its seed; null for none
   */
  private List<Variable> layers(List<float[]> gradients, @Nullable Seed dropout) {
    int next = 0;
    Variable free = tape.parameter(nodes, width, start, gradients.get(next++));
    Variable hidden = free;
    List<Variable> matrices = new ArrayList<>();
    float[] vectorsOfItems = text;
    if (vectorsOfItems != null) {
      Variable project = tape.parameter(textWidth, width, projection, gradients.get(next++));
      matrices.add(project);
      hidden = tape.add(free, projected(vectorsOfItems, project));
    }
    for (float[] weight : weights) {
      matrices.add(tape.parameter(width, width, weight, gradients.get(next++)));
    }
    int firstWeight = matrices.size() - weights.size();
    Variable all = hidden;
    before.clear();
    for (int layer = 0; layer < options.layers(); layer++) {
      int at = firstWeight + layer * weightsOfLayer();
      Variable bias = tape.parameter(1, width, biases.get(layer), gradients.get(next++));
      before.add(hidden);
      hidden = layer(layer, hidden, matrices.subList(at, at + weightsOfLayer()), bias, dropout);
      all = options.concatenates() ? tape.concatColumns(all, hidden) : hidden;
    }
    List<Variable> known = new ArrayList<>(List.of(all, free));
    known.addAll(matrices);
    return known;
  }

  /** Users have no text: their rows are zeros. */
  private Variable projected(float[] vectorsOfItems, Variable project) {
    Variable items =
        tape.matmul(tape.constant(nodes - firstItem, textWidth, vectorsOfItems), project);
    Variable none = tape.constant(firstItem, width, new float[firstItem * width]);
    return tape.concatRows(none, items);
  }

  private Variable layer(
      int number, Variable hidden, List<Variable> matrices, Variable bias, @Nullable Seed dropout) {
    Variable sum = ownWeights ? tape.matmul(hidden, matrices.get(relations.size())) : null;
    for (int r = 0; r < relations.size(); r++) {
      SparseOperator relation = relations.get(r);
      Variable step = tape.matmul(tape.propagate(relation, relation, hidden), matrices.get(r));
      sum = sum == null ? step : tape.add(sum, step);
    }
    if (sum == null) {
      throw new IllegalStateException("no relation");
    }
    Variable result = tape.addRow(sum, bias);
    if (number == options.layers() - 1) {
      return result;
    }
    result = tape.relu(result);
    return dropout == null || options.dropout() == 0
        ? result
        : tape.dropout(result, options.dropout(), dropout.derive(number));
  }
}
