package org.causal4j.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over the text form of {@link CausalGraph#parse}.
 *
 * <pre>
 * graph     := [ ("dag" | "digraph") [name] "{" ] statement* [ "}" ]
 * statement := term (arrow term)* [ "[" attributes "]" ] (";" | "," | line end)
 * term      := name | "{" name* "}"
 * arrow     := "->" | "<-" | "<->"
 * </pre>
 */
final class GraphParser {
  private static final String SOURCE = "graph";
  private static final String ENDS_A_NAME = "{}[];,\"#=<>→←↔";

  /** What dagitty and Graphviz say about a node's place, look and role in a query. */
  private static final Set<String> READ_OVER =
      Set.of("pos", "label", "shape", "style", "color", "exposure", "outcome", "e", "o", "dir");

  private static final Set<String> OTHER_GRAPHS = Set.of("pdag", "cpdag", "mag", "pag", "graph");

  private final String text;
  private final CausalGraph.Builder builder = CausalGraph.builder();
  private final Map<Edge, Integer> places = new HashMap<>();
  private int at;
  private boolean wrapped;

  GraphParser(String text) {
    this.text = text;
  }

  CausalGraph parse() {
    openWrapper();
    skipSeparators();
    while (at < text.length() && peek() != '}') {
      statement();
      skipSeparators();
    }
    closeWrapper();
    try {
      return builder.build();
    } catch (TopologicalOrder.CycleException e) {
      throw error(lastEdgeOf(e.cycle()), "the edges form the cycle " + GraphWriter.path(e.cycle()));
    }
  }

  // -- wrapper ---------------------------------------------------------------------------------

  private void openWrapper() {
    skipSeparators();
    int start = at;
    if (at >= text.length() || isDelimiter(peek())) {
      return;
    }
    String word = name();
    skipBlanks();
    if (at < text.length() && peek() != '{' && !isDelimiter(peek()) && !isArrowAhead()) {
      name();
      skipBlanks();
    }
    skipLineEnds();
    boolean brace = at < text.length() && peek() == '{';
    String kind = word.toLowerCase(Locale.ROOT);
    if (brace && OTHER_GRAPHS.contains(kind)) {
      throw error(start, word + " { … }: only dag { … } and digraph { … } are read");
    }
    if (brace && (kind.equals("dag") || kind.equals("digraph"))) {
      wrapped = true;
      at++;
    } else {
      at = start;
    }
  }

  private void closeWrapper() {
    skipSeparators();
    if (!wrapped) {
      if (at < text.length()) {
        throw error(at, "'}' without '{'");
      }
      return;
    }
    if (at >= text.length()) {
      throw error(at, "the closing '}' is missing");
    }
    at++;
    skipSeparators();
    if (at < text.length()) {
      throw error(at, "text after the closing '}'");
    }
  }

  // -- statements ------------------------------------------------------------------------------

  private void statement() {
    int start = at;
    List<String> left = term();
    skipBlanks();
    if (at < text.length() && peek() == '=') {
      assignment(start, left);
      return;
    }
    left.forEach(builder::node);
    List<String> whole = new ArrayList<>(left);
    List<Edge> edges = new ArrayList<>();
    while (at < text.length() && !endsStatement()) {
      if (peek() == '[') {
        attributes(whole, edges);
        skipBlanks();
        if (at < text.length() && !endsStatement()) {
          throw error(at, "expected ';' or a new line after ']'");
        }
        break;
      }
      int arrowAt = at;
      Arrow arrow = arrow();
      skipBlanks();
      List<String> right = term();
      right.forEach(builder::node);
      addEdges(arrowAt, left, arrow, right, edges);
      whole.addAll(right);
      left = right;
      skipBlanks();
    }
    for (Edge edge : edges) {
      builder.edge(edge);
    }
  }

  private void addEdges(
      int place, List<String> left, Arrow arrow, List<String> right, List<Edge> edges) {
    for (String a : left) {
      for (String b : right) {
        if (a.equals(b)) {
          throw error(place, "the edge joins " + a + " to itself");
        }
        Edge edge =
            switch (arrow) {
              case RIGHT -> Edge.directed(a, b);
              case LEFT -> Edge.directed(b, a);
              case BOTH -> Edge.bidirected(a, b);
            };
        edges.add(edge);
        places.putIfAbsent(edge, place);
      }
    }
  }

  private List<String> term() {
    if (at >= text.length() || peek() == '\n') {
      throw error(at, "expected a node after the arrow");
    }
    List<String> names = new ArrayList<>();
    if (peek() != '{') {
      return List.of(name());
    }
    int open = at++;
    skipSeparators();
    while (at < text.length() && peek() != '}') {
      names.add(name());
      skipSeparators();
    }
    if (at >= text.length()) {
      throw error(open, "'{' is not closed");
    }
    if (names.isEmpty()) {
      throw error(open, "'{ }' holds no node");
    }
    at++;
    return names;
  }

  private enum Arrow {
    RIGHT,
    LEFT,
    BOTH
  }

  private Arrow arrow() {
    refuseOtherMarks();
    if (take("<->") || take("↔")) {
      return Arrow.BOTH;
    }
    if (take("->") || take("→")) {
      return Arrow.RIGHT;
    }
    if (take("<-") || take("←")) {
      return Arrow.LEFT;
    }
    throw error(
        at, "expected ->, <-, <->, ';' or a new line; a name with spaces needs quotes (\"a b\")");
  }

  private void refuseOtherMarks() {
    for (String mark : List.of("o->", "o-o", "o--", "@->", "@-@", "@--", "--", "<-o", "<-@")) {
      if (text.startsWith(mark, at)) {
        throw error(
            at,
            "the edge mark "
                + mark
                + " is not supported: a causal graph holds ->, <- and <-> (no CPDAG or PAG yet)");
      }
    }
  }

  private boolean isArrowAhead() {
    return text.startsWith("->", at)
        || text.startsWith("--", at)
        || text.startsWith("o-", at)
        || text.startsWith("@-", at);
  }

  /** {@code bb="0,0,1,1"} in dagitty, {@code rankdir=LR} in Graphviz: about looks, not causes. */
  private void assignment(int start, List<String> left) {
    if (!wrapped || left.size() != 1) {
      throw error(at, "expected an arrow, ';' or a new line, found '='");
    }
    throwUnlessLook(start, left.get(0));
    at++;
    skipBlanks();
    name();
  }

  private void throwUnlessLook(int start, String key) {
    if (!Set.of("bb", "rankdir", "layout").contains(key)) {
      throw error(start, "the setting " + key + " is not known here");
    }
  }

  private void attributes(List<String> nodes, List<Edge> edges) {
    int open = at++;
    skipSeparators();
    while (at < text.length() && peek() != ']') {
      int place = at;
      String key = name();
      @Nullable String value = null;
      skipBlanks();
      if (at < text.length() && peek() == '=') {
        at++;
        skipBlanks();
        value = name();
      }
      attribute(place, key, value, nodes, edges);
      skipSeparators();
    }
    if (at >= text.length()) {
      throw error(open, "'[' is not closed");
    }
    at++;
  }

  private void attribute(
      int place, String key, @Nullable String value, List<String> nodes, List<Edge> edges) {
    if (key.equals("latent") && (value == null || value.equals("true"))) {
      if (!edges.isEmpty()) {
        throw error(place, "latent belongs to a node, not to an edge");
      }
      nodes.forEach(builder::latent);
    } else if (key.equals("dir") && "both".equals(value)) {
      for (int i = 0; i < edges.size(); i++) {
        Edge both = Edge.bidirected(edges.get(i).from(), edges.get(i).to());
        edges.set(i, both);
        places.putIfAbsent(both, place);
      }
    } else if (!READ_OVER.contains(key)) {
      String shown = value == null ? key : key + "=" + value;
      throw error(place, "the attribute " + shown + " is not known; latent is");
    }
  }

  // -- characters ------------------------------------------------------------------------------

  private String name() {
    int start = at;
    if (at < text.length() && peek() == '"') {
      return quotedName();
    }
    while (at < text.length() && !endsName()) {
      at++;
    }
    if (at == start) {
      throw error(
          at, at < text.length() ? "expected a name, found '" + peek() + "'" : "expected a name");
    }
    return text.substring(start, at);
  }

  private boolean endsName() {
    char c = peek();
    return Character.isWhitespace(c)
        || ENDS_A_NAME.indexOf(c) >= 0
        || text.startsWith("->", at)
        || text.startsWith("--", at);
  }

  private String quotedName() {
    int open = at++;
    StringBuilder name = new StringBuilder();
    while (at < text.length() && peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        name.append(escaped == 'n' ? '\n' : escaped);
      } else {
        name.append(c);
      }
    }
    if (at >= text.length()) {
      throw error(open, "the quote is not closed");
    }
    at++;
    if (name.toString().isBlank()) {
      throw error(open, "the name is blank");
    }
    return name.toString();
  }

  private char peek() {
    return text.charAt(at);
  }

  private boolean take(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private static boolean isDelimiter(char c) {
    return "{}[];,#=<>→←↔\n".indexOf(c) >= 0;
  }

  private boolean endsStatement() {
    return "\n;,}".indexOf(peek()) >= 0;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      if (peek() == '#') {
        while (at < text.length() && peek() != '\n') {
          at++;
        }
      } else if (peek() != '\n' && Character.isWhitespace(peek())) {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipLineEnds() {
    skipBlanks();
    while (at < text.length() && peek() == '\n') {
      at++;
      skipBlanks();
    }
  }

  private void skipSeparators() {
    skipLineEnds();
    while (at < text.length() && (peek() == ';' || peek() == ',')) {
      at++;
      skipLineEnds();
    }
  }

  // -- errors ----------------------------------------------------------------------------------

  /** Of the edges of a cycle the one that the text mentions last, which closed it. */
  private int lastEdgeOf(List<String> cycle) {
    int last = 0;
    for (int i = 0; i + 1 < cycle.size(); i++) {
      last = Math.max(last, places.getOrDefault(Edge.directed(cycle.get(i), cycle.get(i + 1)), 0));
    }
    return last;
  }

  private DataFormatException error(int place, String problem) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < place && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new DataFormatException(SOURCE, line, place - lineStart + 1, problem);
  }
}
