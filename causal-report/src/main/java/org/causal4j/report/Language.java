package org.causal4j.report;

/** The language of the words a report or picture brings along; your own text stays as it is. */
public enum Language {
  /** English. */
  EN("en"),
  /** Chinese, simplified. */
  ZH("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The BCP 47 tag, as {@code <html lang>} wants it. */
  public String tag() {
    return tag;
  }

  String word(Word word) {
    return this == EN ? word.english() : word.chinese();
  }

  /** The text of this language. */
  String say(String english, String chinese) {
    return this == ZH ? chinese : english;
  }
}
