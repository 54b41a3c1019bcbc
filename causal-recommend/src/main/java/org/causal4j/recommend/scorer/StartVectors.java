package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.Reduction;
import org.jspecify.annotations.Nullable;

/** E₀ before training. */
final class StartVectors {
  private final int width;
  private final double spread;
  private final double textSpread;

  /**
   * @param spread standard deviation of a random start
   * @param textSpread spread of items that start from a text, in units of {@code spread}
   */
  StartVectors(int width, double spread, double textSpread) {
    this.width = width;
    this.spread = spread;
    this.textSpread = textSpread;
  }

  /** Normal with the spread; items with a text start from it. */
  float[] of(int users, int items, @Nullable FloatMatrix itemText, Seed seed) {
    float[] vectors = new float[Math.multiplyExact(users + items, width)];
    SplittableRandom random = seed.random();
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (spread * random.nextGaussian());
    }
    if (itemText != null) {
      copyText(users, items, itemText, vectors);
    }
    return vectors;
  }

  /**
   * The principal components of the texts, scaled by one factor so that their values have the
   * spread times that of the text. Directions keep their weight: the first component stays the
   * largest. Components that the texts do not span stay random.
   */
  private void copyText(int users, int items, FloatMatrix itemText, float[] vectors) {
    Preconditions.checkArgument(
        itemText.rows() == items, "itemText: has %s rows for %s items", itemText.rows(), items);
    Preconditions.checkArgument(
        itemText.isFinite(), "itemText: holds a value that is not a finite number");
    int[] told = IntStream.range(0, items).filter(i -> itemText.dot(i, itemText, i) > 0).toArray();
    int components = Math.min(width, Math.min(told.length - 1, itemText.columns()));
    if (components < 1) {
      return;
    }
    FloatMatrix texts = itemText.selectRows(told);
    FloatMatrix reduced = Reduction.pca(components).fit(texts).apply(texts);
    double squares = 0;
    for (float value : reduced.toArray()) {
      squares += (double) value * value;
    }
    double deviation = Math.sqrt(squares / ((double) told.length * components));
    if (deviation == 0) {
      return;
    }
    double scale = spread * textSpread / deviation;
    for (int i = 0; i < told.length; i++) {
      for (int k = 0; k < components; k++) {
        vectors[(users + told[i]) * width + k] = (float) (scale * reduced.get(i, k));
      }
    }
  }
}
