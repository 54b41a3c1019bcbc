package org.causal4j.recommend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.data.CleaningReport;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.Split;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.Embeddings;
import org.causal4j.recommend.effect.BehaviorEffectGraph;
import org.causal4j.recommend.effect.ItemEffects;
import org.causal4j.recommend.effect.ItemPair;
import org.causal4j.recommend.effect.PairEffects;
import org.causal4j.recommend.effect.SeeingAndDoing;
import org.causal4j.recommend.effect.UpliftRanker;
import org.causal4j.recommend.effect.VisitTable;
import org.causal4j.recommend.evaluate.RankingEvaluation;
import org.causal4j.recommend.evaluate.Relevance;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.scorer.Ease;
import org.causal4j.recommend.scorer.ItemKnn;
import org.causal4j.recommend.scorer.LightGcn;
import org.causal4j.recommend.scorer.Popularity;
import org.causal4j.recommend.scorer.Scorer;

/** One run of {@link CausalPipeline} from the clean log on. */
final class PipelineRun {
  private static final double HORIZON_SHARE = 0.3;

  /** Distinct items of a history that a person can read. */
  private static final int READABLE = 50;

  private final EventLog log;
  private final Catalog catalog;
  private final CleaningReport report;
  private final EmbeddingProvider provider;
  private final PipelineOptions options;
  private final Seed seed;
  private final Kernels kernels;
  private final ProgressListener progress;
  private final ImmutableList<String> users;

  PipelineRun(
      EventLog log,
      Catalog catalog,
      CleaningReport report,
      EmbeddingProvider provider,
      PipelineOptions options,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      ImmutableList<String> users) {
    this.log = log;
    this.catalog = catalog;
    this.report = report;
    this.provider = provider;
    this.options = options;
    this.seed = seed;
    this.kernels = kernels;
    this.progress = progress;
    this.users = users;
  }

  CausalAnalysis run(StageClock clock) {
    Embeddings texts = embed();
    FloatMatrix vectors = withoutUntold(texts.matrix());
    clock.done("embed", texts.toString());

    Split split = Split.byTime(log, options.testShare());
    InteractionGraph train = InteractionGraph.from(split.train(), log.itemIds());
    Relevance relevance = Relevance.newItems(train, split.test());
    List<Scorer> scorers = train(train, vectors);
    clock.done(
        "train",
        train
            + "\n"
            + scorers.stream()
                .filter(LightGcn.class::isInstance)
                .map(scorer -> "LightGCN: " + ((LightGcn) scorer).report())
                .collect(Collectors.joining()));
    ImmutableList<ScorerResult> results = evaluate(scorers, train, relevance, split);
    clock.done("evaluate", evaluationText(split, relevance, results));

    ItemEffects effects = ItemEffects.of(log, vectors, options.effects().withHorizon(horizon()));
    ImmutableList<ItemPair> pairs = effects.candidates(options.pairs());
    Optional<SeeingAndDoing> seeing =
        pairs.isEmpty()
            ? Optional.empty()
            : Optional.of(SeeingAndDoing.of(mostVisited(effects, pairs)));
    clock.done(
        "assume and identify",
        seeing
            .map(found -> found.describe(catalog::label))
            .orElse(
                "no pair of items has "
                    + options.effects().minTreated()
                    + " visits with the one and "
                    + options.effects().minOutcomes()
                    + " later visits with the other: nothing to estimate"));

    Optional<PairEffects> estimated =
        pairs.isEmpty()
            ? Optional.empty()
            : Optional.of(effects.estimate(pairs, seed.derive("effects"), progress));
    clock.done("estimate effects", estimated.map(this::effectsText).orElse("no pairs"));
    BehaviorEffectGraph behavior =
        BehaviorEffectGraph.of(
            estimated.orElseGet(
                () ->
                    new PairEffects(
                        ImmutableList.of(),
                        effects.adjustedFor(),
                        Provenance.of("item effects", ImmutableMap.of(), log.provenance()))),
            catalog::label);
    clock.done("grade claims", EffectsText.of(behavior, catalog::label));

    InteractionGraph all = InteractionGraph.from(log, log.itemIds());
    LightGcn model = lightGcn(all, vectors);
    Recommender recommender =
        Recommender.builder()
            .scorer(model)
            .uplift(UpliftRanker.of(behavior))
            .effectsFrom(behavior.provenance())
            .label(catalog::label)
            .build();
    ImmutableList<ImmutableList<Recommendation>> recommendations =
        namedUsers().stream()
            .map(user -> recommender.recommend(user, options.recommendations()))
            .collect(ImmutableList.toImmutableList());
    clock.done("recommend", recommendationsText(recommender, recommendations));
    return new CausalAnalysis(
        clock.stages(),
        report,
        log,
        catalog,
        provider.info(),
        split,
        relevance,
        results,
        model,
        seeing,
        estimated,
        behavior,
        recommender,
        recommendations,
        CausalPipeline.provenance(
            seed,
            options,
            log,
            ImmutableList.of(model.provenance(), behavior.provenance(), texts.provenance())));
  }

  /** A vector for each item of the log, in the order of the log. */
  private Embeddings embed() {
    return provider.embedAll(log.itemIds().stream().map(catalog::label).toList(), progress);
  }

  /** Zeros for items without a text: an id is no text. */
  private FloatMatrix withoutUntold(FloatMatrix vectors) {
    if (catalog.size() == 0) {
      return vectors;
    }
    FloatMatrix.Builder told = FloatMatrix.builder(vectors.rows(), vectors.columns());
    for (int item = 0; item < vectors.rows(); item++) {
      if (!catalog.text(log.itemId(item)).orElse("").isBlank()) {
        told.setRow(item, vectors.row(item));
      }
    }
    return told.build();
  }

  private List<Scorer> train(InteractionGraph graph, FloatMatrix vectors) {
    return List.of(
        Popularity.of(graph),
        ItemKnn.of(graph, options.itemKnn()),
        Ease.of(graph, options.easePenalty(), kernels),
        lightGcn(graph, vectors));
  }

  private LightGcn lightGcn(InteractionGraph graph, FloatMatrix vectors) {
    return LightGcn.train(
        graph,
        options.textStart() ? vectors : null,
        options.lightGcn(),
        seed.derive("LightGCN"),
        kernels,
        progress);
  }

  private ImmutableList<ScorerResult> evaluate(
      List<Scorer> scorers, InteractionGraph train, Relevance relevance, Split split) {
    Optional<Relevance> repeats = repeats(train, split);
    Seed bootstrap = seed.derive("evaluation");
    List<ScorerResult> results = new ArrayList<>();
    for (Scorer scorer : scorers) {
      progress.step("evaluate", results.size(), scorers.size());
      results.add(
          new ScorerResult(
              scorer.name(),
              RankingEvaluation.of(scorer, relevance, options.cutoff(), bootstrap),
              repeats.map(
                  known -> RankingEvaluation.of(scorer, known, options.cutoff(), bootstrap))));
    }
    results.sort(
        Comparator.comparingDouble(
            (ScorerResult r) -> -r.newItems().value(RankingEvaluation.Metric.NDCG).value()));
    return ImmutableList.copyOf(results);
  }

  private static Optional<Relevance> repeats(InteractionGraph train, Split split) {
    boolean some =
        IntStream.range(0, split.test().size())
            .anyMatch(
                row -> {
                  int user = train.userNumber(split.test().userId(split.test().user(row)));
                  int item = train.itemNumber(split.test().itemId(split.test().item(row)));
                  return user >= 0 && item >= 0 && train.contains(user, item);
                });
    return some ? Optional.of(Relevance.repeatItems(train, split.test())) : Optional.empty();
  }

  private Duration horizon() {
    Duration span = Duration.between(log.firstTime(), log.lastTime());
    long limit = (long) (HORIZON_SHARE * span.toMillis());
    Duration usual = options.effects().horizon();
    Duration chosen =
        options.horizon().orElse(usual.toMillis() <= limit ? usual : Duration.ofMillis(limit));
    return chosen.isZero() ? Duration.ofMillis(1) : chosen;
  }

  /** The pair with the most treated visits: chosen by support, not by what it shows. */
  private static VisitTable mostVisited(ItemEffects effects, List<ItemPair> pairs) {
    return pairs.stream()
        .map(effects::table)
        .max(Comparator.comparingInt(VisitTable::treated))
        .orElseThrow();
  }

  /** Those with the most events among users whose history a person can still read. */
  private List<String> namedUsers() {
    if (!users.isEmpty()) {
      return users;
    }
    InteractionGraph all = InteractionGraph.from(log);
    int[] events = new int[log.userCount()];
    for (int row = 0; row < log.size(); row++) {
      events[log.user(row)]++;
    }
    return IntStream.range(0, events.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer user) -> all.byUser().rowLength(user) > READABLE)
                .thenComparing(user -> -events[user]))
        .limit(options.users())
        .map(log::userId)
        .toList();
  }

  private String evaluationText(
      Split split, Relevance relevance, ImmutableList<ScorerResult> results) {
    StringBuilder text = new StringBuilder(split.toString());
    text.append('\n').append(relevance).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %-26s %-26s %s",
            "new items",
            "recall@" + options.cutoff(),
            "NDCG@" + options.cutoff(),
            "repeats: recall"));
    for (ScorerResult result : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-12s %-26s %-26s %s",
              result.scorer(),
              result.newItems().value(RankingEvaluation.Metric.RECALL),
              result.newItems().value(RankingEvaluation.Metric.NDCG),
              result
                  .repeatItems()
                  .map(
                      r ->
                          String.format(
                              Locale.ROOT,
                              "%.4f",
                              r.value(RankingEvaluation.Metric.RECALL).value()))
                  .orElse("-")));
    }
    return text.toString();
  }

  private String effectsText(PairEffects effects) {
    int naive =
        (int)
            effects.effects().stream()
                .filter(effect -> effect.naive().interval().low() > 0)
                .count();
    int adjusted =
        (int)
            effects.effects().stream()
                .filter(effect -> effect.adjusted().interval().low() > 0)
                .count();
    return String.format(
        Locale.ROOT,
        "%d pairs; above 0: %d by the plain difference, %d after adjustment for %s",
        effects.effects().size(),
        naive,
        adjusted,
        String.join(", ", effects.adjustedFor()));
  }

  private static String recommendationsText(
      Recommender recommender, ImmutableList<ImmutableList<Recommendation>> lists) {
    return lists.stream()
        .filter(list -> !list.isEmpty())
        .map(list -> recommender.explain(list.get(0)).toString())
        .collect(Collectors.joining("\n"));
  }
}
