package org.causal4j.recommend.scorer;

import org.causal4j.core.CausalException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.Workers;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A symmetric positive definite matrix in square tiles, the lower half only, and its inverse in
 * place by the sweep operator on blocks (Goodnight, "A tutorial on the SWEEP operator", The
 * American Statistician 33(3), 1979): with D the inverse of the pivot block and P its column,
 *
 * <pre>  pivot ← −D,   P ← P D,   the rest ← the rest − P D Pᵀ.</pre>
 *
 * <p>After all pivots the matrix is minus its inverse. It stays symmetric all the way, so half the
 * work and half the memory do: n³ operations, 2 n² bytes. Each tile is the work of one task in one
 * order, so that the bits do not depend on threads. Not safe to share between threads.
 */
final class PositiveDefinite {
  static final int TILE = 128;

  private final int size;
  private final int blocks;
  private final float[][] tiles;

  /** All zeros; the padding of the last tiles is that of a unit matrix. */
  PositiveDefinite(int size) {
    this.size = size;
    this.blocks = (size + TILE - 1) / TILE;
    this.tiles = new float[blocks * (blocks + 1) / 2][TILE * TILE];
    for (int i = size; i < blocks * TILE; i++) {
      add(i, i, 1);
    }
  }

  int size() {
    return size;
  }

  private float[] tile(int row, int column) {
    return tiles[row * (row + 1) / 2 + column];
  }

  /** Adds to a place of the lower half: row is at least column. */
  void add(int row, int column, float value) {
    tile(row / TILE, column / TILE)[row % TILE * TILE + column % TILE] += value;
  }

  /** The value at a place of either half. */
  float get(int row, int column) {
    int high = Math.max(row, column);
    int low = Math.min(row, column);
    return tile(high / TILE, low / TILE)[high % TILE * TILE + low % TILE];
  }

  /**
   * Replaces the matrix by minus its inverse.
   *
   * @throws CausalException if it is not positive definite in the precision at hand
   */
  void negativeInverse(Kernels kernels) {
    Kernels single = kernels.withThreads(1);
    Workers workers = new Workers(kernels.threads());
    float[][] column = new float[blocks][TILE * TILE];
    float[][] scaled = new float[blocks][TILE * TILE];
    for (int pivot = 0; pivot < blocks; pivot++) {
      sweep(pivot, column, scaled, single, workers);
    }
  }

  /**
   * @param column Pᵀ, a tile a block
   * @param scaled P D
   */
  private void sweep(
      int pivot, float[][] column, float[][] scaled, Kernels kernels, Workers workers) {
    float[] inverse = inverse(tile(pivot, pivot));
    workers.run(
        blocks,
        i -> {
          if (i != pivot) {
            if (i < pivot) {
              System.arraycopy(tile(pivot, i), 0, column[i], 0, TILE * TILE);
            } else {
              transpose(tile(i, pivot), column[i]);
            }
            kernels.gemm(Transpose.LEFT, TILE, TILE, TILE, 1, column[i], inverse, 0, scaled[i]);
          }
        });
    workers.run(
        tiles.length,
        t -> {
          int i = rowOf(t);
          int j = t - i * (i + 1) / 2;
          if (i != pivot && j != pivot) {
            kernels.gemm(Transpose.NONE, TILE, TILE, TILE, -1, scaled[i], column[j], 1, tiles[t]);
          }
        });
    for (int i = 0; i < blocks; i++) {
      if (i < pivot) {
        transpose(scaled[i], tile(pivot, i));
      } else if (i > pivot) {
        System.arraycopy(scaled[i], 0, tile(i, pivot), 0, TILE * TILE);
      }
    }
    float[] own = tile(pivot, pivot);
    for (int k = 0; k < own.length; k++) {
      own[k] = -inverse[k];
    }
  }

  private static int rowOf(int tile) {
    int row = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
    while (row * (row + 1) / 2 > tile) {
      row--;
    }
    while ((row + 1) * (row + 2) / 2 <= tile) {
      row++;
    }
    return row;
  }

  private static void transpose(float[] from, float[] to) {
    for (int r = 0; r < TILE; r++) {
      for (int c = 0; c < TILE; c++) {
        to[c * TILE + r] = from[r * TILE + c];
      }
    }
  }

  /** Of a tile of the diagonal, whose upper half need not be filled. */
  private static float[] inverse(float[] tile) {
    DMatrixRMaj block = new DMatrixRMaj(TILE, TILE);
    for (int r = 0; r < TILE; r++) {
      for (int c = 0; c <= r; c++) {
        block.data[r * TILE + c] = tile[r * TILE + c];
        block.data[c * TILE + r] = tile[r * TILE + c];
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(TILE);
    if (!solver.setA(block)) {
      throw new CausalException("the matrix is not positive definite in single precision");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(TILE, TILE);
    solver.invert(inverse);
    float[] values = new float[TILE * TILE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) inverse.data[i];
    }
    return values;
  }
}
