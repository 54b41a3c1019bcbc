package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Recipe;

/** See {@link Refuters#bootstrap()}; Efron, Annals of Statistics 7(1), 1979. */
final class Bootstrap implements Refuter {
  private static final double LIMIT = 1.5;
  private static final double WORSE = 2;
  private static final int FEWEST_GROUPS = 20;

  @Override
  public String name() {
    return "bootstrap";
  }

  @Override
  public Refutation refute(Refits refits, Seed seed) {
    Finding finding =
        new Finding(
            name(),
            refits,
            "the standard error is that of the whole analysis: estimates on samples drawn with"
                + " replacement have a standard deviation of at most 1.5 times the standard error"
                + " that they report",
            "χ² test of the variance over the refits. p above the error rate: STANDS. Else REFUTED"
                + " if the same test rejects twice the standard error; else WEAKENED.");
    int[][] groups = new Roles(refits.table(), refits.recipe()).groups();
    if (groups.length < FEWEST_GROUPS || refits.original().standardError() == 0) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE,
          "%d independent groups of rows are too few to draw from",
          groups.length);
    }
    Refits.Outcome outcome =
        refits.run(
            name(), refits.options().replicates(), i -> refit(refits, groups, seed.derive(i)));
    finding.notes(outcome.notes()).estimates(outcome.points());
    if (outcome.isTooFew()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "too many refits failed to say anything");
    }
    double[] points = outcome.points();
    double said =
        Math.sqrt(
            outcome.estimates().stream()
                .mapToDouble(e -> e.standardError() * e.standardError())
                .average()
                .orElseThrow());
    // Copies of a unit count as one cluster there, which doubles the variance: E[m²] = 2 E[m]
    // for the number m of copies.
    double copies = refits.recipe().design() instanceof Design.Panel ? 1 : Math.sqrt(2);
    double ratio = said == 0 ? 1 : Finding.deviation(points) * copies / said;
    finding.interval(Scatter.percentiles(points, refits.original().interval().level()));
    return Scatter.judge(
        finding,
        refits,
        ratio * ratio * (points.length - 1),
        points.length - 1,
        LIMIT,
        WORSE,
        "the bootstrap's standard deviation is %.2f times the standard error reported there",
        ratio);
  }

  private static EffectEstimate refit(Refits refits, int[][] groups, Seed seed) {
    SplittableRandom random = seed.random();
    List<Integer> rows = new ArrayList<>();
    List<Integer> drawn = new ArrayList<>();
    List<Integer> copies = new ArrayList<>();
    for (int g = 0; g < groups.length; g++) {
      int group = random.nextInt(groups.length);
      for (int row : groups[group]) {
        rows.add(row);
        drawn.add(group);
        copies.add(g);
      }
    }
    Recipe recipe = refits.recipe().withSeed(seed.derive("folds"));
    Table sample = refits.table().rows(ints(rows));
    if (recipe.design() instanceof Design.Panel panel) {
      // a unit drawn twice is two units
      return recipe.estimate(sample.with(labels(panel.unit(), copies, groups.length)));
    }
    String label = recipe.estimator().clusters().orElse("");
    if (label.isEmpty()) {
      label = new Roles(refits.table(), recipe).freeName("drawn unit");
    }
    return recipe
        .withEstimator(recipe.estimator().withClusters(label))
        .estimate(sample.with(labels(label, drawn, groups.length)));
  }

  private static Column labels(String name, List<Integer> codes, int states) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (int s = 0; s < states; s++) {
      names.add(Integer.toString(s));
    }
    return Column.Discrete.ofCodes(name, names.build(), ints(codes));
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
