// The quickstart's walk line by line. Run it from the repository's root, after the build:
// jshell --class-path examples/target/causal4j.jar examples/jshell/start.jsh examples/jshell/tour.jsh
System.out.println("1. Seeing is not doing: G1, G2 (the sign flips), G3 (no effect at all)")
System.out.println(SeeingVersusDoing.of(WorkedNetworks.g1(), "a", "yes", "no", "b", "yes"))
System.out.println(SeeingVersusDoing.of(WorkedNetworks.g2(), "a", "yes", "no", "b", "yes"))
System.out.println(SeeingVersusDoing.of(WorkedNetworks.g3(), "a", "yes", "no", "b", "yes"))

System.out.println("2. What can be told depends on what is assumed")
var graph = CausalGraph.parse("taste -> {bought later}; bought -> later")
System.out.println(Identifier.identify(graph, CausalQuery.effectOf("bought").on("later")))
System.out.println(Identifier.identify(graph.withHiddenCause("bought", "later"), CausalQuery.effectOf("bought").on("later")))

System.out.println("3. A real log")
var data = Path.of("examples/src/main/resources/org/causal4j/examples")
var schema = EventSchema.of("customer_id", "stock_code", "timestamp").withSession("invoice").withQuantity("quantity")
var cleaned = Cleaning.defaults().clean(EventLog.readCsv(data.resolve("quickstart_events.csv.gz"), schema))
var log = cleaned.log()
System.out.println(cleaned.report())
var items = Catalog.readCsv(data.resolve("quickstart_items.csv.gz"), "stock_code", "description")

System.out.println("4. Who ranks best")
var split = Split.byTime(log, 0.2)
var train = InteractionGraph.from(split.train(), log.itemIds())
var relevance = Relevance.newItems(train, split.test())
System.out.println(RankingEvaluation.of(Popularity.of(train), relevance, 20, Seed.of(7)))
System.out.println(RankingEvaluation.of(ItemKnn.of(train, ItemKnn.Options.defaults()), relevance, 20, Seed.of(7)))

System.out.println("5. Did buying A lead to buying B?")
var texts = EmbeddingProviders.hashing().embedAll(log.itemIds().stream().map(items::label).toList())
var effects = ItemEffects.of(log, texts.matrix(), ItemEffects.Options.defaults())
var found = effects.estimate(effects.candidates(6), Seed.of(7))
System.out.println(found)

System.out.println("6. What may be claimed")
var behavior = BehaviorEffectGraph.of(found, items::label)
behavior.effects().forEach(System.out::println)

System.out.println("7. What to show, and why")
var rec = Recommender.builder().scorer(ItemKnn.of(train, ItemKnn.Options.defaults())).uplift(UpliftRanker.of(behavior)).label(items::label).build()
var top = rec.recommend("15061", 3)
System.out.println(rec.explain(top.get(0)))
/exit
