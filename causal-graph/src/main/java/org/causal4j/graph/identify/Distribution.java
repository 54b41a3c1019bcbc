package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.CausalGraph;

/**
 * The P of the ID algorithm: a distribution of some variables, with the formula for it. It knows
 * its chain factors P(v_i | v_1 … v_{i−1}) in topological order, so that multiplying those of a
 * c-component (lines 6 and 7), and summing out the last variables, need no fraction.
 */
abstract sealed class Distribution {

  /** P(v) of a graph, with nothing set. */
  static Distribution observed(CausalGraph graph) {
    return new Observed(graph);
  }

  /** The variables, causes first. */
  abstract List<String> variables();

  /** The formula. */
  abstract Expr expr();

  /** P(v_i | v_1 … v_{i−1}). */
  abstract Expr factor(String variable);

  /** The distribution of some of the variables. */
  abstract Distribution marginal(Set<String> keep);

  /** The formula for the distribution of some of the variables, at least one, causes first. */
  abstract Expr sumTo(List<String> keep);

  /** The product of the chain factors of these, a distribution of them with the rest held fixed. */
  Distribution component(Set<String> of) {
    Map<String, Expr> factors = new LinkedHashMap<>();
    for (String variable : variables()) {
      if (of.contains(variable)) {
        factors.put(variable, factor(variable));
      }
    }
    return new Chain(ImmutableMap.copyOf(factors));
  }

  /** The observed distribution itself. */
  private static final class Observed extends Distribution {
    private final CausalGraph graph;

    Observed(CausalGraph graph) {
      this.graph = graph;
    }

    @Override
    List<String> variables() {
      return graph.topologicalOrder();
    }

    @Override
    Expr expr() {
      return Expr.p(variables(), List.of());
    }

    /**
     * Given its predecessors a variable depends only on its c-component among them, and on the
     * parents of that (Tian and Pearl 2002, Lemma 1).
     */
    @Override
    Expr factor(String variable) {
      List<String> order = variables();
      List<String> upTo = order.subList(0, order.indexOf(variable) + 1);
      CausalGraph before = graph.subgraph(upTo);
      Set<String> relevant = new LinkedHashSet<>();
      for (Set<String> component : before.cComponents()) {
        if (component.contains(variable)) {
          relevant.addAll(component);
          component.forEach(member -> relevant.addAll(before.parents(member)));
        }
      }
      relevant.remove(variable);
      return Expr.p(List.of(variable), upTo.stream().filter(relevant::contains).toList());
    }

    @Override
    Distribution marginal(Set<String> keep) {
      Set<String> closed = graph.ancestors(keep);
      if (closed.equals(ImmutableSet.copyOf(keep))) {
        return new Observed(graph.subgraph(keep));
      }
      return new Marginal(this, variables().stream().filter(keep::contains).toList());
    }

    @Override
    Expr sumTo(List<String> keep) {
      return Expr.p(keep, List.of());
    }
  }

  /** A product of chain factors. */
  private static final class Chain extends Distribution {
    private final ImmutableMap<String, Expr> factors;

    Chain(ImmutableMap<String, Expr> factors) {
      this.factors = factors;
    }

    @Override
    List<String> variables() {
      return factors.keySet().asList();
    }

    @Override
    Expr expr() {
      return Expr.product(factors.values().asList());
    }

    @Override
    Expr factor(String variable) {
      Expr found = factors.get(variable);
      if (found == null) {
        throw new IllegalStateException(variable + " is not in " + variables());
      }
      return found;
    }

    @Override
    Distribution marginal(Set<String> keep) {
      Chain shorter = upToLastOf(keep);
      return keep.containsAll(shorter.variables())
          ? shorter
          : new Marginal(shorter, shorter.variables().stream().filter(keep::contains).toList());
    }

    @Override
    Expr sumTo(List<String> keep) {
      Chain shorter = upToLastOf(keep);
      List<String> gone = new ArrayList<>(shorter.variables());
      gone.removeAll(keep);
      return Expr.sum(gone, shorter.expr());
    }

    /** The factors of the last variables sum to 1. */
    private Chain upToLastOf(Collection<String> keep) {
      Map<String, Expr> rest = new LinkedHashMap<>(factors);
      for (String variable : factors.keySet().asList().reverse()) {
        if (keep.contains(variable)) {
          break;
        }
        rest.remove(variable);
      }
      return new Chain(ImmutableMap.copyOf(rest));
    }
  }

  /** Some variables of another distribution; its conditionals are fractions of sums. */
  private static final class Marginal extends Distribution {
    private final Distribution base;
    private final List<String> kept;

    Marginal(Distribution base, List<String> kept) {
      this.base = base;
      this.kept = kept;
    }

    @Override
    List<String> variables() {
      return kept;
    }

    @Override
    Expr expr() {
      return base.sumTo(kept);
    }

    @Override
    Expr factor(String variable) {
      int position = kept.indexOf(variable);
      Expr upTo = base.sumTo(kept.subList(0, position + 1));
      return position == 0 ? upTo : new Expr.Fraction(upTo, base.sumTo(kept.subList(0, position)));
    }

    @Override
    Distribution marginal(Set<String> keep) {
      return new Marginal(base, kept.stream().filter(keep::contains).toList());
    }

    @Override
    Expr sumTo(List<String> keep) {
      return base.sumTo(keep);
    }
  }
}
