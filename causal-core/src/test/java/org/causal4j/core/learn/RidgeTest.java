package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeTest {
  private static final int N = 60;
  private static final int P = 4;
  private static final int[] LEARN = IntStream.range(0, N - 10).toArray();
  private static final double[][] ROWS = new double[N][P];
  private static final double[] Y = new double[N];

  static {
    SplittableRandom random = new SplittableRandom(21);
    for (int i = 0; i < N; i++) {
      double shared = random.nextGaussian();
      for (int c = 0; c < P; c++) {
        ROWS[i][c] = 10 * c + (c + 1) * (random.nextGaussian() + shared);
      }
      Y[i] = 3 + ROWS[i][0] - .5 * ROWS[i][3] + random.nextGaussian();
    }
  }

  private static Features features() {
    return Features.ofRows(List.of("a", "b", "c", "d"), ROWS);
  }

  /** Solves (ZᵀZ + penalty I) β = Zᵀ(y − ȳ) directly, with Z standardized over the rows. */
  private static double[] normalEquations(double penalty) {
    int n = LEARN.length;
    double[] mean = new double[P];
    double[] deviation = new double[P];
    double level = 0;
    for (int i : LEARN) {
      level += Y[i] / n;
      for (int c = 0; c < P; c++) {
        mean[c] += ROWS[i][c] / n;
      }
    }
    for (int c = 0; c < P; c++) {
      for (int i : LEARN) {
        deviation[c] += Math.pow(ROWS[i][c] - mean[c], 2) / n;
      }
      deviation[c] = Math.sqrt(deviation[c]);
    }
    DMatrixRMaj z = new DMatrixRMaj(N, P);
    DMatrixRMaj learned = new DMatrixRMaj(n, P);
    DMatrixRMaj target = new DMatrixRMaj(n, 1);
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < P; c++) {
        z.set(i, c, (ROWS[i][c] - mean[c]) / deviation[c]);
        if (i < n) {
          learned.set(i, c, z.get(i, c));
        }
      }
      if (i < n) {
        target.set(i, 0, Y[i] - level);
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(P, P);
    CommonOps_DDRM.multTransA(learned, learned, gram);
    for (int c = 0; c < P; c++) {
      gram.add(c, c, penalty);
    }
    DMatrixRMaj moment = new DMatrixRMaj(P, 1);
    CommonOps_DDRM.multTransA(learned, target, moment);
    DMatrixRMaj beta = new DMatrixRMaj(P, 1);
    assertThat(CommonOps_DDRM.solve(gram, moment, beta)).isTrue();
    DMatrixRMaj fitted = new DMatrixRMaj(N, 1);
    CommonOps_DDRM.mult(z, beta, fitted);
    double shift = level;
    return IntStream.range(0, N).mapToDouble(i -> shift + fitted.get(i, 0)).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .5, 20, 1e4})
  void fit_anyPenalty_solvesTheNormalEquations(double penalty) {
    Predictor ridge = Learners.ridge(penalty).fit(features(), Y, LEARN, Seed.of(1));
    double[] expected = normalEquations(penalty);
    for (int i = 0; i < N; i++) {
      assertThat(ridge.predict(features(), i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  /** Of the grid n · 10^(k/2), the one with the least RSS/n / (1 − df/n)², by brute force. */
  @Test
  void fit_penaltyByCrossValidation_isTheBestOfTheGrid() {
    int n = LEARN.length;
    double bestScore = Double.POSITIVE_INFINITY;
    double[] best = {};
    for (int k = -8; k <= 6; k++) {
      double penalty = n * Math.pow(10, k / 2.0);
      double[] fitted = normalEquations(penalty);
      double rss = 0;
      for (int i : LEARN) {
        rss += Math.pow(Y[i] - fitted[i], 2);
      }
      double score = rss / n / Math.pow(1 - freedom(penalty) / n, 2);
      if (score < bestScore) {
        bestScore = score;
        best = fitted;
      }
    }
    Predictor ridge = Learners.ridge().fit(features(), Y, LEARN, Seed.of(1));
    for (int i = 0; i < N; i++) {
      assertThat(ridge.predict(features(), i)).isCloseTo(best[i], within(1e-9));
    }
  }

  /** 1 + trace of Z (ZᵀZ + penalty I)⁻¹ Zᵀ, as Σ of how a unit change of yᵢ moves its own fit. */
  private static double freedom(double penalty) {
    Features x = features();
    double sum = 0;
    for (int i : LEARN) {
      double[] unit = new double[N];
      unit[i] = 1;
      sum += Learners.ridge(penalty).fit(x, unit, LEARN, Seed.of(1)).predict(x, i);
    }
    return sum;
  }

  @Test
  void fit_columnTwiceOrConstant_staysFinite() {
    double[][] rows = new double[N][3];
    for (int i = 0; i < N; i++) {
      rows[i] = new double[] {ROWS[i][0], 2 * ROWS[i][0], 7};
    }
    Features x = Features.ofRows(List.of("a", "twice", "seven"), rows);
    double[][] alone = new double[N][];
    for (int i = 0; i < N; i++) {
      alone[i] = new double[] {ROWS[i][0]};
    }
    Features one = Features.ofRows(List.of("a"), alone);
    Predictor both = Learners.ridge(0).fit(x, Y, LEARN, Seed.of(1));
    Predictor single = Learners.ridge(0).fit(one, Y, LEARN, Seed.of(1));
    for (int i = 0; i < N; i++) {
      assertThat(both.predict(x, i)).isCloseTo(single.predict(one, i), within(1e-8));
    }
  }

  @Test
  void fit_outcomeOfOtherRows_isNotLookedAt() {
    double[] changed = Y.clone();
    changed[N - 1] = 1e9;
    assertThat(Learners.ridge().fit(features(), changed, LEARN, Seed.of(1)).predict(features(), 0))
        .isEqualTo(Learners.ridge().fit(features(), Y, LEARN, Seed.of(1)).predict(features(), 0));
  }

  @Test
  void fit_badInput_isRefused() {
    double[] bad = Y.clone();
    bad[3] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.ridge().fit(features(), bad, LEARN, Seed.of(1)))
        .withMessage("y: row 3 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.ridge().fit(features(), Y, new int[0], Seed.of(1)))
        .withMessage("rows: there are none to learn from");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.ridge(Double.NaN))
        .withMessageContaining("penalty: NaN");
  }
}
