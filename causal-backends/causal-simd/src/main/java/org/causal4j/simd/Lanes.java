package org.causal4j.simd;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.causal4j.core.kernel.spi.Availability;

/**
 * The one shape of vectors that this module uses. A second shape in the same JVM makes the compiler
 * of Java 17 lose track of both and costs a factor of five to seven.
 */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Numbers in one vector: a power of two. */
  static final int COUNT = SPECIES.length();

  private Lanes() {}

  /**
   * With 128 bits on x86 there is no AVX2, so perhaps no fused multiply-add either, which the JVM
   * would then emulate with exact decimal arithmetic.
   */
  static Availability availability() {
    int bits = SPECIES.vectorBitSize();
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (bits < 256 && !architecture.equals("aarch64")) {
      return Availability.unavailable(
          "vectors of " + bits + " bits on " + architecture + " gain nothing",
          "plain Java is as fast on this CPU");
    }
    return Availability.available("CPU", bits + " bits, " + COUNT + " lanes");
  }

  /** The largest multiple of a vector's length that is not above n. */
  static int whole(int n) {
    return n & -COUNT;
  }
}
