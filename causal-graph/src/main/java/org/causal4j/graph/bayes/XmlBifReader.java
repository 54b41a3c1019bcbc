package org.causal4j.graph.bayes;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.causal4j.core.DataFormatException;

/**
 * Reads XMLBIF from a stream of XML events. A document type is read over: nothing that it declares
 * is resolved or expanded. For one file.
 */
final class XmlBifReader {
  /** Stands before the problem in a parser's messages. */
  private static final String MESSAGE = "Message: ";

  private final XmlPlaces places;
  private final NetworkDraft draft;
  private final XMLStreamReader xml;
  private final int length;
  private final List<Definition> waiting = new ArrayList<>();

  /** Line and column in one number. */
  private static final class XmlPlaces extends Source {
    private static final int BITS = 24;
    private static final int MASK = (1 << BITS) - 1;

    XmlPlaces(String name) {
      super(name);
    }

    static long at(int line, int column) {
      return ((long) Math.max(1, line) << BITS) | Math.min(MASK, Math.max(1, column));
    }

    @Override
    long line(long place) {
      return place >>> BITS;
    }

    @Override
    int column(long place) {
      return (int) place & MASK;
    }
  }

  /** Text, and where its pieces start. */
  private final class Text {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Long> placesOfStarts = new ArrayList<>();

    void add(String piece, long place) {
      starts.add(text.length());
      placesOfStarts.add(place);
      text.append(piece);
    }

    long place(int offset) {
      int piece = starts.size() - 1;
      while (piece > 0 && starts.get(piece) > offset) {
        piece--;
      }
      if (piece < 0) {
        return here();
      }
      int line = (int) places.line(placesOfStarts.get(piece));
      int column = places.column(placesOfStarts.get(piece));
      for (int i = starts.get(piece); i < offset; i++) {
        boolean end = text.charAt(i) == '\n';
        line += end ? 1 : 0;
        column = end ? 1 : column + 1;
      }
      return XmlPlaces.at(line, column);
    }

    String stripped() {
      return text.toString().strip();
    }

    long placeOfWord() {
      int at = 0;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return place(at);
    }
  }

  /** A name and where it stands. */
  private record Name(String text, long at) {}

  /** A table, which may name variables that are declared only behind it. */
  private record Definition(Name child, List<Name> given, Text table, long tableAt) {}

  XmlBifReader(SourceText source) {
    this.places = new XmlPlaces(source.name());
    this.draft = new NetworkDraft(places, NetworkFormat.XMLBIF);
    this.length = source.length();
    try {
      this.xml = factory().createXMLStreamReader(new StringReader(XmlText.decode(source)));
    } catch (XMLStreamException e) {
      throw broken(e, XmlPlaces.at(1, 1));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLReporter(
        (message, type, information, location) -> {
          // what matters is thrown as well; by default it would be printed
        });
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
    return factory;
  }

  NetworkReading read() {
    int event = next();
    while (event != XMLStreamConstants.START_ELEMENT) {
      event = next();
    }
    if (!name().equals("BIF")) {
      throw places.error(here(), "the root is " + name() + ", not BIF");
    }
    boolean found = false;
    for (String child = child("BIF"); !child.isEmpty(); child = child("BIF")) {
      if (!child.equals("NETWORK")) {
        throw places.error(here(), "expected NETWORK, found " + child);
      }
      if (found) {
        throw places.error(here(), "there is a second network");
      }
      found = true;
      network();
    }
    for (Definition definition : waiting) {
      table(definition);
    }
    long end = here();
    while (event != XMLStreamConstants.END_DOCUMENT) {
      event = next();
    }
    return draft.finish(end);
  }

  private void network() {
    for (String child = child("NETWORK"); !child.isEmpty(); child = child("NETWORK")) {
      switch (child) {
        case "NAME", "PROPERTY" -> text(child);
        case "VARIABLE" -> variable();
        case "DEFINITION", "PROBABILITY" -> definition(child);
        default ->
            throw places.error(
                here(), "expected NAME, PROPERTY, VARIABLE or DEFINITION, found " + child);
      }
    }
  }

  private void variable() {
    long at = here();
    checkNature();
    Name name = new Name("", at);
    List<String> states = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String child = child("VARIABLE"); !child.isEmpty(); child = child("VARIABLE")) {
      switch (child) {
        case "PROPERTY" -> text(child);
        case "NAME" -> {
          if (!name.text.isEmpty()) {
            throw places.error(here(), "this variable has a second name");
          }
          name = word(child);
        }
        case "OUTCOME", "VALUE" -> {
          Name state = word(child);
          if (!seen.add(state.text)) {
            throw places.error(state.at, "state " + state.text + " is named twice");
          }
          states.add(state.text);
        }
        default -> throw places.error(here(), "expected NAME, OUTCOME or PROPERTY, found " + child);
      }
    }
    if (name.text.isEmpty()) {
      throw places.error(at, "this variable has no name");
    }
    if (states.isEmpty()) {
      throw places.error(name.at, "variable " + name.text + " has no states");
    }
    draft.variable(name.text, states, name.at);
  }

  private void checkNature() {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String value = xml.getAttributeValue(i);
      if (xml.getAttributeLocalName(i).equalsIgnoreCase("TYPE")
          && !value.equalsIgnoreCase("nature")) {
        throw places.error(here(), "only variables of type nature can be read, found " + value);
      }
    }
  }

  private void definition(String element) {
    long at = here();
    Name child = new Name("", at);
    List<Name> given = new ArrayList<>();
    Text table = new Text();
    long tableAt = at;
    boolean tabled = false;
    for (String part = child(element); !part.isEmpty(); part = child(element)) {
      switch (part) {
        case "PROPERTY" -> text(part);
        case "FOR" -> {
          if (!child.text.isEmpty()) {
            throw places.error(here(), "a definition for two variables at once can't be read");
          }
          child = word(part);
        }
        case "GIVEN" -> given.add(word(part));
        case "TABLE" -> {
          if (tabled) {
            throw places.error(here(), "this definition has a second table");
          }
          tabled = true;
          tableAt = here();
          table = text(part);
        }
        default ->
            throw places.error(here(), "expected FOR, GIVEN, TABLE or PROPERTY, found " + part);
      }
    }
    if (child.text.isEmpty()) {
      throw places.error(at, "this definition is for no variable");
    }
    if (!tabled) {
      throw places.error(at, "this definition has no table");
    }
    Definition definition = new Definition(child, given, table, tableAt);
    boolean ready = draft.isDeclared(child.text);
    for (Name parent : given) {
      ready &= draft.isDeclared(parent.text);
    }
    if (ready) {
      table(definition);
    } else {
      waiting.add(definition);
    }
  }

  /** One row after another: the child's states change fastest, the first parent's slowest. */
  private void table(Definition definition) {
    String child = draft.known(definition.child.text, definition.child.at);
    draft.checkNoTable(child, definition.child.at);
    Set<String> seen = new HashSet<>();
    seen.add(child);
    List<String> parents = new ArrayList<>();
    for (Name parent : definition.given) {
      parents.add(draft.known(parent.text, parent.at));
      if (!seen.add(parent.text)) {
        throw places.error(parent.at, parent.text + " is named twice");
      }
    }
    int entries = draft.entries(child, parents, definition.child.at, length);
    Text text = definition.table;
    if (entries > text.text.length()) {
      throw places.error(
          definition.tableAt,
          "this table of " + child + " is too short for " + entries + " entries");
    }
    double[] table = new double[entries];
    int states = draft.states(child).size();
    int at = 0;
    int rowStart = 0;
    int i = 0;
    while (i < text.text.length()) {
      if (Character.isWhitespace(text.text.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      while (i < text.text.length() && !Character.isWhitespace(text.text.charAt(i))) {
        i++;
      }
      if (at == entries) {
        throw places.error(
            text.place(start), "this table of " + child + " has more than " + entries + " entries");
      }
      rowStart = at % states == 0 ? start : rowStart;
      table[at++] = number(text, start, i);
      if (at % states == 0) {
        int first = rowStart;
        draft.normalize(child, table, at - states, () -> text.place(first));
      }
    }
    if (at < entries) {
      throw places.error(
          definition.tableAt, "this table of " + child + " has " + at + " entries, not " + entries);
    }
    draft.table(child, parents, table, definition.child.at);
  }

  private double number(Text text, int start, int end) {
    String word = text.text.substring(start, end);
    boolean plain = true;
    for (int i = 0; i < word.length(); i++) {
      plain &= "0123456789.eE+-".indexOf(word.charAt(i)) >= 0;
    }
    try {
      double value = plain ? Double.parseDouble(word) : Double.NaN;
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw places.error(text.place(start), "expected a number, found '" + word + "'", e);
    }
    throw places.error(text.place(start), "expected a finite number, found '" + word + "'");
  }

  // -- events --------------------------------------------------------------------------------

  /** The next element within one that is open; empty at its end. */
  private String child(String parent) {
    while (true) {
      long before = here();
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return name();
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        return "";
      } else if (isText(event) && !xml.getText().isBlank()) {
        throw places.error(before, "text stands where " + parent + " holds elements only");
      }
    }
  }

  /** The text of the open element, to its end. */
  private Text text(String element) {
    Text text = new Text();
    while (true) {
      long before = here();
      int event = next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        return text;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        throw places.error(before, element + " holds the element " + name() + ", not text alone");
      } else if (isText(event)) {
        text.add(xml.getText(), before);
      }
    }
  }

  private Name word(String element) {
    long at = here();
    Text text = text(element);
    String word = text.stripped();
    if (word.isEmpty()) {
      throw places.error(at, element + " is empty");
    }
    return new Name(word, text.placeOfWord());
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  private String name() {
    return xml.getLocalName().toUpperCase(Locale.ROOT);
  }

  private int next() {
    long before = here();
    int event;
    try {
      event = xml.next();
    } catch (XMLStreamException e) {
      throw broken(e, before);
    } catch (RuntimeException e) {
      throw places.error(before, "this is no XML that can be read from here on", e);
    }
    if (event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw places.error(before, "the entity &" + xml.getLocalName() + "; is not resolved");
    }
    return event;
  }

  private long here() {
    return XmlPlaces.at(xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber());
  }

  /** The parser's own error; where it has no place, the last one before. */
  private DataFormatException broken(XMLStreamException e, long before) {
    Location location = e.getLocation();
    long at =
        location == null || location.getLineNumber() < 1
            ? before
            : XmlPlaces.at(location.getLineNumber(), location.getColumnNumber());
    String message = String.valueOf(e.getMessage());
    int from = message.indexOf(MESSAGE);
    String problem = message.substring(from < 0 ? 0 : from + MESSAGE.length());
    return places.error(at, "not well-formed XML: " + problem, e);
  }
}
