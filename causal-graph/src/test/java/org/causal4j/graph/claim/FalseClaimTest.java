package org.causal4j.graph.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.refute.NullWorld;
import org.causal4j.core.refute.Refutation;
import org.causal4j.core.refute.RefutationRun;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CausalQuery;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Where there is no effect, a claim is graded IDENTIFIED_AND_REFUTED no more often than stated; the
 * tables of {@code RefutationStudy} stand in {@code docs/coverage.md}.
 */
class FalseClaimTest {
  private static final Identification DRAWN =
      Identifier.identify(
          CausalGraph.parse("x1 -> {t y}; x2 -> {t y}; t -> y"), CausalQuery.effectOf("t").on("y"));

  private static ClaimGrade grade(EffectEstimate estimate, List<Refutation> attempts) {
    return CausalClaim.about(DRAWN)
        .size(
            EffectSize.of(
                estimate.estimate(),
                estimate.interval().low(),
                estimate.interval().high(),
                estimate.n()))
        .refutation(RefutationStatus.of(attempts), "")
        .build()
        .grade();
  }

  /** Claims that an interval alone would make, that refuters leave, and that the control leaves. */
  private record Counts(int shown, int without, int with) {}

  private static Counts count(
      NullWorld world, String estimator, int sets, boolean thorough, long base) {
    AtomicInteger shown = new AtomicInteger();
    AtomicInteger without = new AtomicInteger();
    AtomicInteger with = new AtomicInteger();
    new Workers(2)
        .run(
            sets,
            task -> {
              RefutationRun.Trial trial =
                  RefutationRun.run(world, estimator, 20, thorough, base, 1 + task);
              boolean shows = grade(trial.estimate(), List.of()) == ClaimGrade.IDENTIFIED;
              shown.addAndGet(shows ? 1 : 0);
              ClaimGrade all = grade(trial.estimate(), trial.attempts().orElse(ImmutableList.of()));
              without.addAndGet(all == ClaimGrade.IDENTIFIED_AND_REFUTED ? 1 : 0);
              ClaimGrade withControl = grade(trial.estimate(), trial.withControl());
              with.addAndGet(withControl == ClaimGrade.IDENTIFIED_AND_REFUTED ? 1 : 0);
            });
    return new Counts(shown.get(), without.get(), with.get());
  }

  /** At a rate of 5 % more than 8 of 60 come with a chance of .3 %. */
  @Test
  void grade_hiddenConfounder_controlKeepsTheRate() {
    for (String estimator : List.of("regression", "aipw")) {
      Counts counts = count(NullWorld.HIDDEN, estimator, 60, false, 4711);
      assertThat(counts.shown()).as("%s: the interval alone claims", estimator).isGreaterThan(20);
      assertThat(counts.with()).as("%s: %s", estimator, counts).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void grade_everythingAdjustedFor_keepsTheRate() {
    Counts counts = count(NullWorld.LINEAR, "regression", 60, true, 4711);
    assertThat(counts.without()).as("%s", counts).isLessThanOrEqualTo(8);
    assertThat(counts.with()).isLessThanOrEqualTo(counts.without());
  }

  /** No rate is stated there, and none is kept: this is what the other two tests would find. */
  @Test
  void grade_rawDifferenceWithoutControl_isFalse() {
    Counts counts = count(NullWorld.LINEAR, "difference", 10, true, 4711);
    assertThat(counts.without()).as("%s", counts).isGreaterThanOrEqualTo(7);
    assertThat(counts.with()).isZero();
  }

  /** A linear analysis of bent confounding is found out by the refuters alone. */
  @Test
  void grade_planeForABentSurface_isRefuted() {
    Counts counts = count(NullWorld.NONLINEAR, "regression", 10, true, 4711);
    assertThat(counts.shown()).isGreaterThanOrEqualTo(8);
    assertThat(counts.without()).as("%s", counts).isLessThanOrEqualTo(2);
  }

  /** 5 %, and three standard deviations of 300 data sets beside it: 26. */
  @Test
  @Tag("nightly")
  void grade_everyWorldAndEstimator_keepsTheRate() {
    for (NullWorld world : NullWorld.values()) {
      for (String estimator : RefutationRun.ESTIMATORS) {
        Counts counts = count(world, estimator, 300, false, 2026);
        assertThat(counts.with()).as("%s %s: %s", world, estimator, counts).isLessThanOrEqualTo(26);
      }
    }
  }

  private static Refutation said(Refutation.Verdict verdict) {
    return new Refutation(
        "a",
        verdict,
        "",
        "",
        0.05,
        1,
        ImmutableDoubleArray.of(),
        OptionalDouble.empty(),
        Optional.empty(),
        "",
        ImmutableList.of());
  }

  @Test
  void of_verdicts_survivedOnlyWhereAllStand() {
    Refutation stands = said(Refutation.Verdict.STANDS);
    Refutation cannotTell = said(Refutation.Verdict.INCONCLUSIVE);
    assertThat(RefutationStatus.of(List.of())).isEqualTo(RefutationStatus.NOT_RUN);
    assertThat(RefutationStatus.of(List.of(stands, stands))).isEqualTo(RefutationStatus.SURVIVED);
    assertThat(RefutationStatus.of(List.of(stands, cannotTell)))
        .isEqualTo(RefutationStatus.NOT_RUN);
    for (Refutation against :
        List.of(said(Refutation.Verdict.WEAKENED), said(Refutation.Verdict.REFUTED))) {
      assertThat(RefutationStatus.of(List.of(stands, cannotTell, against)))
          .isEqualTo(RefutationStatus.FAILED);
    }
  }
}
