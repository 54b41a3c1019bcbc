package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Do;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden numbers, worked out by hand from the tables in the Javadoc of {@link WorkedNetworks}. */
class WorkedNetworksTest {
  private static final Offset<Double> EXACT = within(1e-12);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("G1", WorkedNetworks.g1(), .60, .20, .45, .35),
        Arguments.of("G2, the sign flips", WorkedNetworks.g2(), .50, .30, .35, .45),
        Arguments.of("G3, no effect", WorkedNetworks.g3(), .60, .40, .50, .50),
        Arguments.of("G3 of .3 and .2", WorkedNetworks.g3Low(), .30, .20, .25, .25));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void seeingVersusDoing_ofWorkedNetwork_isGolden(
      String name,
      BayesianNetwork network,
      double seenTreated,
      double seenControl,
      double doneTreated,
      double doneControl) {
    SeeingVersusDoing both = SeeingVersusDoing.of(network, "a", "yes", "no", "b", "yes");
    assertThat(both.seenTreated()).isEqualTo(seenTreated, EXACT);
    assertThat(both.seenControl()).isEqualTo(seenControl, EXACT);
    assertThat(both.doneTreated().orElseThrow()).isEqualTo(doneTreated, EXACT);
    assertThat(both.doneControl().orElseThrow()).isEqualTo(doneControl, EXACT);
    assertThat(both.association()).isEqualTo(seenTreated - seenControl, EXACT);
    assertThat(both.effect().orElseThrow()).isEqualTo(doneTreated - doneControl, EXACT);
    assertThat(both.confoundingBias().orElseThrow())
        .isEqualTo(seenTreated - seenControl - doneTreated + doneControl, EXACT);
    assertThat(both.effect().orElseThrow()).isBetween(both.lowerBound(), both.upperBound());
    assertThat(both.toString()).contains("association", "effect", "confounding bias", "b=yes");
  }

  @Test
  void seeingVersusDoing_ofG3_hasTheNoAssumptionBounds() {
    SeeingVersusDoing both =
        SeeingVersusDoing.of(WorkedNetworks.g3(), "a", "yes", "no", "b", "yes");
    assertThat(both.lowerBound()).isEqualTo(-.4, EXACT);
    assertThat(both.upperBound()).isEqualTo(.6, EXACT);
    assertThat(both)
        .hasToString(
            """
            b=yes by a=yes rather than no
              seeing: P(y|x) .6, P(y|x') .4, association .2
              doing:  P(y|do(x)) .5, P(y|do(x')) .5, effect 0
              confounding bias .2
              without any assumption the effect is in [-.4, .6]""");
  }

  @Test
  void seeingVersusDoing_ofATable_hasBoundsAndNoEffect() {
    SeeingVersusDoing counts = SeeingVersusDoing.ofCounts(60, 40, 40, 60);
    assertThat(counts).isEqualTo(SeeingVersusDoing.ofProbabilities(.5, .6, .4));
    assertThat(counts.association()).isEqualTo(.2, EXACT);
    assertThat(counts.lowerBound()).isEqualTo(-.4, EXACT);
    assertThat(counts.upperBound()).isEqualTo(.6, EXACT);
    assertThat(counts.effect()).isEmpty();
    assertThat(counts.confoundingBias()).isEmpty();
    assertThat(counts.toString()).contains("effect unknown without a causal graph");
    assertThatThrownBy(() -> SeeingVersusDoing.ofCounts(0, 0, 1, 1))
        .hasMessageContaining("no unit is treated");
    assertThatThrownBy(() -> SeeingVersusDoing.ofProbabilities(1, .5, .5))
        .hasMessageContaining("treated: 1.0");
  }

  @Test
  void seeingVersusDoing_ofTheSameStates_isRefused() {
    BayesianNetwork net = WorkedNetworks.g1();
    assertThatThrownBy(() -> SeeingVersusDoing.of(net, "a", "yes", "yes", "b", "yes"))
        .hasMessageContaining("controlState: yes");
    assertThatThrownBy(() -> SeeingVersusDoing.of(net, "a", "yes", "no", "a", "yes"))
        .hasMessageContaining("outcome: a");
    assertThatThrownBy(() -> SeeingVersusDoing.of(net, "a", "yes", "no", "b", "maybe"))
        .hasMessageContaining("[no, yes]");
  }

  @Test
  void articleChain_interveningOnTheMiddle_movesTheEffectAndNotTheCause() {
    BayesianNetwork chain = WorkedNetworks.articleChain();
    IntervenedNetwork after = chain.intervene(Do.set("b", "yes"));
    Posterior cause = after.query("a").posterior();
    assertThat(cause.probability("yes")).isEqualTo(.5, EXACT);
    assertThat(cause.warnings()).singleElement().asString().contains("not a descendant of b");
    assertThat(cause.toString()).contains("warning: a is not a descendant of b");
    assertThat(chain.query("a").given("b", "yes").posterior().probability("yes"))
        .isEqualTo(.6, EXACT);
    Posterior effect = after.query("c").posterior();
    assertThat(effect.probability("yes"))
        .isEqualTo(.3, EXACT)
        .isEqualTo(chain.query("c").given("b", "yes").posterior().probability("yes"), EXACT);
    assertThat(effect.warnings()).isEmpty();
  }

  @Test
  void factorization_ofTheChain_printsTheProductAndItsIndependence() {
    Factorization chain = Factorization.of(CausalGraph.parse("A -> B -> C"));
    assertThat(chain.text()).isEqualTo("P(A) P(B|A) P(C|B)");
    assertThat(chain.latex()).isEqualTo("P(A) \\, P(B \\mid A) \\, P(C \\mid B)");
    assertThat(chain.independences()).extracting(Object::toString).containsExactly("C ⟂ A | B");
    assertThat(chain.toString()).contains("P(A) P(B|A) P(C|B)", "Markov-equivalent");
  }

  @Test
  void factorization_ofOtherGraphs_namesThem() {
    Factorization g =
        Factorization.of(CausalGraph.parse("season -> price; season -> unit_x; price -> buy"));
    assertThat(g.text()).isEqualTo("P(season) P(price|season) P(unit_x|season) P(buy|price)");
    assertThat(g.latex()).contains("P(\\text{unit\\_x} \\mid \\text{season})");
    assertThat(g.independences())
        .extracting(Object::toString)
        .containsExactly(
            "price ⟂ unit_x | season",
            "unit_x ⟂ price, buy | season",
            "buy ⟂ season, unit_x | price");
    assertThatThrownBy(() -> Factorization.of(CausalGraph.parse("a <-> b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a <-> b");
  }
}
