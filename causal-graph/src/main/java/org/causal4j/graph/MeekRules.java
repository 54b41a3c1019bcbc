package org.causal4j.graph;

/**
 * The rules that orient what is left of a pattern without making a new unshielded collider or a
 * cycle (Meek 1995, "Causal inference and causal explanation with background knowledge"). An
 * undecided edge has circles at both ends. One method per rule; all four are complete with
 * background knowledge too.
 */
final class MeekRules {
  private final Marks marks;

  private MeekRules(Marks marks) {
    this.marks = marks;
  }

  /** Orients until no rule applies. */
  static void close(Marks marks) {
    MeekRules rules = new MeekRules(marks);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int a = 0; a < marks.size(); a++) {
        for (int b : marks.neighbors(a)) {
          if (marks.isUndecided(a, b) && rules.forces(a, b)) {
            marks.orient(a, b);
            changed = true;
          }
        }
      }
    }
  }

  /** The marks of the class of a DAG: its unshielded colliders, and what follows from them. */
  static Marks pattern(Arcs dag) {
    Marks given = Marks.of(dag);
    Marks marks = given.blank();
    for (int b = 0; b < dag.size(); b++) {
      int[] parents = dag.parents(b);
      for (int i = 0; i < parents.length; i++) {
        for (int j = i + 1; j < parents.length; j++) {
          if (!given.adjacent(parents[i], parents[j])) {
            marks.orient(parents[i], b);
            marks.orient(parents[j], b);
          }
        }
      }
    }
    close(marks);
    return marks;
  }

  /** Whether the undecided edge must be {@code a -> b}. */
  private boolean forces(int a, int b) {
    return rule1(a, b) || rule2(a, b) || rule3(a, b) || rule4(a, b);
  }

  /** c -> a - b, c and b not adjacent. */
  private boolean rule1(int a, int b) {
    for (int c : marks.neighbors(a)) {
      if (c != b && marks.isArrow(c, a) && !marks.adjacent(c, b)) {
        return true;
      }
    }
    return false;
  }

  /** a -> c -> b and a - b. */
  private boolean rule2(int a, int b) {
    for (int c : marks.neighbors(a)) {
      if (marks.isArrow(a, c) && marks.isArrow(c, b)) {
        return true;
      }
    }
    return false;
  }

  /** a - c -> b and a - d -> b, c and d not adjacent. */
  private boolean rule3(int a, int b) {
    int[] around = marks.neighbors(a);
    for (int c : around) {
      if (!marks.isUndecided(a, c) || !marks.isArrow(c, b)) {
        continue;
      }
      for (int d : around) {
        if (d > c && marks.isUndecided(a, d) && marks.isArrow(d, b) && !marks.adjacent(c, d)) {
          return true;
        }
      }
    }
    return false;
  }

  /** a - d -> c -> b with a and c adjacent, d and b not. */
  private boolean rule4(int a, int b) {
    for (int d : marks.neighbors(a)) {
      if (d == b || !marks.isUndecided(a, d) || marks.adjacent(d, b)) {
        continue;
      }
      for (int c : marks.neighbors(d)) {
        if (marks.isArrow(d, c) && marks.isArrow(c, b) && marks.adjacent(a, c)) {
          return true;
        }
      }
    }
    return false;
  }
}
