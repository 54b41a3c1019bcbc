package org.causal4j.graph.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.causal4j.core.design.Contrast;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CausalClaimTest {
  private static final CausalQuery QUERY = CausalQuery.effectOf("x").on("y");
  private static final Identification HEDGE = identify("x -> y; x <-> y");
  private static final Identification NO_ADJUSTMENT = identify("x -> y");
  private static final Identification BACK_DOOR = identify("z -> {x y}; x -> y");
  private static final Identification FRONT_DOOR = identify("x -> m -> y; x <-> y");
  private static final Identification GENERAL = identify("w -> r -> x -> y; w <-> x; w <-> y");
  private static final Identification NO_EFFECT = identify("z -> {x y}");
  private static final EffectSize SHOWN = EffectSize.of(0.1, 0.05, 0.15, 1000);
  private static final EffectSize COVERS_ZERO = EffectSize.of(0.1, -0.05, 0.25, 1000);

  private static Identification identify(String graph) {
    return Identifier.identify(CausalGraph.parse(graph), QUERY);
  }

  private static CausalClaim claim(
      Identification id, boolean randomized, EffectSize size, RefutationStatus refutation) {
    CausalClaim.Builder builder =
        id == null ? CausalClaim.builder("x", "y") : CausalClaim.about(id);
    if (randomized) {
      builder.randomized();
    }
    if (size != null) {
      builder.size(size);
    }
    return builder.refutation(refutation, "").build();
  }

  private record Row(String name, Identification id, String plain, String randomized) {}

  /** Per identification: the grades by refutation SURVIVED, FAILED, NOT_RUN, without and with. */
  private static final List<Row> TABLE =
      List.of(
          new Row("none", null, "A A A", "R A R"),
          new Row("hedge", HEDGE, "N N N", "N N N"),
          new Row("no adjustment", NO_ADJUSTMENT, "IR A I", "R A R"),
          new Row("back-door", BACK_DOOR, "IR A I", "R A R"),
          new Row("front-door", FRONT_DOOR, "IR A I", "IR A I"),
          new Row("general", GENERAL, "IR A I", "IR A I"),
          new Row("no effect", NO_EFFECT, "A A A", "A A A"));

  private static ClaimGrade grade(String code) {
    return switch (code) {
      case "R" -> ClaimGrade.RANDOMIZED;
      case "IR" -> ClaimGrade.IDENTIFIED_AND_REFUTED;
      case "I" -> ClaimGrade.IDENTIFIED;
      case "A" -> ClaimGrade.ASSOCIATIONAL;
      default -> ClaimGrade.NOT_IDENTIFIABLE;
    };
  }

  @TestFactory
  Stream<DynamicTest> grade_everyCell_followsTheTable() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Row row : TABLE) {
      for (boolean randomized : new boolean[] {false, true}) {
        String[] cells = (randomized ? row.randomized() : row.plain()).split(" ");
        for (RefutationStatus status : RefutationStatus.values()) {
          ClaimGrade expected = grade(cells[status.ordinal()]);
          tests.add(
              DynamicTest.dynamicTest(
                  row.name() + (randomized ? ", randomized, " : ", ") + status,
                  () -> checkCell(row.id(), randomized, status, expected)));
        }
      }
    }
    return tests.stream();
  }

  private static void checkCell(
      Identification id, boolean randomized, RefutationStatus status, ClaimGrade expected) {
    CausalClaim shown = claim(id, randomized, SHOWN, status);
    assertThat(shown.grade()).isEqualTo(expected);
    assertThat(shown.sentence().contains("causes"))
        .isEqualTo(expected.isAtLeast(ClaimGrade.IDENTIFIED));

    ClaimGrade capped =
        expected == ClaimGrade.NOT_IDENTIFIABLE ? expected : ClaimGrade.ASSOCIATIONAL;
    for (EffectSize size : new EffectSize[] {COVERS_ZERO, SHOWN.withQValue(0.2), null}) {
      CausalClaim notShown = claim(id, randomized, size, status);
      assertThat(notShown.grade()).isEqualTo(capped);
      assertThat(notShown.sentence()).doesNotContain("causes").doesNotContain("associated");
    }
    assertThat(claim(id, randomized, SHOWN.withQValue(0.05), status).grade()).isEqualTo(expected);
  }

  @Test
  void sentence_eachGrade_saysNoMoreThanItMay() {
    assertThat(claim(NO_ADJUSTMENT, true, SHOWN, RefutationStatus.NOT_RUN).sentence())
        .isEqualTo(
            "In a randomized comparison, x causes y to change by 0.1 (95% interval 0.05 to 0.15,"
                + " n = 1000).");
    assertThat(claim(BACK_DOOR, false, SHOWN, RefutationStatus.SURVIVED).sentence())
        .isEqualTo(
            "If the stated assumptions hold, x causes y to change by 0.1 (95% interval 0.05 to"
                + " 0.15, n = 1000); the estimate survived the attempts to refute it.");
    assertThat(claim(BACK_DOOR, false, SHOWN, RefutationStatus.FAILED).sentence())
        .isEqualTo(
            "x and y are associated, with a difference of 0.1 (95% interval 0.05 to 0.15, n ="
                + " 1000); that is no evidence of an effect, as a refutation test failed.");
    assertThat(claim(null, false, SHOWN, RefutationStatus.NOT_RUN).sentence())
        .endsWith("as no graph states the assumptions.");
    assertThat(claim(NO_EFFECT, false, SHOWN, RefutationStatus.NOT_RUN).sentence())
        .endsWith("as the graph has no path from x to y.");
    assertThat(claim(BACK_DOOR, false, COVERS_ZERO, RefutationStatus.NOT_RUN).sentence())
        .isEqualTo(
            "No effect of x on y was shown: 0.1 (95% interval -0.05 to 0.25, n = 1000) covers 0.");
    assertThat(claim(BACK_DOOR, false, SHOWN.withQValue(0.3), RefutationStatus.NOT_RUN).sentence())
        .endsWith("q = 0.300) does not stand among the estimates made with it.");
    assertThat(claim(HEDGE, false, SHOWN, RefutationStatus.NOT_RUN).sentence())
        .isEqualTo(
            "Whether x has an effect on y can't be told from such data under the stated"
                + " assumptions (hedge F = [x, y], F' = [y] for P(y | do(x))).");
    assertThat(claim(BACK_DOOR, false, null, RefutationStatus.NOT_RUN).sentence())
        .isEqualTo("Nothing is claimed about the effect of x on y: it was not estimated.");
  }

  @Test
  void build_everythingGiven_isKept() {
    CausalClaim claim =
        CausalClaim.about(BACK_DOOR)
            .size(SHOWN)
            .contrast(Contrast.of("x", "no", "yes"))
            .refutation(RefutationStatus.SURVIVED, "placebo 0.00")
            .sensitivity(EValue.ofRiskRatio(2))
            .build();

    assertThat(claim.cause()).isEqualTo("x");
    assertThat(claim.effect()).isEqualTo("y");
    assertThat(claim.size()).contains(SHOWN);
    assertThat(claim.contrast()).contains(Contrast.of("x", "no", "yes"));
    assertThat(claim.estimand()).contains("sum[z](P(y|x,z)*P(z))");
    assertThat(claim.assumptions()).anyMatch(a -> a.startsWith("given z nothing confounds x"));
    assertThat(claim.refutation()).isEqualTo(RefutationStatus.SURVIVED);
    assertThat(claim.refutationSummary()).isEqualTo("placebo 0.00");
    assertThat(claim.sensitivity()).contains(EValue.ofRiskRatio(2));
    assertThat(claim.sentence())
        .contains("x (yes against no) causes y")
        .endsWith("(E-value 3.41).");
    assertThat(claim).hasToString("IDENTIFIED_AND_REFUTED: " + claim.sentence());
  }

  @Test
  void assumptions_randomizedWithoutGraph_sayThat() {
    assertThat(claim(null, true, SHOWN, RefutationStatus.NOT_RUN).assumptions())
        .containsExactly("treatment was assigned at random");
    assertThat(claim(HEDGE, false, SHOWN, RefutationStatus.NOT_RUN).estimand()).isEmpty();
  }

  @Test
  void builder_contrastOfAnotherTreatment_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalClaim.builder("x", "y").contrast(Contrast.binary("z")))
        .withMessageContaining("contrast");
    assertThatIllegalArgumentException().isThrownBy(() -> CausalClaim.builder("x", "x"));
  }

  @Test
  void isAtLeast_grades_areOrdered() {
    assertThat(ClaimGrade.RANDOMIZED.isAtLeast(ClaimGrade.IDENTIFIED_AND_REFUTED)).isTrue();
    assertThat(ClaimGrade.IDENTIFIED.isAtLeast(ClaimGrade.IDENTIFIED)).isTrue();
    assertThat(ClaimGrade.NOT_IDENTIFIABLE.isAtLeast(ClaimGrade.ASSOCIATIONAL)).isFalse();
  }

  @Test
  void effectSize_badNumbers_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EffectSize.of(0.1, 0.2, 0.3, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> EffectSize.of(0.4, 0.2, 0.3, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EffectSize.of(0.1, Double.NaN, 0.3, 5))
        .withMessageContaining("low: NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> EffectSize.of(0.1, 0, 0.3, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> SHOWN.withQValue(1.2));
    assertThatIllegalArgumentException().isThrownBy(() -> SHOWN.withLevel(95));
  }

  @Test
  void excludesZero_levelSetsTheLimitOfTheQValue() {
    assertThat(SHOWN.withQValue(0.05).excludesZero()).isTrue();
    assertThat(SHOWN.withQValue(0.06).excludesZero()).isFalse();
    assertThat(SHOWN.withQValue(0.06).withLevel(0.9).excludesZero()).isTrue();
    assertThat(EffectSize.of(0, 0, 0, 3).excludesZero()).isFalse();
    assertThat(new EffectSize(-1, -2, -0.5, 0.9, 7, OptionalDouble.empty()))
        .hasToString("-1 (90% interval -2 to -0.5, n = 7)");
  }
}
