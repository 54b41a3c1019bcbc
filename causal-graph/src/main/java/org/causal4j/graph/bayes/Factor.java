package org.causal4j.graph.bayes;

import java.util.ArrayList;
import java.util.List;

/**
 * A table over some variables, reached through strides, so that a slice of a larger table (the rows
 * that agree with evidence) is a factor without a copy.
 *
 * @param vars the variables, each once
 * @param strides step in the table from a state of each variable to the next
 * @param offset the entry of the states 0
 * @param table the entries
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Factor(int[] vars, int[] strides, int offset, double[] table) {

  /** A dense table, last variable fastest. */
  static Factor dense(int[] card, int[] vars, double[] table) {
    return new Factor(vars, denseStrides(card, vars), 0, table);
  }

  static int[] denseStrides(int[] card, int[] vars) {
    int[] strides = new int[vars.length];
    int stride = 1;
    for (int i = vars.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= card[vars[i]];
    }
    return strides;
  }

  /** The slice that agrees with what is observed. */
  Factor restrict(int[] observed) {
    int free = 0;
    for (int v : vars) {
      if (observed[v] < 0) {
        free++;
      }
    }
    if (free == vars.length) {
      return this;
    }
    int[] freeVars = new int[free];
    int[] freeStrides = new int[free];
    int from = offset;
    int at = 0;
    for (int i = 0; i < vars.length; i++) {
      if (observed[vars[i]] < 0) {
        freeVars[at] = vars[i];
        freeStrides[at++] = strides[i];
      } else {
        from += observed[vars[i]] * strides[i];
      }
    }
    return new Factor(freeVars, freeStrides, from, table);
  }

  /** Strides of this factor along the variables of a table; 0 for those it lacks. */
  int[] stridesAlong(int[] tableVars) {
    int[] along = new int[tableVars.length];
    for (int i = 0; i < vars.length; i++) {
      for (int j = 0; j < tableVars.length; j++) {
        if (tableVars[j] == vars[i]) {
          along[j] = strides[i];
        }
      }
    }
    return along;
  }

  /** The loops over a dense table of these variables with this factor on the other side. */
  TableLoops along(int[] card, int[] tableVars) {
    int[] lengths = new int[tableVars.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = card[tableVars[i]];
    }
    return new TableLoops(lengths, stridesAlong(tableVars), offset);
  }

  /** A factor of the same place in a table that holds the logarithms. */
  Factor inLogarithms() {
    double[] logs = new double[table.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(table[i]);
    }
    return new Factor(vars, strides, offset, logs);
  }

  /** Number of entries of a dense table, as a double since it may be huge. */
  static double size(int[] card, int[] vars) {
    double size = 1;
    for (int v : vars) {
      size *= card[v];
    }
    return size;
  }

  static List<int[]> scopes(List<Factor> factors) {
    List<int[]> scopes = new ArrayList<>(factors.size());
    for (Factor factor : factors) {
      scopes.add(factor.vars());
    }
    return scopes;
  }
}
