package org.causal4j.core.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients are compared with central differences of a reference in double precision. */
final class TapeTest {
  private static final int M = 7;
  private static final int N = 5;
  private static final int K = 3;

  /**
   * An operation of two parameters, [m x k] and [n x k] unless it says else, on the tape and in
   * double precision; all its results are weighted at random and added up.
   */
  private record Case(
      String name,
      int[] shape,
      Function<Variable[], Variable> onTape,
      Function<double[][], double[]> reference) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final int[] FIRST = {M, K, N, K};
  private static final int[] EQUAL = {M, K, M, K};
  private static final CsrMatrix SPARSE =
      CsrMatrix.ofEntries(
          4,
          M,
          new int[] {0, 0, 1, 3, 3, 3},
          new int[] {0, 4, 2, 1, 2, 6},
          new float[] {0.5f, -1.5f, 2, 0.25f, 1, -0.75f});

  static Stream<Case> operations() {
    SparseOperator a = Kernels.scalar().sparse(SPARSE);
    SparseOperator at = Kernels.scalar().sparse(SPARSE.transpose());
    int[][] excluded = {{0}, {}, {1, 2}, {}, {2}, {0, 2}, {}};
    int[] rows = {3, 0, 3, 6};
    int[] picked = {0, 2, 1, 1, 0, 2, 2};
    return Stream.of(
        new Case(
            "matmul",
            new int[] {M, K, K, N},
            v -> v[0].tape.matmul(v[0], v[1]),
            x -> Reference.matmul(x[0], x[1], M, K, N)),
        new Case(
            "matmulTransposed",
            FIRST,
            v -> v[0].tape.matmulTransposed(v[0], v[1]),
            x -> Reference.matmulTransposed(x[0], x[1], M, K, N)),
        new Case(
            "matmulTransposed with itself",
            FIRST,
            v -> v[0].tape.matmulTransposed(v[0], v[0]),
            x -> Reference.matmulTransposed(x[0], x[0], M, K, M)),
        new Case(
            "propagate",
            FIRST,
            v -> v[0].tape.propagate(a, at, v[0]),
            x -> Reference.sparse(SPARSE, x[0], K)),
        new Case("add", EQUAL, v -> v[0].tape.add(v[0], v[1]), x -> Reference.sum(x[0], x[1], 1)),
        new Case(
            "subtract",
            EQUAL,
            v -> v[0].tape.subtract(v[0], v[1]),
            x -> Reference.sum(x[0], x[1], -1)),
        new Case(
            "multiply",
            EQUAL,
            v -> v[0].tape.multiply(v[0], v[1]),
            x -> Reference.product(x[0], x[1])),
        new Case(
            "scale",
            EQUAL,
            v -> v[0].tape.scale(v[0], -1.7),
            x -> Reference.map(x[0], t -> -1.7f * t)),
        new Case(
            "addRow",
            new int[] {M, K, 1, K},
            v -> v[0].tape.addRow(v[0], v[1]),
            x -> Reference.plusRow(x[0], x[1], K)),
        new Case(
            "relu",
            EQUAL,
            v -> v[0].tape.relu(v[0]),
            x -> Reference.map(x[0], t -> Math.max(t, 0))),
        new Case(
            "leakyRelu",
            EQUAL,
            v -> v[0].tape.leakyRelu(v[0], 0.25),
            x -> Reference.map(x[0], t -> t > 0 ? t : 0.25 * t)),
        new Case(
            "sigmoid",
            EQUAL,
            v -> v[0].tape.sigmoid(v[0]),
            x -> Reference.map(x[0], t -> 1 / (1 + Math.exp(-t)))),
        new Case("tanh", EQUAL, v -> v[0].tape.tanh(v[0]), x -> Reference.map(x[0], Math::tanh)),
        new Case(
            "softplus",
            EQUAL,
            v -> v[0].tape.softplus(v[0]),
            x -> Reference.map(x[0], t -> Math.log1p(Math.exp(t)))),
        new Case(
            "gather",
            EQUAL,
            v -> v[0].tape.gather(v[0], rows),
            x -> Reference.gather(x[0], rows, K)),
        new Case(
            "normalizeRows",
            EQUAL,
            v -> v[0].tape.normalizeRows(v[0]),
            x -> Reference.normalize(x[0], K)),
        new Case(
            "rowDots",
            EQUAL,
            v -> v[0].tape.rowDots(v[0], v[1]),
            x -> Reference.dots(x[0], x[1], K)),
        new Case(
            "rowDots with itself",
            EQUAL,
            v -> v[0].tape.rowDots(v[0], v[0]),
            x -> Reference.dots(x[0], x[0], K)),
        new Case(
            "pick", EQUAL, v -> v[0].tape.pick(v[0], picked), x -> Reference.pick(x[0], picked, K)),
        new Case(
            "logSumExpRows",
            EQUAL,
            v -> v[0].tape.logSumExpRows(v[0]),
            x -> Reference.logSumExp(x[0], new int[M][0], K)),
        new Case(
            "logSumExpRows, some excluded",
            EQUAL,
            v -> v[0].tape.logSumExpRows(v[0], excluded),
            x -> Reference.logSumExp(x[0], excluded, K)),
        new Case(
            "concatColumns",
            new int[] {M, K, M, N},
            v -> v[0].tape.concatColumns(v[0], v[1]),
            x -> Reference.concat(x[0], x[1], K, N)),
        new Case(
            "concatRows",
            FIRST,
            v -> v[0].tape.concatRows(v[0], v[1]),
            x -> Reference.stack(x[0], x[1])),
        new Case("reshape", EQUAL, v -> v[0].tape.reshape(v[0], K, M), x -> x[0].clone()),
        new Case("sum", EQUAL, v -> v[0].tape.sum(v[0]), x -> Reference.mean(x[0], M * K)),
        new Case("mean", EQUAL, v -> v[0].tape.mean(v[0]), x -> Reference.mean(x[0], 1)),
        new Case(
            "sumSquares",
            EQUAL,
            v -> v[0].tape.sumSquares(v[0]),
            x -> new double[] {Reference.dots(x[0], x[0], M * K)[0]}));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void backward_anyOperation_isTheDifferenceQuotient(Case operation) {
    int[] shape = operation.shape();
    float[][] values = {random(shape[0] * shape[1], 1), random(shape[2] * shape[3], 2)};
    float[][] gradients = {new float[values[0].length], new float[values[1].length]};
    Tape tape = new Tape(Kernels.scalar());
    Variable[] parameters = {
      tape.parameter(shape[0], shape[1], values[0], gradients[0]),
      tape.parameter(shape[2], shape[3], values[1], gradients[1])
    };
    Variable result = operation.onTape().apply(parameters);
    float[] weights = random(result.rows() * result.columns(), 3);
    Variable loss =
        tape.sum(tape.multiply(result, tape.constant(result.rows(), result.columns(), weights)));
    tape.backward(loss);

    double[][] exact = {Reference.doubles(values[0]), Reference.doubles(values[1])};
    ToDoubleFunction<double[][]> reference =
        x -> Reference.weighted(operation.reference().apply(x), weights);
    assertThat(loss.scalar()).isCloseTo(reference.applyAsDouble(exact), within(1e-5));
    assertThat(Reference.distance(gradients, exact, reference)).isLessThan(1e-5);
  }

  @Test
  void backward_layersAndSoftmaxTogether_isTheDifferenceQuotient() {
    float[][] values = {random(M * K, 4), random(K * N, 5)};
    float[][] gradients = {new float[M * K], new float[K * N]};
    int[] own = {0, 1, 2, 3, 4, 0, 1};
    Tape tape = new Tape(Kernels.scalar());
    Variable x = tape.parameter(M, K, values[0], gradients[0]);
    Variable w = tape.parameter(K, N, values[1], gradients[1]);
    Variable layer = tape.normalizeRows(tape.tanh(tape.matmul(x, w)));
    Variable logits = tape.scale(layer, 5);
    Variable losses = tape.subtract(tape.logSumExpRows(logits), tape.pick(logits, own));
    Variable loss = tape.add(tape.mean(losses), tape.scale(tape.sumSquares(w), 0.1));
    tape.backward(loss);

    ToDoubleFunction<double[][]> reference =
        p -> {
          double[] rows =
              Reference.normalize(
                  Reference.map(Reference.matmul(p[0], p[1], M, K, N), Math::tanh), N);
          double[] scaled = Reference.map(rows, t -> 5 * t);
          double[] lse = Reference.logSumExp(scaled, new int[M][0], N);
          double[] difference = Reference.sum(lse, Reference.pick(scaled, own, N), -1);
          return Reference.mean(difference, 1)[0] + 0.1 * Reference.dots(p[1], p[1], K * N)[0];
        };
    double[][] exact = {Reference.doubles(values[0]), Reference.doubles(values[1])};
    assertThat(Reference.distance(gradients, exact, reference)).isLessThan(1e-5);
  }

  @Test
  void dropout_backward_passesWhatWasKept() {
    float[] ones = new float[40_000];
    java.util.Arrays.fill(ones, 1);
    float[] gradient = new float[ones.length];
    Tape tape = new Tape(Kernels.scalar());
    Variable x = tape.parameter(200, 200, ones, gradient);
    Variable y = tape.dropout(x, 0.25, Seed.of(3));
    tape.backward(tape.sum(y));
    float[] kept = y.toMatrix().toArray();
    assertThat(gradient).isEqualTo(kept);
    int zeros = 0;
    for (float value : kept) {
      assertThat(value == 0 || Math.abs(value - 4f / 3) < 1e-6).isTrue();
      zeros += value == 0 ? 1 : 0;
    }
    assertThat((double) zeros / kept.length).isCloseTo(0.25, within(0.01));
  }

  @Test
  void backward_anyNumberOfThreads_sameBits() {
    assertThat(step(1)).isEqualTo(step(2)).isEqualTo(step(8));
  }

  /** Gradients of a step large enough to be split. */
  private static float[] step(int threads) {
    int rows = 700;
    int width = 33;
    float[] values = random(rows * width, 6);
    float[] gradient = new float[values.length];
    Tape tape = new Tape(Kernels.scalar().withThreads(threads));
    for (int repeat = 0; repeat < 2; repeat++) {
      Variable x = tape.parameter(rows, width, values, gradient);
      Variable y = tape.normalizeRows(tape.dropout(tape.relu(x), 0.1, Seed.of(9)));
      Variable logits = tape.scale(tape.matmulTransposed(y, y), 3);
      tape.backward(tape.mean(tape.logSumExpRows(logits)));
      tape.reset();
    }
    return gradient;
  }

  @Test
  void normalizeRows_rowOfZeros_staysZeroWithFiniteGradient() {
    float[] gradient = new float[2];
    Tape tape = new Tape(Kernels.scalar());
    Variable y = tape.normalizeRows(tape.parameter(1, 2, new float[2], gradient));
    tape.backward(tape.sum(y));
    assertThat(y.toMatrix().toArray()).containsOnly(0);
    assertThat(Float.isFinite(gradient[0])).isTrue();
  }

  @Test
  void logSumExpRows_largeAndNaN_noOverflowAndNaNPasses() {
    Tape tape = new Tape(Kernels.scalar());
    Variable large = tape.constant(1, 3, new float[] {1000, 1000, -1000});
    assertThat(tape.logSumExpRows(large).scalar()).isCloseTo(1000 + Math.log(2), within(1e-3));
    Variable broken = tape.constant(1, 2, new float[] {Float.NaN, 1});
    assertThat(tape.logSumExpRows(broken).scalar()).isNaN();
  }

  @Test
  void operations_shapesThatDoNotFit_areRefused() {
    Tape tape = new Tape(Kernels.scalar());
    Variable a = tape.constant(2, 3, new float[6]);
    Variable b = tape.constant(2, 2, new float[4]);
    assertThatThrownBy(() -> tape.matmul(a, a)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tape.add(a, b)).hasMessageContaining("2 x 3");
    assertThatThrownBy(() -> tape.gather(a, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tape.backward(tape.sum(a))).hasMessageContaining("no parameter");
    assertThatThrownBy(() -> tape.dropout(a, 1, Seed.of(1))).hasMessageContaining("rate: 1");
    assertThatThrownBy(() -> tape.logSumExpRows(b, new int[][] {{0, 1}, {}}))
        .hasMessageContaining("all 2 columns");
    assertThatThrownBy(() -> new Tape(Kernels.scalar()).sum(a)).hasMessageContaining("other tape");
  }

  private static float[] random(int size, long seed) {
    SplittableRandom random = Seed.of(seed).random();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
