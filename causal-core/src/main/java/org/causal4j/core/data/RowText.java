package org.causal4j.core.data;

import java.util.Arrays;

/**
 * The cells of one row, stripped of blanks around them, one behind the other in an array that is
 * used again for the next row. Not safe to share between threads.
 */
final class RowText {
  private char[] chars = new char[256];
  private int used;
  private int[] from = new int[16];
  private int[] to = new int[16];

  /** Forgets the last row. */
  void clear() {
    used = 0;
  }

  /** Sets a cell. */
  void put(int cell, char[] text, int offset, int length) {
    int start = offset;
    int end = offset + length;
    while (start < end && isBlank(text[start])) {
      start++;
    }
    while (end > start && isBlank(text[end - 1])) {
      end--;
    }
    reserve(cell, end - start);
    System.arraycopy(text, start, chars, used, end - start);
    from[cell] = used;
    used += end - start;
    to[cell] = used;
  }

  /** Sets a cell. */
  void put(int cell, String text) {
    String stripped = text.strip();
    reserve(cell, stripped.length());
    stripped.getChars(0, stripped.length(), chars, used);
    from[cell] = used;
    used += stripped.length();
    to[cell] = used;
  }

  private void reserve(int cell, int length) {
    if (cell >= from.length) {
      int cells = Math.max(cell + 1, 2 * from.length);
      from = Arrays.copyOf(from, cells);
      to = Arrays.copyOf(to, cells);
    }
    if (used + length > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(used + length, 2 * chars.length));
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || (c > 127 && Character.isWhitespace(c));
  }

  /** The array that holds the cells; valid until the next row. */
  char[] chars() {
    return chars;
  }

  int from(int cell) {
    return from[cell];
  }

  int to(int cell) {
    return to[cell];
  }

  boolean isEmpty(int cell) {
    return from[cell] == to[cell];
  }

  String text(int cell) {
    return new String(chars, from[cell], to[cell] - from[cell]);
  }

  /** Whether a cell is {@code text}. */
  boolean is(int cell, String text) {
    return to[cell] - from[cell] == text.length() && text(cell).equals(text);
  }

  /** Whether a cell ends with {@code text}. */
  boolean endsWith(int cell, String text) {
    int start = to[cell] - text.length();
    if (start < from[cell]) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (chars[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
