package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Property(tries = 300, seed = "11")
  void add_anyTexts_numbersThemInOrder(
      @ForAll @Size(max = 60) List<@StringLength(max = 3) String> texts) {
    Dictionary dictionary = new Dictionary();
    List<String> order = new ArrayList<>(new LinkedHashSet<>(texts));
    boolean asChars = false;
    for (String text : texts) {
      char[] chars = ("<" + text + ">").toCharArray();
      int number = asChars ? dictionary.add(chars, 1, chars.length - 1) : dictionary.add(text);
      assertThat(number).isEqualTo(order.indexOf(text));
      asChars = !asChars;
    }

    assertThat(dictionary.texts()).isEqualTo(order);
    assertThat(dictionary.size()).isEqualTo(order.size());
    order.forEach(text -> assertThat(dictionary.number(text)).isEqualTo(order.indexOf(text)));
  }

  @Test
  void add_equalHashes_areKeptApart() {
    // "Aa" and "BB" have one hash code, and so have their compositions.
    Dictionary dictionary = new Dictionary();

    assertThat(dictionary.add("AaAa")).isZero();
    assertThat(dictionary.add("BBBB")).isEqualTo(1);
    assertThat(dictionary.add("AaBB".toCharArray(), 0, 4)).isEqualTo(2);
    assertThat(dictionary.number("BBAa")).isEqualTo(-1);
    assertThat(dictionary.number("BBBB")).isEqualTo(1);
  }

  @Test
  void add_manyTexts_growsAndFindsAll() {
    Dictionary dictionary = new Dictionary();
    for (int i = 0; i < 100_000; i++) {
      assertThat(dictionary.add("item" + i)).isEqualTo(i);
    }

    assertThat(dictionary.number("item99999")).isEqualTo(99_999);
    assertThat(dictionary.text(12_345)).isEqualTo("item12345");
    assertThat(dictionary.number("item100000")).isEqualTo(-1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> dictionary.text(100_000));
  }

  @Test
  void renumber_someNumbers_keepsOnlyThoseInTheirOrder() {
    Dictionary dictionary = new Dictionary();
    List.of("a", "b", "c", "d").forEach(dictionary::add);
    int[] numbers = {3, -1, 1, 3};
    Dictionary renumbered = dictionary.renumber(numbers);

    assertThat(numbers).containsExactly(0, -1, 1, 0);
    assertThat(renumbered.texts()).containsExactly("d", "b");
    assertThat(dictionary.texts()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void texts_afterAnotherAdd_holdsItToo() {
    Dictionary dictionary = new Dictionary();
    dictionary.add("a");
    assertThat(dictionary.texts()).containsExactly("a");
    dictionary.add("b");
    assertThat(dictionary.texts()).containsExactly("a", "b");
  }
}
