package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class MultinomialTest {
  private static final int N = 300;
  private static final int[] ROWS = IntStream.range(0, N).toArray();

  private static Features features() {
    double[][] rows = new double[N][];
    for (int i = 0; i < N; i++) {
      rows[i] = new double[] {Math.sin(1.7 * i), Math.cos(.37 * i) + .01 * i};
    }
    return Features.ofRows(List.of("a", "b"), rows);
  }

  /** 74, 102 and 124 rows of the three classes. */
  private static int[] classes(Features x) {
    int[] classes = new int[N];
    for (int i = 0; i < N; i++) {
      double a = x.get(i, 0);
      double b = x.get(i, 1);
      double u = i * 0.6180339887498949 % 1;
      double one = Math.exp(.5 + a - .3 * b);
      double all = 1 + one + Math.exp(-.5 - .8 * a + .6 * b);
      classes[i] = u * all < 1 ? 0 : u * all < 1 + one ? 1 : 2;
    }
    return classes;
  }

  private static void check(ClassLearner learner, double[][] expected, double tolerance) {
    Features x = features();
    ClassPredictor model = learner.fit(x, classes(x), 3, ROWS, Seed.of(1));
    int[] asked = {0, 17, 123, 299};
    for (int r = 0; r < asked.length; r++) {
      double[] found = model.predict(x, asked[r]);
      assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-12));
      assertThat(found).containsExactly(expected[r], within(tolerance));
    }
  }

  /** The probabilities of statsmodels 0.15.0, MNLogit(c, add_constant(X)).fit(method="newton"). */
  @Test
  void fit_hardlyAnyPenalty_isMaximumLikelihood() {
    check(
        Learners.multinomial(1e-9),
        new double[][] {
          {0.3236472726, 0.3833564148, 0.2929963126},
          {0.2880001326, 0.1843413333, 0.5276585341},
          {0.2345159169, 0.667260647, 0.0982234361},
          {0.1831340087, 0.0867108787, 0.7301551126}
        },
        1e-8);
  }

  /**
   * Those of scikit-learn 1.9.1, LogisticRegression(C, tol=1e-12, max_iter=10000) on columns less
   * their mean and divided by their deviation; C is 1/penalty.
   */
  @Test
  void fit_penalty_isRidge() {
    check(
        Learners.multinomial(),
        new double[][] {
          {0.3213403543, 0.3829145151, 0.2957451305},
          {0.2869316051, 0.1871213321, 0.5259470628},
          {0.2353646124, 0.6625857743, 0.1020496133},
          {0.1848430133, 0.0899629574, 0.7251940293}
        },
        1e-6);
    check(
        Learners.multinomial(20),
        new double[][] {
          {0.2957884015, 0.3767305144, 0.3274810841},
          {0.2739087299, 0.2218245971, 0.504266673},
          {0.2442601224, 0.6000166802, 0.1557231973},
          {0.2035145925, 0.1350384059, 0.6614470016}
        },
        1e-6);
  }

  /** Logistic regression has a way of its own; of two classes it is itself. */
  @Test
  void ofClasses_logistic_isMultinomial() {
    Features x = features();
    int[] classes = classes(x);
    ClassLearner own = Learners.logistic(2).ofClasses();
    assertThat(own.name()).isEqualTo("multinomial logistic (penalty 2.0)");
    assertThat(own.fit(x, classes, 3, ROWS, Seed.of(1)).predict(x, 5))
        .isEqualTo(Learners.multinomial(2).fit(x, classes, 3, ROWS, Seed.of(1)).predict(x, 5));
    int[] two = Arrays.stream(classes).map(c -> Math.min(c, 1)).toArray();
    double[] y = Arrays.stream(two).asDoubleStream().toArray();
    assertThat(own.fit(x, two, 2, ROWS, Seed.of(1)).predict(x, 5)[1])
        .isCloseTo(Learners.logistic(2).fit(x, y, ROWS, Seed.of(1)).predict(x, 5), within(1e-7));
  }

  @Test
  void ofClasses_anotherLearner_isScaledToTheSumOfOne() {
    Features x = features();
    int[] classes = classes(x);
    ClassLearner learner = Learners.tree(2, 20).ofClasses();
    assertThat(learner.name()).contains("against the rest");
    ClassPredictor model = learner.fit(x, classes, 3, ROWS, Seed.of(1));
    double[] sums = new double[3];
    for (int i = 0; i < N; i++) {
      double[] found = model.predict(x, i);
      assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-12));
      for (int k = 0; k < 3; k++) {
        sums[k] += found[k];
      }
    }
    assertThat(sums[0]).isCloseTo(74, within(8.0));
    assertThat(sums[2]).isCloseTo(124, within(8.0));
  }

  @Test
  void fit_classesToldApart_staysFinite() {
    Features x = features();
    int[] classes = new int[N];
    Arrays.setAll(classes, i -> x.get(i, 0) < -.5 ? 0 : x.get(i, 0) < .5 ? 1 : 2);
    ClassPredictor model = Learners.multinomial().fit(x, classes, 3, ROWS, Seed.of(1));
    for (int i = 0; i < N; i++) {
      assertThat(model.predict(x, i)[classes[i]]).isBetween(.1, 1.0);
    }
  }

  @Test
  void fit_badClasses_saysWhich() {
    Features x = features();
    int[] classes = classes(x);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.multinomial().fit(x, classes, 4, ROWS, Seed.of(1)))
        .withMessageContaining("of class 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.multinomial().fit(x, new int[3], 3, ROWS, Seed.of(1)))
        .withMessageContaining("3 values for 300 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Learners.multinomial(0))
        .withMessageContaining("not above 0");
  }
}
