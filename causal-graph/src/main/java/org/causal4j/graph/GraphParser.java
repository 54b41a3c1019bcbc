package org.causal4j.graph;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over the text form of {@link CausalGraph#parse} and {@link MarkedGraph#parse}.
 *
 * <pre>
 * graph     := [ kind [name] "{" ] statement* [ "}" ]
 * kind      := "dag" | "admg" | "digraph" | "pdag" | "cpdag" | "mag" | "pag"
 * statement := term (arrow term)* [ "[" attributes "]" ] (";" | "," | line end)
 * term      := name | "{" name* "}"
 * arrow     := "->" | "<-" | "<->" | "--" | "o-o" | "o->" | "<-o"        (or @ for o)
 * </pre>
 */
final class GraphParser {
  private static final String ENDS_A_NAME = "{}[];,\"#=<>→←↔";

  /** What dagitty and Graphviz say about a node's place, look and role in a query. */
  private static final Set<String> READ_OVER =
      Set.of("pos", "label", "shape", "style", "color", "dir", "beta", "arrowhead", "arrowtail");

  private static final Set<String> DIRECTED_GRAPHS = Set.of("dag", "admg", "digraph");

  private final String text;
  private final ParsedGraph parsed;
  private int at;
  private boolean wrapped;

  GraphParser(String text) {
    this.text = text;
    this.parsed = new ParsedGraph(text);
  }

  ParsedGraph parse() {
    openWrapper();
    skipSeparators();
    while (at < text.length() && peek() != '}') {
      statement();
      skipSeparators();
    }
    closeWrapper();
    return parsed;
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
    String keyword = word.toLowerCase(Locale.ROOT);
    Optional<MarkedGraph.Kind> kind =
        Arrays.stream(MarkedGraph.Kind.values())
            .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(keyword))
            .findFirst();
    if (brace && keyword.equals("graph")) {
      throw error(start, word + " { … }: undirected graphs are not read; name the kind of graph");
    }
    if (brace && (kind.isPresent() || DIRECTED_GRAPHS.contains(keyword))) {
      parsed.setKind(kind, start);
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
    left.forEach(parsed::node);
    List<String> whole = new ArrayList<>(left);
    List<ParsedGraph.Link> edges = new ArrayList<>();
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
      right.forEach(parsed::node);
      addEdges(arrowAt, left, arrow, right, edges);
      whole.addAll(right);
      left = right;
      skipBlanks();
    }
    edges.forEach(parsed::link);
  }

  private void addEdges(
      int place, List<String> left, Arrow arrow, List<String> right, List<ParsedGraph.Link> edges) {
    for (String a : left) {
      for (String b : right) {
        if (a.equals(b)) {
          throw error(place, "the edge joins " + a + " to itself");
        }
        edges.add(new ParsedGraph.Link(new MarkedEdge(a, arrow.left(), arrow.right(), b), place));
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

  private record Arrow(String text, Mark left, Mark right) {}

  /** Longer ones before those that they start with. */
  private static final List<Arrow> ARROWS =
      List.of(
          new Arrow("<->", Mark.ARROW, Mark.ARROW),
          new Arrow("↔", Mark.ARROW, Mark.ARROW),
          new Arrow("->", Mark.TAIL, Mark.ARROW),
          new Arrow("→", Mark.TAIL, Mark.ARROW),
          new Arrow("<-o", Mark.ARROW, Mark.CIRCLE),
          new Arrow("<-@", Mark.ARROW, Mark.CIRCLE),
          new Arrow("<-", Mark.ARROW, Mark.TAIL),
          new Arrow("←", Mark.ARROW, Mark.TAIL),
          new Arrow("o-o", Mark.CIRCLE, Mark.CIRCLE),
          new Arrow("@-@", Mark.CIRCLE, Mark.CIRCLE),
          new Arrow("o->", Mark.CIRCLE, Mark.ARROW),
          new Arrow("@->", Mark.CIRCLE, Mark.ARROW),
          new Arrow("--", Mark.TAIL, Mark.TAIL));

  private Arrow arrow() {
    for (String mark : List.of("-->", "--o", "o--", "@--", "--@", "---")) {
      boolean isName = mark.equals("--o") && !text.startsWith("--o ", at);
      if (text.startsWith(mark, at) && !isName) {
        throw error(
            at, "the edge mark " + mark + " is not supported; ->, <->, --, o-> and o-o are");
      }
    }
    for (Arrow arrow : ARROWS) {
      if (text.startsWith(arrow.text(), at) && !isNameStartingWithO(arrow)) {
        at += arrow.text().length();
        return arrow;
      }
    }
    throw error(
        at,
        "expected ->, <-, <->, --, o->, o-o, ';' or a new line;"
            + " a name with spaces needs quotes (\"a b\")");
  }

  /** In {@code a <-outcome} the o is no circle. */
  private boolean isNameStartingWithO(Arrow arrow) {
    int end = at + arrow.text().length();
    return arrow.text().equals("<-o")
        && end < text.length()
        && Character.isLetterOrDigit(text.codePointAt(end));
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

  private void attributes(List<String> nodes, List<ParsedGraph.Link> edges) {
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
      int place,
      String key,
      @Nullable String value,
      List<String> nodes,
      List<ParsedGraph.Link> edges) {
    Optional<ParsedGraph.Role> role = ParsedGraph.Role.of(key);
    if (role.isPresent() && (value == null || value.equals("true"))) {
      if (!edges.isEmpty()) {
        throw error(place, key + " belongs to a node, not to an edge");
      }
      nodes.forEach(node -> parsed.role(role.orElseThrow(), node));
    } else if (key.equals("pos") && value != null && edges.isEmpty()) {
      GraphDocument.Position position = position(place, value);
      nodes.forEach(node -> parsed.position(node, position));
    } else if (key.equals("dir") && "both".equals(value)) {
      edges.replaceAll(
          link ->
              new ParsedGraph.Link(
                  new MarkedEdge(link.edge().a(), Mark.ARROW, Mark.ARROW, link.edge().b()),
                  link.place()));
    } else if (!READ_OVER.contains(key)) {
      String shown = value == null ? key : key + "=" + value;
      throw error(place, "the attribute " + shown + " is not known; latent is");
    }
  }

  /** Graphviz adds {@code !} where the place is fixed. */
  private GraphDocument.Position position(int place, String value) {
    List<String> parts = Splitter.on(',').trimResults(CharMatcher.anyOf(" !")).splitToList(value);
    if (parts.size() >= 2) {
      Double x = Doubles.tryParse(parts.get(0));
      Double y = Doubles.tryParse(parts.get(1));
      if (x != null && y != null && Double.isFinite(x) && Double.isFinite(y)) {
        return new GraphDocument.Position(x, y);
      }
    }
    throw error(place, "pos is \"x,y\" with two numbers, found " + value);
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

  private DataFormatException error(int place, String problem) {
    return parsed.error(place, problem);
  }
}
