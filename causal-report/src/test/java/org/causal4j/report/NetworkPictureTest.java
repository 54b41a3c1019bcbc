package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.causal4j.report.PictureChecks.assertGolden;
import static org.causal4j.report.PictureChecks.assertSound;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.IntervenedNetwork;
import org.causal4j.graph.bayes.NetworkBuilder;
import org.causal4j.graph.bayes.WorkedNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class NetworkPictureTest {
  private static final BayesianNetwork NET = WorkedNetworks.g1();

  private static NetworkPicture seen() {
    Evidence evidence = Evidence.of("b", "yes");
    return NetworkPicture.of(NET)
        .withEvidence(evidence)
        .withPosteriors(NET.compile().marginals(evidence));
  }

  @Test
  void draw_withPosteriors_isAsKept() throws IOException {
    Picture picture = seen().draw();
    assertSound(picture);
    assertGolden("network.svg", picture);
  }

  @Test
  void draw_withPosteriors_saysEachProbability() {
    Document svg = assertSound(seen().draw());
    double p = NET.query("a").given("b", "yes").posterior().probability("yes");
    assertThat(Xml.texts(svg, "title"))
        .contains("yes: " + NumberText.percent(p, 1), "yes: 100.0%", "no: 0.0%");
    assertThat(Xml.texts(svg, "text")).contains("seen").doesNotContain("set by intervening");
  }

  @Test
  void draw_withoutPosteriors_hasNoBars() {
    Document svg = assertSound(NetworkPicture.of(NET).draw());
    assertThat(Xml.texts(svg, "text")).contains("a", "b").noneMatch(text -> text.endsWith("%"));
  }

  @Test
  void of_anIntervenedNetwork_marksWhatWasSet() {
    IntervenedNetwork after = NET.intervene(Do.set("a", "yes"));
    NetworkPicture picture = NetworkPicture.of(after).withPosterior(after.query("b").posterior());
    Document svg = assertSound(picture.withLanguage(Language.ZH).draw());
    assertThat(Xml.texts(svg, "text")).contains("干预设定", "45.0%"); // golden: P(b | do(a)) = .45
    assertThat(Xml.texts(svg, "title")).doesNotContain("u → a").contains("a → b");
    assertThat(picture).hasToString("NetworkPicture[Bayesian network, 3 variables, 1 with bars]");
  }

  @ParameterizedTest
  @EnumSource(GraphPicture.Direction.class)
  void draw_nodesOfDifferentHeight_isSoundInAnyDirection(GraphPicture.Direction direction) {
    NetworkBuilder builder = BayesianNetwork.builder();
    double[] row = new double[12];
    row[3] = 1;
    builder.variable("wide", IntStream.range(0, 12).mapToObj(i -> "state " + i).toList());
    builder.cpd("wide", row);
    for (int v = 0; v < 12; v++) {
      builder.variable("v" + v, "no", "yes");
      double[][] rows = new double[12][];
      Arrays.fill(rows, new double[] {.25, .75});
      builder.cpd("v" + v, List.of("wide"), rows);
    }
    BayesianNetwork net = builder.build();
    Picture picture =
        NetworkPicture.of(net)
            .withPosteriors(net.compile().marginals())
            .withDirection(direction)
            .draw();
    assertSound(picture);
  }

  @Test
  void stateBars_ofManyStates_areTheMostProbableInOrderAndTheRest() {
    ImmutableMap.Builder<String, Double> many = ImmutableMap.builder();
    for (int i = 0; i < 20; i++) {
      many.put("s" + i, i % 2 == 0 ? .01 : .09);
    }
    List<StateBar> bars = StateBar.of(many.buildOrThrow());
    assertThat(bars.stream().map(StateBar::label))
        .containsExactly("s1", "s3", "s5", "s7", "s9", "s11", "s13", "+ 13");
    assertThat(bars.get(7).probability()).isCloseTo(1 - 7 * .09, within(1e-12));
    assertThat(bars.get(7).rest()).isTrue();
  }

  @Test
  void withEvidence_ofAnUnknownVariable_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seen().withEvidence(Evidence.of("z", "yes")))
        .withMessageContaining("'z' is not in the network");
  }
}
