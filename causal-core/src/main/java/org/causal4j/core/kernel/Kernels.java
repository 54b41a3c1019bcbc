package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.stream.Collectors;
import org.causal4j.core.kernel.spi.AdamStep;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;

/**
 * The compute kernels of one provider, with a budget of threads.
 *
 * <p>{@link #automatic} takes the fastest provider that works in this JVM and says why ({@link
 * #describe}); {@link #named} takes the one that is named or fails. Nothing is cached: look up once
 * and hand the result on.
 *
 * <p>Every method refuses arguments that do not fit before it writes anything. Results agree
 * between providers within a rounding error that grows with the number of terms; one provider gives
 * the same bits for any number of threads. NaN and infinities pass through as IEEE 754 has it.
 *
 * <p>Threads: a {@code Kernels} works on the calling thread and on up to {@code threads() - 1}
 * daemon threads of its own, started when first needed and ended after ten idle seconds ({@link
 * Workers}). The common pool is left to the application. With one thread, only the calling thread
 * works.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Kernels {
  /** Entries of an elementwise operation that one task takes. */
  private static final int CHUNK = 1 << 16;

  private static final int[] NONE = {};

  private final KernelBackend backend;
  private final KernelInfo info;
  private final List<KernelInfo> all;
  private final Workers workers;

  Kernels(KernelBackend backend, KernelInfo info, List<KernelInfo> all, Workers workers) {
    this.backend = backend;
    this.info = info;
    this.all = List.copyOf(all);
    this.workers = workers;
  }

  /**
   * The provider of the highest rank that is on the class path, available and passes a small
   * self-test against scalar Java; scalar Java if there is none. If the system property {@code
   * causal4j.kernel} is set, the provider of that name instead, as {@link #named}.
   *
   * @throws KernelUnavailableException if the property names a provider that can't be used
   */
  public static Kernels automatic() {
    return KernelLookup.automatic();
  }

  /** Plain Java, the specification of all other providers. */
  public static Kernels scalar() {
    return KernelLookup.scalar();
  }

  /**
   * The provider of this name, as "scalar" or "vector".
   *
   * @throws KernelUnavailableException with reason and remedy, if it can't be used
   */
  public static Kernels named(String name) {
    return KernelLookup.named(name, "asked for by name");
  }

  /**
   * The same kernels with another budget of threads, the caller's included.
   *
   * @param threads at least 1; the default is the number of processors
   */
  public Kernels withThreads(int threads) {
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
    return threads == workers.threads()
        ? this
        : new Kernels(backend, info, all, new Workers(threads));
  }

  /** The number of threads that may work at once. */
  public int threads() {
    return workers.threads();
  }

  /** The provider in use. */
  public KernelInfo info() {
    return info;
  }

  /** All providers that were looked at, the one in use first. */
  public List<KernelInfo> describe() {
    return all;
  }

  /** A sparse matrix ready to be multiplied; copies it. */
  public SparseOperator sparse(CsrMatrix a) {
    return new SparseOperator(
        a.rows(),
        a.columns(),
        a.entries(),
        backend.sparse(a.columns(), a.rowPointers(), a.columnIndexes(), a.values()),
        workers,
        null);
  }

  /**
   * A square sparse matrix ready to be multiplied, its rows and columns in another order: row r of
   * X and Y stands for row {@code order[r]} of A. Sums are taken in the order in which they are
   * without it, so a row of a product has the same bits; but with rows that share columns close to
   * each other, more of X is found in the caches.
   *
   * @param order each row number of A once
   * @throws IllegalArgumentException if A is not square, or the order is none
   */
  public SparseOperator sparse(CsrMatrix a, int[] order) {
    OrderedMatrix ordered = OrderedMatrix.of(a, order);
    return new SparseOperator(
        a.rows(),
        a.columns(),
        a.entries(),
        backend.sparse(
            a.columns(), ordered.rowPointers(), ordered.columnIndexes(), ordered.values()),
        workers,
        order.clone());
  }

  /**
   * The inner product of n values. Products and sums may be taken in single precision.
   *
   * @throws IllegalArgumentException if a range leaves its array
   */
  public double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    checkRange("a", a, aOffset, n);
    checkRange("b", b, bOffset, n);
    return backend.dot(a, aOffset, b, bOffset, n);
  }

  /**
   * {@code y += alpha x} over n values.
   *
   * @throws IllegalArgumentException if a range leaves its array, or the ranges overlap
   */
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    checkRange("x", x, xOffset, n);
    checkRange("y", y, yOffset, n);
    checkApart("x", x, xOffset, n, "y", y, yOffset, n);
    workers.run(
        chunks(n),
        t -> {
          int from = t * CHUNK;
          backend.axpy(alpha, x, xOffset + from, y, yOffset + from, Math.min(CHUNK, n - from));
        });
  }

  /**
   * {@link #gemm(Transpose, int, int, int, float, float[], int, float[], int, float, float[], int)}
   * from the start of each array.
   */
  public void gemm(
      Transpose transpose,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    gemm(transpose, m, n, k, alpha, a, 0, b, 0, beta, c, 0);
  }

  /**
   * The dense product {@code C = alpha op(A) op(B) + beta C}, in single precision. All matrices are
   * row-major without gaps between rows, and may be a part of their arrays. {@code 2 m n k}
   * floating point operations.
   *
   * @param transpose which operand is transposed, and so how A and B are stored
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B); with 0, C becomes {@code beta C}
   * @param beta with 0 the former C is not read, so it may hold NaN
   * @throws IllegalArgumentException if a dimension is below 0, a matrix leaves its array, or C
   *     overlaps A or B
   */
  public void gemm(
      Transpose transpose,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset) {
    Preconditions.checkArgument(m >= 0, "m: %s is below 0", m);
    Preconditions.checkArgument(n >= 0, "n: %s is below 0", n);
    Preconditions.checkArgument(k >= 0, "k: %s is below 0", k);
    checkRange("a", a, aOffset, (long) m * k);
    checkRange("b", b, bOffset, (long) k * n);
    checkRange("c", c, cOffset, (long) m * n);
    checkApart("a", a, aOffset, m * k, "c", c, cOffset, m * n);
    checkApart("b", b, bOffset, k * n, "c", c, cOffset, m * n);
    if (m > 0 && n > 0) {
      backend.gemm(transpose, m, n, k, alpha, a, aOffset, b, bOffset, beta, c, cOffset, workers);
    }
  }

  /** {@link #topK(float[], int, int, int, int[])} over a whole array. */
  public int[] topK(float[] scores, int k) {
    return topK(scores, 0, scores.length, k, NONE);
  }

  /** {@link #topK(float[], int, int, int, int[])} with nothing excluded. */
  public int[] topK(float[] scores, int from, int to, int k) {
    return topK(scores, from, to, k, NONE);
  }

  /**
   * The positions of the k highest scores of a range, in descending order of score; equal scores in
   * ascending order of position. Positions count from {@code from}: position p stands for {@code
   * scores[from + p]}, so that a row of users x items yields item numbers. Fewer than k if the
   * range has fewer candidates. On the calling thread; about one pass over the scores.
   *
   * @param excluded positions that are no candidates, strictly ascending, as the items a user has
   *     bought; may be empty
   * @throws IllegalArgumentException if k is below 1, the range leaves the array, a candidate's
   *     score is NaN, or the excluded positions do not ascend or lie outside the range
   */
  public int[] topK(float[] scores, int from, int to, int k, int[] excluded) {
    Preconditions.checkArgument(k >= 1, "k: %s is below 1", k);
    checkRange("scores", scores, from, (long) to - from);
    int before = -1;
    for (int position : excluded) {
      Preconditions.checkArgument(
          position > before && position < to - from,
          "excluded: %s after %s, but positions must ascend strictly and be below %s",
          position,
          before,
          to - from);
      before = position;
    }
    return TopK.select(backend, scores, from, to, k, excluded);
  }

  /**
   * One step of Adam over an array, in place: m and v hold the running means of gradients and of
   * their squares, zero before the first step.
   *
   * @param step number of this step, from 1, for the bias correction
   * @throws IllegalArgumentException if the arrays differ in length or two are the same, or step is
   *     below 1
   */
  public void adam(
      float[] parameters,
      float[] gradient,
      float[] m,
      float[] v,
      AdamSettings settings,
      long step) {
    int n = parameters.length;
    Preconditions.checkArgument(
        gradient.length == n && m.length == n && v.length == n,
        "parameters: %s of them, but %s gradients, %s and %s means",
        n,
        gradient.length,
        m.length,
        v.length);
    Preconditions.checkArgument(
        parameters != gradient
            && parameters != m
            && parameters != v
            && gradient != m
            && gradient != v
            && m != v,
        "parameters, gradient, m, v: must be four arrays");
    Preconditions.checkArgument(step >= 1, "step: %s is below 1", step);
    AdamStep constants =
        new AdamStep(
            (float) settings.beta1(),
            (float) (1 - settings.beta1()),
            (float) settings.beta2(),
            (float) (1 - settings.beta2()),
            (float) (settings.learningRate() / (1 - Math.pow(settings.beta1(), (double) step))),
            (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), (double) step))),
            (float) settings.epsilon(),
            (float) (1 - settings.learningRate() * settings.weightDecay()));
    workers.run(
        chunks(n),
        t -> {
          int from = t * CHUNK;
          int to = Math.min(CHUNK, n - from) + from;
          backend.adam(parameters, gradient, m, v, from, to, constants);
        });
  }

  /**
   * {@code x = exp(x - shift)} over the entries {@code from .. to-1}, in single precision, and the
   * sum of the results: the numerators and the denominator of a softmax. On the calling thread. A
   * relative error of 2e-7 an entry at most; differences below -87.3 give 0, above 88 infinity, NaN
   * stays NaN.
   *
   * @throws IllegalArgumentException if the range leaves the array
   */
  public double expSum(float[] x, int from, int to, float shift) {
    checkRange("x", x, from, (long) to - from);
    return backend.expSum(x, from, to, shift);
  }

  private static int chunks(int n) {
    return n / CHUNK + (n % CHUNK == 0 ? 0 : 1);
  }

  private static void checkRange(String name, float[] array, int offset, long n) {
    if (offset < 0 || n < 0 || offset + n > array.length) {
      throw new IllegalArgumentException(
          name + ": " + n + " values from " + offset + " on leave an array of " + array.length);
    }
  }

  private static void checkApart(
      String aName,
      float[] a,
      int aOffset,
      int aLength,
      String bName,
      float[] b,
      int bOffset,
      int bLength) {
    if (a == b
        && (long) aOffset < (long) bOffset + bLength
        && (long) bOffset < (long) aOffset + aLength) {
      throw new IllegalArgumentException(
          bName + ": overlaps " + aName + " in one array, at " + bOffset + " and " + aOffset);
    }
  }

  @Override
  public String toString() {
    return all.stream()
        .map(KernelInfo::toString)
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                "Kernels with " + threads() + " threads" + System.lineSeparator(),
                ""));
  }
}
