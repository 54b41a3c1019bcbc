package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.causal4j.graph.Do;

/** Everything that inference says about a small network equals the enumeration of its joint. */
class BayesianNetworkPropertyTest {
  private static final double TOLERANCE = 1e-12;

  @Property(tries = 1000, seed = "42")
  void posterior_ofRandomNetwork_equalsEnumeration(@ForAll long seed) {
    Trial trial = new Trial(seed);
    int[] targets = trial.someVariables(1 + trial.random.nextInt(3));
    double[] expected = trial.truth.joint(targets, trial.observed);
    double evidence = Arrays.stream(expected).sum();
    Query query = trial.network.query(trial.names(targets)).given(trial.evidence);
    if (evidence == 0) {
      assertThatThrownBy(query::posterior).isInstanceOf(ImpossibleEvidenceException.class);
      return;
    }
    Posterior posterior = query.posterior();
    assertClose(posterior.table(), scaled(expected, 1 / evidence));
    assertThat(posterior.logProbabilityOfEvidence())
        .isCloseTo(Math.log(evidence), within(TOLERANCE));
    for (int target : targets) {
      double[] alone = trial.truth.joint(new int[] {target}, trial.observed);
      assertClose(posterior.marginal(trial.names(target)[0]).table(), scaled(alone, 1 / evidence));
    }
  }

  @Property(tries = 1000, seed = "43")
  void marginals_ofRandomNetwork_equalEnumeration(@ForAll long seed) {
    Trial trial = new Trial(seed);
    double[] weights = trial.weights();
    int weighted = trial.random.nextInt(trial.observed.length);
    double[] joint = trial.truth.joint(trial.all(), trial.observed);
    weigh(trial, joint, weighted, weights);
    double evidence = Arrays.stream(joint).sum();
    String hinted = trial.names(weighted)[0];
    weights = Arrays.copyOf(weights, trial.truth.card[weighted]);
    Evidence given = trial.evidence.andLikelihood(hinted, weights);
    CompiledNetwork compiled = trial.network.compile();
    if (evidence == 0) {
      assertThatThrownBy(() -> compiled.marginals(given))
          .isInstanceOf(ImpossibleEvidenceException.class);
      return;
    }
    Marginals marginals = compiled.marginals(given);
    assertThat(marginals.logProbabilityOfEvidence())
        .isCloseTo(Math.log(evidence), within(TOLERANCE));
    for (int v = 0; v < trial.observed.length; v++) {
      double[] expected = new double[trial.truth.card[v]];
      for (int i = 0; i < joint.length; i++) {
        expected[trial.truth.codes(i)[v]] += joint[i] / evidence;
      }
      String name = trial.names(v)[0];
      assertClose(marginals.of(name).table(), expected);
      assertClose(trial.network.query(name).given(given).posterior().table(), expected);
    }
  }

  @Property(tries = 500, seed = "44")
  void mpe_ofRandomNetwork_isTheMaximum(@ForAll long seed) {
    Trial trial = new Trial(seed);
    double best = trial.truth.max(trial.observed);
    if (best == 0) {
      assertThatThrownBy(() -> trial.network.mpe().given(trial.evidence).find())
          .isInstanceOf(ImpossibleEvidenceException.class);
      return;
    }
    MostProbable found = trial.network.mpe().given(trial.evidence).find();
    assertThat(found.logProbability()).isCloseTo(Math.log(best), within(TOLERANCE));
    assertThat(trial.network.logProbability(found.states()))
        .isCloseTo(Math.log(best), within(TOLERANCE));
    assertThat(found.states()).containsAllEntriesOf(trial.evidence.observed());
  }

  /** P(v | do(x)) by the truncated factorization: the joint over P(x | parents), where x agrees. */
  @Property(tries = 1000, seed = "45")
  void intervene_onRandomNetwork_equalsTruncatedFactorization(@ForAll long seed) {
    Trial trial = new Trial(seed);
    int x = trial.random.nextInt(trial.observed.length);
    trial.observed[x] = -1;
    String name = trial.names(x)[0];
    boolean draw = trial.random.nextBoolean();
    int states = trial.truth.card[x];
    double[] chosen = new double[states];
    chosen[trial.random.nextInt(states)] = 1;
    if (draw) {
      Arrays.fill(chosen, 1.0 / states);
    }
    Map<String, Double> distribution = new LinkedHashMap<>();
    for (int s = 0; s < states; s++) {
      distribution.put(trial.network.states(name).get(s), chosen[s]);
    }
    Do intervention =
        draw
            ? Do.draw(name, distribution)
            : Do.set(name, trial.network.states(name).get(indexOfOne(chosen)));
    double[] joint = truncated(trial, x, chosen);
    int target = trial.random.nextInt(trial.observed.length);
    double[] expected = new double[trial.truth.card[target]];
    for (int i = 0; i < joint.length; i++) {
      int[] codes = trial.truth.codes(i);
      if (RandomNetworks.Enumerated.agrees(codes, trial.observed)) {
        expected[codes[target]] += joint[i];
      }
    }
    double evidence = Arrays.stream(expected).sum();
    IntervenedNetwork after = trial.network.intervene(intervention);
    Query query = after.query(trial.names(target)).given(trial.evidence());
    if (evidence == 0) {
      assertThatThrownBy(query::posterior).isInstanceOf(ImpossibleEvidenceException.class);
      return;
    }
    Posterior posterior = query.posterior();
    assertClose(posterior.table(), scaled(expected, 1 / evidence));
    assertClose(
        after.compile().marginals(trial.evidence()).of(trial.names(target)[0]).table(),
        scaled(expected, 1 / evidence));
    boolean moved = trial.network.graph().descendants(name).contains(trial.names(target)[0]);
    assertThat(posterior.warnings().isEmpty()).isEqualTo(moved);
  }

  @Property(tries = 200, seed = "46")
  void bif_ofRandomNetwork_readsBackEqual(@ForAll long seed) {
    BayesianNetwork network = RandomNetworks.network(seed);
    BayesianNetwork again = NetworkFormats.parseBif(NetworkFormats.toBif(network));
    assertThat(again).isEqualTo(network);
    assertThat(again.graph()).isEqualTo(network.graph());
  }

  private static int indexOfOne(double[] chosen) {
    int at = 0;
    while (chosen[at] != 1) {
      at++;
    }
    return at;
  }

  private static double[] truncated(Trial trial, int x, double[] chosen) {
    double[] joint = new double[trial.truth.size];
    for (int i = 0; i < joint.length; i++) {
      int[] codes = trial.truth.codes(i);
      double p = chosen[codes[x]];
      for (int v = 0; v < codes.length; v++) {
        if (v != x) {
          Cpd.Tabular other = trial.network.cpd(trial.names(v)[0]);
          String[] given =
              other.parents().stream()
                  .map(u -> trial.network.states(u).get(codes[trial.truth.variables.indexOf(u)]))
                  .toArray(String[]::new);
          p *= other.row(given)[codes[v]];
        }
      }
      joint[i] = p;
    }
    return joint;
  }

  private static void weigh(Trial trial, double[] joint, int weighted, double[] weights) {
    // joint() over all variables has its entries in their order: the same places as codes()
    for (int i = 0; i < joint.length; i++) {
      joint[i] *= weights[trial.truth.codes(i)[weighted]];
    }
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(TOLERANCE));
  }

  /** A random network with random evidence. */
  private static final class Trial {
    final BayesianNetwork network;
    final RandomNetworks.Enumerated truth;
    final SplittableRandom random;
    final int[] observed;
    final Evidence evidence;

    Trial(long seed) {
      network = RandomNetworks.network(seed);
      truth = new RandomNetworks.Enumerated(network);
      random = Seed.of(seed).derive("trial").random();
      observed = new int[network.variables().size()];
      for (int v = 0; v < observed.length; v++) {
        observed[v] = random.nextInt(3) == 0 ? random.nextInt(truth.card[v]) : -1;
      }
      evidence = evidence();
    }

    Evidence evidence() {
      ImmutableMap.Builder<String, String> states = ImmutableMap.builder();
      for (int v = 0; v < observed.length; v++) {
        if (observed[v] >= 0) {
          String name = network.variables().get(v);
          states.put(name, network.states(name).get(observed[v]));
        }
      }
      return Evidence.of(states.buildOrThrow());
    }

    double[] weights() {
      return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble() + .1};
    }

    int[] all() {
      int[] all = new int[observed.length];
      Arrays.setAll(all, v -> v);
      return all;
    }

    /** Different variables in random order, observed ones too. */
    int[] someVariables(int count) {
      List<Integer> left = new ArrayList<>();
      for (int v : all()) {
        left.add(v);
      }
      int[] some = new int[Math.min(count, left.size())];
      for (int i = 0; i < some.length; i++) {
        some[i] = left.remove(random.nextInt(left.size()));
      }
      return some;
    }

    String[] names(int... variables) {
      return Arrays.stream(variables).mapToObj(network.variables()::get).toArray(String[]::new);
    }
  }
}
