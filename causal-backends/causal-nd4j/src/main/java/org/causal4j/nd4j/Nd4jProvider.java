package org.causal4j.nd4j;

import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.NvidiaDriver;

/**
 * The provider "nd4j": dense products on ND4J; all else is plain Java. It ranks above plain Java
 * and below the Vector API, as measured; {@code -Dcausal4j.kernel=nd4j} takes it whatever else is
 * there.
 *
 * <p>The backend of ND4J is the user's choice, beside this artifact: {@code
 * org.nd4j:nd4j-native:1.0.0-M2.1}, the same with a classifier as {@code linux-x86_64} or {@code
 * linux-x86_64-avx2}, and {@code org.bytedeco:openblas:0.3.19-1.5.7} and {@code
 * org.bytedeco:javacpp:1.5.7} with the classifier of the platform; or {@code nd4j-native-platform},
 * which holds all platforms. For CUDA, {@code org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1} takes the place
 * of nd4j-native. {@link #probe} looks for them and for a driver before anything is loaded, and
 * says what is missing. Where both backends are there, ND4J prefers CUDA, unless the environment
 * variable {@code BACKEND_PRIORITY_CPU} is above {@code BACKEND_PRIORITY_GPU}.
 *
 * <p>Opening it sets the number of threads that OpenBLAS uses within an operation to 1 for the
 * whole process: blocks of a product run on the caller's threads, so that a result has the same
 * bits for any number of them. Sparse products stay in plain Java: ND4J has none.
 *
 * <p>Safe to share between threads.
 */
public final class Nd4jProvider implements KernelProvider {

  /** For {@link java.util.ServiceLoader}. */
  public Nd4jProvider() {}

  @Override
  public String name() {
    return "nd4j";
  }

  /** Below the Vector API (100), see {@code docs/kernels.md}. */
  @Override
  public int rank() {
    return 30;
  }

  @Override
  public String version() {
    return Nd4jFiles.onClassPath().version();
  }

  @Override
  public Availability probe() {
    return Nd4jFiles.onClassPath().availability(NvidiaDriver.present(), System.getenv());
  }

  @Override
  public KernelBackend open() {
    return Nd4jKernels.open();
  }

  @Override
  public String toString() {
    return "Nd4jProvider";
  }
}
