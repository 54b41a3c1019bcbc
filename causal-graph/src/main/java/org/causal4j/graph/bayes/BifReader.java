package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads BIF by recursive descent over {@link BifTokens}. For one file. */
final class BifReader {
  private final BifTokens tokens;
  private final NetworkDraft draft;

  BifReader(SourceText source) {
    this.tokens = new BifTokens(source);
    this.draft = new NetworkDraft(source, NetworkFormat.BIF);
  }

  NetworkReading read() {
    while (tokens.next()) {
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
        throw tokens.error("expected network, variable or probability, found " + tokens.shown());
      }
    }
    return draft.finish(tokens.length());
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
    draft.checkNew(name, at);
    tokens.requireSign('{');
    boolean typed = false;
    while (true) {
      tokens.require("type, property or '}'");
      if (tokens.isSign('}')) {
        break;
      } else if (tokens.is("property")) {
        readOverProperty();
      } else if (tokens.is("type") && !typed) {
        type(name, at);
        typed = true;
      } else {
        throw tokens.error("expected type, property or '}', found " + tokens.shown());
      }
    }
    if (!typed) {
      throw tokens.error(at, "variable " + name + " has no type");
    }
  }

  private void type(String name, int at) {
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
    Set<String> seen = new HashSet<>();
    while (true) {
      tokens.require("a state or '}'");
      if (tokens.isSign('}')) {
        break;
      }
      if (tokens.isSign(',')) {
        continue;
      }
      String state = tokens.word("a state");
      if (!seen.add(state)) {
        throw tokens.error("state " + state + " of " + name + " is named twice");
      }
      states.add(state);
    }
    tokens.requireSign(';');
    if (states.size() != count || states.isEmpty()) {
      throw tokens.error(countAt, name + " lists " + states.size() + " states, not this number");
    }
    draft.variable(name, states, at);
  }

  private void probability() {
    tokens.requireSign('(');
    tokens.require("the child's name");
    int childAt = tokens.start();
    String child = draft.known(tokens.word("the child's name"), childAt);
    draft.checkNoTable(child, childAt);
    List<String> parents = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    seen.add(child);
    while (true) {
      tokens.require("a parent or ')'");
      if (tokens.isSign(')')) {
        break;
      }
      if (tokens.isSign('|') || tokens.isSign(',')) {
        continue;
      }
      String parent = draft.known(tokens.word("a parent"), tokens.start());
      if (!seen.add(parent)) {
        throw tokens.error(parent + " is named twice");
      }
      parents.add(parent);
    }
    int entries = draft.entries(child, parents, childAt, tokens.length());
    tokens.requireSign('{');
    draft.table(child, parents, new Rows(child, parents, entries).read(), childAt);
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
    private final List<ImmutableMap<String, Integer>> parentCodes = new ArrayList<>();

    Rows(String child, List<String> parents, int entries) {
      this.child = child;
      this.parents = parents;
      this.states = draft.states(child).size();
      this.rows = entries / states;
      this.table = new double[entries];
      this.filled = new boolean[rows];
      this.left = rows;
      parents.forEach(parent -> parentCodes.add(draft.codes(parent)));
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
        ImmutableMap<String, Integer> code = parentCodes.get(place);
        Integer number = code.get(state);
        if (number == null) {
          throw tokens.error(
              state
                  + " is no state of "
                  + parents.get(place)
                  + ": "
                  + draft.states(parents.get(place)));
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
        draft.normalize(child, table, row * states, () -> start);
      }
    }

    private void numbers(double[] into, int from, int count, int start) {
      read(into, from, count, start);
      draft.normalize(child, into, from, () -> start);
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
  }
}
