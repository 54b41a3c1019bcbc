package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;
import org.junit.jupiter.api.Test;

class WorkedGraphsTest {
  @Test
  void all_eachQuestion_hasTheAnswerOfTheLiterature() {
    Map<String, String> answers = new HashMap<>();
    for (WorkedGraph worked : WorkedGraphs.all()) {
      Identification id =
          Identifier.identify(
              worked.graph(), CausalQuery.effectOf(worked.treatment()).on(worked.outcome()));
      answers.put(
          worked.name(),
          id.fold(
              yes -> yes.strategy() + " " + yes.estimand(), no -> "hedge " + no.hedge().forest()));
      assertThat(worked.toString()).contains(worked.lesson());
      assertThat(worked.reference()).isNotBlank();
    }

    assertThat(answers)
        .containsOnly(
            Map.entry("confounding triangle", "BACK_DOOR sum[z](P(y|x,z)*P(z))"),
            Map.entry("bow arc", "hedge [x, y]"),
            Map.entry(
                "front-door",
                "FRONT_DOOR sum[tar](P(tar|smoking)*sum[smoking'](P(cancer|smoking',tar)"
                    + "*P(smoking')))"),
            Map.entry("napkin", "GENERAL (sum[w](P(w)*P(x,y|w,r)))/(sum[w](P(w)*P(x|w,r)))"),
            Map.entry("M-bias", "NO_ADJUSTMENT P(y|x)"),
            Map.entry("instrument", "hedge [x, y]"),
            Map.entry("chain", "NO_EFFECT P(A)"),
            Map.entry("butterfly", "BACK_DOOR sum[m,b](P(y|x,m,b)*P(m,b))"),
            Map.entry("Verma", "BACK_DOOR sum[v2](P(v4|v3,v2)*P(v2))"),
            Map.entry("exposure and click", "BACK_DOOR sum[rank](P(click|exposure,rank)*P(rank))"));
  }

  @Test
  void mBias_adjustingForTheCollider_isWrong() {
    CausalGraph g = WorkedGraphs.mBias().graph();

    assertThat(AdjustmentSets.isValid(g, "x", "y", Set.of("z"))).isFalse();
    assertThat(AdjustmentSets.isValid(g, "x", "y", Set.of())).isTrue();
  }
}
