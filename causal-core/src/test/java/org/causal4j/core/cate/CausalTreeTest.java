package org.causal4j.core.cate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.junit.jupiter.api.Test;

class CausalTreeTest {
  private static final Seed SEED = Seed.of(7);

  private static CateNuisances nuisances(Worlds.World world) {
    return CateNuisances.of(world.data(), Worlds.RIDGE, SEED.derive("nuisances"));
  }

  @Test
  void grow_step_findsItAndSaysSo() {
    Worlds.World world = Worlds.of(4_000, 31, x -> x[2] > 0.5 ? 2 : 0);
    CausalTree tree = CausalTree.grow(nuisances(world), CausalTreeOptions.defaults(), SEED);
    Features x = world.data().x();
    assertThat(tree.rules().size()).isBetween(2, 8);
    assertThat(tree.rules().get(0).conditions().get(0)).startsWith("c <= 0.");
    assertThat(tree.rules().get(0).toString())
        .matches("c <= 0\\.\\d+.*: effect -?0\\.\\d+ \\[.*, .*\\], [\\d,]+ rows");
    assertThat(tree.rules().stream().mapToInt(CausalRule::rows).sum()).isEqualTo(4_000);
    assertThat(CateEvaluation.rootPehe(tree.effects(x), world.truth())).isLessThan(0.5);
    for (CausalRule rule : tree.rules()) {
      double mean =
          IntStream.range(0, x.rows())
              .filter(i -> tree.rule(x, i).equals(rule))
              .mapToDouble(i -> world.effects().get(i))
              .average()
              .orElseThrow();
      assertThat(Math.abs(rule.effect() - mean)).isLessThan(4 * rule.standardError());
    }
  }

  @Test
  void grow_constantEffects_intervalsOfLeavesCover() {
    int covered = 0;
    int leaves = 0;
    int split = 0;
    for (int r = 0; r < 40; r++) {
      Worlds.World world = Worlds.of(500, 400 + r, x -> 1);
      CausalTree tree = CausalTree.grow(nuisances(world), CausalTreeOptions.defaults(), SEED);
      split += tree.rules().size() > 1 ? 1 : 0;
      for (CausalRule rule : tree.rules()) {
        leaves++;
        covered += rule.interval().covers(1) ? 1 : 0;
      }
    }
    assertThat((double) covered / leaves).isBetween(0.88, 1.0);
    assertThat(split).isLessThan(20);
  }

  @Test
  void distill_model_isCopied() {
    Worlds.World world = Worlds.of(2_000, 41, x -> x[1] > 0 ? 3 : 1);
    CateNuisances nuisances = nuisances(world);
    CateModel model = CateLearners.t(Worlds.RIDGE).fit(world.data(), SEED);
    CausalTree copy = CausalTree.distill(model, nuisances, CausalTreeOptions.defaults(), SEED);
    assertThat(copy.rules()).hasSize(8);
    assertThat(copy.name()).contains("T-learner");
    CausalTree honest =
        CausalTree.distill(
            CateLearners.t(Worlds.RIDGE),
            nuisances,
            CausalTreeOptions.defaults().withMaxDepth(1),
            SEED);
    assertThat(honest.rules()).hasSize(2);
    assertThat(honest.rules().get(0).conditions()).hasSize(1);
    assertThat(honest.estimate(world.data().x(), 0, 0.9).interval().level()).isEqualTo(0.9);
  }

  @Test
  void of_steps_tightestBoundsAndStatesInWords() {
    Features x =
        Features.ofRows(
            ImmutableList.of("age", "kind=u", "flag"), new double[][] {{20.5, 0, 1}, {30, 1, 0}});
    RuleText text = new RuleText(x);
    assertThat(
            text.of(
                ImmutableList.of(
                    new RuleText.Step(0, 32.5, true),
                    new RuleText.Step(1, 0.5, false),
                    new RuleText.Step(0, 20.25, false),
                    new RuleText.Step(0, 31, true),
                    new RuleText.Step(2, 0.5, true))))
        .containsExactly("age > 20.25", "age <= 31", "kind=u", "flag = 0");
    assertThat(text.of(ImmutableList.of(new RuleText.Step(1, 0.5, true))))
        .containsExactly("not kind=u");
  }

  @Test
  void grow_badOptionsOrData_refused() {
    assertThatThrownBy(() -> new CausalTreeOptions(3, 1, 1)).hasMessageContaining("minLeaf: 1");
    assertThatThrownBy(() -> new CausalTreeOptions(21, 2, 1)).hasMessageContaining("maxDepth: 21");
  }
}
