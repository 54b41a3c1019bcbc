package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;

/** Writes XMLBIF: one row of a table a line. */
final class XmlBifWriter {
  private XmlBifWriter() {}

  static String text(BayesianNetwork network) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<BIF VERSION=\"0.3\">\n<NETWORK>\n<NAME>unknown</NAME>\n");
    for (String variable : network.variables()) {
      out.append("<VARIABLE TYPE=\"nature\">\n");
      element(out, "NAME", variable);
      network.states(variable).forEach(state -> element(out, "OUTCOME", state));
      out.append("</VARIABLE>\n");
    }
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      out.append("<DEFINITION>\n");
      element(out, "FOR", variable);
      cpd.parents().forEach(parent -> element(out, "GIVEN", parent));
      out.append("  <TABLE>\n");
      for (int row = 0; row < cpd.rows(); row++) {
        double[] p = cpd.row(row);
        for (int i = 0; i < p.length; i++) {
          out.append(i > 0 ? " " : "    ").append(p[i]);
        }
        out.append('\n');
      }
      out.append("  </TABLE>\n</DEFINITION>\n");
    }
    return out.append("</NETWORK>\n</BIF>\n").toString();
  }

  private static void element(StringBuilder out, String element, String name) {
    Preconditions.checkArgument(
        name.strip().equals(name) && !name.isEmpty(),
        "name: XMLBIF can't hold the space around '%s'",
        name);
    out.append("  <").append(element).append('>');
    name.codePoints().forEach(c -> character(out, c, name));
    out.append("</").append(element).append(">\n");
  }

  private static void character(StringBuilder out, int c, String name) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '\r' -> out.append("&#13;");
      default -> {
        boolean valid =
            c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0xD800)
                || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
        Preconditions.checkArgument(
            valid, "name: XML can't hold the sign U+%s of '%s'", Integer.toHexString(c), name);
        out.appendCodePoint(c);
      }
    }
  }
}
