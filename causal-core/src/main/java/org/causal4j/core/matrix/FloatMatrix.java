package org.causal4j.core.matrix;

import com.google.common.base.Preconditions;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An immutable dense matrix of single-precision numbers, stored by rows: embeddings (one row an
 * item), factors, features. Values may be any float; those who need finite ones ask {@link
 * #isFinite()}.
 *
 * <p>Immutable and safe to share between threads. At most 2³¹−1 entries.
 */
public final class FloatMatrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  private FloatMatrix(int rows, int columns, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /**
   * A matrix over a copy of {@code values}.
   *
   * @param values row-major, {@code rows * columns} of them
   */
  public static FloatMatrix copyOf(int rows, int columns, float[] values) {
    check(rows, columns, values.length);
    return new FloatMatrix(rows, columns, values.clone());
  }

  /** A matrix from its rows, all of one length; copied. */
  public static FloatMatrix ofRows(float[][] rowValues) {
    int columns = rowValues.length == 0 ? 0 : rowValues[0].length;
    Builder builder = builder(rowValues.length, columns);
    for (int r = 0; r < rowValues.length; r++) {
      builder.setRow(r, rowValues[r]);
    }
    return builder.build();
  }

  /** All zeros. */
  public static FloatMatrix zeros(int rows, int columns) {
    return builder(rows, columns).build();
  }

  /** A builder of a matrix of this shape, filled with zeros. */
  public static Builder builder(int rows, int columns) {
    return new Builder(rows, columns);
  }

  private static void check(int rows, int columns, long length) {
    Preconditions.checkArgument(rows >= 0, "rows: %s is below 0", rows);
    Preconditions.checkArgument(columns >= 0, "columns: %s is below 0", columns);
    Preconditions.checkArgument(
        (long) rows * columns == length,
        "values: %s given, but %s rows of %s need %s",
        length,
        rows,
        columns,
        (long) rows * columns);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The value at a row and a column, both 0-based. */
  public float get(int row, int column) {
    Preconditions.checkElementIndex(row, rows, "row");
    Preconditions.checkElementIndex(column, columns, "column");
    return values[row * columns + column];
  }

  /** A copy of one row. */
  public float[] row(int row) {
    Preconditions.checkElementIndex(row, rows, "row");
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** A read-only view of one row. */
  public FloatBuffer rowView(int row) {
    Preconditions.checkElementIndex(row, rows, "row");
    return FloatBuffer.wrap(values, row * columns, columns).slice().asReadOnlyBuffer();
  }

  /** Writes one row into {@code target} from {@code offset} on. */
  public void copyRow(int row, float[] target, int offset) {
    Preconditions.checkElementIndex(row, rows, "row");
    Preconditions.checkPositionIndexes(offset, offset + columns, target.length);
    System.arraycopy(values, row * columns, target, offset, columns);
  }

  /** A copy of all values, row-major. */
  public float[] toArray() {
    return values.clone();
  }

  /** The inner product of a row of this matrix and a row of another, summed in double precision. */
  public double dot(int row, FloatMatrix other, int otherRow) {
    Preconditions.checkElementIndex(row, rows, "row");
    Preconditions.checkElementIndex(otherRow, other.rows, "otherRow");
    Preconditions.checkArgument(
        columns == other.columns, "other: has %s columns, not %s", other.columns, columns);
    int a = row * columns;
    int b = otherRow * columns;
    double sum = 0;
    for (int k = 0; k < columns; k++) {
      sum += (double) values[a + k] * other.values[b + k];
    }
    return sum;
  }

  /** Cosine of the angle between two rows, from -1 to 1; 0 where one of them is zero. */
  public double cosine(int row, FloatMatrix other, int otherRow) {
    double norms = Math.sqrt(dot(row, this, row) * other.dot(otherRow, other, otherRow));
    return norms == 0 ? 0 : Math.max(-1, Math.min(1, dot(row, other, otherRow) / norms));
  }

  /** A matrix of chosen rows, in the order given; a row may be chosen more than once. */
  public FloatMatrix selectRows(int... chosen) {
    Builder builder = builder(chosen.length, columns);
    for (int r = 0; r < chosen.length; r++) {
      Preconditions.checkElementIndex(chosen[r], rows, "row");
      System.arraycopy(values, chosen[r] * columns, builder.values, r * columns, columns);
    }
    return builder.build();
  }

  /** Whether no value is NaN or infinite. */
  public boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatMatrix that
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("FloatMatrix " + rows + " x " + columns);
    for (int r = 0; r < Math.min(rows, 3); r++) {
      out.append(r == 0 ? " [" : ", ");
      float[] head = Arrays.copyOfRange(values, r * columns, r * columns + Math.min(columns, 4));
      String text = Arrays.toString(head);
      out.append(columns > 4 ? text.substring(0, text.length() - 1) + ", …]" : text);
    }
    return out.append(rows == 0 ? "" : rows > 3 ? ", …]" : "]").toString();
  }

  /** Fills a matrix once; not safe to share between threads unless they write different rows. */
  public static final class Builder {
    private final int rows;
    private final int columns;
    private final float[] values;
    private boolean built;

    private Builder(int rows, int columns) {
      Preconditions.checkArgument(rows >= 0, "rows: %s is below 0", rows);
      Preconditions.checkArgument(columns >= 0, "columns: %s is below 0", columns);
      long entries = (long) rows * columns;
      Preconditions.checkArgument(
          entries <= Integer.MAX_VALUE - 8,
          "rows * columns: %s entries are more than one array holds",
          entries);
      this.rows = rows;
      this.columns = columns;
      this.values = new float[(int) entries];
    }

    /** Sets one value. */
    public Builder set(int row, int column, float value) {
      checkOpen();
      Preconditions.checkElementIndex(row, rows, "row");
      Preconditions.checkElementIndex(column, columns, "column");
      values[row * columns + column] = value;
      return this;
    }

    /** Sets one row from a copy. */
    public Builder setRow(int row, float[] rowValues) {
      checkOpen();
      Preconditions.checkElementIndex(row, rows, "row");
      Preconditions.checkArgument(
          rowValues.length == columns,
          "row %s: has %s values, not %s",
          row,
          rowValues.length,
          columns);
      System.arraycopy(rowValues, 0, values, row * columns, columns);
      return this;
    }

    /** The matrix; the builder can't be used afterwards. */
    public FloatMatrix build() {
      checkOpen();
      built = true;
      return new FloatMatrix(rows, columns, values);
    }

    private void checkOpen() {
      Preconditions.checkState(!built, "the matrix is built already");
    }
  }
}
