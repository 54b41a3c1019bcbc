package org.causal4j.graph.counterfactual;

/**
 * The least value of c·x where A x = b and x is not negative: the two-phase simplex method on a
 * tableau with Bland's rule, which ends (Bland 1977, "New finite pivoting rules for the simplex
 * method", Mathematics of Operations Research 2). For a handful of rows.
 */
final class LinearProgram {
  private static final double ZERO = 1e-10;
  private static final double INFEASIBLE = 1e-7;

  private final double[][] rows;
  private final int[] basis;
  private final int variables;

  private LinearProgram(double[][] a, double[] b) {
    variables = a[0].length;
    rows = new double[a.length][variables + a.length + 1];
    basis = new int[a.length];
    for (int i = 0; i < a.length; i++) {
      double sign = b[i] < 0 ? -1 : 1;
      for (int j = 0; j < variables; j++) {
        rows[i][j] = sign * a[i][j];
      }
      rows[i][variables + i] = 1;
      rows[i][rows[i].length - 1] = sign * b[i];
      basis[i] = variables + i;
    }
  }

  /**
   * The minimum.
   *
   * @throws IllegalArgumentException where no x satisfies the equations
   */
  static double minimum(double[] c, double[][] a, double[] b) {
    LinearProgram program = new LinearProgram(a, b);
    int all = program.variables + a.length;
    double[] artificial = new double[all];
    for (int j = program.variables; j < all; j++) {
      artificial[j] = 1;
    }
    if (program.solve(artificial, all) > INFEASIBLE) {
      throw new IllegalArgumentException(
          "given: no model with such an instrument has these probabilities");
    }
    program.driveOutArtificial();
    double[] cost = new double[all];
    System.arraycopy(c, 0, cost, 0, program.variables);
    return program.solve(cost, program.variables);
  }

  /** Pivots over the first columns until no cost is reduced; the value reached. */
  private double solve(double[] cost, int columns) {
    while (true) {
      int enter = -1;
      for (int j = 0; j < columns && enter < 0; j++) {
        if (reduced(cost, j) < -ZERO) {
          enter = j;
        }
      }
      if (enter < 0) {
        double value = 0;
        for (int i = 0; i < rows.length; i++) {
          value += cost[basis[i]] * rows[i][rows[i].length - 1];
        }
        return value;
      }
      pivot(leaving(enter), enter);
    }
  }

  private double reduced(double[] cost, int column) {
    double sum = cost[column];
    for (int i = 0; i < rows.length; i++) {
      sum -= cost[basis[i]] * rows[i][column];
    }
    return sum;
  }

  private int leaving(int enter) {
    int leave = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i][enter] > ZERO) {
        double ratio = rows[i][rows[i].length - 1] / rows[i][enter];
        if (ratio < least - ZERO
            || (leave >= 0 && ratio <= least + ZERO && basis[i] < basis[leave])) {
          leave = i;
          least = Math.min(least, ratio);
        }
      }
    }
    if (leave < 0) {
      throw new IllegalArgumentException("c: has no least value");
    }
    return leave;
  }

  private void pivot(int row, int column) {
    double by = rows[row][column];
    for (int j = 0; j < rows[row].length; j++) {
      rows[row][j] /= by;
    }
    for (int i = 0; i < rows.length; i++) {
      double factor = rows[i][column];
      if (i != row && factor != 0) {
        for (int j = 0; j < rows[i].length; j++) {
          rows[i][j] -= factor * rows[row][j];
        }
      }
    }
    basis[row] = column;
  }

  /** A redundant row keeps its artificial variable, at 0 and with no other entry. */
  private void driveOutArtificial() {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < variables && basis[i] >= variables; j++) {
        if (Math.abs(rows[i][j]) > ZERO) {
          pivot(i, j);
        }
      }
    }
  }
}
