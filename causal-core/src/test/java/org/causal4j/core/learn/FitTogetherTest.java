package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

/** Models of the rows outside each fold, fitted together and one by one. */
class FitTogetherTest {
  private static final int FOLDS = 4;

  private static Features features(int n, long offset) {
    var draw = Seed.of(11).random();
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      double u = draw.nextDouble() - 0.5;
      double v = draw.nextDouble() * draw.nextDouble();
      rows[i] = new double[] {offset + u, 100 * v, u + 0.3 * v + draw.nextDouble(), 7};
    }
    return Features.ofRows(List.of("a", "b", "c", "constant"), rows);
  }

  private static List<int[]> outside(int n, boolean byParity) {
    List<int[]> sets = new ArrayList<>();
    for (int f = 0; f < FOLDS; f++) {
      int held = f;
      sets.add(
          IntStream.range(0, n)
              .filter(i -> i % FOLDS != held && (!byParity || i % 3 == 0))
              .toArray());
    }
    return sets;
  }

  private static void assertSame(
      Learner learner, Features x, double[] y, List<int[]> sets, double tolerance) {
    List<Predictor> together = learner.fitTogether(x, y, sets).orElseThrow();
    for (int f = 0; f < sets.size(); f++) {
      Predictor alone = learner.fit(x, y, sets.get(f), Seed.of(1));
      for (int i = 0; i < x.rows(); i += 7) {
        assertThat(together.get(f).predict(x, i)).isCloseTo(alone.predict(x, i), within(tolerance));
      }
    }
  }

  @Test
  void ridge_foldsTogether_areThoseOneByOne() {
    for (int n : new int[] {200, 1_003}) {
      Features x = features(n, 1_000);
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        y[i] = 50 + 3 * (x.get(i, 0) - 1_000) - x.get(i, 1) * 0.02 + Math.sin(i);
      }
      assertSame(Learners.ridge(0), x, y, outside(n, false), 1e-9);
      assertSame(Learners.ridge(5), x, y, outside(n, true), 1e-9);
      assertSame(Learners.ridge(), x, y, outside(n, true), 1e-9);
    }
  }

  @Test
  void logistic_foldsTogether_areThoseOneByOne() {
    // The many rows start from a part of them.
    for (int n : new int[] {300, 60_000}) {
      Features x = features(n, 0);
      var draw = Seed.of(12).random();
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        double logit = 2 * x.get(i, 0) - 0.03 * x.get(i, 1) + x.get(i, 2) - 0.5;
        y[i] = draw.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      }
      assertSame(Learners.logistic(), x, y, outside(n, false), 2e-6);
    }
  }

  @Test
  void ridge_columnHardlyVariesInASet_isLeftToFitsOneByOne() {
    int n = 400;
    double[][] rows = new double[n][];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[] {i % FOLDS == 1 ? Math.sin(i) : 1e-9 * Math.cos(i), i};
      y[i] = i;
    }
    Features x = Features.ofRows(List.of("a", "b"), rows);
    assertThat(Learners.ridge(0).fitTogether(x, y, outside(n, false))).isEmpty();
  }

  @Test
  void logistic_oneKindOfOutcomeInASet_isLeftToFitsOneByOne() {
    Features x = features(40, 0);
    double[] y = new double[40];
    y[1] = 1;
    assertThat(Learners.logistic().fitTogether(x, y, outside(40, false))).isEmpty();
  }
}
