package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.causal4j.graph.OracleCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sum[Z](P(Y|X,Z)*P(Z|X)); P(Y|X)",
        "sum[Y](P(Y|X)); 1",
        "sum[A,B](P(A)*P(B|A)*P(Y|X)); P(Y|X)",
        "(P(X,Y)*P(Z))/(P(X)*P(Z)); P(Y|X)",
        "(sum[Z](P(Y|X',Z)*P(Z)*P(X|Z)))/(P(X)); sum[Z](P(Y|X',Z)*P(Z|X))",
        "P(A)*P(B|A)*P(C|A,B); P(A,B,C)",
        "sum[X'](P(Y|X',Z)*P(X')); sum[X'](P(Y|X',Z)*P(X'))",
        "(sum[W](P(W)*P(X|W)))/(sum[W](P(W)*P(X|W))); 1",
        "0*P(Y); 0"
      })
  void simplify_known_isShort(String text, String expected) {
    Expr expr = Expr.parse(text);
    Expr simple = Simplifier.simplify(expr);
    assertThat(CanonicalForm.of(simple)).isEqualTo(CanonicalForm.of(Expr.parse(expected)));
    assertThat(NumericIdentity.holds(expr, simple)).isTrue();
  }

  /** Of the plain cases only; the other kinds are compared one by one in their own tests. */
  @Test
  void estimand_publishedCases_areAsPublishedInFourOfFive() {
    int all = 0;
    List<String> different = new ArrayList<>();
    for (var c : OracleCases.read("identification-cases.json")) {
      if (!Set.of("interventional", "conditional").contains(c.get("kind").asText())
          || !c.path("estimandOrigin").asText().startsWith("published")) {
        continue;
      }
      all++;
      Identified id =
          (Identified)
              Identifier.identify(
                  OracleCases.graph(c),
                  new CausalQuery(
                      OracleCases.names(c.get("treatments")),
                      OracleCases.names(c.get("outcomes")),
                      OracleCases.names(c.get("conditions"))));
      Expr published = Expr.parse(c.get("estimand").asText());
      if (!CanonicalForm.same(id.estimand(), published)) {
        different.add(c.get("name").asText());
      }
    }
    assertThat(all).isEqualTo(18);
    assertThat(different)
        .containsExactlyInAnyOrder("pearl-six-covariates", "verma-1", "dowhy-id-5");
  }

  @Test
  void simplify_rawOutputs_areNeverLonger() {
    for (var c : OracleCases.read("identification-cases.json")) {
      if (c.has("numeric")) {
        CausalQuery query =
            new CausalQuery(
                OracleCases.names(c.get("treatments")),
                OracleCases.names(c.get("outcomes")),
                OracleCases.names(c.get("conditions")));
        Expr raw = IdAlgorithm.run(OracleCases.graph(c), query).estimand();
        assertThat(raw).isNotNull();
        Set<String> names = new HashSet<>(query.treatments());
        names.addAll(query.outcomes());
        names.addAll(query.conditions());
        Expr primed = ExprPrinter.withPrimes(raw, names);
        Expr simple = Simplifier.simplify(primed);
        assertThat(Simplifier.length(simple))
            .as("%s: %s and raw %s", c.get("name"), simple, primed)
            .isLessThanOrEqualTo(Simplifier.length(primed));
        assertThat(NumericIdentity.holds(primed, simple)).as("%s = %s", primed, simple).isTrue();
      }
    }
  }
}
