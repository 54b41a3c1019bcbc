package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.causal4j.core.CausalException;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExprTest {
  private static final Expr FRONT_DOOR = Expr.parse("sum[Z](P(Z|X) * sum[X'](P(Y|X',Z) * P(X')))");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P(Y)",
        "P(Y,Z|X,W)",
        "sum[Z](P(Y|X,Z)*P(Z))",
        "sum[Z](P(Z|X)*sum[X'](P(Y|X',Z)*P(X')))",
        "(sum[W](P(X,Y|R,W)*P(W)))/(sum[W](P(X|R,W)*P(W)))",
        "P(\"unit price\"|购买)"
      })
  void parse_textForm_printsTheSame(String text) {
    assertThat(Expr.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P(", "P(Y", "P(Y|)", "sum[](P(Y))", "P(Y)*", "P(Y))", "Q(Y)"})
  void parse_mistake_saysWhere(String text) {
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> Expr.parse(text))
        .withMessageStartingWith("estimand:1:");
  }

  @Test
  void free_boundNames_areLeftOut() {
    assertThat(FRONT_DOOR.free()).containsExactly(Symbol.of("X"), Symbol.of("Y"));
  }

  @Test
  void toLatex_fractionsSumsAndNames_areSet() {
    assertThat(Expr.parse("(sum[W](P(Y_1|W)*P(W)))/(P(X'))").toLatex())
        .isEqualTo(
            "\\frac{\\sum_{\\mathit{W}} P(\\mathit{Y\\_1} \\mid \\mathit{W}) P(\\mathit{W})}"
                + "{P(\\mathit{X}')}");
    assertThat(FRONT_DOOR.toLatex()).contains("\\left(\\sum_{\\mathit{X}'}");
  }

  @Test
  void withPrimes_hiddenName_getsAPrime() {
    Expr shadowing = Expr.parse("sum[Z](P(Z|X)*sum[X](P(Y|X,Z)*P(X)))");

    assertThat(ExprPrinter.withPrimes(shadowing, Set.of("X", "Y"))).isEqualTo(FRONT_DOOR);
  }

  @Test
  void withPrimes_hiddenTwice_getsTwoPrimes() {
    Expr twice = Expr.parse("sum[X](P(X)*sum[X](P(Y|X)*P(X)))");

    assertThat(ExprPrinter.withPrimes(twice, Set.of("X", "Y")))
        .hasToString("sum[X'](P(X')*sum[X''](P(Y|X'')*P(X'')))");
  }

  @Test
  void evaluate_shadowedAndPrimedNames_giveTheSame() {
    ProbabilityTable joint =
        ProbabilityTable.binaryJoint(List.of("X", "Z", "Y"), .1, .05, .15, .2, .08, .12, .1, .2);
    Expr shadowing = Expr.parse("sum[Z](P(Z|X)*sum[X](P(Y|X,Z)*P(X)))");

    assertThat(shadowing.evaluate(joint).toArray())
        .containsExactly(FRONT_DOOR.evaluate(joint).toArray());
    assertThat(FRONT_DOOR.evaluate(joint).variables()).containsExactly("X", "Y");
  }

  /** By hand: P(y=1 | x=1) = (.12 + .2) / .5; P(x=0, z=1) = .35. */
  @Test
  void evaluate_conditionalAndMarginal_areAsByHand() {
    ProbabilityTable joint =
        ProbabilityTable.binaryJoint(List.of("X", "Z", "Y"), .1, .05, .15, .2, .08, .12, .1, .2);

    assertThat(Expr.parse("P(Y|X)").evaluate(joint).value(Map.of("X", "1", "Y", "1")))
        .isCloseTo(.64, within(1e-12));
    assertThat(Expr.parse("P(Z,X)").evaluate(joint).value(Map.of("X", "0", "Z", "1")))
        .isCloseTo(.35, within(1e-12));
    assertThat(Expr.parse("sum[Y](P(Y|X))").evaluate(joint).toArray())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(1, 1);
    assertThat(Expr.parse("sum[Z](P(X))").evaluate(joint).value(Map.of("X", "0")))
        .as("a sum over a name that does not occur multiplies")
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void evaluate_positivityFails_isAnErrorUnlessItHasNoWeight() {
    // Z = 1 never occurs; X = 1 never occurs with Z = 0
    ProbabilityTable joint =
        ProbabilityTable.binaryJoint(List.of("X", "Z", "Y"), .5, .5, 0, 0, 0, 0, 0, 0);

    assertThat(Expr.parse("sum[Z](P(Y|Z)*P(Z))").evaluate(joint).toArray()).containsExactly(.5, .5);
    assertThatExceptionOfType(CausalException.class)
        .isThrownBy(() -> Expr.parse("P(Y|X)").evaluate(joint))
        .withMessageContaining("positivity");
  }

  @Test
  void evaluate_variableMissing_isNamed() {
    ProbabilityTable joint = ProbabilityTable.binaryJoint(List.of("X"), .5, .5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expr.parse("P(Y|X)").evaluate(joint))
        .withMessageContaining("Y is not in the table");
  }

  @Test
  void constructors_impossibleParts_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Expr.p(List.of(), List.of("X")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expr.p(List.of("Y"), List.of("Y")))
        .withMessageContaining("given: Y");
    assertThat(Expr.sum(List.of(), Expr.parse("P(Y)"))).isEqualTo(Expr.parse("P(Y)"));
  }

  @Test
  void table_statesOfAnyNumber_areFoundByName() {
    ProbabilityTable joint =
        ProbabilityTable.joint(
            new TreeMap<>(
                Map.of("color", List.of("red", "green", "blue"), "size", List.of("S", "L"))),
            .1,
            .2,
            .3,
            .1,
            .2,
            .1);

    assertThat(joint.value(Map.of("color", "green", "size", "S"))).isCloseTo(.3, within(1e-12));
    assertThat(joint.states("color")).containsExactly("red", "green", "blue");
    assertThat(joint.size()).isEqualTo(6);
    assertThat(joint.toString().lines().findFirst()).contains("color=red size=S 0.100000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> joint.value(Map.of("color", "pink", "size", "S")))
        .withMessageContaining("pink");
  }

  @Test
  void table_badNumbers_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.binaryJoint(List.of("X"), .5, .6))
        .withMessageContaining("sum to 1.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.binaryJoint(List.of("X"), 1.5, -.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.binaryJoint(List.of("X"), 1))
        .withMessageContaining("2 combinations");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.joint(Map.of("X", List.of("a", "a")), .5, .5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.binaryJoint(List.of("X", "X"), .5, .5));
  }
}
