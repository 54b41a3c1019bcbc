package org.causal4j.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out a whole graph: each connected part by {@link LayeredLayout}, the parts in rows beside
 * and below each other, the largest first. All in (along, across) coordinates: layers follow each
 * other along, nodes of one layer lie across.
 *
 * @param along the middle of each node along the layers
 * @param across the middle of each node within its layer
 * @param breadths extent of each node across: what was asked, or more where many edges arrive
 * @param routes the way of each link
 * @param length extent along
 * @param breadth extent across
 */
record GraphLayout(
    ImmutableList<Double> along,
    ImmutableList<Double> across,
    ImmutableList<Double> breadths,
    ImmutableList<Route> routes,
    double length,
    double breadth) {

  private static final double PART_GAP = 36;

  /**
   * What is asked of a link.
   *
   * @param from index of a node
   * @param to index of a node
   * @param arrow whether it should go forward; others only want to be short
   */
  record Link(int from, int to, boolean arrow) {}

  /**
   * Sizes that nodes share, and distances.
   *
   * @param nodeLength extent of a node along
   * @param nodeBreadth extent of a node across
   * @param layerGap least distance of layers
   * @param nodeGap least distance of nodes in a layer
   */
  record Spacing(double nodeLength, double nodeBreadth, double layerGap, double nodeGap) {}

  /**
   * @param rowLimit parts are put beside each other up to this extent, measured along when {@code
   *     rowsAlong}, else across
   */
  static GraphLayout of(
      int nodes, List<Link> links, Spacing spacing, double rowLimit, boolean rowsAlong) {
    double[] asked = new double[nodes];
    Arrays.fill(asked, spacing.nodeBreadth());
    return of(asked, links, spacing, rowLimit, rowsAlong);
  }

  /** The same for nodes whose extents across differ. */
  static GraphLayout of(
      double[] asked, List<Link> links, Spacing spacing, double rowLimit, boolean rowsAlong) {
    int nodes = asked.length;
    double[] along = new double[nodes];
    double[] across = new double[nodes];
    double[] breadths = new double[nodes];
    Route[] routes = new Route[links.size()];
    List<Part> parts = parts(asked, links, spacing);
    double limit =
        Math.max(rowLimit, parts.stream().mapToDouble(p -> p.extent(rowsAlong)).max().orElse(0));
    double rowStart = 0;
    double rowDepth = 0;
    double used = 0;
    double widest = 0;
    for (Part part : parts) {
      if (used > 0 && used + part.extent(rowsAlong) > limit) {
        rowStart += rowDepth + PART_GAP;
        rowDepth = 0;
        used = 0;
      }
      double a = rowsAlong ? used : rowStart;
      double c = rowsAlong ? rowStart : used;
      for (int i = 0; i < part.nodes.length(); i++) {
        along[part.nodes.get(i)] = part.layout.along().get(i) + a;
        across[part.nodes.get(i)] = part.layout.across().get(i) + c;
        breadths[part.nodes.get(i)] = part.layout.breadths().get(i);
      }
      for (int i = 0; i < part.links.length(); i++) {
        routes[part.links.get(i)] = part.layout.routes().get(i).moved(a, c);
      }
      widest = Math.max(widest, used + part.extent(rowsAlong));
      used += part.extent(rowsAlong) + PART_GAP;
      rowDepth = Math.max(rowDepth, part.extent(!rowsAlong));
    }
    double depth = rowStart + rowDepth;
    return new GraphLayout(
        ImmutableList.copyOf(Doubles.asList(along)),
        ImmutableList.copyOf(Doubles.asList(across)),
        ImmutableList.copyOf(Doubles.asList(breadths)),
        ImmutableList.copyOf(routes),
        rowsAlong ? widest : depth,
        rowsAlong ? depth : widest);
  }

  /** The same with along and across exchanged: layers from top to bottom. */
  GraphLayout swapped() {
    return new GraphLayout(
        across,
        along,
        breadths,
        ImmutableList.copyOf(routes.stream().map(Route::swapped).toList()),
        breadth,
        length);
  }

  private record Part(ImmutableIntArray nodes, ImmutableIntArray links, GraphLayout layout) {
    double extent(boolean along) {
      return along ? layout.length() : layout.breadth();
    }
  }

  private static List<Part> parts(double[] asked, List<Link> links, Spacing spacing) {
    int nodes = asked.length;
    int[] part = IntStream.range(0, nodes).toArray();
    for (Link link : links) {
      int a = part[link.from()];
      int b = part[link.to()];
      for (int v = 0; v < nodes; v++) {
        if (part[v] == Math.max(a, b)) {
          part[v] = Math.min(a, b);
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int p = 0; p < nodes; p++) {
      int which = p;
      int[] members = IntStream.range(0, nodes).filter(v -> part[v] == which).toArray();
      if (members.length == 0) {
        continue;
      }
      int[] place = new int[nodes];
      for (int i = 0; i < members.length; i++) {
        place[members[i]] = i;
      }
      int[] inside =
          IntStream.range(0, links.size())
              .filter(i -> part[links.get(i).from()] == which)
              .toArray();
      List<Link> local =
          IntStream.of(inside)
              .mapToObj(links::get)
              .map(l -> new Link(place[l.from()], place[l.to()], l.arrow()))
              .toList();
      parts.add(
          new Part(
              ImmutableIntArray.copyOf(members),
              ImmutableIntArray.copyOf(inside),
              LayeredLayout.of(
                  IntStream.of(members).mapToDouble(v -> asked[v]).toArray(), local, spacing)));
    }
    parts.sort(Comparator.comparingInt((Part p) -> p.nodes.length()).reversed());
    return parts;
  }
}
