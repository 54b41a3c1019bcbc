package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.causal4j.core.DataFormatException;

/**
 * Evidence in UAI's form: the number of observed variables, then for each its number and the number
 * of its state. Files of 2008 to 2010 have the number of samples before; both are read.
 */
final class UaiEvidence {
  private final BifTokens tokens;
  private final List<String> variables;
  private final Function<String, ? extends List<String>> states;
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final boolean firstAlone;

  UaiEvidence(
      SourceText source, List<String> variables, Function<String, ? extends List<String>> states) {
    this.tokens = new BifTokens(source);
    this.variables = variables;
    this.states = states;
    while (tokens.next()) {
      double value = tokens.number();
      if (!(value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
        throw tokens.error("expected a whole number from 0 up, found " + tokens.shown());
      }
      numbers.add((int) value);
      places.add(tokens.start());
    }
    // the number of samples has a line of its own
    this.firstAlone = places.size() > 1 && source.line(places.get(0)) < source.line(places.get(1));
  }

  ImmutableList<Evidence> read() {
    if (numbers.isEmpty()) {
      throw tokens.error(
          tokens.length(), "the text ends where the number of observed variables is expected");
    }
    boolean single = numbers.size() == 1 + 2L * numbers.get(0);
    boolean many = isSamples();
    if (single && !(many && firstAlone)) {
      return ImmutableList.of(sample(0));
    }
    if (!many) {
      throw wrongLength();
    }
    ImmutableList.Builder<Evidence> samples = ImmutableList.builder();
    int at = 1;
    for (int i = 0; i < numbers.get(0); i++) {
      samples.add(sample(at));
      at += 1 + 2 * numbers.get(at);
    }
    return samples.build();
  }

  private boolean isSamples() {
    long at = 1;
    for (int i = 0; i < numbers.get(0); i++) {
      if (at >= numbers.size()) {
        return false;
      }
      at += 1 + 2L * numbers.get((int) at);
    }
    return at == numbers.size();
  }

  private DataFormatException wrongLength() {
    return tokens.error(
        places.get(0),
        numbers.get(0)
            + " observed variables take "
            + 2L * numbers.get(0)
            + " numbers, and "
            + (numbers.size() - 1)
            + " follow");
  }

  private Evidence sample(int at) {
    ImmutableMap.Builder<String, String> observed = ImmutableMap.builder();
    boolean[] seen = new boolean[variables.size()];
    for (int i = 0; i < numbers.get(at); i++) {
      int place = at + 1 + 2 * i;
      int v = numbers.get(place);
      if (v >= variables.size()) {
        throw tokens.error(
            places.get(place),
            "there is no variable " + v + ", only 0 to " + (variables.size() - 1));
      }
      if (seen[v]) {
        throw tokens.error(places.get(place), "variable " + v + " is observed twice");
      }
      seen[v] = true;
      List<String> of = states.apply(variables.get(v));
      int state = numbers.get(place + 1);
      if (state >= of.size()) {
        throw tokens.error(
            places.get(place + 1),
            "variable " + v + " has no state " + state + ", only 0 to " + (of.size() - 1));
      }
      observed.put(variables.get(v), of.get(state));
    }
    return Evidence.of(observed.buildOrThrow());
  }

  static String text(
      Evidence evidence, List<String> variables, Function<String, ? extends List<String>> states) {
    Preconditions.checkArgument(
        evidence.likelihoods().isEmpty(),
        "evidence: UAI can't hold the likelihoods of %s",
        evidence.likelihoods().keySet());
    StringBuilder out = new StringBuilder().append(evidence.observed().size());
    evidence
        .observed()
        .forEach(
            (variable, state) -> {
              int v = variables.indexOf(variable);
              Preconditions.checkArgument(v >= 0, "evidence: '%s' is not in the network", variable);
              List<String> of = states.apply(variable);
              int s = of.indexOf(state);
              Preconditions.checkArgument(
                  s >= 0, "evidence: '%s' is no state of %s: %s", state, variable, of);
              out.append(' ').append(v).append(' ').append(s);
            });
    return out.append('\n').toString();
  }
}
