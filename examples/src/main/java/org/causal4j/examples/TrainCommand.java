package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.evaluate.MetricValue;
import org.causal4j.recommend.evaluate.RankingEvaluation;
import org.causal4j.recommend.evaluate.RankingEvaluation.Metric;
import org.causal4j.recommend.evaluate.Relevance;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.causal4j.recommend.scorer.TrainingReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a recommender on pairs of users and items and ranks all items for the test users. */
@Command(
    name = "train",
    description = "trains a recommender on user-item pairs and ranks all items of the test users")
final class TrainCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private OutputOptions output;
  @Mixin private TrainOptions options;

  @Option(
      names = "--train",
      required = true,
      paramLabel = "FILE",
      description =
          "pairs to learn from: 'user item item ...' a line, or user<TAB>item[<TAB>weight[<TAB>time]];"
              + " plain or gz")
  private Path train;

  @Option(names = "--test", paramLabel = "FILE", description = "pairs to be tested on")
  private @Nullable Path test;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "pairs whose ranking is printed too; nothing is learned from them")
  private @Nullable Path valid;

  @Option(
      names = "--split",
      paramLabel = "SHARE",
      description = "instead of --test: this share of each user's pairs, drawn with the seed")
  private @Nullable Double split;

  @Option(
      names = "--model",
      required = true,
      description =
          "lightgcn, gcn, xsimgcl, lightgcn-ssm, directau, bpr, als, gfcf, bspm, linear-filter, ease,"
              + " itemknn or popularity")
  private String model;

  @Option(
      names = "--cutoff",
      defaultValue = "20",
      description = "k of the metrics (default: ${DEFAULT-VALUE})")
  private int cutoff;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of all that is drawn (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--threads", description = "threads that work at once (default: all processors)")
  private @Nullable Integer threads;

  @Option(
      names = "--kernel",
      description = "compute kernels, as scalar or vector (default: the fastest that works)")
  private @Nullable String kernel;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    RankingModel choice = RankingModel.of(model);
    spec.commandLine().getParseResult().matchedOptions().stream()
        .map(option -> option.longestName())
        .forEach(choice::check);
    Preconditions.checkArgument(cutoff >= 1, "--cutoff: %s is below 1", cutoff);
    Kernels kernels = kernels();
    ProgressListener progress = output.progress(spec.commandLine());
    InteractionSplit data = read();
    Relevance relevance = Relevance.newItems(data.train(), data.test());
    TrainOptions.Trained trained =
        options.train(choice, data.train(), Seed.of(seed), kernels, progress);
    long evaluationStart = System.nanoTime();
    RankingEvaluation evaluation = evaluate(trained, relevance, kernels, progress);
    RankingEvaluation validation =
        data.validation().isEmpty()
            ? null
            : evaluate(
                trained,
                Relevance.newItems(data.train(), data.validation().get()),
                kernels,
                progress);
    double evaluateSeconds = (System.nanoTime() - evaluationStart) / 1e9;
    ObjectNode json = MAPPER.createObjectNode();
    json.put("model", choice.word());
    counts(json.putObject("counts"), data.counts(), evaluation.users());
    metrics(json.putObject("metrics"), evaluation);
    if (validation != null) {
      metrics(json.putObject("validMetrics"), validation);
    }
    trained.chosenEpochs().ifPresent(epochs -> json.put("chosenEpochs", epochs));
    trained.holdout().ifPresent(report -> holdout(json.putArray("holdout"), report));
    ArrayNode epochSeconds = json.putArray("epochSeconds");
    trained.report().ifPresent(r -> r.epochSeconds().forEach(s -> epochSeconds.add(rounded(s))));
    ArrayNode losses = json.putArray("losses");
    trained.report().ifPresent(r -> r.losses().forEach(loss -> losses.add(loss)));
    json.put("seconds", rounded((System.nanoTime() - start) / 1e9));
    json.put("evaluateSeconds", rounded(evaluateSeconds));
    json.put("peakHeapBytes", peakHeapBytes());
    json.put("kernel", kernels.info().name());
    json.put("threads", kernels.threads());
    json.put("seed", seed);
    print(json, trained, data, evaluation);
    return 0;
  }

  private Kernels kernels() {
    Kernels found = kernel == null ? Kernels.automatic() : Kernels.named(kernel);
    Preconditions.checkArgument(
        threads == null || threads >= 1, "--threads: %s is below 1", threads);
    return threads == null ? found : found.withThreads(threads);
  }

  private InteractionSplit read() throws IOException {
    Preconditions.checkArgument(
        (test == null) != (split == null), "--test, --split: give one of them");
    if (split != null) {
      Preconditions.checkArgument(valid == null, "--valid: goes with --test, not with --split");
      return InteractionSplit.stratified(
          InteractionSplit.readGraph(train), split, Seed.of(seed).derive("split"));
    }
    Path tested = Objects.requireNonNull(test);
    return valid == null
        ? InteractionSplit.read(train, tested)
        : InteractionSplit.read(train, valid, tested);
  }

  private RankingEvaluation evaluate(
      TrainOptions.Trained trained,
      Relevance relevance,
      Kernels kernels,
      ProgressListener progress) {
    return RankingEvaluation.of(
        trained.scorer(), relevance, cutoff, Seed.of(seed).derive("evaluation"), kernels, progress);
  }

  private static void counts(ObjectNode json, InteractionSplit.Counts counts, int testUsers) {
    json.put("users", counts.users());
    json.put("items", counts.items());
    json.put("train", counts.train());
    json.put("test", counts.test());
    json.put("hash", counts.hash());
    json.put("valid", counts.validation());
    json.put("testUsers", testUsers);
    json.put("duplicates", counts.duplicates());
    json.put("usersWithoutItems", counts.usersWithoutItems());
    json.put("usersOnlyInTest", counts.usersOnlyInTest());
    json.put("itemsOnlyInTest", counts.itemsOnlyInTest());
    json.put("testPairsInTrain", counts.testPairsInTrain());
  }

  private void metrics(ObjectNode json, RankingEvaluation evaluation) {
    String at = "@" + cutoff;
    metric(json, "recall" + at, evaluation.value(Metric.RECALL));
    metric(json, "ndcg" + at, evaluation.value(Metric.NDCG));
    metric(json, "precision" + at, evaluation.value(Metric.PRECISION));
    metric(json, "hitRate" + at, evaluation.value(Metric.HIT_RATE));
    metric(json, "mrr" + at, evaluation.value(Metric.MRR));
    metric(json, "map" + at, evaluation.value(Metric.MAP));
    metric(json, "novelty" + at, evaluation.value(Metric.NOVELTY));
    json.putObject("coverage" + at).put("value", evaluation.coverage());
    json.putObject("gini" + at).put("value", evaluation.gini());
  }

  private static void metric(ObjectNode json, String name, MetricValue value) {
    ObjectNode node = json.putObject(name);
    node.put("value", value.value());
    node.putArray("interval").add(value.interval().low()).add(value.interval().high());
  }

  private static void holdout(ArrayNode json, TrainingReport report) {
    for (TrainingReport.Validation validation : report.validations()) {
      json.addObject().put("epoch", validation.epoch()).put("ndcg@20", validation.ndcg());
    }
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1e3) / 1e3;
  }

  /** The sum of the peaks of all pools, which is at least the peak of the heap. */
  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private void print(
      ObjectNode json,
      TrainOptions.Trained trained,
      InteractionSplit data,
      RankingEvaluation evaluation)
      throws JsonProcessingException {
    PrintWriter writer = spec.commandLine().getOut();
    if (output.json()) {
      writer.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } else {
      writer.println(data);
      trained.holdout().ifPresent(report -> writer.println("held out: " + report));
      trained.report().ifPresent(report -> writer.println("trained: " + report));
      writer.println(evaluation);
      writer.printf(
          Locale.ROOT,
          "%s s in all, %s s of it ranking; kernel %s, %d threads%n",
          json.get("seconds"),
          json.get("evaluateSeconds"),
          json.get("kernel").asText(),
          json.get("threads").asInt());
    }
    writer.flush();
  }
}
