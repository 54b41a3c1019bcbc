package org.causal4j.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FloatMatrixTest {
  private static final FloatMatrix M = FloatMatrix.ofRows(new float[][] {{1, 2, 2}, {0, 3, 4}});

  @Test
  void get_eachPlace_isRowMajor() {
    assertThat(M.rows()).isEqualTo(2);
    assertThat(M.columns()).isEqualTo(3);
    assertThat(M.get(0, 2)).isEqualTo(2);
    assertThat(M.get(1, 1)).isEqualTo(3);
    assertThat(M.toArray()).containsExactly(1, 2, 2, 0, 3, 4);
    assertThat(M.row(1)).containsExactly(0, 3, 4);
  }

  @Test
  void get_columnBeyondTheRow_isRefusedThoughTheArrayGoesOn() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> M.get(0, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> M.get(2, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> M.row(-1));
  }

  @Test
  void copyOf_arrayChangesAfterwards_matrixDoesNot() {
    float[] values = {1, 2};
    FloatMatrix matrix = FloatMatrix.copyOf(1, 2, values);
    values[0] = 9;
    matrix.toArray()[0] = 9;
    matrix.row(0)[0] = 9;

    assertThat(matrix.get(0, 0)).isEqualTo(1);
  }

  @Test
  void copyOf_wrongLength_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatMatrix.copyOf(2, 2, new float[3]))
        .withMessage("values: 3 given, but 2 rows of 2 need 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatMatrix.copyOf(-1, 2, new float[0]))
        .withMessageContaining("rows: -1");
  }

  @Test
  void ofRows_ragged_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatMatrix.ofRows(new float[][] {{1}, {1, 2}}))
        .withMessage("row 1: has 2 values, not 1");
  }

  @Test
  void rowView_isReadOnlyAndHoldsOneRow() {
    FloatBuffer view = M.rowView(1);

    assertThat(view.remaining()).isEqualTo(3);
    assertThat(view.get(0)).isEqualTo(0);
    assertThat(view.get(2)).isEqualTo(4);
    assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> view.put(0, 1));
  }

  @Test
  void copyRow_intoTheMiddle_leavesTheRest() {
    float[] target = {9, 9, 9, 9, 9};
    M.copyRow(0, target, 1);

    assertThat(target).containsExactly(9, 1, 2, 2, 9);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> M.copyRow(0, target, 3));
  }

  @Test
  void dot_andCosine_ofKnownRows() {
    assertThat(M.dot(0, M, 1)).isEqualTo(14);
    assertThat(M.cosine(0, M, 1)).isCloseTo(14.0 / 15.0, within(1e-12));
    assertThat(FloatMatrix.zeros(1, 3).cosine(0, M, 0)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> M.dot(0, FloatMatrix.zeros(1, 2), 0));
  }

  @Property(tries = 200, seed = "2")
  void cosine_anyRows_staysWithinOne(
      @ForAll @Size(8) float @FloatRange(min = -1e6f, max = 1e6f) [] values) {
    FloatMatrix matrix = FloatMatrix.copyOf(2, 4, values);

    assertThat(matrix.cosine(0, matrix, 1)).isBetween(-1.0, 1.0);
    assertThat(matrix.cosine(0, matrix, 1)).isEqualTo(matrix.cosine(1, matrix, 0));
    assertThat(matrix.cosine(0, matrix, 0)).isLessThanOrEqualTo(1);
  }

  @Test
  void selectRows_repeated_copiesEach() {
    assertThat(M.selectRows(1, 0, 1).toArray()).containsExactly(0, 3, 4, 1, 2, 2, 0, 3, 4);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> M.selectRows(2));
  }

  @Test
  void isFinite_nanOrInfinity_isFalse() {
    assertThat(M.isFinite()).isTrue();
    assertThat(FloatMatrix.copyOf(1, 1, new float[] {Float.NaN}).isFinite()).isFalse();
    assertThat(FloatMatrix.copyOf(1, 1, new float[] {Float.NEGATIVE_INFINITY}).isFinite())
        .isFalse();
  }

  @Test
  void equals_shapeAndValues_decide() {
    assertThat(M).isEqualTo(FloatMatrix.copyOf(2, 3, M.toArray()));
    assertThat(M).hasSameHashCodeAs(FloatMatrix.copyOf(2, 3, M.toArray()));
    assertThat(M).isNotEqualTo(FloatMatrix.copyOf(3, 2, M.toArray()));
    assertThat(M).isNotEqualTo(FloatMatrix.zeros(2, 3));
  }

  @Test
  void builder_afterBuild_isClosed() {
    FloatMatrix.Builder builder = FloatMatrix.builder(1, 2).set(0, 1, 5);
    FloatMatrix built = builder.build();

    assertThat(built.toArray()).containsExactly(0, 5);
    assertThatIllegalStateException().isThrownBy(() -> builder.set(0, 0, 1));
    assertThatIllegalStateException().isThrownBy(builder::build);
  }

  @Test
  void builder_moreThanAnArrayHolds_isRefusedBeforeItIsTaken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatMatrix.builder(1 << 16, 1 << 16))
        .withMessageContaining("4294967296");
  }

  @Test
  void toString_showsShapeAndHead() {
    assertThat(M).hasToString("FloatMatrix 2 x 3 [[1.0, 2.0, 2.0], [0.0, 3.0, 4.0]]");
    assertThat(FloatMatrix.zeros(5, 6).toString())
        .startsWith("FloatMatrix 5 x 6 [[0.0")
        .endsWith("…]");
    assertThat(FloatMatrix.zeros(0, 3)).hasToString("FloatMatrix 0 x 3");
  }
}
