package org.causal4j.benchmarks.kernel;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One product of a sparse symmetric matrix and a dense one of 64 columns: a step of propagation
 * over a graph of the size of Gowalla, 29,858 users and 40,981 items with 810,128 pairs, drawn with
 * a long tail. Beside it the two bounds of copying: {@link #gatherRows} reads what the product
 * reads, {@link #copyRows} copies as many bytes in one run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "--add-modules", "jdk.incubator.vector"})
public class Spmm {
  private static final int USERS = 29_858;
  private static final int ITEMS = 40_981;
  private static final int PAIRS = 810_128;
  private static final int WIDTH = 64;
  private static final int TASKS = 16;

  /** The matrix and its operand. */
  @State(Scope.Benchmark)
  public static class Graph {
    /** Threads that work at once. */
    @Param({"1", "2"})
    public int threads;

    CsrMatrix matrix;
    int[] columns;
    float[] x;
    float[] y;
    Workers workers;

    /** Draws the pairs: popularity falls as a power of the rank. */
    @Setup
    public void draw() {
      SplittableRandom random = Seed.of(1).random();
      matrix = adjacency(random);
      columns = matrix.columnIndexes();
      x = new float[matrix.columns() * WIDTH];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (random.nextDouble() - 0.5);
      }
      y = new float[x.length];
      workers = new Workers(threads);
    }
  }

  /** The matrix as a provider holds it. */
  @State(Scope.Benchmark)
  public static class Operator {
    /** Name of the provider; {@code -p kernel=} takes others, see docs/kernels.md. */
    @Param({"scalar", "vector"})
    public String kernel;

    SparseOperator operator;

    /** Copies the matrix. */
    @Setup
    public void prepare(Graph graph) {
      operator = Kernels.named(kernel).withThreads(graph.threads).sparse(graph.matrix);
    }
  }

  private static CsrMatrix adjacency(SplittableRandom random) {
    Set<Long> pairs = new HashSet<>();
    while (pairs.size() < PAIRS) {
      long user = (long) (USERS * Math.pow(random.nextDouble(), 2));
      long item = USERS + (long) (ITEMS * Math.pow(random.nextDouble(), 3));
      pairs.add(user << 32 | item);
    }
    int[] rows = new int[2 * PAIRS];
    int[] columns = new int[2 * PAIRS];
    float[] values = new float[2 * PAIRS];
    int at = 0;
    for (long pair : pairs) {
      rows[at] = columns[at + 1] = (int) (pair >> 32);
      columns[at] = rows[at + 1] = (int) pair;
      values[at] = values[at + 1] = random.nextFloat();
      at += 2;
    }
    return CsrMatrix.ofEntries(USERS + ITEMS, USERS + ITEMS, rows, columns, values);
  }

  /** The product. */
  @Benchmark
  public float[] multiply(Graph graph, Operator operator) {
    operator.operator.multiply(graph.x, WIDTH, graph.y);
    return graph.y;
  }

  /** Copies the row of x that each entry names into a buffer of one row: the reads of a product. */
  @Benchmark
  public void gatherRows(Graph graph) {
    long entries = graph.columns.length;
    graph.workers.run(
        TASKS, t -> gather(graph, (int) (entries * t / TASKS), (int) (entries * (t + 1) / TASKS)));
  }

  private static void gather(Graph graph, int from, int to) {
    int[] columns = graph.columns;
    float[] x = graph.x;
    float[] row = new float[WIDTH];
    for (int p = from; p < to; p++) {
      System.arraycopy(x, columns[p] * WIDTH, row, 0, WIDTH);
    }
  }

  /** Copies x to y, again and again, until a row was copied for each entry. */
  @Benchmark
  public float[] copyRows(Graph graph) {
    int rows = graph.matrix.rows();
    int entries = graph.columns.length;
    graph.workers.run(
        TASKS,
        t -> {
          int first = (int) ((long) rows * t / TASKS);
          int count = (int) ((long) rows * (t + 1) / TASKS) - first;
          for (int done = 0; done < entries; done += rows) {
            System.arraycopy(graph.x, first * WIDTH, graph.y, first * WIDTH, count * WIDTH);
          }
        });
    return graph.y;
  }
}
