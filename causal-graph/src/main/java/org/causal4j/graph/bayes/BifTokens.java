package org.causal4j.graph.bayes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.causal4j.core.DataFormatException;

/** Cuts BIF into words, quoted names and single signs. Places are byte offsets. */
final class BifTokens {
  /** 10^0 … 10^22, all exact in a double. */
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private static final char REPLACEMENT = '\uFFFD';
  private static final int LONGEST_SHOWN = 60;
  private static final long EXACT_MANTISSA = (1L << 53) / 10 - 1;

  private final SourceText source;
  private final byte[] text;
  private int position;
  private int start;
  private int end;
  private boolean quoted;

  BifTokens(SourceText source) {
    this.source = source;
    this.text = source.bytes();
    this.position = source.start();
  }

  /** Number of bytes of the text. */
  int length() {
    return text.length;
  }

  /** Where the token starts. */
  int start() {
    return start;
  }

  /** Moves to the next token; false at the end of the text. */
  boolean next() {
    skipSpaceAndComments();
    start = position;
    quoted = false;
    if (position == text.length) {
      end = position;
      return false;
    }
    if (text[position] == '"') {
      quoted = true;
      position++;
      while (position < text.length && text[position] != '"') {
        if (text[position] == '\n') {
          throw error(start, "this quote is not closed on its line");
        }
        position++;
      }
      if (position == text.length) {
        throw error(start, "this quote is not closed");
      }
      end = position++;
    } else if (isSign(text[position])) {
      end = ++position;
    } else {
      while (position < text.length
          && !isSign(text[position])
          && !isSpace(text[position])
          && text[position] != '"') {
        position++;
      }
      end = position;
    }
    return true;
  }

  private void skipSpaceAndComments() {
    while (position < text.length) {
      byte c = text[position];
      if (isSpace(c)) {
        position++;
      } else if (c == '/' && position + 1 < text.length && text[position + 1] == '/') {
        while (position < text.length && text[position] != '\n') {
          position++;
        }
      } else if (c == '/' && position + 1 < text.length && text[position + 1] == '*') {
        int open = position;
        position += 2;
        while (position + 1 < text.length
            && !(text[position] == '*' && text[position + 1] == '/')) {
          position++;
        }
        if (position + 1 >= text.length) {
          throw error(open, "this comment is not closed");
        }
        position += 2;
      } else {
        return;
      }
    }
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isSign(byte c) {
    return c == ',' || c == ';' || c == '(' || c == ')' || c == '{' || c == '}' || c == '|'
        || c == '[' || c == ']';
  }

  /** Moves to the next token, which must exist. */
  void require(String what) {
    if (!next()) {
      throw error(text.length, "the text ends where " + what + " is expected");
    }
  }

  /** Moves to the next token, which must be this sign. */
  void requireSign(char sign) {
    require("'" + sign + "'");
    if (!isSign(sign)) {
      throw error("expected '" + sign + "', found " + shown());
    }
  }

  boolean isSign(char sign) {
    return !quoted && end == start + 1 && text[start] == sign;
  }

  /** Whether the token is this word, not in quotes. */
  boolean is(String word) {
    if (quoted || end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The token as a name. */
  String word(String what) {
    if (!quoted && isSign(text[start])) {
      throw error("expected " + what + ", found " + shown());
    }
    int from = quoted ? start + 1 : start;
    if (from == end) {
      throw error(what + " is empty");
    }
    String word = new String(text, from, end - from, StandardCharsets.UTF_8);
    if (word.indexOf(REPLACEMENT) >= 0 && !isSame(word, from)) {
      throw error(what + " is not written in UTF-8: " + shown());
    }
    return word;
  }

  private boolean isSame(String word, int from) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(bytes, 0, bytes.length, text, from, end);
  }

  /**
   * The token as a number. Short decimals are read as an exact integer over an exact power of ten:
   * one correctly rounded division (Clinger 1990, "How to read floating point numbers accurately").
   */
  double number() {
    long mantissa = 0;
    int fraction = 0;
    int digits = 0;
    boolean point = false;
    for (int i = start; i < end; i++) {
      byte c = text[i];
      if (c >= '0' && c <= '9' && mantissa < EXACT_MANTISSA) {
        mantissa = mantissa * 10 + (c - '0');
        digits++;
        fraction += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return slowNumber();
      }
    }
    if (digits == 0 || fraction >= POWERS.length || quoted) {
      return slowNumber();
    }
    return mantissa / POWERS[fraction];
  }

  private double slowNumber() {
    String word = word("a number");
    try {
      double value = Double.parseDouble(word);
      char last = word.charAt(word.length() - 1);
      if (!quoted && Double.isFinite(value) && (Character.isDigit(last) || last == '.')) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw source.error(start, "expected a number, found " + shown(), e);
    }
    throw error("expected a finite number, found " + shown());
  }

  /** The token for a message. */
  String shown() {
    int length = Math.min(end - start, LONGEST_SHOWN);
    String text = new String(this.text, start, length, StandardCharsets.UTF_8);
    return "'" + text + (length < end - start ? "…" : "") + "'";
  }

  /** An error at the token. */
  DataFormatException error(String problem) {
    return source.error(start, problem);
  }

  /** An error at a place. */
  DataFormatException error(long at, String problem) {
    return source.error(at, problem);
  }
}
