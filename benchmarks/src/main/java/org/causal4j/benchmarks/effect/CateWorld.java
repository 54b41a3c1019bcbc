package org.causal4j.benchmarks.effect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEvaluation;
import org.causal4j.core.learn.Features;

/** Data whose effects are known. */
final class CateWorld {
  private final String name;
  private final CateData data;
  private final double[] effects;

  CateWorld(String name, CateData data, double[] effects) {
    this.name = name;
    this.data = data;
    this.effects = effects;
  }

  String name() {
    return name;
  }

  CateData data() {
    return data;
  }

  double pehe(double[] estimates) {
    return CateEvaluation.rootPehe(estimates, effects);
  }

  /** The mean estimate less the mean effect; over the treated alone, or all. */
  double error(double[] estimates, boolean ofTreated) {
    return IntStream.range(0, effects.length)
        .filter(i -> !ofTreated || data.treatment(i) == 1)
        .mapToDouble(i -> estimates[i] - effects[i])
        .average()
        .orElseThrow();
  }

  CateRow row(String learner, double[] estimates, OptionalDouble rLoss) {
    double att = error(estimates, true);
    return new CateRow(
        learner, pehe(estimates), error(estimates, false), att, att / outcomeDeviation(), rLoss);
  }

  double ate() {
    return Arrays.stream(effects).average().orElseThrow();
  }

  /** Standard deviation of the outcome. */
  double outcomeDeviation() {
    double mean = Arrays.stream(data.outcomes()).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(data.outcomes()).map(y -> (y - mean) * (y - mean)).average().orElseThrow());
  }

  /**
   * A world like surface B of Hill ("Bayesian nonparametric modeling for causal inference", JCGS
   * 20(1), 2011, §4.1), on covariates of its own: 747 units, 6 normal and 19 binary covariates,
   * about a fifth treated; outcomes exp((x + ½)β) and xβ − ω with β out of 0, .1, …, .4, noise 1,
   * and an effect on the treated of 4.
   */
  static CateWorld hill(Seed seed) {
    SplittableRandom random = seed.random();
    int n = 747;
    int p = 25;
    double[] share = new double[p];
    double[] beta = new double[p];
    double[] gamma = new double[p];
    for (int c = 0; c < p; c++) {
      share[c] = 0.1 + 0.8 * random.nextDouble();
      double u = random.nextDouble();
      beta[c] = u < 0.6 ? 0 : Math.ceil((u - 0.6) * 10) / 10;
      gamma[c] = 0.4 * random.nextGaussian();
    }
    double[][] x = new double[n][p];
    int[] t = new int[n];
    double[][] mu = new double[2][n];
    double onTreated = 0;
    int treated = 0;
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      double index = -1.8;
      for (int c = 0; c < p; c++) {
        double latent = 0.5 * common + Math.sqrt(0.75) * random.nextGaussian();
        x[i][c] = c < 6 ? latent : latent < 2 * share[c] - 1 ? 1 : 0;
        mu[0][i] += beta[c] * (x[i][c] + 0.5);
        mu[1][i] += beta[c] * x[i][c];
        index += gamma[c] * (c < 6 ? x[i][c] : x[i][c] - 0.5);
      }
      mu[0][i] = Math.exp(mu[0][i]);
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-index)) ? 1 : 0;
      treated += t[i];
      onTreated += t[i] * (mu[1][i] - mu[0][i]);
    }
    double omega = onTreated / treated - 4;
    double[] y = new double[n];
    double[] tau = new double[n];
    for (int i = 0; i < n; i++) {
      mu[1][i] -= omega;
      tau[i] = mu[1][i] - mu[0][i];
      y[i] = mu[t[i]][i] + random.nextGaussian();
    }
    return new CateWorld("Hill B", CateData.of(features(x), t, y), tau);
  }

  /** Setups A to D of Nie and Wager (Biometrika 108(2), 2021, §6.1): 500 units, 6 features. */
  static CateWorld nieWager(char setup, int n, Seed seed) {
    int p = 6;
    SplittableRandom random = seed.random();
    double[][] x = new double[n][p];
    int[] t = new int[n];
    double[] y = new double[n];
    double[] tau = new double[n];
    for (int i = 0; i < n; i++) {
      double[] v = x[i];
      for (int c = 0; c < p; c++) {
        v[c] = setup == 'A' ? random.nextDouble() : random.nextGaussian();
      }
      double e;
      double b;
      switch (setup) {
        case 'A' -> {
          e = Math.min(0.9, Math.max(0.1, Math.sin(Math.PI * v[0] * v[1])));
          b = Math.sin(Math.PI * v[0] * v[1]) + 2 * (v[2] - 0.5) * (v[2] - 0.5) + v[3] + 0.5 * v[4];
          tau[i] = (v[0] + v[1]) / 2;
        }
        case 'B' -> {
          e = 0.5;
          b = Math.max(0, Math.max(v[0] + v[1], v[2])) + Math.max(0, v[3] + v[4]);
          tau[i] = v[0] + Math.log1p(Math.exp(v[1]));
        }
        case 'C' -> {
          e = 1 / (1 + Math.exp(v[1] + v[2]));
          b = 2 * Math.log1p(Math.exp(v[0] + v[1] + v[2]));
          tau[i] = 1;
        }
        case 'D' -> {
          e = 1 / (1 + Math.exp(-v[0]) + Math.exp(-v[1]));
          b = (Math.max(0, v[0] + v[1] + v[2]) + Math.max(0, v[3] + v[4])) / 2;
          tau[i] = Math.max(0, v[0] + v[1] + v[2]) - Math.max(0, v[3] + v[4]);
        }
        default -> throw new IllegalArgumentException("setup: " + setup + " is none of A to D");
      }
      t[i] = random.nextDouble() < e ? 1 : 0;
      y[i] = b + (t[i] - 0.5) * tau[i] + random.nextGaussian();
    }
    return new CateWorld("Nie-Wager " + setup, CateData.of(features(x), t, y), tau);
  }

  static Features features(double[][] x) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < x[0].length; c++) {
      names.add("x" + (c + 1));
    }
    return Features.ofRows(names, x);
  }

  static double median(List<CateRow> rows, ToDoubleFunction<CateRow> value) {
    double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
