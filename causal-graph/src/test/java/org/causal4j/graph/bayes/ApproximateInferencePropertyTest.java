package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.causal4j.graph.bayes.ApproximateMethod.GibbsSampling;
import org.causal4j.graph.bayes.ApproximateMethod.LikelihoodWeighting;
import org.causal4j.graph.bayes.ApproximateMethod.LoopyPropagation;

/** Against enumeration, on random networks with zeros and random evidence. */
class ApproximateInferencePropertyTest {

  /** Six standard errors: about 2,000 comparisons; a floor for what fifty samples can't see. */
  @Property(tries = 150, seed = "41")
  void likelihoodWeighting_onRandomNetworks_isWithinItsStandardErrors(@ForAll long seed) {
    Case random = new Case(seed);
    double total = Arrays.stream(random.joint(0)).sum();
    Assume.that(total > 1e-3);
    ApproximateMarginals answer =
        random.network.approximateMarginals(
            random.evidence, new LikelihoodWeighting(4_000, Seed.of(seed)));
    for (int v = 0; v < random.observed.length; v++) {
      double[] exact = random.joint(v);
      ApproximatePosterior one = answer.of(random.network.variables().get(v));
      double[] errors = one.standardErrorTable();
      double effective =
          one.report().<Double>fold(w -> w.effectiveSampleSize(), c -> 0.0, p -> 0.0);
      for (int s = 0; s < exact.length; s++) {
        assertThat(one.posterior().table()[s])
            .isCloseTo(exact[s] / total, within(6 * errors[s] + 10 / effective));
      }
    }
    assertThat(answer.logProbabilityOfEvidence().orElseThrow())
        .isCloseTo(random.evidence.isEmpty() ? 0 : Math.log(total), within(.25));
  }

  @Property(tries = 150, seed = "42")
  void gibbsSampling_onRandomNetworks_isRightOrWarns(@ForAll long seed) {
    Case random = new Case(seed);
    double total = Arrays.stream(random.joint(0)).sum();
    Assume.that(total > 0);
    ApproximateMarginals answer =
        random.network.approximateMarginals(
            random.evidence, new GibbsSampling(4, 200, 2_000, Seed.of(seed)));
    for (int v = 0; v < random.observed.length; v++) {
      double[] exact = random.joint(v);
      ApproximatePosterior one = answer.of(random.network.variables().get(v));
      if (!one.posterior().warnings().isEmpty()) {
        return;
      }
      double[] errors = one.standardErrorTable();
      for (int s = 0; s < exact.length; s++) {
        assertThat(one.posterior().table()[s])
            .isCloseTo(exact[s] / total, within(6 * errors[s] + .003));
      }
    }
  }

  /** Every method either answers or names the evidence that has probability 0. */
  @Property(tries = 300, seed = "43")
  void approximate_ofEvidenceOfProbabilityZero_neverAnswers(@ForAll long seed) {
    Case random = new Case(seed);
    boolean possible = Arrays.stream(random.joint(0)).sum() > 0;
    for (ApproximateMethod method :
        new ApproximateMethod[] {
          new LikelihoodWeighting(64, Seed.of(seed)),
          new GibbsSampling(2, 0, 256, Seed.of(seed)),
          LoopyPropagation.defaults().withDamping(.3)
        }) {
      try {
        ApproximatePosterior answer =
            random.network.query("v0").given(random.evidence).approximate(method);
        if (!(method instanceof LoopyPropagation)) { // which sees local contradictions only
          assertThat(possible).isTrue();
        }
        assertThat(Arrays.stream(answer.posterior().table()).sum()).isCloseTo(1, within(1e-9));
      } catch (ImpossibleEvidenceException e) {
        assertThat(possible).isFalse();
      } catch (NotConvergedException e) {
        assertThat(method).isNotInstanceOf(GibbsSampling.class);
      }
    }
  }

  private static final class Case {
    final BayesianNetwork network;
    final RandomNetworks.Enumerated all;
    final int[] observed;
    final Evidence evidence;

    Case(long seed) {
      network = RandomNetworks.network(seed);
      all = new RandomNetworks.Enumerated(network);
      observed = new int[all.card.length];
      SplittableRandom random = Seed.of(seed).derive("evidence").random();
      Evidence some = Evidence.none();
      for (int v = 0; v < observed.length; v++) {
        observed[v] = random.nextInt(3) == 0 ? random.nextInt(all.card[v]) : -1;
        if (observed[v] >= 0) {
          String name = network.variables().get(v);
          some = some.and(name, network.states(name).get(observed[v]));
        }
      }
      evidence = some;
    }

    double[] joint(int v) {
      return all.joint(new int[] {v}, observed);
    }
  }
}
