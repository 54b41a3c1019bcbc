package org.causal4j.tribuo;

import com.google.common.base.Preconditions;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;
import org.tribuo.Model;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Trainers of Tribuo as learners, for estimators that take one:
 *
 * <pre>{@code
 * Estimators.aipw()
 *     .withOutcome(TribuoLearners.regression(new CARTRegressionTrainer(6)))
 *     .withPropensity(TribuoLearners.classification(new LogisticRegressionTrainer()));
 * }</pre>
 *
 * <p>A trainer of Tribuo draws from a state that every training moves on. Here it is put to one of
 * 4,096 states chosen by the learner's {@link Seed}, in the same step in which Tribuo takes its
 * generator from it, so that a seed gives the same model whatever was trained before or is trained
 * at once. A trainer that keeps other state between trainings, or that does not draw by Tribuo's
 * invocation count (as those of native libraries), keeps its own promises.
 *
 * <p>Learners are safe to share between threads, as long as nobody else trains with their trainer.
 * Models take one object a row and prediction, which is slower than the built-in learners.
 */
public final class TribuoLearners {
  private TribuoLearners() {}

  /** A learner of a number, from a trainer of one number. */
  public static Learner regression(Trainer<Regressor> trainer) {
    return new Regression(trainer);
  }

  /**
   * A learner of the probability of 1, of a target of 0 and 1.
   *
   * @param trainer one whose models give probabilities, not scores; others are refused when fitted
   */
  public static Learner classification(Trainer<Label> trainer) {
    return new Classification(trainer);
  }

  private record Regression(Trainer<Regressor> trainer) implements Learner {
    @Override
    public String name() {
      return TribuoRows.name(trainer);
    }

    @Override
    public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
      TribuoRows.check(x, y, rows);
      Model<Regressor> model =
          TribuoRows.train(
              trainer, new RegressionFactory(), x, rows, row -> new Regressor("y", y[row]), seed);
      return (features, row) ->
          model
              .predict(TribuoRows.example(features, row, RegressionFactory.UNKNOWN_REGRESSOR))
              .getOutput()
              .getValues()[0];
    }
  }

  private record Classification(Trainer<Label> trainer) implements Learner {
    private static final String ONE = "1";

    @Override
    public String name() {
      return TribuoRows.name(trainer);
    }

    @Override
    public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
      TribuoRows.check(x, y, rows);
      int ones = 0;
      for (int row : rows) {
        Preconditions.checkArgument(
            y[row] == 0 || y[row] == 1, "y: row %s is %s, neither 0 nor 1", (Object) row, y[row]);
        ones += y[row] == 1 ? 1 : 0;
      }
      Preconditions.checkArgument(
          ones > 0 && ones < rows.length, "y: all %s rows are %s", rows.length, ones > 0 ? 1 : 0);
      Model<Label> model =
          TribuoRows.train(
              trainer,
              new LabelFactory(),
              x,
              rows,
              row -> new Label(y[row] == 1 ? ONE : "0"),
              seed);
      Preconditions.checkArgument(
          model.generatesProbabilities(), "trainer: %s gives scores, not probabilities", name());
      return (features, row) ->
          model
              .predict(TribuoRows.example(features, row, LabelFactory.UNKNOWN_LABEL))
              .getOutputScores()
              .getOrDefault(ONE, new Label(ONE, 0))
              .getScore();
    }
  }
}
