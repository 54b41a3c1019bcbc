package org.causal4j.recommend.scorer;

/**
 * Directions at random: uniform numbers in [0, 1) brought to length 1, as XSimGCL draws them (Yu et
 * al., IEEE TKDE 36(2), 2024, eq. 9). The numbers are those of SplitMix64 started at a mix of seed
 * and node, 24 bits a number, two to a draw.
 */
final class Noise {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final float UNIT = 1f / (1 << 24);

  private Noise() {}

  static void draw(long seed, int node, float[] noise) {
    long state = mix(seed ^ mix(node * GOLDEN_GAMMA));
    float squares = 0;
    for (int k = 0; k < noise.length; k += 2) {
      state += GOLDEN_GAMMA;
      long bits = mix(state);
      float first = (bits >>> 40) * UNIT;
      noise[k] = first;
      squares += first * first;
      if (k + 1 < noise.length) {
        float second = (bits & 0xFFFFFF) * UNIT;
        noise[k + 1] = second;
        squares += second * second;
      }
    }
    float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
    for (int k = 0; k < noise.length; k++) {
      noise[k] *= scale;
    }
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
