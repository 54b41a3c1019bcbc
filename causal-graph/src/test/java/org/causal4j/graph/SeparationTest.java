package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class SeparationTest {
  @Test
  void dSeparated_chainForkCollider_asInEveryTextbook() {
    assertThat(Separation.dSeparated(CausalGraph.parse("a -> b -> c"), "a", "c")).isFalse();
    assertThat(Separation.dSeparated(CausalGraph.parse("a -> b -> c"), "a", "c", "b")).isTrue();
    assertThat(Separation.dSeparated(CausalGraph.parse("a <- b -> c"), "a", "c", "b")).isTrue();
    assertThat(Separation.dSeparated(CausalGraph.parse("a -> b <- c"), "a", "c")).isTrue();
    assertThat(Separation.dSeparated(CausalGraph.parse("a -> b <- c"), "a", "c", "b")).isFalse();
    assertThat(Separation.dSeparated(CausalGraph.parse("a -> b <- c; b -> d"), "a", "c", "d"))
        .isFalse();
  }

  @Test
  void dSeparated_bidirectedPath_isOpenAtNonColliderAndClosedAtCollider() {
    CausalGraph g = CausalGraph.parse("a <-> b <-> c; b -> d");

    assertThat(Separation.dSeparated(g, "a", "c")).isTrue();
    assertThat(Separation.dSeparated(g, "a", "c", "d")).isFalse();
    assertThat(Separation.dSeparated(g, "a", "d")).isFalse();
    assertThat(Separation.dSeparated(g, "a", "d", "b")).isTrue();
  }

  @Test
  void dSeparated_overlappingSets_isRefused() {
    CausalGraph g = CausalGraph.parse("a -> b");

    assertThatIllegalArgumentException().isThrownBy(() -> Separation.dSeparated(g, "a", "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Separation.dSeparated(g, "a", "b", "b"))
        .withMessageContaining("z: [b]");
    assertThat(Separation.dSeparated(g, Set.of(), Set.of("b"), Set.of())).isTrue();
  }

  @Property(tries = 400, seed = "21")
  void dSeparated_randomGraph_agreesWithEnumeratedPaths(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).random();
    CausalGraph g = RandomGraphs.admg(seed, 6, 0.35, 0.2);
    List<String> names = new ArrayList<>(g.nodes());
    String x = names.remove(random.nextInt(names.size()));
    String y = names.remove(random.nextInt(names.size()));
    names.removeIf(name -> random.nextBoolean());

    assertThat(Separation.dSeparated(g, Set.of(x), Set.of(y), names))
        .as("%s: %s and %s given %s", g, x, y, names)
        .isEqualTo(!BruteForce.hasOpenPath(g, x, y, Set.copyOf(names)));
    assertThat(Separation.openConnection(g, Set.of(x), Set.of(y), names).isEmpty())
        .isEqualTo(Separation.dSeparated(g, Set.of(x), Set.of(y), names));
    assertThat(Separation.connected(g, Set.of(x), names).contains(y))
        .isNotEqualTo(Separation.dSeparated(g, Set.of(x), Set.of(y), names));
  }

  @Property(tries = 200, seed = "22")
  void projectLatent_randomGraph_keepsEverySeparation(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).derive("z").random();
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.35, 0.15).withLatent("v0").withLatent("v1");
    CausalGraph projected = g.projectLatent();
    List<String> names = new ArrayList<>(g.observed());
    String x = names.remove(random.nextInt(names.size()));
    String y = names.remove(random.nextInt(names.size()));
    names.removeIf(name -> random.nextBoolean());

    assertThat(Separation.dSeparated(projected, Set.of(x), Set.of(y), names))
        .isEqualTo(Separation.dSeparated(g, Set.of(x), Set.of(y), names));
  }

  @Property(tries = 200, seed = "23")
  void markovBlanket_randomGraph_isTheSmallestThatSeparates(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.3, 0.15);
    Set<String> blanket = Separation.markovBlanket(g, "v3");
    Set<String> rest = new LinkedHashSet<>(g.nodes());
    rest.removeAll(blanket);
    rest.remove("v3");

    assertThat(Separation.dSeparated(g, Set.of("v3"), rest, blanket)).isTrue();
    for (String member : blanket) {
      Set<String> fewer = new LinkedHashSet<>(blanket);
      fewer.remove(member);
      assertThat(Separation.dSeparated(g, Set.of("v3"), Set.of(member), fewer)).isFalse();
    }
  }

  @Test
  void markovBlanket_dag_isParentsChildrenAndCoParents() {
    assertThat(Separation.markovBlanket(CausalGraph.parse("p -> x -> c <- q; q <- r; c -> d"), "x"))
        .containsExactlyInAnyOrder("p", "c", "q");
    assertThat(Separation.markovBlanket(CausalGraph.parse("u [latent]; u -> {x y}; z -> y"), "x"))
        .containsExactlyInAnyOrder("y", "z");
  }

  @Test
  void openConnection_shortest_isWrittenWithItsArrows() {
    CausalGraph g = CausalGraph.parse("x <- u -> y; x -> c <- y; x <-> w -> y");

    assertThat(Separation.openConnection(g, Set.of("x"), Set.of("y"), Set.of("w")))
        .contains("x <- u -> y");
    assertThat(Separation.openConnection(g, Set.of("x"), Set.of("y"), Set.of("u", "w", "c")))
        .contains("x -> c <- y");
    assertThat(Separation.openConnection(g, Set.of("x"), Set.of("y"), Set.of("u")))
        .contains("x <-> w -> y");
    assertThat(Separation.openConnection(g, Set.of("x"), Set.of("y"), Set.of("u", "w"))).isEmpty();
  }

  /**
   * The laws of graph separation (Pearl 1988, <i>Probabilistic Reasoning</i>, section 3.1; Sadeghi
   * and Lauritzen 2014 for mixed graphs), for disjoint sets of one or two nodes.
   */
  @Property(tries = 300, seed = "24")
  void dSeparated_randomGraph_keepsTheLawsOfACompositionalGraphoid(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.3, 0.12);
    Set<String> x = Set.of("v0", "v1");
    Set<String> y = Set.of("v2");
    Set<String> w = Set.of("v3", "v4");
    Set<String> z = Set.of("v5", "v6");
    Set<String> yw = Set.of("v2", "v3", "v4");
    Set<String> zy = Set.of("v5", "v6", "v2");
    Set<String> zw = Set.of("v5", "v6", "v3", "v4");
    boolean both = Separation.dSeparated(g, x, yw, z);
    boolean first = Separation.dSeparated(g, x, y, z);
    boolean second = Separation.dSeparated(g, x, w, z);
    boolean firstGivenSecond = Separation.dSeparated(g, x, y, zw);
    boolean secondGivenFirst = Separation.dSeparated(g, x, w, zy);

    assertThat(Separation.dSeparated(g, y, x, z)).as("symmetry").isEqualTo(first);
    assertThat(both).as("decomposition, composition").isEqualTo(first && second);
    assertThat(!both || firstGivenSecond).as("weak union").isTrue();
    assertThat(!(first && secondGivenFirst) || both).as("contraction").isTrue();
    assertThat(!(firstGivenSecond && secondGivenFirst) || both).as("intersection").isTrue();
  }
}
