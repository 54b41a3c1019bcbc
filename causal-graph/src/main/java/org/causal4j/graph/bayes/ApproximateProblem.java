package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.causal4j.core.ProgressListener;
import org.jspecify.annotations.Nullable;

/** One question that is answered approximately: what is asked, what is known, what takes part. */
final class ApproximateProblem {
  private final Inquiry inquiry;
  private final Evidence evidence;
  private final int[] observed;
  private final int[] causesFirst;
  private final int[][] asked;
  private final TargetSets targets;
  private final List<Factor> likelihoods = new ArrayList<>();

  /** Each of the asked arrays is a joint distribution. */
  private ApproximateProblem(Inquiry inquiry, Evidence evidence, List<int[]> asked) {
    this.inquiry = inquiry;
    this.evidence = evidence;
    BayesianNetwork network = inquiry.network();
    this.observed = network.codes(evidence);
    this.asked = asked.toArray(int[][]::new);
    this.targets = TargetSets.of(network.card(), asked);
    Set<String> wanted = network.graph().ancestors(wanted());
    this.causesFirst =
        network.graph().topologicalOrder().stream()
            .filter(wanted::contains)
            .mapToInt(network::index)
            .toArray();
    likelihoods.addAll(network.likelihoods(evidence));
  }

  private List<String> wanted() {
    List<String> wanted = new ArrayList<>();
    for (int[] vars : asked) {
      for (int v : vars) {
        wanted.add(network().variables().get(v));
      }
    }
    wanted.addAll(evidence.observed().keySet());
    wanted.addAll(evidence.likelihoods().keySet());
    return wanted;
  }

  /** The joint distribution of some variables. */
  static ApproximatePosterior posterior(
      Inquiry inquiry,
      Evidence evidence,
      ImmutableList<String> names,
      ApproximateMethod method,
      long budgetBytes,
      ProgressListener progress) {
    int[] vars = names.stream().mapToInt(inquiry.network()::index).toArray();
    double entries = Factor.size(inquiry.network().card(), vars);
    double bytes = 2.0 * Double.BYTES * (WeightedSampling.PARTS + 2) * entries;
    InferencePlan.of(1, entries, entries, bytes).orRefuse(budgetBytes);
    ApproximateProblem problem = new ApproximateProblem(inquiry, evidence, ImmutableList.of(vars));
    return problem.answer(names, 0, problem.estimate(method, progress));
  }

  /** Each single variable. */
  static ApproximateMarginals marginals(
      Inquiry inquiry, Evidence evidence, ApproximateMethod method, ProgressListener progress) {
    List<String> names = inquiry.network().variables();
    List<int[]> each = new ArrayList<>();
    for (int v = 0; v < names.size(); v++) {
      each.add(new int[] {v});
    }
    ApproximateProblem problem = new ApproximateProblem(inquiry, inquiry.check(evidence), each);
    Estimate estimate = problem.estimate(method, progress);
    Map<String, ApproximatePosterior> byVariable = new LinkedHashMap<>();
    for (int v = 0; v < names.size(); v++) {
      byVariable.put(names.get(v), problem.answer(ImmutableList.of(names.get(v)), v, estimate));
    }
    return new ApproximateMarginals(
        ImmutableMap.copyOf(byVariable),
        Double.isNaN(estimate.logProbability())
            ? OptionalDouble.empty()
            : OptionalDouble.of(estimate.logProbability()),
        estimate.report());
  }

  private Estimate estimate(ApproximateMethod method, ProgressListener progress) {
    return method.fold(
        weighting -> new WeightedSampling(this, weighting).run(progress),
        gibbs -> new GibbsChains(this, gibbs).run(progress),
        loopy -> new LoopyMessages.Runs(this, loopy).run(progress));
  }

  private ApproximatePosterior answer(ImmutableList<String> names, int set, Estimate estimate) {
    ImmutableList<String> warnings =
        ImmutableList.<String>builder()
            .addAll(inquiry.warnings(names))
            .addAll(estimate.warnings())
            .build();
    Posterior posterior =
        new Posterior(
            names,
            names.stream().map(t -> ImmutableList.copyOf(network().states(t))).toList(),
            slice(estimate.probabilities(), set),
            estimate.logProbability(),
            condition(),
            warnings);
    double @Nullable [] errors = estimate.standardErrors();
    return new ApproximatePosterior(
        posterior, errors == null ? null : slice(errors, set), estimate.report());
  }

  private double[] slice(double[] all, int set) {
    return Arrays.copyOfRange(all, targets.offsets()[set], targets.end(set));
  }

  BayesianNetwork network() {
    return inquiry.network();
  }

  Evidence evidence() {
    return evidence;
  }

  String condition() {
    return inquiry.condition(evidence);
  }

  /** The observed state by variable, -1 elsewhere: the array itself. */
  int[] observed() {
    return observed;
  }

  /** The variables that matter, causes before effects. */
  int[] causesFirst() {
    return causesFirst;
  }

  TargetSets targets() {
    return targets;
  }

  /** The tables that matter, and the likelihoods; none restricted. */
  List<Factor> factors() {
    List<Factor> all = new ArrayList<>();
    for (int v : causesFirst) {
      all.add(network().factors().get(v));
    }
    all.addAll(likelihoods);
    return all;
  }

  /** Where the row of a variable begins in its table. */
  int rowStart(int v, int[] codes) {
    Factor factor = network().factors().get(v);
    int at = factor.offset();
    for (int i = 0; i < factor.vars().length - 1; i++) {
      at += factor.strides()[i] * codes[factor.vars()[i]];
    }
    return at;
  }

  double logLikelihood(int[] codes) {
    double sum = 0;
    for (Factor factor : likelihoods) {
      sum += Math.log(factor.table()[codes[factor.vars()[0]]]);
    }
    return sum;
  }

  ImpossibleEvidenceException impossible() {
    return new ImpossibleEvidenceException(condition());
  }

  /** Throws where local consistency proves that the evidence has probability 0. */
  void refuseIfImpossible() {
    if (Support.of(this) == null) {
      throw impossible();
    }
  }
}
