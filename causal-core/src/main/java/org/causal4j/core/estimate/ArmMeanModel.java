package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.ClassLearner;
import org.causal4j.core.learn.ClassPredictor;

/** The mean outcome under each state of a treatment, with the influence of each unit. */
final class ArmMeanModel {
  final double[] mean;
  final double[][] influence;
  final double[][] raw;
  final double[][] propensity;
  final Set<String> noted = new LinkedHashSet<>();
  final List<String> notes = new ArrayList<>();
  final List<NuisanceScore> scores = new ArrayList<>();

  private final MultiArm settings;
  private final ArmTable arms;

  ArmMeanModel(MultiArm settings, ArmTable arms, Seed seed) {
    this.settings = settings;
    this.arms = arms;
    int k = arms.states.size();
    mean = new double[k];
    influence = new double[k][arms.n()];
    raw = new double[k][arms.n()];
    propensity = new double[k][arms.n()];
    notes.addAll(arms.x.notes());
    if (settings.method() == MultiArm.Method.REGRESSION) {
      for (int a = 0; a < k; a++) {
        regression(a);
      }
      notes.addAll(noted);
      return;
    }
    CrossFit.checkFolds(ClusterVariance.count(arms.clusters), settings.folds());
    int[] fold = arms.folds(settings.folds(), seed.derive("folds"));
    propensities(fold, seed);
    for (int a = 0; a < k; a++) {
      if (settings.method() == MultiArm.Method.IPW) {
        weighted(a);
      } else {
        augmented(a, fold, seed);
      }
    }
  }

  private void propensities(int[] fold, Seed seed) {
    int k = arms.states.size();
    int n = arms.n();
    ClassLearner learner = settings.propensity().ofClasses();
    for (int f = 0; f < settings.folds(); f++) {
      int[] learn = CrossFit.outside(fold, f, settings.folds(), i -> true);
      ClassPredictor model =
          learner.fit(arms.x, arms.arm, k, learn, seed.derive(f).derive("propensity"));
      for (int i = 0; i < n; i++) {
        if (fold[i] == f) {
          double[] probability = model.predict(arms.x, i);
          for (int a = 0; a < k; a++) {
            Preconditions.checkArgument(
                Double.isFinite(probability[a]),
                "learner '%s': predicts %s for row %s",
                learner.name(),
                probability[a],
                i);
            raw[a][i] = probability[a];
            propensity[a][i] = Math.max(settings.trim(), probability[a]);
          }
        }
      }
    }
    for (int a = 0; a < k; a++) {
      int[] own = Arrays.stream(arms.indicator(a)).mapToInt(v -> (int) v).toArray();
      scores.add(
          NuisanceScore.logLoss(
              "propensity of " + arms.states.get(a), learner.name(), own, raw[a], true));
    }
  }

  private void augmented(int a, int[] fold, Seed seed) {
    int n = arms.n();
    String part = "outcome of " + arms.states.get(a);
    double[] m =
        CrossFit.predict(
            settings.outcome(),
            arms.x,
            arms.y,
            fold,
            settings.folds(),
            i -> arms.arm[i] == a,
            part,
            seed);
    scores.add(
        NuisanceScore.rSquared(part, settings.outcome().name(), arms.y, m, arms.unitsOf(a), true));
    for (int i = 0; i < n; i++) {
      influence[a][i] = m[i] + (arms.arm[i] == a ? (arms.y[i] - m[i]) / propensity[a][i] : 0);
      mean[a] += influence[a][i] / n;
    }
    for (int i = 0; i < n; i++) {
      influence[a][i] -= mean[a];
    }
  }

  private void weighted(int a) {
    double total = 0;
    for (int i : arms.unitsOf(a)) {
      total += 1 / propensity[a][i];
      mean[a] += arms.y[i] / propensity[a][i];
    }
    mean[a] /= total;
    for (int i : arms.unitsOf(a)) {
      influence[a][i] = arms.n() / total * (arms.y[i] - mean[a]) / propensity[a][i];
    }
  }

  private void regression(int a) {
    int n = arms.n();
    int p = arms.x.columns();
    int[] units = arms.unitsOf(a);
    double[] own = Arrays.stream(units).mapToDouble(i -> arms.y[i]).toArray();
    LeastSquares model =
        new LeastSquares(units.length, p, (k, row) -> fill(units[k], row), own, null);
    Preconditions.checkArgument(
        model.degreesOfFreedom() >= 1,
        "rows: %s in state '%s' are too few for %s columns; use AIPW with a learner that shrinks",
        units.length,
        arms.states.get(a),
        p);
    noted.addAll(LeastSquares.note(model.dropped(), arms.x.names()));
    double[] value = new double[n];
    double[] c = new double[p + 1];
    double[] row = new double[p];
    for (int i = 0; i < n; i++) {
      fill(i, row);
      double[] z = model.scaled(row);
      value[i] = model.value(z);
      mean[a] += value[i] / n;
      for (int k = 0; k <= p; k++) {
        c[k] += z[k] / n;
      }
    }
    // Of the arm's units alone, so times n over their number.
    double[] ofModel = model.influence(c);
    for (int k = 0; k < units.length; k++) {
      influence[a][units[k]] = ofModel[k] * n / units.length;
    }
    for (int i = 0; i < n; i++) {
      influence[a][i] += value[i] - mean[a];
    }
  }

  private void fill(int i, double[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = arms.x.get(i, c);
    }
  }
}
