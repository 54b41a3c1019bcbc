package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.util.List;
import java.util.stream.Collectors;

/** Writes BIF: one row of a table a line. */
final class BifWriter {
  private BifWriter() {}

  static String text(BayesianNetwork network) {
    StringBuilder out = new StringBuilder("network unknown {\n}\n");
    for (String variable : network.variables()) {
      List<String> states = network.states(variable);
      out.append("variable ").append(name(variable)).append(" {\n  type discrete [ ");
      out.append(states.size()).append(" ] { ").append(names(states)).append(" };\n}\n");
    }
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      out.append("probability ( ").append(name(variable));
      if (!cpd.parents().isEmpty()) {
        out.append(" | ").append(names(cpd.parents()));
      }
      out.append(" ) {\n");
      for (int row = 0; row < cpd.rows(); row++) {
        List<String> given = cpd.rowStates(row);
        out.append(given.isEmpty() ? "  table " : "  (" + names(given) + ") ");
        double[] p = cpd.row(row);
        for (int i = 0; i < p.length; i++) {
          out.append(i > 0 ? ", " : "").append(p[i]);
        }
        out.append(";\n");
      }
      out.append("}\n");
    }
    return out.toString();
  }

  private static String names(List<String> names) {
    return names.stream().map(BifWriter::name).collect(Collectors.joining(", "));
  }

  private static String name(String name) {
    boolean plain = !name.isEmpty() && !name.startsWith("//") && !name.startsWith("/*");
    for (int i = 0; i < name.length() && plain; i++) {
      char c = name.charAt(i);
      plain = Character.isLetterOrDigit(c) || "_-.+<>=/*".indexOf(c) >= 0;
    }
    if (plain) {
      return name;
    }
    Preconditions.checkArgument(
        name.indexOf('"') < 0 && name.indexOf('\n') < 0 && name.indexOf('\r') < 0,
        "name: BIF can't hold the quotes or line ends of '%s'",
        name);
    return '"' + name + '"';
  }
}
