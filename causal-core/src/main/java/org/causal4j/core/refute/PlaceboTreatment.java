package org.causal4j.core.refute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;

/** See {@link Refuters#placeboTreatment()}. */
final class PlaceboTreatment implements Refuter {
  private static final double FEWEST_GROUPS = 10;
  private static final double EDGE = 0.01;

  @Override
  public String name() {
    return "placebo treatment";
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            "given the covariates, the estimator finds nothing where treatment does nothing: the"
                + " mean of its estimates is 0, and its intervals miss 0 as often as they say",
            PlantedEffect.RULE);
    Design design = refits.recipe().design();
    if (design instanceof Design.Instrument || design instanceof Design.FrontDoor) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE,
          "a placebo treatment would not follow the instrument or move the mediators; a placebo"
              + " outcome fits this design");
    }
    Roles roles = new Roles(refits.table(), refits.recipe());
    Function<Seed, double[]> draw;
    if (design instanceof Design.Panel) {
      if (roles.groups().length < FEWEST_GROUPS || !isBalanced(roles.groups())) {
        return finding.verdict(
            Refutation.Verdict.INCONCLUSIVE,
            "there are %d units; placebos exchange the paths of at least ten units that are seen"
                + " equally often",
            roles.groups().length);
      }
      draw = s -> exchangedPaths(roles, s);
    } else {
      draw = drawGivenCovariates(roles, seed);
    }
    int count = refits.options().replicates();
    Refits.Outcome outcome =
        refits.run(
            name(),
            count,
            i -> {
              double[] placebo = draw.apply(seed.derive(i));
              return refits
                  .recipe()
                  .withSeed(seed.derive(i).derive("folds"))
                  .estimate(roles.withTreatment(placebo));
            });
    return PlantedEffect.judge(finding, refits, outcome, PlantedEffect.constant(count, 0));
  }

  private static boolean isBalanced(int[][] groups) {
    return Arrays.stream(groups).allMatch(g -> g.length == groups[0].length);
  }

  private static double[] exchangedPaths(Roles roles, Seed seed) {
    int[][] groups = roles.groups();
    double[] treatment = roles.treatment();
    double[] placebo = new double[treatment.length];
    List<int[]> shuffled = new ArrayList<>(Arrays.asList(groups));
    Collections.shuffle(shuffled, new Random(seed.random().nextLong()));
    for (int g = 0; g < groups.length; g++) {
      for (int k = 0; k < groups[g].length; k++) {
        placebo[groups[g][k]] = treatment[shuffled.get(g)[k]];
      }
    }
    return placebo;
  }

  private static Function<Seed, double[]> drawGivenCovariates(Roles roles, Seed seed) {
    double[] treatment = roles.treatment();
    Features x = roles.covariates();
    boolean binary = roles.isBinaryTreatment();
    Learner learner = Surfaces.learner(x, binary);
    int[] rows = IntStream.range(0, treatment.length).toArray();
    Predictor model = learner.fit(x, treatment, rows, seed.derive("propensity"));
    double[] expected = Arrays.stream(rows).mapToDouble(i -> model.predict(x, i)).toArray();
    int[][] groups = roles.groups();
    boolean together =
        Arrays.stream(groups)
            .allMatch(g -> Arrays.stream(g).allMatch(i -> treatment[i] == treatment[g[0]]));
    return s -> {
      SplittableRandom random = s.random();
      double[] placebo = new double[treatment.length];
      for (int[] group : groups) {
        double shared = random.nextDouble();
        double mean = Arrays.stream(group).mapToDouble(i -> expected[i]).average().orElse(0);
        for (int i : group) {
          if (binary) {
            double p = together ? mean : expected[i];
            double u = together ? shared : random.nextDouble();
            placebo[i] = u < Math.min(1 - EDGE, Math.max(EDGE, p)) ? 1 : 0;
          } else {
            int other = random.nextInt(treatment.length);
            placebo[i] = expected[i] + treatment[other] - expected[other];
          }
        }
      }
      return placebo;
    };
  }
}
