package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.CausalGraph;

/**
 * The P of the ID algorithm: the distribution of some variables while their other causes are set,
 * with the formula for it. It knows its chain factors P(v_i | v_1 … v_{i−1}) in topological order,
 * so that multiplying those of a c-component, and summing out the last variables, need no fraction.
 *
 * <p>{@link #deriveFactor} and {@link #deriveSum} note the steps from a probability of this
 * distribution to one of the distribution it was made from, which goes to the {@link Pending}.
 */
abstract sealed class Distribution {
  final DerivationBuilder steps;
  final ImmutableList<String> variables;
  final ImmutableSet<String> done;
  final String domain;
  private final Map<String, Expr> factors = new HashMap<>();

  private Distribution(
      DerivationBuilder steps, Collection<String> variables, Set<String> done, String domain) {
    this.steps = steps;
    this.variables = ImmutableList.copyOf(steps.ordered(variables));
    this.done = ImmutableSet.copyOf(steps.ordered(done));
    this.domain = domain;
  }

  /** P(v; do(z)) as it is measured, v all variables that are not set. */
  static Distribution measured(DerivationBuilder steps, Regime regime) {
    Set<String> rest = new HashSet<>(steps.graph().nodes());
    rest.removeAll(regime.done());
    return new Measured(steps, rest, regime);
  }

  /** P(v_i | v_1 … v_{i−1}) as asked for. */
  Expr.Probability asked(String variable) {
    return steps.p(List.of(variable), before(variable), done, domain);
  }

  /** The formula of P(v_i | v_1 … v_{i−1}). */
  final Expr factor(String variable) {
    Expr known = factors.get(variable);
    if (known == null) {
      known = makeFactor(variable);
      factors.put(variable, known);
    }
    return known;
  }

  abstract Expr makeFactor(String variable);

  /** The formula for the distribution of some of the variables, at least one, causes first. */
  abstract Expr sumTo(List<String> keep);

  /** The steps from P(v_i | v_1 … v_{i−1}) towards its formula. */
  abstract void deriveFactor(String variable, Pending pending);

  /** The steps from the probability of some of the variables towards its formula. */
  abstract void deriveSum(List<String> keep, Pending pending);

  /** Some of the variables: a set that holds its ancestors among the variables. */
  Distribution marginal(Set<String> keep) {
    return new Marginal(this, keep);
  }

  /** The product of the chain factors of these, a distribution of them with the rest set. */
  Distribution component(Set<String> of) {
    return new Component(this, of);
  }

  final List<String> before(String variable) {
    return variables.subList(0, variables.indexOf(variable));
  }

  final List<String> upTo(String variable) {
    return variables.subList(0, variables.indexOf(variable) + 1);
  }

  /** Notes the move of a chain factor of this distribution to the same of a larger one. */
  final void moveFactor(String variable, Distribution base, String reason) {
    Set<String> seen = ImmutableSet.copyOf(base.before(variable));
    Set<String> newlySeen = Sets.difference(seen, ImmutableSet.copyOf(before(variable)));
    Expr.Probability acted = steps.act(asked(variable), Sets.union(newlySeen, base.done), reason);
    steps.exchange(acted, newlySeen, reason);
  }

  /** What is still to be derived: probabilities by the distribution they belong to. */
  static final class Pending {
    private final Map<Expr, Runnable> open = new LinkedHashMap<>();

    void factor(Distribution of, String variable) {
      open.putIfAbsent(of.asked(variable), () -> of.deriveFactor(variable, this));
    }

    void sum(Distribution of, List<String> keep) {
      open.putIfAbsent(
          of.steps.p(keep, List.of(), of.done, of.domain), () -> of.deriveSum(keep, this));
    }

    /** Breadth first, so that what several need is derived once. */
    void run() {
      while (!open.isEmpty()) {
        Expr next = open.keySet().iterator().next();
        Runnable task = open.remove(next);
        if (task != null) {
          task.run();
        }
      }
    }
  }

  /** A distribution at hand, or some of its variables. */
  private static final class Measured extends Distribution {
    private final Regime regime;
    private final CausalGraph within;
    private final Map<String, List<String>> relevant = new HashMap<>();
    private final Map<Set<String>, Distribution> marginals = new HashMap<>();

    Measured(DerivationBuilder steps, Collection<String> variables, Regime regime) {
      super(steps, variables, regime.done(), regime.domain());
      this.regime = regime;
      this.within = steps.graph().subgraph(variables);
    }

    /**
     * Given its predecessors a variable depends only on its c-component among them, and on the
     * parents of that (Tian and Pearl 2002, Lemma 1).
     */
    private List<String> relevant(String variable) {
      return relevant.computeIfAbsent(
          variable,
          v -> {
            Set<String> allowed = ImmutableSet.copyOf(upTo(v));
            Set<String> component = new HashSet<>(Set.of(v));
            List<String> open = new ArrayList<>(component);
            Set<String> all = new HashSet<>();
            while (!open.isEmpty()) {
              String member = open.remove(open.size() - 1);
              all.add(member);
              all.addAll(within.parents(member));
              for (String other : within.siblings(member)) {
                if (allowed.contains(other) && component.add(other)) {
                  open.add(other);
                }
              }
            }
            all.remove(v);
            return steps.ordered(all);
          });
    }

    @Override
    Expr makeFactor(String variable) {
      return steps.p(List.of(variable), relevant(variable), done, domain);
    }

    @Override
    Expr sumTo(List<String> keep) {
      return steps.p(keep, List.of(), done, domain);
    }

    @Override
    void deriveFactor(String variable, Pending pending) {
      steps.dropSeen(
          asked(variable), relevant(variable), "depends only on its c-component and its parents");
    }

    @Override
    void deriveSum(List<String> keep, Pending pending) {
      // measured as it is
    }

    @Override
    Distribution marginal(Set<String> keep) {
      return marginals.computeIfAbsent(
          ImmutableSet.copyOf(keep), names -> new Measured(steps, names, regime));
    }
  }

  /** The product of some chain factors of another distribution. */
  private static final class Component extends Distribution {
    private final Distribution base;

    Component(Distribution base, Set<String> of) {
      super(base.steps, of, base.steps.parentsOf(of), base.domain);
      this.base = base;
    }

    @Override
    Expr makeFactor(String variable) {
      return base.factor(variable);
    }

    @Override
    void deriveFactor(String variable, Pending pending) {
      moveFactor(variable, base, "a c-component is a product of chain factors");
      pending.factor(base, variable);
    }

    @Override
    Expr sumTo(List<String> keep) {
      List<String> upTo = upTo(keep.get(keep.size() - 1));
      List<String> gone = upTo.stream().filter(v -> !keep.contains(v)).toList();
      return Expr.sum(gone, Expr.product(upTo.stream().map(this::factor).toList()));
    }

    @Override
    void deriveSum(List<String> keep, Pending pending) {
      List<String> upTo = upTo(keep.get(keep.size() - 1));
      List<String> gone = upTo.stream().filter(v -> !keep.contains(v)).toList();
      Expr.Probability kept = steps.p(keep, List.of(), done, domain);
      Expr.Probability all = steps.p(upTo, List.of(), done, domain);
      steps.law(Rule.TOTAL_PROBABILITY, kept, Expr.sum(gone, all), "the last factors sum to 1");
      steps.law(
          Rule.CHAIN_RULE,
          all,
          Expr.product(upTo.stream().map(this::asked).toList()),
          "causes first");
      upTo.forEach(v -> pending.factor(this, v));
    }
  }

  /** Some variables of another distribution; its conditionals are fractions of sums. */
  private static final class Marginal extends Distribution {
    private final Distribution base;

    Marginal(Distribution base, Set<String> keep) {
      super(base.steps, keep, base.steps.parentsOf(keep), base.domain);
      this.base = base;
    }

    private boolean sameBefore(String variable) {
      return base.before(variable).equals(before(variable));
    }

    @Override
    Expr makeFactor(String variable) {
      if (sameBefore(variable)) {
        return base.factor(variable);
      }
      List<String> before = before(variable);
      Expr upTo = base.sumTo(upTo(variable));
      return before.isEmpty() ? upTo : new Expr.Fraction(upTo, base.sumTo(before));
    }

    @Override
    void deriveFactor(String variable, Pending pending) {
      if (sameBefore(variable)) {
        steps.act(asked(variable), base.done, "what is set elsewhere makes no difference");
        pending.factor(base, variable);
        return;
      }
      List<String> before = before(variable);
      Expr.Probability upTo = steps.p(upTo(variable), List.of(), done, domain);
      if (!before.isEmpty()) {
        Expr.Probability given = steps.p(before, List.of(), done, domain);
        steps.law(
            Rule.CONDITIONAL, asked(variable), new Expr.Fraction(upTo, given), "ancestors only");
        pending.sum(this, before);
      }
      pending.sum(this, upTo(variable));
    }

    @Override
    Expr sumTo(List<String> keep) {
      return base.sumTo(keep);
    }

    @Override
    void deriveSum(List<String> keep, Pending pending) {
      steps.act(
          steps.p(keep, List.of(), done, domain),
          base.done,
          "what is set elsewhere makes no difference");
      pending.sum(base, keep);
    }
  }
}
