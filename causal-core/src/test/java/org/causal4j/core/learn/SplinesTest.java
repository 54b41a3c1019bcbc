package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class SplinesTest {
  private static final Seed SEED = Seed.of(1);

  private static double[][] normal(int n, int p, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[n][p];
    for (double[] row : x) {
      Arrays.setAll(row, c -> random.nextGaussian());
    }
    return x;
  }

  private static Features features(double[][] x) {
    return Features.ofRows(IntStream.range(0, x[0].length).mapToObj(c -> "x" + c).toList(), x);
  }

  /** Root mean squared distance to a surface on fresh rows. */
  private static double distance(Predictor model, int p, ToDoubleFunction<double[]> surface) {
    double[][] x = normal(2000, p, 99);
    Features fresh = features(x);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      double off = model.predict(fresh, i) - surface.applyAsDouble(x[i]);
      squares += off * off / x.length;
    }
    return Math.sqrt(squares);
  }

  @Test
  void splines_bentSurfaceWithProduct_isFoundBetterThanByPlanesAndTrees() {
    ToDoubleFunction<double[]> surface = r -> Math.sin(1.5 * r[0]) + r[1] * r[2] + r[3];
    double[][] x = normal(800, 6, 1);
    SplittableRandom noise = new SplittableRandom(2);
    double[] y =
        Arrays.stream(x)
            .mapToDouble(r -> surface.applyAsDouble(r) + noise.nextGaussian())
            .toArray();
    int[] rows = IntStream.range(0, 800).toArray();
    double bent = distance(Learners.splines().fit(features(x), y, rows, SEED), 6, surface);
    assertThat(bent).isLessThan(0.3);
    assertThat(distance(Learners.ridge().fit(features(x), y, rows, SEED), 6, surface))
        .isGreaterThan(3 * bent);
    assertThat(distance(Learners.boosting().fit(features(x), y, rows, SEED), 6, surface))
        .isGreaterThan(1.5 * bent);
  }

  @Test
  void splines_pureNoise_isShrunkToTheMean() {
    double[][] x = normal(400, 6, 3);
    double[] y = normal(1, 400, 4)[0];
    Predictor model =
        Learners.splines().fit(features(x), y, IntStream.range(0, 400).toArray(), SEED);
    assertThat(distance(model, 6, r -> 0)).isLessThan(0.2);
  }

  @Test
  void splines_plane_continuesLinearlyBeyondTheKnotsAndEndsAtTheTargetsRange() {
    double[][] x = normal(300, 1, 5);
    double[] y = Arrays.stream(x).mapToDouble(r -> 3 * r[0]).toArray();
    Predictor model =
        Learners.splines().fit(features(x), y, IntStream.range(0, 300).toArray(), SEED);
    Features far = features(new double[][] {{2.2}, {-2.2}, {50}});
    assertThat(model.predict(far, 0)).isCloseTo(6.6, within(0.05));
    assertThat(model.predict(far, 1)).isCloseTo(-6.6, within(0.05));
    assertThat(model.predict(far, 2)).isEqualTo(Arrays.stream(y).max().orElseThrow());
  }

  @Test
  void logisticSplines_bentLogit_isFound() {
    ToDoubleFunction<double[]> chance = r -> Logistic.sigmoid(r[0] * r[0] - 1 + r[1] * r[2]);
    double[][] x = normal(3000, 4, 6);
    SplittableRandom random = new SplittableRandom(7);
    double[] y =
        Arrays.stream(x)
            .mapToDouble(r -> random.nextDouble() < chance.applyAsDouble(r) ? 1 : 0)
            .toArray();
    int[] rows = IntStream.range(0, 3000).toArray();
    double bent = distance(Learners.logisticSplines().fit(features(x), y, rows, SEED), 4, chance);
    assertThat(bent).isLessThan(0.06);
    assertThat(distance(Learners.logistic().fit(features(x), y, rows, SEED), 4, chance))
        .isGreaterThan(3 * bent);
  }

  @Test
  void logisticSplines_armsToldApart_isAProbabilityAll() {
    double[][] x = normal(200, 2, 8);
    double[] y = Arrays.stream(x).mapToDouble(r -> r[0] > 0 ? 1 : 0).toArray();
    Predictor model =
        Learners.logisticSplines().fit(features(x), y, IntStream.range(0, 200).toArray(), SEED);
    Features all = features(x);
    for (int i = 0; i < 200; i++) {
      assertThat(model.predict(all, i)).isBetween(0.0, 1.0);
      if (Math.abs(x[i][0]) > 0.5) {
        assertThat(model.predict(all, i) > 0.5).isEqualTo(y[i] == 1);
      }
    }
  }

  @Test
  void fit_oddColumns_areTaken() {
    double[][] x = normal(60, 5, 9);
    for (double[] row : x) {
      row[1] = 7;
      row[2] = row[0];
      row[3] = row[3] > 0 ? 1 : 0;
      row[4] = Math.exp(4 * row[4]);
    }
    double[] y = Arrays.stream(x).mapToDouble(r -> r[0] + r[3]).toArray();
    double[] t = Arrays.stream(x).mapToDouble(r -> r[0] > 0.3 ? 1 : 0).toArray();
    int[] rows = IntStream.range(0, 60).toArray();
    for (Predictor model :
        List.of(
            Learners.splines().fit(features(x), y, rows, SEED),
            Learners.logisticSplines().fit(features(x), t, rows, SEED))) {
      for (int i = 0; i < 60; i++) {
        assertThat(model.predict(features(x), i)).isFinite();
      }
    }
    Predictor two = Learners.splines().fit(features(x), y, new int[] {0, 1}, SEED);
    assertThat(two.predict(features(x), 5)).isFinite();
    Predictor none = Learners.splines().fit(Features.none(60), y, rows, SEED);
    assertThat(none.predict(Features.none(60), 5))
        .isCloseTo(Arrays.stream(y).average().orElseThrow(), within(1e-9));
  }

  @Test
  void fit_badInput_isRefused() {
    double[][] x = normal(10, 2, 10);
    int[] rows = IntStream.range(0, 10).toArray();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.logisticSplines().fit(features(x), new double[10], rows, SEED))
        .withMessageContaining("y: all 10 rows are 0");
    Predictor model = Learners.splines().fit(features(x), new double[10], rows, SEED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.predict(features(normal(3, 3, 1)), 0))
        .withMessageContaining("x: has 3 columns, the model 2");
  }

  /** The tridiagonal form against the definitions, by a dense inverse. */
  @Property(tries = 50)
  void ridge_anyPenalty_agreesWithTheDenseInverse(
      @ForAll @IntRange(min = 1, max = 12) int p,
      @ForAll @DoubleRange(min = 0.01, max = 1e3) double penalty,
      @ForAll long seed) {
    double[][] root = normal(p + 3, p, seed);
    DMatrixRMaj gram = new DMatrixRMaj(p, p);
    CommonOps_DDRM.multTransA(new DMatrixRMaj(root), new DMatrixRMaj(root), gram);
    double[] m = normal(1, p, seed + 1)[0];
    Tridiagonal tridiagonal = new Tridiagonal(gram.data, p);
    double[] found = tridiagonal.ridge(tridiagonal.rotated(m), penalty);
    DMatrixRMaj inverse = gram.copy();
    for (int k = 0; k < p; k++) {
      inverse.add(k, k, penalty);
    }
    CommonOps_DDRM.invert(inverse);
    DMatrixRMaj moment = DMatrixRMaj.wrap(p, 1, m);
    DMatrixRMaj beta = new DMatrixRMaj(p, 1);
    CommonOps_DDRM.mult(inverse, moment, beta);
    DMatrixRMaj image = new DMatrixRMaj(p, 1);
    CommonOps_DDRM.mult(gram, beta, image);
    double lowers = 2 * CommonOps_DDRM.dot(beta, moment) - CommonOps_DDRM.dot(beta, image);
    DMatrixRMaj hat = new DMatrixRMaj(p, p);
    CommonOps_DDRM.mult(gram, inverse, hat);
    assertThat(found[0]).isCloseTo(lowers, within(1e-7 * Math.max(1, Math.abs(lowers))));
    assertThat(found[1]).isCloseTo(CommonOps_DDRM.trace(hat), within(1e-7 * p));
  }
}
