package org.causal4j.benchmarks.effect;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.refute.NullWorld;
import org.causal4j.core.refute.Refutation;
import org.causal4j.core.refute.RefutationRun;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.claim.CausalClaim;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.graph.claim.EffectSize;
import org.causal4j.graph.claim.RefutationStatus;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;

/**
 * How often a claim is graded IDENTIFIED_AND_REFUTED where there is no effect, over data sets of
 * {@link NullWorld}; and how often each refuter speaks against a sound analysis. Prints the tables
 * of {@code docs/coverage.md}.
 *
 * <pre>
 * --part claims         or refuters
 * --worlds LINEAR,…     default: all
 * --estimators aipw,…   default: all
 * --replications 1000   data sets, numbered from 1
 * --thorough 200        on so many data sets refuters are asked even where the negative control has
 *                       decided, for the column without it
 * --replicates 40       refits of a refuter
 * --seed 2026           base of the seeds
 * --threads 2           the results do not depend on it
 * --file refutation.tsv results are appended to it; what it holds is not computed again
 * </pre>
 */
public final class RefutationStudy {
  private static final List<String> SOUND =
      List.of("LINEAR regression", "LINEAR aipw", "NONLINEAR aipw-splines");

  private RefutationStudy() {}

  /** Runs a part. */
  public static void main(String[] args) throws IOException {
    StudyOptions options =
        new StudyOptions(
            args,
            List.of(
                "--part",
                "--worlds",
                "--estimators",
                "--replications",
                "--thorough",
                "--replicates",
                "--seed",
                "--threads",
                "--file"));
    boolean claims = options.text("--part", "claims").equals("claims");
    Preconditions.checkArgument(
        claims || options.text("--part", "").equals("refuters"),
        "--part: is neither claims nor refuters");
    List<String> pairs = new ArrayList<>();
    for (String world :
        chosen(options, "--worlds", Arrays.stream(NullWorld.values()).map(Enum::name).toList())) {
      for (String estimator : chosen(options, "--estimators", RefutationRun.ESTIMATORS)) {
        if (claims || SOUND.contains(world + " " + estimator)) {
          pairs.add(world + " " + estimator);
        }
      }
    }
    int replications = options.number("--replications", 1000);
    int replicates = options.number("--replicates", 40);
    int thorough = options.number("--thorough", 200);
    long seed = options.seed("--seed", 2026);
    StudyFile file = new StudyFile(Path.of(options.text("--file", "refutation.tsv")));
    List<String> lines = Collections.synchronizedList(new ArrayList<>(file.lines()));
    Set<String> done = new HashSet<>();
    lines.forEach(
        line -> done.add(String.join(" ", Splitter.on('\t').splitToList(line).subList(0, 3))));
    new Workers(options.number("--threads", 2))
        .run(
            replications * pairs.size(),
            task -> {
              String pair = pairs.get(task % pairs.size());
              int replication = 1 + task / pairs.size();
              if (!done.contains(pair + " " + replication)) {
                List<String> parts = Splitter.on(' ').splitToList(pair);
                NullWorld world = NullWorld.valueOf(parts.get(0));
                String line =
                    claims
                        ? claim(world, parts.get(1), replicates, thorough, seed, replication)
                        : verdicts(world, parts.get(1), replicates, seed, replication);
                lines.add(line);
                file.append(List.of(line));
              }
            });
    System.out.print(
        claims ? claimTable(lines, pairs, replications) : refuterTable(lines, pairs, replications));
  }

  private static List<String> chosen(StudyOptions options, String name, List<String> all) {
    String text = options.text(name, "all");
    List<String> chosen = text.equals("all") ? all : Splitter.on(',').splitToList(text);
    for (String one : chosen) {
      Preconditions.checkArgument(all.contains(one), "%s: %s is none of %s", name, one, all);
    }
    return chosen;
  }

  /** The graph that the analyst draws: without what is hidden. */
  private static Identification identification(NullWorld world, String estimator) {
    String graph =
        estimator.equals("difference")
            ? "t -> y"
            : "x1 -> {t y}; x2 -> {t y}; t -> y" + (world.isMeasured() ? "; x3 -> {t y}" : "");
    return Identifier.identify(CausalGraph.parse(graph), CausalQuery.effectOf("t").on("y"));
  }

  private static ClaimGrade grade(
      Identification identification, EffectEstimate estimate, List<Refutation> attempts) {
    return CausalClaim.about(identification)
        .size(
            EffectSize.of(
                estimate.estimate(),
                estimate.interval().low(),
                estimate.interval().high(),
                estimate.n()))
        .refutation(RefutationStatus.of(attempts), "")
        .build()
        .grade();
  }

  private static String claim(
      NullWorld world, String estimator, int replicates, int thorough, long seed, int replication) {
    RefutationRun.Trial trial =
        RefutationRun.run(world, estimator, replicates, replication <= thorough, seed, replication);
    Identification identification = identification(world, estimator);
    boolean shown =
        grade(identification, trial.estimate(), List.of()) == ClaimGrade.IDENTIFIED
            && trial.estimate().isQuotable();
    ClaimGrade without =
        grade(identification, trial.estimate(), trial.attempts().orElse(ImmutableList.of()));
    ClaimGrade with = grade(identification, trial.estimate(), trial.withControl());
    return String.join(
        "\t",
        world.name(),
        estimator,
        Integer.toString(replication),
        shown ? "1" : "0",
        replication > thorough ? "-" : without == ClaimGrade.IDENTIFIED_AND_REFUTED ? "1" : "0",
        with == ClaimGrade.IDENTIFIED_AND_REFUTED ? "1" : "0");
  }

  private static String verdicts(
      NullWorld world, String estimator, int replicates, long seed, int replication) {
    StringBuilder line = new StringBuilder(world + "\t" + estimator + "\t" + replication);
    for (Refutation found :
        RefutationRun.everyAttempt(world, estimator, replicates, seed, replication)) {
      line.append('\t').append(found.refuter()).append('=').append(found.verdict());
    }
    return line.toString();
  }

  private static String claimTable(List<String> lines, List<String> pairs, int replications) {
    StringBuilder text =
        new StringBuilder(
            "| world | estimator | data sets | interval excludes 0, % | and all refuters let it"
                + " stand, % | and the negative control, % |\n"
                + "| --- | --- | ---: | ---: | ---: | ---: |\n");
    for (String pair : pairs) {
      int[] counts = new int[5];
      for (List<String> cells : cells(lines, pair, replications)) {
        counts[0]++;
        counts[1] += cells.get(3).equals("1") ? 1 : 0;
        counts[2] += cells.get(4).equals("1") ? 1 : 0;
        counts[3] += cells.get(5).equals("1") ? 1 : 0;
        counts[4] += cells.get(4).equals("-") ? 0 : 1;
      }
      double unit = 100.0 / Math.max(1, counts[0]);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %.1f | %.1f | %.1f |%n",
              pair.substring(0, pair.indexOf(' ')),
              pair.substring(pair.indexOf(' ') + 1),
              counts[0],
              unit * counts[1],
              100.0 * counts[2] / Math.max(1, counts[4]),
              unit * counts[3]));
    }
    return text.toString();
  }

  private static String refuterTable(List<String> lines, List<String> pairs, int replications) {
    StringBuilder text =
        new StringBuilder(
            "| world | estimator | refuter | data sets | WEAKENED or REFUTED, % | INCONCLUSIVE, % |\n"
                + "| --- | --- | --- | ---: | ---: | ---: |\n");
    for (String pair : pairs) {
      Map<String, int[]> counts = new LinkedHashMap<>();
      for (List<String> cells : cells(lines, pair, replications)) {
        for (String cell : cells.subList(3, cells.size())) {
          String name = cell.substring(0, cell.indexOf('='));
          String verdict = cell.substring(cell.indexOf('=') + 1);
          int[] count = counts.computeIfAbsent(name, key -> new int[3]);
          count[0]++;
          count[1] += verdict.equals("WEAKENED") || verdict.equals("REFUTED") ? 1 : 0;
          count[2] += verdict.equals("INCONCLUSIVE") ? 1 : 0;
        }
      }
      counts.forEach(
          (name, count) ->
              text.append(
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %s | %d | %.1f | %.1f |%n",
                      pair.substring(0, pair.indexOf(' ')),
                      pair.substring(pair.indexOf(' ') + 1),
                      name,
                      count[0],
                      100.0 * count[1] / count[0],
                      100.0 * count[2] / count[0])));
    }
    return text.toString();
  }

  private static List<List<String>> cells(List<String> lines, String pair, int replications) {
    return lines.stream()
        .map(line -> Splitter.on('\t').splitToList(line))
        .filter(cells -> (cells.get(0) + " " + cells.get(1)).equals(pair))
        .filter(cells -> Integer.parseInt(cells.get(2)) <= replications)
        .toList();
  }
}
