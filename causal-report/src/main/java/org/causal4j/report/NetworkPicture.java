package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.causal4j.graph.Do;
import org.causal4j.graph.Edge;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.IntervenedNetwork;
import org.causal4j.graph.bayes.Marginals;
import org.causal4j.graph.bayes.Posterior;
import org.causal4j.report.GraphPicture.Direction;

/**
 * A Bayesian network to be drawn in layers, causes before effects, with the distribution of each
 * variable as bars where it is given.
 *
 * <pre>{@code
 * Evidence seen = Evidence.of("xray", "yes");
 * NetworkPicture.of(net)
 *     .withEvidence(seen)
 *     .withPosteriors(net.compile().marginals(seen))
 *     .draw()
 *     .writeTo(Path.of("asia.svg"));
 * }</pre>
 *
 * <p>Of a variable of more than eight states the seven most probable ones are shown, and the sum of
 * the others. Drawn as {@link GraphPicture} says. Immutable.
 */
public final class NetworkPicture {
  private final BayesianNetwork network;
  private final ImmutableMap<String, NodeStyle> styles;
  private final ImmutableMap<String, ImmutableList<StateBar>> bars;
  private final String title;
  private final Language language;
  private final Direction direction;

  private NetworkPicture(
      BayesianNetwork network,
      Map<String, NodeStyle> styles,
      Map<String, ImmutableList<StateBar>> bars,
      String title,
      Language language,
      Direction direction) {
    Preconditions.checkArgument(!title.isBlank(), "title: must not be blank");
    this.network = network;
    this.styles = ImmutableMap.copyOf(styles);
    this.bars = ImmutableMap.copyOf(bars);
    this.title = title;
    this.language = language;
    this.direction = direction;
  }

  /** A network without bars. */
  public static NetworkPicture of(BayesianNetwork network) {
    return new NetworkPicture(
        network,
        ImmutableMap.of(),
        ImmutableMap.of(),
        "Bayesian network",
        Language.EN,
        Direction.AUTO);
  }

  /** A network after an intervention, whose variables are marked. */
  public static NetworkPicture of(IntervenedNetwork network) {
    return of(network.network()).withIntervention(network.done());
  }

  /** The same with bars for every variable. */
  public NetworkPicture withPosteriors(Marginals marginals) {
    Map<String, ImmutableList<StateBar>> all = new LinkedHashMap<>(bars);
    for (String variable : network.variables()) {
      all.put(variable, StateBar.of(marginals.of(variable).probabilities()));
    }
    return new NetworkPicture(network, styles, all, title, language, direction);
  }

  /** The same with bars for the variables of a posterior. */
  public NetworkPicture withPosterior(Posterior posterior) {
    Map<String, ImmutableList<StateBar>> all = new LinkedHashMap<>(bars);
    for (String variable : posterior.variables()) {
      network.states(variable);
      all.put(variable, StateBar.of(posterior.probabilities(variable)));
    }
    return new NetworkPicture(network, styles, all, title, language, direction);
  }

  /** The same with the observed variables marked. */
  public NetworkPicture withEvidence(Evidence evidence) {
    return withStyle(evidence.observed().keySet(), NodeStyle.OBSERVED);
  }

  private NetworkPicture withIntervention(Do done) {
    return withStyle(done.variables(), NodeStyle.INTERVENED);
  }

  private NetworkPicture withStyle(Iterable<String> variables, NodeStyle style) {
    Map<String, NodeStyle> all = new LinkedHashMap<>(styles);
    for (String variable : variables) {
      network.states(variable);
      all.put(variable, style);
    }
    return new NetworkPicture(network, all, bars, title, language, direction);
  }

  /** The same with another title for screen readers. */
  public NetworkPicture withTitle(String value) {
    return new NetworkPicture(network, styles, bars, value, language, direction);
  }

  /** The same with the legend in another language. */
  public NetworkPicture withLanguage(Language value) {
    return new NetworkPicture(network, styles, bars, title, value, direction);
  }

  /** The same with the layers following each other in another direction. */
  public NetworkPicture withDirection(Direction value) {
    return new NetworkPicture(network, styles, bars, title, language, value);
  }

  /** Lays the network out and draws it. */
  public Picture draw() {
    GraphPicture.Builder builder =
        GraphPicture.builder(title).language(language).direction(direction);
    for (String variable : network.variables()) {
      builder.node(
          new GraphPicture.Node(
              variable,
              variable,
              styles.getOrDefault(variable, NodeStyle.PLAIN),
              variable + ": " + String.join(", ", network.states(variable)),
              bars.getOrDefault(variable, ImmutableList.of())));
    }
    for (Edge edge : network.graph().directedEdges()) {
      builder.edge(edge.from(), edge.to(), EdgeStyle.causes().withHue(Hue.INK));
    }
    return builder.build().draw();
  }

  @Override
  public String toString() {
    return "NetworkPicture["
        + title
        + ", "
        + network.variables().size()
        + " variables, "
        + bars.size()
        + " with bars]";
  }
}
