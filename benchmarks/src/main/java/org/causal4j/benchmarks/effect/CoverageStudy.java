package org.causal4j.benchmarks.effect;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.causal4j.core.estimate.CoverageRun;
import org.causal4j.core.estimate.CoverageTable;
import org.causal4j.core.estimate.Simulation;
import org.causal4j.core.kernel.spi.Workers;

/**
 * How often the 95 % intervals of the estimators hold the true effect, over data sets drawn from
 * {@link Simulation}: prints the table of {@code docs/coverage.md}.
 *
 * <pre>
 * --designs NIE_WAGER_A,…   default: all
 * --estimators aipw,tmle,dml,dml-plr,did   default: those that serve the design
 * --replications 2000   data sets, numbered from 1
 * --rows 2000           of a data set
 * --seed 2026           base of the seeds
 * --threads 2           the results do not depend on it
 * --file coverage.tsv   results are appended to it; what it holds is not computed again
 * </pre>
 *
 * <p>A file belongs to one seed and number of rows. Data sets are taken in turn over the designs,
 * so that a study that is interrupted has about the same number of each.
 */
public final class CoverageStudy {
  private CoverageStudy() {}

  /** Runs the study. */
  public static void main(String[] args) throws IOException {
    StudyOptions options =
        new StudyOptions(
            args,
            List.of(
                "--designs",
                "--estimators",
                "--replications",
                "--rows",
                "--seed",
                "--threads",
                "--file"));
    List<Simulation> designs =
        options.text("--designs", "all").equals("all")
            ? Arrays.asList(Simulation.values())
            : Splitter.on(',')
                .splitToStream(options.text("--designs", ""))
                .map(Simulation::valueOf)
                .toList();
    List<String> chosen =
        Splitter.on(',').omitEmptyStrings().splitToList(options.text("--estimators", ""));
    for (String name : chosen) {
      Preconditions.checkArgument(
          name.equals("did") || CoverageRun.ADJUSTING.contains(name),
          "--estimators: %s is none of %s, did",
          name,
          CoverageRun.ADJUSTING);
    }
    int rows = options.number("--rows", 2000);
    long seed = options.seed("--seed", 2026);
    int replications = options.number("--replications", 2000);
    StudyFile file = new StudyFile(Path.of(options.text("--file", "coverage.tsv")));
    List<CoverageRun.Line> lines = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (String text : file.lines()) {
      CoverageRun.Line line = CoverageRun.Line.parse(text);
      lines.add(line);
      done.add(line.simulation() + " " + line.estimator() + " " + line.replication());
    }
    int tasks = replications * designs.size();
    new Workers(options.number("--threads", 2))
        .run(
            tasks,
            task -> {
              Simulation design = designs.get(task % designs.size());
              int replication = 1 + task / designs.size();
              List<String> missing =
                  CoverageRun.estimators(design).stream()
                      .filter(name -> chosen.isEmpty() || chosen.contains(name))
                      .filter(name -> !done.contains(design + " " + name + " " + replication))
                      .toList();
              if (!missing.isEmpty()) {
                List<CoverageRun.Line> found =
                    CoverageRun.run(design, missing, rows, seed, replication);
                file.append(found.stream().map(CoverageRun.Line::text).toList());
                synchronized (lines) {
                  lines.addAll(found);
                }
              }
            });
    System.out.print(
        CoverageTable.of(lines.stream().filter(l -> l.replication() <= replications).toList())
            .markdown());
  }
}
