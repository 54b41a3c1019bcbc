package org.causal4j.core.refute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Predictor;

/** See {@link Refuters#placeboOutcome()} and {@link Refuters#dummyOutcome()}. */
final class PlantedOutcome implements Refuter {
  private final boolean effect;

  PlantedOutcome(boolean effect) {
    this.effect = effect;
  }

  @Override
  public String name() {
    return effect ? "dummy outcome" : "placebo outcome";
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            effect
                ? "the estimator finds an effect that was planted in an outcome with the observed"
                    + " dependence on the covariates, neither less nor more"
                : "the estimator finds nothing in an outcome that depends on the covariates as the"
                    + " observed one does, and on treatment not at all",
            PlantedEffect.RULE);
    Design design = refits.recipe().design();
    if (design instanceof Design.Panel
        || design instanceof Design.FrontDoor
        || (design instanceof Design.Instrument && effect)) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE,
          "an outcome simulated from the covariates does not have the structure of this design: %s",
          design);
    }
    Roles roles = new Roles(refits.table(), refits.recipe());
    double planted = effect ? refits.original().estimate() : 0;
    double unit = perUnit(roles);
    Surface surface = new Surface(roles, planted / unit, seed);
    int count = refits.options().replicates();
    Refits.Outcome outcome =
        refits.run(
            name(),
            count,
            i ->
                refits
                    .recipe()
                    .withSeed(seed.derive(i).derive("folds"))
                    .estimate(roles.withOutcome(surface.draw(seed.derive(i)))));
    double truth = surface.trueEffect(refits.original().estimand()) * unit;
    return PlantedEffect.judge(finding, refits, outcome, PlantedEffect.constant(count, truth));
  }

  /** Units of treatment between the two states of the contrast. */
  private static double perUnit(Roles roles) {
    return roles.isBinaryTreatment()
        ? 1
        : Double.parseDouble(roles.contrast().treated())
            - Double.parseDouble(roles.contrast().control());
  }

  /** The outcome as a function of the covariates, with an effect put on top. */
  private static final class Surface {
    private final double[] treatment;
    private final double[] fitted;
    private final double[] residual;
    private final boolean binary;
    private final double effect;
    private final int[][] groups;

    Surface(Roles roles, double effect, Seed seed) {
      this.treatment = roles.treatment();
      this.effect = effect;
      this.groups = roles.groups();
      double[] y = roles.outcome();
      this.binary = roles.isBinaryOutcome();
      Features x = roles.covariates();
      int[] rows = IntStream.range(0, y.length).toArray();
      Predictor model = Surfaces.learner(x, binary).fit(x, y, rows, seed.derive("outcome"));
      this.fitted = Arrays.stream(rows).mapToDouble(i -> model.predict(x, i)).toArray();
      this.residual = Arrays.stream(rows).mapToDouble(i -> y[i] - fitted[i]).toArray();
    }

    double[] draw(Seed seed) {
      SplittableRandom random = seed.random();
      double[] y = new double[fitted.length];
      for (int[] group : groups) {
        int sign = random.nextBoolean() ? 1 : -1;
        for (int i : group) {
          y[i] =
              binary
                  ? random.nextDouble() < probability(i, treatment[i]) ? 1 : 0
                  : fitted[i] + effect * treatment[i] + sign * residual[i];
        }
      }
      return y;
    }

    private double probability(int i, double t) {
      return Math.min(1, Math.max(0, fitted[i] + effect * t));
    }

    /** Of a binary outcome, what is left where probabilities end at 0 and 1. */
    double trueEffect(Estimand estimand) {
      if (!binary) {
        return effect;
      }
      List<Double> effects = new ArrayList<>();
      for (int i = 0; i < fitted.length; i++) {
        boolean counts =
            estimand == Estimand.ATT
                ? treatment[i] == 1
                : estimand != Estimand.ATC || treatment[i] == 0;
        if (counts) {
          effects.add(probability(i, 1) - probability(i, 0));
        }
      }
      return effects.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
  }
}
