package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.causal4j.core.Provenance;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.graph.claim.CausalClaim;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.graph.claim.EValue;
import org.causal4j.graph.claim.EffectSize;
import org.causal4j.graph.claim.RefutationStatus;
import org.causal4j.graph.identify.Identification;

/**
 * Items, and between them the effects that were asked about, each with the grade that
 * identification and the placebo allow. Only an effect whose interval, after the correction for
 * asking about many pairs, leaves out zero, whose arms overlap, and whose placebo finds nothing can
 * be more than an association.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class BehaviorEffectGraph {
  private final ImmutableList<GradedEffect> effects;
  private final Provenance provenance;

  private BehaviorEffectGraph(ImmutableList<GradedEffect> effects, Provenance provenance) {
    this.effects = effects;
    this.provenance = provenance;
  }

  /**
   * An effect with its claim.
   *
   * @param effect the estimates
   * @param claim what may be said of them
   */
  public record GradedEffect(PairEffect effect, CausalClaim claim) {
    /** The two items. */
    public ItemPair pair() {
      return effect.pair();
    }

    /** The grade of the claim. */
    public ClaimGrade grade() {
      return claim.grade();
    }

    @Override
    public String toString() {
      return claim.toString();
    }
  }

  /**
   * Grades effects under {@link VisitAssumptions}.
   *
   * @param label what an item is called, as a catalog knows it
   */
  public static BehaviorEffectGraph of(PairEffects effects, UnaryOperator<String> label) {
    ImmutableList<GradedEffect> graded =
        effects.effects().stream()
            .map(effect -> new GradedEffect(effect, claim(effect, label)))
            .sorted(
                Comparator.comparing(GradedEffect::grade)
                    .thenComparing(
                        Comparator.comparingDouble(
                            (GradedEffect e) -> -e.effect().adjusted().estimate()))
                    .thenComparing(e -> e.pair().toString()))
            .collect(ImmutableList.toImmutableList());
    return new BehaviorEffectGraph(graded, effects.provenance());
  }

  private static CausalClaim claim(PairEffect effect, UnaryOperator<String> label) {
    ItemPair pair = effect.pair();
    String cause = label.apply(pair.cause());
    String after = label.apply(pair.effect());
    // Items of one text are told apart by their ids.
    boolean same = cause.equals(after);
    Identification identification =
        VisitAssumptions.identify(
            "buying " + cause + (same ? " (" + pair.cause() + ")" : ""),
            "buying " + after + (same ? " (" + pair.effect() + ")" : "") + " later");
    CausalClaim.Builder claim = CausalClaim.about(identification);
    Optional<Overlap> overlap = effect.adjusted().overlap();
    if (effect.adjusted().isQuotable()) {
      claim.size(size(effect));
      sensitivity(effect).ifPresent(claim::sensitivity);
    }
    boolean survives = effect.survivesPlacebo() && effect.placebo().isQuotable();
    boolean conclusive = effect.placebo().isQuotable();
    claim.refutation(
        survives
            ? RefutationStatus.SURVIVED
            : conclusive ? RefutationStatus.FAILED : RefutationStatus.NOT_RUN,
        String.format(
            Locale.ROOT,
            "placebo with time reversed %+.4f %s%s",
            effect.placebo().estimate(),
            effect.placebo().interval(),
            overlap.map(o -> ", overlap " + o.verdict()).orElse("")));
    return claim.build();
  }

  private static EffectSize size(PairEffect effect) {
    ConfidenceInterval interval = effect.adjusted().interval();
    return EffectSize.of(
            effect.adjusted().estimate(), interval.low(), interval.high(), effect.trials())
        .withLevel(interval.level())
        .withQValue(effect.qValue());
  }

  /** E-value of the risk ratio among those who took the cause: risk, over risk less the effect. */
  private static Optional<EValue> sensitivity(PairEffect effect) {
    double risk = effect.riskTreated();
    double estimate = effect.adjusted().estimate();
    ConfidenceInterval interval = effect.adjusted().interval();
    if (risk <= 0 || risk - estimate <= 0) {
      return Optional.empty();
    }
    double smallest = risk / 1000;
    return Optional.of(
        EValue.ofRiskRatio(
            risk / (risk - estimate),
            risk / Math.max(smallest, risk - interval.low()),
            risk / Math.max(smallest, risk - interval.high())));
  }

  /** All effects: firmest grade first, and within a grade the largest effect first. */
  public ImmutableList<GradedEffect> effects() {
    return effects;
  }

  /** The effects of this grade or a firmer one. */
  public ImmutableList<GradedEffect> atLeast(ClaimGrade grade) {
    return effects.stream()
        .filter(effect -> effect.grade().isAtLeast(grade))
        .collect(ImmutableList.toImmutableList());
  }

  /** Where the effects come from. */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    long shown = atLeast(ClaimGrade.IDENTIFIED).size();
    return "BehaviorEffectGraph: " + effects.size() + " effects, " + shown + " identified";
  }
}
