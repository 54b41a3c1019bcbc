package org.causal4j.report;

/**
 * The colors of pictures and badges: those of Okabe and Ito ("Color universal design", 2008), which
 * people with any of the common color vision deficiencies can tell apart, each with a lighter twin
 * for dark screens.
 */
public enum Hue {
  /** The color of text. */
  INK("#1f2933", "#e6e9ee"),
  /** For what stands back. */
  GRAY("#7b8794", "#8f9bab"),
  /** Okabe and Ito's blue. */
  BLUE("#0072b2", "#4aa8e0"),
  /** Okabe and Ito's orange. */
  ORANGE("#e69f00", "#f0b429"),
  /** Okabe and Ito's bluish green. */
  GREEN("#009e73", "#2cc498"),
  /** Okabe and Ito's vermilion. */
  VERMILION("#d55e00", "#f28044"),
  /** Okabe and Ito's reddish purple. */
  PURPLE("#cc79a7", "#dd94bd"),
  /** Okabe and Ito's sky blue. */
  SKY("#56b4e9", "#7cc7f2");

  /** How many series of a chart can be told apart. */
  static final int SERIES = 8;

  private final String light;
  private final String dark;

  Hue(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  String light() {
    return light;
  }

  String dark() {
    return dark;
  }

  String key() {
    return switch (this) {
      case INK -> "ink";
      case GRAY -> "gray";
      case BLUE -> "blue";
      case ORANGE -> "orange";
      case GREEN -> "green";
      case VERMILION -> "vermilion";
      case PURPLE -> "purple";
      case SKY -> "sky";
    };
  }

  /** Color of the {@code index}-th series of a chart. */
  static Hue series(int index) {
    Hue[] order = {BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, INK, GRAY};
    return order[index];
  }
}
