package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.junit.jupiter.api.Test;

class ForwardSamplerTest {

  /** Every state combination within 5 standard errors, and 5 rows, of its probability. */
  @Property(tries = 30, seed = "11")
  void sample_ofARandomNetwork_hasItsJointDistribution(@ForAll long seed) {
    BayesianNetwork network = RandomNetworks.network(seed);
    RandomNetworks.Enumerated all = new RandomNetworks.Enumerated(network);
    int rows = 10_000;
    Table table = network.sample(rows, Seed.of(seed));
    double[] counts = new double[all.size];
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (int v = 0; v < all.card.length; v++) {
        at = at * all.card[v] + table.discrete(all.variables.get(v)).code(row);
      }
      counts[at]++;
    }
    for (int i = 0; i < all.size; i++) {
      double p = all.joint[i];
      assertThat(counts[i] / rows)
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / rows) + (p > 0 ? 5.0 / rows : 0)));
    }
  }

  @Test
  void sample_onAnyNumberOfThreads_givesTheSameRows() throws Exception {
    BayesianNetwork network = RandomNetworks.network(3);
    List<Table> tables = new ArrayList<>();
    for (int threads : new int[] {1, 2, 7}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      tables.add(pool.submit(() -> network.sample(20_000, Seed.of(1))).get());
      pool.shutdown();
    }
    assertThat(tables.get(1)).isEqualTo(tables.get(0));
    assertThat(tables.get(2)).isEqualTo(tables.get(0));
    assertThat(network.sample(20_000, Seed.of(2))).isNotEqualTo(tables.get(0));
    assertThat(network.sample(0, Seed.of(2)).rows()).isZero();
    assertThat(tables.get(0).names()).isEqualTo(network.variables());
    assertThatThrownBy(() -> network.sample(-1, Seed.of(1))).hasMessage("rows: -1 is below 0");
  }
}
