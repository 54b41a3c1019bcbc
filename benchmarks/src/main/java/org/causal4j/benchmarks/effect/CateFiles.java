package org.causal4j.benchmarks.effect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Features;

/** Reads semi-synthetic data whose effects are known. */
final class CateFiles {
  private static final int ALIVE = 9999;

  private CateFiles() {}

  /** A replication of IHDP, from 1: treatment, y, other y, mu0, mu1, x1 to x25; no header. */
  static CateWorld ihdp(Path folder, int replication) throws IOException {
    List<double[]> rows = numbers(folder.resolve("ihdp/ihdp_npci_" + replication + ".csv.gz"), 0);
    return new CateWorld(
        "IHDP",
        CateData.of(
            CateWorld.features(columns(rows, 5, 30)),
            rows.stream().mapToInt(r -> (int) r[0]).toArray(),
            rows.stream().mapToDouble(r -> r[1]).toArray()),
        rows.stream().mapToDouble(r -> r[4] - r[3]).toArray());
  }

  /** A sample of ACIC 2016, from 1: z, y0, y1, mu0, mu1 beside the covariates of all samples. */
  static CateWorld acic(Path folder, int sample) throws IOException {
    Table x = Table.readCsv(folder.resolve("acic2016/x.csv.gz"));
    List<double[]> rows = numbers(folder.resolve("acic2016/zymu_" + sample + ".csv.gz"), 1);
    return new CateWorld(
        "ACIC 2016",
        CateData.of(
            Features.of(x, x.names()),
            rows.stream().mapToInt(r -> (int) r[0]).toArray(),
            rows.stream().mapToDouble(r -> r[0] == 1 ? r[2] : r[1]).toArray()),
        rows.stream().mapToDouble(r -> r[4] - r[3]).toArray());
  }

  /**
   * Twins: one-year mortality of the lighter (0) and heavier (1) of each pair, of which one is
   * shown: the heavier with probability 1/(1 + exp(−wᵀz − ε)), z the standardized covariates, w
   * uniform on [−.1, .1], ε normal with deviation .1.
   */
  static CateWorld twins(Path folder, Seed seed) throws IOException {
    List<double[]> rows = numbers(folder.resolve("twins/Twin_data.csv.gz"), 1);
    int p = 30;
    double[][] x = columns(rows, 0, p);
    SplittableRandom random = seed.random();
    double[] index = new double[x.length];
    for (int c = 0; c < p; c++) {
      int column = c;
      double mean = Arrays.stream(x).mapToDouble(r -> r[column]).average().orElseThrow();
      double deviation =
          Math.sqrt(
              Arrays.stream(x)
                  .mapToDouble(r -> (r[column] - mean) * (r[column] - mean))
                  .average()
                  .orElseThrow());
      double weight = 0.2 * random.nextDouble() - 0.1;
      for (int i = 0; i < index.length && deviation > 0; i++) {
        index[i] += weight * (x[i][c] - mean) / deviation;
      }
    }
    int[] t = new int[x.length];
    double[] y = new double[x.length];
    double[] effects = new double[x.length];
    for (int i = 0; i < t.length; i++) {
      double logit = index[i] + 0.1 * random.nextGaussian();
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      double lighter = rows.get(i)[p] == ALIVE ? 0 : 1;
      double heavier = rows.get(i)[p + 1] == ALIVE ? 0 : 1;
      y[i] = t[i] == 1 ? heavier : lighter;
      effects[i] = heavier - lighter;
    }
    return new CateWorld("Twins", CateData.of(CateWorld.features(x), t, y), effects);
  }

  private static double[][] columns(List<double[]> rows, int from, int to) {
    return rows.stream().map(r -> Arrays.copyOfRange(r, from, to)).toArray(double[][]::new);
  }

  private static List<double[]> numbers(Path file, int header) throws IOException {
    List<double[]> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      int skip = header;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (skip-- <= 0 && !line.isBlank()) {
          rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray());
        }
      }
    }
    return rows;
  }
}
