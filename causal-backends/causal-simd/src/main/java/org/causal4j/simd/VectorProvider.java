package org.causal4j.simd;

import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;

/**
 * The provider "vector": kernels on the Vector API of the JDK, on the calling thread's CPU. It
 * holds no native code and works on Java 17 and later.
 *
 * <p>The API is a module of its own that a JVM only has if it was started with {@code --add-modules
 * jdk.incubator.vector}; a jar can't ask for it. Without it, or where the CPU offers less than 256
 * bits (128 on ARM), {@link #probe} says so, and the automatic choice takes plain Java. It needs
 * HotSpot's optimizing compiler: in a JVM that only interprets, or stops at the first tier, it is
 * far slower than plain Java ({@code -Dcausal4j.kernel=scalar} helps).
 *
 * <p>Safe to share between threads.
 */
public final class VectorProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String REMEDY = "run with --add-modules " + MODULE;

  /** For {@link java.util.ServiceLoader}. */
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Availability probe() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Availability.unavailable("the JVM runs without the module " + MODULE, REMEDY);
    }
    try {
      return Lanes.availability();
    } catch (LinkageError e) {
      return Availability.unavailable(
          "the module " + MODULE + " of this JVM does not fit: " + e, "run on Java 17 to 25");
    }
  }

  @Override
  public KernelBackend open() {
    return new VectorBackend();
  }

  @Override
  public String toString() {
    return "VectorProvider";
  }
}
