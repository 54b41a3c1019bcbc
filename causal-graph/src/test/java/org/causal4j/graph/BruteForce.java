package org.causal4j.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Answers straight from the definitions, by enumeration; for small graphs only. */
final class BruteForce {
  private BruteForce() {}

  private record Step(String to, boolean headAtStart, boolean headAtEnd) {}

  /** Whether some path, node by node, is open given z. */
  static boolean hasOpenPath(CausalGraph g, String x, String y, Set<String> z) {
    return extend(g, x, y, z, new ArrayList<>(List.of(x)), false);
  }

  private static boolean extend(
      CausalGraph g, String at, String y, Set<String> z, List<String> path, boolean headHere) {
    if (at.equals(y)) {
      return true;
    }
    for (Step step : steps(g, at)) {
      if (path.contains(step.to())) {
        continue;
      }
      if (path.size() > 1) {
        boolean collider = headHere && step.headAtStart();
        boolean open =
            collider ? g.descendants(at).stream().anyMatch(z::contains) : !z.contains(at);
        if (!open) {
          continue;
        }
      }
      path.add(step.to());
      if (extend(g, step.to(), y, z, path, step.headAtEnd())) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  private static List<Step> steps(CausalGraph g, String from) {
    List<Step> steps = new ArrayList<>();
    g.children(from).forEach(to -> steps.add(new Step(to, false, true)));
    g.parents(from).forEach(to -> steps.add(new Step(to, true, false)));
    g.siblings(from).forEach(to -> steps.add(new Step(to, true, true)));
    return steps;
  }
}
