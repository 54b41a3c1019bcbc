package org.causal4j.graph;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The marks that all Markov equivalent MAGs share: the orientation rules of FCI (Zhang 2008, "On
 * the completeness of orientation rules for causal discovery in the presence of latent confounders
 * and selection bias", Artificial Intelligence 172), fed by the colliders of one MAG instead of
 * separating sets. Rules 5 to 7 are for selection bias, which is not represented here. One method
 * per rule.
 */
final class FciRules {
  private final Marks mag;
  private final Marks marks;
  private boolean changed;

  private FciRules(Marks mag) {
    this.mag = mag;
    this.marks = mag.blank();
  }

  /** The PAG of a MAG. */
  static Marks pag(Marks mag) {
    FciRules rules = new FciRules(mag);
    rules.rule0();
    do {
      rules.changed = false;
      rules.arrowheads();
    } while (rules.changed);
    do {
      rules.changed = false;
      rules.tails();
    } while (rules.changed);
    return rules.marks;
  }

  private void set(int node, int other, byte mark) {
    if (marks.at(node, other) != mark) {
      marks.set(node, other, mark);
      changed = true;
    }
  }

  private boolean circle(int node, int other) {
    return marks.at(node, other) == Marks.CIRCLE;
  }

  /** Unshielded colliders. */
  private void rule0() {
    for (int b = 0; b < marks.size(); b++) {
      int[] around = marks.neighbors(b);
      for (int a : around) {
        for (int c : around) {
          if (a < c && mag.isInto(a, b) && mag.isInto(c, b) && !marks.adjacent(a, c)) {
            set(b, a, Marks.ARROW);
            set(b, c, Marks.ARROW);
          }
        }
      }
    }
  }

  private void arrowheads() {
    for (int b = 0; b < marks.size(); b++) {
      for (int c : marks.neighbors(b)) {
        if (circle(b, c)) {
          rule1(b, c);
        }
        if (circle(c, b)) {
          rule2(b, c);
          rule3(b, c);
        }
        if (circle(b, c)) {
          rule4(b, c);
        }
      }
    }
  }

  /** a *-> b o-* c, a and c not adjacent: b -> c. */
  private void rule1(int b, int c) {
    for (int a : marks.neighbors(b)) {
      if (a != c && marks.isInto(a, b) && !marks.adjacent(a, c)) {
        set(b, c, Marks.TAIL);
        set(c, b, Marks.ARROW);
        return;
      }
    }
  }

  /** a -> b *-> c or a *-> b -> c, and a *-o c: a *-> c. */
  private void rule2(int a, int c) {
    for (int b : marks.neighbors(a)) {
      boolean first = marks.isArrow(a, b) && marks.isInto(b, c);
      boolean second = marks.isInto(a, b) && marks.isArrow(b, c);
      if (b != c && (first || second)) {
        set(c, a, Marks.ARROW);
        return;
      }
    }
  }

  /** a *-> b <-* c, a *-o d o-* c, a and c not adjacent, d *-o b: d *-> b. */
  private void rule3(int d, int b) {
    for (int a : marks.neighbors(d)) {
      if (a == b || !circle(d, a) || !marks.isInto(a, b)) {
        continue;
      }
      for (int c : marks.neighbors(d)) {
        if (c > a && c != b && circle(d, c) && marks.isInto(c, b) && !marks.adjacent(a, c)) {
          set(b, d, Marks.ARROW);
          return;
        }
      }
    }
  }

  /**
   * A discriminating path from some d to c for b, which is followed backwards from b: every node
   * between d and b is a collider and a parent of c, and d is not adjacent to c. Then b is what it
   * is in the MAG: a collider, or b -> c.
   */
  private void rule4(int b, int c) {
    for (int a : marks.neighbors(b)) {
      if (a != c
          && marks.isInto(b, a)
          && marks.at(b, a) != Marks.TAIL
          && marks.isArrow(a, c)
          && discriminates(a, b, c)) {
        if (mag.isInto(a, b) && mag.isInto(c, b)) {
          set(b, a, Marks.ARROW);
          set(b, c, Marks.ARROW);
        } else {
          set(b, c, Marks.TAIL);
        }
        set(c, b, Marks.ARROW);
        return;
      }
    }
  }

  private boolean discriminates(int a, int b, int c) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    seen.set(a);
    seen.set(b);
    seen.set(c);
    open.add(a);
    while (!open.isEmpty()) {
      int v = open.remove();
      for (int d : marks.neighbors(v)) {
        if (seen.get(d) || !marks.isInto(d, v)) {
          continue;
        }
        if (!marks.adjacent(d, c)) {
          return true;
        }
        if (marks.isBidirected(d, v) && marks.isArrow(d, c)) {
          seen.set(d);
          open.add(d);
        }
      }
    }
    return false;
  }

  private void tails() {
    for (int a = 0; a < marks.size(); a++) {
      for (int c : marks.neighbors(a)) {
        if (circle(a, c) && marks.isInto(a, c) && (rule8(a, c) || rule9(a, c) || rule10(a, c))) {
          set(a, c, Marks.TAIL);
        }
      }
    }
  }

  /** a -> b -> c and a o-> c: a -> c. */
  private boolean rule8(int a, int c) {
    for (int b : marks.neighbors(a)) {
      if (marks.isArrow(a, b) && marks.isArrow(b, c)) {
        return true;
      }
    }
    return false;
  }

  /** a o-> c, and an uncovered possibly directed path a, b, …, c with b, c not adjacent. */
  private boolean rule9(int a, int c) {
    for (int b : marks.neighbors(a)) {
      if (b != c && marks.maySucceed(a, b) && !marks.adjacent(b, c) && uncovered(a, b).get(c)) {
        return true;
      }
    }
    return false;
  }

  /**
   * a o-> c, b -> c <- d, uncovered possibly directed paths from a to b and from a to d whose first
   * steps differ and are not adjacent: a -> c.
   */
  private boolean rule10(int a, int c) {
    BitSet parents = new BitSet();
    for (int b : marks.neighbors(c)) {
      parents.set(b, marks.isArrow(b, c));
    }
    parents.clear(a);
    int[] around = marks.neighbors(a);
    BitSet[] ends = new BitSet[around.length];
    for (int i = 0; i < around.length; i++) {
      ends[i] = new BitSet();
      if (around[i] != c && marks.maySucceed(a, around[i])) {
        ends[i] = uncovered(a, around[i]);
        ends[i].and(parents);
      }
    }
    for (int i = 0; i < around.length; i++) {
      for (int j = i + 1; j < around.length; j++) {
        BitSet either = (BitSet) ends[i].clone();
        either.or(ends[j]);
        boolean differ = !ends[i].isEmpty() && !ends[j].isEmpty() && either.cardinality() >= 2;
        if (differ && !marks.adjacent(around[i], around[j])) {
          return true;
        }
      }
    }
    return false;
  }

  /** The ends of uncovered possibly directed paths that start with this step. */
  private BitSet uncovered(int from, int first) {
    BitSet ends = new BitSet();
    Set<Long> seen = new HashSet<>();
    ArrayDeque<int[]> open = new ArrayDeque<>();
    open.add(new int[] {from, first});
    while (!open.isEmpty()) {
      int[] step = open.remove();
      ends.set(step[1]);
      for (int next : marks.neighbors(step[1])) {
        if (next != from
            && next != step[0]
            && marks.maySucceed(step[1], next)
            && !marks.adjacent(step[0], next)
            && seen.add(((long) step[1] << 32) + next)) {
          open.add(new int[] {step[1], next});
        }
      }
    }
    return ends;
  }
}
