package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.causal4j.core.Seed;

/** What holds in a class of graphs is what holds in each of them, all of them tried. */
class MarkedGraphPropertyTest {

  // -- DAGs -------------------------------------------------------------------------------------

  @Property(tries = 50, seed = "61")
  void adjustment_cpdag_isValidWhereItIsInEveryDag(@ForAll long seed) {
    CausalGraph dag = RandomGraphs.admg(seed, 6, 0.4, 0);
    MarkedGraph cpdag = MarkedGraph.cpdagOf(dag);
    List<CausalGraph> all = dagsOf(cpdag, d -> MarkedGraph.cpdagOf(d).equals(cpdag));

    assertThat(all).contains(dag);
    checkAgainst(cpdag, all, seed % 2 == 0 ? Set.of("v0") : Set.of("v0", "v2"));
  }

  @Property(tries = 50, seed = "62")
  void adjustment_pdagWithKnowledge_isValidWhereItIsInEveryDag(@ForAll long seed) {
    CausalGraph dag = RandomGraphs.admg(seed, 6, 0.5, 0);
    MarkedGraph pdag = withKnowledge(dag, seed);
    MarkedGraph cpdag = MarkedGraph.cpdagOf(dag);
    List<CausalGraph> all = dagsOf(pdag, d -> MarkedGraph.cpdagOf(d).equals(cpdag));

    assertThat(all).contains(dag);
    checkAgainst(pdag, all, seed % 2 == 0 ? Set.of("v0") : Set.of("v0", "v2"));
  }

  @Tag("nightly")
  @Property(tries = 1000, seed = "66")
  void adjustment_moreClasses_isValidWhereItIsInEveryDag(@ForAll long seed) {
    adjustment_cpdag_isValidWhereItIsInEveryDag(seed);
    adjustment_pdagWithKnowledge_isValidWhereItIsInEveryDag(seed);
  }

  @Tag("nightly")
  @Property(tries = 500, seed = "67")
  void adjustment_morePags_isValidWhereItIsInEveryMag(@ForAll long seed) {
    pagOf_randomGraph_holdsTheMarksThatAllEquivalentMagsShare(seed);
    adjustment_pag_isValidWhereItIsInEveryMag(seed);
  }

  private static void checkAgainst(MarkedGraph graph, List<CausalGraph> all, Set<String> x) {
    Set<String> y = Set.of("v1");
    List<Set<String>> valid = new ArrayList<>();
    for (Set<String> z : subsets(graph.nodes(), x, y)) {
      boolean everywhere = all.stream().allMatch(d -> AdjustmentSets.isValid(d, x, y, z));
      assertThat(AdjustmentSets.isValid(graph, x, y, z))
          .as("%s given %s in %s", x, z, graph)
          .isEqualTo(everywhere);
      if (everywhere) {
        valid.add(z);
      }
    }
    checkSets(graph, x, y, valid);
    if (x.size() == 1 && !valid.isEmpty()) {
      assertThat(all)
          .allSatisfy(
              d ->
                  assertThat(AdjustmentSets.optimal(graph, "v0", "v1"))
                      .isEqualTo(AdjustmentSets.optimal(d, "v0", "v1")));
    }
  }

  private static void checkSets(
      MarkedGraph graph, Set<String> x, Set<String> y, List<Set<String>> valid) {
    Set<Set<String>> minimal = new HashSet<>();
    for (Set<String> z : valid) {
      if (valid.stream().noneMatch(other -> other.size() < z.size() && z.containsAll(other))) {
        minimal.add(z);
      }
    }
    assertThat(new HashSet<>(AdjustmentSets.allMinimal(graph, x, y, 1000))).isEqualTo(minimal);
    Adjustment one = AdjustmentSets.minimal(graph, x, y);
    assertThat(one.set().isPresent()).isEqualTo(!valid.isEmpty());
    one.set().ifPresent(set -> assertThat(minimal).contains(set));
  }

  @Property(tries = 50, seed = "63")
  void cpdagOf_randomDag_holdsTheArrowsThatAllEquivalentDagsShare(@ForAll long seed) {
    CausalGraph dag = RandomGraphs.admg(seed, 5, 0.5, 0);
    MarkedGraph cpdag = MarkedGraph.cpdagOf(dag);
    List<CausalGraph> all = dagsOf(skeleton(cpdag), d -> sameSeparations(d, dag));

    for (MarkedEdge edge : cpdag.edges()) {
      boolean forward = all.stream().allMatch(d -> d.hasEdge(edge.a(), edge.b()));
      boolean backward = all.stream().allMatch(d -> d.hasEdge(edge.b(), edge.a()));
      assertThat(edge.atB() == Mark.ARROW).as("%s in %s", edge, cpdag).isEqualTo(forward);
      assertThat(edge.atA() == Mark.ARROW).as("%s in %s", edge, cpdag).isEqualTo(backward);
    }
    assertThat(MarkedGraph.parse(cpdag.toString())).isEqualTo(cpdag);
    assertThat(sameSeparations(cpdag.member(), dag)).isTrue();
  }

  private static MarkedGraph skeleton(MarkedGraph graph) {
    MarkedGraph.Builder builder = MarkedGraph.builder(MarkedGraph.Kind.PDAG);
    graph.nodes().forEach(builder::node);
    graph.edges().forEach(e -> builder.undirected(e.a(), e.b()));
    return builder.buildAsGiven();
  }

  /** The CPDAG with some of its open edges directed as in the DAG, and what follows from them. */
  private static MarkedGraph withKnowledge(CausalGraph dag, long seed) {
    SplittableRandom random = Seed.of(seed).derive("knowledge").random();
    Marks marks = MarkedGraph.cpdagOf(dag).marks().copy();
    for (Marks.Link link : marks.links()) {
      if (marks.isUndecided(link.a(), link.b()) && random.nextInt(3) == 0) {
        if (dag.arcs().hasArrow(link.a(), link.b())) {
          marks.orient(link.a(), link.b());
        } else {
          marks.orient(link.b(), link.a());
        }
      }
    }
    MeekRules.close(marks);
    MarkedGraph.Builder builder = MarkedGraph.builder(MarkedGraph.Kind.PDAG);
    dag.nodes().forEach(builder::node);
    for (Marks.Link link : marks.links()) {
      builder.edge(
          new MarkedEdge(
              dag.nodes().get(link.a()),
              MarkedGraph.mark(link.atA()),
              MarkedGraph.mark(link.atB()),
              dag.nodes().get(link.b())));
    }
    return builder.build();
  }

  /** All DAGs that direct the open edges, as far as they pass. */
  private static List<CausalGraph> dagsOf(MarkedGraph graph, Predicate<CausalGraph> passes) {
    List<MarkedEdge> open = graph.edges().stream().filter(e -> e.atA() == Mark.CIRCLE).toList();
    List<CausalGraph> all = new ArrayList<>();
    for (int mask = 0; mask < 1 << open.size(); mask++) {
      CausalGraph.Builder builder = CausalGraph.builder();
      graph.nodes().forEach(builder::node);
      for (MarkedEdge e : graph.edges()) {
        int i = open.indexOf(e);
        boolean forward = i < 0 ? e.atB() == Mark.ARROW : (mask >> i & 1) == 1;
        builder.edge(forward ? e.a() : e.b(), forward ? e.b() : e.a());
      }
      try {
        CausalGraph dag = builder.build();
        if (passes.test(dag)) {
          all.add(dag);
        }
      } catch (IllegalArgumentException cycle) {
        continue;
      }
    }
    return all;
  }

  // -- MAGs -------------------------------------------------------------------------------------

  @Property(tries = 25, seed = "64")
  void pagOf_randomGraph_holdsTheMarksThatAllEquivalentMagsShare(@ForAll long seed) {
    CausalGraph admg = RandomGraphs.admg(seed, 5, 0.35, 0.2);
    MarkedGraph pag = MarkedGraph.pagOf(admg);
    List<MarkedGraph> all = magsOf(pag, admg);

    assertThat(all).contains(MarkedGraph.magOf(admg));
    for (MarkedEdge edge : pag.edges()) {
      assertThat(edge.atA()).as("%s in %s", edge, pag).isEqualTo(common(all, edge.a(), edge.b()));
      assertThat(edge.atB()).as("%s in %s", edge, pag).isEqualTo(common(all, edge.b(), edge.a()));
    }
    assertThat(MarkedGraph.parse(pag.toString())).isEqualTo(pag);
    assertThat(sameSeparations(pag.member(), admg)).isTrue();
  }

  @Property(tries = 25, seed = "65")
  void adjustment_pag_isValidWhereItIsInEveryMag(@ForAll long seed) {
    CausalGraph admg = RandomGraphs.admg(seed, 5, 0.45, 0.12);
    MarkedGraph pag = MarkedGraph.pagOf(admg);
    List<MarkedGraph> all = magsOf(pag, admg);
    Set<String> x = seed % 3 == 0 ? Set.of("v0", "v2") : Set.of("v0");
    Set<String> y = Set.of("v1");
    List<Set<String>> valid = new ArrayList<>();
    for (Set<String> z : subsets(pag.nodes(), x, y)) {
      boolean everywhere = all.stream().allMatch(mag -> isValidInEveryDiagram(mag, x, y, z));
      assertThat(AdjustmentSets.isValid(pag, x, y, z))
          .as("%s given %s in %s", x, z, pag)
          .isEqualTo(everywhere);
      if (everywhere) {
        valid.add(z);
      }
      assertThat(all)
          .allSatisfy(
              mag ->
                  assertThat(AdjustmentSets.isValid(mag, x, y, z))
                      .as("%s given %s in %s", x, z, mag)
                      .isEqualTo(isValidInEveryDiagram(mag, x, y, z)));
    }
    checkSets(pag, x, y, valid);
  }

  /** In the MAG read as a diagram, and with a hidden cause beside any arrow that allows for one. */
  private static boolean isValidInEveryDiagram(
      MarkedGraph mag, Set<String> x, Set<String> y, Set<String> z) {
    CausalGraph plain = mag.member();
    if (!AdjustmentSets.isValid(plain, x, y, z)) {
      return false;
    }
    for (Edge edge : plain.directedEdges()) {
      CausalGraph confounded = plain.withHiddenCause(edge.from(), edge.to());
      if (MarkedGraph.magOf(confounded).equals(mag)
          && !AdjustmentSets.isValid(confounded, x, y, z)) {
        return false;
      }
    }
    return true;
  }

  private static Mark common(List<MarkedGraph> all, String node, String other) {
    Set<Mark> marks = new HashSet<>();
    all.forEach(mag -> marks.add(mag.markAt(node, other).orElseThrow()));
    return marks.size() == 1 ? marks.iterator().next() : Mark.CIRCLE;
  }

  private static List<MarkedGraph> magsOf(MarkedGraph pag, CausalGraph graph) {
    List<MarkedEdge> edges = pag.edges();
    Mark[][] choices = {{Mark.TAIL, Mark.ARROW}, {Mark.ARROW, Mark.TAIL}, {Mark.ARROW, Mark.ARROW}};
    List<MarkedGraph> all = new ArrayList<>();
    int count = (int) Math.pow(3, edges.size());
    for (int code = 0; code < count; code++) {
      MarkedGraph.Builder builder = MarkedGraph.builder(MarkedGraph.Kind.MAG);
      pag.nodes().forEach(builder::node);
      int rest = code;
      for (MarkedEdge e : edges) {
        Mark[] marks = choices[rest % 3];
        rest /= 3;
        builder.edge(new MarkedEdge(e.a(), marks[0], marks[1], e.b()));
      }
      try {
        MarkedGraph mag = builder.build();
        if (sameSeparations(mag.member(), graph)) {
          all.add(mag);
        }
      } catch (InvalidGraphException notAncestral) {
        continue;
      }
    }
    return all;
  }

  // -- both -------------------------------------------------------------------------------------

  private static boolean sameSeparations(CausalGraph a, CausalGraph b) {
    for (int i = 0; i < a.nodes().size(); i++) {
      for (int j = i + 1; j < a.nodes().size(); j++) {
        Set<String> x = Set.of(a.nodes().get(i));
        Set<String> y = Set.of(a.nodes().get(j));
        for (Set<String> z : subsets(a.nodes(), x, y)) {
          if (Separation.dSeparated(a, x, y, z) != Separation.dSeparated(b, x, y, z)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static List<Set<String>> subsets(List<String> nodes, Set<String> x, Set<String> y) {
    List<String> rest = new ArrayList<>(nodes);
    rest.removeAll(x);
    rest.removeAll(y);
    List<Set<String>> all = new ArrayList<>();
    for (int mask = 0; mask < 1 << rest.size(); mask++) {
      Set<String> z = new LinkedHashSet<>();
      for (int i = 0; i < rest.size(); i++) {
        if ((mask >> i & 1) == 1) {
          z.add(rest.get(i));
        }
      }
      all.add(z);
    }
    return all;
  }
}
