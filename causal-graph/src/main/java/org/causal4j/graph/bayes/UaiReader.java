package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Reads UAI: numbers between spaces. Variables are named x0, x1, …, and their states 0, 1, …. For
 * one file.
 */
final class UaiReader {
  /** States that may be declared beyond what the file's tables can hold. */
  private static final long STATES = 1 << 20;

  private final SourceText source;
  private final BifTokens tokens;
  private final List<String> names = new ArrayList<>();
  private final List<ImmutableList<String>> states = new ArrayList<>();
  private final List<Integer> statesAt = new ArrayList<>();
  private final List<int[]> scopes = new ArrayList<>();
  private final List<Integer> scopesAt = new ArrayList<>();

  UaiReader(SourceText source) {
    this.source = source;
    this.tokens = new BifTokens(source);
  }

  NetworkReading bayes() {
    head("BAYES", "MARKOV", "NetworkFormats.readUaiMarkov");
    NetworkDraft draft = new NetworkDraft(source, NetworkFormat.UAI);
    for (int v = 0; v < names.size(); v++) {
      draft.variable(names.get(v), states.get(v), statesAt.get(v));
    }
    for (int f = 0; f < scopes.size(); f++) {
      int at = scopesAt.get(f);
      List<String> scope = IntStream.of(scopes.get(f)).mapToObj(names::get).toList();
      if (scope.isEmpty()) {
        throw tokens.error(at, "this function is about no variable; the last one is the child");
      }
      String child = scope.get(scope.size() - 1);
      List<String> parents = scope.subList(0, scope.size() - 1);
      draft.checkNoTable(child, at);
      int entries = draft.entries(child, parents, at, tokens.length());
      double[] table = table(entries, draft.states(child).size(), draft, child);
      draft.table(child, parents, table, at);
    }
    checkEnd();
    return draft.finish(tokens.length());
  }

  MarkovNetwork markov() {
    head("MARKOV", "BAYES", "NetworkFormats.readUai");
    MarkovNetwork.Builder builder = MarkovNetwork.builder();
    for (int v = 0; v < names.size(); v++) {
      builder.variable(names.get(v), states.get(v));
    }
    for (int f = 0; f < scopes.size(); f++) {
      double entries = 1;
      List<String> scope = new ArrayList<>();
      for (int v : scopes.get(f)) {
        scope.add(names.get(v));
        entries *= states.get(v).size();
      }
      if (entries > tokens.length()) {
        throw tokens.error(
            scopesAt.get(f),
            "this function needs " + Math.round(entries) + " entries; the file can't hold so many");
      }
      double[] table = table((int) entries, 0, null, "");
      boolean any = false;
      for (double value : table) {
        any |= value > 0;
      }
      if (!any) {
        throw tokens.error(scopesAt.get(f), "this function is 0 everywhere");
      }
      builder.factor(scope, table);
    }
    checkEnd();
    return builder.build(
        Provenance.of("network file", ImmutableMap.of("format", "UAI", "type", "MARKOV")));
  }

  /** Everything before the tables. */
  private void head(String wanted, String other, String readsOther) {
    tokens.require(wanted);
    if (tokens.is(other)) {
      throw tokens.error("this is a " + other + " network; read it with " + readsOther);
    }
    if (!tokens.is(wanted)) {
      throw tokens.error("expected " + wanted + ", found " + tokens.shown());
    }
    int variables = count("the number of variables", 1, tokens.length());
    long all = 0;
    for (int v = 0; v < variables; v++) {
      int card = count("the number of states of a variable", 1, Integer.MAX_VALUE);
      all += card;
      if (all > Math.max(STATES, tokens.length())) {
        throw tokens.error("there are " + all + " states so far; the file can't hold so many");
      }
      names.add("x" + v);
      states.add(
          IntStream.range(0, card)
              .mapToObj(Integer::toString)
              .collect(ImmutableList.toImmutableList()));
      statesAt.add(tokens.start());
    }
    int functions = count("the number of functions", 0, tokens.length());
    for (int f = 0; f < functions; f++) {
      int size = count("the size of a scope", 0, variables);
      scopesAt.add(tokens.start());
      int[] scope = new int[size];
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < size; i++) {
        scope[i] = count("a variable", 0, variables - 1);
        if (!seen.add(scope[i])) {
          throw tokens.error("variable " + scope[i] + " is named twice in this scope");
        }
      }
      scopes.add(scope);
    }
  }

  private int count(String what, int least, int most) {
    tokens.require(what);
    double value = tokens.number();
    if (!(value >= least && value <= most && value == Math.rint(value))) {
      throw tokens.error(
          "expected "
              + what
              + ", a whole number from "
              + least
              + " to "
              + most
              + ", found "
              + tokens.shown());
    }
    return (int) value;
  }

  /** The last variable's states change fastest. */
  private double[] table(int entries, int states, @Nullable NetworkDraft draft, String child) {
    int declared = count("the number of entries of a table", 0, Integer.MAX_VALUE);
    if (declared != entries) {
      throw tokens.error("this table has " + entries + " entries by its scope, not this number");
    }
    double[] table = new double[entries];
    int rowStart = tokens.start();
    for (int i = 0; i < entries; i++) {
      tokens.require("an entry of a table");
      table[i] = tokens.number();
      if (!(table[i] >= 0)) {
        throw tokens.error("expected a number from 0 up, found " + tokens.shown());
      }
      if (draft != null) {
        rowStart = i % states == 0 ? tokens.start() : rowStart;
        if ((i + 1) % states == 0) {
          int first = rowStart;
          draft.normalize(child, table, i + 1 - states, () -> first);
        }
      }
    }
    return table;
  }

  private void checkEnd() {
    if (tokens.next()) {
      throw tokens.error("expected the end of the file, found " + tokens.shown());
    }
  }
}
