package org.causal4j.graph.claim;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.design.Contrast;
import org.causal4j.graph.identify.Identification;
import org.causal4j.graph.identify.Identified;
import org.causal4j.graph.identify.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about the effect of one thing on another, with the grade that the evidence
 * earns. The grade is computed and can't be set:
 *
 * <table>
 * <caption>The grade of a claim; the first row that fits decides</caption>
 * <tr><th>identification</th><th>assigned at random</th><th>interval, q-value</th>
 *     <th>refutation</th><th>grade</th></tr>
 * <tr><td>not identified</td><td>any</td><td>any</td><td>any</td><td>NOT_IDENTIFIABLE</td></tr>
 * <tr><td>any</td><td>any</td><td>cover 0, or no estimate</td><td>any</td><td>ASSOCIATIONAL</td></tr>
 * <tr><td>any</td><td>any</td><td>exclude 0</td><td>failed</td><td>ASSOCIATIONAL</td></tr>
 * <tr><td>identified as no effect</td><td>any</td><td>exclude 0</td><td>any</td>
 *     <td>ASSOCIATIONAL</td></tr>
 * <tr><td>none, or by no or back-door adjustment</td><td>yes</td><td>exclude 0</td>
 *     <td>survived, not run</td><td>RANDOMIZED</td></tr>
 * <tr><td>none</td><td>no</td><td>exclude 0</td><td>any</td><td>ASSOCIATIONAL</td></tr>
 * <tr><td>identified</td><td>any</td><td>exclude 0</td><td>survived</td>
 *     <td>IDENTIFIED_AND_REFUTED</td></tr>
 * <tr><td>identified</td><td>any</td><td>exclude 0</td><td>not run</td><td>IDENTIFIED</td></tr>
 * </table>
 *
 * <p>The reasons behind the rows that surprise: a graph in which a hidden cause confounds a
 * treatment said to be randomized contradicts the randomization, so that identification by the
 * front door or a general formula does not earn RANDOMIZED. A graph without a path from cause to
 * effect, beside an interval that excludes 0, means that one of the two is wrong. Surviving
 * refutation can't prove a graph; failing it disproves the estimate.
 *
 * <p><b>Error rate.</b> Where there is no effect, IDENTIFIED_AND_REFUTED is graded with a chance of
 * at most 1 − level of the interval, if the status is that of {@link RefutationStatus#of} and
 * either (a) the adjustment is right and the estimator's intervals keep their level: refuters can
 * only lower the rate; or (b) something is not adjusted for, and among the refuters is a negative
 * control, known to be untouched by the treatment and confounded at least as strongly as the
 * outcome, in standard deviations: a claim then takes an estimate that exceeds the bias found on
 * the control significantly. With hidden confounding and no negative control no rate can be stated:
 * the data hold nothing that tells bias from effect. Measured rates stand in {@code
 * docs/coverage.md}.
 *
 * <p>Immutable.
 */
public final class CausalClaim {
  private final String cause;
  private final String effect;
  private final ClaimGrade grade;
  private final boolean randomized;
  private final @Nullable Identification identification;
  private final @Nullable Contrast contrast;
  private final @Nullable EffectSize size;
  private final RefutationStatus refutation;
  private final String refutationSummary;
  private final @Nullable EValue sensitivity;

  private CausalClaim(Builder builder) {
    cause = builder.cause;
    effect = builder.effect;
    randomized = builder.randomized;
    identification = builder.identification;
    contrast = builder.contrast;
    size = builder.size;
    refutation = builder.refutation;
    refutationSummary = builder.refutationSummary;
    sensitivity = builder.sensitivity;
    grade = grade(identification, randomized, size, refutation);
  }

  /** Starts a claim for which no graph has been drawn. */
  public static Builder builder(String cause, String effect) {
    return new Builder(cause, effect);
  }

  /** Starts a claim about the query that was put to a graph. */
  public static Builder about(Identification identification) {
    Builder builder =
        new Builder(
            String.join(", ", identification.query().treatments()),
            String.join(", ", identification.query().outcomes()));
    builder.identification = identification;
    return builder;
  }

  private static ClaimGrade grade(
      @Nullable Identification identification,
      boolean randomized,
      @Nullable EffectSize size,
      RefutationStatus refutation) {
    if (identification != null && !identification.isIdentified()) {
      return ClaimGrade.NOT_IDENTIFIABLE;
    }
    if (size == null || !size.excludesZero() || refutation == RefutationStatus.FAILED) {
      return ClaimGrade.ASSOCIATIONAL;
    }
    Optional<Strategy> strategy = strategy(identification);
    if (strategy.filter(s -> s == Strategy.NO_EFFECT).isPresent()) {
      return ClaimGrade.ASSOCIATIONAL;
    }
    boolean allowsRandomized =
        strategy.map(s -> s == Strategy.NO_ADJUSTMENT || s == Strategy.BACK_DOOR).orElse(true);
    if (randomized && allowsRandomized) {
      return ClaimGrade.RANDOMIZED;
    }
    if (identification == null) {
      return ClaimGrade.ASSOCIATIONAL;
    }
    return refutation == RefutationStatus.SURVIVED
        ? ClaimGrade.IDENTIFIED_AND_REFUTED
        : ClaimGrade.IDENTIFIED;
  }

  private static Optional<Strategy> strategy(@Nullable Identification identification) {
    return Optional.ofNullable(identification)
        .flatMap(answer -> answer.fold(yes -> Optional.of(yes.strategy()), no -> Optional.empty()));
  }

  /** The cause asked about. */
  public String cause() {
    return cause;
  }

  /** What it may have an effect on. */
  public String effect() {
    return effect;
  }

  /** How firmly the effect may be claimed. */
  public ClaimGrade grade() {
    return grade;
  }

  /** The two states compared, where they were named. */
  public Optional<Contrast> contrast() {
    return Optional.ofNullable(contrast);
  }

  /** The estimate and its interval, where there is one. */
  public Optional<EffectSize> size() {
    return Optional.ofNullable(size);
  }

  /** What came of attempts to refute the estimate. */
  public RefutationStatus refutation() {
    return refutation;
  }

  /** The same in words; may be empty. */
  public String refutationSummary() {
    return refutationSummary;
  }

  /** How much hidden confounding would explain the estimate away, where that was computed. */
  public Optional<EValue> sensitivity() {
    return Optional.ofNullable(sensitivity);
  }

  /** The formula, where there is one. */
  public Optional<String> estimand() {
    return identified().map(yes -> yes.estimand().toString());
  }

  /** What has to be believed, in words. */
  public List<String> assumptions() {
    List<String> all = new ArrayList<>();
    if (randomized) {
      all.add("treatment was assigned at random");
    }
    identified().ifPresent(yes -> all.addAll(yes.assumptions()));
    return List.copyOf(all);
  }

  private Optional<Identified> identified() {
    return Optional.ofNullable(identification)
        .flatMap(answer -> answer.fold(Optional::<Identified>of, no -> Optional.empty()));
  }

  /**
   * The claim in a plain English sentence. It says "causes" only where the grade is {@link
   * ClaimGrade#IDENTIFIED} or firmer, and of an interval that covers 0 only that no effect was
   * shown.
   */
  public String sentence() {
    return ClaimSentence.of(this, whyNotMore());
  }

  /** What keeps the claim from a firmer grade. */
  private String whyNotMore() {
    if (identification != null && !identification.isIdentified()) {
      return identification.fold(yes -> "", no -> no.hedge().toString());
    }
    if (refutation == RefutationStatus.FAILED) {
      return "a refutation test failed";
    }
    if (strategy(identification).filter(s -> s == Strategy.NO_EFFECT).isPresent()) {
      return "the graph has no path from " + cause + " to " + effect;
    }
    return identification == null && !randomized ? "no graph states the assumptions" : "";
  }

  @Override
  public String toString() {
    return grade + ": " + sentence();
  }

  /** Collects the evidence. Not thread-safe. */
  public static final class Builder {
    private final String cause;
    private final String effect;
    private boolean randomized;
    private @Nullable Identification identification;
    private @Nullable Contrast contrast;
    private @Nullable EffectSize size;
    private RefutationStatus refutation = RefutationStatus.NOT_RUN;
    private String refutationSummary = "";
    private @Nullable EValue sensitivity;

    private Builder(String cause, String effect) {
      Preconditions.checkArgument(!cause.isEmpty(), "cause: must not be empty");
      Preconditions.checkArgument(!effect.isEmpty(), "effect: must not be empty");
      Preconditions.checkArgument(!cause.equals(effect), "effect: %s is also the cause", effect);
      this.cause = cause;
      this.effect = effect;
    }

    /**
     * Treatment was assigned at random in the study itself. A graph without confounding is not
     * enough: that is an assumption, and identification already says so.
     */
    public Builder randomized() {
      randomized = true;
      return this;
    }

    /** The two states compared; the treatment must be the cause. */
    public Builder contrast(Contrast compared) {
      Preconditions.checkArgument(
          compared.treatment().equals(cause),
          "contrast: is of %s, and the claim of %s",
          compared.treatment(),
          cause);
      contrast = compared;
      return this;
    }

    /** The estimate. */
    public Builder size(EffectSize estimated) {
      size = estimated;
      return this;
    }

    /** What came of attempts to refute the estimate, and that in words. */
    public Builder refutation(RefutationStatus status, String summary) {
      refutation = status;
      refutationSummary = summary;
      return this;
    }

    /** How much hidden confounding would explain the estimate away. */
    public Builder sensitivity(EValue value) {
      sensitivity = value;
      return this;
    }

    /** The claim, graded. */
    public CausalClaim build() {
      return new CausalClaim(this);
    }
  }
}
