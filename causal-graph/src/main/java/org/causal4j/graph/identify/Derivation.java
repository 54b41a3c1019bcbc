package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.CausalGraph;

/**
 * From a question to its formula, step by step: what is asked is replaced, part by part, until only
 * available distributions are left. {@link DerivationChecker} verifies one.
 *
 * @param graph the observed graph
 * @param shifted for every population other than that of the question, the variables whose
 *     mechanism may be another there
 * @param question what is asked, as an expression
 * @param steps in order; each replaces its left side everywhere
 * @param estimand what is left in the end, up to the names that sums bind
 */
public record Derivation(
    CausalGraph graph,
    Map<String, Set<String>> shifted,
    Expr question,
    List<Step> steps,
    Expr estimand) {

  /** Takes copies. */
  public Derivation {
    ImmutableMap.Builder<String, Set<String>> copy = ImmutableMap.builder();
    shifted.forEach((domain, variables) -> copy.put(domain, ImmutableSet.copyOf(variables)));
    shifted = copy.buildOrThrow();
    steps = List.copyOf(steps);
  }

  /** With a last step, unless nothing changes, to another form of the formula. */
  Derivation simplified(Expr raw, Expr shorter) {
    List<Step> all = new ArrayList<>(steps);
    if (!CanonicalForm.same(raw, shorter)) {
      all.add(new Step(Rule.ALGEBRA, raw, shorter, "shorter"));
    }
    return new Derivation(graph, shifted, question, all, shorter);
  }

  /** The graph that a step looks at. */
  public CausalGraph graphOf(Step step) {
    CausalGraph cut = graph.withoutEdgesInto(step.cutInto());
    return cut.withoutEdgesOutOf(step.cutOutOf());
  }

  /** An {@code align*} environment without its begin and end: one line a step. */
  public String toLatex() {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      String why =
          step.rule()
              + step.separation()
                  .map(s -> ": $" + latex(s) + "$ in " + latexGraph(step))
                  .orElse("");
      lines.add(
          step.before().toLatex() + " &= " + step.after().toLatex() + " && \\text{" + why + "}");
    }
    return String.join(" \\\\\n", lines);
  }

  private static String latex(Step.Independence independence) {
    return latex(independence.left())
        + " \\perp "
        + latex(independence.right())
        + (independence.given().isEmpty() ? "" : " \\mid " + latex(independence.given()));
  }

  private static String latexGraph(Step step) {
    String over = step.cutInto().isEmpty() ? "" : "\\overline{" + latex(step.cutInto()) + "}";
    String under = step.cutOutOf().isEmpty() ? "" : "\\underline{" + latex(step.cutOutOf()) + "}";
    return "$G_{" + over + under + "}$";
  }

  private static String latex(Set<String> names) {
    return ExprPrinter.latexNames(names.stream().map(Symbol::of).toList());
  }

  /** One line a step. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      out.append(step).append('\n');
    }
    return out.append(question).append(" = ").append(estimand).toString();
  }
}
