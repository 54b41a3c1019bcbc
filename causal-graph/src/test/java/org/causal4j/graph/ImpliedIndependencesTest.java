package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.IndependenceReport.Correction;
import org.causal4j.graph.IndependenceReport.Options;
import org.causal4j.graph.IndependenceReport.Statistic;
import org.junit.jupiter.api.Test;

class ImpliedIndependencesTest {
  private static final Independence X_Y = new Independence("x", "y", Set.of());

  private static Table twoByTwo(int copies) {
    List<String> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    List<String> z = new ArrayList<>();
    int[][] counts = {{10, 20}, {30, 40}};
    for (int copy = 0; copy < copies; copy++) {
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          for (int n = 0; n < counts[i][j]; n++) {
            x.add("x" + i);
            y.add("y" + j);
            z.add("z" + copy);
          }
        }
      }
    }
    return Table.of(
        Column.Discrete.of("x", x), Column.Discrete.of("y", y), Column.Discrete.of("z", z));
  }

  /**
   * By hand: χ² = 100·(10·40 − 20·30)² / (30·70·40·60), G² = 2 Σ n ln(n/expected); one degree of
   * freedom, so p = erfc(√(statistic/2)).
   */
  @Test
  void test_twoByTwoTable_isTheHandComputedStatistic() {
    Options pearson = Options.defaults().withStatistic(Statistic.CHI_SQUARED);
    var chi =
        ImpliedIndependences.test(List.of(X_Y), twoByTwo(1), pearson, ProgressListener.NONE)
            .rows()
            .get(0);
    var g = ImpliedIndependences.test(List.of(X_Y), twoByTwo(1)).rows().get(0);

    assertThat(chi.statistic()).isCloseTo(0.793650793650794, within(1e-12));
    assertThat(chi.pValue()).isCloseTo(0.372998483613487, within(1e-8));
    assertThat(g.statistic()).isCloseTo(0.804346, within(1e-5));
    assertThat(g.degreesOfFreedom()).isEqualTo(1);
    assertThat(g.used()).isEqualTo(100);
  }

  /** Strata add up: twice the statistic on twice the degrees of freedom. */
  @Test
  void test_strata_addUp() {
    var one = ImpliedIndependences.test(List.of(X_Y), twoByTwo(1)).rows().get(0);
    var three =
        ImpliedIndependences.test(List.of(new Independence("x", "y", Set.of("z"))), twoByTwo(3))
            .rows()
            .get(0);

    assertThat(three.statistic()).isCloseTo(3 * one.statistic(), within(1e-10));
    assertThat(three.degreesOfFreedom()).isEqualTo(3);
  }

  /** r(x, y | z) = (r_xy − r_xz r_yz) / √((1 − r_xz²)(1 − r_yz²)). */
  @Test
  void test_continuous_isThePartialCorrelation() {
    double[] x = {1, 3, 2, 5, 4, 6, 8, 7};
    double[] y = {2, 1, 4, 3, 7, 5, 6, 8};
    double[] z = {1, 2, 2, 3, 1, 3, 2, 4};
    Table table =
        Table.of(
            Column.Continuous.of("x", x),
            Column.Continuous.of("y", y),
            Column.Continuous.of("z", z));
    double xy = correlation(x, y);
    double xz = correlation(x, z);
    double yz = correlation(y, z);
    double r = (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));
    double expected = 0.5 * Math.log((1 + r) / (1 - r)) * Math.sqrt(8 - 1 - 3);

    var row =
        ImpliedIndependences.test(List.of(new Independence("x", "y", Set.of("z"))), table)
            .rows()
            .get(0);
    assertThat(row.statistic()).isCloseTo(expected, within(1e-10));
    assertThat(row.pValue()).isBetween(0.0, 1.0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImpliedIndependences.test(
                    List.of(new Independence("x", "y", Set.of("c"))),
                    table.with(Column.Continuous.of("c", 1, 1, 1, 1, 1, 1, 1, 1))))
        .withMessageContaining("column c is constant");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImpliedIndependences.test(
                    List.of(new Independence("x", "y", Set.of("copy"))),
                    table.with(Column.Continuous.of("copy", x))))
        .withMessageContaining("linearly dependent");
  }

  private static double correlation(double[] a, double[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i] / a.length;
      mb += b[i] / b.length;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void test_rightAndWrongGraph_onlyTheWrongOneIsRejected() {
    SplittableRandom random = Seed.of(5).random();
    int n = 2000;
    double[] a = new double[n];
    double[] b = new double[n];
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      a[i] = random.nextGaussian();
      b[i] = 0.8 * a[i] + random.nextGaussian();
      c[i] = 0.8 * b[i] + random.nextGaussian();
    }
    Table table =
        Table.of(
            Column.Continuous.of("a", a),
            Column.Continuous.of("b", b),
            Column.Continuous.of("购买", c));
    List<Independence> right = ImpliedIndependences.basisSet(CausalGraph.parse("a -> b -> 购买"));
    List<Independence> wrong = ImpliedIndependences.basisSet(CausalGraph.parse("a -> b <- 购买"));

    assertThat(right).hasToString("[a ⟂ 购买 | b]");
    assertThat(ImpliedIndependences.test(right, table).rejected()).isEmpty();
    IndependenceReport report = ImpliedIndependences.test(wrong, table);
    assertThat(report.rejected()).hasSize(1);
    assertThat(report.combinedPValue()).isLessThan(1e-6);
    assertThat(report.toString()).contains("1 of 1 claims rejected").contains("a ⟂ 购买: p =");
  }

  /** Worked by the definitions for p = .01, .04, .03, .5. */
  @Test
  void adjust_corrections_followTheirDefinitions() {
    double[] p = {0.01, 0.04, 0.03, 0.5};

    assertThat(IndependenceTests.adjust(p, Correction.NONE)).containsExactly(p);
    assertThat(IndependenceTests.adjust(p, Correction.BONFERRONI))
        .containsExactly(new double[] {0.04, 0.16, 0.12, 1}, within(1e-12));
    assertThat(IndependenceTests.adjust(p, Correction.HOLM))
        .containsExactly(new double[] {0.04, 0.09, 0.09, 0.5}, within(1e-12));
    assertThat(IndependenceTests.adjust(p, Correction.BENJAMINI_HOCHBERG))
        .containsExactly(new double[] {0.04, 0.16 / 3, 0.16 / 3, 0.5}, within(1e-12));
  }

  @Property(tries = 150, seed = "51")
  void of_randomGraph_listsTrueSeparationsThatNeedEveryMember(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.3, 0.1);
    g = seed % 2 == 0 ? g.withLatent("v3") : g;
    for (Independence claim : ImpliedIndependences.of(g)) {
      Set<String> z = claim.given();
      assertThat(z).noneMatch(g::isLatent);
      assertThat(Separation.dSeparated(g, Set.of(claim.x()), Set.of(claim.y()), z)).isTrue();
      for (String member : z) {
        List<String> fewer = new ArrayList<>(z);
        fewer.remove(member);
        assertThat(Separation.dSeparated(g, Set.of(claim.x()), Set.of(claim.y()), fewer)).isFalse();
      }
    }
  }

  @Property(tries = 150, seed = "52")
  void basisSet_randomDag_hasAClaimForEachPairWithoutAnEdge(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.4, 0);
    List<Independence> claims = ImpliedIndependences.basisSet(g);

    assertThat(claims).hasSize(21 - g.directedEdges().size());
    assertThat(claims)
        .allMatch(c -> Separation.dSeparated(g, Set.of(c.x()), Set.of(c.y()), c.given()));
  }

  @Test
  void test_columnsThatDoNotFit_areNamed() {
    Table mixed =
        Table.of(Column.Continuous.of("x", 1, 2), Column.Discrete.of("y", List.of("a", "b")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImpliedIndependences.test(List.of(X_Y), mixed))
        .withMessageContaining("mixes discrete and continuous columns at y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImpliedIndependences.test(List.of(X_Y), mixed.select("x")))
        .withMessageContaining("no column y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImpliedIndependences.basisSet(CausalGraph.parse("a <-> b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.defaults().withAlpha(1))
        .withMessageContaining("alpha: 1");
  }
}
