package org.causal4j.benchmarks.recommend;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.causal4j.recommend.scorer.LightGcn;

/**
 * Time and heap of a graph by its size: {@code GraphScale THREADS EDGES…} draws a power-law graph
 * for each number of edges, writes its pairs to a temporary file, reads them as a graph, and trains
 * two epochs of LightGCN (3 layers, 64 dimensions). An epoch has {@value #BATCHES} batches whatever
 * the size, so that its propagations are equally many: with batches of equal size an epoch of
 * LightGCN costs edges times edges.
 *
 * <p>A user and an item of an edge are drawn independently, each with a chance that falls with the
 * power −.6 of its rank, of edges/10 users and edges/20 items; an edge drawn twice counts once.
 */
public final class GraphScale {
  private static final int BATCHES = 4;
  private static final double POWER = 2.5;
  private static final double SECOND = 1e9;

  private GraphScale() {}

  /** Prints a line for each number of edges. */
  public static void main(String[] arguments) throws IOException {
    Kernels kernels = Kernels.automatic().withThreads(Integer.parseInt(arguments[0]));
    System.out.println(kernels);
    System.out.println(
        "edges users items read_s read_cpu_s graph_bytes_per_edge+node epoch_s epoch_cpu_s"
            + " cpu_ns_per_edge_and_batch peak_MiB");
    for (int k = 1; k < arguments.length; k++) {
      run(Integer.parseInt(arguments[k]), kernels);
    }
  }

  private static void run(int edges, Kernels kernels) throws IOException {
    Path file = Files.createTempFile("power-law", ".txt");
    try {
      write(file, edges);
      ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
      long before = used();
      double began = System.nanoTime() / SECOND;
      double cpu = cpu();
      InteractionGraph graph = InteractionSplit.readGraph(file);
      double read = System.nanoTime() / SECOND - began;
      double readCpu = cpu() - cpu;
      long bytes = used() - before;
      LightGcn.Options options =
          LightGcn.Options.defaults()
              .withBatch((graph.pairs() + BATCHES - 1) / BATCHES)
              .withEpochs(2);
      double[] spent = new double[3];
      LightGcn model =
          LightGcn.train(
              graph,
              null,
              options,
              Seed.of(7),
              kernels,
              (stage, done, total) -> spent[(int) done] = cpu());
      double epochCpu = spent[2] - spent[1];
      System.out.printf(
          Locale.ROOT,
          "%d %d %d %.1f %.1f %.1f %.2f %.2f %.1f %d%n",
          graph.pairs(),
          graph.users().size(),
          graph.items().size(),
          read,
          readCpu,
          (double) bytes / (graph.pairs() + graph.users().size() + graph.items().size()),
          model.report().epochSeconds().get(1),
          epochCpu,
          1e9 * epochCpu / graph.pairs() / BATCHES,
          peak() >> 20);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, int edges) throws IOException {
    SplittableRandom random = Seed.of(7).derive(edges).random();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int e = 0; e < edges; e++) {
        int user = (int) (edges / 10 * Math.pow(random.nextDouble(), POWER));
        int item = (int) (edges / 20 * Math.pow(random.nextDouble(), POWER));
        out.write(Integer.toString(user));
        out.write('\t');
        out.write(Integer.toString(item));
        out.write('\n');
      }
    }
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** At least the peak of the heap: the sum of the peaks of its pools. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static double cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / SECOND;
  }
}
