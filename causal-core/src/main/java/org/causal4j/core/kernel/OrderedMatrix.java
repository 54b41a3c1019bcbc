package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.matrix.CsrMatrix;

/**
 * A square matrix with rows and columns in another order, the entries of each row in the order that
 * they have in the matrix.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record OrderedMatrix(int[] rowPointers, int[] columnIndexes, float[] values) {

  /**
   * @param order for each row the one of the matrix
   */
  static OrderedMatrix of(CsrMatrix a, int[] order) {
    Preconditions.checkArgument(
        a.rows() == a.columns(), "a: is %s x %s, not square", a.rows(), a.columns());
    int[] places = places(order, a.rows());
    int[] pointers = new int[a.rows() + 1];
    int[] columns = new int[a.entries()];
    float[] values = new float[a.entries()];
    int used = 0;
    for (int r = 0; r < order.length; r++) {
      for (int e = a.rowStart(order[r]); e < a.rowEnd(order[r]); e++) {
        columns[used] = places[a.column(e)];
        values[used++] = a.value(e);
      }
      pointers[r + 1] = used;
    }
    return new OrderedMatrix(pointers, columns, values);
  }

  private static int[] places(int[] order, int rows) {
    Preconditions.checkArgument(
        order.length == rows, "order: has %s numbers for %s rows", order.length, rows);
    int[] places = new int[rows];
    Arrays.fill(places, -1);
    for (int r = 0; r < rows; r++) {
      int row = order[r];
      Preconditions.checkArgument(
          row >= 0 && row < rows, "order: %s is not from 0 to below %s", row, rows);
      Preconditions.checkArgument(places[row] < 0, "order: %s stands in it twice", row);
      places[row] = r;
    }
    return places;
  }
}
