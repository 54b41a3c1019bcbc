package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

class SparseOperatorTest {
  /** The rows (2, 0, 1), (0, 0, 0), (0, 3, 0), (4, 5, 6). */
  private static final CsrMatrix A =
      CsrMatrix.copyOf(
          3,
          new int[] {0, 2, 2, 3, 6},
          new int[] {0, 2, 1, 0, 1, 2},
          new float[] {2, 1, 3, 4, 5, 6});

  private static final float[] X = {1, 10, 2, 20, 3, 30};

  private final SparseOperator operator = Kernels.scalar().sparse(A);

  @Test
  void multiply_byHand_isTheProduct() {
    float[] y = {9, 9, 9, 9, 9, 9, 9, 9};
    operator.multiply(X, 2, y);
    assertThat(y).containsExactly(5, 50, 0, 0, 6, 60, 32, 320);
  }

  @Test
  void multiplyAdd_byHand_addsAMultiple() {
    float[] y = {1, 1, 1, 1, 1, 1, 1, 1};
    operator.multiplyAdd(-0.5f, X, 2, y);
    assertThat(y).containsExactly(-1.5f, -24, 1, 1, -2, -29, -15, -159);
  }

  @Test
  void multiplyRows_someRows_leavesTheOthers() {
    float[] y = {9, 9, 9, 9};
    operator.multiplyRows(new int[] {1, 3}, new float[] {1, 2, 3}, 1, y);
    assertThat(y).containsExactly(9, 0, 9, 32);
  }

  @Test
  void multiplyRows_noRows_writesNothing() {
    float[] y = {9, 9, 9, 9};
    operator.multiplyRows(new int[0], new float[] {1, 2, 3}, 1, y);
    assertThat(y).containsExactly(9, 9, 9, 9);
  }

  @Test
  void sparse_matrix_isDescribed() {
    assertThat(operator.rows()).isEqualTo(4);
    assertThat(operator.columns()).isEqualTo(3);
    assertThat(operator.entries()).isEqualTo(6);
    assertThat(operator).hasToString("SparseOperator 4 x 3, 6 entries");
  }

  @Test
  void multiply_shapesThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
    float[] y = {9, 9, 9, 9};
    assertThatThrownBy(() -> operator.multiply(new float[4], 1, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x: has 4 values")
        .hasMessageContaining("need 3");
    assertThatThrownBy(() -> operator.multiply(new float[3], 1, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y: has 5 values");
    assertThatThrownBy(() -> operator.multiply(new float[0], 0, new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width: 0");
    assertThatThrownBy(() -> operator.multiplyRows(new int[] {2, 2}, new float[3], 1, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2 after 2");
    assertThatThrownBy(() -> operator.multiplyRows(new int[] {-1}, new float[3], 1, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row -1");
    assertThatThrownBy(() -> operator.multiplyRows(new int[] {0, 4}, new float[3], 1, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 4");
    assertThat(y).containsExactly(9, 9, 9, 9);
  }

  @Test
  void multiply_partsOutsideTheirArrays_areRefusedBeforeAnythingIsWritten() {
    float[] y = {9, 9, 9, 9};
    assertThatThrownBy(() -> operator.multiply(new float[3], 1, 1, y, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x: 3 values from 1 on leave an array of 3");
    assertThatThrownBy(() -> operator.multiplyAdd(1, new float[3], -1, 1, y, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x: 3 values from -1 on");
    assertThatThrownBy(() -> operator.multiplyColumns(new int[0], new float[3], 0, 1, y, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y: 4 values from 1 on leave an array of 4");
    assertThatThrownBy(
            () -> operator.multiplyRows(new int[0], new float[9], Integer.MAX_VALUE, 1, y, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x: 3 values from 2147483647 on");
    assertThat(y).containsExactly(9, 9, 9, 9);
  }

  @Test
  void sparse_noOrderOfTheRows_isRefused() {
    CsrMatrix square = CsrMatrix.ofEntries(2, 2, new int[] {0}, new int[] {1}, new float[] {2});
    Kernels kernels = Kernels.scalar();
    assertThatThrownBy(() -> kernels.sparse(square, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order: has 1 numbers for 2 rows");
    assertThatThrownBy(() -> kernels.sparse(square, new int[] {0, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order: 2 is not from 0 to below 2");
    assertThatThrownBy(() -> kernels.sparse(square, new int[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order: 1 stands in it twice");
    CsrMatrix oblong = CsrMatrix.ofEntries(2, 3, new int[0], new int[0], new float[0]);
    assertThatThrownBy(() -> kernels.sparse(oblong, new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a: is 2 x 3, not square");
  }

  @Test
  void multiply_ontoItself_isRefused() {
    SparseOperator square =
        Kernels.scalar()
            .sparse(CsrMatrix.ofEntries(1, 1, new int[] {0}, new int[] {0}, new float[] {2}));
    float[] x = {1};
    assertThatThrownBy(() -> square.multiply(x, 1, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another array");
  }
}
