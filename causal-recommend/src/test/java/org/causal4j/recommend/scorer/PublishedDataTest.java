package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogBuilder;
import org.causal4j.recommend.evaluate.RankingEvaluation;
import org.causal4j.recommend.evaluate.RankingEvaluation.Metric;
import org.causal4j.recommend.evaluate.Relevance;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Full ranking at 20 on public splits. Expected values were computed on the same files by an
 * independent program (numpy/scipy), to four digits; those of the graph filter lead to the
 * published figure of GF-CF on Gowalla when its ideal low-pass part is added.
 */
class PublishedDataTest {
  private static EventLog read(String file, Consumer<Line> parser) throws IOException {
    EventLogBuilder events = EventLog.builder();
    Path path = SharedData.require(file);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        parser.accept(new Line(line, events));
      }
    }
    return events.build();
  }

  private record Line(String text, EventLogBuilder events) {
    void add(String user, String item) {
      events.add(user, item, "take", 0, "", Double.NaN, Double.NaN);
    }

    void triple() {
      String[] parts = text.trim().split("\\s+");
      if (parts.length >= 2) {
        add(parts[0], parts[1]);
      }
    }

    void list() {
      String[] parts = text.trim().split(" ");
      for (int i = 1; i < parts.length; i++) {
        add(parts[0], parts[i]);
      }
    }
  }

  /** Items of both parts, in order of number: ties rank by item number in the reference too. */
  private static List<String> items(EventLog train, EventLog test) {
    List<String> ids = new ArrayList<>(train.itemIds());
    test.itemIds().stream().filter(id -> train.itemNumber(id) < 0).forEach(ids::add);
    ids.sort(java.util.Comparator.comparingInt(Integer::parseInt));
    return ids;
  }

  private static void check(Scorer scorer, Relevance relevance, double recall, double ndcg) {
    RankingEvaluation evaluation = RankingEvaluation.of(scorer, relevance, 20, Seed.of(1));
    assertThat(evaluation.value(Metric.RECALL).value()).isCloseTo(recall, within(5e-4));
    assertThat(evaluation.value(Metric.NDCG).value()).isCloseTo(ndcg, within(5e-4));
  }

  @Test
  void evaluate_lastfm_hasTheReferenceValues() throws IOException {
    EventLog train = read("data/rec/lastfm/data1.txt.gz", Line::triple);
    EventLog test = read("data/rec/lastfm/test1.txt.gz", Line::triple);
    InteractionGraph graph = InteractionGraph.from(train, items(train, test));
    Relevance relevance = Relevance.newItems(graph, test);
    check(Popularity.of(graph), relevance, 0.0368, 0.0211);
    check(GraphFilter.of(graph), relevance, 0.2714, 0.2071);
  }

  @Test
  @Tag("nightly")
  void evaluate_lastfmByEase_hasTheReferenceValues() throws IOException {
    EventLog train = read("data/rec/lastfm/data1.txt.gz", Line::triple);
    EventLog test = read("data/rec/lastfm/test1.txt.gz", Line::triple);
    InteractionGraph graph = InteractionGraph.from(train, items(train, test));
    check(Ease.of(graph, 100), Relevance.newItems(graph, test), 0.2611, 0.2079);
  }

  @Test
  @Tag("nightly")
  void evaluate_gowalla_hasTheReferenceValues() throws IOException {
    EventLog train = read("data/rec/gowalla/train.txt.gz", Line::list);
    EventLog test = read("data/rec/gowalla/test.txt.gz", Line::list);
    InteractionGraph graph = InteractionGraph.from(train, items(train, test));
    assertThat(graph.pairs()).isEqualTo(810_128);
    Relevance relevance = Relevance.newItems(graph, test);
    check(Popularity.of(graph), relevance, 0.0416, 0.0317);
    check(GraphFilter.of(graph), relevance, 0.1682, 0.1331);
  }
}
