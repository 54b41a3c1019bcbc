package org.causal4j.graph;

import com.google.common.base.Joiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The text forms of a {@link CausalGraph}. */
final class GraphWriter {
  private GraphWriter() {}

  /** A name as the parser reads it: bare where it may be, else in quotes. */
  static String quoted(String name) {
    boolean bare =
        name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
    return bare && !name.isEmpty() ? name : inQuotes(name);
  }

  /** {@code a -> b -> a}. */
  static String path(List<String> names) {
    return names.stream().map(GraphWriter::quoted).collect(Collectors.joining(" -> "));
  }

  /** One statement per node with edges; the nodes first where their order would else be lost. */
  static String text(CausalGraph graph) {
    List<String> statements = new ArrayList<>();
    Set<String> mentioned = new LinkedHashSet<>();
    for (String node : graph.nodes()) {
      Set<String> children = graph.children(node);
      List<String> later = new ArrayList<>();
      for (String sibling : graph.siblings(node)) {
        if (graph.index(node) < graph.index(sibling)) {
          later.add(sibling);
        }
      }
      if (graph.isLatent(node)) {
        statements.add(quoted(node) + " [latent]");
        mentioned.add(node);
      }
      if (!children.isEmpty()) {
        statements.add(quoted(node) + " -> " + group(children));
        mentioned.add(node);
        mentioned.addAll(children);
      }
      if (!later.isEmpty()) {
        statements.add(quoted(node) + " <-> " + group(later));
        mentioned.add(node);
        mentioned.addAll(later);
      }
      if (mentioned.add(node)) {
        statements.add(quoted(node));
      }
    }
    if (!List.copyOf(mentioned).equals(graph.nodes())) {
      List<String> bare = graph.nodes().stream().map(GraphWriter::quoted).toList();
      statements.removeAll(bare);
      statements.addAll(0, bare);
    }
    return Joiner.on("; ").join(statements);
  }

  private static String group(Iterable<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(quoted(name)));
    return all.size() == 1 ? all.get(0) : "{" + Joiner.on(' ').join(all) + "}";
  }

  static String dot(CausalGraph graph) {
    StringBuilder out = new StringBuilder("digraph {\n");
    for (String node : graph.nodes()) {
      out.append("  ").append(inQuotes(node));
      out.append(graph.isLatent(node) ? " [latent=true, style=dashed];\n" : ";\n");
    }
    for (Edge edge : graph.directedEdges()) {
      out.append("  ").append(inQuotes(edge.from())).append(" -> ").append(inQuotes(edge.to()));
      out.append(";\n");
    }
    for (Edge edge : graph.bidirectedEdges()) {
      out.append("  ").append(inQuotes(edge.from())).append(" -> ").append(inQuotes(edge.to()));
      out.append(" [dir=both, style=dashed];\n");
    }
    return out.append("}\n").toString();
  }

  static String mermaid(CausalGraph graph) {
    Map<String, String> ids = new HashMap<>();
    StringBuilder out = new StringBuilder("flowchart LR\n");
    for (String node : graph.nodes()) {
      String id = "n" + ids.size();
      ids.put(node, id);
      out.append("  ").append(id);
      out.append(graph.isLatent(node) ? "([\"" : "[\"").append(mermaidLabel(node));
      out.append(graph.isLatent(node) ? "\"]):::latent\n" : "\"]\n");
    }
    for (Edge edge : graph.directedEdges()) {
      out.append("  ").append(ids.get(edge.from())).append(" --> ").append(ids.get(edge.to()));
      out.append('\n');
    }
    for (Edge edge : graph.bidirectedEdges()) {
      out.append("  ").append(ids.get(edge.from())).append(" <-.-> ").append(ids.get(edge.to()));
      out.append('\n');
    }
    if (!graph.latents().isEmpty()) {
      out.append("  classDef latent stroke-dasharray: 4\n");
    }
    return out.toString();
  }

  static String latex(CausalGraph graph) {
    Map<String, String> ids = new HashMap<>();
    Map<String, Integer> depth = new HashMap<>();
    Map<Integer, Integer> filled = new HashMap<>();
    StringBuilder out = new StringBuilder("\\begin{tikzpicture}[>=stealth, node distance=2cm]\n");
    for (String node : graph.topologicalOrder()) {
      int column = 0;
      for (String parent : graph.parents(node)) {
        column = Math.max(column, depth.getOrDefault(parent, 0) + 1);
      }
      depth.put(node, column);
      int row = filled.merge(column, 1, Integer::sum) - 1;
      String id = "n" + ids.size();
      ids.put(node, id);
      out.append("  \\node").append(graph.isLatent(node) ? "[draw, dashed]" : "");
      out.append(" (").append(id).append(") at (").append(2 * column).append(", ");
      out.append(-2 * row).append(") {").append(latexLabel(node)).append("};\n");
    }
    for (Edge edge : graph.directedEdges()) {
      out.append("  \\draw[->] (").append(ids.get(edge.from())).append(") -- (");
      out.append(ids.get(edge.to())).append(");\n");
    }
    for (Edge edge : graph.bidirectedEdges()) {
      out.append("  \\draw[<->, dashed] (").append(ids.get(edge.from()));
      out.append(") to[bend left] (").append(ids.get(edge.to())).append(");\n");
    }
    return out.append("\\end{tikzpicture}\n").toString();
  }

  // -- classes of graphs ------------------------------------------------------------------------

  static String dot(MarkedGraph graph) {
    StringBuilder out = new StringBuilder("digraph {\n");
    for (String node : graph.nodes()) {
      out.append("  ").append(inQuotes(node)).append(";\n");
    }
    for (MarkedEdge edge : graph.edges()) {
      out.append("  ").append(inQuotes(edge.a())).append(" -> ").append(inQuotes(edge.b()));
      out.append(" [dir=both, arrowtail=").append(dotMark(graph, edge.atA()));
      out.append(", arrowhead=").append(dotMark(graph, edge.atB())).append("];\n");
    }
    return out.append("}\n").toString();
  }

  private static String dotMark(MarkedGraph graph, Mark mark) {
    boolean circles = !graph.kind().isWithoutHiddenCauses();
    return mark == Mark.ARROW ? "normal" : mark == Mark.CIRCLE && circles ? "odot" : "none";
  }

  static String mermaid(MarkedGraph graph) {
    Map<String, String> ids = new HashMap<>();
    StringBuilder out = new StringBuilder("flowchart LR\n");
    for (String node : graph.nodes()) {
      String id = "n" + ids.size();
      ids.put(node, id);
      out.append("  ").append(id).append("[\"").append(mermaidLabel(node)).append("\"]\n");
    }
    boolean circles = !graph.kind().isWithoutHiddenCauses();
    for (MarkedEdge edge : graph.edges()) {
      // a mark at the first end needs one at the second, and no plain one is at the first alone
      boolean turn = edge.atA() != Mark.TAIL && edge.atB() == Mark.TAIL;
      Mark first = turn ? edge.atB() : edge.atA();
      Mark second = turn ? edge.atA() : edge.atB();
      out.append("  ").append(ids.get(turn ? edge.b() : edge.a())).append(' ');
      out.append(first == Mark.ARROW ? "<" : first == Mark.CIRCLE && circles ? "o" : "");
      out.append(second == Mark.CIRCLE && !circles ? "---" : "--");
      out.append(second == Mark.ARROW ? ">" : second == Mark.CIRCLE && circles ? "o" : "");
      out.append(' ').append(ids.get(turn ? edge.a() : edge.b())).append('\n');
    }
    return out.toString();
  }

  static String latex(MarkedGraph graph) {
    Map<String, String> ids = new HashMap<>();
    StringBuilder out = new StringBuilder();
    out.append("% needs \\usetikzlibrary{arrows.meta}\n");
    out.append("\\begin{tikzpicture}[>=Stealth, c/.tip={Circle[open]}]\n");
    int n = graph.nodes().size();
    for (String node : graph.nodes()) {
      String id = "n" + ids.size();
      double angle = 90 - 360.0 * ids.size() / n;
      ids.put(node, id);
      out.append("  \\node (").append(id).append(") at (");
      out.append(String.format(Locale.ROOT, "%.1f:%.1f", angle, Math.max(1.5, 0.5 * n)));
      out.append(") {").append(latexLabel(node)).append("};\n");
    }
    for (MarkedEdge edge : graph.edges()) {
      out.append("  \\draw[").append(latexMark(graph, edge.atA(), "<")).append('-');
      out.append(latexMark(graph, edge.atB(), ">")).append("] (").append(ids.get(edge.a()));
      out.append(") -- (").append(ids.get(edge.b())).append(");\n");
    }
    return out.append("\\end{tikzpicture}\n").toString();
  }

  private static String latexMark(MarkedGraph graph, Mark mark, String arrow) {
    boolean circles = !graph.kind().isWithoutHiddenCauses();
    return mark == Mark.ARROW ? arrow : mark == Mark.CIRCLE && circles ? "c" : "";
  }

  private static String inQuotes(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /**
   * Mermaid reads entities in quoted labels: {@code #quot;} as HTML's, {@code #35;} for a number
   * sign.
   */
  private static String mermaidLabel(String name) {
    return name.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replace("`", "#96;")
        .replace("\n", "<br/>");
  }

  /** Letters of a name as LaTeX text. */
  static String latexLabel(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\textbackslash{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
        case '\n' -> out.append(' ');
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
