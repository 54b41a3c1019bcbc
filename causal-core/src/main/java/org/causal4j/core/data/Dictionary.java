package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers texts in the order in which they come. A text that is known already is found from its
 * characters, without an object. Safe to share once nothing is added any more.
 */
final class Dictionary {
  // Open addressing with linear probing, at most half full. A slot holds the hash of a text above
  // its number plus one: a look-up mostly touches one slot and one text, which is what it costs.
  private static final int FIRST_SLOTS = 16;
  private static final int GOLDEN_RATIO = 0x9E3779B9;
  private static final long LOW = 0xFFFFFFFFL;

  private long[] slots = new long[FIRST_SLOTS];
  private String[] texts = new String[FIRST_SLOTS / 2];
  private int size;
  // Rows of one user or visit follow each other.
  private String lastText = "";
  private int lastNumber = -1;
  private volatile @Nullable ImmutableList<String> view;

  int add(String text) {
    int hash = text.hashCode();
    int slot = slot(hash);
    for (; slots[slot] != 0; slot = next(slot)) {
      int number = number(slots[slot]);
      if (hash(slots[slot]) == hash && texts[number].equals(text)) {
        return number;
      }
    }
    return append(slot, hash, text);
  }

  /** Adds {@code chars[from] .. chars[to - 1]}. */
  int add(char[] chars, int from, int to) {
    if (lastNumber >= 0 && equal(lastText, chars, from, to)) {
      return lastNumber;
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = slot(hash);
    for (; slots[slot] != 0; slot = next(slot)) {
      int number = number(slots[slot]);
      if (hash(slots[slot]) == hash && equal(texts[number], chars, from, to)) {
        lastText = texts[number];
        lastNumber = number;
        return number;
      }
    }
    return append(slot, hash, new String(chars, from, to - from));
  }

  private int append(int slot, int hash, String text) {
    if (size == texts.length) {
      grow();
      return add(text);
    }
    texts[size] = text;
    slots[slot] = ((long) hash << Integer.SIZE) | ++size;
    view = null;
    return size - 1;
  }

  private void grow() {
    texts = Arrays.copyOf(texts, 2 * size);
    long[] old = slots;
    slots = new long[4 * size];
    for (long used : old) {
      if (used != 0) {
        int slot = slot(hash(used));
        while (slots[slot] != 0) {
          slot = next(slot);
        }
        slots[slot] = used;
      }
    }
  }

  private static int hash(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  private static int number(long slot) {
    return (int) (slot & LOW) - 1;
  }

  private int slot(int hash) {
    return (hash * GOLDEN_RATIO) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private static boolean equal(String text, char[] chars, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  int number(String text) {
    int hash = text.hashCode();
    for (int slot = slot(hash); slots[slot] != 0; slot = next(slot)) {
      int number = number(slots[slot]);
      if (hash(slots[slot]) == hash && texts[number].equals(text)) {
        return number;
      }
    }
    return -1;
  }

  String text(int number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException("number " + number + " of " + size);
    }
    return texts[number];
  }

  int size() {
    return size;
  }

  ImmutableList<String> texts() {
    ImmutableList<String> known = view;
    if (known == null) {
      known = ImmutableList.copyOf(Arrays.asList(texts).subList(0, size));
      view = known;
    }
    return known;
  }

  /**
   * Numbers anew the texts that occur, in the order in which they do.
   *
   * @param numbers what occurs; -1 for nothing; written over with the new numbers
   * @return the texts under their new numbers
   */
  Dictionary renumber(int[] numbers) {
    Dictionary renumbered = new Dictionary();
    int[] known = new int[size];
    Arrays.fill(known, -1);
    for (int i = 0; i < numbers.length; i++) {
      int old = numbers[i];
      if (old >= 0) {
        if (known[old] < 0) {
          known[old] = renumbered.add(texts[old]);
        }
        numbers[i] = known[old];
      }
    }
    return renumbered;
  }
}
