package org.causal4j.benchmarks.effect;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.forest.CausalForest;
import org.causal4j.core.forest.CausalForestOptions;
import org.causal4j.core.kernel.spi.Workers;

/**
 * How often the forest's 95 % intervals cover on {@link ForestWorlds}, in data sets of 2,000 units.
 * Data set k has the seed {@code Seed.of(20261124).derive(k)}: nothing is drawn again and no design
 * left out. Effects are asked at 200 units that are not in the data.
 *
 * <pre>
 * --replications 500    data sets, numbered from 1
 * --trees 500           of a forest
 * --threads 2           the results do not depend on it
 * --file forest.tsv     results are appended to it; what it holds is not computed again
 * </pre>
 */
public final class ForestCoverage {
  private static final int UNITS = 2000;
  private static final int ASKED = 200;
  private static final long BASE = 20261124;
  private static final double LEVEL = 0.95;

  private ForestCoverage() {}

  /** Runs what the file lacks, and prints the table. */
  public static void main(String[] args) throws IOException {
    StudyOptions options =
        new StudyOptions(args, List.of("--replications", "--trees", "--threads", "--file"));
    int replications = options.number("--replications", 500);
    int trees = options.number("--trees", 500);
    StudyFile file = new StudyFile(Path.of(options.text("--file", "forest.tsv")));
    List<Result> results = Collections.synchronizedList(new ArrayList<>());
    Set<String> done = new HashSet<>();
    for (String line : file.lines()) {
      Result result = Result.parse(line);
      if (result.trees == trees) {
        results.add(result);
        done.add(result.world + " " + result.replication);
      }
    }
    List<ForestWorlds> worlds = ForestWorlds.all();
    new Workers(options.number("--threads", 2))
        .run(
            replications * worlds.size(),
            task -> {
              ForestWorlds world = worlds.get(task % worlds.size());
              int replication = 1 + task / worlds.size();
              if (!done.contains(world.name() + " " + replication)) {
                Result result = run(world, trees, replication);
                file.append(List.of(result.text()));
                results.add(result);
              }
            });
    System.out.println(
        "| design | data sets | effect | bias | SD | SE | ATE covered, % | pointwise, % | RMSE |"
            + " length |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (ForestWorlds world : worlds) {
      List<Result> own =
          results.stream()
              .filter(r -> r.world.equals(world.name()) && r.replication <= replications)
              .toList();
      System.out.println(line(world, own));
    }
  }

  /** One data set: the ATE, and sums over the units that were asked. */
  private record Result(
      String world,
      int replication,
      int trees,
      double ate,
      double error,
      boolean covers,
      int covered,
      double squares,
      double width) {

    static Result parse(String line) {
      List<String> cells = Splitter.on('\t').splitToList(line);
      return new Result(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          Integer.parseInt(cells.get(2)),
          Double.parseDouble(cells.get(3)),
          Double.parseDouble(cells.get(4)),
          Boolean.parseBoolean(cells.get(5)),
          Integer.parseInt(cells.get(6)),
          Double.parseDouble(cells.get(7)),
          Double.parseDouble(cells.get(8)));
    }

    String text() {
      return world
          + '\t'
          + replication
          + '\t'
          + trees
          + '\t'
          + ate
          + '\t'
          + error
          + '\t'
          + covers
          + '\t'
          + covered
          + '\t'
          + squares
          + '\t'
          + width;
    }
  }

  private static Result run(ForestWorlds world, int trees, int replication) {
    Seed seed = Seed.of(BASE).derive(replication);
    ForestWorlds.Draw data = world.draw(UNITS, seed.derive("data"));
    ForestWorlds.Draw asked = world.draw(ASKED, seed.derive("asked"));
    CausalForest forest =
        CausalForest.fit(
            data.data(), CausalForestOptions.defaults().withTrees(trees), seed.derive("forest"));
    EffectEstimate ate = forest.averageEffect(LEVEL);
    ImmutableList<CateEstimate> estimates = forest.estimates(asked.data().x(), LEVEL);
    int covered = 0;
    double squares = 0;
    double width = 0;
    for (int i = 0; i < ASKED; i++) {
      CateEstimate estimate = estimates.get(i);
      double off = estimate.effect() - asked.truth()[i];
      covered += estimate.interval().covers(asked.truth()[i]) ? 1 : 0;
      squares += off * off;
      width += estimate.interval().width();
    }
    return new Result(
        world.name(),
        replication,
        trees,
        ate.estimate(),
        ate.standardError(),
        ate.interval().covers(world.averageEffect()),
        covered,
        squares,
        width);
  }

  private static String line(ForestWorlds world, List<Result> results) {
    double truth = world.averageEffect();
    double n = results.size();
    double bias = 0;
    double error = 0;
    double covers = 0;
    double covered = 0;
    double squares = 0;
    double width = 0;
    for (Result result : results) {
      bias += (result.ate - truth) / n;
      error += result.error / n;
      covers += (result.covers ? 1 : 0) / n;
      covered += result.covered / n / ASKED;
      squares += result.squares / n / ASKED;
      width += result.width / n / ASKED;
    }
    double spread = 0;
    for (Result result : results) {
      spread += Math.pow(result.ate - truth - bias, 2) / (n - 1);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.4f | %.4f | %.4f | %.4f | %.1f | %.1f | %.4f | %.4f |",
        world.name(),
        results.size(),
        truth,
        bias,
        Math.sqrt(spread),
        error,
        100 * covers,
        100 * covered,
        Math.sqrt(squares),
        width);
  }
}
