package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
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
      return new Formula(
          variables().stream().filter(keep::contains).toList(),
          Expr.p(variables().stream().filter(keep::contains).toList(), List.of()));
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

    /** The factors of the last variables sum to 1; others are summed as they stand. */
    @Override
    Distribution marginal(Set<String> keep) {
      List<String> all = variables();
      int last = all.size();
      while (last > 0 && !keep.contains(all.get(last - 1))) {
        last--;
      }
      Map<String, Expr> rest = new LinkedHashMap<>();
      all.subList(0, last).forEach(variable -> rest.put(variable, factor(variable)));
      Chain shorter = new Chain(ImmutableMap.copyOf(rest));
      List<String> gone = new ArrayList<>(shorter.variables());
      gone.removeIf(keep::contains);
      return gone.isEmpty()
          ? shorter
          : new Formula(
              shorter.variables().stream().filter(keep::contains).toList(),
              Expr.sum(gone, shorter.expr()));
    }
  }

  /** Any formula; its conditionals are fractions of sums. */
  private static final class Formula extends Distribution {
    private final List<String> variables;
    private final Expr expr;

    Formula(List<String> variables, Expr expr) {
      this.variables = variables;
      this.expr = expr;
    }

    @Override
    List<String> variables() {
      return variables;
    }

    @Override
    Expr expr() {
      return expr;
    }

    @Override
    Expr factor(String variable) {
      int position = variables.indexOf(variable);
      List<String> later = variables.subList(position + 1, variables.size());
      List<String> andThis = variables.subList(position, variables.size());
      Expr upTo = Expr.sum(later, expr);
      return position == 0 ? upTo : new Expr.Fraction(upTo, Expr.sum(andThis, expr));
    }

    @Override
    Distribution marginal(Set<String> keep) {
      List<String> kept = variables.stream().filter(keep::contains).toList();
      List<String> gone = variables.stream().filter(v -> !keep.contains(v)).toList();
      return new Formula(kept, Expr.sum(gone, expr));
    }
  }
}
