package org.causal4j.core.tape;

/** Functions of one number, with their slopes. */
final class Functions {
  /** A function and its slope, given the number and the function of it. */
  interface Scalar {
    float value(float x);

    float slope(float x, float y);
  }

  static final Scalar SIGMOID =
      new Scalar() {
        @Override
        public float value(float x) {
          float e = (float) Math.exp(-Math.abs((double) x));
          return x >= 0 ? 1 / (1 + e) : e / (1 + e);
        }

        @Override
        public float slope(float x, float y) {
          return y * (1 - y);
        }
      };

  static final Scalar TANH =
      new Scalar() {
        @Override
        public float value(float x) {
          return (float) Math.tanh(x);
        }

        @Override
        public float slope(float x, float y) {
          return 1 - y * y;
        }
      };

  static final Scalar SOFTPLUS =
      new Scalar() {
        @Override
        public float value(float x) {
          return (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs((double) x))));
        }

        @Override
        public float slope(float x, float y) {
          return SIGMOID.value(x);
        }
      };

  private Functions() {}

  static Scalar leakyRelu(float slope) {
    return new Scalar() {
      @Override
      public float value(float x) {
        // NaN is above nothing, and passes through
        return x > 0 ? x : slope == 0 && x <= 0 ? 0 : slope * x;
      }

      @Override
      public float slope(float x, float y) {
        return x > 0 ? 1 : slope;
      }
    };
  }
}
