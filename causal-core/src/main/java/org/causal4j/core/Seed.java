package org.causal4j.core;

import com.google.common.base.Preconditions;
import java.util.SplittableRandom;

/**
 * The seed of a random call. Every stochastic method of the library takes one, so that the same
 * seed gives the same result, whatever the number of threads.
 *
 * <p>Work that is split over threads derives one seed per unit of work ({@link #derive(long)}),
 * never one per thread. Derivation mixes with the finalizer of SplitMix64 (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014, Figure 16), so that neighboring
 * seeds give unrelated streams.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param value any 64 bits; 0 is a seed like any other
 */
public record Seed(long value) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** The seed with these 64 bits. */
  public static Seed of(long value) {
    return new Seed(value);
  }

  /** The seed of the {@code index}-th unit of work under this one. */
  public Seed derive(long index) {
    return new Seed(mix(value + GOLDEN_GAMMA * (index + 1)));
  }

  /** The seed of a named part of the work, as {@code derive("negatives")}. */
  public Seed derive(String part) {
    Preconditions.checkArgument(!part.isEmpty(), "part: must not be empty");
    long hash = value;
    for (int i = 0; i < part.length(); i++) {
      hash = mix(hash + GOLDEN_GAMMA + part.charAt(i));
    }
    return new Seed(hash);
  }

  /** A new generator that starts here. Each call gives the same stream; not for sharing. */
  public SplittableRandom random() {
    return new SplittableRandom(mix(value));
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public String toString() {
    return "Seed(" + value + ")";
  }
}
