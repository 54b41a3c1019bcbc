package org.causal4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final Provenance LOG = Provenance.of("log", Map.of("rows", "3"));
  private static final Provenance TEXT = Provenance.of("text", Map.of());

  @Test
  void toTree_twoSources_drawsBothBranches() {
    Provenance graph = Provenance.of("graph", Map.of(), LOG);
    Provenance scorer = Provenance.of("scorer", Map.of("layers", "2"), graph, TEXT);

    assertThat(scorer.toTree())
        .isEqualTo(
            """
            scorer {layers=2}
            ├─ graph
            │  └─ log {rows=3}
            └─ text
            """);
    assertThat(scorer).hasToString(scorer.toTree());
  }

  @Test
  void hash_equalTrees_isEqual() {
    assertThat(Provenance.of("a", Map.of(), LOG).hash())
        .isEqualTo(Provenance.of("a", Map.of(), Provenance.of("log", Map.of("rows", "3"))).hash())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void hash_anyDifference_differs() {
    Provenance base = Provenance.of("a", Map.of("k", "v"), LOG, TEXT);

    assertThat(
            List.of(
                Provenance.of("b", Map.of("k", "v"), LOG, TEXT),
                Provenance.of("a", Map.of("k", "w"), LOG, TEXT),
                Provenance.of("a", Map.of("kv", ""), LOG, TEXT),
                Provenance.of("a", Map.of("k", "v"), TEXT, LOG),
                Provenance.of("a", Map.of("k", "v"), LOG),
                Provenance.of("a", Map.of("k", "v"), Provenance.of("log", Map.of(), TEXT))))
        .extracting(Provenance::hash)
        .doesNotContain(base.hash())
        .doesNotHaveDuplicates();
  }

  @Test
  void of_callersCollectionsChange_provenanceDoesNot() {
    List<Provenance> sources = new ArrayList<>(List.of(LOG));
    Provenance made = Provenance.of("a", ImmutableMap.of(), sources);
    sources.clear();

    assertThat(made.sources()).containsExactly(LOG);
  }

  @Test
  void of_blankWhat_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Provenance.of(" ", Map.of()))
        .withMessageContaining("what");
  }
}
