package org.causal4j.graph.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Edge;
import org.causal4j.graph.identify.CounterfactualQuery;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.causal4j.graph.identify.ProbabilityTable;
import org.junit.jupiter.api.Test;

class PathSpecificEffectTest {
  private static final List<String> BITS = List.of("0", "1");
  private static final CausalGraph KITE =
      CausalGraph.parse("x -> w; w -> m; w -> y; m -> y; x -> y");

  /** Binary variables, each a random function of its parents and a noise of its own. */
  private static StructuralCausalModel random(CausalGraph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StructuralCausalModel.Builder builder = StructuralCausalModel.builder();
    for (String node : graph.topologicalOrder()) {
      double a = .2 + .4 * random.nextDouble();
      double b = .1 + .2 * random.nextDouble();
      builder.noise("u" + node, Map.of("0", a, "1", b, "2", 1 - a - b));
      List<String> inputs = new ArrayList<>(graph.parents(node));
      int table = random.nextInt(1, 1 << 24);
      builder.variable(
          node,
          BITS,
          ImmutableList.<String>builder().addAll(inputs).add("u" + node).build(),
          v -> {
            int cell = Integer.parseInt(v.get("u" + node));
            if (cell == 2) {
              return "1"; // both states of every variable have positive probability everywhere
            }
            if (cell == 1) {
              return "0";
            }
            int at = 0;
            for (String input : inputs) {
              at = 2 * at + Integer.parseInt(v.get(input));
            }
            return Integer.toString(table >> at & 1);
          });
    }
    return builder.build();
  }

  private static ProbabilityTable joint(StructuralCausalModel model, List<String> nodes) {
    double[] p = new double[1 << nodes.size()];
    for (int cell = 0; cell < p.length; cell++) {
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        events.add(Event.seen(nodes.get(i), "" + (cell >> (nodes.size() - 1 - i) & 1)));
      }
      p[cell] = model.probability(new CounterfactualQuery(events, List.of()));
    }
    return ProbabilityTable.binaryJoint(nodes, p);
  }

  @Property(tries = 40, seed = "11")
  void probability_identified_isTheNestedCounterfactual(@ForAll @IntRange(max = 99999) int seed) {
    StructuralCausalModel model = random(KITE, seed);
    ProbabilityTable joint = joint(model, KITE.nodes());
    double before = model.probability("y", "1", Map.of("x", "0"));
    for (List<Edge> edges :
        List.of(
            List.of(Edge.directed("x", "y")),
            List.of(
                Edge.directed("x", "w"),
                Edge.directed("w", "m"),
                Edge.directed("w", "y"),
                Edge.directed("m", "y")))) {
      // the graph of the model lists its nodes in another order, but is equal
      CausalPaths paths = CausalPaths.along(model.graph(), "x", "y", edges);
      double formula =
          PathIdentification.of(paths)
              .<Double>fold(
                  answer -> answer.probability(joint, "0", "1", "1"),
                  no -> Double.NaN,
                  no -> Double.NaN,
                  no -> Double.NaN);
      assertThat(formula - before)
          .isCloseTo(PathSpecificEffect.of(model, paths, "0", "1", "1"), within(1e-12));
    }
  }

  @Property(tries = 40, seed = "12")
  void of_pathsOfMediation_areItsEffects(@ForAll @IntRange(max = 99999) int seed) {
    StructuralCausalModel model =
        random(CausalGraph.parse("c -> m; c -> y; x -> m -> y; x -> y"), seed);
    Mediation mediation = Mediation.of(model, "x", "0", "1", "m", "y", "1");
    CausalPaths direct =
        CausalPaths.along(model.graph(), "x", "y", List.of(Edge.directed("x", "y")));
    CausalPaths indirect = CausalPaths.through(model.graph(), "x", "y", List.of("m"));
    assertThat(PathSpecificEffect.of(model, direct, "0", "1", "1"))
        .isCloseTo(mediation.direct(), within(1e-12));
    assertThat(PathSpecificEffect.of(model, indirect, "0", "1", "1"))
        .isCloseTo(mediation.indirect(), within(1e-12));
  }

  @Test
  void of_allPathsOrNone_isTheTotalEffectOrZero() {
    StructuralCausalModel model = random(KITE, 5);
    CausalPaths all = CausalPaths.along(model.graph(), "x", "y", model.graph().directedEdges());
    assertThat(all.others()).isEmpty();
    double total =
        model.probability("y", "1", Map.of("x", "1"))
            - model.probability("y", "1", Map.of("x", "0"));
    assertThat(PathSpecificEffect.of(model, all, "0", "1", "1")).isCloseTo(total, within(1e-12));
    CausalPaths none = CausalPaths.of(model.graph(), "x", "y", List.of());
    assertThat(PathSpecificEffect.of(model, none, "0", "1", "1")).isZero();
  }

  @Test
  void of_kite_isRefusedWithItsWitness() {
    CausalPaths paths = CausalPaths.of(KITE, "x", "y", List.of(List.of("x", "w", "m", "y")));
    assertThat(PathIdentification.of(paths))
        .isEqualTo(
            new PathIdentification.RecantingWitness(
                "w", ImmutableList.of("x", "w", "m", "y"), ImmutableList.of("x", "w", "y")))
        .hasToString("not identified: w recants, on x -> w -> m -> y and off it on x -> w -> y");
  }

  /**
   * Same P(w | x) and P(m | w), P(y | w, m); other effects along x → w → m → y: no data can tell.
   */
  @Test
  void of_kite_twoModelsWithOneDistributionDiffer() {
    CausalGraph graph = CausalGraph.parse("x -> w; w -> m; w -> y; m -> y");
    List<Double> effects = new ArrayList<>();
    List<ProbabilityTable> joints = new ArrayList<>();
    for (boolean coupled : List.of(true, false)) {
      StructuralCausalModel model =
          StructuralCausalModel.builder()
              .noise("ux", Map.of("0", .5, "1", .5))
              .noise("uw", Map.of("0", .5, "1", .5))
              .variable("x", BITS, List.of("ux"), v -> v.get("ux"))
              .variable(
                  "w",
                  BITS,
                  List.of("x", "uw"),
                  v -> coupled ? v.get("uw") : v.get("uw").equals(v.get("x")) ? "1" : "0")
              .variable("m", BITS, List.of("w"), v -> v.get("w"))
              .variable(
                  "y", BITS, List.of("w", "m"), v -> v.get("w").equals(v.get("m")) ? "1" : "0")
              .build();
      CausalPaths paths = CausalPaths.of(graph, "x", "y", List.of(List.of("x", "w", "m", "y")));
      effects.add(PathSpecificEffect.of(model, paths, "0", "1", "1"));
      joints.add(joint(model, graph.nodes()));
    }
    assertThat(joints.get(0).toArray()).containsExactly(joints.get(1).toArray(), within(1e-12));
    assertThat(effects).containsExactly(0.0, -1.0);
  }

  @Test
  void of_hiddenCauseOfMediatorAndOutcome_isARecantingDistrict() {
    CausalGraph graph = CausalGraph.parse("x -> m -> y; x -> y; m <-> y");
    CausalPaths paths = CausalPaths.through(graph, "x", "y", List.of("m"));
    assertThat(PathIdentification.of(paths))
        .isInstanceOfSatisfying(
            PathIdentification.RecantingDistrict.class,
            no -> {
              assertThat(no.district()).containsExactlyInAnyOrder("m", "y");
              assertThat(no.inside()).isEqualTo("m");
              assertThat(no.outside()).isEqualTo("y");
            });
    CausalGraph bow = CausalGraph.parse("x -> m -> y; x -> y; x <-> m");
    assertThat(PathIdentification.of(CausalPaths.through(bow, "x", "y", List.of("m"))))
        .isInstanceOf(PathIdentification.TotalNotIdentified.class);
  }

  @Test
  void of_linearModel_isTheSumOfProductsOfWeights() {
    LinearGaussianModel model =
        LinearGaussianModel.builder()
            .variable("x", 1, Map.of(), 1)
            .variable("w", 0, Map.of("x", 2.0), 1)
            .variable("m", 0, Map.of("w", -3.0), 1)
            .variable("y", 5, new LinkedHashMap<>(Map.of("x", .5, "w", 7.0, "m", 11.0)), 1)
            .build();
    CausalGraph graph = model.graph();
    assertThat(
            PathSpecificEffect.of(
                model, CausalPaths.of(graph, "x", "y", List.of(List.of("x", "w", "m", "y"))), 1, 3))
        .isEqualTo(2 * 2.0 * -3 * 11);
    double total = model.means(Map.of("x", 3.0)).get("y") - model.means(Map.of("x", 1.0)).get("y");
    double mediated =
        PathSpecificEffect.of(model, CausalPaths.through(graph, "x", "y", List.of("w")), 1, 3);
    assertThat(mediated + 2 * .5).isCloseTo(total, within(1e-12));
  }

  @Test
  void of_badPaths_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalPaths.of(KITE, "x", "y", List.of(List.of("x", "m", "y"))))
        .withMessage("paths: [x, m, y] is no directed path from x to y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalPaths.along(KITE, "x", "y", List.of(Edge.directed("x", "m"))))
        .withMessageContaining("is no directed edge of the graph");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalPaths.along(KITE, "x", "x", List.of()))
        .withMessage("y: x is the treatment too");
  }
}
