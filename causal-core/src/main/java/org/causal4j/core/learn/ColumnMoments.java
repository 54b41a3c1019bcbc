package org.causal4j.core.learn;

import java.util.Arrays;

/**
 * Weighted means of columns and their sums of squares about them, in one pass over blocks of rows:
 * each block is centered at its own means, and what lies between the means is added (Chan, Golub
 * and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979),
 * so that a large mean costs no digits. Not safe to share between threads.
 */
public final class ColumnMoments {
  private final double[] mean;
  private final double[] squares;
  private final double[] ofBlock;
  private double total;

  /** Of no rows yet. */
  public ColumnMoments(int columns) {
    this.mean = new double[columns];
    this.squares = new double[columns];
    this.ofBlock = new double[columns];
  }

  /**
   * Adds the rows of a block.
   *
   * @param weight {@value RowBlock#ROWS} numbers, 0 or above, 0 beyond the last row
   */
  public void add(RowBlock block, double[] weight) {
    double own = 0;
    for (int i = 0; i < RowBlock.ROWS; i++) {
      own += weight[i];
    }
    if (own == 0) {
      return;
    }
    Arrays.fill(ofBlock, 0);
    block.addMoments(weight, ofBlock, 0);
    for (int c = 0; c < ofBlock.length; c++) {
      ofBlock[c] /= own;
    }
    block.addSquares(weight, ofBlock, squares);
    double both = total + own;
    for (int c = 0; c < ofBlock.length; c++) {
      double off = ofBlock[c] - mean[c];
      mean[c] += off * (own / both);
      squares[c] += off * off * (total * own / both);
    }
    total = both;
  }

  /** The sum of the weights. */
  public double total() {
    return total;
  }

  /** The mean of a column. */
  public double mean(int column) {
    return mean[column];
  }

  /** Σ weight · (value − mean)² of a column. */
  public double squares(int column) {
    return squares[column];
  }
}
