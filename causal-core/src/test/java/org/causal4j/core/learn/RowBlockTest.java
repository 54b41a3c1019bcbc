package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBlockTest {
  private static final int COLUMNS = 3;

  private static double[][] rows(int count) {
    SplittableRandom random = Seed.of(5).random();
    double[][] rows = new double[count][COLUMNS];
    for (double[] row : rows) {
      for (int c = 0; c < COLUMNS; c++) {
        row[c] = 1000 + random.nextGaussian();
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 300})
  void load_allBlocks_holdEveryRowOnce(int count) {
    double[][] rows = rows(count);
    Features x = Features.ofRows(List.of("a", "b", "c"), rows);
    RowBlock block = new RowBlock(COLUMNS);
    double[] one = new double[RowBlock.ROWS];
    ColumnMoments moments = new ColumnMoments(COLUMNS);
    int read = 0;
    for (int from = 0; from < count; from += RowBlock.ROWS) {
      int some = block.load(x, from, 0);
      for (int i = 0; i < RowBlock.ROWS; i++) {
        one[i] = i < some ? 1 : 0;
      }
      moments.add(block, one);
      read += some;
    }
    assertThat(read).isEqualTo(count);
    assertThat(moments.total()).isEqualTo(count);
    for (int c = 0; c < COLUMNS; c++) {
      double mean = 0;
      for (double[] row : rows) {
        mean += row[c] / count;
      }
      double squares = 0;
      for (double[] row : rows) {
        squares += (row[c] - mean) * (row[c] - mean);
      }
      assertThat(moments.mean(c)).isCloseTo(mean, within(1e-10));
      assertThat(moments.squares(c)).isCloseTo(squares, within(1e-8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -128, 127})
  void load_notTheStartOfABlock_isRefused(int from) {
    Features x = Features.ofRows(List.of("a", "b", "c"), rows(300));
    RowBlock block = new RowBlock(COLUMNS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> block.load(x, from, 0))
        .withMessage("from: " + from + " is not a multiple of 128");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> block.load(x, from, 0, new double[COLUMNS], new double[COLUMNS]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void load_moreColumnsThanRoom_isRefused(int first) {
    Features x = Features.ofRows(List.of("a", "b", "c"), rows(5));
    RowBlock block = new RowBlock(COLUMNS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> block.load(x, 0, first))
        .withMessage("first: 3 columns from " + first + " on are more than 3");
  }
}
