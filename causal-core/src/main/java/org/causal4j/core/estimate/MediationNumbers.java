package org.causal4j.core.estimate;

/** The effects that four means of nested outcomes make: linear in them, so of influences too. */
final class MediationNumbers {
  static final int DIRECT = 0;
  static final int INDIRECT = 1;
  static final int TOTAL = 2;
  static final int DIRECT_TREATED = 3;
  static final int INDIRECT_CONTROL = 4;
  static final int COUNT = 5;

  /** Stands for a replicate that failed. */
  static final MediationNumbers NONE = new MediationNumbers(new double[COUNT]);

  private final double[] values;

  private MediationNumbers(double[] values) {
    this.values = values;
  }

  /** From E[Y(a, M(a'))] at [a][a']. */
  static MediationNumbers of(double[][] mean) {
    double[] values = new double[COUNT];
    values[DIRECT] = mean[1][0] - mean[0][0];
    values[INDIRECT] = mean[1][1] - mean[1][0];
    values[TOTAL] = mean[1][1] - mean[0][0];
    values[DIRECT_TREATED] = mean[1][1] - mean[0][1];
    values[INDIRECT_CONTROL] = mean[0][1] - mean[0][0];
    return new MediationNumbers(values);
  }

  double[] values() {
    return values;
  }

  double proportion() {
    return values[INDIRECT] / values[TOTAL];
  }
}
