package org.causal4j.report;

import static org.causal4j.report.NumberText.coordinate;

/**
 * Draws on a sheet of fixed size, in pixels from the upper left. Colors are class names of {@link
 * SvgTheme}, so that one drawing serves light and dark screens. Nothing needs an id, so any number
 * of drawings can share a page.
 */
final class SvgCanvas {

  /** Which end of a text its position names. */
  enum Anchor {
    START("start"),
    MIDDLE("middle"),
    END("end");

    private final String value;

    Anchor(String value) {
      this.value = value;
    }
  }

  private final XmlWriter body = new XmlWriter();

  /** Opens a group whose parts share a tooltip; none when the tooltip is empty. */
  SvgCanvas group(String tooltip) {
    body.open("g");
    if (!tooltip.isEmpty()) {
      body.leaf("title", tooltip);
    }
    return this;
  }

  SvgCanvas end() {
    body.close().newline();
    return this;
  }

  SvgCanvas rect(double x, double y, double width, double height, double radius, String classes) {
    return rect(x, y, width, height, radius, classes, 1);
  }

  SvgCanvas rect(
      double x, double y, double width, double height, double radius, String classes, double line) {
    body.empty(
            "rect",
            "x",
            coordinate(x),
            "y",
            coordinate(y),
            "width",
            coordinate(Math.max(0, width)),
            "height",
            coordinate(Math.max(0, height)),
            "rx",
            coordinate(radius),
            "stroke-width",
            coordinate(line),
            "class",
            classes)
        .newline();
    return this;
  }

  SvgCanvas dashedRect(
      double x, double y, double width, double height, double radius, String classes) {
    body.empty(
            "rect",
            "x",
            coordinate(x),
            "y",
            coordinate(y),
            "width",
            coordinate(width),
            "height",
            coordinate(height),
            "rx",
            coordinate(radius),
            "stroke-width",
            "1.3",
            "stroke-dasharray",
            "4 3",
            "class",
            classes)
        .newline();
    return this;
  }

  SvgCanvas line(double x1, double y1, double x2, double y2, double width, String classes) {
    body.empty(
            "line",
            "x1",
            coordinate(x1),
            "y1",
            coordinate(y1),
            "x2",
            coordinate(x2),
            "y2",
            coordinate(y2),
            "stroke-width",
            coordinate(width),
            "class",
            classes)
        .newline();
    return this;
  }

  SvgCanvas dashedLine(double x1, double y1, double x2, double y2, double width, String classes) {
    String d =
        "M" + coordinate(x1) + " " + coordinate(y1) + "L" + coordinate(x2) + " " + coordinate(y2);
    return path(d, width, "4 3", classes);
  }

  SvgCanvas circle(double x, double y, double radius, double line, String classes) {
    body.empty(
            "circle",
            "cx",
            coordinate(x),
            "cy",
            coordinate(y),
            "r",
            coordinate(radius),
            "stroke-width",
            coordinate(line),
            "class",
            classes)
        .newline();
    return this;
  }

  /** A path; an empty dash pattern draws a solid line. */
  SvgCanvas path(String d, double width, String dashes, String classes) {
    if (dashes.isEmpty()) {
      body.empty("path", "d", d, "stroke-width", coordinate(width), "class", classes);
    } else {
      body.empty(
          "path",
          "d",
          d,
          "stroke-width",
          coordinate(width),
          "stroke-dasharray",
          dashes,
          "class",
          classes);
    }
    body.newline();
    return this;
  }

  /** Text with its baseline at y. */
  SvgCanvas text(double x, double y, String text, double size, Anchor anchor, String classes) {
    body.leaf(
            "text",
            text,
            "x",
            coordinate(x),
            "y",
            coordinate(y),
            "font-size",
            coordinate(size),
            "text-anchor",
            anchor.value,
            "class",
            classes)
        .newline();
    return this;
  }

  /** Text that reads upwards, centered at the point. */
  SvgCanvas uprightText(double x, double y, String text, double size, String classes) {
    body.leaf(
            "text",
            text,
            "x",
            coordinate(x),
            "y",
            coordinate(y),
            "font-size",
            coordinate(size),
            "text-anchor",
            "middle",
            "transform",
            "rotate(-90 " + coordinate(x) + " " + coordinate(y) + ")",
            "class",
            classes)
        .newline();
    return this;
  }

  /** Text cut to a width; where it is cut, the tooltip tells all of it. */
  SvgCanvas fittedText(
      double x, double y, String text, double size, Anchor anchor, String classes, double width) {
    boolean bold = (" " + classes + " ").contains(" b ");
    String fitted = TextMetrics.fit(text, size, bold, width);
    if (fitted.equals(text)) {
      return text(x, y, text, size, anchor, classes);
    }
    return group(text).text(x, y, fitted, size, anchor, classes).end();
  }

  Picture toPicture(String title, double width, double height) {
    return new Picture(title, (int) Math.ceil(width), (int) Math.ceil(height), body);
  }
}
