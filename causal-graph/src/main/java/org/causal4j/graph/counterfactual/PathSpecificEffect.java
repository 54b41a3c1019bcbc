package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The effect along some paths in a model whose equations are known: P(outcome = value) with the
 * treatment changed as seen along the chosen paths alone, less that with it unchanged (Pearl 2001,
 * "Direct and indirect effects", UAI, Definition 8; as nested counterfactuals in Shpitser 2013).
 *
 * <p>A model has an answer even where there is a recanting witness and data have none; {@link
 * PathIdentification#of} tells whether they do.
 */
public final class PathSpecificEffect {
  private PathSpecificEffect() {}

  /** A suffix of chosen paths, that node read back towards the treatment; {@code above} it. */
  private static final class Suffix {
    private final Map<String, Suffix> above = new LinkedHashMap<>();
  }

  /**
   * In a discrete model, by its noises one after the other. Cost: their combinations, times the
   * suffixes of the chosen paths.
   *
   * @param from the treatment's state along the other paths
   * @param to its state along the chosen paths
   * @throws IllegalArgumentException where the paths are of another graph, or a state is unknown
   */
  public static double of(
      StructuralCausalModel model, CausalPaths paths, String from, String to, String value) {
    Preconditions.checkArgument(
        model.graph().equals(paths.graph()), "paths: are not of the model's graph");
    for (String state : List.of(from, to)) {
      Preconditions.checkArgument(
          model.states(paths.treatment()).contains(state),
          "value: %s of %s is none of %s",
          state,
          paths.treatment(),
          model.states(paths.treatment()));
    }
    Preconditions.checkArgument(
        model.states(paths.outcome()).contains(value),
        "value: %s of %s is none of %s",
        value,
        paths.outcome(),
        model.states(paths.outcome()));
    Suffix root = suffixes(paths);
    return model.average(
        noises -> {
          Map<String, String> before = model.solve(noises, Map.of(paths.treatment(), from));
          String changed = respond(model, paths, noises, before, root, paths.outcome(), to);
          return (value.equals(changed) ? 1 : 0)
              - (value.equals(before.get(paths.outcome())) ? 1 : 0);
        });
  }

  private static Suffix suffixes(CausalPaths paths) {
    Suffix root = new Suffix();
    for (List<String> path : paths.chosen()) {
      Suffix at = root;
      for (int i = path.size() - 2; i >= 0; i--) {
        at = at.above.computeIfAbsent(path.get(i), node -> new Suffix());
      }
    }
    return root;
  }

  /** The node's value where its parents on the suffix see the changed treatment. */
  private static String respond(
      StructuralCausalModel model,
      CausalPaths paths,
      Map<String, String> noises,
      Map<String, String> before,
      Suffix suffix,
      String node,
      String to) {
    Map<String, String> inputs = new HashMap<>(noises);
    inputs.putAll(before);
    suffix.above.forEach(
        (parent, longer) ->
            inputs.put(
                parent,
                parent.equals(paths.treatment())
                    ? to
                    : respond(model, paths, noises, before, longer, parent, to)));
    return model.respond(node, inputs);
  }

  /**
   * In a linear model: the change times the sum, over the chosen paths, of the products of their
   * weights (Wright 1921).
   *
   * @throws IllegalArgumentException where the paths are of another graph
   */
  public static double of(LinearGaussianModel model, CausalPaths paths, double from, double to) {
    Preconditions.checkArgument(
        model.graph().equals(paths.graph()), "paths: are not of the model's graph");
    double sum = 0;
    for (List<String> path : paths.chosen()) {
      double product = 1;
      for (int i = 1; i < path.size(); i++) {
        product *= Objects.requireNonNull(model.weights(path.get(i)).get(path.get(i - 1)));
      }
      sum += product;
    }
    return (to - from) * sum;
  }
}
