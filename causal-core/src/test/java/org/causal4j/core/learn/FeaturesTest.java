package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.matrix.FloatMatrix;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Table TABLE =
      Table.of(
          Column.Discrete.of("color", Arrays.asList("red", "blue", null, "green")),
          Column.Continuous.of("size", 1, Double.NaN, 4, 1));

  private static double[] column(Features x, int column) {
    double[] cells = new double[x.rows()];
    Arrays.setAll(cells, row -> x.get(row, column));
    return cells;
  }

  @Test
  void of_discreteColumn_hasAnIndicatorForEachStateButTheFirst() {
    Features x = Features.of(TABLE, List.of("color"));
    assertThat(x.names()).containsExactly("color=green", "color=red", "color missing");
    assertThat(column(x, 0)).containsExactly(0, 0, 0, 1);
    assertThat(column(x, 1)).containsExactly(1, 0, 0, 0);
    assertThat(column(x, 2)).containsExactly(0, 0, 1, 0);
  }

  @Test
  void of_missingNumber_isTheMeanAndMarkedAndNoted() {
    Features x = Features.of(TABLE, List.of("size"));
    assertThat(column(x, 0)).containsExactly(1, 2, 4, 1);
    assertThat(column(x, 1)).containsExactly(0, 1, 0, 0);
    assertThat(x.notes()).containsExactly("1 missing cells of 'size' set to the mean, and marked");
    assertThat(TABLE.continuous("size").value(1)).isNaN();
  }

  @Test
  void of_columnWithoutAnyValue_isRefused() {
    Table empty = Table.of(Column.Continuous.of("size", Double.NaN, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Features.of(empty, List.of("size")))
        .withMessage("column 'size': has no value in any row");
  }

  @Test
  void plus_matrix_standsBesideTheColumns() {
    Features x =
        Features.ofRows(List.of("a"), new double[][] {{1}, {2}})
            .plus(FloatMatrix.ofRows(new float[][] {{3, 4}, {5, 6}}), "text");
    assertThat(x.names()).containsExactly("a", "text 1", "text 2");
    assertThat(column(x, 1)).containsExactly(3, 5);
    assertThat(column(x, 2)).containsExactly(4, 6);
    assertThat(column(x, 0)).containsExactly(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.plus(FloatMatrix.ofRows(new float[][] {{1}}), "more"))
        .withMessage("matrix: has 1 rows, not 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.plus(FloatMatrix.ofRows(new float[][] {{1}, {1}}), "text"))
        .withMessage("column 'text 1': is named twice");
  }

  @Test
  void ofRows_badRows_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Features.ofRows(List.of("a", "b"), new double[][] {{1, 2}, {1}}))
        .withMessage("row 1: has 1 values, not 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Features.ofRows(List.of("a"), new double[][] {{1}, {Double.POSITIVE_INFINITY}}))
        .withMessage("a: row 1 is Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Features.ofRows(List.of("a", "a"), new double[][] {{1, 1}}))
        .withMessage("column 'a': is named twice");
  }

  @Test
  void ofRows_callersRowsChange_featuresDoNot() {
    double[][] rows = {{1}};
    Features x = Features.ofRows(List.of("a"), rows);
    rows[0][0] = 2;
    assertThat(x.get(0, 0)).isEqualTo(1);
  }

  @Test
  void predict_featuresOfOtherColumns_isRefused() {
    Features x = Features.ofRows(List.of("a", "b"), new double[][] {{1, 5}, {2, 3}, {3, 4}});
    double[] y = {0, 1, 0};
    int[] all = {0, 1, 2};
    Features narrow = Features.ofRows(List.of("a"), new double[][] {{1}, {2}, {3}});
    for (Learner learner : List.of(Learners.ridge(1), Learners.logistic())) {
      Predictor fitted = learner.fit(x, y, all, Seed.of(1));
      assertThatThrownBy(() -> fitted.predict(narrow, 0))
          .as(learner.name())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("x: has 1 columns, the model 2");
    }
  }
}
