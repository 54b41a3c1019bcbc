package org.causal4j.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CsrMatrixTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;

  // 1 0 2
  // 0 0 0
  // 0 3 0
  private static final CsrMatrix M =
      CsrMatrix.ofEntries(3, 3, new int[] {2, 0, 0}, new int[] {1, 2, 0}, new float[] {3, 2, 1});

  record Entry(int row, int column, float value) {}

  @Provide
  Arbitrary<List<Entry>> entries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, ROWS - 1),
            Arbitraries.integers().between(0, COLUMNS - 1),
            Arbitraries.integers().between(-8, 8))
        .as((row, column, value) -> new Entry(row, column, value))
        .list()
        .ofMaxSize(40);
  }

  private static CsrMatrix matrix(List<Entry> entries) {
    float[] values = new float[entries.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = entries.get(i).value();
    }
    return CsrMatrix.ofEntries(
        ROWS,
        COLUMNS,
        entries.stream().mapToInt(Entry::row).toArray(),
        entries.stream().mapToInt(Entry::column).toArray(),
        values);
  }

  @Test
  void ofEntries_anyOrder_givesSortedRows() {
    assertThat(M.rowPointers()).containsExactly(0, 2, 2, 3);
    assertThat(M.columnIndexes()).containsExactly(0, 2, 1);
    assertThat(M.values()).containsExactly(1, 2, 3);
    assertThat(M.rowStart(2)).isEqualTo(2);
    assertThat(M.rowEnd(0)).isEqualTo(2);
    assertThat(M.rowLength(1)).isZero();
    assertThat(M.column(1)).isEqualTo(2);
    assertThat(M.value(2)).isEqualTo(3);
    assertThat(M.rowColumns(0)).containsExactly(0, 2);
    assertThat(M.get(0, 1)).isZero();
    assertThat(M.get(2, 1)).isEqualTo(3);
    assertThat(M.contains(2, 1)).isTrue();
    assertThat(M.contains(1, 1)).isFalse();
  }

  @Property(tries = 300, seed = "3")
  void ofEntries_anyEntries_equalsTheDenseSum(@ForAll("entries") List<Entry> entries) {
    float[][] dense = new float[ROWS][COLUMNS];
    entries.forEach(e -> dense[e.row()][e.column()] += e.value());
    CsrMatrix matrix = matrix(entries);

    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        assertThat(matrix.get(r, c)).isCloseTo(dense[r][c], within(0f));
      }
      int[] columns = matrix.rowColumns(r);
      assertThat(columns).isEqualTo(Arrays.stream(columns).sorted().distinct().toArray());
    }
  }

  @Property(tries = 300, seed = "4")
  void transpose_twice_isTheSame(@ForAll("entries") List<Entry> entries) {
    CsrMatrix matrix = matrix(entries);
    CsrMatrix transpose = matrix.transpose();

    assertThat(transpose.transpose()).isEqualTo(matrix).hasSameHashCodeAs(matrix);
    assertThat(transpose.rows()).isEqualTo(COLUMNS);
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        assertThat(transpose.get(c, r)).isEqualTo(matrix.get(r, c));
      }
    }
  }

  @Property(tries = 100, seed = "5")
  void copyOf_ownArrays_givesAnEqualMatrix(@ForAll("entries") List<Entry> entries) {
    CsrMatrix m = matrix(entries);

    assertThat(CsrMatrix.copyOf(COLUMNS, m.rowPointers(), m.columnIndexes(), m.values()))
        .isEqualTo(m);
  }

  @Test
  void copyOf_arraysChangeAfterwards_matrixDoesNot() {
    int[] pointers = {0, 1};
    int[] columns = {0};
    float[] values = {5};
    CsrMatrix matrix = CsrMatrix.copyOf(1, pointers, columns, values);
    pointers[1] = 0;
    columns[0] = 9;
    values[0] = 9;
    matrix.values()[0] = 9;
    matrix.columnIndexes()[0] = 9;
    matrix.rowPointers()[1] = 9;

    assertThat(matrix.get(0, 0)).isEqualTo(5);
  }

  @Test
  void copyOf_pointersRiseAndFall_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CsrMatrix.copyOf(3, new int[] {0, 5, 2}, new int[] {0, 1}, new float[] {1, 1}))
        .withMessage("rowPointers: fall after row 1");
  }

  @Test
  void copyOf_noSuchMatrix_isRefused() {
    float[] two = {1, 1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.copyOf(3, new int[] {0, 2}, new int[] {0, 3}, two))
        .withMessage("columnIndexes: 3 in row 0 is not below 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.copyOf(3, new int[] {0, 2}, new int[] {1, 1}, two))
        .withMessage("columnIndexes: not ascending in row 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.copyOf(3, new int[] {1, 2}, new int[] {0, 1}, two))
        .withMessageContaining("the first is 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.copyOf(3, new int[] {0, 1}, new int[] {0, 1}, two))
        .withMessageContaining("the last is 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.copyOf(3, new int[0], new int[0], new float[0]))
        .withMessageContaining("must not be empty");
  }

  @Test
  void ofEntries_outside_isRefused() {
    float[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.ofEntries(2, 2, new int[] {2}, new int[] {0}, one))
        .withMessage("entryRows: 2 is not from 0 to below 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.ofEntries(2, 2, new int[] {0}, new int[] {-1}, one))
        .withMessage("entryColumns: -1 is not from 0 to below 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.ofEntries(2, 2, new int[] {0, 1}, new int[] {0}, one))
        .withMessageContaining("2 rows, 1 columns, 1 values");
  }

  @Test
  void toString_showsShape() {
    assertThat(M).hasToString("CsrMatrix 3 x 3, 3 entries");
  }
}
