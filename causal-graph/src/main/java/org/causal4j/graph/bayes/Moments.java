package org.causal4j.graph.bayes;

import java.util.Arrays;

/**
 * Number, means and products of deviations of some variables (Welford 1962; Chan, Golub and LeVeque
 * 1979). Mutable while rows are added.
 */
final class Moments {
  double n;
  final double[] mean;
  final double[][] products;

  Moments(int k) {
    mean = new double[k];
    products = new double[k][k];
  }

  Moments copy() {
    Moments copy = new Moments(mean.length);
    copy.n = n;
    System.arraycopy(mean, 0, copy.mean, 0, mean.length);
    for (int i = 0; i < mean.length; i++) {
      System.arraycopy(products[i], 0, copy.products[i], 0, mean.length);
    }
    return copy;
  }

  /** One row more; the second array is overwritten. */
  void add(double[] x, double[] before) {
    n++;
    for (int i = 0; i < x.length; i++) {
      before[i] = x[i] - mean[i];
      mean[i] += before[i] / n;
    }
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] += before[i] * (x[j] - mean[j]);
      }
    }
  }

  /** The rows that were gathered elsewhere. */
  void merge(Moments that) {
    double all = n + that.n;
    if (that.n == 0) {
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] +=
            that.products[i][j]
                + (that.mean[i] - mean[i]) * (that.mean[j] - mean[j]) * (n * that.n / all);
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (that.mean[i] - mean[i]) * (that.n / all);
    }
    n = all;
  }

  /** The sum of products of the deviations of two variables. */
  double product(int i, int j) {
    return products[Math.max(i, j)][Math.min(i, j)];
  }

  boolean sameAs(Moments that) {
    return n == that.n
        && Arrays.equals(mean, that.mean)
        && Arrays.deepEquals(products, that.products);
  }
}
