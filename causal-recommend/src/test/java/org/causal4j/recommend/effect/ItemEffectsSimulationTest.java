package org.causal4j.recommend.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventSchema;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.EmbeddingProviders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Coverage of the pair effects on simulated logs ({@link PairSimulator}). Seeds 1 to n were fixed
 * before the first run; the estimator and the simulator were worked on with seeds from 1000 on.
 */
class ItemEffectsSimulationTest {
  private static final String DATA = "examples/src/main/resources/org/causal4j/examples/";

  /** Sums over logs for one pair. */
  private static final class Row {
    private double truth;
    private double naive;
    private int naiveCovers;
    private double adjusted;
    private int adjustedCovers;
  }

  @Test
  void estimate_simulatedLogs_coversWhereTheNaiveDifferenceDoesNot() throws IOException {
    int logs = 20;
    Row[] rows = run(logs);
    int covered = 0;
    int naiveOnNull = 0;
    for (int p = 0; p < rows.length; p++) {
      covered += rows[p].adjustedCovers;
      naiveOnNull += PairSimulator.isPlanted(p) ? 0 : rows[p].naiveCovers;
    }
    assertThat(covered).isGreaterThanOrEqualTo((int) (0.9 * logs * rows.length));
    assertThat(naiveOnNull).isLessThan((int) (0.9 * logs * rows.length / 2));
  }

  @Test
  @Tag("nightly")
  void estimate_hundredSimulatedLogs_coversNinetyOfAHundredWhereTheNaiveDoesNot()
      throws IOException {
    Row[] rows = run(100);
    int naive = 0;
    for (int p = 0; p < rows.length; p++) {
      assertThat(rows[p].adjustedCovers).as("pair %s", p + 1).isGreaterThanOrEqualTo(90);
      naive += PairSimulator.isPlanted(p) ? 0 : rows[p].naiveCovers;
    }
    assertThat(naive).isLessThan(90 * rows.length / 2);
  }

  private static Row[] run(int logs) throws IOException {
    Path events = SharedData.projectFile(DATA + "quickstart_events.csv.gz");
    Path items = SharedData.projectFile(DATA + "quickstart_items.csv.gz");
    EventLog real =
        EventLog.readCsv(
            events,
            EventSchema.of("customer_id", "stock_code", "timestamp").withSession("invoice"));
    Catalog catalog = Catalog.readCsv(items, "stock_code", "description");
    PairSimulator simulator =
        new PairSimulator(real, text(real, catalog), Duration.ofDays(28).toMillis());
    Row[] rows = new Row[PairSimulator.PAIRS];
    for (int p = 0; p < rows.length; p++) {
      rows[p] = new Row();
    }
    for (int seed = 1; seed <= logs; seed++) {
      PairSimulator.Simulated simulated = simulator.simulate(Seed.of(seed));
      PairEffects effects =
          ItemEffects.of(
                  simulated.log(), text(simulated.log(), catalog), ItemEffects.Options.defaults())
              .estimate(simulated.pairs(), Seed.of(seed));
      for (int p = 0; p < rows.length; p++) {
        add(rows[p], effects.effects().get(p), simulated.truth()[p]);
      }
    }
    report(rows, logs);
    return rows;
  }

  private static FloatMatrix text(EventLog log, Catalog catalog) {
    try (EmbeddingProvider hashing = EmbeddingProviders.hashing()) {
      return hashing.embed(log.itemIds().stream().map(catalog::label).toList());
    }
  }

  private static void add(Row row, PairEffect effect, double truth) {
    row.truth += truth;
    row.naive += effect.naive().estimate();
    row.naiveCovers += effect.naive().interval().covers(truth) ? 1 : 0;
    row.adjusted += effect.adjusted().estimate();
    row.adjustedCovers += effect.adjusted().interval().covers(truth) ? 1 : 0;
  }

  /** The table of docs/pair-effects.md. */
  private static void report(Row[] rows, int logs) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        "| pair | effect | truth | naive bias | naive covers | adjusted bias | adjusted covers |\n");
    table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (int p = 0; p < rows.length; p++) {
      Row row = rows[p];
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %.4f | %+.4f | %d | %+.4f | %d |%n",
              p + 1,
              PairSimulator.isPlanted(p) ? "planted" : "none",
              row.truth / logs,
              (row.naive - row.truth) / logs,
              row.naiveCovers,
              (row.adjusted - row.truth) / logs,
              row.adjustedCovers));
    }
    Files.writeString(Path.of("target", "pair-effects-" + logs + ".md"), table);
  }
}
