package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.causal4j.report.GraphLayout.Link;
import org.causal4j.report.GraphLayout.Spacing;
import org.causal4j.report.Route.Point;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {
  private static final Spacing SPACING = new Spacing(120, 40, 70, 18);

  @Property(tries = 150, seed = "31")
  void of_anyGraph_nodesKeepApartAndEdgesAvoidThem(
      @ForAll @IntRange(min = 1, max = 30) int nodes, @ForAll @IntRange(max = 1_000_000) int seed) {
    List<Link> links = randomLinks(nodes, seed);
    GraphLayout layout = GraphLayout.of(nodes, links, SPACING, 900, true);
    for (int v = 0; v < nodes; v++) {
      assertThat(left(layout, v)).isGreaterThanOrEqualTo(-1e-6);
      assertThat(top(layout, v)).isGreaterThanOrEqualTo(-1e-6);
      assertThat(right(layout, v)).isLessThanOrEqualTo(layout.length() + 1e-6);
      assertThat(bottom(layout, v)).isLessThanOrEqualTo(layout.breadth() + 1e-6);
      for (int u = 0; u < v; u++) {
        boolean apart =
            right(layout, u) < left(layout, v)
                || right(layout, v) < left(layout, u)
                || bottom(layout, u) < top(layout, v)
                || bottom(layout, v) < top(layout, u);
        assertThat(apart).as("nodes %s and %s", u, v).isTrue();
      }
    }
    for (int i = 0; i < links.size(); i++) {
      assertMeetsOnlyItsEnds(layout, links.get(i), layout.routes().get(i));
    }
  }

  private static void assertMeetsOnlyItsEnds(GraphLayout layout, Link link, Route route) {
    assertThat(onBorder(layout, link.from(), route.start())).as("start of %s", link).isTrue();
    assertThat(onBorder(layout, link.to(), route.end())).as("end of %s", link).isTrue();
    for (int piece = 0; piece < route.pieces().size(); piece++) {
      for (int step = 0; step <= 20; step++) {
        Point p = route.at(piece, step / 20.0);
        assertThat(p.along()).isBetween(-1e-6, layout.length() + 1e-6);
        assertThat(p.across()).isBetween(-1e-6, layout.breadth() + 1e-6);
        for (int v = 0; v < layout.along().size(); v++) {
          boolean inside =
              p.along() > left(layout, v) + 1e-6
                  && p.along() < right(layout, v) - 1e-6
                  && p.across() > top(layout, v) + 1e-6
                  && p.across() < bottom(layout, v) - 1e-6;
          assertThat(inside).as("%s inside node %s", link, v).isFalse();
        }
      }
    }
  }

  private static boolean onBorder(GraphLayout layout, int v, Point p) {
    boolean side =
        Math.abs(p.along() - left(layout, v)) < 1e-6
            || Math.abs(p.along() - right(layout, v)) < 1e-6;
    boolean between = p.across() > top(layout, v) && p.across() < bottom(layout, v);
    boolean above =
        Math.abs(p.across() - top(layout, v)) < 1e-6
            && p.along() > left(layout, v)
            && p.along() < right(layout, v);
    return (side && between) || above;
  }

  private static List<Link> randomLinks(int nodes, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < random.nextInt(2 * nodes + 1); i++) {
      links.add(new Link(random.nextInt(nodes), random.nextInt(nodes), random.nextInt(5) > 0));
    }
    return links;
  }

  private static double left(GraphLayout layout, int v) {
    return layout.along().get(v) - SPACING.nodeLength() / 2;
  }

  private static double right(GraphLayout layout, int v) {
    return layout.along().get(v) + SPACING.nodeLength() / 2;
  }

  private static double top(GraphLayout layout, int v) {
    return layout.across().get(v) - layout.breadths().get(v) / 2;
  }

  private static double bottom(GraphLayout layout, int v) {
    return layout.across().get(v) + layout.breadths().get(v) / 2;
  }

  @Test
  void of_chain_goesStraightForward() {
    List<Link> links = List.of(new Link(0, 1, true), new Link(1, 2, true));
    GraphLayout layout = GraphLayout.of(3, links, SPACING, 900, true);
    assertThat(layout.along()).containsExactly(60.0, 250.0, 440.0);
    assertThat(layout.across()).containsExactly(20.0, 20.0, 20.0);
  }

  @Test
  void of_cycle_drawsOneArrowBackward() {
    List<Link> links = List.of(new Link(0, 1, true), new Link(1, 2, true), new Link(2, 0, true));
    GraphLayout layout = GraphLayout.of(3, links, SPACING, 900, true);
    long backward =
        layout.routes().stream().filter(r -> r.start().along() > r.end().along()).count();
    assertThat(backward).isEqualTo(1);
  }

  @Test
  void of_partsWithoutLinks_areSetInRows() {
    GraphLayout layout = GraphLayout.of(5, List.of(), SPACING, 300, true);
    assertThat(layout.length()).isLessThanOrEqualTo(300);
    assertThat(layout.breadth()).isEqualTo(3 * 40 + 2 * 36);
  }

  @Property(tries = 200, seed = "32")
  void reversed_anyArrows_leaveNoCycle(
      @ForAll @IntRange(min = 1, max = 12) int nodes, @ForAll @IntRange(max = 1_000_000) int seed) {
    List<int[]> arrows = new ArrayList<>();
    for (Link link : randomLinks(nodes, seed)) {
      if (link.from() != link.to()) {
        arrows.add(new int[] {link.from(), link.to()});
      }
    }
    boolean[] reversed = LayerAssignment.reversed(nodes, arrows);
    int turned = 0;
    for (int i = 0; i < reversed.length; i++) {
      if (reversed[i]) {
        turned++;
        arrows.set(i, new int[] {arrows.get(i)[1], arrows.get(i)[0]});
      }
    }
    int[] layer = LayerAssignment.layers(nodes, arrows);
    assertThat(arrows).allMatch(arrow -> layer[arrow[0]] < layer[arrow[1]]);
    // Eades, Lin and Smyth 1993, theorem 1: at most half the arrows less a sixth of the nodes
    assertThat(turned).isLessThanOrEqualTo(arrows.size() / 2);
  }

  @Test
  void reversed_withoutCycle_turnsNothing() {
    List<int[]> arrows =
        List.of(new int[] {3, 1}, new int[] {1, 0}, new int[] {3, 2}, new int[] {2, 0});
    assertThat(LayerAssignment.reversed(4, arrows)).containsOnly(false);
  }

  @Test
  void layers_sourceOfALateNode_movesNextToIt() {
    // 0 -> 1 -> 2 -> 3 and 4 -> 3: longest path alone would leave 4 at the far left
    List<int[]> arrows =
        List.of(new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3}, new int[] {4, 3});
    assertThat(LayerAssignment.layers(5, arrows)).containsExactly(0, 1, 2, 3, 2);
  }

  @Test
  void order_crossedPairs_areUncrossed() {
    int[][] layers = {{0, 1}, {2, 3}};
    int[][] before = {{}, {}, {1}, {0}};
    int[][] after = {{3}, {2}, {}, {}};
    int[][] ordered = LayerOrder.of(layers, before, after);
    assertThat((ordered[0][0] == 0) == (ordered[1][0] == 3)).isTrue();
  }

  @Property(tries = 200, seed = "33")
  void increasing_anyWish_isTheNearestInOrder(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = -4, max = 4) Integer> wishes) {
    double[] wish = wishes.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] weight = new double[wish.length];
    Arrays.setAll(weight, i -> 1 + i % 3);
    double[] found = LayerPlacement.increasing(wish, weight);
    for (int i = 1; i < found.length; i++) {
      assertThat(found[i]).isGreaterThanOrEqualTo(found[i - 1]);
    }
    // no ordered sequence on a grid of halves is nearer
    assertThat(distance(found, wish, weight))
        .isLessThanOrEqualTo(nearest(wish, weight, new double[wish.length], 0) + 1e-9);
  }

  private static double nearest(double[] wish, double[] weight, double[] at, int i) {
    if (i == wish.length) {
      return distance(at, wish, weight);
    }
    double best = Double.POSITIVE_INFINITY;
    for (double x = i == 0 ? -4 : at[i - 1]; x <= 4; x += 0.5) {
      at[i] = x;
      best = Math.min(best, nearest(wish, weight, at, i + 1));
    }
    return best;
  }

  private static double distance(double[] at, double[] wish, double[] weight) {
    double sum = 0;
    for (int i = 0; i < at.length; i++) {
      sum += weight[i] * (at[i] - wish[i]) * (at[i] - wish[i]);
    }
    return sum;
  }
}
