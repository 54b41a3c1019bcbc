package org.causal4j.graph.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CounterfactualQuery;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.junit.jupiter.api.Test;

class StructuralCausalModelTest {
  private static final List<String> BITS = List.of("0", "1");

  /** y listens to x, to a noise it shares with x, and to one of its own, by a random function. */
  private static StructuralCausalModel random(Seed seed, boolean monotone) {
    SplittableRandom random = seed.random();
    int[] kinds = random.ints(8, 0, 4).toArray();
    return StructuralCausalModel.builder()
        .noise("u", noise(random, 2))
        .noise("own", noise(random, 4))
        .noise("flip", noise(random, 2))
        .variable(
            "x", BITS, List.of("u", "flip"), v -> v.get("flip").equals("1") ? v.get("u") : "1")
        .variable(
            "y",
            BITS,
            List.of("x", "u", "own"),
            v -> {
              int kind = kinds[Integer.parseInt(v.get("u")) * 4 + Integer.parseInt(v.get("own"))];
              int x = Integer.parseInt(v.get("x"));
              int value = kind == 0 ? 0 : kind == 1 ? x : kind == 2 ? (monotone ? x : 1 - x) : 1;
              return Integer.toString(value);
            })
        .build();
  }

  private static Map<String, Double> noise(SplittableRandom random, int values) {
    double[] p = random.doubles(values, .1, 1).toArray();
    double total = Arrays.stream(p).sum();
    Map<String, Double> noise = new LinkedHashMap<>();
    double rest = 1;
    for (int i = 0; i < values - 1; i++) {
      noise.put(Integer.toString(i), p[i] / total);
      rest -= p[i] / total;
    }
    noise.put(Integer.toString(values - 1), rest);
    return noise;
  }

  private static double seen(StructuralCausalModel model, String x, String y) {
    return model.probability(
        new CounterfactualQuery(List.of(Event.seen("x", x), Event.seen("y", y)), List.of()));
  }

  private static Causation causation(StructuralCausalModel model) {
    return new Causation(
        seen(model, "1", "1"),
        seen(model, "1", "0"),
        seen(model, "0", "1"),
        seen(model, "0", "0"),
        model.probability("y", "1", Map.of("x", "1")),
        model.probability("y", "1", Map.of("x", "0")));
  }

  @Test
  void causation_randomModels_boundsHoldTheTruth() {
    for (int i = 0; i < 200; i++) {
      StructuralCausalModel model = random(Seed.of(3).derive(i), false);
      Causation c = causation(model);
      double pns =
          model.probability(
              new CounterfactualQuery(
                  List.of(Event.of("y", "1", "x", "1"), Event.of("y", "0", "x", "0")), List.of()));
      assertInside(pns, c.necessityAndSufficiency());
      if (c.p11() > 0) {
        assertInside(
            model.probability(
                new CounterfactualQuery(
                    List.of(Event.of("y", "0", "x", "0")),
                    List.of(Event.seen("x", "1"), Event.seen("y", "1")))),
            c.necessity());
      }
      if (c.p00() > 0) {
        assertInside(
            model.probability(
                new CounterfactualQuery(
                    List.of(Event.of("y", "1", "x", "1")),
                    List.of(Event.seen("x", "0"), Event.seen("y", "0")))),
            c.sufficiency());
      }
      double effect = c.doX() - c.doNotX();
      assertInside(effect, EffectBounds.noAssumption(c.p00(), c.p01(), c.p10(), c.p11()));
    }
  }

  @Test
  void causation_monotoneModels_areNumbers() {
    for (int i = 0; i < 50; i++) {
      StructuralCausalModel model = random(Seed.of(4).derive(i), true);
      Causation c = causation(model);
      if (c.p11() > 0 && c.p00() > 0) {
        assertThat(c.monotone().necessity())
            .isCloseTo(
                model.probability(
                    new CounterfactualQuery(
                        List.of(Event.of("y", "0", "x", "0")),
                        List.of(Event.seen("x", "1"), Event.seen("y", "1")))),
                within(1e-9));
        assertInside(
            c.doX() - c.doNotX(), EffectBounds.monotone(c.p00(), c.p01(), c.p10(), c.p11()));
      }
    }
  }

  private static void assertInside(double value, Bound bound) {
    assertThat(value).isBetween(bound.low() - 1e-9, bound.high() + 1e-9);
  }

  @Test
  void causation_legalDrug_isAsPublished() {
    // Tian and Pearl 2000, section 5 (Pearl 2009, Table 9.1): 1.0 <= PN <= 1.0, .002 <= PS <= .031,
    // .002 <= PNS <= .016
    Causation c = new Causation(.001, .499, .014, .486, .016, .014);

    assertThat(c.necessity().low()).isCloseTo(1, within(1e-9));
    assertThat(c.necessity().high()).isCloseTo(1, within(1e-9));
    assertThat(c.sufficiency().low()).isCloseTo(.002, within(5e-4));
    assertThat(c.sufficiency().high()).isCloseTo(.031, within(5e-4));
    assertThat(c.necessityAndSufficiency().low()).isCloseTo(.002, within(5e-4));
    assertThat(c.necessityAndSufficiency().high()).isCloseTo(.016, within(5e-4));
  }

  @Test
  void causation_impossibleNumbers_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Causation(.5, 0, 0, .5, .2, .2))
        .withMessageContaining("doX: 0.2 is outside");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Causation(.5, .5, .5, .5, .5, .5))
        .withMessageContaining("sum to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Causation.unconfounded(.1, .4, .4, .1).monotone())
        .withMessageContaining("monotonicity");
  }

  @Test
  void instrument_cholestyramine_isAsPublished() {
    // Balke and Pearl 1997, JASA 92, section 4: .392 <= ACE <= .780
    Bound bound =
        EffectBounds.instrument(
            new double[] {.919, .081, 0, 0}, new double[] {.315, .073, .139, .473});

    assertThat(bound.low()).isCloseTo(.392, within(1e-9));
    assertThat(bound.high()).isCloseTo(.780, within(1e-9));
  }

  @Test
  void instrument_perfectCompliance_isThePoint() {
    Bound bound = EffectBounds.instrument(new double[] {.7, .3, 0, 0}, new double[] {0, 0, .4, .6});
    assertThat(bound.isPoint()).isTrue();
    assertThat(bound.low()).isCloseTo(.3, within(1e-9));
  }

  @Test
  void instrument_brokenInequality_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> EffectBounds.instrument(new double[] {.9, .1, 0, 0}, new double[] {.1, .9, 0, 0}))
        .withMessageContaining("no model");
    assertThatIllegalArgumentException().isThrownBy(() -> EffectBounds.noAssumption(.5, .5));
  }

  @Test
  void graph_sharedNoise_isAHiddenCause() {
    StructuralCausalModel model = random(Seed.of(1), false);
    assertThat(model.graph()).isEqualTo(CausalGraph.parse("x -> y; x <-> y"));
    assertThat(model.toString()).contains("u, own, flip");
  }

  @Test
  void probability_badQuestions_areRefused() {
    StructuralCausalModel model = random(Seed.of(1), false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.probability("q", "1", Map.of()))
        .withMessageContaining("q is not in the model");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.probability("y", "2", Map.of()))
        .withMessageContaining("2 of y is none of [0, 1]");
    assertThatExceptionOfType(CausalException.class)
        .isThrownBy(
            () ->
                model.probability(
                    new CounterfactualQuery(
                        List.of(Event.seen("y", "1")), List.of(Event.of("x", "0", "x", "1")))))
        .withMessageContaining("probability 0");
  }

  @Test
  void mediation_handMadeModel_isAsComputedByHand() {
    // m = x or u; y = x and m, or v: P(u = 1) = .2, P(v = 1) = .1
    StructuralCausalModel model =
        StructuralCausalModel.builder()
            .noise("ux", Map.of("0", .5, "1", .5))
            .noise("u", Map.of("0", .8, "1", .2))
            .noise("v", Map.of("0", .9, "1", .1))
            .variable("x", BITS, List.of("ux"), w -> w.get("ux"))
            .variable("m", BITS, List.of("x", "u"), w -> or(w.get("x"), w.get("u")))
            .variable(
                "y",
                BITS,
                List.of("x", "m", "v"),
                w -> or(w.get("x").equals("1") && w.get("m").equals("1") ? "1" : "0", w.get("v")))
            .build();

    Mediation effects = Mediation.of(model, "x", "0", "1", "m", "y", "1");

    assertThat(effects.total()).isCloseTo(.9, within(1e-12));
    assertThat(effects.direct()).isCloseTo(.2 * .9, within(1e-12));
    assertThat(effects.indirect()).isCloseTo(0, within(1e-12));
    assertThat(Mediation.onTheTreated(model, "x", "0", "1", "1", "y", "1"))
        .isCloseTo(.9, within(1e-12));
  }

  private static String or(String a, String b) {
    return a.equals("1") || b.equals("1") ? "1" : "0";
  }

  @Test
  void counterfactual_encouragement_isAsInTheTextbook() {
    // Pearl, Glymour and Jewell 2016, "Causal inference in statistics", section 4.2.3: Joe's score
    // would be 1.90 had he doubled his homework
    LinearGaussianModel model =
        LinearGaussianModel.builder()
            .variable("encouragement", 0, Map.of(), 1)
            .variable("homework", 0, Map.of("encouragement", .5), 1)
            .variable("score", 0, Map.of("encouragement", .7, "homework", .4), 1)
            .build();

    Map<String, Double> joe = Map.of("encouragement", .5, "homework", 1.0, "score", 1.5);

    assertThat(model.counterfactual(joe, Map.of("homework", 2.0)).get("score"))
        .isCloseTo(1.90, within(1e-12));
    assertThat(model.counterfactual(joe, Map.of())).isEqualTo(joe);
    assertThat(model.means(Map.of("encouragement", 1.0)).get("score")).isCloseTo(.9, within(1e-12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.counterfactual(Map.of(), Map.of()))
        .withMessageContaining("encouragement");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.means(Map.of("q", 1.0)))
        .withMessageContaining("q is not in the model");
  }
}
