package org.causal4j.report;

import org.causal4j.report.GraphPicture.Node;
import org.causal4j.report.SvgCanvas.Anchor;

/** The distributions below the labels of nodes: state, bar and percent, in columns. */
final class NodeBars {
  private static final double ROW = 15;
  private static final double TEXT = 10.5;
  private static final double BAR = 62;
  private static final double VALUE = 36;
  private static final double GAP = 7;
  private static final double STATE_LIMIT = 92;
  private static final double PADDING = 11;
  private static final double BELOW = 9;

  private final double state;

  NodeBars(Iterable<Node> nodes) {
    double widest = 0;
    for (Node node : nodes) {
      for (StateBar bar : node.bars()) {
        widest = Math.max(widest, TextMetrics.width(bar.label(), TEXT));
      }
    }
    state = Math.min(STATE_LIMIT, Math.ceil(widest));
  }

  /** Width of a node with bars, 0 where none has any. */
  double width() {
    return state == 0 ? 0 : 2 * PADDING + state + GAP + BAR + GAP + VALUE;
  }

  /** What the bars of a node add to its height. */
  double height(Node node) {
    return node.bars().isEmpty() ? 0 : node.bars().size() * ROW + BELOW;
  }

  void draw(SvgCanvas canvas, Node node, double middle, double top) {
    double left = middle - width() / 2 + PADDING;
    double start = left + state + GAP;
    Hue hue =
        node.style() == NodeStyle.OBSERVED
            ? Hue.GRAY
            : node.style() == NodeStyle.INTERVENED ? Hue.VERMILION : Hue.BLUE;
    double y = top;
    for (StateBar bar : node.bars()) {
      String percent = NumberText.percent(bar.probability(), 1);
      canvas.group(bar.label() + ": " + percent);
      String color = bar.rest() ? "f-muted i" : "f-ink";
      String label = TextMetrics.fit(bar.label(), TEXT, false, state + 0.5);
      canvas.text(left + state, y + 10.5, label, TEXT, Anchor.END, color);
      canvas.rect(start, y + 2.5, BAR, ROW - 5, 2, "f-line");
      double width = BAR * Math.min(1, bar.probability());
      if (width >= 0.3) {
        canvas.rect(start, y + 2.5, width, ROW - 5, 2, (bar.rest() ? "w-" : "f-") + hue.key());
      }
      canvas.text(start + BAR + GAP + VALUE, y + 10.5, percent, TEXT, Anchor.END, "f-muted num");
      canvas.end();
      y += ROW;
    }
  }
}
