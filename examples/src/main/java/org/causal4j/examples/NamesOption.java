package org.causal4j.examples;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of names and of {@code name=state} on the command line, between commas. Space around a name
 * is no part of it. A name that holds a comma, an equals sign or outer space stands in double
 * quotes, or has a backslash before the sign: {@code "a,b"=x,c=y} or {@code a\,b=x,c=y}. A state
 * may hold equals signs: the first one ends the name.
 */
final class NamesOption {
  private final String option;
  private final String text;
  private int at;

  private NamesOption(String option, String text) {
    this.option = option;
    this.text = text;
  }

  /** State by name, in the order given. */
  static ImmutableMap<String, String> states(String option, List<String> texts) {
    Map<String, String> states = new LinkedHashMap<>();
    for (String text : texts) {
      NamesOption rest = new NamesOption(option, text);
      do {
        String name = rest.word(true);
        Preconditions.checkArgument(
            rest.take('='), "%s: '%s' is not of the form name=state", option, text);
        String before = states.put(name, rest.word(false));
        Preconditions.checkArgument(before == null, "%s: '%s' is there twice", option, name);
      } while (rest.takeComma());
    }
    return ImmutableMap.copyOf(states);
  }

  /** The names, in the order given. */
  static ImmutableList<String> names(String option, List<String> texts) {
    List<String> names = new ArrayList<>();
    for (String text : texts) {
      NamesOption rest = new NamesOption(option, text);
      do {
        String name = rest.word(false);
        Preconditions.checkArgument(!names.contains(name), "%s: '%s' is there twice", option, name);
        names.add(name);
      } while (rest.takeComma());
    }
    return ImmutableList.copyOf(names);
  }

  private String word(boolean toEquals) {
    skipSpace();
    StringBuilder word = new StringBuilder();
    int kept = 0; // what is not outer space
    if (take('"')) {
      while (at < text.length() && text.charAt(at) != '"') {
        word.append(escaped());
      }
      Preconditions.checkArgument(take('"'), "%s: '%s' has an open quote", option, text);
      skipSpace();
      kept = word.length();
      Preconditions.checkArgument(
          at == text.length() || text.charAt(at) == ',' || text.charAt(at) == '=',
          "%s: '%s' has something behind a closing quote",
          option,
          text);
    } else {
      while (at < text.length()
          && text.charAt(at) != ','
          && !(toEquals && text.charAt(at) == '=')) {
        boolean plainSpace = Character.isWhitespace(text.charAt(at));
        word.append(escaped());
        kept = plainSpace ? kept : word.length();
      }
    }
    Preconditions.checkArgument(kept > 0, "%s: '%s' has an empty name or state", option, text);
    return word.substring(0, kept);
  }

  private char escaped() {
    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
      at++;
    }
    return text.charAt(at++);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(char sign) {
    boolean found = at < text.length() && text.charAt(at) == sign;
    at += found ? 1 : 0;
    return found;
  }

  private boolean takeComma() {
    boolean more = take(',');
    Preconditions.checkArgument(
        more || at == text.length(),
        "%s: '%s' can't be read from '%s' on",
        option,
        text,
        text.substring(at));
    return more;
  }
}
