package org.causal4j.core.tape;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation over matrices of single precision (Griewank and Walther,
 * <i>Evaluating Derivatives</i>, 2nd ed. 2008, §3.2): operations compute at once and are recorded;
 * {@link #backward} goes over the record from its end and adds up, for each variable, the gradient
 * of a scalar.
 *
 * <pre>{@code
 * Tape tape = new Tape(Kernels.automatic());
 * Variable w = tape.parameter(3, 2, weights, gradient);
 * Variable loss = tape.mean(tape.softplus(tape.matmul(tape.constant(5, 3, x), w)));
 * tape.backward(loss);                          // gradient now holds ∂loss/∂w
 * tape.reset();                                 // buffers are kept for the next step
 * }</pre>
 *
 * <p>Matrices are row-major. Sums over a whole matrix are taken in double precision. Each operation
 * costs as much backward as forward, products twice that; memory is that of all results and their
 * gradients. The same input gives the same bits for any number of threads of one kernel provider.
 * NaN passes through. Not safe to share between threads.
 */
public final class Tape {
  private final Kernels kernels;
  private final Workers workers;
  private final Buffers buffers = new Buffers();
  private final List<Variable> record = new ArrayList<>();

  /** An empty tape that computes with these kernels and their threads. */
  public Tape(Kernels kernels) {
    this.kernels = kernels;
    this.workers = new Workers(kernels.threads());
  }

  /** Forgets all variables; their buffers are used again. */
  public void reset() {
    record.clear();
    buffers.reclaim();
  }

  /**
   * What is to be learned.
   *
   * @param values row-major, read where they are: not to be changed before {@link #backward}
   * @param gradient of the same length; contributions are added to it
   */
  public Variable parameter(int rows, int columns, float[] values, float[] gradient) {
    checkShape(rows, columns, values.length);
    Preconditions.checkArgument(
        gradient.length == values.length && gradient != values,
        "gradient: needs %s places of its own, not %s",
        values.length,
        gradient.length);
    Variable variable = new Variable(this, rows, columns, values, true);
    variable.gradient = gradient;
    return variable;
  }

  /** What is given, read where it is. */
  public Variable constant(int rows, int columns, float[] values) {
    checkShape(rows, columns, values.length);
    return new Variable(this, rows, columns, values, false);
  }

  private static void checkShape(int rows, int columns, int length) {
    Preconditions.checkArgument(
        rows >= 1 && columns >= 1, "shape: %s x %s is not 1 x 1 or larger", rows, columns);
    Preconditions.checkArgument(
        length == (long) rows * columns, "values: %s for %s x %s", length, rows, columns);
  }

  /** The product A B of [m x k] and [k x n]. */
  public Variable matmul(Variable a, Variable b) {
    return new Products(this).plain(a, b);
  }

  /** The product A Bᵀ of [m x k] and [n x k], as the scores of users for items. */
  public Variable matmulTransposed(Variable a, Variable b) {
    return new Products(this).transposed(a, b);
  }

  /**
   * A X, one step over a graph.
   *
   * @param a the sparse matrix
   * @param transpose its transpose, the same operator where it is symmetric
   */
  public Variable propagate(SparseOperator a, SparseOperator transpose, Variable x) {
    return new Products(this).sparse(a, transpose, x);
  }

  /** A + B, of one shape. */
  public Variable add(Variable a, Variable b) {
    return new Elementwise(this).sum(a, b, 1);
  }

  /** A − B, of one shape. */
  public Variable subtract(Variable a, Variable b) {
    return new Elementwise(this).sum(a, b, -1);
  }

  /** The products of the entries, of one shape. */
  public Variable multiply(Variable a, Variable b) {
    return new Elementwise(this).product(a, b);
  }

  /** c A. */
  public Variable scale(Variable a, double factor) {
    return new Elementwise(this).scaled(a, (float) factor);
  }

  /** A plus a row [1 x n], the bias of a layer, in each of its rows. */
  public Variable addRow(Variable a, Variable row) {
    return new Elementwise(this).plusRow(a, row);
  }

  /** max(x, 0); its slope at 0 is 0. */
  public Variable relu(Variable a) {
    return leakyRelu(a, 0);
  }

  /** x where it is above 0, else slope · x. */
  public Variable leakyRelu(Variable a, double slope) {
    return new Elementwise(this).map(a, Functions.leakyRelu((float) slope));
  }

  /** 1/(1 + e⁻ˣ). */
  public Variable sigmoid(Variable a) {
    return new Elementwise(this).map(a, Functions.SIGMOID);
  }

  /** tanh x. */
  public Variable tanh(Variable a) {
    return new Elementwise(this).map(a, Functions.TANH);
  }

  /** log(1 + eˣ), without overflow; −log σ(x) is the softplus of −x. */
  public Variable softplus(Variable a) {
    return new Elementwise(this).map(a, Functions.SOFTPLUS);
  }

  /**
   * Dropout: entries are set to 0 with probability {@code rate}, the others divided by 1 − rate
   * (Srivastava et al., JMLR 15, 2014, §10).
   *
   * @param rate from 0 to below 1
   */
  public Variable dropout(Variable a, double rate, Seed seed) {
    Preconditions.checkArgument(rate >= 0 && rate < 1, "rate: %s is not 0 to below 1", rate);
    return new Elementwise(this).dropout(a, rate, seed);
  }

  /** Some rows, in any order, repeated or not. */
  public Variable gather(Variable a, int... rows) {
    return new RowOperations(this).gather(a, rows);
  }

  /** Rows divided by their length; a row of length below 1e-12 by that. */
  public Variable normalizeRows(Variable a) {
    return new RowOperations(this).normalize(a);
  }

  /** The inner products of equal rows, [m x 1]. */
  public Variable rowDots(Variable a, Variable b) {
    return new RowOperations(this).dots(a, b);
  }

  /** One entry of each row, [m x 1]. */
  public Variable pick(Variable a, int... columns) {
    return new RowOperations(this).pick(a, columns);
  }

  /** log Σ exp over each row, [m x 1], without overflow. */
  public Variable logSumExpRows(Variable a) {
    return new RowOperations(this).logSumExp(a, null);
  }

  /**
   * log Σ exp over each row but for some of its columns.
   *
   * @param excluded strictly ascending columns of each row; never all of them
   */
  public Variable logSumExpRows(Variable a, int[][] excluded) {
    return new RowOperations(this).logSumExp(a, excluded);
  }

  /** The columns of A, then those of B. */
  public Variable concatColumns(Variable a, Variable b) {
    return new RowOperations(this).concat(a, b);
  }

  /** The rows of A, then those of B. */
  public Variable concatRows(Variable a, Variable b) {
    return new RowOperations(this).stack(a, b);
  }

  /** The same entries in the same order in another shape. */
  public Variable reshape(Variable a, int rows, int columns) {
    Preconditions.checkArgument(
        (long) rows * columns == a.size(), "shape: %s x %s is not of size %s", rows, columns, a);
    Variable result = new Variable(this, rows, columns, a.value, a.needsGradient);
    if (a.needsGradient) {
      // one array for both: what comes back to the one has come back to the other
      result.gradient = a.slopes();
    }
    return result;
  }

  /** The sum of all entries, [1 x 1]. */
  public Variable sum(Variable a) {
    return new Reductions(this).sum(a, 1);
  }

  /** The mean of all entries, [1 x 1]. */
  public Variable mean(Variable a) {
    return new Reductions(this).sum(a, 1.0 / a.size());
  }

  /** The sum of all squared entries, [1 x 1]. */
  public Variable sumSquares(Variable a) {
    return new Reductions(this).squares(a);
  }

  /**
   * Adds to the gradient of each variable that of a scalar. Once a record: {@link #reset} before
   * the next.
   *
   * @param loss [1 x 1]
   */
  public void backward(Variable loss) {
    Preconditions.checkArgument(loss.tape == this, "loss: is of another tape");
    Preconditions.checkArgument(loss.size() == 1, "loss: %s is no scalar", loss);
    Preconditions.checkArgument(loss.needsGradient, "loss: depends on no parameter");
    loss.slopes()[0] += 1;
    for (int i = record.size() - 1; i >= 0; i--) {
      Variable variable = record.get(i);
      Runnable back = variable.back;
      if (back != null && variable.gradient != null) {
        back.run();
      }
    }
  }

  /** A result; its gradient is asked for if that of an operand is. */
  Variable result(int rows, int columns, Variable... operands) {
    boolean needed = false;
    for (Variable operand : operands) {
      Preconditions.checkArgument(operand.tape == this, "%s: is of another tape", operand);
      needed |= operand.needsGradient;
    }
    float[] value = buffers.take(Math.multiplyExact(rows, columns));
    return new Variable(this, rows, columns, value, needed);
  }

  /** Records how a result hands its gradient on. */
  Variable record(Variable result, @Nullable Runnable back) {
    if (result.needsGradient) {
      result.back = back;
      record.add(result);
    }
    return result;
  }

  float[] zeros(int size) {
    return buffers.zeros(size);
  }

  float[] spare(int size) {
    return buffers.take(size);
  }

  Kernels kernels() {
    return kernels;
  }

  Workers workers() {
    return workers;
  }

  @Override
  public String toString() {
    return "Tape of " + record.size() + " results on " + kernels.info().name();
  }
}
