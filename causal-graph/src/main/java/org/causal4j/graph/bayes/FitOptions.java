package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;

/**
 * How the tables of a network are estimated from counts.
 *
 * @param prior what is known before any row is counted
 * @param missing what to do with rows in which a cell is missing
 */
public record FitOptions(Prior prior, Missing missing) {

  /** What is added to the counts. */
  public sealed interface Prior {
    /**
     * What is added to each count of a table with so many columns (states of the child) and rows
     * (combinations of parent states).
     */
    double pseudoCount(int columns, int rows);
  }

  /** Nothing: maximum likelihood. */
  public record MaximumLikelihood() implements Prior {
    @Override
    public double pseudoCount(int columns, int rows) {
      return 0;
    }
  }

  /**
   * A symmetric Dirichlet distribution for each row; the estimate is its posterior mean, (count +
   * α) / (row total + α · columns).
   *
   * @param alpha above 0; 1 is Laplace's rule
   */
  public record Dirichlet(double alpha) implements Prior {
    /** Checks that alpha is a number above 0. */
    public Dirichlet {
      Preconditions.checkArgument(
          alpha > 0 && Double.isFinite(alpha), "alpha: %s is not a number above 0", alpha);
    }

    @Override
    public double pseudoCount(int columns, int rows) {
      return alpha;
    }
  }

  /**
   * Dirichlet distributions worth a number of rows in all, spread evenly: α = size / (columns ·
   * rows) (BDeu; Heckerman, Geiger and Chickering 1995, "Learning Bayesian networks", section 6).
   *
   * @param equivalentSampleSize above 0
   */
  public record Bdeu(double equivalentSampleSize) implements Prior {
    /** Checks that the size is a number above 0. */
    public Bdeu {
      Preconditions.checkArgument(
          equivalentSampleSize > 0 && Double.isFinite(equivalentSampleSize),
          "equivalentSampleSize: %s is not a number above 0",
          equivalentSampleSize);
    }

    @Override
    public double pseudoCount(int columns, int rows) {
      return equivalentSampleSize / columns / rows;
    }
  }

  /** What to do with rows in which a cell of a variable of the graph is missing. */
  public sealed interface Missing permits MissingCells, ExpectationMaximization {}

  /** Ways to count without the missing cells. */
  public enum MissingCells implements Missing {
    /** Refuse to fit, with the counts by column. */
    REFUSE,
    /**
     * Leave these rows out. That is right where cells are missing completely at random, and may
     * mislead elsewhere.
     */
    COMPLETE_ROWS
  }

  /** {@code dirichlet(1)}, missing cells refused. */
  public static FitOptions defaults() {
    return dirichlet(1);
  }

  /** Maximum likelihood: plain relative frequencies. */
  public static FitOptions mle() {
    return new FitOptions(new MaximumLikelihood(), MissingCells.REFUSE);
  }

  /** A pseudo-count for every state in every row. */
  public static FitOptions dirichlet(double alpha) {
    return new FitOptions(new Dirichlet(alpha), MissingCells.REFUSE);
  }

  /** Pseudo-counts that sum to this size in every table. */
  public static FitOptions bdeu(double equivalentSampleSize) {
    return new FitOptions(new Bdeu(equivalentSampleSize), MissingCells.REFUSE);
  }

  /** Maximum likelihood by EM, for missing cells and latent nodes. */
  public static FitOptions em(ExpectationMaximization em) {
    return new FitOptions(new MaximumLikelihood(), em);
  }

  /** With another treatment of missing cells: leaving rows out, or EM. */
  public FitOptions withMissing(Missing treatment) {
    return new FitOptions(prior, treatment);
  }
}
