package org.causal4j.report;

import static org.causal4j.report.NumberText.coordinate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.Mark;
import org.causal4j.report.GraphLayout.Spacing;
import org.causal4j.report.GraphPicture.Direction;
import org.causal4j.report.GraphPicture.Link;
import org.causal4j.report.GraphPicture.Node;
import org.causal4j.report.Route.Point;
import org.causal4j.report.SvgCanvas.Anchor;

/**
 * Turns a {@link GraphPicture} into a {@link Picture}: sizes, direction, and the drawing itself.
 */
final class GraphDrawing {
  private static final double PAGE = 960;
  private static final double MARGIN = 14;
  private static final double TEXT = 12;
  private static final double LINE = 15;
  private static final double LABEL = 11;
  private static final double ENTRY_GAP = 22;
  private static final double WRAP = 168;

  /** Between a circle at the end of an edge and its node. */
  private static final double CIRCLE_GAP = 0.8;

  private final ImmutableList<Node> nodes;
  private final ImmutableList<Link> links;
  private final ImmutableMap<Hue, String> legend;
  private final Language language;
  private final List<ImmutableList<String>> labels = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();
  private final NodeBars bars;
  private final double boxWidth;

  /** Of each node, less what the layout adds to it. */
  private final double[] boxHeights;

  private final SvgCanvas canvas = new SvgCanvas();

  /** A rectangle that a label should keep clear of. */
  private record Box(double left, double top, double right, double bottom) {
    double overlap(Box other) {
      double w = Math.min(right, other.right) - Math.max(left, other.left);
      double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
      return w > 0 && h > 0 ? w * h : 0;
    }
  }

  GraphDrawing(
      ImmutableList<Node> nodes,
      ImmutableList<Link> links,
      ImmutableMap<Hue, String> legend,
      Language language) {
    this.nodes = nodes;
    this.links = links;
    this.legend = legend;
    this.language = language;
    double widest = 44;
    int lines = 1;
    for (Node node : nodes) {
      index.put(node.id(), index.size());
      ImmutableList<String> wrapped = TextMetrics.wrap(node.label(), TEXT, isBold(node), WRAP, 2);
      labels.add(wrapped);
      lines = Math.max(lines, wrapped.size());
      for (String line : wrapped) {
        widest = Math.max(widest, TextMetrics.width(line, TEXT, isBold(node)));
      }
    }
    bars = new NodeBars(nodes);
    boxWidth = Math.max(Math.ceil(widest) + 26, bars.width());
    boxHeights = new double[nodes.size()];
    for (int i = 0; i < boxHeights.length; i++) {
      boxHeights[i] = lines * LINE + 17 + bars.height(nodes.get(i));
    }
  }

  private static boolean isBold(Node node) {
    return node.style() == NodeStyle.TREATMENT
        || node.style() == NodeStyle.OUTCOME
        || !node.bars().isEmpty();
  }

  Picture draw(String title, Direction direction) {
    boolean down = direction == Direction.TOP_DOWN;
    GraphLayout layout = layOut(down);
    if (direction == Direction.AUTO && layout.length() > PAGE) {
      GraphLayout other = layOut(true);
      down = other.length() < layout.length();
      layout = down ? other : layout;
    }
    List<Entry> entries = entries();
    double legendWidth = entries.stream().mapToDouble(Entry::width).sum();
    legendWidth += (entries.size() - 1) * ENTRY_GAP + 1;
    double widest = entries.stream().mapToDouble(Entry::width).max().orElse(0);
    double content = Math.max(layout.length(), Math.max(widest, Math.min(legendWidth, PAGE)));
    double width = content + 2 * MARGIN;
    double left = MARGIN + (content - layout.length()) / 2;
    double height = layout.breadth() + 2 * MARGIN;
    List<Box> taken = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      double x = layout.along().get(i) + left;
      double y = layout.across().get(i) + MARGIN;
      double w = down ? layout.breadths().get(i) : boxWidth;
      double h = down ? highest() : layout.breadths().get(i);
      taken.add(new Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2));
    }
    List<Route> routes = layout.routes().stream().map(route -> route.moved(left, MARGIN)).toList();
    for (int i = 0; i < links.size(); i++) {
      drawLink(links.get(i), routes.get(i));
    }
    for (int i = 0; i < nodes.size(); i++) {
      drawNode(nodes.get(i), labels.get(i), taken.get(i));
    }
    List<ImmutableList<Point>> ways = routes.stream().map(Route::samples).toList();
    for (int i = 0; i < links.size(); i++) {
      drawLabel(links.get(i), routes.get(i), ways, taken);
    }
    double bottom = drawLegend(entries, width, height);
    return canvas.toPicture(title, width, bottom);
  }

  /** The layout in picture coordinates: along is x, across is y. */
  private GraphLayout layOut(boolean down) {
    List<GraphLayout.Link> plain = new ArrayList<>();
    double label = 0;
    for (Link link : links) {
      plain.add(
          new GraphLayout.Link(
              indexOf(link.from()), indexOf(link.to()), link.style().kind().isDirected()));
      label = Math.max(label, TextMetrics.width(link.style().label(), LABEL));
    }
    if (down) {
      double gap = label > 0 ? 72 : 58;
      Spacing spacing = new Spacing(highest(), boxWidth, gap, 22);
      return GraphLayout.of(nodes.size(), plain, spacing, PAGE, false).swapped();
    }
    double gap = Math.max(74, label > 0 ? label + 40 : 0);
    return GraphLayout.of(boxHeights, plain, new Spacing(boxWidth, highest(), gap, 18), PAGE, true);
  }

  private double highest() {
    return Arrays.stream(boxHeights).max().orElse(LINE);
  }

  private int indexOf(String id) {
    return index.getOrDefault(id, -1);
  }

  private void drawNode(Node node, ImmutableList<String> lines, Box box) {
    String tooltip = node.tooltip();
    if (tooltip.isEmpty() && !String.join(" ", lines).equals(node.label())) {
      tooltip = node.label();
    }
    canvas.group(tooltip);
    drawBox(node.style(), box.left, box.top, box.right - box.left, box.bottom - box.top);
    double x = (box.left + box.right) / 2;
    double content = lines.size() * LINE + bars.height(node);
    double y = (box.top + box.bottom - content) / 2 + LINE / 2 + TEXT * 0.35;
    String classes =
        switch (node.style()) {
          case TREATMENT, OUTCOME -> "f-ink b";
          case LATENT -> "f-muted i";
          case PLAIN, ADJUSTED, OBSERVED, INTERVENED ->
              "f-ink" + (node.bars().isEmpty() ? "" : " b");
        };
    for (String line : lines) {
      canvas.text(x, y, line, TEXT, Anchor.MIDDLE, classes);
      y += LINE;
    }
    bars.draw(canvas, node, x, y - LINE + 6);
    canvas.end();
  }

  private void drawBox(NodeStyle style, double x, double y, double w, double h) {
    switch (style) {
      case PLAIN -> canvas.rect(x, y, w, h, Math.min(7, h / 3), "f-surface s-gray", 1.2);
      case TREATMENT -> canvas.rect(x, y, w, h, Math.min(18, h / 2), "w-blue s-blue", 1.8);
      case OUTCOME -> canvas.rect(x, y, w, h, Math.min(7, h / 3), "w-vermilion s-vermilion", 2.4);
      case ADJUSTED -> {
        canvas.rect(x, y, w, h, 1, "w-green s-green", 1.2);
        double inset = h > 20 ? 3 : 2;
        canvas.rect(x + inset, y + inset, w - 2 * inset, h - 2 * inset, 0, "none s-green", 1);
      }
      case LATENT -> canvas.dashedRect(x, y, w, h, Math.min(7, h / 3), "f-surface s-gray");
      case OBSERVED -> canvas.rect(x, y, w, h, Math.min(7, h / 3), "w-gray s-gray", 1.8);
      case INTERVENED -> {
        double inset = h > 20 ? 3 : 2;
        canvas.rect(x, y, w, h, Math.min(10, h / 2), "w-vermilion s-vermilion", 1.4);
        canvas.rect(
            x + inset,
            y + inset,
            w - 2 * inset,
            h - 2 * inset,
            Math.min(8, h / 2),
            "none s-vermilion",
            1);
      }
    }
  }

  private void drawLink(Link link, Route route) {
    canvas.group(tooltip(link));
    drawArrow(link.style(), route);
    canvas.end();
  }

  private void drawArrow(EdgeStyle style, Route route) {
    double line = style.lineWidth();
    double length = 6.5 + 1.5 * line;
    double radius = 2.6 + line;
    EdgeStyle.Kind kind = style.kind();
    Route way = route.shortened(cut(kind.atEnd(), length, radius)).reversed();
    way = way.shortened(cut(kind.atStart(), length, radius)).reversed();
    String dashes = kind == EdgeStyle.Kind.HIDDEN_CAUSE ? "5 4" : "";
    String key = style.hue().key();
    canvas.path(way.pathData(), line, dashes, "none round s-" + key);
    drawMark(kind.atEnd(), route, length, radius, key);
    drawMark(kind.atStart(), route.reversed(), length, radius, key);
  }

  /** How far the line stops before the node. */
  private static double cut(Mark mark, double length, double radius) {
    return switch (mark) {
      case TAIL -> 0;
      case ARROW -> length;
      case CIRCLE -> 2 * radius + CIRCLE_GAP;
    };
  }

  /** The mark at the end of the route. */
  private void drawMark(Mark mark, Route route, double length, double radius, String key) {
    switch (mark) {
      case TAIL -> {}
      case ARROW -> head(route, length, radius, key);
      case CIRCLE -> {
        Point h = route.heading();
        double back = radius + CIRCLE_GAP;
        canvas.circle(
            route.end().along() - h.along() * back,
            route.end().across() - h.across() * back,
            radius,
            1.3,
            "f-surface s-" + key);
      }
    }
  }

  private String tooltip(Link link) {
    EdgeStyle style = link.style();
    if (!style.tooltip().isEmpty()) {
      return style.tooltip();
    }
    String from = nodes.get(indexOf(link.from())).label();
    String to = nodes.get(indexOf(link.to())).label();
    return from + " " + style.kind().sign() + " " + to;
  }

  /** A triangle whose tip is the end of the route, with a notch where the line meets it. */
  private void head(Route route, double length, double half, String key) {
    Point tip = route.end();
    Point h = route.heading();
    double baseX = tip.along() - h.along() * length;
    double baseY = tip.across() - h.across() * length;
    double notchX = tip.along() - h.along() * length * 0.75;
    double notchY = tip.across() - h.across() * length * 0.75;
    String d =
        "M"
            + pair(tip.along(), tip.across())
            + "L"
            + pair(baseX - h.across() * half, baseY + h.along() * half)
            + "L"
            + pair(notchX, notchY)
            + "L"
            + pair(baseX + h.across() * half, baseY - h.along() * half)
            + "Z";
    canvas.path(d, 0.6, "", "round f-" + key + " s-" + key);
  }

  private static String pair(double x, double y) {
    return coordinate(x) + " " + coordinate(y);
  }

  /** Puts the label on its edge where it meets the fewest nodes, labels and other edges. */
  private void drawLabel(Link link, Route route, List<ImmutableList<Point>> ways, List<Box> taken) {
    String label = link.style().label();
    if (label.isEmpty()) {
      return;
    }
    ImmutableList<Point> own = route.samples();
    double half = TextMetrics.width(label, LABEL) / 2 + 3;
    Box best = labelBox(route.at(0, 0.5), half);
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < 9; step++) {
      // from the middle of each curve outwards
      double t = 0.5 + (step % 2 == 0 ? -1 : 1) * ((step + 1) / 2) * 0.08;
      for (int piece = 0; piece < route.pieces().size(); piece += 2) {
        Box box = labelBox(route.at(piece, t), half);
        double cost = taken.stream().mapToDouble(box::overlap).sum() + step + piece;
        for (ImmutableList<Point> way : ways) {
          cost += way.equals(own) ? 0 : 12 * pointsInside(way, box);
        }
        if (cost < least) {
          least = cost;
          best = box;
        }
      }
    }
    taken.add(best);
    double x = (best.left + best.right) / 2;
    double y = (best.top + best.bottom) / 2;
    String color = link.style().hue() == Hue.GRAY ? "f-muted" : "f-" + link.style().hue().key();
    canvas.group(tooltip(link));
    canvas.rect(best.left, best.top, 2 * half, best.bottom - best.top, 4, "f-surface veil");
    canvas.text(x, y + LABEL * 0.36, label, LABEL, Anchor.MIDDLE, "b num " + color);
    canvas.end();
  }

  private static Box labelBox(Point middle, double half) {
    double x = middle.along();
    double y = middle.across();
    return new Box(x - half, y - LABEL * 0.66, x + half, y + LABEL * 0.66);
  }

  private static int pointsInside(List<Point> way, Box box) {
    int inside = 0;
    for (Point p : way) {
      if (p.along() > box.left
          && p.along() < box.right
          && p.across() > box.top
          && p.across() < box.bottom) {
        inside++;
      }
    }
    return inside;
  }

  private interface Sample {
    void draw(double x, double y);
  }

  private record Entry(String text, double sampleWidth, Sample sample) {
    double width() {
      return sampleWidth + 8 + TextMetrics.width(text, LABEL);
    }
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Set<NodeStyle> styles = new LinkedHashSet<>();
    nodes.forEach(node -> styles.add(node.style()));
    for (NodeStyle style : NodeStyle.values()) {
      if (style != NodeStyle.PLAIN && styles.contains(style)) {
        entries.add(
            new Entry(language.word(style.word()), 24, (x, y) -> drawBox(style, x, y - 7, 24, 14)));
      }
    }
    legend.forEach(
        (hue, text) -> entries.add(new Entry(text, 30, edge(EdgeStyle.causes().withHue(hue)))));
    Map<EdgeStyle.Kind, EdgeStyle> kinds = new EnumMap<>(EdgeStyle.Kind.class);
    links.forEach(link -> kinds.putIfAbsent(link.style().kind(), link.style().withWeight(0.1)));
    if (entries.isEmpty() || !legend.isEmpty()) {
      kinds.remove(EdgeStyle.Kind.CAUSES);
    }
    kinds.forEach(
        (kind, style) -> entries.add(new Entry(language.word(kind.word()), 30, edge(style))));
    return entries;
  }

  private Sample edge(EdgeStyle style) {
    return (x, y) -> {
      Point from = new Point(x, y);
      Point to = new Point(x + 30, y);
      Route route = new Route(from, ImmutableList.of(Route.Piece.straight(from, to)));
      drawArrow(style, route);
    };
  }

  private double drawLegend(List<Entry> entries, double width, double top) {
    if (entries.isEmpty()) {
      return top;
    }
    double x = MARGIN;
    double y = top + 18;
    canvas.line(MARGIN, top, width - MARGIN, top, 1, "s-line");
    for (Entry entry : entries) {
      if (x > MARGIN && x + entry.width() > width - MARGIN) {
        x = MARGIN;
        y += 22;
      }
      entry.sample.draw(x, y);
      double text = x + entry.sampleWidth + 8;
      canvas.text(text, y + LABEL * 0.36, entry.text, LABEL, Anchor.START, "f-muted");
      x += entry.width() + ENTRY_GAP;
    }
    return y + 16;
  }
}
