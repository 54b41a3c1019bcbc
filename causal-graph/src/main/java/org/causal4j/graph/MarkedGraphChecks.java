package org.causal4j.graph;

import java.util.List;

/** What makes a graph with edge marks one of its kind. */
final class MarkedGraphChecks {
  private MarkedGraphChecks() {}

  /** The edge as the kind writes it, or an error where the kind has none like it. */
  static MarkedEdge fit(MarkedGraph.Kind kind, MarkedEdge edge) {
    boolean tails = edge.atA() == Mark.TAIL && edge.atB() == Mark.TAIL;
    if (tails && kind.isWithoutHiddenCauses()) {
      return new MarkedEdge(edge.a(), Mark.CIRCLE, Mark.CIRCLE, edge.b());
    }
    if (tails) {
      throw new InvalidGraphException(
          "graph: " + edge + " has two tails, which mean selection; that is not supported");
    }
    boolean circle = edge.atA() == Mark.CIRCLE || edge.atB() == Mark.CIRCLE;
    boolean both = edge.atA() == Mark.CIRCLE && edge.atB() == Mark.CIRCLE;
    boolean arrow = edge.atA() == Mark.ARROW || edge.atB() == Mark.ARROW;
    boolean bidirected = edge.atA() == Mark.ARROW && edge.atB() == Mark.ARROW;
    boolean fits =
        switch (kind) {
          case PDAG, CPDAG -> both || (arrow && !bidirected && !circle);
          case MAG -> !circle;
          case PAG -> both || arrow;
        };
    if (!fits) {
      throw new InvalidGraphException("graph: " + edge + " is no edge of a " + kind);
    }
    return edge;
  }

  /** A DAG or MAG of the class; its cycles are named. */
  static Arcs member(MarkedGraph.Kind kind, Marks given, List<String> names) {
    Marks marks = given.copy();
    int stuck;
    if (kind.isWithoutHiddenCauses()) {
      refuseCycles(marks.arcs(), names);
      stuck = ConsistentExtension.orientAll(marks);
    } else {
      for (Marks.Link link : marks.links()) {
        if (link.atA() == Marks.CIRCLE && link.atB() == Marks.ARROW) {
          marks.set(link.a(), link.b(), Marks.TAIL);
        } else if (link.atB() == Marks.CIRCLE && link.atA() == Marks.ARROW) {
          marks.set(link.b(), link.a(), Marks.TAIL);
        }
      }
      stuck = ConsistentExtension.orientCircles(marks);
    }
    if (stuck >= 0) {
      throw new InvalidGraphException(
          "graph: the undecided edges at "
              + GraphWriter.quoted(names.get(stuck))
              + " can't all be directed without a cycle or a new unshielded collider; no "
              + (kind.isWithoutHiddenCauses() ? "DAG" : "MAG")
              + " is of this "
              + kind);
    }
    Arcs arcs = marks.arcs();
    refuseCycles(arcs, names);
    return arcs;
  }

  private static void refuseCycles(Arcs arcs, List<String> names) {
    try {
      TopologicalOrder.of(names, arcs);
    } catch (TopologicalOrder.CycleException e) {
      throw new InvalidGraphException(
          "graph: the edges form the cycle " + GraphWriter.path(e.cycle()));
    }
  }

  static void check(MarkedGraph.Kind kind, Marks marks, List<String> names) {
    Arcs member = member(kind, marks, names);
    switch (kind) {
      case PDAG -> {
        Marks closed = marks.copy();
        MeekRules.close(closed);
        compare(kind, marks, closed, names);
      }
      case CPDAG -> compare(kind, marks, MeekRules.pattern(member), names);
      case MAG -> AncestralGraphs.check(member, names);
      case PAG -> {
        AncestralGraphs.check(member, names);
        compare(kind, marks, FciRules.pag(Marks.of(member)), names);
      }
    }
  }

  private static void compare(
      MarkedGraph.Kind kind, Marks given, Marks implied, List<String> names) {
    List<Marks.Link> expected = implied.links();
    List<Marks.Link> found = given.links();
    for (int i = 0; i < found.size(); i++) {
      Marks.Link is = found.get(i);
      Marks.Link must = expected.get(i);
      if (!is.equals(must)) {
        throw new InvalidGraphException(
            "graph: "
                + text(is, kind, names)
                + (kind == MarkedGraph.Kind.PAG
                    ? " contradicts the rest of the PAG"
                    : " is " + text(must, kind, names) + " by the rest of the " + kind));
      }
    }
  }

  private static String text(Marks.Link link, MarkedGraph.Kind kind, List<String> names) {
    MarkedEdge edge =
        new MarkedEdge(
            names.get(link.a()),
            MarkedGraph.mark(link.atA()),
            MarkedGraph.mark(link.atB()),
            names.get(link.b()));
    return MarkedGraph.shown(kind, edge);
  }
}
