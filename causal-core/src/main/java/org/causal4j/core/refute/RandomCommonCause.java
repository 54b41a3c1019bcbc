package org.causal4j.core.refute;

import java.util.Optional;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Recipe;

/** See {@link Refuters#randomCommonCause()}. */
final class RandomCommonCause implements Refuter {
  private static final double LIMIT = 0.5;
  private static final double WORSE = 1;

  @Override
  public String name() {
    return "random common cause";
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            "a covariate that is noise moves the estimate by a standard deviation of at most half"
                + " its standard error",
            "χ² test of the squared moves over the refits. p above the error rate: STANDS. Else"
                + " REFUTED if the same test rejects a whole standard error; else WEAKENED.");
    Roles roles = new Roles(refits.table(), refits.recipe());
    String name = roles.freeName("noise");
    Optional<Design> wider = Roles.plus(refits.recipe().design(), name);
    if (wider.isEmpty() || refits.recipe().estimator().refuses(wider.get()).isPresent()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "the estimator or the design takes no covariates");
    }
    if (refits.original().standardError() == 0) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "the estimate has a standard error of 0");
    }
    Recipe recipe = refits.recipe().withDesign(wider.get());
    Refits.Outcome outcome =
        refits.run(
            name(),
            refits.options().replicates(),
            i -> {
              SplittableRandom random = seed.derive(i).random();
              double[] noise = random.doubles(refits.table().rows()).map(u -> u - 0.5).toArray();
              return recipe.estimate(refits.table().with(Column.Continuous.of(name, noise)));
            });
    finding.notes(outcome.notes()).estimates(outcome.points());
    if (outcome.isTooFew()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "too many refits failed to say anything");
    }
    double squares = 0;
    for (double point : outcome.points()) {
      double move = (point - refits.original().estimate()) / refits.original().standardError();
      squares += move * move;
    }
    int count = outcome.points().length;
    return Scatter.judge(
        finding,
        refits,
        squares,
        count,
        LIMIT,
        WORSE,
        "noise moves the estimate by %.2g standard errors",
        Math.sqrt(squares / count));
  }
}
