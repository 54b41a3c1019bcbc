package org.causal4j.examples;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.ArmEffects;
import org.causal4j.core.estimate.DoseCurve;
import org.causal4j.core.estimate.DoseResponse;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.estimate.Measure;
import org.causal4j.core.estimate.MediationAnalysis;
import org.causal4j.core.estimate.MediationEstimate;
import org.causal4j.core.estimate.MediationSensitivity;
import org.causal4j.core.estimate.MultiArm;
import org.causal4j.core.estimate.SimultaneousBands;

/** Answers of {@code estimate} that are more than one effect. */
final class SeveralEffects {
  private static final double LEVEL = 0.95;

  private final EstimatorChoice choice;
  private final Optional<LearnerChoice> learner;
  private final boolean binaryOutcome;
  private final Optional<String> cluster;
  private final Seed seed;
  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter notes;
  private final long start = System.nanoTime();

  SeveralEffects(
      EstimatorChoice choice,
      Optional<LearnerChoice> learner,
      boolean binaryOutcome,
      Optional<String> cluster,
      Seed seed,
      boolean json,
      PrintWriter out,
      PrintWriter notes) {
    this.choice = choice;
    this.learner = learner;
    this.binaryOutcome = binaryOutcome;
    this.cluster = cluster;
    this.seed = seed;
    this.json = json;
    this.out = out;
    this.notes = notes;
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private void notes(List<String> all) {
    all.forEach(note -> notes.println("note: " + note));
    notes.flush();
  }

  /** Every other state against the control. */
  void arms(Design design, Table table, String control, Measure measure) throws IOException {
    MultiArm arms = choice.arms(learner, binaryOutcome);
    ArmEffects found =
        cluster.map(arms::withClusters).orElse(arms).compare(design, table, control, seed);
    List<EffectEstimate> effects = found.effects().stream().map(e -> e.as(measure)).toList();
    found =
        new ArmEffects(
            found.control(),
            found.arms(),
            ImmutableList.copyOf(effects),
            measure == Measure.DIFFERENCE
                ? found.bands()
                : SimultaneousBands.of(effects, LEVEL, seed.derive("bands")));
    notes(effects.get(0).notes());
    if (json) {
      out.println(SeveralEffectsJson.of(found, millis()));
    } else {
      found.arms().forEach(out::println);
      for (int k = 0; k < effects.size(); k++) {
        EffectEstimate effect = effects.get(k);
        out.println(found.arms().get(k + 1).state() + " against " + control + ": " + effect);
        if (effect.isQuotable()) {
          out.println("  at once: " + found.bands().intervals().get(k));
        }
        effect.overlap().ifPresent(overlap -> out.println("  " + overlap));
      }
    }
    out.flush();
  }

  /** The mean outcome at several doses. */
  void curve(Design design, Table table) throws IOException {
    DoseResponse response = Estimators.doseResponse();
    if (learner.isPresent()) {
      response =
          response
              .withOutcome(learner.get().learner(binaryOutcome))
              .withTreatment(learner.get().learner(false));
    }
    DoseCurve curve =
        cluster.map(response::withClusters).orElse(response).estimate(design, table, seed);
    notes(curve.notes());
    if (json) {
      out.println(SeveralEffectsJson.of(curve, millis()));
    } else {
      out.println(curve);
      for (DoseCurve.Point point : curve.points()) {
        out.println(
            point.isQuotable()
                ? String.format(
                    Locale.ROOT,
                    "dose %.6g: mean %.6g, interval %s, at once %s",
                    point.dose(),
                    point.mean(),
                    point.interval(),
                    point.band())
                : String.format(
                    Locale.ROOT,
                    "dose %.6g: no quotable mean: some units hardly ever get it",
                    point.dose()));
      }
      out.println("average derivative: " + curve.derivative());
    }
    out.flush();
  }

  /** Direct and indirect effect. */
  void mediation(Design.Mediation design, Table table, Contrast contrast) throws IOException {
    MediationAnalysis analysis = choice.mediation(learner);
    MediationEstimate found =
        cluster
            .map(analysis::withClusters)
            .orElse(analysis)
            .estimate(design, table, contrast, seed);
    Optional<MediationSensitivity> sensitivity =
        choice == EstimatorChoice.MEDIATION_MODELS
                && design.mediators().size() == 1
                && !binaryOutcome
                && isNumber(table.column(design.mediators().get(0)))
            ? Optional.of(MediationSensitivity.of(design, table, contrast))
            : Optional.empty();
    notes(found.notes());
    if (json) {
      out.println(SeveralEffectsJson.of(found, sensitivity, millis()));
    } else {
      out.println("direct (NDE): " + found.direct());
      out.println("indirect (NIE): " + found.indirect());
      out.println("total: " + found.total());
      found.proportion().ifPresent(share -> out.println("proportion mediated: " + share));
      found.overlap().ifPresent(out::println);
      sensitivity.ifPresent(
          s ->
              out.printf(
                  Locale.ROOT,
                  "without products, the indirect effect is 0 if the errors of mediator and outcome"
                      + " correlate by %.3f%n",
                  s.zeroAt()));
    }
    out.flush();
  }

  private static boolean isNumber(Column column) {
    return column instanceof Column.Continuous
        && IntStream.range(0, column.size())
            .mapToObj(column::text)
            .anyMatch(text -> !text.equals("0") && !text.equals("1"));
  }
}
