package org.causal4j.core.cate;

import com.google.common.collect.ImmutableList;
import org.causal4j.core.learn.Features;

/** An effect that is linear in the features, with its covariance. */
record LinearModel(String name, ImmutableList<String> features, SandwichFit fit)
    implements CateModel {

  /** A constant and the features. */
  static double[] row(Features x, int row, int columns) {
    double[] z = new double[columns + 1];
    z[0] = 1;
    for (int c = 0; c < columns; c++) {
      z[c + 1] = x.get(row, c);
    }
    return z;
  }

  private double[] row(Features x, int row) {
    CateModel.checkFeatures(this, x);
    return row(x, row, features.size());
  }

  @Override
  public double effect(Features x, int row) {
    return fit.value(row(x, row));
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public CateEstimate estimate(Features x, int row, double level) {
    double[] z = row(x, row);
    return CateEstimate.normal(fit.value(z), fit.standardError(z), level);
  }
}
