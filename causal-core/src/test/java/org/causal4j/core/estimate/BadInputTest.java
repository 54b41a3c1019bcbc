package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every estimator on every kind of bad input: a typed error with a message, or finite numbers with
 * the fallback stated; never NaN or infinity, and never an error of another type.
 */
class BadInputTest {
  private enum Kind {
    CONSTANT_TREATMENT,
    SEPARATED,
    COLLINEAR,
    ALL_MISSING,
    FEW_ROWS,
    INFINITE_COVARIATE,
    INFINITE_OUTCOME,
    MISSING_OUTCOME,
    CONSTANT_OUTCOME,
    ONE_CLUSTER,
    THREE_STATES,
    RARE_ARM,
    NO_ROWS,
    TREATMENT_AMONG_COVARIATES,
    COVARIATE_TWICE
  }

  /** Where an error is the only answer. */
  private static final Set<Kind> REFUSED =
      EnumSet.of(
          Kind.CONSTANT_TREATMENT,
          Kind.INFINITE_OUTCOME,
          Kind.MISSING_OUTCOME,
          Kind.ONE_CLUSTER,
          Kind.NO_ROWS,
          Kind.TREATMENT_AMONG_COVARIATES,
          Kind.COVARIATE_TWICE);

  /** Refused by those that read covariates. */
  private static final Set<Kind> OF_COVARIATES =
      EnumSet.of(Kind.ALL_MISSING, Kind.INFINITE_COVARIATE);

  /** Estimators of two arms, or of their own number of states, from covariates. */
  private static List<Estimator> adjusting() {
    return List.of(
        Estimators.regression(),
        Estimators.gEstimation(),
        Estimators.ipw(),
        Estimators.ipw().withPropensity(Learners.logistic()).withTrim(.01),
        Estimators.overlapWeights(),
        Estimators.matching(),
        Estimators.aipw(),
        Estimators.aipw().withEstimand(Estimand.ATT),
        Estimators.tmle(),
        Estimators.dmlInteractive().withSplits(2),
        Estimators.dmlPartiallyLinear().withSplits(2),
        Estimators.multiArm(),
        Estimators.multiArm().withMethod(MultiArm.Method.IPW),
        Estimators.multiArm().withMethod(MultiArm.Method.REGRESSION));
  }

  private static List<Estimator> others() {
    return List.of(
        Estimators.differenceInMeans(),
        Estimators.twoStageLeastSquares(),
        Estimators.frontDoor(),
        Estimators.differenceInDifferences());
  }

  static Stream<Arguments> cases() {
    return Stream.concat(adjusting().stream(), others().stream())
        .flatMap(e -> Arrays.stream(Kind.values()).map(kind -> Arguments.of(e, kind)));
  }

  private static List<String> covariates(Kind kind) {
    return switch (kind) {
      case FEW_ROWS -> IntStream.range(0, 60).mapToObj(c -> "w" + c).toList();
      case COLLINEAR -> List.of("x", "double");
      case ALL_MISSING -> List.of("x", "empty");
      case INFINITE_COVARIATE -> List.of("x", "infinite");
      case SEPARATED -> List.of("telling");
      case TREATMENT_AMONG_COVARIATES -> List.of("x", "t");
      case COVARIATE_TWICE -> List.of("x", "x");
      default -> List.of("x");
    };
  }

  private static Design design(Estimator estimator, Kind kind) {
    List<String> adjustment = covariates(kind);
    if (estimator instanceof TwoStageLeastSquares) {
      return Design.instrument("t", "y", List.of("z"), adjustment);
    }
    if (estimator instanceof FrontDoorPlugIn) {
      return new Design.FrontDoor("t", "y", adjustment);
    }
    if (estimator instanceof DifferenceInDifferences) {
      return new Design.Panel("t", "y", "unit", "time", adjustment);
    }
    if (estimator instanceof DifferenceInMeans) {
      return kind == Kind.TREATMENT_AMONG_COVARIATES || kind == Kind.COVARIATE_TWICE
          ? new Design.Backdoor("t", "y", adjustment)
          : Design.randomized("t", "y");
    }
    return new Design.Backdoor("t", "y", adjustment);
  }

  private static Table table(Kind kind) {
    SplittableRandom random = new SplittableRandom(5);
    int n = kind == Kind.FEW_ROWS || kind == Kind.RARE_ARM ? 40 : kind == Kind.NO_ROWS ? 0 : 200;
    double[] x = random.doubles(n).map(u -> 2 * u - 1).toArray();
    double[] t = new double[n];
    double[] z = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = random.nextInt(2);
      t[i] = random.nextDouble() < .3 + .4 * z[i] ? 1 : 0;
      y[i] = t[i] + x[i] + random.nextGaussian();
      if (kind == Kind.CONSTANT_TREATMENT) {
        t[i] = 1;
      } else if (kind == Kind.RARE_ARM) {
        t[i] = i < 2 ? 1 : 0;
      }
    }
    if (kind == Kind.INFINITE_OUTCOME) {
      y[3] = Double.POSITIVE_INFINITY;
    } else if (kind == Kind.MISSING_OUTCOME) {
      y[3] = Double.NaN;
    } else if (kind == Kind.CONSTANT_OUTCOME) {
      Arrays.fill(y, 2);
    }
    List<Column> columns = new ArrayList<>();
    if (kind == Kind.THREE_STATES) {
      columns.add(
          Column.Discrete.ofCodes(
              "t", List.of("0", "1", "many"), IntStream.range(0, n).map(i -> i % 3).toArray()));
    } else {
      columns.add(Column.Continuous.of("t", t));
    }
    columns.add(Column.Continuous.of("x", x));
    columns.add(Column.Continuous.of("y", y));
    columns.add(Column.Continuous.of("z", z));
    columns.add(Column.Continuous.of("double", Arrays.stream(x).map(v -> 2 * v + 1).toArray()));
    columns.add(Column.Continuous.of("telling", Arrays.stream(t).map(v -> 10 * v - 5).toArray()));
    double[] none = new double[n];
    Arrays.fill(none, Double.NaN);
    columns.add(Column.Continuous.of("empty", none));
    double[] infinite = x.clone();
    if (n > 0 && kind == Kind.INFINITE_COVARIATE) {
      infinite[1] = Double.NEGATIVE_INFINITY;
    }
    columns.add(Column.Continuous.of("infinite", infinite));
    columns.add(numbered("unit", n, i -> i / 4));
    columns.add(numbered("time", n, i -> i % 4));
    columns.add(numbered("same", n, i -> 0));
    for (int c = 0; kind == Kind.FEW_ROWS && c < 60; c++) {
      columns.add(Column.Continuous.of("w" + c, random.doubles(n).map(u -> 2 * u - 1).toArray()));
    }
    return Table.of(columns);
  }

  private static Column numbered(String name, int n, IntUnaryOperator f) {
    return Column.Continuous.of(name, IntStream.range(0, n).map(f).asDoubleStream().toArray());
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("cases")
  void estimate_badInput_isATypedErrorOrAStatedFallback(Estimator estimator, Kind kind) {
    boolean readsCovariates = !(estimator instanceof DifferenceInMeans);
    boolean mustRefuse =
        REFUSED.contains(kind) || (OF_COVARIATES.contains(kind) && readsCovariates);
    EffectEstimate effect;
    try {
      Table table = table(kind);
      Estimator used = kind == Kind.ONE_CLUSTER ? estimator.withClusters("same") : estimator;
      effect = used.estimate(design(estimator, kind), table, Contrast.binary("t"), Seed.of(1));
    } catch (IllegalArgumentException | CausalException e) {
      assertThat(e.getMessage()).isNotBlank().contains(" ");
      assertThat(e.getMessage()).doesNotContain("Index ");
      return;
    }
    assertThat(mustRefuse).as("%s should have been refused, gave %s", kind, effect).isFalse();
    assertThat(effect.estimate()).isFinite();
    assertThat(effect.standardError()).isFinite().isNotNegative();
    assertThat(effect.interval().low()).isFinite();
    assertThat(effect.interval().high()).isFinite();
    if (kind == Kind.SEPARATED && readsCovariates && !(estimator instanceof TwoStageLeastSquares)) {
      assertThat(effect.isQuotable()).as("%s", effect).isFalse();
    }
    if (kind == Kind.COLLINEAR && estimator instanceof Regression) {
      assertThat(effect.notes()).anyMatch(note -> note.contains("left out"));
    }
    if (kind == Kind.RARE_ARM && effect.overlap().isPresent()) {
      assertThat(effect.overlap().get().verdict()).isEqualTo(Overlap.Verdict.NONE);
    }
  }
}
