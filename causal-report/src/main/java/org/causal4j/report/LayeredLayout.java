package org.causal4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.report.GraphLayout.Link;
import org.causal4j.report.GraphLayout.Spacing;
import org.causal4j.report.Route.Piece;
import org.causal4j.report.Route.Point;

/**
 * One connected graph in layers: {@link LayerAssignment}, bends where an edge passes a layer,
 * {@link LayerOrder}, {@link LayerPlacement}, then routes. A route runs straight through the layers
 * that it passes, in a lane of its own, and curves only between layers, so it never touches a node
 * that is not its end. Edges at one side of a node arrive apart, in the order of where they come
 * from.
 */
final class LayeredLayout {
  private static final double BEND_GAP = 13;
  private static final double PORT_GAP = 12;
  private static final double PORT_MARGIN = 16;
  private static final double LOOP_ROOM = 22;

  private final int nodes;
  private final List<Link> links;
  private final Spacing spacing;
  private final int[] layerOf;
  private final boolean[] backward;
  private final int[][] chains;
  private int[][] layers = {};
  private int[][] before = {};
  private int[][] after = {};
  private double[] center = {};
  private double[] layerStart = {};
  private double[] size = {};
  private final double[] asked;
  private final double[] breadth;

  private LayeredLayout(double[] asked, List<Link> links, Spacing spacing) {
    this.nodes = asked.length;
    this.asked = asked;
    this.links = links;
    this.spacing = spacing;
    this.backward = new boolean[links.size()];
    this.chains = new int[links.size()][];
    this.breadth = new double[nodes];
    this.layerOf = assign();
  }

  static GraphLayout of(int nodes, List<Link> links, Spacing spacing) {
    double[] asked = new double[nodes];
    Arrays.fill(asked, spacing.nodeBreadth());
    return of(asked, links, spacing);
  }

  /**
   * @param asked extent of each node across, at least
   */
  static GraphLayout of(double[] asked, List<Link> links, Spacing spacing) {
    LayeredLayout layout = new LayeredLayout(asked, links, spacing);
    int[] layerOfVertex = layout.insertBends();
    layout.order(layerOfVertex);
    layout.measure();
    layout.place(layerOfVertex);
    return layout.result(layerOfVertex);
  }

  private int[] assign() {
    List<int[]> arrows = new ArrayList<>();
    List<Integer> which = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (link.arrow() && link.from() != link.to()) {
        arrows.add(new int[] {link.from(), link.to()});
        which.add(i);
      }
    }
    boolean[] reversed = LayerAssignment.reversed(nodes, arrows);
    for (int i = 0; i < reversed.length; i++) {
      if (reversed[i]) {
        Ints.reverse(arrows.get(i));
        backward[which.get(i)] = true;
      }
    }
    int[] layer = LayerAssignment.layers(nodes, arrows);
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (!link.arrow()) {
        backward[i] = layer[link.from()] > layer[link.to()];
      }
    }
    return layer;
  }

  /** Chains of vertices, one in each layer from end to end; returns the layer of each vertex. */
  private int[] insertBends() {
    List<Integer> layer = new ArrayList<>(Ints.asList(layerOf));
    for (int i = 0; i < links.size(); i++) {
      int first = backward[i] ? links.get(i).to() : links.get(i).from();
      int last = backward[i] ? links.get(i).from() : links.get(i).to();
      List<Integer> chain = new ArrayList<>(List.of(first));
      for (int l = layerOf[first] + 1; l < layerOf[last]; l++) {
        chain.add(layer.size());
        layer.add(l);
      }
      chain.add(last);
      chains[i] = Ints.toArray(chain);
    }
    return Ints.toArray(layer);
  }

  private boolean isFlat(int link) {
    return layerOf[links.get(link).from()] == layerOf[links.get(link).to()];
  }

  private void order(int[] layerOfVertex) {
    int vertices = layerOfVertex.length;
    List<List<Integer>> back = lists(vertices);
    List<List<Integer>> ahead = lists(vertices);
    for (int i = 0; i < chains.length; i++) {
      for (int k = 1; k < chains[i].length && !isFlat(i); k++) {
        ahead.get(chains[i][k - 1]).add(chains[i][k]);
        back.get(chains[i][k]).add(chains[i][k - 1]);
      }
    }
    before = back.stream().map(Ints::toArray).toArray(int[][]::new);
    after = ahead.stream().map(Ints::toArray).toArray(int[][]::new);
    List<List<Integer>> first = lists(Ints.max(layerOfVertex) + 1);
    boolean[] seen = new boolean[vertices];
    for (int v = 0; v < vertices; v++) {
      visit(v, layerOfVertex, seen, first);
    }
    layers = LayerOrder.of(first.stream().map(Ints::toArray).toArray(int[][]::new), before, after);
  }

  private void visit(int v, int[] layerOfVertex, boolean[] seen, List<List<Integer>> order) {
    if (seen[v]) {
      return;
    }
    seen[v] = true;
    order.get(layerOfVertex[v]).add(v);
    for (int u : after[v]) {
      visit(u, layerOfVertex, seen, order);
    }
    for (int u : before[v]) {
      visit(u, layerOfVertex, seen, order);
    }
  }

  /** A node is at least as broad as its busier side needs, up to three times what was asked. */
  private void measure() {
    int[][] arcs = new int[nodes][2];
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      if (isFlat(i) && link.from() != link.to()) {
        arcs[link.from()][arcsInFront(link.from()) ? 1 : 0]++;
        arcs[link.to()][arcsInFront(link.to()) ? 1 : 0]++;
      }
    }
    for (int v = 0; v < nodes; v++) {
      int busier = Math.max(before[v].length + arcs[v][0], after[v].length + arcs[v][1]);
      double needed = (busier - 1) * PORT_GAP + PORT_MARGIN;
      breadth[v] = Math.min(3 * asked[v], Math.max(asked[v], needed));
    }
  }

  private void place(int[] layerOfVertex) {
    int vertices = layerOfVertex.length;
    boolean[] bend = new boolean[vertices];
    size = new double[vertices];
    Arrays.fill(bend, nodes, vertices, true);
    System.arraycopy(breadth, 0, size, 0, nodes);
    for (Link link : links) {
      if (link.from() == link.to()) {
        size[link.from()] = breadth[link.from()] + 2 * LOOP_ROOM;
      }
    }
    center =
        new LayerPlacement(layers, before, after, bend, size, spacing.nodeGap(), BEND_GAP)
            .centers();
    layerStart = new double[layers.length];
    for (int l = 1; l < layers.length; l++) {
      double steepest = 0;
      for (int v : layers[l]) {
        for (int u : before[v]) {
          steepest = Math.max(steepest, Math.abs(center[u] - center[v]));
        }
      }
      double gap = spacing.layerGap() + Math.min(50, steepest * 0.12);
      layerStart[l] = layerStart[l - 1] + spacing.nodeLength() + gap;
    }
  }

  private GraphLayout result(int[] layerOfVertex) {
    double[][] ports = ports();
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      routes.add(route(i, ports[i], layerOfVertex));
    }
    double[] low = {0, 0};
    double[] high = {
      layerStart[layers.length - 1] + spacing.nodeLength(),
      IntStream.range(0, size.length).mapToDouble(v -> center[v] + size[v] / 2).max().orElse(0)
    };
    routes.forEach(route -> stretch(route, low, high));
    List<Double> along = new ArrayList<>();
    List<Double> across = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      along.add(layerStart[layerOf[v]] + spacing.nodeLength() / 2 - low[0]);
      across.add(center[v] - low[1]);
    }
    return new GraphLayout(
        ImmutableList.copyOf(along),
        ImmutableList.copyOf(across),
        ImmutableList.copyOf(Doubles.asList(breadth)),
        ImmutableList.copyOf(routes.stream().map(r -> r.moved(-low[0], -low[1])).toList()),
        high[0] - low[0],
        high[1] - low[1]);
  }

  private static void stretch(Route route, double[] low, double[] high) {
    for (int piece = 0; piece < route.pieces().size(); piece++) {
      for (int step = 0; step <= 8; step++) {
        Point p = route.at(piece, step / 8.0);
        low[0] = Math.min(low[0], p.along() - 4);
        low[1] = Math.min(low[1], p.across() - 4);
        high[0] = Math.max(high[0], p.along() + 4);
        high[1] = Math.max(high[1], p.across() + 4);
      }
    }
  }

  /** Offsets from the middle of the node at the first and the last vertex of each chain. */
  private double[][] ports() {
    double[][] ports = new double[links.size()][2];
    for (int v = 0; v < nodes; v++) {
      for (boolean front : new boolean[] {false, true}) {
        spread(v, portsAt(v, front), ports);
      }
    }
    return ports;
  }

  /** An end of a link at a node: 0 for the first vertex of its chain, 1 for the last. */
  private record Port(int link, int end, double toward) {}

  private List<Port> portsAt(int v, boolean front) {
    List<Port> found = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      int[] chain = chains[i];
      if (links.get(i).from() == links.get(i).to()) {
        continue;
      }
      int last = chain.length - 1;
      boolean flat = isFlat(i);
      // where a straight pair bows, the bowed one leaves above
      double lift = links.get(i).arrow() ? 0 : -0.5;
      if (chain[0] == v && (flat ? arcsInFront(v) == front : front)) {
        found.add(new Port(i, 0, center[chain[1]] + lift));
      }
      if (chain[last] == v && (flat ? arcsInFront(v) == front : !front)) {
        found.add(new Port(i, 1, center[chain[last - 1]] + lift));
      }
    }
    found.sort(Comparator.comparingDouble(Port::toward));
    return found;
  }

  private void spread(int v, List<Port> side, double[][] ports) {
    if (side.size() < 2) {
      return;
    }
    double gap = Math.min(PORT_GAP, (breadth[v] - PORT_MARGIN) / (side.size() - 1));
    for (int k = 0; k < side.size(); k++) {
      Port port = side.get(k);
      ports[port.link()][port.end()] = (k - (side.size() - 1) / 2.0) * gap;
    }
  }

  /** Links within a layer bulge backward, except in the first layer of several. */
  private boolean arcsInFront(int v) {
    return layerOf[v] == 0 && layers.length > 1;
  }

  private Route route(int link, double[] port, int[] layerOfVertex) {
    Link ends = links.get(link);
    if (ends.from() == ends.to()) {
      return loop(ends.from());
    }
    if (isFlat(link)) {
      return arc(ends.from(), ends.to(), port);
    }
    int[] chain = chains[link];
    int last = chain.length - 1;
    Point at = new Point(endOf(layerOf[chain[0]]), center[chain[0]] + port[0]);
    Point end = new Point(layerStart[layerOf[chain[last]]], center[chain[last]] + port[1]);
    Point start = at;
    ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
    if (last == 1 && !ends.arrow() && hasTwin(link)) {
      pieces.add(bow(start, end));
    } else {
      for (int k = 1; k < last; k++) {
        int layer = layerOfVertex[chain[k]];
        Point enter = new Point(layerStart[layer], center[chain[k]]);
        Point leave = new Point(endOf(layer), center[chain[k]]);
        pieces.add(Piece.smooth(at, enter), Piece.straight(enter, leave));
        at = leave;
      }
      pieces.add(Piece.smooth(at, end));
    }
    Route route = new Route(start, pieces.build());
    return backward[link] ? route.reversed() : route;
  }

  private boolean hasTwin(int link) {
    return IntStream.range(0, links.size())
        .anyMatch(i -> i != link && links.get(i).arrow() && Arrays.equals(chains[i], chains[link]));
  }

  private static Piece bow(Point from, Point to) {
    double third = (to.along() - from.along()) / 3;
    double lift = Math.min(from.across(), to.across()) - 26;
    return new Piece(
        new Point(from.along() + third, lift), new Point(to.along() - third, lift), to);
  }

  private Route arc(int from, int to, double[] port) {
    boolean front = arcsInFront(from);
    double edge = front ? endOf(layerOf[from]) : layerStart[layerOf[from]];
    Point start = new Point(edge, center[from] + port[0]);
    Point end = new Point(edge, center[to] + port[1]);
    double bulge =
        Math.min(spacing.layerGap() * 0.8, 26 + Math.abs(end.across() - start.across()) * 0.12);
    double out = edge + (front ? bulge : -bulge);
    return new Route(
        start,
        ImmutableList.of(
            new Piece(new Point(out, start.across()), new Point(out, end.across()), end)));
  }

  private Route loop(int v) {
    double a = layerStart[layerOf[v]] + spacing.nodeLength() / 2;
    double c = center[v] - breadth[v] / 2;
    return new Route(
        new Point(a - 9, c),
        ImmutableList.of(
            new Piece(
                new Point(a - 22, c - LOOP_ROOM * 1.3),
                new Point(a + 22, c - LOOP_ROOM * 1.3),
                new Point(a + 9, c))));
  }

  private double endOf(int layer) {
    return layerStart[layer] + spacing.nodeLength();
  }

  private static List<List<Integer>> lists(int count) {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
