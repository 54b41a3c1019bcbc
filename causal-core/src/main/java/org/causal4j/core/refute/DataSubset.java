package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.EffectEstimate;

/**
 * See {@link Refuters#dataSubset(double)}. Given the whole, the estimate on a part with share f has
 * the variance SE² (1 − f), SE being the standard error on the part, as in sampling from a finite
 * population (Politis, Romano and Wolf, <i>Subsampling</i>, 1999, §2.2).
 */
final class DataSubset implements Refuter {
  private static final double LIMIT = 1.5;
  private static final double WORSE = 2;
  private static final int FEWEST_GROUPS = 20;

  private final double share;

  DataSubset(double share) {
    Preconditions.checkArgument(
        share >= 0.5 && share <= 0.9, "share: %s is not from .5 to .9", share);
    this.share = share;
  }

  @Override
  public String name() {
    return "data subset";
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            "estimates on random parts scatter as their standard errors say: their standard"
                + " deviation is at most 1.5 · SE · √(1 − share)",
            "χ² test of the squared deviations over the refits. p above the error rate: STANDS."
                + " Else REFUTED if the same test rejects 2 instead of 1.5; else WEAKENED.");
    int[][] groups = new Roles(refits.table(), refits.recipe()).groups();
    if (groups.length < FEWEST_GROUPS || refits.original().standardError() == 0) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE,
          "%d independent groups of rows are too few to take parts of",
          groups.length);
    }
    int kept = (int) Math.round(share * groups.length);
    Refits.Outcome outcome =
        refits.run(
            name(),
            refits.options().replicates(),
            i ->
                refits
                    .recipe()
                    .withSeed(seed.derive(i).derive("folds"))
                    .estimate(refits.table().rows(part(groups, kept, seed.derive(i)))));
    finding.notes(outcome.notes()).estimates(outcome.points());
    if (outcome.isTooFew()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "too many refits failed to say anything");
    }
    double real = (double) kept / groups.length;
    double mean = Finding.mean(outcome.points());
    double squares = 0;
    for (EffectEstimate estimate : outcome.estimates()) {
      double unit = estimate.standardError() * Math.sqrt(1 - real);
      double z = unit == 0 ? 0 : (estimate.estimate() - mean) / unit;
      squares += z * z;
    }
    int degrees = outcome.points().length - 1;
    finding.interval(Scatter.percentiles(outcome.points(), refits.original().interval().level()));
    return Scatter.judge(
        finding,
        refits,
        squares,
        degrees,
        LIMIT,
        WORSE,
        "on parts of %.0f %% the estimates scatter %.2f times as widely as their standard errors say",
        100 * real,
        Math.sqrt(squares / degrees));
  }

  private static int[] part(int[][] groups, int kept, Seed seed) {
    List<int[]> shuffled = new ArrayList<>(Arrays.asList(groups));
    Collections.shuffle(shuffled, new Random(seed.random().nextLong()));
    return shuffled.subList(0, kept).stream().flatMapToInt(Arrays::stream).sorted().toArray();
  }
}
