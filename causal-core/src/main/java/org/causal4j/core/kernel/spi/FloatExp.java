package org.causal4j.core.kernel.spi;

/**
 * eˣ in single precision: 2ⁿ eᶠ with x = n ln 2 + f, |f| ≤ ½ ln 2, and the Taylor polynomial of
 * degree 7 for eᶠ (its remainder there is below 6·10⁻⁹). Relative error below 2·10⁻⁷; below −87.3
 * the result is 0, above 88 infinity. Without a fused multiply-add, so that the same steps on
 * vectors have the same bits.
 */
public final class FloatExp {
  /** Below it the result is 0. */
  public static final float LOWEST = -87.3f;

  /** Above it the result is infinity. */
  public static final float HIGHEST = 88;

  /** 1/ln 2. */
  public static final float LOG2_E = 1.442695f;

  /** ln 2 to so few bits that its multiples are exact. */
  public static final float LN2_HIGH = 0.6933594f;

  /** ln 2 less that. */
  public static final float LN2_LOW = -2.1219444e-4f;

  /** 1.5 · 2²³: what is added to it is rounded to a whole number, held in the lowest bits. */
  public static final float ROUNDING = 12_582_912f;

  /** The bits of {@link #ROUNDING}. */
  public static final int ROUNDING_BITS = 0x4B400000;

  /** What is added to an exponent in its bits. */
  public static final int BIAS = 127;

  /** Bits below the exponent. */
  public static final int MANTISSA_BITS = 23;

  /** 1/7!. */
  public static final float C7 = 1f / 5040;

  /** 1/6!. */
  public static final float C6 = 1f / 720;

  /** 1/5!. */
  public static final float C5 = 1f / 120;

  /** 1/4!. */
  public static final float C4 = 1f / 24;

  /** 1/3!. */
  public static final float C3 = 1f / 6;

  private FloatExp() {}

  /** eˣ; NaN for NaN. */
  public static float exp(float x) {
    if (!(x >= LOWEST)) {
      return Float.isNaN(x) ? x : 0;
    }
    if (x > HIGHEST) {
      return Float.POSITIVE_INFINITY;
    }
    float rounded = x * LOG2_E + ROUNDING;
    float n = rounded - ROUNDING;
    float f = x - n * LN2_HIGH - n * LN2_LOW;
    float p = C7;
    p = p * f + C6;
    p = p * f + C5;
    p = p * f + C4;
    p = p * f + C3;
    p = p * f + 0.5f;
    p = p * f + 1;
    p = p * f + 1;
    int exponent = Float.floatToRawIntBits(rounded) - ROUNDING_BITS + BIAS;
    return p * Float.intBitsToFloat(exponent << MANTISSA_BITS);
  }
}
