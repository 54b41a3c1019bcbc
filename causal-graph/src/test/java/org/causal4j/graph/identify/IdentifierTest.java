package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.CausalException;
import org.causal4j.core.design.Design;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class IdentifierTest {
  private static final CausalQuery X_ON_Y = CausalQuery.effectOf("x").on("y");

  private static Identified yes(String graph, CausalQuery query) {
    return (Identified) Identifier.identify(CausalGraph.parse(graph), query);
  }

  @Test
  void identify_backDoor_givesSetDesignAndDoCalculus() {
    Identified id = yes("z -> {x y}; x -> y", X_ON_Y);

    assertThat(id.strategy()).isEqualTo(Strategy.BACK_DOOR);
    assertThat(id.adjustmentSet()).contains(Set.of("z"));
    assertThat(id.designOrThrow()).isEqualTo(Design.backdoor("x", "y", "z"));
    assertThat(id.derivation().steps())
        .extracting(Step::toString)
        .containsExactly(
            "P(y; do(x)) = sum[z](P(z,y; do(x)))  [total probability]",
            "P(z,y; do(x)) = P(y|z; do(x))*P(z; do(x))  [chain rule]",
            "P(y|z; do(x)) = P(y|z,x)  [do-calculus rule 2: y ⟂ x | z in G, arrows out of x cut]",
            "P(z; do(x)) = P(z)  [do-calculus rule 3: z ⟂ x in G, arrows into x cut]");
    assertThat(DerivationChecker.problem(id)).isEmpty();
    assertThat(id).hasToString("P(y | do(x)) = sum[z](P(y|x,z)*P(z)) (BACK_DOOR)");
    assertThat(id.assumptions()).anyMatch(a -> a.startsWith("positivity"));
  }

  @Test
  void identify_nothingConfounds_needsNoAdjustment() {
    Identified id = yes("x -> y", X_ON_Y);

    assertThat(id.strategy()).isEqualTo(Strategy.NO_ADJUSTMENT);
    assertThat(id.adjustmentSet()).contains(Set.of());
    assertThat(id.design()).contains(Design.randomized("x", "y"));
  }

  @Test
  void identify_frontDoor_givesItsDesign() {
    Identified id = yes("x -> m -> y; u [latent]; u -> {x y}", X_ON_Y);

    assertThat(id.strategy()).isEqualTo(Strategy.FRONT_DOOR);
    assertThat(id.design()).contains(Design.frontDoor("x", "y", "m"));
    assertThat(id.adjustmentSet()).isEmpty();
    assertThat(DerivationChecker.problem(id)).isEmpty();
  }

  @Test
  void identify_napkin_hasAFormulaAndNoDesign() {
    Identified id = yes("w -> r -> x -> y; w <-> x; w <-> y", X_ON_Y);

    assertThat(id.strategy()).isEqualTo(Strategy.GENERAL);
    assertThat(DerivationChecker.problem(id)).isEmpty();
    assertThat(id.warnings()).containsExactly("any value of r gives the same result");
    assertThatExceptionOfType(CausalException.class)
        .isThrownBy(id::designOrThrow)
        .withMessageContaining("no standard design");
  }

  @Test
  void identify_bowArc_isAnAnswerWithAHedge() {
    Identification id = Identifier.identify(CausalGraph.parse("x -> y; x <-> y"), X_ON_Y);

    assertThat(id.isIdentified()).isFalse();
    assertThat(id.query()).isEqualTo(X_ON_Y);
    assertThat(id.design()).isEmpty();
    assertThat(id.<String>fold(yes -> "yes", no -> no.hedge().subforest().toString()))
        .isEqualTo("[y]");
    assertThat(id)
        .hasToString(
            "P(y | do(x)) is not identifiable: hedge F = [x, y], F' = [y] for P(y | do(x))");
    assertThatExceptionOfType(CausalException.class)
        .isThrownBy(id::designOrThrow)
        .withMessageContaining("hedge F = [x, y]");
  }

  @Test
  void identify_targetIsNoDescendant_answersAndWarns() {
    Identified id = yes("A -> B -> C", CausalQuery.effectOf("B").on("A"));

    assertThat(id.strategy()).isEqualTo(Strategy.NO_EFFECT);
    assertThat(id.estimand()).hasToString("P(A)");
    assertThat(id.warnings()).singleElement().asString().contains("not a descendant");
    assertThat(id.design()).isEmpty();
  }

  @Test
  void identify_noEffectButConfounded_stillHandsOverTheAdjustment() {
    Identified id = yes("u -> {x y}", X_ON_Y);

    assertThat(id.strategy()).isEqualTo(Strategy.NO_EFFECT);
    assertThat(id.design()).contains(Design.backdoor("x", "y", "u"));
  }

  @Test
  void identify_conditionalQuery_adjustsWithinTheStratum() {
    assertThat(yes("g -> {x y}; x -> y", X_ON_Y.given("g")).estimand()).hasToString("P(y|x,g)");
    Identified id = yes("{g z} -> {x y}; x -> y", X_ON_Y.given("g"));
    assertThat(id.strategy()).isEqualTo(Strategy.BACK_DOOR);
    assertThat(id.estimand()).hasToString("sum[z](P(y|x,g,z)*P(z|g))");
    assertThat(id.adjustmentSet()).contains(Set.of("z"));
    assertThat(id.design()).isEmpty();
  }

  @Test
  void identify_severalTreatments_haveNoSingleDesign() {
    Identified id = yes("z -> {a b y}; {a b} -> y", CausalQuery.effectOf("a", "b").on("y"));

    assertThat(id.estimand()).hasToString("sum[z](P(y|a,b,z)*P(z))");
    assertThat(id.design()).isEmpty();
  }

  @Test
  void identify_unknownOrLatentNode_isRefused() {
    CausalGraph g = CausalGraph.parse("u [latent]; u -> x -> y");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.identify(g, CausalQuery.effectOf("x").on("why")))
        .withMessageContaining("why is not in the graph; it has [u, x, y]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.identify(g, CausalQuery.effectOf("u").on("y")))
        .withMessageContaining("u is latent");
  }

  @Test
  void query_nameTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalQuery.effectOf("x").on("x"))
        .withMessageContaining("x is named twice");
    assertThatIllegalArgumentException().isThrownBy(() -> X_ON_Y.given("y"));
    assertThatIllegalArgumentException().isThrownBy(() -> CausalQuery.effectOf().on("y"));
    assertThat(X_ON_Y.given("z")).hasToString("P(y | do(x), z)");
  }

  /**
   * Golden numbers G1 and G2 of the requirements: P(U) = 1/2, P(A | U) = .8/.2 and P(B | A, U) as
   * below; association .40 and .20, effect .10 and -.10.
   */
  @Test
  void evaluate_goldenNumbers_effectIsNotTheAssociation() {
    double[][] sick = {{.1, .2}, {.6, .7}};
    double[][] flipped = {{.2, .1}, {.7, .6}};

    assertThat(effect(sick)).isCloseTo(.10, within(1e-12));
    assertThat(association(sick)).isCloseTo(.40, within(1e-12));
    assertThat(effect(flipped)).isCloseTo(-.10, within(1e-12));
    assertThat(association(flipped)).isCloseTo(.20, within(1e-12));
  }

  private static double effect(double[][] buy) {
    ProbabilityTable p =
        yes("U -> {A B}; A -> B", CausalQuery.effectOf("A").on("B")).evaluate(joint(buy));
    assertThat(p.variables()).containsExactly("A", "B");
    return p.value(Map.of("A", "1", "B", "1")) - p.value(Map.of("A", "0", "B", "1"));
  }

  private static double association(double[][] buy) {
    ProbabilityTable p = Expr.parse("P(B|A)").evaluate(joint(buy));
    return p.value(Map.of("A", "1", "B", "1")) - p.value(Map.of("A", "0", "B", "1"));
  }

  /** P(U, A, B), where buy[u][a] is P(B = 1 | a, u). */
  private static ProbabilityTable joint(double[][] buy) {
    double[] p = new double[8];
    for (int u = 0; u < 2; u++) {
      for (int a = 0; a < 2; a++) {
        double pa = (u == 1) == (a == 1) ? .8 : .2;
        p[4 * u + 2 * a] = .5 * pa * (1 - buy[u][a]);
        p[4 * u + 2 * a + 1] = .5 * pa * buy[u][a];
      }
    }
    return ProbabilityTable.binaryJoint(List.of("U", "A", "B"), p);
  }
}
