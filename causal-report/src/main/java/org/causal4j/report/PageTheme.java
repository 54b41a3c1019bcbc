package org.causal4j.report;

/**
 * The style sheet of {@link HtmlReport}: one column, a table of contents beside it where it fits.
 */
final class PageTheme {
  private PageTheme() {}

  static String css() {
    StringBuilder css = new StringBuilder();
    css.append(":root { color-scheme: light dark; ").append(variables(false)).append("}\n");
    css.append("@media screen and (prefers-color-scheme: dark) { :root { ");
    css.append(variables(true)).append("} }\n");
    css.append("body { font-family: ").append(SvgTheme.FONTS).append("; }\n");
    css.append(RULES);
    for (Hue hue : Hue.values()) {
      css.append(".badge.").append(hue.key()).append(" { color: var(--ink); background: var(--w-");
      css.append(hue.key()).append("); border-color: var(--").append(hue.key()).append("); }\n");
    }
    return css.append(NARROW_AND_PAPER).toString();
  }

  private static String variables(boolean dark) {
    StringBuilder css = new StringBuilder();
    String surface = dark ? SvgTheme.SURFACE_DARK : SvgTheme.SURFACE_LIGHT;
    variable(css, "surface", surface);
    variable(css, "ground", dark ? "#0d1117" : "#f5f7f9");
    variable(css, "line", dark ? SvgTheme.LINE_DARK : SvgTheme.LINE_LIGHT);
    variable(css, "muted", dark ? SvgTheme.MUTED_DARK : SvgTheme.MUTED_LIGHT);
    for (Hue hue : Hue.values()) {
      String color = dark ? hue.dark() : hue.light();
      variable(css, hue.key(), color);
      variable(css, "w-" + hue.key(), SvgTheme.blend(color, surface, dark ? 17 : 12));
    }
    return css.toString();
  }

  private static void variable(StringBuilder css, String name, String value) {
    css.append("--").append(name).append(": ").append(value).append("; ");
  }

  private static final String RULES =
      """
      *, *::before, *::after { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
      body { margin: 0; background: var(--ground); color: var(--ink); font-size: 16px; line-height: 1.62; }
      .page { max-width: 1320px; margin: 0 auto; padding: 0 32px 64px; display: grid;
        grid-template-columns: 208px minmax(0, 1fr); column-gap: 48px;
        grid-template-areas: "top top" "nav main" "nav foot"; }
      header { grid-area: top; padding: 56px 0 28px; border-bottom: 1px solid var(--line); margin-bottom: 36px; }
      nav { grid-area: nav; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto;
        padding: 8px 0 24px; font-size: 14px; line-height: 1.4; }
      main { grid-area: main; min-width: 0; }
      footer { grid-area: foot; min-width: 0; }
      h1 { font-size: 38px; line-height: 1.15; letter-spacing: -0.022em; margin: 0; font-weight: 700; text-wrap: balance; }
      .subtitle { margin: 12px 0 0; color: var(--muted); font-size: 18px; line-height: 1.45; max-width: 46em; }
      h2 { font-size: 25px; line-height: 1.25; letter-spacing: -0.014em; margin: 0 0 14px; }
      h3 { font-size: 18px; line-height: 1.35; margin: 34px 0 8px; }
      section { margin: 60px 0 0; scroll-margin-top: 24px; }
      p { margin: 0 0 15px; }
      main p, main li, footer p { max-width: 46em; }
      .lead { font-size: 18px; line-height: 1.6; margin-bottom: 26px; }
      ul { margin: 0 0 16px; padding-left: 22px; }
      li { margin: 4px 0; }
      a { color: var(--blue); text-decoration-thickness: 1px; text-underline-offset: 3px; }
      strong { font-weight: 650; }
      em:lang(zh) { font-style: normal; font-weight: 650; }
      code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
        font-size: 0.88em; background: var(--w-gray); border-radius: 4px; padding: 0.1em 0.36em; overflow-wrap: anywhere; }
      pre { margin: 0 0 18px; padding: 14px 18px; background: var(--surface); border: 1px solid var(--line);
        border-radius: 10px; overflow-x: auto; font-size: 14px; line-height: 1.55; tab-size: 2; }
      pre code { background: none; padding: 0; overflow-wrap: normal; }
      nav .heading { margin: 0 0 8px; font-size: 12px; font-weight: 650; color: var(--muted); }
      nav ol { list-style: none; margin: 0; padding: 0; border-left: 1px solid var(--line); }
      nav li { margin: 0; }
      nav a { display: block; padding: 6px 0 6px 14px; margin-left: -1px; border-left: 2px solid transparent;
        color: var(--muted); text-decoration: none; }
      nav a:hover, nav a:focus { color: var(--ink); border-left-color: var(--blue); }
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(178px, 1fr)); gap: 14px; margin: 0; }
      .cards > div { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
      .cards dt { color: var(--muted); font-size: 13px; line-height: 1.4; }
      .cards dd { margin: 0; }
      .cards .value { font-size: 29px; line-height: 1.25; font-weight: 650; letter-spacing: -0.02em; margin-top: 3px;
        font-variant-numeric: tabular-nums; }
      .cards .note { color: var(--muted); font-size: 13px; line-height: 1.45; margin-top: 5px; }
      figure { margin: 24px 0 30px; }
      .pictures { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 18px;
        overflow-x: auto; }
      .pictures svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
      .pictures.several { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 26px 34px; }
      .picture .name { margin: 0 0 8px; font-size: 14px; font-weight: 650; line-height: 1.35; }
      figcaption, caption { color: var(--muted); font-size: 14px; line-height: 1.5; text-align: left; }
      figcaption { margin-top: 10px; max-width: 54em; }
      .number { color: var(--ink); font-weight: 650; margin-right: 4px; }
      .table { margin: 22px 0 28px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
        overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: 14.5px; line-height: 1.4; }
      caption { padding: 14px 18px 10px; }
      th, td { padding: 9px 18px; text-align: left; font-weight: 400; vertical-align: baseline; }
      thead th { color: var(--muted); font-size: 13px; border-bottom: 1px solid var(--line); white-space: nowrap; }
      tbody tr + tr > * { border-top: 1px solid var(--line); }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      tr.highlight > * { background: var(--w-blue); font-weight: 650; }
      .badge { display: inline-block; border: 1px solid; border-radius: 999px; padding: 0 10px; font-size: 13px;
        line-height: 1.6; font-weight: 650; white-space: nowrap; }
      .box { border: 1px solid var(--line); border-radius: 10px; padding: 13px 18px; margin: 20px 0; background: var(--w-sky); }
      .box.note { border-color: var(--sky); }
      .box.warning { background: var(--w-orange); border-color: var(--orange); }
      .box p { margin: 0; }
      .kind { margin-right: 6px; }
      details { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin: 16px 0; }
      summary { cursor: pointer; padding: 11px 18px; font-weight: 600; font-size: 15px; }
      summary:hover { color: var(--blue); }
      .inside { padding: 4px 18px 10px; }
      .inside pre { background: var(--ground); }
      .tree { font-size: 13px; line-height: 1.5; }
      .hash { font-size: 13px; color: var(--muted); }
      .maker { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--muted); font-size: 13px; max-width: none; }
      :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 3px; }
      """;

  private static final String NARROW_AND_PAPER =
      """
      @media (max-width: 1080px) {
        .page { display: block; max-width: 960px; padding: 0 22px 48px; }
        nav { position: static; max-height: none; margin-bottom: 28px; padding: 0; }
        nav ol { border-left: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
        nav a { padding: 5px 0; margin: 0; border-left: 0; color: var(--blue); }
        header { padding: 36px 0 20px; margin-bottom: 22px; }
      }
      @media (max-width: 560px) {
        .page { padding: 0 14px 36px; }
        body { font-size: 15.5px; }
        h1 { font-size: 28px; }
        h2 { font-size: 21px; }
        .subtitle, .lead { font-size: 16.5px; }
        section { margin-top: 44px; }
        .pictures { padding: 10px; }
        .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; }
        .cards > div { padding: 12px 13px; }
        .cards .value { font-size: 23px; }
        th, td { padding: 8px 12px; }
        caption { padding: 12px 12px 8px; }
      }
      @media print {
        body { background: #fff; font-size: 10.5pt; }
        .page { display: block; max-width: none; padding: 0; }
        nav { display: none; }
        header { padding: 0 0 12pt; margin-bottom: 14pt; }
        h1 { font-size: 22pt; }
        h2 { font-size: 15pt; break-after: avoid; }
        h3 { break-after: avoid; }
        section { margin-top: 22pt; }
        figure, .cards, .box, tr { break-inside: avoid; }
        .pictures, .table, pre { overflow: visible; }
        .pictures svg { min-width: 0 !important; width: auto !important; max-height: 21cm; }
        .pictures.several { grid-template-columns: 1fr 1fr; gap: 16pt; }
        .cards { grid-template-columns: repeat(4, 1fr); gap: 8pt; }
        .cards > div { padding: 8pt 10pt; }
        .cards .value { font-size: 16pt; }
        .badge, .box, tr.highlight > *, code { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        pre { white-space: pre-wrap; }
        a { color: inherit; text-decoration: none; }
      }
      """;
}
