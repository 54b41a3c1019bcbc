package org.causal4j.report;

import static org.causal4j.report.NumberText.coordinate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.report.GraphLayout.Spacing;
import org.causal4j.report.GraphPicture.Direction;
import org.causal4j.report.GraphPicture.Link;
import org.causal4j.report.GraphPicture.Node;
import org.causal4j.report.Route.Point;
import org.causal4j.report.SvgCanvas.Anchor;

/** Turns a {@link GraphPicture} into a {@link Picture}: sizes, direction, and the drawing itself. */
final class GraphDrawing {
  private static final double PAGE = 960;
  private static final double MARGIN = 14;
  private static final double TEXT = 12.5;
  private static final double LINE = 15;
  private static final double LABEL = 11;
  private static final double WRAP = 142;

  private final ImmutableList<Node> nodes;
  private final ImmutableList<Link> links;
  private final ImmutableMap<Hue, String> legend;
  private final Language language;
  private final List<ImmutableList<String>> labels = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();
  private final double boxWidth;
  private final double boxHeight;
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
      ImmutableList<String> wrapped = TextMetrics.wrap(node.label(), TEXT, true, WRAP, 2);
      labels.add(wrapped);
      lines = Math.max(lines, wrapped.size());
      for (String line : wrapped) {
        widest = Math.max(widest, TextMetrics.width(line, TEXT, true));
      }
    }
    boxWidth = Math.ceil(widest) + 26;
    boxHeight = lines * LINE + 17;
  }

  Picture draw(String title, Direction direction) {
    GraphLayout layout = choose(direction);
    double width = layout.length() + 2 * MARGIN;
    double height = layout.breadth() + 2 * MARGIN;
    List<Box> taken = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      taken.add(box(layout.along().get(i) + MARGIN, layout.across().get(i) + MARGIN));
    }
    List<Route> routes =
        layout.routes().stream().map(route -> route.moved(MARGIN, MARGIN)).toList();
    for (int i = 0; i < links.size(); i++) {
      drawLink(links.get(i), routes.get(i));
    }
    for (int i = 0; i < nodes.size(); i++) {
      drawNode(nodes.get(i), labels.get(i), taken.get(i));
    }
    for (int i = 0; i < links.size(); i++) {
      drawLabel(links.get(i), routes.get(i), taken);
    }
    List<Entry> entries = entries();
    double needed = entries.stream().mapToDouble(Entry::width).max().orElse(0) + 2 * MARGIN;
    double total = Math.max(Math.max(width, needed), entries.isEmpty() ? 0 : 420);
    double bottom = drawLegend(entries, total, height);
    return canvas.toPicture(title, total, bottom);
  }

  /** The layout in picture coordinates: along is x, across is y. */
  private GraphLayout choose(Direction direction) {
    if (direction != Direction.AUTO) {
      return layOut(direction == Direction.TOP_DOWN);
    }
    GraphLayout right = layOut(false);
    if (right.length() <= PAGE) {
      return right;
    }
    GraphLayout down = layOut(true);
    return down.length() < right.length() ? down : right;
  }

  private GraphLayout layOut(boolean down) {
    List<GraphLayout.Link> plain = new ArrayList<>();
    double label = 0;
    for (Link link : links) {
      plain.add(
          new GraphLayout.Link(
              indexOf(link.from()),
              indexOf(link.to()),
              link.style().kind() == EdgeStyle.Kind.CAUSES));
      label = Math.max(label, TextMetrics.width(link.style().label(), LABEL));
    }
    if (down) {
      double gap = label > 0 ? 72 : 58;
      Spacing spacing = new Spacing(boxHeight, boxWidth, gap, 22);
      return GraphLayout.of(nodes.size(), plain, spacing, PAGE, false).swapped();
    }
    double gap = Math.max(62, label > 0 ? label + 40 : 0);
    return GraphLayout.of(
        nodes.size(), plain, new Spacing(boxWidth, boxHeight, gap, 18), PAGE, true);
  }

  private int indexOf(String id) {
    return index.getOrDefault(id, -1);
  }

  private Box box(double x, double y) {
    return new Box(x - boxWidth / 2, y - boxHeight / 2, x + boxWidth / 2, y + boxHeight / 2);
  }

  private void drawNode(Node node, ImmutableList<String> lines, Box box) {
    String tooltip = node.tooltip();
    if (tooltip.isEmpty() && !String.join(" ", lines).equals(node.label())) {
      tooltip = node.label();
    }
    canvas.group(tooltip);
    drawBox(node.style(), box.left, box.top, boxWidth, boxHeight);
    double x = (box.left + box.right) / 2;
    double y = (box.top + box.bottom) / 2 - (lines.size() - 1) * LINE / 2 + TEXT * 0.35;
    String classes =
        switch (node.style()) {
          case TREATMENT, OUTCOME -> "f-ink b";
          case LATENT -> "f-muted i";
          case PLAIN, ADJUSTED -> "f-ink";
        };
    for (String line : lines) {
      canvas.text(x, y, line, TEXT, Anchor.MIDDLE, classes);
      y += LINE;
    }
    canvas.end();
  }

  private void drawBox(NodeStyle style, double x, double y, double w, double h) {
    switch (style) {
      case PLAIN -> canvas.rect(x, y, w, h, Math.min(7, h / 3), "f-surface s-gray", 1.2);
      case TREATMENT -> canvas.rect(x, y, w, h, h / 2, "w-blue s-blue", 1.8);
      case OUTCOME ->
          canvas.rect(x, y, w, h, Math.min(7, h / 3), "w-vermilion s-vermilion", 2.4);
      case ADJUSTED -> {
        canvas.rect(x, y, w, h, 1, "w-green s-green", 1.2);
        double inset = h > 20 ? 3 : 2;
        canvas.rect(x + inset, y + inset, w - 2 * inset, h - 2 * inset, 0, "none s-green", 1);
      }
      case LATENT -> canvas.dashedRect(x, y, w, h, Math.min(7, h / 3), "f-surface s-gray");
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
    boolean atEnd = style.kind() != EdgeStyle.Kind.UNDIRECTED;
    boolean atStart = style.kind() == EdgeStyle.Kind.HIDDEN_CAUSE;
    Route way = atEnd ? route.shortened(length) : route;
    if (atStart) {
      way = way.reversed().shortened(length).reversed();
    }
    String dashes = atStart ? "5 4" : "";
    String key = style.hue().key();
    canvas.path(way.pathData(), line, dashes, "none round s-" + key);
    if (atEnd) {
      head(route, length, 2.6 + line, key);
    }
    if (atStart) {
      head(route.reversed(), length, 2.6 + line, key);
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

  private void drawLabel(Link link, Route route, List<Box> taken) {
    String label = link.style().label();
    if (label.isEmpty()) {
      return;
    }
    double width = TextMetrics.width(label, LABEL);
    Box best = taken.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < 9 && least > 0; step++) {
      // from the middle of the first curve outwards
      double t = 0.5 + (step % 2 == 0 ? 1 : -1) * ((step + 1) / 2) * 0.09;
      for (int piece = 0; piece < route.pieces().size() && least > 0; piece += 2) {
        Point p = route.at(piece, t);
        Box box =
            new Box(
                p.along() - width / 2 - 2,
                p.across() - LABEL * 0.6,
                p.along() + width / 2 + 2,
                p.across() + LABEL * 0.6);
        double overlap = taken.stream().mapToDouble(box::overlap).sum();
        if (overlap < least) {
          least = overlap;
          best = box;
        }
      }
    }
    taken.add(best);
    double x = (best.left + best.right) / 2;
    double y = (best.top + best.bottom) / 2 + LABEL * 0.35;
    String color = link.style().hue() == Hue.GRAY ? "f-muted" : "f-" + link.style().hue().key();
    canvas.group(tooltip(link));
    canvas.text(x, y, label, LABEL, Anchor.MIDDLE, "halo num s-surface " + color);
    canvas.end();
  }

  private interface Sample {
    void draw(double x, double y);
  }

  private record Entry(String text, double width, Sample sample) {}

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Set<NodeStyle> styles = new LinkedHashSet<>();
    nodes.forEach(node -> styles.add(node.style()));
    for (NodeStyle style : NodeStyle.values()) {
      if (style != NodeStyle.PLAIN && styles.contains(style)) {
        entries.add(
            entry(language.word(style.word()), (x, y) -> drawBox(style, x, y - 7, 24, 14)));
      }
    }
    legend.forEach((hue, text) -> entries.add(entry(text, edge(EdgeStyle.causes().withHue(hue)))));
    Map<EdgeStyle.Kind, EdgeStyle> kinds = new EnumMap<>(EdgeStyle.Kind.class);
    links.forEach(link -> kinds.putIfAbsent(link.style().kind(), link.style().withWeight(0.1)));
    if (entries.isEmpty() || !legend.isEmpty()) {
      kinds.remove(EdgeStyle.Kind.CAUSES);
    }
    kinds.forEach((kind, style) -> entries.add(entry(language.word(kind.word()), edge(style))));
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

  private static Entry entry(String text, Sample sample) {
    return new Entry(text, 38 + TextMetrics.width(text, LABEL), sample);
  }

  private double drawLegend(List<Entry> entries, double width, double top) {
    if (entries.isEmpty()) {
      return top;
    }
    double x = MARGIN;
    double y = top + 18;
    canvas.line(MARGIN, top, width - MARGIN, top, 1, "s-line");
    for (Entry entry : entries) {
      if (x > MARGIN && x + entry.width > width - MARGIN) {
        x = MARGIN;
        y += 22;
      }
      entry.sample.draw(x, y);
      canvas.text(x + 38, y + LABEL * 0.36, entry.text, LABEL, Anchor.START, "f-muted");
      x += entry.width + 22;
    }
    return y + 16;
  }
}
