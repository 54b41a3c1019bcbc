package org.causal4j.report;

/**
 * The style sheet of pictures. Colors are written out, not kept in variables, because viewers
 * outside browsers often know classes but no variables. The classes of a hue: {@code f-} fills with
 * it, {@code s-} strokes with it, {@code w-} fills with a wash of it over the surface.
 */
final class SvgTheme {
  static final String FONTS =
      "\"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", \"PingFang SC\", \"Hiragino Sans GB\","
          + " \"Microsoft YaHei\", \"Noto Sans CJK SC\", \"Noto Sans SC\", sans-serif";
  static final String SURFACE_LIGHT = "#ffffff";
  static final String SURFACE_DARK = "#161b22";
  static final String LINE_LIGHT = "#e3e7ec";
  static final String LINE_DARK = "#2d3540";
  static final String MUTED_LIGHT = "#566270";
  static final String MUTED_DARK = "#a3aebc";

  private SvgTheme() {}

  static String css() {
    StringBuilder css = new StringBuilder();
    css.append(".c4j { font-family: ").append(FONTS).append("; font-size: 12px; }\n");
    css.append(".c4j .none { fill: none; }\n");
    css.append(".c4j .b { font-weight: 600; }\n.c4j .i { font-style: italic; }\n");
    css.append(".c4j .num { font-variant-numeric: tabular-nums; }\n");
    css.append(".c4j .round { stroke-linecap: round; stroke-linejoin: round; }\n");
    css.append(".c4j .halo { paint-order: stroke; stroke-width: 4; stroke-linejoin: round; }\n");
    css.append(".c4j .veil { fill-opacity: 0.92; }\n");
    css.append(".c4j .haze { fill-opacity: 0.16; }\n");
    css.append(colors(false));
    css.append("@media screen and (prefers-color-scheme: dark) {\n").append(colors(true));
    return css.append("}\n").toString();
  }

  private static String colors(boolean dark) {
    String surface = dark ? SURFACE_DARK : SURFACE_LIGHT;
    StringBuilder css = new StringBuilder();
    fillAndStroke(css, "surface", surface);
    fillAndStroke(css, "line", dark ? LINE_DARK : LINE_LIGHT);
    fillAndStroke(css, "muted", dark ? MUTED_DARK : MUTED_LIGHT);
    for (Hue hue : Hue.values()) {
      String color = dark ? hue.dark() : hue.light();
      fillAndStroke(css, hue.key(), color);
      rule(css, "w-" + hue.key(), "fill", blend(color, surface, dark ? 17 : 12));
    }
    return css.toString();
  }

  private static void fillAndStroke(StringBuilder css, String name, String color) {
    rule(css, "f-" + name, "fill", color);
    rule(css, "s-" + name, "stroke", color);
  }

  private static void rule(StringBuilder css, String name, String property, String color) {
    css.append(".c4j .").append(name).append(" { ").append(property).append(": ");
    css.append(color).append("; }\n");
  }

  /** So many percent of the color over the surface. */
  static String blend(String color, String surface, int percent) {
    int above = Integer.parseInt(color.substring(1), 16);
    int below = Integer.parseInt(surface.substring(1), 16);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (above >> shift) & 0xFF;
      int b = (below >> shift) & 0xFF;
      mixed |= ((a * percent + b * (100 - percent) + 50) / 100) << shift;
    }
    String hex = Integer.toHexString(mixed);
    return "#" + "0".repeat(6 - hex.length()) + hex;
  }
}
