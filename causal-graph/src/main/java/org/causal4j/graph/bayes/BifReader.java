package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Provenance;

/** Reads BIF by recursive descent over {@link BifTokens}. For one file. */
final class BifReader {
  private static final double LARGEST_TABLE = Integer.MAX_VALUE - 8;

  private final BifTokens tokens;
  private final NetworkBuilder builder = BayesianNetwork.builder();
  private final Map<String, Map<String, Integer>> codes = new HashMap<>();

  /** Where each variable is declared: the place to blame for a missing table. */
  private final Map<String, Integer> declaredAt = new LinkedHashMap<>();

  BifReader(String source, byte[] text) {
    this.tokens = new BifTokens(source, text);
  }

  BayesianNetwork read() {
    while (tokens.next()) {
      int start = tokens.start();
      if (tokens.is("network")) {
        while (!tokens.isSign('{')) {
          tokens.require("'{' after the network's name");
        }
        readOver();
      } else if (tokens.is("variable")) {
        variable();
      } else if (tokens.is("probability")) {
        probability();
      } else {
        throw tokens.error(
            start, "expected network, variable or probability, found " + tokens.shown());
      }
    }
    for (Map.Entry<String, Integer> entry : declaredAt.entrySet()) {
      if (!builder.hasTable(entry.getKey())) {
        throw tokens.error(entry.getValue(), "variable " + entry.getKey() + " has no probability");
      }
    }
    if (declaredAt.isEmpty()) {
      throw tokens.error("no variable is declared");
    }
    try {
      return builder.build(
          Provenance.of(
              "network file", ImmutableMap.of("format", "BIF", "tables", builder.fingerprint())));
    } catch (IllegalArgumentException e) {
      throw new DataFormatException(tokens.source(), 0, 0, String.valueOf(e.getMessage()), e);
    }
  }

  /** Skips to the brace that closes an open one; properties may hold anything but braces. */
  private void readOver() {
    int depth = 1;
    while (depth > 0) {
      tokens.require("'}'");
      depth += tokens.isSign('{') ? 1 : tokens.isSign('}') ? -1 : 0;
    }
  }

  private void readOverProperty() {
    while (!tokens.isSign(';')) {
      tokens.require("';' after a property");
    }
  }

  private void variable() {
    tokens.require("the variable's name");
    String name = tokens.word("the variable's name");
    int at = tokens.start();
    if (builder.isDeclared(name)) {
      throw tokens.error(at, "variable " + name + " is declared twice");
    }
    tokens.requireSign('{');
    boolean typed = false;
    while (true) {
      tokens.require("type, property or '}'");
      if (tokens.isSign('}')) {
        break;
      } else if (tokens.is("property")) {
        readOverProperty();
      } else if (tokens.is("type") && !typed) {
        type(name);
        typed = true;
      } else {
        throw tokens.error("expected type, property or '}', found " + tokens.shown());
      }
    }
    if (!typed) {
      throw tokens.error(at, "variable " + name + " has no type");
    }
    declaredAt.put(name, at);
  }

  private void type(String name) {
    tokens.require("discrete");
    if (!tokens.is("discrete")) {
      throw tokens.error("only discrete variables can be read, found " + tokens.shown());
    }
    tokens.requireSign('[');
    tokens.require("the number of states");
    int countAt = tokens.start();
    double count = tokens.number();
    tokens.requireSign(']');
    tokens.requireSign('{');
    List<String> states = new ArrayList<>();
    Map<String, Integer> code = new HashMap<>();
    while (true) {
      tokens.require("a state or '}'");
      if (tokens.isSign('}')) {
        break;
      }
      if (tokens.isSign(',')) {
        continue;
      }
      String state = tokens.word("a state");
      if (code.put(state, states.size()) != null) {
        throw tokens.error("state " + state + " of " + name + " is named twice");
      }
      states.add(state);
    }
    tokens.requireSign(';');
    if (states.size() != count || states.isEmpty()) {
      throw tokens.error(
          countAt, name + " lists " + states.size() + " states: " + states + ", not this number");
    }
    codes.put(name, code);
    builder.variable(name, states);
  }

  private void probability() {
    tokens.requireSign('(');
    tokens.require("the child's name");
    int childAt = tokens.start();
    String child = known(tokens.word("the child's name"));
    if (builder.hasTable(child)) {
      throw tokens.error(childAt, child + " has two probability blocks");
    }
    List<String> parents = new ArrayList<>();
    while (true) {
      tokens.require("a parent or ')'");
      if (tokens.isSign(')')) {
        break;
      }
      if (tokens.isSign('|') || tokens.isSign(',')) {
        continue;
      }
      String parent = known(tokens.word("a parent"));
      if (parent.equals(child) || parents.contains(parent)) {
        throw tokens.error(parent + " is named twice");
      }
      parents.add(parent);
    }
    int states = builder.declared(child).size();
    double rows = builder.expectedRows(child, parents);
    if (rows * states > LARGEST_TABLE) {
      throw tokens.error(childAt, "the table of " + child + " has too many entries");
    }
    tokens.requireSign('{');
    builder.table(child, parents, new Rows(child, parents, (int) rows, states).read());
  }

  private String known(String name) {
    if (!builder.isDeclared(name)) {
      throw tokens.error("variable " + name + " is not declared before this");
    }
    return name;
  }

  /** The rows of one probability block. */
  private final class Rows {
    private final String child;
    private final List<String> parents;
    private final int rows;
    private final int states;
    private final double[] table;
    private final boolean[] filled;
    private int left;
    private double[] byDefault = new double[0];
    private final List<Map<String, Integer>> parentCodes = new ArrayList<>();

    Rows(String child, List<String> parents, int rows, int states) {
      this.child = child;
      this.parents = parents;
      this.rows = rows;
      this.states = states;
      this.table = new double[rows * states];
      this.filled = new boolean[rows];
      this.left = rows;
      parents.forEach(parent -> parentCodes.add(Objects.requireNonNull(codes.get(parent))));
    }

    double[] read() {
      while (true) {
        tokens.require("a row, table, default, property or '}'");
        int start = tokens.start();
        if (tokens.isSign('}')) {
          break;
        } else if (tokens.isSign('(')) {
          int row = rowNumber();
          fill(row, start);
          numbers(table, row * states, states, start);
        } else if (tokens.is("table")) {
          whole(start);
        } else if (tokens.is("default")) {
          byDefault = new double[states];
          numbers(byDefault, 0, states, start);
        } else if (tokens.is("property")) {
          readOverProperty();
        } else {
          throw tokens.error(
              "expected a row, table, default, property or '}', found " + tokens.shown());
        }
      }
      if (left > 0) {
        byDefault();
      }
      return table;
    }

    private void byDefault() {
      for (int row = 0; row < rows; row++) {
        if (!filled[row]) {
          if (byDefault.length == 0) {
            throw tokens.error(
                "P("
                    + child
                    + " | "
                    + String.join(", ", parents)
                    + ") lacks "
                    + left
                    + " of "
                    + rows
                    + " rows");
          }
          System.arraycopy(byDefault, 0, table, row * states, states);
        }
      }
    }

    private void fill(int row, int at) {
      if (filled[row]) {
        throw tokens.error(at, "this row of " + child + " is given twice");
      }
      filled[row] = true;
      left--;
    }

    private int rowNumber() {
      int row = 0;
      int place = 0;
      while (true) {
        tokens.require("a parent's state or ')'");
        if (tokens.isSign(')')) {
          break;
        }
        if (tokens.isSign(',')) {
          continue;
        }
        String state = tokens.word("a parent's state");
        if (place == parents.size()) {
          throw tokens.error("there are more states than parents " + parents);
        }
        Map<String, Integer> code = parentCodes.get(place);
        Integer number = code.get(state);
        if (number == null) {
          throw tokens.error(
              state
                  + " is no state of "
                  + parents.get(place)
                  + ": "
                  + builder.declared(parents.get(place)));
        }
        row = row * code.size() + number;
        place++;
      }
      if (place < parents.size()) {
        throw tokens.error("there are fewer states than parents " + parents);
      }
      return row;
    }

    /** All rows at once: the child's states change slowest. */
    private void whole(int start) {
      for (int row = 0; row < rows; row++) {
        fill(row, start);
      }
      double[] given = new double[table.length];
      read(given, 0, given.length, start);
      for (int row = 0; row < rows; row++) {
        for (int s = 0; s < states; s++) {
          table[row * states + s] = given[s * rows + row];
        }
        normalize(table, row * states, states, start);
      }
    }

    private void numbers(double[] into, int from, int count, int start) {
      read(into, from, count, start);
      normalize(into, from, count, start);
    }

    private void read(double[] into, int from, int count, int start) {
      int at = 0;
      while (true) {
        tokens.require("a probability or ';'");
        if (tokens.isSign(';')) {
          break;
        }
        if (tokens.isSign(',')) {
          continue;
        }
        if (at == count) {
          throw tokens.error("there are more than " + count + " probabilities");
        }
        into[from + at++] = tokens.number();
      }
      if (at < count) {
        throw tokens.error(start, "there are " + at + " probabilities, not " + count);
      }
    }

    private void normalize(double[] into, int from, int count, int start) {
      String problem = NetworkBuilder.normalize(into, from, count);
      if (problem != null) {
        throw tokens.error(
            start,
            "this row of "
                + child
                + ", "
                + Arrays.toString(Arrays.copyOfRange(into, from, from + count))
                + ", "
                + problem);
      }
    }
  }
}
